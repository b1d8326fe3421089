// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"

#include <vector>

namespace wl {

/// Reads the payloads of many records, in order or nearly so, through large windows of the capture: no
/// allocation, no lock and no system call a record. One thread; the source outlives it.
class PayloadCursor
{
public:
    /// How much is read at once.
    static constexpr qsizetype windowBytes = qsizetype{64} * 1024;

    explicit PayloadCursor(const RecordSource& source)
        : m_source(source)
    {
    }

    /// The whole payload of a record (of an event: its text), valid until the next call. Errors: as
    /// RecordSource::payload().
    [[nodiscard]] Result<QByteArrayView> payload(RecordId id, const RecordEntry& entry);

    /// Whether the payload of a record is one run of bytes in the capture's blocks, which window() can show.
    [[nodiscard]] static bool isOneRun(const RecordEntry& entry)
    {
        return entry.kind == RecordKind::Data && entry.pieces == 1;
    }
    /// The capture's blocks from `begin` to `end`, at most windowBytes apart, valid until the next call;
    /// empty where they cannot be had at once.
    [[nodiscard]] Result<QByteArrayView> window(quint64 begin, quint64 end);

private:
    [[nodiscard]] QByteArrayView buffered(quint64 position, qsizetype bytes) const;
    [[nodiscard]] Result<QByteArrayView> one(quint64 begin, qsizetype bytes);
    [[nodiscard]] Result<void> fill(quint64 position, qsizetype bytes);
    [[nodiscard]] Result<QByteArrayView> wholePayload(RecordId id);

    const RecordSource& m_source;
    std::vector<char> m_buffer; ///< of the capture, from m_position
    quint64 m_position = 0;
    qsizetype m_size = 0;
    QByteArray m_whole; ///< a payload that is not in one window
};

} // namespace wl
