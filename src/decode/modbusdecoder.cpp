// SPDX-License-Identifier: MIT
#include "decode/modbusdecoder.h"

#include "base/limits.h"
#include "decode/modbusnames.h"

namespace wl {

namespace {

constexpr quint16 modbusPort = 502;
constexpr qsizetype lengthEnd = 6; // transaction, protocol, length
constexpr qsizetype headBytes = 7; // with the unit
constexpr quint16 leastLength = 2; // unit and function
constexpr quint16 mostLength = 254;

quint16 lengthOf(QByteArrayView bytes)
{
    ByteReader reader(bytes, 0);
    reader.seek(4);
    return reader.u16();
}

} // namespace

ModbusDecoder::ModbusDecoder(const ConversationFacts& facts, const DecodeWishes& wishes, Sink sink)
    : FramedConversation(Protocol::Modbus, facts, wishes, std::move(sink))
{
}

Sniff ModbusDecoder::sniff(QByteArrayView firstBytes, Direction, const ConversationFacts& facts)
{
    if ((firstBytes.size() > 2 && firstBytes[2] != 0) || (firstBytes.size() > 3 && firstBytes[3] != 0))
        return Sniff::No;
    const Sniff tooFew = facts.transport == Transport::Udp ? Sniff::No : Sniff::NeedMore;
    if (firstBytes.size() < lengthEnd)
        return tooFew;
    const quint16 length = lengthOf(firstBytes);
    if (length < leastLength || length > mostLength)
        return Sniff::No;
    if (firstBytes.size() < lengthEnd + length)
        return tooFew;
    const QByteArrayView pdu = firstBytes.sliced(headBytes, length - 1);
    const bool isKnown = ModbusNames::isFunction(static_cast<quint8>(pdu[0]) & 0x7f);
    return isKnown && (isModbusRequest(pdu) || isModbusResponse(pdu)) ? Sniff::Yes : Sniff::No;
}

FrameMeasure ModbusDecoder::measure(Direction, QByteArrayView bytes, qsizetype)
{
    for (const qsizetype at : {2, 3}) {
        if (bytes.size() > at && bytes[at] != 0)
            return FrameMeasure::bad(QStringLiteral("the protocol of Modbus is 0"), at);
    }
    if (bytes.size() < lengthEnd)
        return FrameMeasure::needMore();
    const quint16 length = lengthOf(bytes);
    if (length < leastLength || length > mostLength)
        return FrameMeasure::bad(QStringLiteral("a length of %1: 2 to 254 are allowed").arg(length), 4);
    if (bytes.size() <= headBytes)
        return FrameMeasure::needMore();
    return FrameMeasure::whole(lengthEnd + length, lengthEnd + length);
}

bool ModbusDecoder::isCredible(QByteArrayView bytes) const
{
    return ModbusNames::isFunction(static_cast<quint8>(bytes[headBytes]) & 0x7f);
}

/// Whether this is a response; `isAnswer`: the other direction asked so.
bool ModbusDecoder::isResponse(Direction direction, QByteArrayView pdu, bool isAnswer) const
{
    const bool isPeerServer = facts().peerPort == modbusPort;
    const bool isHereServer = facts().localPort == modbusPort;
    if (isPeerServer != isHereServer)
        return (direction == Direction::Sent) == isHereServer;
    return isAnswer || !isModbusRequest(pdu);
}

std::optional<ModbusRequest> ModbusDecoder::takeRequest(Direction direction, quint16 transaction, quint8 unit,
                                                        quint8 function)
{
    const auto found = std::find_if(m_waiting.begin(), m_waiting.end(), [&](const Waiting& waiting) {
        return waiting.direction != direction && waiting.transaction == transaction &&
               waiting.request.unit == unit && waiting.request.function == (function & 0x7f);
    });
    if (found == m_waiting.end())
        return std::nullopt;
    const ModbusRequest request = found->request;
    m_waiting.erase(found);
    return request;
}

void ModbusDecoder::frame(Direction direction, const Frame& frame)
{
    MessageBuilder message = builder(direction, frame.range);
    if (frame.end != Frame::End::Whole)
        message.setProblem(cutShort(frame.end), frame.range.end());
    ByteReader reader(frame.bytes, frame.range.offset);
    const quint16 transaction = reader.u16();
    message.add("modbus.transaction", "Transaction", qint64{transaction}, reader.since(0));
    const quint16 protocol = reader.u16();
    message.add(nullptr, "Protocol", qint64{protocol}, reader.since(2));
    const quint16 length = reader.u16();
    message.add(nullptr, "Length", qint64{length}, reader.since(4));
    const quint8 unit = reader.u8();
    message.add("modbus.unit", "Unit", qint64{unit}, reader.since(lengthEnd));
    if (reader.failed() || reader.isAtEnd()) {
        message.setProblem(QStringLiteral("shorter than the head of a Modbus message"), reader.offset());
        give(message);
        return;
    }
    if (protocol != 0)
        message.setProblem(QStringLiteral("the protocol of Modbus is 0"), frame.range.offset + 2);
    else if (length != frame.bytes.size() - lengthEnd)
        message.setProblem(
            QStringLiteral("a length of %1 for %2 bytes").arg(length).arg(frame.bytes.size() - lengthEnd),
            frame.range.offset + 4);
    const ByteReader pdu = reader.sub(reader.left());
    const std::optional<ModbusRequest> asked =
        takeRequest(direction, transaction, unit, static_cast<quint8>(pdu.all()[0]));
    if (isResponse(direction, pdu.all(), asked.has_value())) {
        decodeModbusResponse(pdu, asked, message);
    } else {
        ModbusRequest request = decodeModbusRequest(pdu, message);
        request.unit = unit;
        m_waiting.push_back({direction, transaction, request});
        if (m_waiting.size() > limits::modbusRequests)
            m_waiting.pop_front();
    }
    give(message);
}

} // namespace wl
