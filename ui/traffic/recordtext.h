// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"

#include <QString>

/// The words of records and connections, made when they are shown. UI thread (they are translated).
namespace wl::recordtext {

[[nodiscard]] QString arrow(Direction direction);
[[nodiscard]] QString direction(Direction direction);
/// "TCP", "TLS", "UDP", or what the first bytes say ("HTTP").
[[nodiscard]] QString protocol(Transport transport, QByteArrayView firstBytes);
/// "Connected", "Peer closed its side" …
[[nodiscard]] QString eventWord(RecordKind kind, Direction direction, Role role);
/// What one line says of a record: an HTTP start line, the first line of the text, or the event's word and
/// its text.
[[nodiscard]] QString info(const RecordEntry& entry, Role role, QByteArrayView firstBytes);
/// Numbers as they are shown everywhere: counted from 1.
[[nodiscard]] QString number(RecordId id);
[[nodiscard]] QString number(ConnectionId id);
[[nodiscard]] QString stateWord(ConnectionState state);

inline constexpr qint64 infoBytes = 256; ///< how much of a record info() and protocol() want

} // namespace wl::recordtext
