// SPDX-License-Identifier: MIT
#pragma once

#include "ui/widgets/keyvaluemodel.h"

/// The rows of the table of path variables, as the URL names them. Pure functions.
namespace wl::pathrows {

struct Rows
{
    QList<KeyValueRow> rows;
    int used = 0; ///< so many stand in the URL, in its order; the others are kept because they say something

    bool operator==(const Rows&) const = default;
};

/// One row for each name, with what the row of that name says. Where one name was typed into another, in its
/// place, the row is renamed. Rows that the URL no longer names stay behind the others, unless they say
/// nothing.
[[nodiscard]] Rows forNames(const QStringList& names, const Rows& before);

} // namespace wl::pathrows
