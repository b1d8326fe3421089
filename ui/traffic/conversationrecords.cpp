// SPDX-License-Identifier: MIT
#include "ui/traffic/conversationrecords.h"

#include <algorithm>
#include <iterator>

namespace wl {

namespace {
/// Records of several network threads may be a little out of order in time.
constexpr qint64 timeSlackNs = 1'000'000'000;
} // namespace

ConversationRecords::ConversationRecords(const RecordSource& source)
    : m_source(source)
{
}

void ConversationRecords::setConnections(const QList<ConnectionId>& connections)
{
    QList<ConnectionId> sorted = connections;
    std::sort(sorted.begin(), sorted.end());
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    if (sorted == m_connections)
        return;
    QList<ConnectionId> changed;
    std::set_symmetric_difference(sorted.cbegin(), sorted.cend(), m_connections.cbegin(),
                                  m_connections.cend(), std::back_inserter(changed));
    const bool wasEmpty = m_connections.isEmpty();
    update();
    const quint64 from = wasEmpty ? 0 : std::min(firstRecordOf(changed), m_scan.scannedUpTo());
    m_connections = sorted;
    m_isChanged = true;
    m_scan.cancel();
    while (!m_records.empty() && m_records.back() >= from)
        m_records.pop_back();
    if (m_connections.isEmpty()) {
        m_records.clear();
        return;
    }
    const auto member = std::make_shared<std::vector<bool>>(size_t(m_connections.constLast().value()) + 1);
    for (const ConnectionId id : std::as_const(m_connections))
        (*member)[id.value()] = true;
    m_scan.start(
        borrowed(m_source),
        [member = std::shared_ptr<const std::vector<bool>>(member)](const RecordSource&, RecordId,
                                                                    const RecordEntry& entry) {
            return entry.connection < member->size() && (*member)[entry.connection];
        },
        from);
}

bool ConversationRecords::update()
{
    const std::vector<quint32> more = m_scan.take();
    m_records.insert(m_records.end(), more.begin(), more.end());
    return std::exchange(m_isChanged, false) || !more.empty();
}

qsizetype ConversationRecords::indexOf(RecordId id) const
{
    return std::lower_bound(m_records.begin(), m_records.end(), id.value()) - m_records.begin();
}

quint64 ConversationRecords::firstRecordOf(const QList<ConnectionId>& connections) const
{
    qint64 earliest = std::numeric_limits<qint64>::max();
    for (const ConnectionId id : connections) {
        if (id.value() < m_source.connectionCount())
            earliest = std::min(earliest, m_source.connection(id).since.ns);
    }
    if (earliest == std::numeric_limits<qint64>::max())
        return m_source.recordCount();
    earliest -= timeSlackNs;
    quint64 low = 0;
    quint64 high = m_source.recordCount();
    while (low < high) {
        const quint64 middle = low + (high - low) / 2;
        if (m_source.record(RecordId(middle)).timeNs < earliest)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

} // namespace wl
