// SPDX-License-Identifier: MIT
#pragma once

#include "decode/messagebuilder.h"

namespace wl {

/// A number of one to four bytes, seven bits each (MQTT 5 §1.5.5); nothing where it is longer or cut, and the
/// reader has then failed.
[[nodiscard]] std::optional<quint32> readMqttNumber(ByteReader& reader);

/// Reads the properties of a packet, with their length (MQTT 5 §2.2.2), into the tree; gives the topic alias,
/// 0 where there is none. What is malformed becomes the message's problem.
quint16 decodeMqttProperties(ByteReader& reader, MessageBuilder& builder, QAnyStringView label,
                             int parent = -1);

} // namespace wl
