// SPDX-License-Identifier: MIT
#pragma once

#include "decode/valueindex.h"

#include <QString>

namespace wl {

/// A body as values with children, for a tree: walks from a value to its children by their places. Immutable
/// once it is made; any thread.
class BodyOutline
{
public:
    enum class Role : quint8 { Container, Text, Number, Word, Comment };

    BodyOutline() = default;
    virtual ~BodyOutline() = default;
    BodyOutline(const BodyOutline&) = delete;
    BodyOutline& operator=(const BodyOutline&) = delete;

    [[nodiscard]] virtual QByteArrayView text() const = 0;
    /// Invalid where there is nothing.
    [[nodiscard]] virtual ValueNode root() const = 0;
    /// Whether the root is a row of its own.
    [[nodiscard]] virtual bool showsRoot() const = 0;
    [[nodiscard]] virtual bool hasChildren(const ValueNode& node) const = 0;
    [[nodiscard]] virtual qint64 childCount(const ValueNode& node) const = 0;
    [[nodiscard]] virtual ValueNode child(const ValueNode& container, qint64 index) const = 0;
    [[nodiscard]] virtual ValueNode next(const ValueNode& container, const ValueNode& child) const = 0;
    /// What a row says of a value, the `index`th one of its container.
    [[nodiscard]] virtual QString nameOf(const ValueNode& node, qint64 index) const = 0;
    [[nodiscard]] virtual QString valueOf(const ValueNode& node, qsizetype maxBytes) const = 0;
    [[nodiscard]] virtual Role roleOf(const ValueNode& node) const = 0;
    [[nodiscard]] virtual bool isArray(const ValueNode& node) const = 0;
    [[nodiscard]] virtual QString path(qsizetype offset) const = 0;
};

} // namespace wl
