// SPDX-License-Identifier: MIT
#pragma once

#include "decode/jsontokenizer.h"

#include <QCoreApplication>
#include <QString>

#include <optional>
#include <vector>

namespace wl {

/// What is wrong with a JSON text, and where.
struct JsonError
{
    JsonProblem problem = JsonProblem::None;
    qsizetype offset = 0; ///< bytes from the beginning

    bool operator==(const JsonError&) const = default;
};

/// A place in a text as people count: from 1, columns in characters.
struct JsonPlace
{
    qint64 line = 1;
    qint64 column = 1;

    bool operator==(const JsonPlace&) const = default;
};

/// Counts up to the offset; linear in it.
[[nodiscard]] JsonPlace jsonPlace(QByteArrayView text, qsizetype offset);

/// The words for JSON problems.
class JsonWords
{
    Q_DECLARE_TR_FUNCTIONS(JsonWords)
public:
    /// "a comma or ] is expected"
    [[nodiscard]] static QString problem(JsonProblem problem);
    /// "line 3, column 7: a comma or ] is expected"
    [[nodiscard]] static QString sentence(QByteArrayView text, const JsonError& error);
};

/// The tokens of a JSON text with the grammar checked, one after the other, without recursion: one bit a
/// level of nesting. A value; the text must outlive it.
class JsonParser
{
public:
    /// The deepest nesting that is taken.
    static constexpr qsizetype maxDepth = 16 * 1024 * 1024;

    explicit JsonParser(QByteArrayView text, std::stop_token stop = {},
                        JsonTokenizer::Utf8 utf8 = JsonTokenizer::Utf8::Strict);
    /// Starts inside an array, at the beginning of one of its elements. What is behind the array's end is not
    /// looked at.
    [[nodiscard]] static JsonParser atElement(QByteArrayView text, qsizetype offset,
                                              std::stop_token stop = {});

    struct Event
    {
        JsonToken token;
        bool isKey = false;  ///< the string is the name of a member
        qsizetype depth = 0; ///< of nesting: 0 for the outermost value; a bracket has its container's own
    };
    /// The next token. After a last one (End, Error, Canceled) the same comes again.
    [[nodiscard]] Event next();

    [[nodiscard]] QByteArrayView text() const { return m_tokenizer.text(); }
    [[nodiscard]] QByteArrayView bytes(const JsonToken& token) const
    {
        return text().sliced(token.offset, token.size);
    }

private:
    enum class Expect : quint8 { Value, ValueOrEnd, Key, KeyOrEnd, Colon, CommaOrEnd, Nothing };

    [[nodiscard]] Event take(const JsonToken& token);
    [[nodiscard]] Event value(const JsonToken& token);
    [[nodiscard]] Event close(const JsonToken& token);
    [[nodiscard]] Event fail(JsonProblem problem, qsizetype offset);
    [[nodiscard]] JsonProblem expected() const;
    [[nodiscard]] qsizetype depth() const { return qsizetype(m_stack.size()); }

    JsonTokenizer m_tokenizer;
    std::vector<bool> m_stack; ///< true = object
    Expect m_expect = Expect::Value;
    std::optional<Event> m_last;
};

/// Nothing where the text is valid JSON (RFC 8259, UTF-8). A canceled check gives nothing too.
[[nodiscard]] std::optional<JsonError> checkJson(QByteArrayView text, std::stop_token stop = {});

} // namespace wl
