// SPDX-License-Identifier: MIT
#pragma once

#include <QFont>

namespace wl {

/// The system's fixed-width font for bytes and addresses, in the size that was chosen for the program where
/// one was. UI thread.
[[nodiscard]] QFont fixedFont();
/// For the whole run; 0 = the system's size.
void setFixedFontPoints(int points);

} // namespace wl
