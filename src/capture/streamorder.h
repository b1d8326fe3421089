// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <optional>

namespace wl {

/// A TCP segment with its place in the stream of its direction: byte 0 is the first one that was seen.
struct StreamSegment
{
    qint64 offset = 0;
    quint32 bytes = 0; ///< on the wire
    quint32 frameBytes = 0;
    quint8 tcpFlags = 0;
    RecordEntry entry; ///< of what was captured of it

    [[nodiscard]] qint64 end() const { return offset + bytes; }
};

/// Bytes of a stream and where the file has them.
struct StreamBytes
{
    qint64 offset = 0;
    quint64 position = 0;
    quint32 length = 0;
};

/// The segments of one direction of a TCP connection in stream order (RFC 9293 section 3.10.7.4), the way
/// that tshark follows a stream: the copy of a byte that came first counts, what comes too early waits.
/// Decides only; its user gives the segments on and bounds how many wait. One thread.
class StreamOrder
{
public:
    /// Where a segment's bytes are.
    enum class Fit : quint8 {
        Next,      ///< they go on where the stream is, maybe after some that were there before
        Early,     ///< bytes before them are missing
        Repeated,  ///< all were there before
        KeepAlive, ///< RFC 9293 section 3.8.4: the byte before the next one, or none
        Before,    ///< they begin before the first byte that was seen and have nothing new behind it
    };

    [[nodiscard]] bool hasBegun() const { return m_hasBegun; }
    /// The sequence number of byte 0.
    [[nodiscard]] quint32 first() const { return m_first; }
    void begin(quint32 sequence);

    /// The place of a sequence number; wraps around the next byte's.
    [[nodiscard]] qint64 offsetOf(quint32 sequence) const
    {
        return m_next + static_cast<qint32>(sequence - (m_first + static_cast<quint32>(m_next)));
    }
    /// The place of the next byte.
    [[nodiscard]] qint64 next() const { return m_next; }
    [[nodiscard]] Fit fit(qint64 offset, quint32 bytes) const;
    /// The stream now reaches as far as `end`, by bytes that are remembered for a while.
    void advance(qint64 end, const StreamBytes& bytes);

    /// Keeps a segment that came early. False where one that waits has the same bytes already.
    [[nodiscard]] bool hold(const StreamSegment& segment);
    [[nodiscard]] size_t held() const { return m_held ? m_held->size() : 0; }
    /// Place of the first byte that waits; only while something is held.
    [[nodiscard]] qint64 firstHeld() const { return m_held->begin()->first; }
    [[nodiscard]] const RecordEntry& heldEntry() const { return m_held->begin()->second.segment.entry; }
    /// Takes the segment out that fits now; of several the one that came first.
    [[nodiscard]] std::optional<StreamSegment> release();
    /// Gives up waiting for what is missing before the first byte that waits. The number of bytes missing.
    quint32 passGap();

    /// Bytes that came lately, for comparing them with what repeats them; in no order, some empty.
    static constexpr size_t remembered = 8;
    using Taken = std::array<StreamBytes, remembered>;
    [[nodiscard]] const Taken* taken() const { return m_taken.get(); }
    /// Forgets what serves repetitions only: the connection has ended.
    void forget() { m_taken.reset(); }

private:
    struct Waiting
    {
        StreamSegment segment;
        quint64 arrival = 0;
    };
    using Held = std::multimap<qint64, Waiting>;

    qint64 m_next = 0;
    quint64 m_arrivals = 0;
    quint32 m_first = 0;
    bool m_hasBegun = false;
    quint8 m_takenAt = 0;
    std::unique_ptr<Held> m_held; ///< most directions never need one
    std::unique_ptr<Taken> m_taken;
};

} // namespace wl
