// SPDX-License-Identifier: MIT
#include "session/shellcommand.h"
#include "session/shellpipe.h"
#include "session/shellquotes.h"

#include <utility>

namespace wl {

namespace {

class PosixReader
{
public:
    explicit PosixReader(QStringView text)
        : m_all(text)
        , m_text(text)
    {
    }

    Result<QList<ShellCommand>> read()
    {
        while (!m_text.isAtEnd()) {
            const QChar c = m_text.peek();
            if (c == u'\n') {
                m_text.skip(1);
                endCommand();
                takeHereDocument();
            } else if (c.isSpace()) {
                m_text.skip(1);
                endWord();
            } else if (c == u'#' && !m_inWord) {
                while (!m_text.isAtEnd() && m_text.peek() != u'\n')
                    m_text.skip(1);
            } else if (QStringView(u";&|<>()").contains(c)) {
                takeOperator();
            } else if (!takePart()) {
                return openQuote(m_all, m_opened, m_openKind);
            }
        }
        endCommand();
        return m_pipe.take();
    }

private:
    /// Where the next word goes.
    enum class Goal : quint8 { Words, InputFile, InputText, HereDocument, Nowhere };

    void endWord()
    {
        if (!std::exchange(m_inWord, false))
            return;
        const QString word = std::exchange(m_word, {});
        switch (std::exchange(m_goal, Goal::Words)) {
        case Goal::Words: m_command.words.append(word); break;
        case Goal::InputFile: m_command.inputFile = word; break;
        case Goal::InputText: m_command.inputText = word + u'\n'; break;
        case Goal::HereDocument: m_delimiter = word; break;
        case Goal::Nowhere: break;
        }
    }

    void endStage(bool isPiped)
    {
        endWord();
        m_goal = Goal::Words;
        m_pipe.add(std::exchange(m_command, {}), isPiped);
    }

    void endCommand()
    {
        endWord();
        if (m_delimiter.isEmpty()) // else its text comes now
            endStage(false);
    }

    void takeOperator()
    {
        const QChar c = m_text.take();
        if (c == u'<') {
            takeInput();
        } else if (c == u'>' || (c == u'&' && m_text.peek() == u'>')) {
            takeOutput();
        } else if (c == u'|' && m_text.peek() != u'|') {
            endStage(true);
        } else {
            if (m_text.peek() == c)
                m_text.skip(1);
            endStage(false);
        }
    }

    void takeInput()
    {
        endWord();
        if (m_text.isNext(u"<<")) {
            m_text.skip(2);
            m_goal = Goal::InputText;
        } else if (m_text.peek() == u'<') {
            m_text.skip(m_text.peek(1) == u'-' ? 2 : 1);
            m_goal = Goal::HereDocument;
        } else {
            m_goal = Goal::InputFile;
        }
    }

    void takeOutput()
    {
        bool isNumber = m_inWord;
        for (const QChar digit : std::as_const(m_word))
            isNumber = isNumber && digit.isDigit();
        if (isNumber) { // 2>file
            m_word.clear();
            m_inWord = false;
        }
        endWord();
        while (QStringView(u">&|").contains(m_text.peek()) && !m_text.isAtEnd())
            m_text.skip(1);
        m_goal = Goal::Nowhere;
    }

    /// Lines up to the one that is the delimiter; the command that reads them ends with them.
    void takeHereDocument()
    {
        if (m_delimiter.isEmpty())
            return;
        QString text;
        while (!m_text.isAtEnd()) {
            QString line;
            while (!m_text.isAtEnd() && m_text.peek() != u'\n')
                line += m_text.take();
            if (!m_text.isAtEnd())
                m_text.skip(1);
            if (line.trimmed() == m_delimiter)
                break;
            text += line + u'\n';
        }
        m_delimiter.clear();
        m_command.inputText = text;
        endStage(false);
    }

    bool takePart()
    {
        m_opened = m_text.place();
        const QChar c = m_text.take();
        if (c == u'\\' && m_text.isNext(u"\r\n")) {
            m_text.skip(2);
            return true;
        }
        if (c == u'\\' && m_text.peek() == u'\n') {
            m_text.skip(1);
            return true;
        }
        m_inWord = true;
        if (c == u'\\')
            m_word.append(m_text.isAtEnd() ? c : m_text.take());
        else if (c == u'\'')
            return isClosed(m_text.takeSingle(m_word), "single");
        else if (c == u'"')
            return takeDouble();
        else if (c == u'$')
            return takeDollar();
        else if (c == u'`')
            return takeSubstitution(u'`');
        else
            m_word.append(c);
        return true;
    }

    bool takeDouble()
    {
        const qsizetype opened = m_opened;
        while (!m_text.isAtEnd()) {
            if (m_text.peek() == u'$' || m_text.peek() == u'`') {
                const QChar c = m_text.take();
                if (!(c == u'`' ? takeSubstitution(c) : takeVariable()))
                    return false;
            } else if (!m_text.takeOfDouble(m_word)) {
                return true;
            }
        }
        m_opened = opened;
        return isClosed(false, "double");
    }

    bool takeDollar()
    {
        if (m_text.peek() == u'\'') {
            m_text.skip(1);
            return isClosed(m_text.takeAnsi(m_word), "$'");
        }
        if (m_text.peek() == u'"') {
            m_text.skip(1);
            return takeDouble();
        }
        return takeVariable();
    }

    /// Behind a $: what a shell would replace stays as it is.
    bool takeVariable()
    {
        if (m_text.peek() == u'(')
            return takeSubstitution(u')');
        QString name = QStringLiteral("$");
        if (m_text.peek() == u'{') {
            while (!m_text.isAtEnd() && m_text.peek() != u'}')
                name += m_text.take();
            if (!m_text.isAtEnd())
                name += m_text.take();
        } else {
            while (!m_text.isAtEnd() && (m_text.peek().isLetterOrNumber() || m_text.peek() == u'_'))
                name += m_text.take();
        }
        if (name.size() > 1)
            note(QStringLiteral("%1 is a variable of the shell: it is left as it is.").arg(name));
        m_word += name;
        return true;
    }

    /// `…` and $(…) up to their end.
    bool takeSubstitution(QChar end)
    {
        const qsizetype begin = m_text.place() - 1;
        int depth = end == u')' ? 0 : 1;
        while (!m_text.isAtEnd()) {
            const QChar c = m_text.take();
            if (c == u'(' && end == u')')
                ++depth;
            if (c == end && --depth == 0) {
                const QStringView text = m_all.sliced(begin, m_text.place() - begin);
                m_word += text;
                note(QStringLiteral("%1 is run by a shell: it is left as it is.").arg(text));
                return true;
            }
        }
        return isClosed(false, end == u')' ? "$(" : "`");
    }

    void note(const QString& text)
    {
        if (!m_command.notes.contains(text))
            m_command.notes.append(text);
    }

    bool isClosed(bool closed, const char* kind)
    {
        m_openKind = QLatin1String(kind);
        return closed;
    }

    QStringView m_all;
    ShellQuotes m_text;
    ShellPipe m_pipe;
    ShellCommand m_command;
    QString m_word;
    bool m_inWord = false;
    Goal m_goal = Goal::Words;
    QString m_delimiter; ///< of a here-document that comes behind this line
    qsizetype m_opened = 0;
    QString m_openKind;
};

} // namespace

Result<QList<ShellCommand>> splitPosixCommands(QStringView text)
{
    return PosixReader(text).read();
}

} // namespace wl
