// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"

#include <chrono>

namespace wl {

/// The time that the next of `addressesLeft` addresses gets of what is left: an equal share, so that one that
/// never answers does not keep the others from being tried. At least 1 ms.
[[nodiscard]] std::chrono::milliseconds tryTimeout(std::chrono::milliseconds left, qsizetype addressesLeft);

/// Which of two failed tries says more about why the connection did not come about: an answer of the peer
/// (refused) over a silence over "no such route from here". The later one where they say as much.
[[nodiscard]] const Error& moreTelling(const Error& earlier, const Error& later);

} // namespace wl
