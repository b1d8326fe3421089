// SPDX-License-Identifier: MIT
#include "payload/escapes.h"

#include "payload/hex.h"

namespace wl {

namespace {

constexpr int maxUnicodeDigits = 6;
constexpr char32_t lastCodePoint = 0x10FFFF;

Placed<Escape> parseByteEscape(QStringView text, qsizetype at)
{
    const int high = at + 2 < text.size() ? hexDigit(text.at(at + 2).unicode()) : -1;
    const int low = at + 3 < text.size() ? hexDigit(text.at(at + 3).unicode()) : -1;
    if (high < 0 || low < 0)
        return failAt(at, PayloadText::tr("\\x needs two hex digits"));
    return Escape{quint8(high << 4 | low), 4};
}

Placed<Escape> parseCharacterEscape(QStringView text, qsizetype at)
{
    const QString shape = PayloadText::tr("\\u needs one to six hex digits in braces, as in \\u{20AC}");
    if (at + 2 >= text.size() || text.at(at + 2) != u'{')
        return failAt(at, shape);
    char32_t value = 0;
    qsizetype i = at + 3;
    for (; i < text.size() && hexDigit(text.at(i).unicode()) >= 0; ++i) {
        if (i - (at + 3) == maxUnicodeDigits)
            return failAt(at, shape);
        value = value << 4 | char32_t(hexDigit(text.at(i).unicode()));
    }
    if (i == at + 3 || i >= text.size() || text.at(i) != u'}')
        return failAt(at, shape);
    if (value > lastCodePoint || QChar::isSurrogate(value))
        return failAt(at, PayloadText::tr("there is no character %1").arg(text.mid(at, i + 1 - at)));
    return Escape{value, i + 1 - at};
}

/// The escape letter of a control character, 0 where it has none.
constexpr char16_t escapeLetter(char16_t c)
{
    switch (c) {
    case u'\n': return u'n';
    case u'\r': return u'r';
    case u'\t': return u't';
    case u'\0': return u'0';
    case u'\\': return u'\\';
    default: return 0;
    }
}

/// Whether a person can see which character it is: no controls, no direction marks, no odd spaces.
bool isShown(char32_t c)
{
    switch (QChar::category(c)) {
    case QChar::Other_Control:
    case QChar::Other_Format:
    case QChar::Other_Surrogate:
    case QChar::Other_PrivateUse:
    case QChar::Other_NotAssigned:
    case QChar::Separator_Line:
    case QChar::Separator_Paragraph: return false;
    case QChar::Separator_Space: return c == U' ';
    default: return true;
    }
}

void appendCharacter(QString& out, char32_t c)
{
    if (isShown(c)) {
        out += QStringView(QChar::fromUcs4(c));
        return;
    }
    out += QLatin1String("\\u{") + QString::number(uint(c), 16).toUpper() + u'}';
}

void appendByteEscape(QString& out, char byte)
{
    out += QLatin1String("\\x") + formatHex(QByteArrayView(&byte, 1), HexStyle::Compact);
}

/// The longest character of the encodings that are known, in bytes.
constexpr qsizetype longestCharacter = 4;

constexpr bool isContinuation(char byte)
{
    return (static_cast<unsigned char>(byte) & 0xC0) == 0x80;
}

/// The length of the UTF-8 character at the start of `bytes` by its first byte; whether it is a valid one
/// (not overlong, not a surrogate) is for the decoder to say.
qsizetype utf8Length(QByteArrayView bytes)
{
    const auto first = static_cast<unsigned char>(bytes.front());
    const qsizetype length = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (first > 0xF4 || length == 0 || length > bytes.size())
        return 0;
    return std::all_of(bytes.begin() + 1, bytes.begin() + length, isContinuation) ? length : 0;
}

/// The length of the character at the start of `bytes`, 0 where there is none.
qsizetype characterLength(QByteArrayView bytes, const TextEncoding& encoding)
{
    if (encoding.isUtf8()) {
        const qsizetype length = utf8Length(bytes);
        return length <= 2 || encoding.decode(bytes.first(length)) ? length : 0;
    }
    for (qsizetype length = 1; length <= std::min(longestCharacter, bytes.size()); ++length) {
        const auto text = encoding.decode(bytes.first(length));
        if (text && !text->isEmpty())
            return length;
    }
    return 0;
}

/// The length of the longest start of `bytes` that is text.
qsizetype textPrefix(QByteArrayView bytes, const TextEncoding& encoding)
{
    qsizetype done = 0;
    while (done < bytes.size()) {
        const qsizetype length = characterLength(bytes.sliced(done), encoding);
        if (length == 0)
            break;
        done += length;
    }
    return done;
}

} // namespace

Placed<Escape> parseEscape(QStringView text, qsizetype at)
{
    if (at + 1 >= text.size())
        return failAt(at, PayloadText::tr("a backslash at the end; type \\\\ for a backslash"));
    switch (text.at(at + 1).unicode()) {
    case u'n': return Escape{U'\n', 2};
    case u'r': return Escape{U'\r', 2};
    case u't': return Escape{U'\t', 2};
    case u'0': return Escape{U'\0', 2};
    case u'\\': return Escape{U'\\', 2};
    case u'x': return parseByteEscape(text, at);
    case u'u': return parseCharacterEscape(text, at);
    default: break;
    }
    return failAt(at,
                  PayloadText::tr("there is no escape %1; type \\\\ for a backslash").arg(text.mid(at, 2)));
}

QString escapeText(QStringView text, EscapeLines lines)
{
    QString out;
    out.reserve(text.size() + text.size() / 8);
    for (qsizetype i = 0; i < text.size(); ++i) {
        const char16_t c = text.at(i).unicode();
        if (c == u'\n' && lines == EscapeLines::Kept) {
            out += u'\n';
        } else if (const char16_t letter = escapeLetter(c); letter != 0) {
            out += u'\\';
            out += QChar(letter);
        } else if (c == u'{' && i + 1 < text.size() && text.at(i + 1) == u'{') {
            out += QLatin1String("\\{{");
            ++i;
        } else if (QChar::isHighSurrogate(c) && i + 1 < text.size() && text.at(i + 1).isLowSurrogate()) {
            appendCharacter(out, QChar::surrogateToUcs4(c, text.at(++i).unicode()));
        } else {
            appendCharacter(out, c);
        }
    }
    return out;
}

QString escapeBytes(QByteArrayView bytes, const TextEncoding& encoding, EscapeLines lines)
{
    if (const auto all = encoding.decode(bytes))
        return escapeText(*all, lines);
    QString out;
    while (!bytes.isEmpty()) {
        const qsizetype text = textPrefix(bytes, encoding);
        if (text == 0) {
            appendByteEscape(out, bytes.front());
            bytes = bytes.sliced(1);
            continue;
        }
        out += escapeText(encoding.decode(bytes.first(text)).value_or(QString()), lines);
        bytes = bytes.sliced(text);
    }
    return out;
}

} // namespace wl
