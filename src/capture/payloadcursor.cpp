// SPDX-License-Identifier: MIT
#include "capture/payloadcursor.h"

#include <algorithm>

namespace wl {

namespace {

constexpr qsizetype jumpBytes = 4096; ///< read for a payload that is far from the one before

} // namespace

QByteArrayView PayloadCursor::buffered(quint64 position, qsizetype bytes) const
{
    if (position < m_position ||
        position + static_cast<quint64>(bytes) > m_position + static_cast<quint64>(m_size)) {
        return {};
    }
    return QByteArrayView(m_buffer.data() + (position - m_position), bytes);
}

// `bytes` from `position` on, fewer where they are not there.
Result<void> PayloadCursor::fill(quint64 position, qsizetype bytes)
{
    m_buffer.resize(windowBytes);
    m_position = position;
    m_size = 0;
    while (m_size < bytes) {
        const auto more = m_source.blockBytes(position + static_cast<quint64>(m_size),
                                              m_buffer.data() + m_size, bytes - m_size);
        if (!more) {
            return tl::make_unexpected(more.error());
        }
        if (*more == 0) {
            break;
        }
        m_size += *more;
    }
    return {};
}

Result<QByteArrayView> PayloadCursor::window(quint64 begin, quint64 end)
{
    const auto bytes = static_cast<qsizetype>(end - begin);
    if (bytes > windowBytes) {
        return QByteArrayView();
    }
    if (const QByteArrayView there = buffered(begin, bytes); !there.isEmpty()) {
        return there;
    }
    if (const auto filled = fill(begin, bytes); !filled) {
        return tl::make_unexpected(filled.error());
    }
    return buffered(begin, bytes);
}

// Who goes on behind what was read last gets a whole window, of which the rest may not be there (the cap
// dropped it, or it is not published); who jumps does not.
Result<QByteArrayView> PayloadCursor::one(quint64 begin, qsizetype bytes)
{
    if (const QByteArrayView there = buffered(begin, bytes); !there.isEmpty()) {
        return there;
    }
    const bool isNext = begin >= m_position && begin - m_position <= windowBytes + quint64{jumpBytes};
    const qsizetype wanted = isNext ? windowBytes : std::min(std::max(bytes, jumpBytes), windowBytes);
    if (const auto filled = fill(begin, wanted); !filled && m_size < bytes) {
        return tl::make_unexpected(filled.error());
    }
    return buffered(begin, bytes);
}

Result<QByteArrayView> PayloadCursor::payload(RecordId id, const RecordEntry& entry)
{
    if (entry.length == 0) {
        return QByteArrayView("", 0);
    }
    if (isOneRun(entry) && entry.length <= windowBytes) {
        const auto bytes = one(entry.position + entry.payloadOffset, entry.length);
        if (!bytes || !bytes->isEmpty()) {
            return bytes;
        }
    }
    return wholePayload(id);
}

// In pieces, larger than a window, of an event, or of a source without blocks.
Result<QByteArrayView> PayloadCursor::wholePayload(RecordId id)
{
    auto bytes = m_source.payload(id);
    if (!bytes) {
        return tl::make_unexpected(bytes.error());
    }
    m_whole = std::move(*bytes);
    return QByteArrayView(m_whole);
}

} // namespace wl
