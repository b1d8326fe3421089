// SPDX-License-Identifier: MIT
#include "decode/mqttpacket.h"

#include "decode/mqttproperties.h"

namespace wl {

namespace {

/// One packet's body while it is taken apart.
class Body
{
public:
    Body(const ByteReader& reader, const MqttTerms& terms, MessageBuilder& builder,
         const std::function<QByteArray(quint16)>& aliasedTopic)
        : m_reader(reader)
        , m_terms(terms)
        , m_builder(builder)
        , m_aliasedTopic(aliasedTopic)
    {
    }

    MqttFindings run();

private:
    [[nodiscard]] bool isFive() const { return m_terms.version == 5; }
    QByteArrayView text(const char* name, QAnyStringView label);
    void packetId();
    void reason(bool isOld);
    void connect();
    void connectPayload(quint8 flags);
    void connack();
    void publish();
    void acknowledge();
    void subscribe();
    void unsubscribe();
    void codes();
    void disconnect();
    void checkTopic(QByteArrayView topic, qsizetype start);
    void finish();

    ByteReader m_reader;
    MqttTerms m_terms;
    MessageBuilder& m_builder;
    const std::function<QByteArray(quint16)>& m_aliasedTopic;
    MqttFindings m_findings;
    QString m_info;
};

QByteArrayView Body::text(const char* name, QAnyStringView label)
{
    const qsizetype start = m_reader.position() + 2;
    const QByteArrayView value = m_reader.bytes(m_reader.u16());
    if (m_reader.failed())
        return {};
    m_builder.addBytes(name, label, value, m_reader.range(start, value.size()));
    if (!value.isValidUtf8())
        m_builder.setProblem(QStringLiteral("text that is not UTF-8"), m_reader.offsetOf(start));
    return value;
}

void Body::packetId()
{
    const quint16 id = m_reader.u16();
    if (m_reader.failed())
        return;
    const qsizetype start = m_reader.position() - 2;
    m_builder.add("mqtt.id", "Packet Identifier", qint64{id}, m_reader.since(start));
    if (id == 0)
        m_builder.setProblem(QStringLiteral("a Packet Identifier of 0"), m_reader.offsetOf(start));
    if (m_builder.hasInfo())
        m_info += QStringLiteral(" id %1").arg(id);
}

/// `isOld`: the return codes of MQTT 3.1.1.
void Body::reason(bool isOld)
{
    const quint8 code = m_reader.u8();
    if (m_reader.failed() || (!m_builder.wants("mqtt.reason") && !m_builder.hasInfo()))
        return;
    const QByteArray name =
        isOld ? MqttCodes::returnCode(m_terms.type, code) : MqttCodes::reason(m_terms.type, code);
    m_builder.add("mqtt.reason", isOld ? "Return code" : "Reason", name,
                  m_reader.since(m_reader.position() - 1));
    if (m_builder.hasInfo() && m_info.size() < 200)
        m_info += u' ' + QLatin1String(name);
}

MqttFindings Body::run()
{
    switch (m_terms.type) {
    case MqttType::Connect: connect(); break;
    case MqttType::Connack: connack(); break;
    case MqttType::Publish: publish(); break;
    case MqttType::Puback:
    case MqttType::Pubrec:
    case MqttType::Pubrel:
    case MqttType::Pubcomp: acknowledge(); break;
    case MqttType::Subscribe: subscribe(); break;
    case MqttType::Unsubscribe: unsubscribe(); break;
    case MqttType::Suback:
    case MqttType::Unsuback: codes(); break;
    case MqttType::Disconnect:
    case MqttType::Auth: disconnect(); break;
    case MqttType::Pingreq:
    case MqttType::Pingresp: break;
    }
    finish();
    return m_findings;
}

void Body::finish()
{
    if (m_reader.failed() && m_terms.beyond > 0)
        m_builder.setProblem(QStringLiteral("too long: only its start is decoded"), m_reader.offset());
    else if (m_reader.failed())
        m_builder.setProblem(QStringLiteral("the packet ends too early"), m_reader.offset());
    else if (!m_reader.isAtEnd() || (m_terms.beyond > 0 && m_terms.type != MqttType::Publish))
        m_builder.setProblem(QStringLiteral("bytes behind the end of what the packet holds"),
                             m_reader.offset());
    if (m_builder.hasInfo())
        m_builder.setInfo(QLatin1String(MqttCodes::type(m_terms.type)) + m_info);
}

void Body::connect()
{
    (void)text(nullptr, "Protocol name");
    m_findings.version = m_reader.u8();
    m_terms.version = m_findings.version;
    m_builder.add(nullptr, "Protocol level", qint64{m_findings.version},
                  m_reader.since(m_reader.position() - 1));
    const quint8 flags = m_reader.u8();
    const qsizetype at = m_reader.position() - 1;
    const ByteRange range = m_reader.since(at);
    const int group = m_builder.addGroup("Connect flags", range);
    m_builder.add(nullptr, isFive() ? "Clean start" : "Clean session", (flags & 2) != 0, range, group);
    m_builder.add(nullptr, "Will", (flags & 4) != 0, range, group);
    m_builder.add(nullptr, "Will QoS", qint64{flags >> 3 & 3}, range, group);
    m_builder.add(nullptr, "Will retain", (flags & 0x20) != 0, range, group);
    m_builder.add(nullptr, "Password", (flags & 0x40) != 0, range, group);
    m_builder.add(nullptr, "User name", (flags & 0x80) != 0, range, group);
    if ((flags & 1) != 0) // [MQTT-3.1.2-3]
        m_builder.setProblem(QStringLiteral("the reserved connect flag is set"), m_reader.offsetOf(at));
    const quint16 keepAlive = m_reader.u16();
    m_builder.add(nullptr, "Keep alive, seconds", qint64{keepAlive}, m_reader.since(m_reader.position() - 2));
    if (isFive())
        (void)decodeMqttProperties(m_reader, m_builder, "Properties");
    connectPayload(flags);
}

void Body::connectPayload(quint8 flags)
{
    const QByteArrayView client = text("mqtt.clientid", "Client Identifier");
    if (m_builder.hasInfo())
        m_info += u' ' + infoText(client);
    if ((flags & 4) != 0) {
        if (isFive())
            (void)decodeMqttProperties(m_reader, m_builder, "Will properties");
        (void)text(nullptr, "Will topic");
        const qsizetype start = m_reader.position() + 2;
        const QByteArrayView payload = m_reader.bytes(m_reader.u16());
        m_builder.addBytes(nullptr, "Will payload", payload, m_reader.range(start, payload.size()));
    }
    if ((flags & 0x80) != 0) {
        const QByteArrayView user = text(nullptr, "User name");
        if (m_builder.hasInfo())
            m_info += QStringLiteral(" as ") + infoText(user);
    }
    if ((flags & 0x40) != 0) { // a secret: its length says enough
        const qsizetype start = m_reader.position();
        const quint16 length = m_reader.u16();
        (void)m_reader.bytes(length);
        m_builder.add(nullptr, "Password, bytes", qint64{length}, m_reader.since(start));
    }
}

void Body::connack()
{
    const quint8 flags = m_reader.u8();
    m_builder.add(nullptr, "Session present", (flags & 1) != 0, m_reader.since(0));
    reason(!isFive());
    if (isFive())
        (void)decodeMqttProperties(m_reader, m_builder, "Properties");
}

/// [MQTT-3.3.2-2], [MQTT-1.5.4-2]
void Body::checkTopic(QByteArrayView topic, qsizetype start)
{
    const auto bad =
        std::find_if(topic.begin(), topic.end(), [](char c) { return c == '#' || c == '+' || c == 0; });
    if (bad != topic.end())
        m_builder.setProblem(QStringLiteral("a wildcard or a null character in a topic name"),
                             m_reader.offsetOf(start + (bad - topic.begin())));
}

void Body::publish()
{
    const int qos = m_terms.flags >> 1 & 3;
    const qsizetype start = m_reader.position() + 2;
    const bool isEmpty = ByteReader(m_reader).u16() == 0; // an alias stands for it
    QByteArray topic = text(isEmpty ? nullptr : "mqtt.topic", "Topic").toByteArray();
    checkTopic(topic, start);
    if (qos > 0)
        packetId();
    if (isFive()) {
        m_findings.alias = decodeMqttProperties(m_reader, m_builder, "Properties");
        if (m_findings.alias != 0 && topic.isEmpty()) {
            topic = m_aliasedTopic(m_findings.alias);
            m_builder.addBytes("mqtt.topic", "Topic by its alias", topic, {});
        }
        if (m_findings.alias != 0)
            m_findings.topic = topic;
    }
    if (isEmpty && m_findings.alias == 0) // [MQTT-4.7.3-1]
        m_builder.setProblem(QStringLiteral("a topic without a character"), m_reader.offsetOf(start));
    const qsizetype at = m_reader.position();
    const QByteArrayView payload = m_reader.rest();
    const qint64 size = payload.size() + m_terms.beyond;
    m_builder.addGroup("Payload", m_reader.since(at));
    m_builder.setContent(payload, m_terms.isWhole && m_terms.beyond == 0);
    if (m_builder.hasInfo())
        m_info = u' ' + infoText(topic) + m_info + QStringLiteral(" (%1 bytes)").arg(size);
}

/// MQTT 5 §3.4.2.1: reason and properties may be left out.
void Body::acknowledge()
{
    packetId();
    if (!isFive() || m_reader.isAtEnd())
        return;
    reason(false);
    if (!m_reader.isAtEnd())
        (void)decodeMqttProperties(m_reader, m_builder, "Properties");
}

void Body::subscribe()
{
    packetId();
    if (isFive())
        (void)decodeMqttProperties(m_reader, m_builder, "Properties");
    do {
        const QByteArrayView filter = text("mqtt.topic", "Topic filter");
        const quint8 options = m_reader.u8();
        if (m_reader.failed())
            return;
        const qsizetype at = m_reader.position() - 1;
        const ByteRange range = m_reader.since(at);
        const int reserved = isFive() ? 0xc0 : 0xfc;
        if ((options & reserved) != 0 || (options & 3) == 3) // [MQTT-3.8.3-5]
            m_builder.setProblem(QStringLiteral("subscription options that are reserved"),
                                 m_reader.offsetOf(at));
        m_builder.add("mqtt.qos", "QoS", qint64{options & 3}, range);
        if (isFive()) {
            m_builder.add(nullptr, "No local", (options & 4) != 0, range);
            m_builder.add(nullptr, "Retain as published", (options & 8) != 0, range);
            m_builder.add(nullptr, "Retain handling", qint64{options >> 4 & 3}, range);
        }
        if (m_builder.hasInfo() && m_info.size() < 200)
            m_info += u' ' + infoText(filter) + QStringLiteral(" QoS %1").arg(options & 3);
    } while (!m_reader.isAtEnd());
}

void Body::unsubscribe()
{
    packetId();
    if (isFive())
        (void)decodeMqttProperties(m_reader, m_builder, "Properties");
    do {
        const QByteArrayView filter = text("mqtt.topic", "Topic filter");
        if (m_builder.hasInfo() && m_info.size() < 200)
            m_info += u' ' + infoText(filter);
    } while (!m_reader.isAtEnd());
}

/// SUBACK and UNSUBACK: one code for each filter; UNSUBACK of MQTT 3.1.1 has none.
void Body::codes()
{
    packetId();
    if (isFive())
        (void)decodeMqttProperties(m_reader, m_builder, "Properties");
    if (!isFive() && m_terms.type == MqttType::Unsuback)
        return;
    do
        reason(!isFive());
    while (!m_reader.isAtEnd());
}

/// DISCONNECT and AUTH of MQTT 5 may be empty (§3.14.2.1, §3.15.2.1); DISCONNECT of 3.1.1 is.
void Body::disconnect()
{
    if (!isFive() || m_reader.isAtEnd())
        return;
    reason(false);
    if (!m_reader.isAtEnd())
        (void)decodeMqttProperties(m_reader, m_builder, "Properties");
}

} // namespace

MqttFindings decodeMqttBody(ByteReader body, const MqttTerms& terms, MessageBuilder& builder,
                            const std::function<QByteArray(quint16)>& aliasedTopic)
{
    return Body(body, terms, builder, aliasedTopic).run();
}

} // namespace wl
