// SPDX-License-Identifier: MIT
#pragma once

#include "session/replayjob.h"
#include "ui/panes/pane.h"

#include <QCoreApplication>

namespace wl {

/// The words of a replay. Plain text, translated.
class ReplayWords
{
    Q_DECLARE_TR_FUNCTIONS(ReplayWords)
public:
    /// "12 messages, 345 B, over 3.2 s", and what is missing of them.
    [[nodiscard]] static QString facts(const ReplayPlan& plan);
    /// The mark and word of the tab and the state line.
    [[nodiscard]] static PaneState state(const ReplayProgress& progress, bool isRunning);
    /// "3 of 12 sent, 90 B; 4 B came back"
    [[nodiscard]] static QString detail(const ReplayProgress& progress);
};

} // namespace wl
