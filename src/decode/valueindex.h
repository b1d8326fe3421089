// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>

#include <algorithm>
#include <unordered_map>
#include <vector>

namespace wl {

/// A value of a text by its place, with the name that it has there (a member's, an element's).
struct ValueNode
{
    qsizetype offset = -1;
    qsizetype end = -1;
    qsizetype keyOffset = -1; ///< −1: it has no name
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
    bool operator==(const ValueNode&) const = default;
};

/// Where the large values of a text end and how many children they have, so that any value's children are
/// found without reading what lies inside of them. One entry for each value of smallBytes and more; what is
/// smaller is read again when it is passed. Made by one of its subclasses, immutable then; any thread.
class ValueIndex
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

    /// The entry of the value that begins there; null for a small one.
    [[nodiscard]] const Entry* entryAt(qsizetype offset) const
    {
        const auto found = std::lower_bound(m_entries.begin(), m_entries.end(), offset,
                                            [](const Entry& e, qsizetype value) { return e.offset < value; });
        return found != m_entries.end() && found->offset == offset ? &*found : nullptr;
    }
    /// Where the child `index / stride * stride` of a container begins; −1 where that is not kept.
    [[nodiscard]] qsizetype strideOffset(qsizetype container, qint64 index) const
    {
        const qint64 place = index / stride - 1;
        const auto found = m_strides.find(container);
        if (place < 0 || found == m_strides.end() || place >= qint64(found->second.size()))
            return -1;
        return found->second[size_t(place)];
    }

protected:
    ValueIndex() = default;

    /// A value that is not closed yet.
    struct Frame
    {
        qsizetype offset = 0;
        qsizetype entry = -1; ///< −1: beyond the most entries
        qint64 children = 0;
    };
    [[nodiscard]] Frame begin(qsizetype offset)
    {
        Frame frame{offset, -1, 0};
        if (m_entries.size() < maxEntries) {
            frame.entry = qsizetype(m_entries.size());
            m_entries.push_back({offset, offset, 0});
        }
        return frame;
    }
    void addChild(Frame& frame, qsizetype offset)
    {
        if (frame.children > 0 && frame.children % stride == 0)
            m_strides[frame.offset].push_back(offset);
        ++frame.children;
    }
    void close(const Frame& frame, qsizetype end, bool keepsSmall = false)
    {
        if (frame.entry < 0)
            return;
        // All inside of a small value was small and is gone already: it is the last one.
        if (end - frame.offset < smallBytes && !keepsSmall)
            m_entries.pop_back();
        else
            m_entries[size_t(frame.entry)] = {frame.offset, end, frame.children};
    }

    std::vector<Entry> m_entries; ///< by rising offset
    std::unordered_map<qsizetype, std::vector<qsizetype>> m_strides;
};

} // namespace wl
