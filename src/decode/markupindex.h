// SPDX-License-Identifier: MIT
#pragma once

#include "decode/markuptokenizer.h"
#include "decode/valueindex.h"

#include <optional>
#include <stop_token>

namespace wl {

/// The index of an XML text. Tags that do not fit are taken as they come: one that closes nothing ends
/// nothing, one that is not closed ends where the element around it does.
class MarkupIndex : public ValueIndex
{
public:
    /// Reads the text once. Nothing where it was canceled.
    [[nodiscard]] static std::optional<MarkupIndex> build(QByteArrayView text, std::stop_token stop = {});

    /// Of what stands outermost.
    [[nodiscard]] qint64 rootCount() const { return m_roots.children; }
    [[nodiscard]] bool isBalanced() const { return m_isBalanced; }

private:
    MarkupIndex() = default;

    Frame m_roots; ///< the text itself
    bool m_isBalanced = true;

    friend class MarkupIndexer;
};

/// An XML text with its index: walks from elements to what is in them: elements, text, comments, … A text of
/// blanks alone is none. The whole text is the outermost node. The text must outlive it. Any thread.
class MarkupNodes
{
public:
    MarkupNodes(QByteArrayView text, const MarkupIndex& index)
        : m_text(text)
        , m_index(&index)
    {
    }

    [[nodiscard]] QByteArrayView text() const { return m_text; }
    [[nodiscard]] ValueNode root() const { return {0, m_text.size(), rootMark, rootMark}; }
    /// Elements have a name; what else there is has none.
    [[nodiscard]] bool isElement(const ValueNode& node) const { return node.isNamed(); }
    [[nodiscard]] ValueNode firstChild(const ValueNode& container) const;
    [[nodiscard]] ValueNode next(const ValueNode& container, const ValueNode& child) const;
    /// The child at an index, by the kept places.
    [[nodiscard]] ValueNode child(const ValueNode& container, qint64 index) const;
    [[nodiscard]] qint64 childCount(const ValueNode& container) const;
    /// The bytes of the opening tag behind the name, without its end: " a='1'".
    [[nodiscard]] QByteArrayView attributes(const ValueNode& element) const;
    /// "/a[1]/b[3]", as XPath has it (text()[2], comment()[1]).
    [[nodiscard]] QString path(qsizetype offset) const;

private:
    static constexpr qsizetype rootMark = -2; ///< in the place of a name

    [[nodiscard]] static bool isRoot(const ValueNode& node) { return node.keyOffset == rootMark; }
    [[nodiscard]] ValueNode childAt(qsizetype at, qsizetype limit) const;
    [[nodiscard]] qsizetype contentStart(const ValueNode& container) const;
    [[nodiscard]] qsizetype endOf(const MarkupToken& open, qsizetype limit) const;

    QByteArrayView m_text;
    const MarkupIndex* m_index;
};

} // namespace wl
