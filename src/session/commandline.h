// SPDX-License-Identifier: MIT
#pragma once

#include "session/sessions.h"

#include <QStringList>

namespace wl {

/// One thing that an address with its options asks for: "listen tcp://:8080 --echo", "tcp://host:1",
/// "http://host/".
using Opened = std::variant<ServerItem, ClientItem, UdpItem, HttpRequest>;

/// Parses what the address bar and the desktop program's arguments take: an optional word `listen`, an
/// address, and the options of `wireloupe-cli listen`. Quotes as in a shell. Errors: BadAddress, BadOption
/// with the option's name.
[[nodiscard]] Result<Opened> parseOpenCommand(const QString& text);

/// The part of it that the terminal's `listen` shares: options that shape a server or UDP item. Unknown
/// options are left in `rest`.
[[nodiscard]] Result<Opened> parseListenOptions(const Address& address, const QStringList& options,
                                                QStringList* rest);

} // namespace wl
