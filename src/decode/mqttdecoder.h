// SPDX-License-Identifier: MIT
#pragma once

#include "decode/framedconversation.h"
#include "decode/mqttpacket.h"
#include "decode/sniff.h"

#include <QHash>

namespace wl {

/// MQTT 3.1, 3.1.1 and 5 (OASIS). The version is what CONNECT said; where the capture begins later, what the
/// packets show, and for a PUBLISH on its own the version by which its body is right. A PUBLISH's payload is
/// the message's content. Secrets (passwords, authentication data) are told by their length only.
class MqttDecoder : public FramedConversation
{
public:
    MqttDecoder(const ConversationFacts& facts, const DecodeWishes& wishes, Sink sink);

    /// Yes for a CONNECT only: no other packet is certain.
    [[nodiscard]] static Sniff sniff(QByteArrayView firstBytes, Direction direction,
                                     const ConversationFacts& facts);

protected:
    [[nodiscard]] FrameMeasure measure(Direction direction, QByteArrayView bytes, qsizetype seen) override;
    [[nodiscard]] bool isCredible(QByteArrayView bytes) const override;
    void frame(Direction direction, const Frame& frame) override;

private:
    /// Topics by alias (MQTT 5 §3.3.2.3.4), at most limits::mqttAliasBytes.
    struct Aliases
    {
        QHash<quint16, QByteArray> topics;
        qsizetype bytes = 0;
    };

    [[nodiscard]] Aliases& aliases(Direction direction)
    {
        return m_aliases[direction == Direction::Sent ? 0 : 1];
    }
    [[nodiscard]] quint8 versionOf(const MqttTerms& terms, const ByteReader& body);
    void learn(Direction direction, const MqttFindings& findings);
    void addHead(MessageBuilder& message, const ByteReader& reader, const MqttTerms& terms, qsizetype bodyAt);
    static void check(MessageBuilder& message, const ByteReader& reader, const MqttTerms& terms,
                      qint64 length);

    std::optional<quint8> m_version;
    std::array<Aliases, 2> m_aliases;
};

} // namespace wl
