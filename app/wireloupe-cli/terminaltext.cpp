// SPDX-License-Identifier: MIT
#include "terminaltext.h"

#include <QList>

namespace wl::cli {

namespace {

bool isHarmful(char32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0x061c || c == 0x200e || c == 0x200f ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

void appendByte(QByteArray& out, quint8 byte)
{
    static constexpr char digits[] = "0123456789abcdef";
    switch (byte) {
    case '\r': out += "\\r"; return;
    case '\n': out += "\\n"; return;
    case '\0': out += "\\0"; return;
    default: break;
    }
    out += "\\x";
    out += digits[byte >> 4];
    out += digits[byte & 15];
}

void appendCode(QByteArray& out, char32_t code)
{
    if (code < 0x80)
        appendByte(out, quint8(code));
    else
        out += "\\u{" + QByteArray::number(uint(code), 16) + '}';
}

/// The character at the front of `bytes`. length 0: it goes on after the end; code 0xffffffff: not UTF-8
/// (then the length is one).
struct Front
{
    qsizetype length = 1;
    char32_t code = 0xffffffff;
};

Front frontOf(QByteArrayView bytes)
{
    const auto first = quint8(bytes.front());
    if (first < 0x80)
        return {1, first};
    const qsizetype length = first >= 0xf0 && first <= 0xf4 ? 4 : first >= 0xe0 ? 3 : first >= 0xc2 ? 2 : 1;
    if (length == 1 || first > 0xf4)
        return {};
    char32_t code = first & (0xffU >> (length + 1));
    for (qsizetype i = 1; i < length; ++i) {
        if (i == bytes.size())
            return {0, 0};
        const auto next = quint8(bytes[i]);
        if ((next & 0xc0) != 0x80)
            return {};
        code = (code << 6) | (next & 0x3f);
    }
    // RFC 3629 §4: no overlong forms, no surrogates, nothing past U+10FFFF.
    const char32_t smallest = length == 2 ? 0x80 : length == 3 ? 0x800 : 0x10000;
    if (code < smallest || (code >= 0xd800 && code <= 0xdfff) || code > 0x10ffff)
        return {};
    return {length, code};
}

} // namespace

QByteArray TerminalText::escape(QByteArrayView piece)
{
    QByteArray joined;
    if (!m_held.isEmpty()) {
        joined = std::exchange(m_held, {});
        joined.append(piece);
        piece = joined;
    }
    QByteArray out;
    out.reserve(piece.size() + piece.size() / 8);
    while (!piece.isEmpty()) {
        if (piece.front() == '\r' && (piece.size() == 1 || piece[1] == '\n')) {
            if (piece.size() == 1) {
                m_held = piece.toByteArray();
                break;
            }
            piece = piece.sliced(1);
            continue;
        }
        const Front front = frontOf(piece);
        if (front.length == 0) {
            m_held = piece.toByteArray();
            break;
        }
        if (front.code == 0xffffffff)
            appendByte(out, quint8(piece.front()));
        else if (isHarmful(front.code) && front.code != '\n' && front.code != '\t')
            appendCode(out, front.code);
        else
            out.append(piece.first(front.length));
        piece = piece.sliced(front.length);
    }
    return out;
}

QByteArray TerminalText::end()
{
    QByteArray out;
    for (const char byte : std::exchange(m_held, {}))
        appendByte(out, quint8(byte));
    return out;
}

QString harmlessLine(const QString& text)
{
    QString out;
    out.reserve(text.size());
    for (const char32_t code : text.toUcs4()) {
        if (!isHarmful(code)) {
            out += QString::fromUcs4(&code, 1);
            continue;
        }
        QByteArray escaped;
        appendCode(escaped, code);
        out += QLatin1String(escaped);
    }
    return out;
}

} // namespace wl::cli
