// SPDX-License-Identifier: MIT
#include "session/curlarguments.h"

#include <optional>
#include <utility>

namespace wl {

namespace {

class ArgumentReader
{
public:
    explicit ArgumentReader(const QStringList& words)
        : m_words(words)
    {
    }

    CurlArguments read()
    {
        bool onlyUrls = false;
        while (m_at < m_words.size()) {
            const QString& word = m_words.at(m_at++);
            if (onlyUrls || word.size() < 2 || word.at(0) != u'-')
                m_operation.urls.append(word);
            else if (word == QLatin1String("--"))
                onlyUrls = true;
            else if (word.startsWith(QLatin1String("--")))
                takeLong(word);
            else
                takeLetters(word);
        }
        endOperation();
        return m_arguments;
    }

private:
    void note(const QString& text)
    {
        if (!m_arguments.notes.contains(text))
            m_arguments.notes.append(text);
    }

    void endOperation()
    {
        CurlOperation operation = std::exchange(m_operation, {});
        if (!operation.urls.isEmpty())
            m_arguments.operations.append(std::move(operation));
    }

    std::optional<QString> nextValue(const QString& typed)
    {
        if (m_at < m_words.size())
            return m_words.at(m_at++);
        note(QStringLiteral("%1 needs a value.").arg(typed));
        return std::nullopt;
    }

    void takeLong(const QString& word)
    {
        const qsizetype equals = word.indexOf(u'=');
        const QString typed = equals < 0 ? word : word.first(equals);
        const auto shape = curlLongOption(QStringView(typed).sliced(2));
        if (!shape) {
            note(QStringLiteral("%1 is not an option of curl that is known here.").arg(typed));
            return;
        }
        if (!shape->takesValue)
            add(*shape, typed, {});
        else if (equals >= 0)
            add(*shape, typed, word.sliced(equals + 1));
        else if (const auto value = nextValue(typed))
            add(*shape, typed, *value);
    }

    /// "-sSL", "-XPOST", "-d data": letters without a value may stand together.
    void takeLetters(const QString& word)
    {
        for (qsizetype i = 1; i < word.size(); ++i) {
            const QString typed = QStringLiteral("-") + word.at(i);
            const auto shape = curlShortOption(word.at(i));
            if (!shape) {
                note(QStringLiteral("%1 is not an option of curl that is known here.").arg(typed));
            } else if (!shape->takesValue) {
                add(*shape, typed, {});
            } else {
                const auto value = i + 1 < word.size() ? word.sliced(i + 1) : nextValue(typed);
                if (value)
                    add(*shape, typed, *value);
                return;
            }
        }
    }

    void add(const CurlOptionShape& shape, const QString& typed, const QString& value)
    {
        switch (shape.option) {
        case CurlOption::Ignored: return;
        case CurlOption::Unsupported:
            if (shape.isOn)
                note(QStringLiteral("%1 is not supported.").arg(typed));
            return;
        case CurlOption::Next: endOperation(); return;
        case CurlOption::Url: m_operation.urls.append(value); return;
        default: break;
        }
        m_operation.arguments.append({shape.option, typed, value, shape.isOn});
    }

    const QStringList& m_words;
    qsizetype m_at = 0;
    CurlOperation m_operation;
    CurlArguments m_arguments;
};

} // namespace

CurlArguments readCurlArguments(const QStringList& words)
{
    return ArgumentReader(words).read();
}

} // namespace wl
