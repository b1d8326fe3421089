// SPDX-License-Identifier: MIT
#pragma once

#include "decode/framedconversation.h"
#include "decode/modbuspdu.h"
#include "decode/sniff.h"

#include <deque>

namespace wl {

/// Modbus/TCP (Modbus Messaging on TCP/IP Implementation Guide V1.0b §3.1.3), also in datagrams. What goes to
/// port 502 is a request; on other ports a message is a response where it answers a request of the other
/// direction (transaction, unit, function) or has no form of a request. Remembers at most
/// limits::modbusRequests requests.
class ModbusDecoder : public FramedConversation
{
public:
    ModbusDecoder(const ConversationFacts& facts, const DecodeWishes& wishes, Sink sink);

    [[nodiscard]] static Sniff sniff(QByteArrayView firstBytes, Direction direction,
                                     const ConversationFacts& facts);

protected:
    [[nodiscard]] FrameMeasure measure(Direction direction, QByteArrayView bytes, qsizetype seen) override;
    [[nodiscard]] bool isCredible(QByteArrayView bytes) const override;
    void frame(Direction direction, const Frame& frame) override;

private:
    struct Waiting
    {
        Direction direction = Direction::Sent;
        quint16 transaction = 0;
        ModbusRequest request;
    };

    [[nodiscard]] bool isResponse(Direction direction, QByteArrayView pdu, bool isAnswer) const;
    [[nodiscard]] std::optional<ModbusRequest> takeRequest(Direction direction, quint16 transaction,
                                                           quint8 unit, quint8 function);

    std::deque<Waiting> m_waiting; // oldest first
};

} // namespace wl
