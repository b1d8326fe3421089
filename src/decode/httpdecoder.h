// SPDX-License-Identifier: MIT
#pragma once

#include "decode/httplane.h"
#include "decode/sniff.h"

#include <array>

namespace wl {

/// HTTP/1.0 and 1.1 (RFC 9112) of one connection: both directions, responses paired with their requests, and
/// what the connection turns into after a 101 or a CONNECT, decoded as what it is. Over UDP (SSDP) each
/// datagram is a message. Which direction asks is told by the bytes.
///
/// Fields: http.method, http.url (the target as sent), http.version, http.status, http.reason, http.host,
/// http.type (media type, lower case), http.length (of the body, without chunk framing, with content coding),
/// http.header and http.trailer (one each, key = name as sent). A trailer and a field that is made of several
/// places have no range.
class HttpDecoder final : public ConversationDecoder
{
public:
    HttpDecoder(const ConversationFacts& facts, const DecodeWishes& wishes, Sink sink);
    ~HttpDecoder() override;

    void feed(Direction direction, QByteArrayView bytes) override;
    void gap(Direction direction, qint64 length) override;
    void finish(Direction direction) override;
    [[nodiscard]] Protocol protocol() const override;

    /// Whether a conversation is HTTP/1, by the first bytes of a direction.
    [[nodiscard]] static Sniff sniff(QByteArrayView bytes, Direction direction,
                                     const ConversationFacts& facts);

private:
    [[nodiscard]] HttpLane& lane(Direction direction) { return m_lanes[size_t(direction)]; }
    [[nodiscard]] bool holds(Direction direction) const;
    void feedDatagram(Direction direction, QByteArrayView datagram);
    void feedLane(Direction direction, QByteArrayView bytes);
    void releaseHeld(Direction direction);
    void settle();
    void turn(Direction direction, QByteArrayView rest);
    [[nodiscard]] Sink shiftedSink() const;

    const ConversationFacts m_facts;
    const DecodeWishes m_wishes;
    const HttpWishes m_httpWishes;
    const Sink m_sink;
    HttpPairing m_pairing;
    std::array<HttpLane, 2> m_lanes;
    QByteArray m_held; ///< from the side that asked, behind a request that may turn the connection
    std::unique_ptr<ConversationDecoder> m_next; ///< of what the connection turned into
};

} // namespace wl
