// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"

#include <QTimer>

namespace wl::cli {

class Run;

/// Settles a run with Done when everything is sent and nothing has come for a time; each byte that comes
/// begins the time anew. Main thread.
class QuietWait
{
public:
    /// `run` outlives this object.
    QuietWait(Run& run, std::chrono::milliseconds wait);
    void begin();

private:
    void check();

    Run& m_run;
    std::chrono::milliseconds m_wait;
    QTimer m_timer;
    Timestamp m_since;
};

} // namespace wl::cli
