// SPDX-License-Identifier: MIT
#include "session/commandwords.h"

#include <optional>

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
        while (m_at < m_text.size()) {
            const QChar c = take();
            if (c.isSpace()) {
                endWord();
                continue;
            }
            if (!takePart(c))
                return fail(ErrorCode::BadSyntax,
                            QStringLiteral("a %1 quote is not closed").arg(m_openQuote));
        }
        endWord();
        return m_words;
    }

private:
    QChar take() { return m_text.at(m_at++); }
    [[nodiscard]] bool isNext(char16_t c) const
    {
        return m_at < m_text.size() && m_text.at(m_at) == QChar(c);
    }

    void endWord()
    {
        if (m_inWord)
            m_words.append(std::exchange(m_word, {}));
        m_inWord = false;
    }

    bool takePart(QChar c)
    {
        if (c == u'\\') {
            if (isNext(u'\n')) {
                ++m_at;
                return true;
            }
            m_inWord = true;
            m_word.append(m_at < m_text.size() ? take() : QChar(u'\\'));
            return true;
        }
        m_inWord = true;
        if (c == u'\'')
            return takeSingleQuoted();
        if (c == u'"')
            return takeDoubleQuoted();
        if (c == u'$' && isNext(u'\'')) {
            ++m_at;
            return takeAnsiQuoted();
        }
        m_word.append(c);
        return true;
    }

    bool takeSingleQuoted()
    {
        m_openQuote = QStringLiteral("single");
        while (m_at < m_text.size()) {
            const QChar c = take();
            if (c == u'\'')
                return true;
            m_word.append(c);
        }
        return false;
    }

    bool takeDoubleQuoted()
    {
        m_openQuote = QStringLiteral("double");
        while (m_at < m_text.size()) {
            const QChar c = take();
            if (c == u'"')
                return true;
            if (c != u'\\' || m_at == m_text.size()) {
                m_word.append(c);
                continue;
            }
            const QChar escaped = take();
            if (escaped == u'\n')
                continue;
            if (!QStringView(u"\"\\$`").contains(escaped))
                m_word.append(u'\\');
            m_word.append(escaped);
        }
        return false;
    }

    bool takeAnsiQuoted()
    {
        m_openQuote = QStringLiteral("$'");
        while (m_at < m_text.size()) {
            const QChar c = take();
            if (c == u'\'')
                return true;
            if (c == u'\\' && m_at < m_text.size())
                takeAnsiEscape(take());
            else
                m_word.append(c);
        }
        return false;
    }

    /// Up to `most` digits of the base; nothing where there is none.
    std::optional<char32_t> takeNumber(int base, int most)
    {
        qsizetype length = 0;
        while (length < most && m_at + length < m_text.size() &&
               isDigit(m_text.at(m_at + length).unicode(), base))
            ++length;
        if (length == 0)
            return std::nullopt;
        const uint value = m_text.sliced(m_at, length).toUInt(nullptr, base);
        m_at += length;
        return char32_t(value);
    }

    static bool isDigit(char16_t c, int base)
    {
        if (base == 8)
            return c >= u'0' && c <= u'7';
        return (c >= u'0' && c <= u'9') || (c >= u'a' && c <= u'f') || (c >= u'A' && c <= u'F');
    }

    void takeAnsiEscape(QChar c)
    {
        static constexpr QStringView letters = u"abefnrtv\\'\"?";
        static constexpr QStringView meanings = u"\a\b\x1b\f\n\r\t\v\\'\"?";
        if (const auto index = letters.indexOf(c); index >= 0) {
            m_word.append(meanings.at(index));
            return;
        }
        std::optional<char32_t> code;
        if (c == u'x') {
            code = takeNumber(16, 2);
        } else if (c == u'u') {
            code = takeNumber(16, 4);
        } else if (c == u'U') {
            code = takeNumber(16, 8);
        } else if (isDigit(c.unicode(), 8)) {
            --m_at;
            code = takeNumber(8, 3);
        }
        if (!code || *code > QChar::LastValidCodePoint) {
            m_word.append(u'\\');
            m_word.append(c);
            return;
        }
        if (*code <= 0xffff)
            m_word.append(QChar(char16_t(*code)));
        else
            m_word.append(QString::fromUcs4(&*code, 1));
    }

    QStringView m_text;
    qsizetype m_at = 0;
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
