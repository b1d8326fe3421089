// SPDX-License-Identifier: MIT
#include "capture/follow.h"

namespace wl {

FollowStream::FollowStream(const RecordSource& source, ConnectionId connection, Direction direction)
    : m_source(source)
    , m_connection(connection)
    , m_direction(direction)
{
}

Result<QByteArray> FollowStream::next(qint64 maxBytes)
{
    const quint64 count = m_source.recordCount();
    for (; m_record < count; ++m_record, m_offset = 0) {
        const RecordEntry entry = m_source.record(RecordId(m_record));
        if (entry.kind != RecordKind::Data || entry.connectionId() != m_connection ||
            entry.direction != m_direction || m_offset >= entry.length) {
            continue;
        }
        m_last = RecordId(m_record);
        auto bytes = m_source.payload(m_last, m_offset, maxBytes);
        if (!bytes) {
            ++m_record;
            m_offset = 0;
            return bytes;
        }
        m_offset += bytes->size();
        return bytes;
    }
    return QByteArray();
}

} // namespace wl
