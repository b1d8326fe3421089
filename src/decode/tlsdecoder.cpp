// SPDX-License-Identifier: MIT
#include "decode/tlsdecoder.h"

#include "base/limits.h"
#include "decode/tlshandshake.h"
#include "decode/tlsnames.h"

namespace wl {

namespace {

enum Content : quint8 { ChangeCipherSpec = 20, Alert, HandshakeContent, ApplicationData, Heartbeat };

constexpr qsizetype headBytes = 5;

quint8 byteAt(QByteArrayView bytes, qsizetype at)
{
    return static_cast<quint8>(bytes[at]);
}

qsizetype recordLength(QByteArrayView record)
{
    return byteAt(record, 3) << 8 | byteAt(record, 4);
}

/// The record's head in the tree.
void addRecord(MessageBuilder& builder, ByteReader reader)
{
    if (!builder.hasTree() || reader.left() < headBytes)
        return;
    const int record = builder.addGroup("Record", reader.range(0, headBytes));
    const quint8 type = reader.u8();
    const quint16 version = reader.u16();
    builder.add(nullptr, "Content type", qint64{type}, reader.range(0, 1), record);
    builder.addBytes(nullptr, "Version", TlsNames::version(version), reader.range(1, 2), record);
    builder.add(nullptr, "Length", qint64{reader.u16()}, reader.range(3, 2), record);
}

/// Whether a record after ChangeCipherSpec is a hello in the clear all the same: after a
/// HelloRetryRequest both sides may have sent ChangeCipherSpec (RFC 8446 §D.4).
bool isPlainHello(QByteArrayView payload)
{
    if (payload.size() < 4 || (payload[0] != 1 && payload[0] != 2))
        return false;
    ByteReader reader(payload, 1);
    (void)reader.u8();
    return reader.u24() == reader.left();
}

} // namespace

TlsDecoder::TlsDecoder(const ConversationFacts& facts, const DecodeWishes& wishes, Sink sink)
    : FramedConversation(Protocol::Tls, facts, wishes, std::move(sink))
{
}

Sniff TlsDecoder::sniff(QByteArrayView firstBytes, Direction, const ConversationFacts& facts)
{
    if (facts.transport == Transport::Udp)
        return Sniff::No;
    if (firstBytes.isEmpty())
        return Sniff::NeedMore;
    const quint8 type = byteAt(firstBytes, 0);
    if (type < ChangeCipherSpec || type > ApplicationData || (firstBytes.size() > 1 && firstBytes[1] != 3) ||
        (firstBytes.size() > 2 && byteAt(firstBytes, 2) > 4))
        return Sniff::No;
    if (firstBytes.size() <= headBytes)
        return Sniff::NeedMore;
    const qsizetype length = recordLength(firstBytes);
    if (length == 0 || length > limits::tlsRecordBytes)
        return Sniff::No;
    const bool isStart = type == HandshakeContent && (firstBytes[5] == 1 || firstBytes[5] == 2);
    const bool isMiddle = type == ApplicationData || (type == HandshakeContent && length >= 32) ||
                          (type == ChangeCipherSpec && length == 1) || (type == Alert && length >= 2);
    return isStart || isMiddle ? Sniff::Yes : Sniff::No;
}

FrameMeasure TlsDecoder::measure(Direction, QByteArrayView bytes, qsizetype)
{
    const quint8 type = byteAt(bytes, 0);
    if (type < ChangeCipherSpec || type > Heartbeat)
        return FrameMeasure::bad(QStringLiteral("no TLS record has the type %1").arg(type), 0);
    if (bytes.size() > 1 && bytes[1] != 3)
        return FrameMeasure::bad(QStringLiteral("not a version of TLS"), 1);
    if (bytes.size() > 2 && byteAt(bytes, 2) > 4)
        return FrameMeasure::bad(QStringLiteral("not a version of TLS"), 2);
    if (bytes.size() < headBytes)
        return FrameMeasure::needMore();
    const qsizetype length = recordLength(bytes);
    if (length > limits::tlsRecordBytes)
        return FrameMeasure::bad(
            QStringLiteral("a TLS record of %1 bytes is longer than allowed").arg(length), 3);
    const bool isOpaque = type == ApplicationData || type == Heartbeat;
    return FrameMeasure::whole(headBytes + length, isOpaque ? headBytes : headBytes + length);
}

void TlsDecoder::frame(Direction direction, const Frame& frame)
{
    const quint8 type = byteAt(frame.bytes, 0);
    const QString problem = frame.end == Frame::End::Whole ? QString() : cutShort(frame.end);
    if (type == HandshakeContent && frame.bytes.size() > headBytes) {
        handshakeRecord(direction, frame);
        return;
    }
    if (!handshake(direction).bytes.isEmpty())
        giveHandshake(direction, QStringLiteral("cut short by another record"));
    if (type == Alert && frame.bytes.size() >= headBytes) {
        giveAlert(direction, frame);
    } else if (type == ChangeCipherSpec) {
        handshake(direction).isEncrypted = true;
        giveOpaque(direction, frame, "changecipherspec", problem);
    } else if (type == HandshakeContent) {
        giveOpaque(direction, frame, "handshake",
                   problem.isEmpty() ? QStringLiteral("a handshake record without a byte") : problem);
    } else {
        giveOpaque(direction, frame, type == Heartbeat ? "heartbeat" : "applicationdata", problem);
    }
}

void TlsDecoder::interrupted(Direction direction, Frame::End end)
{
    Handshake& state = handshake(direction);
    if (!state.bytes.isEmpty())
        giveHandshake(direction, cutShort(end));
    state.hasHello = false;
}

/// How long the message at hand is, 4 where its head is not whole, 0 where no handshake message begins so.
qsizetype TlsDecoder::handshakeNeeds(const Handshake& state)
{
    if (!state.bytes.isEmpty() && !TlsNames::handshake(byteAt(state.bytes, 0)))
        return 0;
    if (state.bytes.size() < 4)
        return 4;
    ByteReader reader(state.bytes, 0);
    (void)reader.u8();
    const qsizetype length = reader.u24();
    return length > limits::tlsHandshakeBytes - 4 ? 0 : 4 + length;
}

/// Takes what belongs to the message at hand; gives how many bytes that is.
qsizetype TlsDecoder::fillHandshake(Handshake& state, QByteArrayView bytes)
{
    const qsizetype head = std::clamp<qsizetype>(4 - state.bytes.size(), 0, bytes.size());
    state.bytes.append(bytes.first(head));
    const qsizetype missing = handshakeNeeds(state) - state.bytes.size();
    const qsizetype body = std::clamp<qsizetype>(missing, 0, bytes.size() - head);
    state.bytes.append(bytes.sliced(head, body));
    return head + body;
}

/// Whether the payload of a record, with no message at hand, is to be read.
bool TlsDecoder::isReadable(const Handshake& state, QByteArrayView payload)
{
    if (state.isEncrypted)
        return isPlainHello(payload);
    return state.hasHello || payload[0] == 1 || payload[0] == 2;
}

void TlsDecoder::handshakeRecord(Direction direction, const Frame& frame)
{
    Handshake& state = handshake(direction);
    const QByteArrayView payload = frame.bytes.sliced(headBytes);
    if (state.bytes.isEmpty() && !isReadable(state, payload)) {
        giveOpaque(direction, frame, "encryptedhandshake",
                   frame.end == Frame::End::Whole ? QString() : cutShort(frame.end));
        return;
    }
    const qint64 offset = frame.range.offset + headBytes;
    for (qsizetype used = 0; used < payload.size();) {
        if (state.bytes.isEmpty()) {
            state.start = used == 0 ? frame.range.offset : offset + used;
            state.isAtRecord = used == 0;
            state.pieces.clear();
        }
        if (state.bytes.isEmpty() || used == 0)
            state.pieces.push_back({state.bytes.size(), offset + used});
        if (state.bytes.isEmpty() && used == 0)
            state.head = frame.bytes.first(headBytes).toByteArray();
        used += fillHandshake(state, payload.sliced(used));
        const qsizetype needs = handshakeNeeds(state);
        if (needs == 0) {
            state.bytes.clear();
            giveOpaque(direction, Frame{{}, {state.start, frame.range.end() - state.start}, frame.end},
                       "encryptedhandshake", QStringLiteral("no handshake message begins here"));
            return;
        }
        if (state.bytes.size() == needs)
            giveHandshake(direction);
    }
}

void TlsDecoder::giveHandshake(Direction direction, const QString& problem)
{
    Handshake& state = handshake(direction);
    const QByteArray bytes = std::exchange(state.bytes, {});
    const ByteReader reader(bytes, state.pieces);
    const qint64 end = reader.range(0, bytes.size()).end();
    MessageBuilder message = builder(direction, {state.start, end - state.start});
    if (!problem.isEmpty())
        message.setProblem(problem, end);
    if (state.isAtRecord)
        addRecord(message, ByteReader(state.head, state.start));
    if (state.pieces.size() > 1)
        message.add(nullptr, "Records", static_cast<qint64>(state.pieces.size()), {});
    decodeTlsHandshake(reader, message);
    state.hasHello = state.hasHello || bytes[0] == 1 || bytes[0] == 2;
    give(message);
}

/// A record of which only type and length are to be said.
void TlsDecoder::giveOpaque(Direction direction, const Frame& frame, const char* type, const QString& problem)
{
    MessageBuilder message = builder(direction, frame.range);
    if (!problem.isEmpty())
        message.setProblem(problem, frame.end == Frame::End::Whole ? frame.range.offset : frame.range.end());
    addRecord(message, ByteReader(frame.bytes, frame.range.offset));
    if (message.wants("tls.type"))
        message.add("tls.type", "Type", QByteArray(type),
                    {frame.range.offset, frame.bytes.isEmpty() ? 0 : 1});
    const qint64 payload = std::max<qint64>(frame.range.length - headBytes, 0);
    if (message.hasTree() && !frame.bytes.isEmpty() && payload > 0)
        message.addGroup("Payload", {frame.range.offset + headBytes, payload});
    if (message.hasInfo())
        message.setInfo(QStringLiteral("%1 (%2 bytes)").arg(QLatin1String(type)).arg(payload));
    give(message);
}

/// RFC 8446 §6; an encrypted one is longer than two bytes.
void TlsDecoder::giveAlert(Direction direction, const Frame& frame)
{
    const bool isWhole = frame.end == Frame::End::Whole;
    if (recordLength(frame.bytes) != 2) {
        giveOpaque(direction, frame, "encryptedalert", isWhole ? QString() : cutShort(frame.end));
        return;
    }
    MessageBuilder message = builder(direction, frame.range);
    if (!isWhole)
        message.setProblem(cutShort(frame.end), frame.range.end());
    ByteReader reader(frame.bytes, frame.range.offset);
    addRecord(message, reader);
    message.addBytes("tls.type", "Type", "alert", reader.range(0, 1));
    reader.seek(headBytes);
    const quint8 level = reader.u8();
    const QByteArray levelName = level == 1   ? "warning"
                                 : level == 2 ? "fatal"
                                              : "level " + QByteArray::number(level);
    message.addBytes(nullptr, "Level", levelName, reader.since(headBytes));
    const QByteArray name = TlsNames::alert(reader.u8());
    if (!reader.failed())
        message.addBytes("tls.alert", "Alert", name, reader.range(headBytes + 1, 1));
    if (message.hasInfo())
        message.setInfo(QStringLiteral("Alert %1 %2").arg(QLatin1String(levelName), QLatin1String(name)));
    give(message);
}

} // namespace wl
