// SPDX-License-Identifier: MIT
#pragma once

#include <QString>
#include <QStringView>

namespace wl {

/// Reads the quotes of a POSIX shell and of bash out of a text, without expanding anything. A plain value
/// that stands at a place of the text; the text outlives it.
class ShellQuotes
{
public:
    explicit ShellQuotes(QStringView text)
        : m_text(text)
    {
    }

    [[nodiscard]] bool isAtEnd() const { return m_at >= m_text.size(); }
    [[nodiscard]] qsizetype place() const { return m_at; }
    /// The character `ahead` of the next one; NUL behind the end.
    [[nodiscard]] QChar peek(qsizetype ahead = 0) const
    {
        return m_at + ahead < m_text.size() ? m_text.at(m_at + ahead) : QChar();
    }
    QChar take() { return m_text.at(m_at++); }
    void skip(qsizetype count) { m_at += count; }
    /// Where the text goes on with these characters.
    [[nodiscard]] bool isNext(QStringView characters) const
    {
        return m_text.sliced(std::min(m_at, m_text.size())).startsWith(characters);
    }

    /// Each stands behind the opening quote and appends what is quoted. False where the quote is not closed.
    [[nodiscard]] bool takeSingle(QString& word);
    /// One character of a "…": an escape, or the character as it is. False at the closing quote, which is
    /// taken.
    [[nodiscard]] bool takeOfDouble(QString& word);
    /// $'…': escapes make bytes, which are UTF-8; where they are not, each is the character of its number.
    [[nodiscard]] bool takeAnsi(QString& word);

private:
    void takeAnsiEscape(QByteArray& bytes);

    QStringView m_text;
    qsizetype m_at = 0;
};

} // namespace wl
