// SPDX-License-Identifier: MIT
#include "query/querylexer.h"

#include "payload/escapes.h"
#include "payload/hex.h"

namespace wl {

namespace {

using Kind = QueryToken::Kind;

struct Sign
{
    QLatin1String text;
    Kind kind;
    QueryOperator op = QueryOperator::Exists;
};

// Longer ones before those that they begin with.
const QList<Sign>& signs()
{
    static const QList<Sign> all{
        {QLatin1String("=="), Kind::Operator, QueryOperator::Equal},
        {QLatin1String("!="), Kind::Operator, QueryOperator::NotEqual},
        {QLatin1String("<="), Kind::Operator, QueryOperator::LessEqual},
        {QLatin1String(">="), Kind::Operator, QueryOperator::GreaterEqual},
        {QLatin1String("<"), Kind::Operator, QueryOperator::Less},
        {QLatin1String(">"), Kind::Operator, QueryOperator::Greater},
        {QLatin1String("&&"), Kind::And},
        {QLatin1String("||"), Kind::Or},
        {QLatin1String("!"), Kind::Not},
        {QLatin1String("("), Kind::Open},
        {QLatin1String(")"), Kind::Close},
        {QLatin1String("{"), Kind::BraceOpen},
        {QLatin1String("}"), Kind::BraceClose},
    };
    return all;
}

} // namespace

QueryResult<QueryToken> QueryLexer::read(qsizetype offset, Mode mode) const
{
    qsizetype at = offset;
    while (at < m_text.size() && m_text[at].isSpace())
        ++at;
    if (at >= m_text.size())
        return QueryToken{Kind::End, m_text.size(), 0, {}, {}};
    if (m_text[at] == u'"')
        return readText(at, mode);
    for (const Sign& sign : signs()) {
        if (has(at, sign.text))
            return QueryToken{sign.kind, at, sign.text.size(), {}, {}, sign.op};
    }
    if (m_text[at] == u'|')
        return readHex(at);
    if (mode != Mode::Term && m_text[at] == u',')
        return QueryToken{Kind::Comma, at, 1, {}, {}};
    if (mode != Mode::Term && has(at, QLatin1String("..")))
        return QueryToken{Kind::Range, at, 2, {}, {}};
    const QueryToken word = readWord(at, mode);
    if (word.length > 0)
        return word;
    const QString sign = m_text.mid(at, 1).toString();
    return problemAt(at, 1,
                     sign == QLatin1String("=")
                         ? QueryText::tr("= does not compare; write ==")
                         : QueryText::tr("%1 means nothing here; text with it goes in \"quotes\"").arg(sign));
}

QueryResult<QueryToken> QueryLexer::readText(qsizetype at, Mode mode) const
{
    QByteArray bytes;
    qsizetype i = at + 1;
    qsizetype plain = i; // what was not yet taken
    const auto takePlain = [&] { bytes += m_text.mid(plain, i - plain).toUtf8(); };
    while (i < m_text.size() && m_text[i] != u'"') {
        if (m_text[i] != u'\\') {
            ++i;
            continue;
        }
        takePlain();
        if (i + 1 < m_text.size() && m_text[i + 1] == u'"') {
            bytes += '"';
            i += 2;
        } else if (mode == Mode::Pattern) {
            bytes += m_text.mid(i, 2).toUtf8();
            i += 2;
        } else {
            const auto escape = parseEscape(m_text, i);
            if (!escape)
                return problemAt(i, std::min<qsizetype>(2, m_text.size() - i), escape.error().what);
            if (const auto* byte = std::get_if<quint8>(&escape->value))
                bytes += char(*byte);
            else
                bytes += QString::fromUcs4(&std::get<char32_t>(escape->value), 1).toUtf8();
            i += escape->length;
        }
        plain = i;
    }
    if (i >= m_text.size())
        return problemAt(at, m_text.size() - at, QueryText::tr("the closing \" is missing"));
    takePlain();
    return QueryToken{Kind::Text, at, i + 1 - at, {}, bytes};
}

QueryResult<QueryToken> QueryLexer::readHex(qsizetype at) const
{
    const qsizetype close = m_text.indexOf(u'|', at + 1);
    if (close < 0)
        return problemAt(at, m_text.size() - at, QueryText::tr("the closing | of the hex bytes is missing"));
    const auto bytes = parseHex(m_text.mid(at + 1, close - at - 1));
    if (!bytes)
        return problemAt(at + 1 + bytes.error().at, 1, bytes.error().what);
    if (bytes->isEmpty())
        return problemAt(at, close + 1 - at,
                         QueryText::tr("hex bytes belong between the bars, as in |de ad|"));
    return QueryToken{Kind::Hex, at, close + 1 - at, {}, *bytes};
}

bool QueryLexer::isWordPart(qsizetype at, Mode mode) const
{
    const QChar c = m_text[at];
    if (c.isSpace() || QLatin1String("\"(){}<>=|").contains(c))
        return false;
    if (c == u'!')
        return !has(at, QLatin1String("!="));
    if (c == u'&')
        return !has(at, QLatin1String("&&"));
    if (mode == Mode::Term)
        return c != u'[' && c != u']';
    return c != u',' && !has(at, QLatin1String(".."));
}

QueryToken QueryLexer::readWord(qsizetype at, Mode mode) const
{
    qsizetype end = at;
    while (end < m_text.size() && isWordPart(end, mode))
        ++end;
    const QStringView word = m_text.mid(at, end - at);
    return {Kind::Word, at, end - at, word, word.toUtf8()};
}

} // namespace wl
