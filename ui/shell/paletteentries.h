// SPDX-License-Identifier: MIT
#pragma once

#include "ui/shell/commandpalette.h"
#include "workspace/workspace.h"

class QMainWindow;
class QTabWidget;

namespace wl::paletteentries {

/// Where the palette's entries come from, and what choosing one does.
struct Sources
{
    QMainWindow& window; ///< every action of its menus
    QTabWidget& tabs;    ///< every open tab
    const Workspace* workspace = nullptr;
    QStringList recentAddresses;
    std::function<void(ItemId)> openItem;
    std::function<void(ItemId)> triggerItem;
    std::function<void(const QString&)> openAddress;
};

/// The callbacks of the result hold copies of what is in `sources`, and live no longer than its references.
[[nodiscard]] QList<PaletteEntry> collect(const Sources& sources);

} // namespace wl::paletteentries
