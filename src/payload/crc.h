// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>

#include <array>
#include <span>

namespace wl {

/// One cyclic redundancy check by the parameters of Williams' model, as the catalogue of parametrised CRC
/// algorithms (reveng.sourceforge.io/crc-catalogue) lists them.
struct CrcModel
{
    const char* name; ///< of the catalogue, "CRC-16/MODBUS"
    int width;        ///< 8, 16 or 32 bits
    quint32 poly;
    quint32 init;
    bool reflected; ///< input and output both
    quint32 xorOut;
    quint32 check;       ///< of the ASCII text "123456789"
    const char* aliases; ///< other names in use, separated by spaces
};

/// All that are known, the default of each width ("crc8", "crc16", "crc32") first of its width.
[[nodiscard]] std::span<const CrcModel> crcModels();

/// A CRC with its table, made once and computed many times.
class Crc
{
public:
    explicit Crc(const CrcModel& model);

    [[nodiscard]] const CrcModel& model() const { return *m_model; }
    [[nodiscard]] quint32 compute(QByteArrayView bytes) const;

private:
    const CrcModel* m_model;
    std::array<quint32, 256> m_table;
};

} // namespace wl
