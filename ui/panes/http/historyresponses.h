// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/http/comparetab.h"

namespace wl {

class History;

/// The latest responses of the history, to compare with; each is read when it is chosen. `history` outlives
/// what is made of it.
[[nodiscard]] CompareTab::MoreChoices historyResponses(History& history);

} // namespace wl
