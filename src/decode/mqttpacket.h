// SPDX-License-Identifier: MIT
#pragma once

#include "decode/messagebuilder.h"
#include "decode/mqttcodes.h"

namespace wl {

/// What a packet's body is read by.
struct MqttTerms
{
    MqttType type = MqttType::Connect;
    quint8 flags = 0;    ///< the lower four bits of the first byte
    quint8 version = 5;  ///< 3 (MQTT 3.1), 4 (3.1.1) or 5
    qint64 beyond = 0;   ///< bytes of the packet that were not kept, behind the body's
    bool isWhole = true; ///< the packet was not cut short
};

/// What a packet says to those that come after it.
struct MqttFindings
{
    quint8 version = 0; ///< of CONNECT
    quint16 alias = 0;  ///< of PUBLISH
    QByteArray topic;   ///< of PUBLISH, where it has an alias
};

/// Adds what stands behind the fixed head of a packet (MQTT 3.1.1 and 5, chapter 3) to what is built.
/// `aliasedTopic` gives the topic that an alias stands for, empty where it is not known.
[[nodiscard]] MqttFindings decodeMqttBody(ByteReader body, const MqttTerms& terms, MessageBuilder& builder,
                                          const std::function<QByteArray(quint16)>& aliasedTopic);

} // namespace wl
