// SPDX-License-Identifier: MIT
#pragma once

#include <QMenu>

namespace wl {

/// Begins a part of a menu with words that cannot be chosen.
inline void addMenuHeading(QMenu& menu, const QString& text)
{
    menu.addSeparator();
    menu.addAction(text)->setEnabled(false);
}

} // namespace wl
