// SPDX-License-Identifier: MIT
#pragma once

#include "decode/jsonparser.h"

#include <unordered_map>
#include <vector>

namespace wl {

/// Where the large values of a JSON text end and how many children they have, so that any value's children
/// are found without reading what lies inside of them. One entry for each value of smallBytes and more; what
/// is smaller is read again when it is passed. Immutable once it is made; any thread.
class JsonIndex
{
public:
    static constexpr qsizetype smallBytes = 256;
    /// Values beyond this many have no entry: they are passed more slowly.
    static constexpr size_t maxEntries = 8 * 1024 * 1024;
    /// Of a container with more children the place of every strideth child is kept.
    static constexpr qint64 stride = 1000;

    struct Entry
    {
        qsizetype offset = 0;
        qsizetype end = 0;
        qint64 children = 0;
    };

    /// Reads the text once. Where it is not valid JSON, it ends for this index at the wrong place. Bytes in
    /// strings that are no UTF-8 pass. Nothing where it was canceled.
    [[nodiscard]] static std::optional<JsonIndex> build(QByteArrayView text, std::stop_token stop = {});

    /// Where the outermost value begins; −1 where there is none.
    [[nodiscard]] qsizetype root() const { return m_root; }
    /// Up to where the text is JSON.
    [[nodiscard]] qsizetype end() const { return m_end; }
    [[nodiscard]] const std::optional<JsonError>& error() const { return m_error; }
    /// The entry of the value that begins there; null for a small one.
    [[nodiscard]] const Entry* entryAt(qsizetype offset) const;
    /// Where the child `index / stride * stride` of a container begins; −1 where that is not kept.
    [[nodiscard]] qsizetype strideOffset(qsizetype container, qint64 index) const;
    [[nodiscard]] qint64 valueCount() const { return m_values; } ///< of the whole text

private:
    JsonIndex() = default;

    std::vector<Entry> m_entries; ///< by rising offset
    std::unordered_map<qsizetype, std::vector<qsizetype>> m_strides;
    std::optional<JsonError> m_error;
    qsizetype m_root = -1;
    qsizetype m_end = 0;
    qint64 m_values = 0;

    friend class JsonIndexer;
};

/// A value of a text by its place, with the name that it has in its object.
struct JsonNode
{
    qsizetype offset = -1;
    qsizetype end = -1;
    qsizetype keyOffset = -1; ///< of the name with its quotes; −1 in an array and outermost
    qsizetype keyEnd = -1;

    [[nodiscard]] bool isValid() const { return offset >= 0; }
    [[nodiscard]] bool isNamed() const { return keyOffset >= 0; }
    [[nodiscard]] QByteArrayView value(QByteArrayView text) const
    {
        return text.sliced(offset, end - offset);
    }
    [[nodiscard]] QByteArrayView key(QByteArrayView text) const
    {
        return isNamed() ? text.sliced(keyOffset, keyEnd - keyOffset) : QByteArrayView();
    }
    bool operator==(const JsonNode&) const = default;
};

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
