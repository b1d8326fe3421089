// SPDX-License-Identifier: MIT
#pragma once

#include "ui/widgets/colors.h"

#include <QStringList>

/// The backgrounds of rows that a rule or a mark colors: as strong as every text of the list stays readable
/// on (4.5 to 1), in the light and in the dark look. Pure functions.
namespace wl::rowtint {

/// The colors that a rule may have, by the names that the state file uses: "red", "orange" …
[[nodiscard]] const QStringList& names();
/// As people read it; empty for an unknown one.
[[nodiscard]] QString label(const QString& name);
/// A row's background; not valid for an unknown name.
[[nodiscard]] QColor background(const QString& name, const Colors& colors);
/// How well two colors can be told apart (WCAG 2.1), 1 to 21.
[[nodiscard]] double contrast(const QColor& a, const QColor& b);

} // namespace wl::rowtint
