// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace wl {

/// A URL as it was typed for messages and logs: the password of its user is "***". Any text; one without a
/// password is as it was.
[[nodiscard]] QString shownUrl(const QString& typed);
/// The same with nothing in the password's place, and without its colon: "http://user@host/".
[[nodiscard]] QString urlWithoutPassword(const QString& typed);
/// The same without user and password.
[[nodiscard]] QString urlWithoutUser(const QString& typed);

} // namespace wl
