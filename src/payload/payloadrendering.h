// SPDX-License-Identifier: MIT
#pragma once

#include "payload/payloadprogram.h"

namespace wl {

/// One run of a PayloadProgram: values first, then lengths (whose own sizes count too), then checksums.
class PayloadRendering
{
public:
    PayloadRendering(const PayloadProgram& program, const PayloadProgram::Context& context);

    [[nodiscard]] Placed<QByteArray> run();

private:
    [[nodiscard]] Placed<QByteArray> value(const TemplateCall& call) const;
    [[nodiscard]] Placed<QByteArray> value(const CounterTemplate& counter, qsizetype at) const;
    [[nodiscard]] Placed<QByteArray> value(const TimestampTemplate& stamp, qsizetype at) const;
    [[nodiscard]] Placed<QByteArray> value(const UuidTemplate& uuid, qsizetype at) const;
    [[nodiscard]] Placed<QByteArray> value(const RandomTemplate& random, qsizetype at) const;
    [[nodiscard]] Placed<QByteArray> value(const ChecksumTemplate& sum, qsizetype at) const;
    [[nodiscard]] Placed<QByteArray> value(const LengthTemplate& length, qsizetype at) const;
    [[nodiscard]] Placed<QByteArray> number(qint64 value, const NumberFormat& format, qsizetype at) const;
    [[nodiscard]] Placed<QByteArray> text(QStringView characters, qsizetype at) const;
    [[nodiscard]] Placed<void> settleLengths();
    [[nodiscard]] Placed<QByteArray> lengthValue(const LengthTemplate& length, size_t piece) const;
    [[nodiscard]] Placed<QByteArray> checksumValue(const ChecksumTemplate& sum, QByteArrayView before,
                                                   qsizetype at) const;

    const PayloadProgram& m_program;
    const PayloadProgram::Context& m_context;
    std::vector<QByteArray> m_values; ///< one a piece
};

} // namespace wl
