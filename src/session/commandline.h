// SPDX-License-Identifier: MIT
#pragma once

#include "session/sessions.h"

#include <QStringList>

namespace wl {

/// One thing that an address with its options asks for: "listen tcp://:8080 --echo", "tcp://host:1",
/// "http://host/".
using Opened = std::variant<ServerItem, ClientItem, UdpItem, HttpRequest>;

/// Parses what the address bar and the desktop program's arguments take: an optional word `listen`, an
/// address, and the options of `wireloupe-cli listen`, with quotes as in a shell; or a curl command, of which
/// the first request is taken (importCurl). Errors: BadAddress, BadOption with the option's name, those of
/// importCurl().
[[nodiscard]] Result<Opened> parseOpenCommand(const QString& text);
/// What of a curl command parseOpenCommand() does not take over, for people; empty for all else.
[[nodiscard]] QStringList openNotes(const QString& text);

/// The part of it that the terminal's `listen` shares: options that shape a server or UDP item. Unknown
/// options are left in `rest`.
[[nodiscard]] Result<Opened> parseListenOptions(const Address& address, const QStringList& options,
                                                QStringList* rest);

} // namespace wl
