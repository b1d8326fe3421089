// SPDX-License-Identifier: MIT
#include "decode/httpdecoder.h"

#include "base/limits.h"
#include "decode/http1start.h"
#include "decode/websocketdecoder.h"

#include <utility>

namespace wl {

namespace {

Direction otherOf(Direction direction)
{
    return direction == Direction::Sent ? Direction::Received : Direction::Sent;
}

} // namespace

HttpDecoder::HttpDecoder(const ConversationFacts& facts, const DecodeWishes& wishes, Sink sink)
    : m_facts(facts)
    , m_wishes(wishes)
    , m_httpWishes(wishes)
    , m_sink(std::move(sink))
    , m_lanes{{{Direction::Sent, m_httpWishes, m_pairing, m_sink},
               {Direction::Received, m_httpWishes, m_pairing, m_sink}}}
{
}

HttpDecoder::~HttpDecoder() = default;

Sniff HttpDecoder::sniff(QByteArrayView bytes, Direction, const ConversationFacts&)
{
    while (!bytes.isEmpty() && (bytes.front() == '\r' || bytes.front() == '\n'))
        bytes = bytes.sliced(1);
    switch (http1StartOf(bytes, std::nullopt)) {
    case Http1Start::No: return Sniff::No;
    case Http1Start::Maybe: return Sniff::NeedMore;
    case Http1Start::Request:
    case Http1Start::Response: break;
    }
    return Sniff::Yes;
}

void HttpDecoder::feed(Direction direction, QByteArrayView bytes)
{
    if (m_next)
        m_next->feed(direction, bytes);
    else if (m_facts.transport == Transport::Udp)
        feedDatagram(direction, bytes);
    else
        feedLane(direction, bytes);
}

void HttpDecoder::feedDatagram(Direction direction, QByteArrayView datagram)
{
    m_pairing = HttpPairing();
    lane(direction).reset();
    while (!datagram.isEmpty() && !lane(direction).upgrade())
        datagram = datagram.sliced(lane(direction).feed(datagram));
    lane(direction).finish();
}

/// Whether bytes of this direction wait for the answer to a request that may turn the connection.
bool HttpDecoder::holds(Direction direction) const
{
    return m_pairing.mayTurn() && m_pairing.kinds[size_t(direction)] == Http1Kind::Request &&
           m_lanes[size_t(direction)].isIdle();
}

void HttpDecoder::feedLane(Direction direction, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        if (holds(direction)) {
            m_held.append(bytes);
            if (m_held.size() > limits::undecidedBytes)
                releaseHeld(direction);
            return;
        }
        bytes = bytes.sliced(lane(direction).feed(bytes));
        if (lane(direction).upgrade()) {
            turn(direction, bytes);
            return;
        }
        settle();
    }
}

/// Where the connection stays HTTP, what was held is HTTP.
void HttpDecoder::settle()
{
    if (m_pairing.mayTurn() || m_held.isEmpty())
        return;
    const bool isSent = m_pairing.kinds[size_t(Direction::Sent)] == Http1Kind::Request;
    releaseHeld(isSent ? Direction::Sent : Direction::Received);
}

void HttpDecoder::releaseHeld(Direction direction)
{
    const QByteArray held = std::exchange(m_held, {});
    QByteArrayView rest = held;
    while (!rest.isEmpty())
        rest = rest.sliced(lane(direction).feed(rest));
}

void HttpDecoder::gap(Direction direction, qint64 length)
{
    if (m_next) {
        m_next->gap(direction, length);
        return;
    }
    if (m_pairing.kinds[size_t(direction)] == Http1Kind::Request)
        releaseHeld(direction);
    lane(direction).gap(length);
    settle();
}

void HttpDecoder::finish(Direction direction)
{
    if (m_next) {
        m_next->finish(direction);
        return;
    }
    if (m_pairing.kinds[size_t(direction)] == Http1Kind::Request)
        releaseHeld(direction);
    lane(direction).finish();
    settle();
}

Protocol HttpDecoder::protocol() const
{
    return m_next ? m_next->protocol() : Protocol::Http;
}

/// Messages of what comes next count from where it began.
ConversationDecoder::Sink HttpDecoder::shiftedSink() const
{
    std::array<qint64, 2> start = {m_lanes[0].offset(), m_lanes[1].offset()};
    return [sink = m_sink, start](DecodedMessage&& message) {
        const qint64 by = start[size_t(message.direction)];
        message.range.offset += by;
        for (DecodedField& field : message.fields) {
            if (field.range.length > 0)
                field.range.offset += by;
        }
        if (message.problem)
            message.problem->offset += by;
        sink(std::move(message));
    };
}

/// The connection is something else from here on (RFC 9110 §7.8, §9.3.6).
void HttpDecoder::turn(Direction direction, QByteArrayView rest)
{
    const HttpLane::Upgrade upgrade = *lane(direction).upgrade();
    const Direction client = otherOf(direction);
    if (upgrade.protocol == "websocket") {
        WebSocketFacts facts;
        facts.client = client;
        facts.deflate = WebSocketDeflate::negotiated(upgrade.extensions);
        m_next = std::make_unique<WebSocketDecoder>(facts, m_wishes, shiftedSink());
    } else {
        ConversationFacts facts = m_facts;
        facts.decodeAs.reset();
        facts.localPort = 0;
        facts.peerPort = upgrade.protocol.isEmpty() ? m_pairing.tunnelPort : quint16(0);
        m_next = ConversationDecoder::create(facts, m_wishes, shiftedSink());
    }
    if (const QByteArray held = std::exchange(m_held, {}); !held.isEmpty())
        m_next->feed(client, held);
    if (!rest.isEmpty())
        m_next->feed(direction, rest);
}

} // namespace wl
