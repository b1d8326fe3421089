// SPDX-License-Identifier: MIT
#include "session/shellcommand.h"
#include "session/shellpipe.h"

#include <utility>

namespace wl {

namespace {

/// A command line as cmd.exe hands it to a program, with where each character stood in the text.
struct Line
{
    QString text;
    QList<qsizetype> places;
    QString inputFile;
};

/// How C programs on Windows split their command line: backslashes are escapes only before a double quote, ""
/// within quotes is one.
class ArgumentReader
{
public:
    ArgumentReader(QStringView all, const Line& line)
        : m_all(all)
        , m_line(line)
    {
    }

    Result<QStringList> read()
    {
        while (m_at < m_line.text.size()) {
            const QChar c = m_line.text.at(m_at);
            if (c.isSpace() && !m_isQuoted) {
                ++m_at;
                endWord();
                continue;
            }
            m_inWord = true;
            if (c == u'\\')
                takeBackslashes();
            else if (c == u'"')
                takeQuote();
            else
                m_word += m_line.text.at(m_at++);
        }
        if (m_isQuoted)
            return openQuote(m_all, m_opened, QStringLiteral("double"));
        endWord();
        return m_words;
    }

private:
    void endWord()
    {
        if (std::exchange(m_inWord, false))
            m_words.append(std::exchange(m_word, {}));
    }

    void takeBackslashes()
    {
        qsizetype count = 0;
        while (m_at < m_line.text.size() && m_line.text.at(m_at) == u'\\') {
            ++count;
            ++m_at;
        }
        if (m_at == m_line.text.size() || m_line.text.at(m_at) != u'"') {
            m_word += QString(count, u'\\');
            return;
        }
        m_word += QString(count / 2, u'\\');
        if (count % 2 == 1)
            m_word += m_line.text.at(m_at++);
    }

    void takeQuote()
    {
        if (m_isQuoted && m_at + 1 < m_line.text.size() && m_line.text.at(m_at + 1) == u'"') {
            m_word += u'"';
            m_at += 2;
            return;
        }
        m_isQuoted = !m_isQuoted;
        m_opened = m_line.places.at(m_at++);
    }

    QStringView m_all;
    const Line& m_line;
    qsizetype m_at = 0;
    QStringList m_words;
    QString m_word;
    bool m_inWord = false;
    bool m_isQuoted = false;
    qsizetype m_opened = 0;
};

/// What cmd.exe does to a text: ^ takes the next character as it is, and joins lines; operators end commands.
class CmdReader
{
public:
    explicit CmdReader(QStringView text)
        : m_all(text)
    {
    }

    Result<QList<ShellCommand>> read()
    {
        while (m_at < m_all.size()) {
            if (Result<void> taken = takeCharacter(); !taken)
                return tl::make_unexpected(taken.error());
        }
        if (Result<void> ended = endStage(false); !ended)
            return tl::make_unexpected(ended.error());
        return m_pipe.take();
    }

private:
    [[nodiscard]] QChar peek(qsizetype ahead = 0) const
    {
        return m_at + ahead < m_all.size() ? m_all.at(m_at + ahead) : QChar();
    }

    void put()
    {
        m_line.text += m_all.at(m_at);
        m_line.places.append(m_at++);
    }

    Result<void> takeCharacter()
    {
        const QChar c = peek();
        if (c == u'^' && !m_isQuoted) {
            takeCaret();
        } else if (c == u'"') {
            m_isQuoted = !m_isQuoted;
            put();
        } else if (m_isQuoted || !QStringView(u"&|<>\n").contains(c)) {
            put();
        } else {
            return takeOperator();
        }
        return {};
    }

    void takeCaret()
    {
        ++m_at;
        if (peek() == u'\r' && peek(1) == u'\n')
            ++m_at;
        if (peek() == u'\n') {
            ++m_at;
            if (peek() == u'\r' && peek(1) == u'\n')
                ++m_at;
        }
        if (m_at < m_all.size())
            put();
    }

    Result<void> takeOperator()
    {
        const QChar c = m_all.at(m_at++);
        if (c == u'<' || c == u'>') {
            if (peek() == c)
                ++m_at;
            const QString file = takeFileName();
            if (c == u'<')
                m_line.inputFile = file;
            return {};
        }
        const bool isPipe = c == u'|' && peek() != u'|';
        if (peek() == c && c != u'\n')
            ++m_at;
        return endStage(isPipe);
    }

    QString takeFileName()
    {
        while (peek() == u' ')
            ++m_at;
        const QChar end = peek() == u'"' ? u'"' : u' ';
        QString name;
        m_at += end == u'"' ? 1 : 0;
        while (m_at < m_all.size() && peek() != end && peek() != u'\n' && peek() != u'\r')
            name += m_all.at(m_at++);
        if (peek() == u'"')
            ++m_at;
        return name;
    }

    Result<void> endStage(bool isPiped)
    {
        const Line line = std::exchange(m_line, {});
        Result<QStringList> words = ArgumentReader(m_all, line).read();
        if (!words)
            return tl::make_unexpected(words.error());
        ShellCommand command;
        command.words = *words;
        command.inputFile = line.inputFile;
        m_pipe.add(std::move(command), isPiped);
        return {};
    }

    QStringView m_all;
    qsizetype m_at = 0;
    bool m_isQuoted = false;
    Line m_line;
    ShellPipe m_pipe;
};

} // namespace

Result<QList<ShellCommand>> splitCmdCommands(QStringView text)
{
    return CmdReader(text).read();
}

} // namespace wl
