// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"

#include <vector>

namespace wl {

/// How many connections are open and how fast bytes go, from the connection table's counters. A value;
/// update() looks only at connections that were not over the last time.
class TrafficRates
{
public:
    struct Figures
    {
        int connected = 0; ///< TCP and TLS connections that are open
        double sentPerSecond = 0;
        double receivedPerSecond = 0;
    };

    /// `at` must not be before the last call's.
    Figures update(const RecordSource& source, Timestamp at);

private:
    struct Counted
    {
        ConnectionId id;
        quint64 sent = 0;
        quint64 received = 0;
    };

    std::vector<Counted> m_live;
    quint32 m_seen = 0;
    Timestamp m_last;
};

} // namespace wl
