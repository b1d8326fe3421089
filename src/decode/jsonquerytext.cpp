// SPDX-License-Identifier: MIT
#include "decode/jsonquerytext.h"

namespace wl::jsonquery {

namespace {

constexpr qint64 maxInteger = 9'007'199'254'740'991; ///< I-JSON, RFC 9535 §2.1

bool isNameFirst(QChar c)
{
    return (c >= u'a' && c <= u'z') || (c >= u'A' && c <= u'Z') || c == u'_' || c.unicode() >= 0x80;
}

} // namespace

bool Text::refuse(qsizetype place, const QString& words)
{
    if (m_problem.text.isEmpty())
        m_problem = {words, place};
    return false;
}

bool Text::take(QChar c)
{
    if (peek() != c || isAtEnd())
        return false;
    ++m_at;
    return true;
}

bool Text::take(QStringView word)
{
    if (!isNext(word))
        return false;
    m_at += word.size();
    return true;
}

void Text::takeBlanks()
{
    while (!isAtEnd() && (peek() == u' ' || peek() == u'\t' || peek() == u'\n' || peek() == u'\r'))
        ++m_at;
}

bool Text::takeDigits()
{
    const qsizetype start = m_at;
    while (isDigit(peek()))
        ++m_at;
    return m_at > start;
}

std::optional<QByteArray> Text::takeName()
{
    const qsizetype start = m_at;
    if (!isAtEnd() && isNameFirst(peek())) {
        while (!isAtEnd() && (isNameFirst(peek()) || isDigit(peek())))
            ++m_at;
    }
    const QStringView name = m_text.sliced(start, m_at - start);
    if (name.isEmpty())
        refuse(JsonQueryWords::tr("a name, * or [ is expected"));
    else if (!name.isValidUtf16())
        refuse(start, JsonQueryWords::tr("half a character stands here"));
    else
        return name.toUtf8();
    return std::nullopt;
}

std::optional<qint64> Text::takeInteger()
{
    const qsizetype start = m_at;
    take(u'-');
    const qsizetype digits = m_at;
    const bool hasDigits = takeDigits();
    const bool isZeroLed = peekAt(digits) == u'0' && (m_at - digits > 1 || digits > start);
    bool fits = false;
    const qint64 value = m_text.sliced(start, m_at - start).toLongLong(&fits);
    if (!hasDigits || isZeroLed)
        refuse(start, JsonQueryWords::tr("this is no whole number"));
    else if (!fits || value > maxInteger || value < -maxInteger)
        refuse(start, JsonQueryWords::tr("this number is too large"));
    else
        return value;
    return std::nullopt;
}

std::optional<QByteArray> Text::takeNumber()
{
    const qsizetype start = m_at;
    take(u'-');
    const qsizetype digits = m_at;
    bool isGood = takeDigits() && (m_at - digits == 1 || peekAt(digits) != u'0');
    if (isGood && take(u'.'))
        isGood = takeDigits();
    if (isGood && (take(u'e') || take(u'E'))) {
        if (!take(u'-'))
            take(u'+');
        isGood = takeDigits();
    }
    if (isGood)
        return m_text.sliced(start, m_at - start).toUtf8();
    refuse(start, JsonQueryWords::tr("this is no number"));
    return std::nullopt;
}

std::optional<QByteArray> Text::takeString()
{
    const qsizetype start = m_at;
    const QChar quote = m_text[m_at++];
    QString out;
    while (!isAtEnd() && peek() != quote) {
        const QChar c = m_text[m_at];
        if (c.unicode() < 0x20) {
            refuse(JsonQueryWords::tr("control characters are written as escapes"));
            return std::nullopt;
        }
        ++m_at;
        if (c != u'\\')
            out += c;
        else if (!takeEscape(quote, out))
            return std::nullopt;
    }
    if (!take(quote))
        refuse(start, JsonQueryWords::tr("this quote is not closed"));
    else if (!QStringView(out).isValidUtf16())
        refuse(start, JsonQueryWords::tr("half a character stands here"));
    else
        return out.toUtf8();
    return std::nullopt;
}

bool Text::takeEscape(QChar quote, QString& out)
{
    const qsizetype place = m_at - 1;
    const QChar letter = peek();
    ++m_at;
    switch (letter.unicode()) {
    case u'b': out += u'\b'; return true;
    case u'f': out += u'\f'; return true;
    case u'n': out += u'\n'; return true;
    case u'r': out += u'\r'; return true;
    case u't': out += u'\t'; return true;
    case u'/':
    case u'\\': out += letter; return true;
    case u'u': {
        const std::optional<ushort> unit = takeHexUnit();
        if (!unit)
            return refuse(place, JsonQueryWords::tr("four hex digits are expected behind \\u"));
        out += QChar(*unit);
        if (!QChar::isSurrogate(*unit))
            return true;
        if (!QChar::isHighSurrogate(*unit) || !take(u"\\u"))
            return refuse(place, JsonQueryWords::tr("half a character stands here"));
        const std::optional<ushort> low = takeHexUnit();
        if (!low || !QChar::isLowSurrogate(*low))
            return refuse(place, JsonQueryWords::tr("half a character stands here"));
        out += QChar(*low);
        return true;
    }
    default: break;
    }
    if (letter == quote && m_at <= m_text.size()) {
        out += letter;
        return true;
    }
    return refuse(place, JsonQueryWords::tr("this escape is not known"));
}

std::optional<ushort> Text::takeHexUnit()
{
    if (m_at + 4 > m_text.size())
        return std::nullopt;
    uint value = 0;
    for (int i = 0; i < 4; ++i) {
        const ushort c = m_text[m_at + i].unicode();
        const ushort lower = c | 0x20;
        if (c >= u'0' && c <= u'9')
            value = value * 16 + (c - u'0');
        else if (lower >= u'a' && lower <= u'f')
            value = value * 16 + (lower - u'a') + 10;
        else
            return std::nullopt;
    }
    m_at += 4;
    return ushort(value);
}

QStringView Text::takeWord()
{
    const qsizetype start = m_at;
    while ((peek() >= u'a' && peek() <= u'z') || (m_at > start && (peek() == u'_' || isDigit(peek()))))
        ++m_at;
    return m_text.sliced(start, m_at - start);
}

} // namespace wl::jsonquery
