// SPDX-License-Identifier: MIT
#pragma once

#include "http/httpexchange.h"

#include <atomic>
#include <stop_token>

namespace wl {

/// How far a copy is, for any thread.
struct CopyProgress
{
    std::atomic<qint64> done{0}; ///< bytes written
    std::atomic<qint64> all{0};  ///< bytes to write; 0 until it has begun
};

/// Copies a body to a file of the user's, which is replaced only when all of it is written. Blocks, for the
/// pool; tells how far it is. Gives the sentence that says what went wrong, or nothing.
[[nodiscard]] QString copyBody(const BodyFile& body, const QString& path, CopyProgress& progress,
                               std::stop_token stop);

} // namespace wl
