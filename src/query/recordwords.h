// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"

namespace wl {

/// How much of a payload infoOf() and isHttpStart() want.
inline constexpr qsizetype recordHeadBytes = 256;

/// Whether the bytes begin with the start line of an HTTP/1 message (RFC 9112 §3 and §4).
[[nodiscard]] bool isHttpStart(QByteArrayView bytes);

/// The protocol that begins with a record, as the list names it: "HTTP" for a message of HTTP/1, "HTTP/2" for
/// the preface of a connection (RFC 9113 §3.4), "" for all else.
[[nodiscard]] const char* startedProtocol(const RecordEntry& entry, QByteArrayView bytes);

/// The first line of bytes, as far as recordHeadBytes reach.
[[nodiscard]] QByteArrayView recordFirstLine(QByteArrayView bytes);

/// The word for a turning point, English, to be translated in the context "RecordText"; "" for bytes. A UDP
/// peer connects to nothing: "First datagram from this peer".
[[nodiscard]] const char* recordEventWord(const RecordEntry& entry, Role role);

/// The words that the list shows for a turning point, UTF-8, English: "Peer connected", "Failed: connection
/// refused".
[[nodiscard]] QByteArray eventWords(const RecordEntry& entry, Role role, QByteArrayView text);

/// What the list says of a record: of bytes their first line, of a turning point its words.
[[nodiscard]] QByteArray infoOf(const RecordEntry& entry, Role role, QByteArrayView bytes);

} // namespace wl
