// SPDX-License-Identifier: MIT
#pragma once

#include "query/queryfield.h"
#include "query/queryproblem.h"

#include <QByteArray>

namespace wl {

/// One piece of a filter.
struct QueryToken
{
    enum class Kind : quint8 {
        End,
        Word,
        Text,     ///< "…", escapes resolved
        Hex,      ///< |de ad|
        Operator, ///< == != < <= > >=
        And,
        Or,
        Not,
        Open,
        Close,
        BraceOpen,
        BraceClose,
        Comma,
        Range, ///< ..
    };
    Kind kind = Kind::End;
    qsizetype offset = 0;
    qsizetype length = 0;
    QStringView word;                         ///< of a Word, as it was typed
    QByteArray bytes;                         ///< of Text (UTF-8) and Hex, and of a Word
    QueryOperator op = QueryOperator::Exists; ///< of an Operator

    [[nodiscard]] qsizetype end() const { return offset + length; }
    [[nodiscard]] bool isWord(const char* name) const
    {
        return kind == Kind::Word && word.compare(QLatin1String(name), Qt::CaseInsensitive) == 0;
    }
};

/// Cuts a filter into tokens, wherever it is asked to begin. A value; the text must outlive it.
class QueryLexer
{
public:
    enum class Mode : quint8 {
        Term,    ///< a word is a field or text to look for
        Value,   ///< a word ends at , } and .., and may begin with [
        Pattern, ///< as Value, but backslashes in "…" stay, but for \"
    };

    explicit QueryLexer(QStringView text)
        : m_text(text)
    {
    }

    /// The token at or behind `offset`. Errors: what is wrong in it.
    [[nodiscard]] QueryResult<QueryToken> read(qsizetype offset, Mode mode) const;
    [[nodiscard]] QStringView text() const { return m_text; }

private:
    [[nodiscard]] QueryResult<QueryToken> readText(qsizetype at, Mode mode) const;
    [[nodiscard]] QueryResult<QueryToken> readHex(qsizetype at) const;
    [[nodiscard]] QueryToken readWord(qsizetype at, Mode mode) const;
    [[nodiscard]] bool isWordPart(qsizetype at, Mode mode) const;
    [[nodiscard]] bool has(qsizetype at, QLatin1String what) const { return m_text.mid(at).startsWith(what); }

    QStringView m_text;
};

} // namespace wl
