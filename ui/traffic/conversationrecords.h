// SPDX-License-Identifier: MIT
#pragma once

#include "ui/traffic/recordscan.h"

#include <QList>

#include <deque>

namespace wl {

/// The records of a set of connections, in order, growing. Four bytes a record; a changed set is looked for
/// only from where its new connections begin. UI thread.
class ConversationRecords
{
public:
    explicit ConversationRecords(const RecordSource& source);

    void setConnections(const QList<ConnectionId>& connections);
    [[nodiscard]] bool isEmptySet() const { return m_connections.isEmpty(); }

    /// Takes what was found since. True where the list changed.
    bool update();

    [[nodiscard]] qsizetype count() const { return qsizetype(m_records.size()); }
    [[nodiscard]] RecordId at(qsizetype index) const { return RecordId(m_records[size_t(index)]); }
    /// The first index whose record is not before `id`.
    [[nodiscard]] qsizetype indexOf(RecordId id) const;

private:
    [[nodiscard]] quint64 firstRecordOf(const QList<ConnectionId>& connections) const;

    const RecordSource& m_source;
    QList<ConnectionId> m_connections; ///< sorted
    std::deque<quint32> m_records;
    RecordScan m_scan;
    bool m_isChanged = false;
};

} // namespace wl
