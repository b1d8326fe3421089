// SPDX-License-Identifier: MIT
#include "session/shellcommand.h"
#include "session/shellpipe.h"

#include <utility>

namespace wl {

namespace {

class PowerShellReader
{
public:
    explicit PowerShellReader(QStringView text)
        : m_text(text)
    {
    }

    Result<QList<ShellCommand>> read()
    {
        while (m_at < m_text.size()) {
            const QChar c = peek();
            if (c == u'\n' || c == u';' || c == u'|') {
                ++m_at;
                endStage(c == u'|');
            } else if (c.isSpace() || (c == u'&' && !m_inWord)) { // & calls what follows
                ++m_at;
                endWord();
            } else if (c == u'#' && !m_inWord) {
                while (m_at < m_text.size() && peek() != u'\n')
                    ++m_at;
            } else if (c == u'>' && (!m_inWord || m_word == u'2')) {
                takeOutput();
            } else if (!takePart()) {
                return openQuote(m_text, m_opened, m_openKind);
            }
        }
        endStage(false);
        return m_pipe.take();
    }

private:
    [[nodiscard]] QChar peek(qsizetype ahead = 0) const
    {
        return m_at + ahead < m_text.size() ? m_text.at(m_at + ahead) : QChar();
    }

    void endWord()
    {
        if (!std::exchange(m_inWord, false))
            return;
        const QString word = withoutOldEscapes(std::exchange(m_word, {}));
        if (!std::exchange(m_isOutput, false))
            m_command.words.append(word);
    }

    /// Up to version 7.2 a program got a double quote only where a backslash was before it: that is how
    /// people write JSON there.
    [[nodiscard]] QString withoutOldEscapes(QString word) const
    {
        for (qsizetype i = word.indexOf(u'"'); i >= 0; i = word.indexOf(u'"', i + 1)) {
            if (i == 0 || word.at(i - 1) != u'\\')
                return word;
        }
        return word.replace(QLatin1String("\\\""), QLatin1String("\""));
    }

    void endStage(bool isPiped)
    {
        endWord();
        ShellCommand command = std::exchange(m_command, {});
        if (isPiped && command.words.size() == 1) { // a text is written as a line
            command.words.prepend(QStringLiteral("echo"));
        }
        m_pipe.add(std::move(command), isPiped);
    }

    void takeOutput()
    {
        m_word.clear();
        m_inWord = false;
        while (peek() == u'>' || peek() == u'&')
            ++m_at;
        m_isOutput = true;
    }

    bool takePart()
    {
        m_opened = m_at;
        const QChar c = m_text.at(m_at++);
        if (c == u'`') {
            if (peek() == u'\r' && peek(1) == u'\n')
                ++m_at;
            if (peek() == u'\n') {
                ++m_at;
                return true;
            }
            m_inWord = true;
            m_word += m_at < m_text.size() ? m_text.at(m_at++) : c;
            return true;
        }
        const bool startsWord = !std::exchange(m_inWord, true);
        if (c == u'@' && startsWord && (peek() == u'\'' || peek() == u'"'))
            return takeHereString();
        if (c == u'\'')
            return isClosed(takeSingle(), "single");
        if (c == u'"')
            return isClosed(takeDouble(), "double");
        m_word += c;
        return true;
    }

    bool takeSingle()
    {
        while (m_at < m_text.size()) {
            const QChar c = m_text.at(m_at++);
            if (c == u'\'' && peek() != u'\'')
                return true;
            if (c == u'\'')
                ++m_at;
            m_word += c;
        }
        return false;
    }

    bool takeDouble()
    {
        while (m_at < m_text.size()) {
            const QChar c = m_text.at(m_at++);
            if (c == u'"' && peek() != u'"')
                return true;
            if (c == u'"') {
                ++m_at;
                m_word += c;
            } else if (c == u'`' && m_at < m_text.size()) {
                takeEscape();
            } else {
                noteVariable(c);
                m_word += c;
            }
        }
        return false;
    }

    void takeEscape()
    {
        static constexpr QStringView letters = u"0abefnrtv";
        static constexpr char16_t meanings[] = {0, 7, 8, 0x1b, 0xc, 0xa, 0xd, 9, 0xb};
        const QChar c = m_text.at(m_at++);
        const qsizetype index = letters.indexOf(c);
        m_word += index < 0 ? c : QChar(meanings[index]);
    }

    void noteVariable(QChar c)
    {
        if (c != u'$' || !(peek().isLetter() || peek() == u'(' || peek() == u'{'))
            return;
        const QString note = QStringLiteral("$ in a text is for PowerShell to replace: it is left as it is.");
        if (!m_command.notes.contains(note))
            m_command.notes.append(note);
    }

    /// @'…'@ over whole lines.
    bool takeHereString()
    {
        const QString end = QStringLiteral("\n") + m_text.at(m_at++) + u'@';
        const qsizetype begin = m_text.indexOf(u'\n', m_at);
        const qsizetype close = begin < 0 ? -1 : m_text.indexOf(end, begin);
        if (close < 0)
            return isClosed(false, "here-string");
        m_word += m_text.sliced(begin + 1, std::max<qsizetype>(close - begin - 1, 0));
        m_at = close + end.size();
        return true;
    }

    bool isClosed(bool closed, const char* kind)
    {
        m_openKind = QLatin1String(kind);
        return closed;
    }

    QStringView m_text;
    qsizetype m_at = 0;
    ShellPipe m_pipe;
    ShellCommand m_command;
    QString m_word;
    bool m_inWord = false;
    bool m_isOutput = false; ///< the next word is where the output goes
    qsizetype m_opened = 0;
    QString m_openKind;
};

} // namespace

Result<QList<ShellCommand>> splitPowerShellCommands(QStringView text)
{
    return PowerShellReader(text).read();
}

} // namespace wl
