// SPDX-License-Identifier: MIT
#include "ui/traffic/conversationrecords.h"

#include <algorithm>
#include <iterator>

namespace wl {

namespace {

/// Records of several network threads may be a little out of order in time.
constexpr qint64 timeSlackNs = 1'000'000'000;

template <typename Set>
Set difference(const Set& a, const Set& b)
{
    return (a - b) | (b - a);
}

QList<ConnectionId> difference(const QList<ConnectionId>& a, const QList<ConnectionId>& b)
{
    QList<ConnectionId> result;
    std::set_symmetric_difference(a.cbegin(), a.cend(), b.cbegin(), b.cend(), std::back_inserter(result));
    return result;
}

/// The first record that is not before a time, as far as they are in order.
quint64 firstRecordAt(const RecordSource& source, qint64 timeNs)
{
    quint64 low = 0;
    quint64 high = source.recordCount();
    while (low < high) {
        const quint64 middle = low + (high - low) / 2;
        if (source.record(RecordId(middle)).timeNs < timeNs)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

} // namespace

ConversationRecords::ConversationRecords(const RecordSource& source)
    : m_source(source)
{
}

void ConversationRecords::show(const ConversationSelection& selection)
{
    ConversationSelection sorted = selection;
    std::sort(sorted.connections.begin(), sorted.connections.end());
    sorted.connections.erase(std::unique(sorted.connections.begin(), sorted.connections.end()),
                             sorted.connections.end());
    if (sorted == m_selection)
        return;
    update();
    const bool isReplacing = m_replacedTo > 0;
    const quint64 reached = std::max(m_scan.scannedUpTo(), m_replacedTo);
    quint64 from = isEmptySet() ? 0 : std::min(firstChanged(sorted), m_scan.scannedUpTo());
    if (isReplacing)
        from = std::min(from, m_replacedFrom);
    const bool keeps = !isEmptySet() && onlyAdds(sorted);
    m_selection = sorted;
    m_isChanged = true;
    m_scan.cancel();
    m_found.clear();
    m_replacedFrom = keeps ? from : 0;
    m_replacedTo = keeps ? reached : 0;
    if (!keeps)
        cut(from);
    if (isEmptySet())
        m_records.clear();
    else
        startScan(from);
}

void ConversationRecords::startScan(quint64 from)
{
    const auto isShown = [selection = m_selection](ConnectionId id, const ConnectionInfo& info) {
        return std::binary_search(selection.connections.begin(), selection.connections.end(), id) ||
               (selection.endpoints.contains(info.endpoint) && !selection.except.contains(id));
    };
    m_scan.start(borrowed(m_source), Query::ofConnections(isShown), {}, from);
}

void ConversationRecords::cut(quint64 from)
{
    while (!m_records.empty() && m_records.back() >= from)
        m_records.pop_back();
}

bool ConversationRecords::update()
{
    std::vector<quint32> more = m_scan.take();
    if (m_replacedTo > 0) {
        m_found.insert(m_found.end(), more.begin(), more.end());
        if (m_scan.scannedUpTo() < m_replacedTo)
            return std::exchange(m_isChanged, false);
        cut(m_replacedFrom);
        more = std::exchange(m_found, {});
        m_replacedTo = 0;
        m_isChanged = true;
    }
    m_records.insert(m_records.end(), more.begin(), more.end());
    return std::exchange(m_isChanged, false) || !more.empty();
}

qsizetype ConversationRecords::indexOf(RecordId id) const
{
    return std::lower_bound(m_records.begin(), m_records.end(), id.value()) - m_records.begin();
}

bool ConversationRecords::onlyAdds(const ConversationSelection& selection) const
{
    return std::includes(selection.connections.cbegin(), selection.connections.cend(),
                         m_selection.connections.cbegin(), m_selection.connections.cend()) &&
           selection.endpoints.contains(m_selection.endpoints) &&
           m_selection.except.contains(selection.except);
}

/// The first record that may be shown by only one of the two selections.
quint64 ConversationRecords::firstChanged(const ConversationSelection& selection) const
{
    qint64 earliest = std::numeric_limits<qint64>::max();
    const quint32 count = m_source.connectionCount();
    const auto look = [&](ConnectionId id) {
        if (id.value() < count)
            earliest = std::min(earliest, m_source.connection(id).since.ns);
    };
    for (const ConnectionId id : difference(selection.connections, m_selection.connections))
        look(id);
    for (const ConnectionId id : difference(selection.except, m_selection.except))
        look(id);
    const QSet<EndpointId> endpoints = difference(selection.endpoints, m_selection.endpoints);
    for (quint32 i = 0; i < count && !endpoints.isEmpty(); ++i) {
        if (endpoints.contains(m_source.connection(ConnectionId(i)).info.endpoint))
            look(ConnectionId(i));
    }
    return earliest == std::numeric_limits<qint64>::max() ? m_source.recordCount()
                                                          : firstRecordAt(m_source, earliest - timeSlackNs);
}

} // namespace wl
