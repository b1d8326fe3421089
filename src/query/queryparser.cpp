// SPDX-License-Identifier: MIT
#include "query/queryparser.h"

#include "decode/jsonpath.h"
#include "query/queryvalue.h"

namespace wl {

namespace {

using Kind = QueryToken::Kind;
using Mode = QueryLexer::Mode;
using Expected = QueryParser::Expectation::Kind;

std::optional<QueryOperator> wordOperator(const QueryToken& token)
{
    for (const QueryOperator op : {QueryOperator::In, QueryOperator::Contains, QueryOperator::StartsWith,
                                   QueryOperator::EndsWith, QueryOperator::Matches}) {
        if (token.kind == Kind::Word && token.word.compare(operatorName(op), Qt::CaseInsensitive) == 0)
            return op;
    }
    return std::nullopt;
}

bool isAnd(const QueryToken& token)
{
    return token.kind == Kind::And || token.isWord("and");
}

bool isOr(const QueryToken& token)
{
    return token.kind == Kind::Or || token.isWord("or");
}

bool isNot(const QueryToken& token)
{
    return token.kind == Kind::Not || token.isWord("not");
}

/// Whether what stands here begins a term, so that "and" was left out before it.
bool beginsTerm(const QueryToken& token)
{
    switch (token.kind) {
    case Kind::Word: return !isOr(token) && !isAnd(token);
    case Kind::Text:
    case Kind::Hex:
    case Kind::Not:
    case Kind::Open: return true;
    default: return false;
    }
}

QueryNodePtr joined(QueryNode::Kind kind, std::vector<QueryNodePtr> children)
{
    if (children.size() == 1)
        return children.front();
    QueryNode node;
    node.kind = kind;
    node.children = std::move(children);
    return std::make_shared<const QueryNode>(std::move(node));
}

QueryNodePtr search(const QueryToken& token)
{
    QueryNode node;
    const bool isHex = token.kind == Kind::Hex;
    node.field = findQueryField(isHex ? u"payload" : u"text");
    node.op = QueryOperator::Contains;
    node.isSearch = true;
    node.operands.push_back({});
    node.operands.back().bytes = token.bytes;
    node.offset = token.offset;
    node.length = token.length;
    return std::make_shared<const QueryNode>(std::move(node));
}

tl::unexpected<QueryProblem> problemAt(const QueryToken& token, const QString& text)
{
    return wl::problemAt(token.offset, token.length, text);
}

} // namespace

QueryResult<QueryToken> QueryParser::peek(Mode mode)
{
    auto token = m_lexer.read(m_at, mode);
    m_isAtEnd = token && token->kind == Kind::End;
    return token;
}

QueryResult<QueryNodePtr> QueryParser::parse()
{
    if (m_lexer.text().size() > maxChars)
        return wl::problemAt(maxChars, m_lexer.text().size() - maxChars,
                             QueryText::tr("the filter is too long"));
    expect(Expected::Term);
    const auto first = peek();
    if (!first)
        return tl::make_unexpected(first.error());
    if (first->kind == Kind::End)
        return QueryNodePtr();
    auto node = parseOr();
    if (!node)
        return node;
    const auto rest = peek();
    if (!rest)
        return tl::make_unexpected(rest.error());
    if (rest->kind == Kind::Close)
        return problemAt(*rest, QueryText::tr("there is no ( for this )"));
    if (rest->kind != Kind::End)
        return problemAt(*rest, QueryText::tr("and, or, or the end is expected here"));
    return node;
}

QueryParser::Node QueryParser::parseOr()
{
    std::vector<QueryNodePtr> children;
    while (true) {
        auto child = parseAnd();
        if (!child)
            return child;
        children.push_back(*child);
        const auto next = peek();
        if (!next)
            return tl::make_unexpected(next.error());
        if (!isOr(*next))
            return joined(QueryNode::Kind::Or, std::move(children));
        take(*next);
    }
}

QueryParser::Node QueryParser::parseAnd()
{
    std::vector<QueryNodePtr> children;
    while (true) {
        auto child = parseNot();
        if (!child)
            return child;
        children.push_back(*child);
        const bool isOpenField = m_expected.kind == Expected::Operator && m_isAtEnd;
        if (!isOpenField)
            expect(Expected::Connective);
        const auto next = peek();
        if (!next)
            return tl::make_unexpected(next.error());
        if (isAnd(*next))
            take(*next);
        else if (!beginsTerm(*next))
            return joined(QueryNode::Kind::And, std::move(children));
    }
}

QueryParser::Node QueryParser::parseNot()
{
    expect(Expected::Term);
    const auto token = peek();
    if (!token)
        return tl::make_unexpected(token.error());
    if (!isNot(*token))
        return parsePrimary();
    take(*token);
    if (++m_depth > maxDepth)
        return problemAt(*token, QueryText::tr("the filter is nested too deeply"));
    auto child = parseNot();
    --m_depth;
    if (!child)
        return child;
    QueryNode node;
    node.kind = QueryNode::Kind::Not;
    node.children.push_back(*child);
    return std::make_shared<const QueryNode>(std::move(node));
}

QueryParser::Node QueryParser::parsePrimary()
{
    const auto token = peek();
    if (!token)
        return tl::make_unexpected(token.error());
    take(*token);
    switch (token->kind) {
    case Kind::Open: return parseParentheses(*token);
    case Kind::Text:
    case Kind::Hex: return search(*token);
    case Kind::Word:
        if (!isAnd(*token) && !isOr(*token))
            return parseWord(*token);
        break;
    default: break;
    }
    return problemAt(*token, QueryText::tr("a field, text or ( is expected here"));
}

QueryParser::Node QueryParser::parseParentheses(const QueryToken& open)
{
    if (++m_depth > maxDepth)
        return problemAt(open, QueryText::tr("the filter is nested too deeply"));
    auto node = parseOr();
    --m_depth;
    if (!node)
        return node;
    const auto close = peek();
    if (!close)
        return tl::make_unexpected(close.error());
    if (close->kind == Kind::End)
        return problemAt(open, QueryText::tr("the closing ) is missing"));
    if (close->kind != Kind::Close)
        return problemAt(*close, QueryText::tr("and, or, or ) is expected here"));
    take(*close);
    return node;
}

QueryParser::Node QueryParser::parseWord(const QueryToken& word)
{
    if (const QueryField* field = findQueryField(word.word))
        return parseField(*field, word);
    const qsizetype colon = word.word.indexOf(u':');
    for (const char* old : {"conn", "pane", "peer", "proto", "dir"}) {
        if (colon > 0 && word.word.first(colon).compare(QLatin1String(old), Qt::CaseInsensitive) == 0)
            return parseOldForm(word, colon);
    }
    const auto next = peek();
    // "in" is a word of many texts.
    if (next && (next->kind == Kind::Operator ||
                 wordOperator(*next).value_or(QueryOperator::In) != QueryOperator::In))
        return unknownField(word);
    return search(word);
}

QueryParser::Node QueryParser::unknownField(const QueryToken& word) const
{
    const QueryField* similar = similarQueryField(word.word);
    const QString text = QueryText::tr("there is no field %1").arg(word.word);
    return problemAt(
        word, similar ? text + QueryText::tr("; do you mean %1?").arg(QLatin1String(similar->name)) : text);
}

// conn:3, pane:Echo, pane:"two words", peer:x, proto:http, dir:in: what the filter box took first.
QueryParser::Node QueryParser::parseOldForm(const QueryToken& word, qsizetype colon)
{
    QueryNode node;
    node.field = findQueryField(word.word.first(colon));
    const bool isPart = node.field->id == QueryField::Id::Pane || node.field->id == QueryField::Id::Peer;
    node.op = isPart ? QueryOperator::Contains : QueryOperator::Equal;
    m_at = word.offset + colon + 1;
    expect(Expected::Value, node.field);
    m_isAtEnd = m_at >= m_lexer.text().size();
    const bool isEmpty = m_isAtEnd || m_lexer.text()[m_at].isSpace();
    if (isEmpty)
        return problemAt(word, QueryText::tr("a value is expected behind the colon"));
    if (const auto done = parseOperand(node); !done)
        return tl::make_unexpected(done.error());
    return std::make_shared<const QueryNode>(std::move(node));
}

QueryParser::Node QueryParser::parseField(const QueryField& field, const QueryToken& word)
{
    QueryNode node;
    node.field = &field;
    node.offset = word.offset;
    node.length = word.length;
    if (m_at < m_lexer.text().size() && m_lexer.text()[m_at] == u'[') {
        if (const auto done = parseBracket(node); !done)
            return tl::make_unexpected(done.error());
    }
    expect(Expected::Operator, &field);
    const auto op = parseOperator(word);
    if (!op)
        return tl::make_unexpected(op.error());
    if (*op) {
        node.op = **op;
        if (const auto done = parseOperands(node); !done)
            return tl::make_unexpected(done.error());
    }
    return std::make_shared<const QueryNode>(std::move(node));
}

QueryResult<void> QueryParser::parseBracket(QueryNode& node)
{
    const qsizetype at = m_at + 1;
    if (node.field->key != QueryField::Key::None)
        return parseKey(node, at);
    if (node.field->id == QueryField::Id::Payload)
        return parseSlice(node, at);
    return wl::problemAt(m_at, 1, QueryText::tr("%1 has no parts").arg(QLatin1String(node.field->name)));
}

QueryResult<void> QueryParser::parseKey(QueryNode& node, qsizetype at)
{
    const auto key = m_lexer.read(at, Mode::Value);
    if (!key)
        return tl::make_unexpected(key.error());
    const QStringView text = m_lexer.text();
    if (key->kind != Kind::Text || key->end() >= text.size() || text[key->end()] != u']') {
        return wl::problemAt(at, key->end() - at,
                             QueryText::tr("the name goes in quotes and brackets: %1[\"name\"]")
                                 .arg(QLatin1String(node.field->name)));
    }
    if (node.field->key == QueryField::Key::JsonPath) {
        if (const auto path = JsonPath::parse(QString::fromUtf8(key->bytes)); !path)
            return wl::problemAt(at, key->end() - at, path.error().detail);
    }
    node.key = key->bytes;
    m_at = key->end() + 1;
    return {};
}

QueryResult<void> QueryParser::parseSlice(QueryNode& node, qsizetype at)
{
    const QStringView text = m_lexer.text();
    const qsizetype close = text.indexOf(u']', at);
    const qsizetype end = close < 0 ? text.size() : close;
    const QStringView inside = text.mid(at, end - at);
    const qsizetype colon = inside.indexOf(u':');
    bool isOffset = false;
    bool isLength = true;
    QuerySlice slice;
    slice.offset = inside.first(colon < 0 ? inside.size() : colon).trimmed().toInt(&isOffset);
    if (colon < 0) {
        slice.length = 1;
    } else if (const QStringView length = inside.mid(colon + 1).trimmed(); !length.isEmpty()) {
        slice.length = length.toInt(&isLength);
    }
    if (close < 0 || !isOffset || !isLength || (slice.length && *slice.length <= 0)) {
        return wl::problemAt(
            at - 1, end + (close < 0 ? 0 : 1) - (at - 1),
            QueryText::tr("a part is [offset:length], [offset:] or [offset]; a negative offset counts "
                          "from the end"));
    }
    node.slice = slice;
    m_at = close + 1;
    return {};
}

// None where the field stands alone.
QueryResult<std::optional<QueryOperator>> QueryParser::parseOperator(const QueryToken& after)
{
    const auto token = peek();
    if (!token) {
        // "=" and the like tell more than that an operator is missing.
        return tl::make_unexpected(token.error());
    }
    std::optional<QueryOperator> op;
    if (token->kind == Kind::Operator)
        op = token->op;
    else
        op = wordOperator(*token);
    if (!op)
        return op;
    QueryNode node;
    node.field = findQueryField(after.word);
    node.op = *op;
    if (const auto fits = checkOperator(node, *token); !fits)
        return tl::make_unexpected(fits.error());
    take(*token);
    return op;
}

QueryResult<void> QueryParser::checkOperator(const QueryNode& node, const QueryToken& op) const
{
    const QList<QueryOperator> operators = operatorsOf(node.field->type);
    if (operators.contains(node.op))
        return {};
    QStringList names;
    for (const QueryOperator each : operators)
        names += operatorName(each);
    return problemAt(op, QueryText::tr("%1 takes %2").arg(QLatin1String(node.field->name), names.join(u' ')));
}

QueryResult<void> QueryParser::parseOperands(QueryNode& node)
{
    expect(Expected::Value, node.field);
    const auto token = peek(node.op == QueryOperator::Matches ? Mode::Pattern : Mode::Value);
    if (!token)
        return tl::make_unexpected(token.error());
    if (node.op == QueryOperator::In && token->kind == Kind::BraceOpen) {
        take(*token);
        return parseList(node);
    }
    return parseOperand(node);
}

QueryResult<void> QueryParser::parseList(QueryNode& node)
{
    while (true) {
        if (const auto done = parseOperand(node); !done)
            return done;
        const auto next = peek(Mode::Value);
        if (!next)
            return tl::make_unexpected(next.error());
        if (next->kind == Kind::BraceClose) {
            take(*next);
            return {};
        }
        if (next->kind != Kind::Comma) {
            expect(Expected::Nothing);
            return problemAt(*next, QueryText::tr(", or } is expected here"));
        }
        take(*next);
        expect(Expected::Value, node.field);
    }
}

// One value, or a range of them, for "in".
QueryResult<void> QueryParser::parseOperand(QueryNode& node)
{
    const QueryValueReader reader(*node.field, node.op);
    const auto low = parseValue(node);
    if (!low)
        return tl::make_unexpected(low.error());
    node.offset = low->offset;
    node.length = low->length;
    const auto next =
        node.op == QueryOperator::In ? peek(Mode::Value) : QueryResult<QueryToken>(QueryToken());
    QueryResult<QueryOperand> operand = QueryOperand();
    if (next && next->kind == Kind::Range) {
        take(*next);
        const auto high = parseValue(node);
        if (!high)
            return tl::make_unexpected(high.error());
        operand = reader.range(*low, *high);
    } else {
        operand = reader.read(*low);
    }
    if (!operand)
        return tl::make_unexpected(operand.error());
    if (!node.operands.empty() && node.operands.front().isTimeOfDay != operand->isTimeOfDay)
        return wl::problemAt(node.offset, node.length,
                             QueryText::tr("all of the times need a date, or none of them"));
    node.operands.push_back(std::move(*operand));
    return {};
}

// A value; a unit that stands apart belongs to it.
QueryResult<QueryToken> QueryParser::parseValue(const QueryNode& node)
{
    const Mode mode = node.op == QueryOperator::Matches ? Mode::Pattern : Mode::Value;
    auto value = peek(mode);
    if (!value)
        return value;
    if (value->kind != Kind::Word && value->kind != Kind::Text && value->kind != Kind::Hex)
        return problemAt(*value, QueryText::tr("a value is expected here"));
    take(*value);
    const auto next = m_lexer.read(m_at, Mode::Value);
    if (value->kind == Kind::Word && next && next->kind == Kind::Word &&
        QueryValueReader(*node.field, node.op).isUnit(next->word)) {
        value->length = next->end() - value->offset;
        value->word = m_lexer.text().mid(value->offset, value->length);
        value->bytes = value->word.toUtf8();
        take(*next);
    }
    return value;
}

} // namespace wl
