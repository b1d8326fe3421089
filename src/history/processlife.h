// SPDX-License-Identifier: MIT
#pragma once

#include <QtGlobal>

namespace wl {

/// Whether the process of that number, which wrote something at `sinceMs` (since 1970), still runs. A later
/// one that got its number is not it.
[[nodiscard]] bool isProcessThere(qint64 process, qint64 sinceMs);

} // namespace wl
