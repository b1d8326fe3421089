// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>

namespace wl {

/// A piece of XML or HTML as it stands in the text.
struct MarkupToken
{
    enum class Kind : quint8 {
        Text,
        Open,  ///< <name …>
        Close, ///< </name>
        Empty, ///< <name …/>, and HTML's elements without content
        Comment,
        Data,        ///< <![CDATA[…]]>
        Instruction, ///< <?…?>
        Declaration, ///< <!DOCTYPE …>
        End
    };

    Kind kind = Kind::End;
    qsizetype offset = 0;
    qsizetype size = 0;
    QByteArrayView name; ///< of Open, Close and Empty
};

/// Spaces, tabs and line ends alone.
[[nodiscard]] bool isMarkupBlank(QByteArrayView text);

/// How many of the open elements, from the last one on, a closing tag closes: up to the nearest that has its
/// name, looked for among the nearest hundred; 0 where it closes none.
template <typename Elements, typename HasName>
[[nodiscard]] size_t closedElements(const Elements& open, HasName hasName)
{
    constexpr size_t nearest = 100;
    const size_t lowest = open.size() > nearest ? open.size() - nearest : 0;
    for (size_t i = open.size(); i > lowest; --i) {
        if (hasName(open[i - 1]))
            return open.size() - i + 1;
    }
    return 0;
}

/// Cuts XML or HTML into pieces by its angle brackets and quotes alone; nothing is checked, converted or
/// refused: what is no markup is text, what is not closed reaches to the end. In HTML what is inside of
/// script, style, textarea and title is one piece of text. A value; the text must outlive it.
class MarkupTokenizer
{
public:
    MarkupTokenizer(QByteArrayView text, bool isHtml)
        : m_text(text)
        , m_isHtml(isHtml)
    {
    }

    [[nodiscard]] MarkupToken next();

    /// Goes on at another place, which must be between two tokens.
    void seek(qsizetype offset) { m_at = offset; }

    /// Whether two names are one element: in HTML letters count in any case.
    [[nodiscard]] bool isSameName(QByteArrayView a, QByteArrayView b) const;

private:
    [[nodiscard]] MarkupToken until(QByteArrayView mark, qsizetype from, MarkupToken::Kind kind);
    [[nodiscard]] MarkupToken declaration();
    [[nodiscard]] MarkupToken tag();
    [[nodiscard]] MarkupToken text(qsizetype end);
    [[nodiscard]] MarkupToken give(MarkupToken::Kind kind, qsizetype end);
    [[nodiscard]] qsizetype rawTextEnd() const;

    QByteArrayView m_text;
    bool m_isHtml;
    qsizetype m_at = 0;
    QByteArrayView m_rawName; ///< HTML: the element whose content is only text
};

} // namespace wl
