// SPDX-License-Identifier: MIT
#pragma once

#include <QColor>

namespace wl {

/// The colors of the product by role, one table per look (ui/shell/theme makes the palette from it and
/// switches it live). Widgets ask for a role when they paint, never keep a color.
struct Colors
{
    QColor window, base, alternate;
    QColor text, muted, border;
    QColor accent, selection;
    QColor sent, received;
    QColor good, warning, error;

    [[nodiscard]] static const Colors& light();
    [[nodiscard]] static const Colors& dark();
    /// The table of the look in force. UI thread.
    [[nodiscard]] static const Colors& current();
    static void setDark(bool dark);
    [[nodiscard]] static bool isDark();
};

} // namespace wl
