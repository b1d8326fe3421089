// SPDX-License-Identifier: MIT
#include "decode/markupformat.h"

#include "decode/markuptokenizer.h"

#include <QByteArray>

#include <algorithm>
#include <array>
#include <vector>

namespace wl {

namespace {

using Kind = MarkupToken::Kind;

constexpr qsizetype pieceBytes = 64 * 1024;
constexpr size_t maxIndentedLevels = 64;
constexpr qint64 stopCheckTokens = 4096;

/// HTML elements between which a blank is seen.
bool isInline(QByteArrayView name)
{
    static constexpr std::array names{
        "a",    "abbr",   "b",     "bdi", "bdo",      "br",   "button", "cite", "code", "em",     "font",
        "i",    "img",    "input", "kbd", "label",    "mark", "q",      "s",    "samp", "select", "small",
        "span", "strong", "sub",   "sup", "textarea", "time", "u",      "var",  "wbr",  "pre"};
    const QByteArray plain = name.toByteArray().toLower();
    return std::any_of(names.begin(), names.end(), [&](const char* known) { return plain == known; });
}

/// The elements that are open, with how many of them have a name of their own to close.
class OpenElements
{
public:
    explicit OpenElements(const MarkupTokenizer& tokenizer)
        : m_tokenizer(tokenizer)
    {
    }

    struct Element
    {
        QByteArrayView name;
        size_t number = 0;
        bool keepsContent = false;
    };

    void open(const Element& element) { m_open.push_back(element); }
    [[nodiscard]] size_t depth() const { return m_open.size(); }
    [[nodiscard]] const Element* top() const { return m_open.empty() ? nullptr : &m_open.back(); }

    /// Closes the nearest element of this name with all that is open in it; how many these are.
    size_t close(QByteArrayView name)
    {
        const size_t count = closedElements(
            m_open, [&](const Element& element) { return m_tokenizer.isSameName(element.name, name); });
        m_open.resize(m_open.size() - count);
        return count;
    }

private:
    const MarkupTokenizer& m_tokenizer;
    std::vector<Element> m_open;
};

class Formatter
{
public:
    Formatter(QByteArrayView text, bool isHtml, const std::function<bool(QByteArrayView)>& sink,
              std::stop_token stop)
        : m_text(text)
        , m_isHtml(isHtml)
        , m_sink(sink)
        , m_stop(std::move(stop))
    {
    }

    MarkupFormatOutcome run()
    {
        if (findKept() && write() && !m_out.isEmpty())
            m_outcome.isStopped = !m_sink(m_out);
        return m_outcome;
    }

private:
    bool goesOn()
    {
        if (++m_tokens % stopCheckTokens == 0 && m_stop.stop_requested())
            m_outcome.isCanceled = true;
        return !m_outcome.isCanceled && !m_outcome.isStopped;
    }

    /// First pass: which elements have text of their own.
    bool findKept()
    {
        MarkupTokenizer tokenizer(m_text, m_isHtml);
        OpenElements open(tokenizer);
        bool justOpened = false;
        bool isBlankInside = false; ///< all that is in the element so far
        for (MarkupToken token = tokenizer.next(); token.kind != Kind::End; token = tokenizer.next()) {
            if (!goesOn())
                return false;
            if (token.kind == Kind::Close && isBlankInside)
                m_keeps[open.top()->number] = true;
            isBlankInside = token.kind == Kind::Text && justOpened;
            justOpened = token.kind == Kind::Open;
            const bool isText =
                token.kind == Kind::Data ||
                (token.kind == Kind::Text && !isMarkupBlank(m_text.sliced(token.offset, token.size)));
            const bool isTag = token.kind == Kind::Open || token.kind == Kind::Empty;
            if ((isText || (isTag && m_isHtml && isInline(token.name))) && open.top() != nullptr)
                m_keeps[open.top()->number] = true;
            if (token.kind == Kind::Open) {
                open.open({token.name, m_keeps.size(), false});
                m_keeps.push_back(false);
            } else if (token.kind == Kind::Close) {
                const bool isInOrder = open.close(token.name) == 1;
                m_outcome.isBalanced = m_outcome.isBalanced && isInOrder;
            }
        }
        m_outcome.isBalanced = m_outcome.isBalanced && open.depth() == 0;
        return true;
    }

    bool write()
    {
        MarkupTokenizer tokenizer(m_text, m_isHtml);
        OpenElements open(tokenizer);
        size_t number = 0;
        bool justOpened = false; ///< an element that has nothing in it stays on its line
        for (MarkupToken token = tokenizer.next(); token.kind != Kind::End; token = tokenizer.next()) {
            if (!goesOn())
                return false;
            const QByteArrayView bytes = m_text.sliced(token.offset, token.size);
            const bool isKept = open.top() != nullptr && open.top()->keepsContent;
            if (token.kind == Kind::Close) {
                const bool isInOrder = open.close(token.name) == 1;
                if (!isKept && !(justOpened && isInOrder))
                    newLine(open.depth());
                append(bytes);
                justOpened = false;
                continue;
            }
            if (token.kind == Kind::Text && !isKept) {
                if (isMarkupBlank(bytes))
                    continue;
                newLine(open.depth());
                append(bytes.trimmed());
                continue;
            }
            if (!isKept)
                newLine(open.depth());
            append(bytes);
            justOpened = token.kind == Kind::Open;
            if (justOpened) {
                open.open({token.name, number, isKept || bool(m_keeps[number])});
                ++number;
            }
        }
        if (!m_isEmpty)
            append("\n");
        return goesOn();
    }

    void newLine(size_t depth)
    {
        if (m_isEmpty)
            return;
        append("\n");
        append(QByteArray(qsizetype(2 * std::min(depth, maxIndentedLevels)), ' '));
    }

    void append(QByteArrayView bytes)
    {
        m_isEmpty = m_isEmpty && bytes.isEmpty();
        m_out.append(bytes);
        if (m_out.size() < pieceBytes)
            return;
        m_outcome.isStopped = m_outcome.isStopped || !m_sink(m_out);
        m_out.clear();
    }

    QByteArrayView m_text;
    bool m_isHtml;
    const std::function<bool(QByteArrayView)>& m_sink;
    std::stop_token m_stop;
    std::vector<bool> m_keeps; ///< of each element that opens, in order
    QByteArray m_out;
    MarkupFormatOutcome m_outcome;
    qint64 m_tokens = 0;
    bool m_isEmpty = true;
};

} // namespace

MarkupFormatOutcome formatMarkup(QByteArrayView text, bool isHtml,
                                 const std::function<bool(QByteArrayView)>& sink, std::stop_token stop)
{
    return Formatter(text, isHtml, sink, std::move(stop)).run();
}

} // namespace wl
