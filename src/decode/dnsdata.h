// SPDX-License-Identifier: MIT
#pragma once

#include "decode/dnscodes.h"
#include "decode/messagebuilder.h"

namespace wl {

/// The data of a record as a zone file writes it, about ("10 mail.example.com"), and in hex where the type's
/// data is not read. Adds its parts to the tree below `parent`. The reader is at the data, its end is the
/// data's end, and its start that of the message; what is malformed becomes the message's problem.
[[nodiscard]] QByteArray decodeDnsData(DnsType type, ByteReader reader, MessageBuilder& builder, int parent);

/// The options of an OPT record (RFC 6891 §6.1.2) into the tree.
void decodeEdnsOptions(ByteReader reader, MessageBuilder& builder, int parent);

} // namespace wl
