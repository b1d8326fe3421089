// SPDX-License-Identifier: MIT
#pragma once

#include "decode/jsonparser.h"
#include "decode/valueindex.h"

namespace wl {

/// The index of a JSON text.
class JsonIndex : public ValueIndex
{
public:
    /// Reads the text once. Where it is not valid JSON, it ends for this index at the wrong place. Bytes in
    /// strings that are no UTF-8 pass. Nothing where it was canceled.
    [[nodiscard]] static std::optional<JsonIndex> build(QByteArrayView text, std::stop_token stop = {});

    /// Where the outermost value begins; −1 where there is none.
    [[nodiscard]] qsizetype root() const { return m_root; }
    /// Up to where the text is JSON.
    [[nodiscard]] qsizetype end() const { return m_end; }
    [[nodiscard]] const std::optional<JsonError>& error() const { return m_error; }

private:
    JsonIndex() = default;

    std::optional<JsonError> m_error;
    qsizetype m_root = -1;
    qsizetype m_end = 0;

    friend class JsonIndexer;
};

using JsonNode = ValueNode;

/// A text with its index: walks from values to their children. The text must outlive it. Any thread.
class JsonNodes
{
public:
    JsonNodes(QByteArrayView text, const JsonIndex& index)
        : m_text(text.first(index.end()))
        , m_index(&index)
    {
    }

    [[nodiscard]] QByteArrayView text() const { return m_text; }
    [[nodiscard]] JsonNode root() const;
    /// The value that begins at a place.
    [[nodiscard]] JsonNode at(qsizetype offset) const { return {offset, endOf(offset), -1, -1}; }
    [[nodiscard]] bool isObject(const JsonNode& node) const { return m_text[node.offset] == '{'; }
    [[nodiscard]] bool isArray(const JsonNode& node) const { return m_text[node.offset] == '['; }
    [[nodiscard]] bool isContainer(const JsonNode& node) const { return isObject(node) || isArray(node); }
    /// The first child, or an invalid node.
    [[nodiscard]] JsonNode firstChild(const JsonNode& container) const;
    /// What follows a child in its container, or an invalid node.
    [[nodiscard]] JsonNode next(const JsonNode& container, const JsonNode& child) const;
    /// The child at an index, by the kept places; an invalid node where there is none.
    [[nodiscard]] JsonNode child(const JsonNode& container, qint64 index) const;
    [[nodiscard]] qint64 childCount(const JsonNode& container) const;
    /// The names and indexes on the way to the value at a place (its first byte), as an RFC 9535 §2.7
    /// normalized path: $['a'][3].
    [[nodiscard]] QString normalizedPath(qsizetype offset) const;

private:
    [[nodiscard]] qsizetype endOf(qsizetype offset) const;
    [[nodiscard]] qsizetype skipSpace(qsizetype at) const;
    [[nodiscard]] JsonNode childAt(bool isObject, qsizetype at, qsizetype limit) const;

    QByteArrayView m_text;
    const JsonIndex* m_index;
};

/// A step of a normalized path: ['name'] with its escapes.
[[nodiscard]] QString jsonNameStep(const QString& name);

} // namespace wl
