// SPDX-License-Identifier: MIT
#pragma once

#include "query/queryast.h"
#include "query/querylexer.h"

namespace wl {

/// Reads a filter. The grammar: docs/filters.md. Used once; the text must outlive it.
class QueryParser
{
public:
    /// The longest filter, and how deep parentheses and "not" may nest.
    static constexpr qsizetype maxChars = 65'536;
    static constexpr int maxDepth = 200;

    explicit QueryParser(QStringView text)
        : m_lexer(text)
    {
    }

    /// The filter; nullptr for an empty text, which everything matches. Errors: the first one from the left.
    [[nodiscard]] QueryResult<QueryNodePtr> parse();

    /// What may stand where the text ended.
    struct Expectation
    {
        enum class Kind : quint8 { Term, Operator, Value, Connective, Nothing };
        Kind kind = Kind::Term;
        const QueryField* field = nullptr; ///< of Operator and Value
    };
    /// After parse(): nothing where it failed before the end.
    [[nodiscard]] Expectation atEnd() const
    {
        return m_isAtEnd ? m_expected : Expectation{Expectation::Kind::Nothing};
    }

private:
    using Node = QueryResult<QueryNodePtr>;

    [[nodiscard]] Node parseOr();
    [[nodiscard]] Node parseAnd();
    [[nodiscard]] Node parseNot();
    [[nodiscard]] Node parsePrimary();
    [[nodiscard]] Node parseParentheses(const QueryToken& open);
    [[nodiscard]] Node parseWord(const QueryToken& word);
    [[nodiscard]] Node parseField(const QueryField& field, const QueryToken& word);
    [[nodiscard]] Node parseOldForm(const QueryToken& word, qsizetype colon);
    [[nodiscard]] QueryResult<void> parseBracket(QueryNode& node);
    [[nodiscard]] QueryResult<void> parseKey(QueryNode& node, qsizetype at);
    [[nodiscard]] QueryResult<void> parseSlice(QueryNode& node, qsizetype at);
    [[nodiscard]] QueryResult<std::optional<QueryOperator>> parseOperator(const QueryToken& after);
    [[nodiscard]] QueryResult<void> parseOperands(QueryNode& node);
    [[nodiscard]] QueryResult<void> parseList(QueryNode& node);
    [[nodiscard]] QueryResult<void> parseOperand(QueryNode& node);
    [[nodiscard]] QueryResult<QueryToken> parseValue(const QueryNode& node);
    [[nodiscard]] QueryResult<void> checkOperator(const QueryNode& node, const QueryToken& op) const;
    [[nodiscard]] Node unknownField(const QueryToken& word) const;

    [[nodiscard]] QueryResult<QueryToken> peek(QueryLexer::Mode mode = QueryLexer::Mode::Term);
    void take(const QueryToken& token) { m_at = token.end(); }
    void expect(Expectation::Kind kind, const QueryField* field = nullptr) { m_expected = {kind, field}; }

    QueryLexer m_lexer;
    qsizetype m_at = 0;
    int m_depth = 0;
    Expectation m_expected;
    bool m_isAtEnd = false;
};

} // namespace wl
