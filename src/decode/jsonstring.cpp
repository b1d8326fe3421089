// SPDX-License-Identifier: MIT
#include "decode/jsonstring.h"

namespace wl {

namespace {

/// The character of an escape letter; the letter itself for quote, backslash and slash.
constexpr char16_t escaped(char16_t letter)
{
    switch (letter) {
    case u'b': return u'\b';
    case u'f': return u'\f';
    case u'n': return u'\n';
    case u'r': return u'\r';
    case u't': return u'\t';
    default: return letter;
    }
}

} // namespace

QString jsonStringText(QByteArrayView token)
{
    if (token.startsWith('"'))
        token = token.sliced(1);
    if (token.endsWith('"'))
        token.chop(1);
    QString text = QString::fromUtf8(token);
    if (!token.contains('\\'))
        return text;
    QString out;
    out.reserve(text.size());
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (text.at(i) != u'\\' || i + 1 >= text.size()) {
            out += text.at(i);
            continue;
        }
        const char16_t letter = text.at(++i).unicode();
        if (letter == u'u' && i + 4 < text.size()) {
            out += QChar(QStringView(text).mid(i + 1, 4).toUShort(nullptr, 16));
            i += 4;
        } else {
            out += QChar(escaped(letter));
        }
    }
    return out;
}

QByteArray jsonStringToken(QStringView text)
{
    QByteArray out;
    out.reserve(text.size() + 2);
    out += '"';
    qsizetype from = 0; // of what needs no escape
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c.isHighSurrogate() && i + 1 < text.size() && text[i + 1].isLowSurrogate()) {
            ++i;
            continue;
        }
        if (c >= u' ' && c != u'"' && c != u'\\' && c != QChar(0x7f) && !c.isSurrogate())
            continue;
        out += text.sliced(from, i - from).toUtf8();
        from = i + 1;
        switch (c.unicode()) {
        case u'"': out += "\\\""; break;
        case u'\\': out += "\\\\"; break;
        case u'\n': out += "\\n"; break;
        case u'\r': out += "\\r"; break;
        case u'\t': out += "\\t"; break;
        default: out += "\\u" + QByteArray::number(c.unicode(), 16).rightJustified(4, '0');
        }
    }
    return out + text.sliced(from).toUtf8() + '"';
}

QString jsonValueText(QByteArrayView value)
{
    return value.startsWith('"') ? jsonStringText(value) : QString::fromUtf8(value);
}

} // namespace wl
