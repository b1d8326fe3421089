// SPDX-License-Identifier: MIT
#pragma once

#include "ui/shell/shellstate.h"
#include "workspace/workspace.h"

namespace wl {

/// Item ids hold while a workspace is loaded; these turn them into places that hold from run to run, and
/// back.
namespace paneplaces {

[[nodiscard]] PanePlace placeOf(const Workspace& workspace, ItemId id);
/// The leaf at this place where it still has this name, else the first leaf of this name; invalid where there
/// is none.
[[nodiscard]] ItemId find(const Workspace& workspace, const PanePlace& place);

} // namespace paneplaces
} // namespace wl
