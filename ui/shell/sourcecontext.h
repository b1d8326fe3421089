// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"
#include "query/querycontext.h"

namespace wl {

/// What filters and exports of a capture ask beside its records: its marks and comments, where it has any,
/// which keep it alive.
[[nodiscard]] QueryContext contextOf(const std::shared_ptr<const RecordSource>& source);

} // namespace wl
