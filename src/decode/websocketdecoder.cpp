// SPDX-License-Identifier: MIT
#include "decode/websocketdecoder.h"

namespace wl {

WebSocketDecoder::WebSocketDecoder(const WebSocketFacts& facts, const DecodeWishes& wishes, const Sink& sink)
    : m_lanes{{{Direction::Sent, facts, wishes, sink}, {Direction::Received, facts, wishes, sink}}}
{
}

void WebSocketDecoder::feed(Direction direction, QByteArrayView bytes)
{
    m_lanes[size_t(direction)].feed(bytes);
}

void WebSocketDecoder::gap(Direction direction, qint64 length)
{
    m_lanes[size_t(direction)].gap(length);
}

void WebSocketDecoder::finish(Direction direction)
{
    m_lanes[size_t(direction)].finish();
}

} // namespace wl
