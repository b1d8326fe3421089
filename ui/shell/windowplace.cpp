// SPDX-License-Identifier: MIT
#include "ui/shell/windowplace.h"

#include <algorithm>

namespace wl::windowplace {

namespace {

constexpr int wideWindow = 1'400;
constexpr int lowWindow = 700;
constexpr int lowTraffic = 150; ///< in a window of lowWindow, so that panes have room
constexpr int trafficPart = 3;  ///< of a window's height at most

} // namespace

QRect fitted(const QRect& wanted, const QRect& available, int titleBarHeight)
{
    const QRect room = available.adjusted(0, titleBarHeight, 0, 0);
    const QSize size = wanted.size().boundedTo(room.size());
    return {QPoint(std::clamp(wanted.left(), room.left(), room.right() + 1 - size.width()),
                   std::clamp(wanted.top(), room.top(), room.bottom() + 1 - size.height())),
            size};
}

DockSizes dockSizes(const QSize& window)
{
    const bool isWide = window.width() >= wideWindow;
    const int traffic = lowTraffic + (window.height() - lowWindow) * 9 / 16;
    return {isWide ? 270 : 220, isWide ? 380 : 340,
            std::clamp(traffic, lowTraffic, std::max(lowTraffic, window.height() / trafficPart))};
}

} // namespace wl::windowplace
