// SPDX-License-Identifier: MIT
#pragma once

#include <QTimer>

#include <functional>

namespace wl {

/// Looks at one place after the other, round the end, until one matches, for some milliseconds in each turn
/// of the event loop. For what can only be read on the UI thread.
class FindWalk
{
public:
    using Matches = std::function<bool(qint64 place)>;
    using Done = std::function<void(qint64 place, bool isWrapped)>; ///< −1 = nowhere

    FindWalk();

    /// Begins beside `from` (−1 = at the first, or at the last) and looks at it last. A walk under way ends
    /// untold.
    void start(qint64 count, qint64 from, bool isBackward, Matches matches, Done done);
    void cancel() { m_timer.stop(); }

private:
    void walk();
    void finish(qint64 place, bool isWrapped);

    QTimer m_timer;
    Matches m_matches;
    Done m_done;
    qint64 m_count = 0;
    qint64 m_from = 0;
    qint64 m_seen = 0;
    bool m_isBackward = false;
};

} // namespace wl
