// SPDX-License-Identifier: MIT
#pragma once

#include "query/recordwords.h"

#include <QString>

/// The words of records and connections, made when they are shown. UI thread (they are translated).
namespace wl::recordtext {

[[nodiscard]] QString arrow(Direction direction);
[[nodiscard]] QString direction(Direction direction);
/// "TCP", "TLS", "UDP".
[[nodiscard]] QString transport(Transport transport);
/// What a record speaks: "HTTP" where its first bytes say so, else its transport. Any thread.
[[nodiscard]] QString protocol(const RecordEntry& entry, QByteArrayView firstBytes);
/// "Connected", "Peer closed its side" … A UDP peer connects to nothing: "First datagram from this peer".
[[nodiscard]] QString eventWord(const RecordEntry& entry, Role role);
/// What one line says of a record: an HTTP start line, an excerpt of the payload, or the event's word and its
/// text, errors in words. Any thread.
[[nodiscard]] QString info(const RecordEntry& entry, Role role, QByteArrayView firstBytes);
/// Numbers as they are shown everywhere: counted from 1, records with thousands separators.
[[nodiscard]] QString number(RecordId id);
[[nodiscard]] QString number(ConnectionId id);
[[nodiscard]] QString stateWord(ConnectionState state);

inline constexpr qint64 infoBytes = recordHeadBytes; ///< how much of a record info() and protocol() want

} // namespace wl::recordtext
