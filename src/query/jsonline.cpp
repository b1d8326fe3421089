// SPDX-License-Identifier: MIT
#include "query/jsonline.h"

namespace wl {

namespace {

void appendUnit(QByteArray& out, char16_t unit)
{
    static constexpr char digits[] = "0123456789abcdef";
    out += "\\u";
    for (int shift = 12; shift >= 0; shift -= 4)
        out += digits[(unit >> shift) & 15];
}

/// RFC 8259 §7.
void appendEscaped(QByteArray& out, const QString& text)
{
    const auto isSpecial = [](QChar c) {
        return c < u' ' || c == u'"' || c == u'\\' || (c >= QChar(0x7f) && c < QChar(0xa0)) ||
               c == QChar(0x2028) || c == QChar(0x2029);
    };
    qsizetype plainFrom = 0;
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (!isSpecial(c))
            continue;
        out += QStringView(text).sliced(plainFrom, i - plainFrom).toUtf8();
        plainFrom = i + 1;
        switch (c.unicode()) {
        case u'"': out += "\\\""; break;
        case u'\\': out += "\\\\"; break;
        case u'\n': out += "\\n"; break;
        case u'\r': out += "\\r"; break;
        case u'\t': out += "\\t"; break;
        default: appendUnit(out, c.unicode());
        }
    }
    out += QStringView(text).sliced(plainFrom).toUtf8();
}

} // namespace

void JsonLine::key(const char* name)
{
    if (!m_members.isEmpty())
        m_members += ',';
    m_members += '"';
    m_members += name;
    m_members += "\":";
}

JsonLine& JsonLine::add(const char* name, const QString& value)
{
    key(name);
    m_members += '"';
    appendEscaped(m_members, value);
    m_members += '"';
    return *this;
}

JsonLine& JsonLine::addText(const char* name, QByteArrayView bytes)
{
    return add(name, QString::fromUtf8(bytes));
}

JsonLine& JsonLine::addHex(const char* name, QByteArrayView bytes)
{
    key(name);
    m_members += '"';
    m_members += QByteArray::fromRawData(bytes.data(), bytes.size()).toHex();
    m_members += '"';
    return *this;
}

JsonLine& JsonLine::add(const char* name, qint64 value)
{
    return addRaw(name, QByteArray::number(value));
}

JsonLine& JsonLine::add(const char* name, double value)
{
    return addRaw(name, QByteArray::number(value, 'g', 12));
}

JsonLine& JsonLine::add(const char* name, bool value)
{
    return addRaw(name, value ? QByteArrayLiteral("true") : QByteArrayLiteral("false"));
}

JsonLine& JsonLine::addRaw(const char* name, const QByteArray& json)
{
    key(name);
    m_members += json;
    return *this;
}

QByteArray JsonLine::object() const
{
    return '{' + m_members + '}';
}

QByteArray JsonLine::line() const
{
    return '{' + m_members + "}\n";
}

QByteArray JsonLine::quoted(const QString& text)
{
    QByteArray out(1, '"');
    appendEscaped(out, text);
    return out + '"';
}

} // namespace wl
