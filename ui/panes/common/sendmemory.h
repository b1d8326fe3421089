// SPDX-License-Identifier: MIT
#pragma once

#include "payload/payloadspec.h"

#include <QJsonObject>
#include <QList>

namespace wl {

/// What a SendBar holds beside its payload and what comes back with the window: how it would repeat, and what
/// was sent. A value.
struct SendMemory
{
    bool repeats = false;
    int intervalMs = 1000;
    int times = 10;             ///< 0 = until stopped
    QList<PayloadSpec> history; ///< newest first

    bool operator==(const SendMemory&) const = default;

    static constexpr qsizetype maxEntries = 50;
    static constexpr qsizetype maxChars = 64 * 1024; ///< of all entries together; older ones are left out
    static constexpr int maxIntervalMs = 3'600'000;
    static constexpr int maxTimes = 1'000'000;

    /// With no more of the history than fits.
    [[nodiscard]] QJsonObject toJson() const;
    /// Defaults for what is missing or out of range; entries that are none are left out.
    [[nodiscard]] static SendMemory fromJson(const QJsonObject& object);
};

} // namespace wl
