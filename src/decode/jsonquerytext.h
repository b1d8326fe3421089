// SPDX-License-Identifier: MIT
#pragma once

#include "decode/jsonquery.h"

namespace wl::jsonquery {

/// The text of a query as it is read: characters, words, names, numbers and strings from a place on. What is
/// wrong first is kept, with its place. A plain value; the text outlives it.
class Text
{
public:
    explicit Text(QStringView text)
        : m_text(text)
    {
    }

    [[nodiscard]] bool isAtEnd() const { return m_at >= m_text.size(); }
    [[nodiscard]] qsizetype size() const { return m_text.size(); }
    [[nodiscard]] qsizetype place() const { return m_at; }
    void goBack(qsizetype place) { m_at = place; }
    /// The next character; NUL at the end.
    [[nodiscard]] QChar peek() const { return peekAt(m_at); }
    [[nodiscard]] bool isNext(QStringView word) const { return m_text.sliced(m_at).startsWith(word); }
    /// Whether a number can begin here.
    [[nodiscard]] bool isAtNumber() const { return peek() == u'-' || isDigit(peek()); }

    void skip() { ++m_at; }
    /// Each takes what it is given where it comes next; false where it does not.
    bool take(QChar c);
    bool take(QStringView word);
    void takeBlanks();

    /// Lower-case letters, then also digits and _; may be empty.
    [[nodiscard]] QStringView takeWord();

    // Nothing where what stands here is none: then it is refused.
    /// A member's name behind a dot.
    [[nodiscard]] std::optional<QByteArray> takeName();
    [[nodiscard]] std::optional<qint64> takeInteger();
    /// §2.3.5.1: as in JSON, and -0 besides. As it stands.
    [[nodiscard]] std::optional<QByteArray> takeNumber();
    /// In the quotes that come next; UTF-8, escapes resolved.
    [[nodiscard]] std::optional<QByteArray> takeString();

    /// Always false.
    bool refuse(qsizetype place, const QString& words);
    bool refuse(const QString& words) { return refuse(m_at, words); }
    [[nodiscard]] const JsonQueryProblem& problem() const { return m_problem; }

private:
    [[nodiscard]] static bool isDigit(QChar c) { return c >= u'0' && c <= u'9'; }
    [[nodiscard]] QChar peekAt(qsizetype at) const { return at < m_text.size() ? m_text[at] : QChar(); }
    /// Whether there were some.
    bool takeDigits();
    [[nodiscard]] bool takeEscape(QChar quote, QString& out);
    [[nodiscard]] std::optional<ushort> takeHexUnit();

    QStringView m_text;
    qsizetype m_at = 0;
    JsonQueryProblem m_problem;
};

} // namespace wl::jsonquery
