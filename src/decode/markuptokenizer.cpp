// SPDX-License-Identifier: MIT
#include "decode/markuptokenizer.h"

#include <algorithm>
#include <array>

namespace wl {

namespace {

using Kind = MarkupToken::Kind;

char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? char(c + 32) : c;
}

bool isSameInAnyCase(QByteArrayView a, QByteArrayView b)
{
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lower(x) == lower(y); });
}

template <size_t N>
bool isOneOf(QByteArrayView name, const std::array<const char*, N>& names)
{
    return std::any_of(names.begin(), names.end(),
                       [&](const char* known) { return isSameInAnyCase(name, known); });
}

/// HTML's void elements (HTML standard, section 13.1.2).
bool isVoid(QByteArrayView name)
{
    static constexpr std::array names{"area",  "base", "br",   "col",    "embed", "hr", "img",
                                      "input", "link", "meta", "source", "track", "wbr"};
    return isOneOf(name, names);
}

/// What is inside of these is text up to their closing tag.
bool isRawText(QByteArrayView name)
{
    static constexpr std::array names{"script", "style", "textarea", "title"};
    return isOneOf(name, names);
}

bool isNameFirst(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == ':' || (c & 0x80) != 0;
}

bool endsName(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '/' || c == '>' || c == '<';
}

} // namespace

bool isMarkupBlank(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; });
}

bool MarkupTokenizer::isSameName(QByteArrayView a, QByteArrayView b) const
{
    return m_isHtml ? isSameInAnyCase(a, b) : a == b;
}

MarkupToken MarkupTokenizer::give(Kind kind, qsizetype end)
{
    MarkupToken token{kind, m_at, end - m_at, {}};
    m_at = end;
    return token;
}

MarkupToken MarkupTokenizer::until(QByteArrayView mark, qsizetype from, Kind kind)
{
    const qsizetype found = m_text.indexOf(mark, std::min(from, m_text.size()));
    return give(kind, found < 0 ? m_text.size() : found + mark.size());
}

/// A doctype can have a subset in brackets, with quotes.
MarkupToken MarkupTokenizer::declaration()
{
    char quote = 0;
    qsizetype depth = 0;
    qsizetype at = m_at + 2;
    for (; at < m_text.size(); ++at) {
        const char c = m_text[at];
        if (quote != 0)
            quote = c == quote ? 0 : quote;
        else if (c == '"' || c == '\'')
            quote = c;
        else if (c == '[')
            ++depth;
        else if (c == ']')
            --depth;
        else if (c == '>' && depth <= 0)
            break;
    }
    return give(Kind::Declaration, std::min(at + 1, m_text.size()));
}

MarkupToken MarkupTokenizer::tag()
{
    const bool isClosing = m_text[m_at + 1] == '/';
    const qsizetype nameStart = m_at + (isClosing ? 2 : 1);
    qsizetype at = nameStart;
    while (at < m_text.size() && !endsName(m_text[at]))
        ++at;
    const QByteArrayView name = m_text.sliced(nameStart, at - nameStart);
    char quote = 0;
    for (; at < m_text.size(); ++at) {
        const char c = m_text[at];
        if (quote != 0)
            quote = c == quote ? 0 : quote;
        else if ((c == '"' || c == '\'') && !isClosing)
            quote = c;
        else if (c == '>')
            break;
    }
    const bool isEmpty = at < m_text.size() && m_text[at - 1] == '/';
    Kind kind = isClosing ? Kind::Close : isEmpty ? Kind::Empty : Kind::Open;
    if (kind == Kind::Open && m_isHtml && isVoid(name))
        kind = Kind::Empty;
    if (kind == Kind::Open && m_isHtml && isRawText(name))
        m_rawName = name;
    MarkupToken token = give(kind, std::min(at + 1, m_text.size()));
    token.name = name;
    return token;
}

/// Where the content of a raw text element ends: at its closing tag.
qsizetype MarkupTokenizer::rawTextEnd() const
{
    for (qsizetype at = m_at; (at = m_text.indexOf("</", at)) >= 0; at += 2) {
        const qsizetype name = at + 2;
        if (name + m_rawName.size() <= m_text.size() &&
            isSameInAnyCase(m_text.sliced(name, m_rawName.size()), m_rawName))
            return at;
    }
    return m_text.size();
}

MarkupToken MarkupTokenizer::next()
{
    if (m_at >= m_text.size())
        return {Kind::End, m_text.size(), 0, {}};
    if (!m_rawName.isEmpty()) {
        const qsizetype end = rawTextEnd();
        m_rawName = {};
        if (end > m_at)
            return give(Kind::Text, end);
    }
    const QByteArrayView rest = m_text.sliced(m_at);
    if (rest.startsWith("<!--"))
        return until("-->", m_at + 4, Kind::Comment);
    if (rest.startsWith("<![CDATA["))
        return until("]]>", m_at + 9, Kind::Data);
    if (rest.startsWith("<?"))
        return until(m_isHtml ? QByteArrayView(">") : QByteArrayView("?>"), m_at + 2, Kind::Instruction);
    if (rest.startsWith("<!"))
        return declaration();
    const bool isTag = rest.size() > 1 && rest[0] == '<' &&
                       (isNameFirst(rest[1]) || (rest[1] == '/' && rest.size() > 2 && isNameFirst(rest[2])));
    if (isTag)
        return tag();
    const qsizetype end = m_text.indexOf('<', m_at + 1);
    return give(Kind::Text, end < 0 ? m_text.size() : end);
}

} // namespace wl
