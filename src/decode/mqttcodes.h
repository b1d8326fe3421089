// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

namespace wl {

enum class MqttType : quint8 {
    Connect = 1,
    Connack,
    Publish,
    Puback,
    Pubrec,
    Pubrel,
    Pubcomp,
    Subscribe,
    Suback,
    Unsubscribe,
    Unsuback,
    Pingreq,
    Pingresp,
    Disconnect,
    Auth,
};

/// How a property's value is written (MQTT 5 §2.2.2.2).
enum class MqttPropertyKind : quint8 { Byte, TwoBytes, FourBytes, VariableByte, Text, Binary, Pair };

struct MqttProperty
{
    quint8 id;
    MqttPropertyKind kind;
    const char* name;
};

/// Names of MQTT numbers as the standards write them.
struct MqttCodes
{
    [[nodiscard]] static const char* type(MqttType type); ///< "PUBLISH"
    /// MQTT 5 §2.4; "0xNN" where unknown.
    [[nodiscard]] static QByteArray reason(MqttType type, quint8 code);
    /// What CONNACK and SUBACK of MQTT 3.1.1 say (§3.2.2.3, §3.9.3).
    [[nodiscard]] static QByteArray returnCode(MqttType type, quint8 code);
    /// nullptr where MQTT 5 has no such property.
    [[nodiscard]] static const MqttProperty* property(quint8 id);
};

} // namespace wl
