// SPDX-License-Identifier: MIT
#include "decode/mqttdecoder.h"

#include "base/limits.h"
#include "decode/mqttproperties.h"

namespace wl {

namespace {

constexpr qsizetype restBeforePayload = 128 * 1024; // of a PUBLISH: more than topic and usual properties

MqttType typeOf(quint8 head)
{
    return static_cast<MqttType>(head >> 4);
}

/// MQTT 5 §2.1.3: the flags that a packet of this type must have; PUBLISH has its own.
quint8 flagsOf(MqttType type)
{
    return type == MqttType::Pubrel || type == MqttType::Subscribe || type == MqttType::Unsubscribe ? 2 : 0;
}

/// How few bytes the body of a packet can have.
qint64 leastBytes(MqttType type)
{
    switch (type) {
    case MqttType::Connect: return 12;
    case MqttType::Subscribe: return 5;
    case MqttType::Unsubscribe: return 4;
    case MqttType::Pingreq:
    case MqttType::Pingresp:
    case MqttType::Disconnect:
    case MqttType::Auth: return 0;
    default: return 2;
    }
}

struct Head
{
    enum class State : quint8 { NeedMore, Whole, TooLong };
    State state = State::NeedMore;
    qsizetype size = 0; ///< with the remaining length
    qint64 length = 0;  ///< the remaining length
};

Head readHead(QByteArrayView bytes)
{
    ByteReader reader(bytes, 0);
    (void)reader.u8();
    const std::optional<quint32> length = readMqttNumber(reader);
    if (length)
        return {Head::State::Whole, reader.position(), *length};
    return {bytes.size() >= 5 ? Head::State::TooLong : Head::State::NeedMore};
}

/// The start of a CONNECT's body as far as it came: "MQTT" (or "MQIsdp", MQTT 3.1) behind its length.
bool beginsConnect(QByteArrayView body)
{
    constexpr QByteArrayView now("\0\4MQTT", 6);
    constexpr QByteArrayView old("\0\6MQIsdp", 8);
    return now.startsWith(body.first(std::min(body.size(), now.size()))) ||
           old.startsWith(body.first(std::min(body.size(), old.size())));
}

} // namespace

MqttDecoder::MqttDecoder(const ConversationFacts& facts, const DecodeWishes& wishes, Sink sink)
    : FramedConversation(Protocol::Mqtt, facts, wishes, std::move(sink))
{
}

Sniff MqttDecoder::sniff(QByteArrayView firstBytes, Direction, const ConversationFacts& facts)
{
    if (facts.transport == Transport::Udp)
        return Sniff::No;
    if (firstBytes.isEmpty())
        return Sniff::NeedMore;
    if (firstBytes[0] != 0x10)
        return Sniff::No;
    const Head head = readHead(firstBytes);
    if (head.state == Head::State::NeedMore)
        return Sniff::NeedMore;
    const QByteArrayView body = firstBytes.sliced(head.size);
    if (head.state == Head::State::TooLong || head.length < leastBytes(MqttType::Connect) ||
        !beginsConnect(body))
        return Sniff::No;
    return body.size() >= 6 ? Sniff::Yes : Sniff::NeedMore;
}

FrameMeasure MqttDecoder::measure(Direction, QByteArrayView bytes, qsizetype)
{
    const MqttType type = typeOf(static_cast<quint8>(bytes[0]));
    if (type == MqttType{})
        return FrameMeasure::bad(QStringLiteral("no MQTT packet has the type 0"), 0);
    const Head head = readHead(bytes);
    if (head.state == Head::State::TooLong)
        return FrameMeasure::bad(QStringLiteral("a remaining length of more than four bytes"), 4);
    if (head.state == Head::State::NeedMore)
        return FrameMeasure::needMore();
    const QByteArrayView body = bytes.sliced(head.size);
    if (type == MqttType::Publish && head.length >= 2) {
        if (body.size() < 2)
            return FrameMeasure::needMore();
        if (ByteReader(body, 0).u16() > head.length - 2)
            return FrameMeasure::bad(QStringLiteral("a topic longer than its packet"), head.size);
    }
    if (type == MqttType::Connect && head.length >= 6) {
        if (!beginsConnect(body))
            return FrameMeasure::bad(QStringLiteral("a CONNECT that does not say MQTT"), head.size);
        if (body.size() < 6)
            return FrameMeasure::needMore();
    }
    const qint64 length = head.size + head.length;
    const qint64 wanted = std::max<qint64>(limits::messageBytes, wishes().contentBytes + restBeforePayload);
    return FrameMeasure::whole(length, std::min(length, wanted));
}

bool MqttDecoder::isCredible(QByteArrayView bytes) const
{
    const auto first = static_cast<quint8>(bytes[0]);
    const MqttType type = typeOf(first);
    const Head head = readHead(bytes);
    if (head.length < leastBytes(type))
        return false;
    if (type == MqttType::Pingreq || type == MqttType::Pingresp)
        return first % 16 == 0 && head.length == 0;
    return type == MqttType::Publish ? (first & 6) != 6 : first % 16 == flagsOf(type);
}

/// The version by which to read a packet; what it shows for certain is kept.
quint8 MqttDecoder::versionOf(const MqttTerms& terms, const ByteReader& body)
{
    if (m_version)
        return *m_version;
    const auto reads = [&](quint8 version) {
        const DecodeWishes none;
        MessageBuilder trial(none, Protocol::Mqtt, Direction::Sent, {});
        MqttTerms other = terms;
        other.version = version;
        (void)decodeMqttBody(body, other, trial, [](quint16) { return QByteArray(); });
        return !trial.hasProblem();
    };
    const bool isFive = reads(5);
    const bool isFour = reads(4);
    if (isFive != isFour && terms.type != MqttType::Publish && terms.type != MqttType::Suback)
        m_version = isFive ? 5 : 4;
    return isFive ? 5 : 4;
}

void MqttDecoder::learn(Direction direction, const MqttFindings& findings)
{
    if (findings.version != 0) {
        m_version = findings.version;
        m_aliases = {};
    }
    if (findings.alias == 0 || findings.topic.isEmpty())
        return;
    Aliases& known = aliases(direction);
    const auto before = known.topics.constFind(findings.alias);
    const qsizetype freed = before == known.topics.constEnd() ? 0 : before->size();
    if (known.bytes - freed + findings.topic.size() > limits::mqttAliasBytes)
        return;
    known.bytes += findings.topic.size() - freed;
    known.topics.insert(findings.alias, findings.topic);
}

void MqttDecoder::addHead(MessageBuilder& message, const ByteReader& reader, const MqttTerms& terms,
                          qsizetype bodyAt)
{
    const ByteRange first = reader.range(0, 1);
    message.addBytes("mqtt.type", "Type", MqttCodes::type(terms.type), first);
    if (terms.type == MqttType::Publish) {
        message.add(nullptr, "Duplicate", (terms.flags & 8) != 0, first);
        message.add("mqtt.qos", "QoS", qint64{terms.flags >> 1 & 3}, first);
        message.add("mqtt.retain", "Retain", (terms.flags & 1) != 0, first);
    }
    message.add(nullptr, "Remaining length", qint64{reader.left() - bodyAt + terms.beyond},
                reader.range(1, bodyAt - 1));
    if (!m_version && terms.type != MqttType::Connect)
        message.add(nullptr, "Version, assumed", qint64{terms.version}, {});
}

void MqttDecoder::check(MessageBuilder& message, const ByteReader& reader, const MqttTerms& terms,
                        qint64 length)
{
    const bool isPublish = terms.type == MqttType::Publish;
    if (isPublish && (terms.flags & 6) == 6) // [MQTT-3.3.1-4]
        message.setProblem(QStringLiteral("there is no QoS 3"), reader.offsetOf(0));
    else if (!isPublish && terms.flags != flagsOf(terms.type)) // [MQTT-2.1.3-1]
        message.setProblem(QStringLiteral("flags that this packet must not have"), reader.offsetOf(0));
    else if (length < leastBytes(terms.type))
        message.setProblem(QStringLiteral("too short for its type"), reader.offsetOf(1));
}

void MqttDecoder::frame(Direction direction, const Frame& frame)
{
    MessageBuilder message = builder(direction, frame.range);
    if (frame.end != Frame::End::Whole)
        message.setProblem(cutShort(frame.end), frame.range.end());
    const Head head = readHead(frame.bytes);
    ByteReader reader(frame.bytes, frame.range.offset);
    MqttTerms terms;
    terms.type = typeOf(static_cast<quint8>(frame.bytes[0]));
    terms.flags = static_cast<quint8>(frame.bytes[0]) & 0xf;
    terms.beyond = frame.range.length - frame.bytes.size();
    terms.isWhole = frame.end == Frame::End::Whole;
    if (head.state != Head::State::Whole) {
        addHead(message, reader, terms, reader.left());
        give(message);
        return;
    }
    check(message, reader, terms, head.length);
    ByteReader body = reader;
    body.seek(head.size);
    body = body.sub(body.left());
    terms.version = versionOf(terms, body);
    addHead(message, reader, terms, head.size);
    const MqttFindings findings = decodeMqttBody(
        body, terms, message, [&](quint16 alias) { return aliases(direction).topics.value(alias); });
    learn(direction, findings);
    give(message);
}

} // namespace wl
