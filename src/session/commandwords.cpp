// SPDX-License-Identifier: MIT
#include "session/commandwords.h"

#include "session/shellquotes.h"

#include <utility>

namespace wl {

namespace {

class WordSplitter
{
public:
    explicit WordSplitter(QStringView text)
        : m_text(text)
    {
    }

    Result<QStringList> split()
    {
        while (!m_text.isAtEnd()) {
            const QChar c = m_text.take();
            if (c.isSpace())
                endWord();
            else if (!takePart(c))
                return fail(ErrorCode::BadSyntax,
                            QStringLiteral("a %1 quote is not closed").arg(m_openQuote));
        }
        endWord();
        return m_words;
    }

private:
    void endWord()
    {
        if (m_inWord)
            m_words.append(std::exchange(m_word, {}));
        m_inWord = false;
    }

    bool takePart(QChar c)
    {
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
        else if (c == u'$' && m_text.peek() == u'\'') {
            m_text.skip(1);
            return isClosed(m_text.takeAnsi(m_word), "$'");
        } else {
            m_word.append(c);
        }
        return true;
    }

    bool takeDouble()
    {
        while (!m_text.isAtEnd()) {
            if (!m_text.takeOfDouble(m_word))
                return true;
        }
        return isClosed(false, "double");
    }

    bool isClosed(bool closed, const char* quote)
    {
        if (!closed)
            m_openQuote = QLatin1String(quote);
        return closed;
    }

    ShellQuotes m_text;
    QStringList m_words;
    QString m_word;
    QString m_openQuote;
    bool m_inWord = false;
};

} // namespace

Result<QStringList> splitCommandWords(QStringView text)
{
    return WordSplitter(text).split();
}

} // namespace wl
