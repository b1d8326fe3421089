// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/http/bodyoutline.h"
#include "ui/panes/http/indexedbody.h"

#include <QCoreApplication>

namespace wl {

/// JSON: members and elements, values as they stand in the body.
class JsonOutline final : public BodyOutline
{
    Q_DECLARE_TR_FUNCTIONS(JsonOutline)
public:
    explicit JsonOutline(std::shared_ptr<const IndexedBody> body)
        : m_body(std::move(body))
        , m_nodes(m_body->nodes())
    {
    }

    [[nodiscard]] QByteArrayView text() const override { return m_nodes.text(); }
    [[nodiscard]] ValueNode root() const override { return m_nodes.root(); }
    [[nodiscard]] bool showsRoot() const override { return true; }
    [[nodiscard]] bool hasChildren(const ValueNode& node) const override
    {
        return m_nodes.firstChild(node).isValid();
    }
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
    [[nodiscard]] bool isArray(const ValueNode& node) const override { return m_nodes.isArray(node); }
    [[nodiscard]] QString path(qsizetype offset) const override { return m_nodes.normalizedPath(offset); }

private:
    std::shared_ptr<const IndexedBody> m_body;
    JsonNodes m_nodes;
};

} // namespace wl
