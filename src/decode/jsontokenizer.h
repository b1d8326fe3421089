// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>

#include <stop_token>

namespace wl {

enum class JsonProblem : quint8 {
    None,
    UnexpectedCharacter,
    ValueExpected,
    KeyExpected,
    ColonExpected,
    CommaOrBraceExpected,
    CommaOrBracketExpected,
    TextAfterEnd,
    UnexpectedEnd,
    OpenString,
    BadEscape,
    ControlCharacter,
    BadNumber,
    BadWord,
    NotUtf8,
    TooDeep,
};

struct JsonToken
{
    enum class Kind : quint8 {
        BeginObject,
        EndObject,
        BeginArray,
        EndArray,
        Colon,
        Comma,
        String,
        Number,
        True,
        False,
        Null,
        End, ///< of the text
        Error,
        Canceled
    };

    Kind kind = Kind::End;
    JsonProblem problem = JsonProblem::None; ///< of Error
    qsizetype offset = 0;                    ///< in the text; of Error: the byte that is wrong
    qsizetype size = 0;                      ///< in bytes, quotes included

    [[nodiscard]] bool isLast() const { return kind >= Kind::End; }
};

/// The whitespace between tokens (RFC 8259 §2).
[[nodiscard]] constexpr bool isJsonBlank(char c)
{
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
}

/// Cuts JSON text (RFC 8259) into tokens, over the original bytes: nothing is converted, nothing is copied,
/// any size. Strings, numbers and words are checked in full; what may follow what is JsonParser's. A byte
/// order mark before the text is passed over. A value; the text must outlive it.
class JsonTokenizer
{
public:
    /// Bytes in strings that are no UTF-8 are an error with Strict, and pass with Lenient.
    enum class Utf8 : quint8 { Strict, Lenient };

    explicit JsonTokenizer(QByteArrayView text, std::stop_token stop = {}, Utf8 utf8 = Utf8::Strict);

    /// The next token. After a last one (End, Error, Canceled) the same comes again.
    [[nodiscard]] JsonToken next();

    /// Goes on at another place, which must be between two tokens.
    void seek(qsizetype offset) { m_at = offset; }
    [[nodiscard]] qsizetype position() const { return m_at; }
    [[nodiscard]] QByteArrayView text() const { return m_text; }

private:
    [[nodiscard]] JsonToken punctuation(JsonToken::Kind kind);
    [[nodiscard]] JsonToken string();
    [[nodiscard]] JsonToken number();
    [[nodiscard]] JsonToken word(QByteArrayView expected, JsonToken::Kind kind);
    [[nodiscard]] JsonToken error(JsonProblem problem, qsizetype at);
    [[nodiscard]] qsizetype digits(qsizetype at) const;
    [[nodiscard]] bool escapeIsGood(qsizetype& at, JsonProblem& problem) const;
    [[nodiscard]] bool isCanceled();

    QByteArrayView m_text;
    std::stop_token m_stop;
    qsizetype m_at = 0;
    qsizetype m_nextStopCheck = 0;
    Utf8 m_utf8 = Utf8::Strict;
};

} // namespace wl
