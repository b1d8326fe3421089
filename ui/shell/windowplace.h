// SPDX-License-Identifier: MIT
#pragma once

#include <QRect>
#include <QSize>

namespace wl {

/// Where the window and its docks are before a user has moved them. Pure functions; pixels of the screen.
namespace windowplace {

/// Where a window goes that was to be at `wanted`: all of it on the screen's `available` part, with room for
/// its title bar, and no larger than that.
[[nodiscard]] QRect fitted(const QRect& wanted, const QRect& available, int titleBarHeight);

/// Sizes of the docks in a window of this size.
struct DockSizes
{
    int workspaceWidth = 0;
    int inspectorWidth = 0;
    int trafficHeight = 0;

    bool operator==(const DockSizes&) const = default;
};
[[nodiscard]] DockSizes dockSizes(const QSize& window);

} // namespace windowplace
} // namespace wl
