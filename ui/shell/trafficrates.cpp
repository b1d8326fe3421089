// SPDX-License-Identifier: MIT
#include "ui/shell/trafficrates.h"

namespace wl {

namespace {

bool isOver(ConnectionState state)
{
    return state == ConnectionState::Closed || state == ConnectionState::Reset ||
           state == ConnectionState::Failed;
}

} // namespace

TrafficRates::Figures TrafficRates::update(const RecordSource& source, Timestamp at)
{
    const quint32 count = source.connectionCount();
    for (; m_seen < count; ++m_seen)
        m_live.push_back({ConnectionId(m_seen)});
    Figures figures;
    quint64 sent = 0;
    quint64 received = 0;
    std::erase_if(m_live, [&](Counted& counted) {
        const ConnectionRow& row = source.connection(counted.id);
        const ConnectionState state = row.state.load(std::memory_order_acquire);
        const quint64 nowSent = row.bytesSent.load(std::memory_order_relaxed);
        const quint64 nowReceived = row.bytesReceived.load(std::memory_order_relaxed);
        sent += nowSent - counted.sent;
        received += nowReceived - counted.received;
        counted.sent = nowSent;
        counted.received = nowReceived;
        const bool isOpen = !isOver(state) && state != ConnectionState::Connecting;
        figures.connected += isOpen && row.info.transport != Transport::Udp ? 1 : 0;
        return isOver(state);
    });
    const double seconds = m_last.isValid() ? std::chrono::duration<double>(at - m_last).count() : 0;
    if (seconds > 0) {
        figures.sentPerSecond = double(sent) / seconds;
        figures.receivedPerSecond = double(received) / seconds;
    }
    m_last = at;
    return figures;
}

} // namespace wl
