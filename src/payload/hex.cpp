// SPDX-License-Identifier: MIT
#include "payload/hex.h"

#include <QRegularExpression>

namespace wl {

namespace {

constexpr int bytesPerLine = 16;
constexpr char digits[] = "0123456789abcdef";

bool isSeparator(QChar c)
{
    return c.isSpace() || c == u',' || c == u':' || c == u';' || c == u'-';
}

/// One run of the parser over a text.
class HexParser
{
public:
    explicit HexParser(QStringView text)
        : m_text(text)
    {
    }

    Placed<QByteArray> run()
    {
        m_bytes.reserve(m_text.size() / 2);
        skipDeclaration();
        while (m_at < m_text.size()) {
            if (auto ok = step(); !ok)
                return tl::make_unexpected(ok.error());
        }
        if (m_open)
            return failAt(m_brace, PayloadText::tr("this { has no }"));
        return m_bytes;
    }

private:
    /// "unsigned char data[3] = " before the first brace.
    void skipDeclaration()
    {
        const qsizetype brace = m_text.indexOf(u'{');
        if (brace < 0)
            return;
        static const QRegularExpression declaration(
            QStringLiteral("^\\s*[A-Za-z_][A-Za-z0-9_:<>\\s*]*(\\[\\s*\\w*\\s*\\])?\\s*=\\s*$"));
        const QStringView before = m_text.first(brace);
        if (before.trimmed().isEmpty() || declaration.match(before.toString()).hasMatch())
            m_at = brace;
    }

    Placed<void> step()
    {
        const QChar c = m_text.at(m_at);
        if (isSeparator(c)) {
            ++m_at;
            return {};
        }
        if (c == u'{' || c == u'}')
            return brace(c == u'{');
        if (m_closed)
            return failAt(m_at, PayloadText::tr("nothing can follow the closing }"));
        if (c == u'\\')
            return backslash();
        if (c == u'0' && m_at + 1 < m_text.size() && m_text.at(m_at + 1).toLower() == u'x') {
            m_at += 2;
            return group(m_at - 2, true);
        }
        return m_open ? bareElement() : group(m_at, false);
    }

    /// An element of an array without 0x: C would read it as decimal, so only what is the same in both is
    /// taken.
    Placed<void> bareElement()
    {
        qsizetype end = m_at;
        while (end < m_text.size() && hexDigit(m_text.at(end).unicode()) >= 0)
            ++end;
        const QStringView digitsHere = m_text.mid(m_at, end - m_at);
        if (digitsHere.size() > 1)
            return failAt(
                m_at,
                PayloadText::tr("in an array, %1 could be meant in decimal; write 0x%1").arg(digitsHere));
        return group(m_at, true);
    }

    Placed<void> brace(bool opens)
    {
        if (opens == m_open || (opens && (m_closed || !m_bytes.isEmpty())))
            return failAt(m_at, PayloadText::tr("unexpected %1").arg(m_text.at(m_at)));
        m_open = opens;
        m_closed = !opens;
        m_brace = m_at++;
        return {};
    }

    Placed<void> backslash()
    {
        const qsizetype start = m_at;
        if (m_at + 1 >= m_text.size() || m_text.at(m_at + 1) != u'x')
            return failAt(start, PayloadText::tr("a backslash is only taken before x and two hex digits"));
        m_at += 2;
        qsizetype end = m_at;
        while (end < m_text.size() && hexDigit(m_text.at(end).unicode()) >= 0)
            ++end;
        if (end - m_at != 2)
            return failAt(start, PayloadText::tr("\\x needs two hex digits"));
        return group(start, false);
    }

    /// Digits up to what is none. A single digit is a byte where `singleAllowed`.
    Placed<void> group(qsizetype start, bool singleAllowed)
    {
        qsizetype end = m_at;
        while (end < m_text.size() && hexDigit(m_text.at(end).unicode()) >= 0)
            ++end;
        const qsizetype count = end - m_at;
        if (count == 0) {
            const QString what =
                m_at < m_text.size() ? m_text.mid(m_at, characterSize()).toString() : QString();
            return failAt(m_at, what.isEmpty() ? PayloadText::tr("a hex digit is missing at the end")
                                               : PayloadText::tr("\"%1\" is not a hex digit").arg(what));
        }
        if (count % 2 != 0 && !(count == 1 && singleAllowed))
            return failAt(start, PayloadText::tr("an odd number of hex digits"));
        if (count == 1)
            m_bytes.append(char(hexDigit(m_text.at(m_at).unicode())));
        for (qsizetype i = m_at; count > 1 && i < end; i += 2)
            m_bytes.append(
                char(hexDigit(m_text.at(i).unicode()) << 4 | hexDigit(m_text.at(i + 1).unicode())));
        m_at = end;
        return {};
    }

    [[nodiscard]] qsizetype characterSize() const
    {
        return m_text.at(m_at).isHighSurrogate() && m_at + 1 < m_text.size() ? 2 : 1;
    }

    QStringView m_text;
    QByteArray m_bytes;
    qsizetype m_at = 0;
    qsizetype m_brace = 0;
    bool m_open = false;
    bool m_closed = false;
};

void appendByte(QString& out, char byte)
{
    const auto value = static_cast<unsigned char>(byte);
    out += QLatin1Char(digits[value >> 4]);
    out += QLatin1Char(digits[value & 15]);
}

} // namespace

Placed<QByteArray> parseHex(QStringView text)
{
    return HexParser(text).run();
}

QString formatHex(QByteArrayView bytes, HexStyle style)
{
    const bool lines = style == HexStyle::Spaced || style == HexStyle::CArray;
    QString out;
    out.reserve(bytes.size() * (style == HexStyle::CArray ? 6 : style == HexStyle::Python ? 4 : 3) + 4);
    if (style == HexStyle::CArray)
        out += u'{';
    if (style == HexStyle::Python)
        out += QLatin1String("b\"");
    for (qsizetype i = 0; i < bytes.size(); ++i) {
        if (i > 0 && style == HexStyle::CArray)
            out += u',';
        if (i > 0 && lines)
            out += i % bytesPerLine == 0 ? u'\n' : u' ';
        if (style == HexStyle::CArray)
            out += QLatin1String("0x");
        if (style == HexStyle::Python)
            out += QLatin1String("\\x");
        appendByte(out, bytes[i]);
    }
    if (style == HexStyle::CArray)
        out += u'}';
    if (style == HexStyle::Python)
        out += u'"';
    return out;
}

} // namespace wl
