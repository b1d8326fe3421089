// SPDX-License-Identifier: MIT
#pragma once

#include <QStyle>
#include <QStyleOption>

namespace wl {

/// Tool buttons that open a menu at once: the arrow stands behind the text, on its line. The style's own is
/// smaller and lies in the corner.
namespace themetoolbutton {

constexpr int arrowRoom = 10; ///< wider than the same button without a menu

/// Whether the button is one of these.
[[nodiscard]] bool hasInstantMenu(const QStyleOption* option);
void draw(const QStyle& style, const QStyleOptionToolButton& option, QPainter* painter,
          const QWidget* widget);

} // namespace themetoolbutton
} // namespace wl
