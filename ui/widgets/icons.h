// SPDX-License-Identifier: MIT
#pragma once

#include <QIcon>
#include <QString>

namespace wl {

/// The product's icons: SVG outlines of one stroke width from resources/icons, drawn in the palette's color
/// when they are painted, so that they follow a change of the look.
namespace icons {

enum class Tint : quint8 { Text, Muted, Accent, Good, Warning, Error };

/// `name` without folder and suffix ("play"). An unknown name gives an empty icon.
[[nodiscard]] QIcon icon(const QString& name, Tint tint = Tint::Text);

} // namespace icons
} // namespace wl
