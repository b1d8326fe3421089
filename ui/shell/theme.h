// SPDX-License-Identifier: MIT
#pragma once

#include "ui/widgets/colors.h"

#include <QPalette>

namespace wl {

/// The palette and style of the whole program, made from the tables of Colors. UI thread.
namespace theme {

[[nodiscard]] QPalette palette(const Colors& colors);
/// Once, before the first window. `fontPoints` 0: the system's size.
void install(int fontPoints = 0);
/// Switches live.
void apply(bool isDark);

} // namespace theme
} // namespace wl
