// SPDX-License-Identifier: MIT
#include "decode/utf8check.h"

namespace wl {

std::optional<qsizetype> Utf8Check::feed(QByteArrayView piece)
{
    for (qsizetype i = 0; i < piece.size(); ++i) {
        const auto byte = static_cast<quint8>(piece[i]);
        bool isRight = false;
        if (m_left == 0) {
            isRight = byte < 0x80 || begin(byte);
        } else {
            isRight = byte >= m_low && byte <= m_high;
            --m_left;
            m_low = 0x80;
            m_high = 0xBF;
        }
        if (!isRight) {
            *this = Utf8Check();
            return i;
        }
    }
    return std::nullopt;
}

/// The first byte of a character of several.
bool Utf8Check::begin(quint8 byte)
{
    if (byte >= 0xC2 && byte <= 0xDF) {
        m_left = 1;
    } else if (byte >= 0xE0 && byte <= 0xEF) {
        m_left = 2;
        m_low = byte == 0xE0 ? 0xA0 : 0x80;
        m_high = byte == 0xED ? 0x9F : 0xBF;
    } else if (byte >= 0xF0 && byte <= 0xF4) {
        m_left = 3;
        m_low = byte == 0xF0 ? 0x90 : 0x80;
        m_high = byte == 0xF4 ? 0x8F : 0xBF;
    }
    return m_left > 0;
}

} // namespace wl
