// SPDX-License-Identifier: MIT
#pragma once

#include "decode/messagebuilder.h"

namespace wl {

/// What a response is read by: a request's own terms.
struct ModbusRequest
{
    quint8 unit = 0;
    quint8 function = 0;
    quint16 address = 0; ///< of the first coil or register that is read or written
    quint16 count = 0;
    bool hasAddress = false;
};

/// Whether these bytes, from the function on, have a form that a request (a response) of the function has. A
/// function that is not known has any.
[[nodiscard]] bool isModbusRequest(QByteArrayView pdu);
[[nodiscard]] bool isModbusResponse(QByteArrayView pdu);

/// Adds a request, from its function on, to what is built, and gives what its response will be read by.
[[nodiscard]] ModbusRequest decodeModbusRequest(ByteReader pdu, MessageBuilder& builder);
/// Adds a response or exception; `request` where it is known. Its address and count, which a response to a
/// read does not say itself, are then fields without bytes.
void decodeModbusResponse(ByteReader pdu, const std::optional<ModbusRequest>& request,
                          MessageBuilder& builder);

} // namespace wl
