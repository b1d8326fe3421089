// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"

namespace wl {

/// The bytes of one connection and direction, in order, piece by piece, also while the capture grows: next()
/// goes on where it stood. One thread at a time; the source outlives it.
class FollowStream
{
public:
    FollowStream(const RecordSource& source, ConnectionId connection, Direction direction);

    /// The next bytes, 1 to `maxBytes` of them; empty when there are no more for now. Errors: those of
    /// RecordSource::payload(); the record is passed over then, and the next call goes on behind it.
    [[nodiscard]] Result<QByteArray> next(qint64 maxBytes);
    /// The record that the last bytes came from.
    [[nodiscard]] RecordId lastRecord() const { return m_last; }

private:
    const RecordSource& m_source;
    ConnectionId m_connection;
    Direction m_direction;
    quint64 m_record = 0;
    qint64 m_offset = 0; ///< in that record
    RecordId m_last;
};

} // namespace wl
