// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace wl {

/// How a number stands in a payload: as text ("d", "04x", "8X", "b", "o") or as raw bytes ("u8", "u16be",
/// "u32le", …). A value.
class NumberFormat
{
public:
    /// Decimal, as short as it is.
    NumberFormat() = default;

    /// Text: an optional 0 (fill with zeros instead of spaces), an optional width of 1 to 64, an optional d,
    /// x, X, o or b. Raw: u8, and u16, u24, u32, u64 with "be" or "le" (without: be). Nothing where it is
    /// neither.
    [[nodiscard]] static std::optional<NumberFormat> parse(QStringView text);

    [[nodiscard]] bool isRaw() const { return m_rawBytes > 0; }
    /// Whether a raw number has room for the value; a text always has.
    [[nodiscard]] bool fits(quint64 value) const;
    /// The text of the number; bases other than ten show negative numbers as two's complement of 64 bits.
    [[nodiscard]] QString text(qint64 value) const;
    /// The raw bytes; what does not fit is cut off at the top (a counter starts again at 0).
    [[nodiscard]] QByteArray raw(quint64 value) const;
    /// For messages: "u16be".
    [[nodiscard]] QString name() const { return m_name; }

private:
    QString m_name = QStringLiteral("d");
    int m_rawBytes = 0;
    bool m_littleEndian = false;
    int m_width = 0;
    QChar m_fill = u' ';
    QChar m_base = u'd';
};

} // namespace wl
