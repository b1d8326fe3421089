// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>

#include <optional>

namespace wl {

/// Checks text that comes in pieces for well-formed UTF-8 (Unicode 15, table 3-7). A value.
class Utf8Check
{
public:
    /// The index in `piece` of the first byte that cannot follow what came before; nothing where all can.
    /// After one found, the check begins anew.
    std::optional<qsizetype> feed(QByteArrayView piece);
    /// No character is cut short.
    [[nodiscard]] bool isAtEnd() const { return m_left == 0; }

private:
    [[nodiscard]] bool begin(quint8 byte);

    int m_left = 0;      ///< bytes that must follow
    quint8 m_low = 0x80; ///< bounds of the next one
    quint8 m_high = 0xBF;
};

} // namespace wl
