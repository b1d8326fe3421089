// SPDX-License-Identifier: MIT
#pragma once

#include "capture/payloadcursor.h"
#include "decode/conversationdecoder.h"

#include <array>

namespace wl {

/// What is known of a connection before its first byte.
[[nodiscard]] ConversationFacts factsOf(const ConnectionRow& connection, std::optional<Protocol> decodeAs);

/// A decoder that is fed with the records of one connection, and how far each direction has come. One thread;
/// the source outlives it.
class ConversationFeed
{
public:
    ConversationFeed(const RecordSource& source, ConnectionId connection, std::optional<Protocol> decodeAs,
                     const DecodeWishes& wishes, ConversationDecoder::Sink sink);

    /// One record: its bytes from `from` to before `to` (−1 = its end), none where they are no longer known;
    /// of an event, what it ends.
    void feed(RecordId id, const RecordEntry& entry, qint64 from = 0, qint64 to = -1);
    /// Passes over the bytes of a stream up to this offset, as over bytes that are not known.
    void skipTo(Direction direction, qint64 offset);
    void finish(Direction direction) { m_decoder->finish(direction); }

    /// Bytes of a direction so far.
    [[nodiscard]] qint64 fed(Direction direction) const { return m_fed[size_t(direction)]; }
    [[nodiscard]] Protocol protocol() const { return m_decoder->protocol(); }

private:
    PayloadCursor m_cursor;
    std::unique_ptr<ConversationDecoder> m_decoder;
    std::array<qint64, 2> m_fed{};
};

} // namespace wl
