// SPDX-License-Identifier: MIT
#pragma once

#include "query/queryscan.h"
#include "ui/traffic/conversationselection.h"

#include <deque>

namespace wl {

/// The records of a selection of connections, in order, growing. Four bytes a record; a changed selection is
/// looked for only from where what changed begins. What a selection that only grows shows already stays until
/// the rest is found. UI thread.
class ConversationRecords
{
public:
    explicit ConversationRecords(const RecordSource& source);

    void show(const ConversationSelection& selection);
    [[nodiscard]] bool isEmptySet() const { return m_selection.isEmpty(); }

    /// Takes what was found since. True where the list changed.
    bool update();

    [[nodiscard]] qsizetype count() const { return qsizetype(m_records.size()); }
    [[nodiscard]] RecordId at(qsizetype index) const { return RecordId(m_records[size_t(index)]); }
    /// The first index whose record is not before `id`.
    [[nodiscard]] qsizetype indexOf(RecordId id) const;

private:
    [[nodiscard]] quint64 firstChanged(const ConversationSelection& selection) const;
    [[nodiscard]] bool onlyAdds(const ConversationSelection& selection) const;
    void cut(quint64 from);
    void startScan(quint64 from);

    const RecordSource& m_source;
    ConversationSelection m_selection; ///< its connections are sorted
    std::deque<quint32> m_records;
    QueryScan m_scan;
    bool m_isChanged = false;
    /// While a selection that has grown is looked for: what was found, and which records of the list it takes
    /// the place of.
    std::vector<quint32> m_found;
    quint64 m_replacedFrom = 0;
    quint64 m_replacedTo = 0;
};

} // namespace wl
