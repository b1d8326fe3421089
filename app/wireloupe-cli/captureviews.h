// SPDX-License-Identifier: MIT
#pragma once

#include "eventprinter.h"

#include <QString>

#include <optional>

namespace wl::cli {

/// Which part of a capture `follow` prints.
struct FollowChoice
{
    std::optional<ConnectionId> connection; ///< none: the only one that there is
    bool sent = true;
    bool received = true;
};

// The three views of `capture`; each returns the exit code.
[[nodiscard]] int showCaptureInfo(const QString& path, PrintFormat format);
[[nodiscard]] int showCaptureList(const QString& path, PrintFormat format);
[[nodiscard]] int followCapture(const QString& path, PrintFormat format, const FollowChoice& choice);

} // namespace wl::cli
