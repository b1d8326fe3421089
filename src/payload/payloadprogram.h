// SPDX-License-Identifier: MIT
#pragma once

#include "payload/payloadspec.h"
#include "payload/template.h"
#include "payload/textencoding.h"

#include <QByteArray>

#include <variant>
#include <vector>

class QRandomGenerator;

namespace wl {

/// A typed payload that was checked and taken apart: bytes and templates in turn. A value.
class PayloadProgram
{
public:
    /// Of Form::Text and Form::Hex. Errors: the place and what is wrong.
    [[nodiscard]] static Placed<PayloadProgram> compile(const PayloadSpec& spec);

    [[nodiscard]] bool hasTemplates() const;
    /// Whether two messages can differ: lengths and checksums alone do not make them.
    [[nodiscard]] bool isDynamic() const;

    /// What a rendering takes from outside.
    struct Context
    {
        quint64 message = 0; ///< how many messages came before: counters stand there
        qint64 nowNs = 0;    ///< since 1970, UTC
        QRandomGenerator* random = nullptr;
    };
    /// One message. Errors: a checksum that leaves out more bytes than there are, a length that its format
    /// has no room for, a character that the encoding lacks.
    [[nodiscard]] Placed<QByteArray> render(const Context& context) const;

private:
    using Piece = std::variant<QByteArray, TemplateCall>;

    [[nodiscard]] Placed<void> compileText(const PayloadSpec& spec);
    [[nodiscard]] Placed<qsizetype> takeEscape(QStringView text, qsizetype at, bool escapes);
    [[nodiscard]] Placed<void> takeText(QStringView text, qsizetype from, qsizetype to);
    QByteArray& literal();

    friend class PayloadRendering;

    TextEncoding m_encoding;
    std::vector<Piece> m_pieces;
};

} // namespace wl
