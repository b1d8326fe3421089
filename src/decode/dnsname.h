// SPDX-License-Identifier: MIT
#pragma once

#include "decode/bytereader.h"

namespace wl {

/// A domain name as a message carries it.
struct DnsName
{
    QByteArray
        text; ///< "example.com", "." for the root; dots in a label as \., bytes that do not show as \DDD
    ByteRange range; ///< of its bytes up to the first pointer
    QString problem; ///< empty where it is right
    qint64 problemAt = 0;
};

/// Reads the name at the reader's position, all of whose bytes are the message (RFC 1035 §3.1, §4.1.4).
/// Pointers must lead backwards, so that they cannot run in a circle, and are at most limits::dnsPointers.
[[nodiscard]] DnsName readDnsName(ByteReader& reader);

} // namespace wl
