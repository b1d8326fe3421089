// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"

namespace wl {

/// The workspace of the first start: a copy of the one in our resources, the user's to change.
namespace playground {

/// Copies it to `path` where there is no file yet. Errors: file errors.
[[nodiscard]] Result<void> install(const QString& path);

} // namespace playground
} // namespace wl
