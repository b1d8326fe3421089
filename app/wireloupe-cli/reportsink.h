// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "base/trafficsink.h"
#include "eventqueue.h"

#include <atomic>

namespace wl::cli {

/// Which events the printer is told. What is not wanted costs nothing but a counter.
struct ReportNeeds
{
    bool sentData = false;
    bool receivedData = false;
    bool turningPoints = false; ///< opened, closed, failed, notes
};

/// Counters of a run, kept by network threads, read by any.
struct TrafficTotals
{
    std::atomic<quint64> connections{0};
    std::atomic<quint64> bytesIn{0};
    std::atomic<quint64> bytesOut{0};
    std::atomic<quint64> recordsIn{0};
    std::atomic<quint64> recordsOut{0};
    std::atomic<quint64> datagramsDropped{0};
    std::atomic<qint64> lastReceivedNs{0};
    std::atomic<ErrorCode> lastFailure{ErrorCode::None}; ///< of a connection, unless one opened since
};

/// The terminal program's sink: counts, passes everything on to a capture where there is one, and copies what
/// the printer needs into its queue. Called from network threads.
class ReportSink final : public TrafficSink
{
public:
    /// `next` (null where nothing is captured) and `queue` outlive this object.
    ReportSink(TrafficSink* next, EventQueue& queue, ReportNeeds needs);

    ConnectionId addConnection(const ConnectionInfo& info) override;
    void data(ConnectionId id, Direction direction, Timestamp time, QByteArrayView bytes) override;
    void event(ConnectionId id, RecordKind kind, Direction direction, Timestamp time,
               QStringView text) override;
    void kernelDropped(EndpointId endpoint, quint64 count) override;
    [[nodiscard]] bool isCongested() const override;

    [[nodiscard]] const TrafficTotals& totals() const { return m_totals; }

private:
    [[nodiscard]] bool tells(RecordKind kind) const;

    TrafficSink* m_next;
    EventQueue& m_queue;
    ReportNeeds m_needs;
    TrafficTotals m_totals;
    std::atomic<quint32> m_nextConnection{0};
};

} // namespace wl::cli
