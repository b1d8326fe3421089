// SPDX-License-Identifier: MIT
#pragma once

#include "decode/messagebuilder.h"

namespace wl {

/// What the info line of a hello says of its extensions.
struct TlsHelloFacts
{
    QByteArray serverName;
    QByteArrayList protocols; ///< ALPN
    QByteArray version;       ///< the highest of supported_versions
    quint16 highestVersion = 0;
};

/// Adds the extensions that a hello ends with (RFC 8446 §4.2); the reader is at their length.
void decodeTlsExtensions(ByteReader& reader, MessageBuilder& builder, bool isClient, TlsHelloFacts& facts);

/// Whether there is such an extension; the reader is at the extensions' length.
[[nodiscard]] bool hasTlsExtension(ByteReader reader, quint16 type);

} // namespace wl
