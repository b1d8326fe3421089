// SPDX-License-Identifier: MIT
#pragma once

#include "decode/markupindex.h"
#include "ui/panes/http/bodydocument.h"
#include "ui/panes/http/bodyoutline.h"

#include <QCoreApplication>

namespace wl {

/// XML: elements with their attributes, text, comments, as they stand in the body.
class XmlOutline final : public BodyOutline
{
    Q_DECLARE_TR_FUNCTIONS(XmlOutline)
public:
    XmlOutline(std::shared_ptr<const BodyDocument> document, MarkupIndex index)
        : m_document(std::move(document))
        , m_index(std::move(index))
        , m_nodes(m_document->text(), m_index)
    {
    }

    [[nodiscard]] bool isBalanced() const { return m_index.isBalanced(); }

    [[nodiscard]] QByteArrayView text() const override { return m_nodes.text(); }
    [[nodiscard]] ValueNode root() const override { return m_nodes.root(); }
    [[nodiscard]] bool showsRoot() const override { return false; }
    [[nodiscard]] bool hasChildren(const ValueNode& node) const override;
    [[nodiscard]] qint64 childCount(const ValueNode& node) const override { return m_nodes.childCount(node); }
    [[nodiscard]] ValueNode child(const ValueNode& container, qint64 index) const override
    {
        return m_nodes.child(container, index);
    }
    [[nodiscard]] ValueNode next(const ValueNode& container, const ValueNode& child) const override
    {
        return m_nodes.next(container, child);
    }
    [[nodiscard]] QString nameOf(const ValueNode& node, qint64 index) const override;
    [[nodiscard]] QString valueOf(const ValueNode& node, qsizetype maxBytes) const override;
    [[nodiscard]] Role roleOf(const ValueNode& node) const override;
    [[nodiscard]] bool isArray(const ValueNode&) const override { return false; }
    [[nodiscard]] QString path(qsizetype offset) const override { return m_nodes.path(offset); }

private:
    /// The text of an element that has nothing else in it; an invalid node of others.
    [[nodiscard]] ValueNode onlyText(const ValueNode& element) const;

    std::shared_ptr<const BodyDocument> m_document;
    MarkupIndex m_index;
    MarkupNodes m_nodes;
};

} // namespace wl
