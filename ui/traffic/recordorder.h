// SPDX-License-Identifier: MIT
#pragma once

#include "capture/payloadcursor.h"
#include "ui/traffic/listedrecords.h"
#include "ui/traffic/trafficsort.h"

#include <QHash>

#include <array>
#include <memory>
#include <vector>

namespace wl {

/// The order of records by a column, as keys: a record goes before another whose key is larger, or, where
/// those are equal, whose key of the next level is. What a column says nothing about goes last either way.
/// One thread.
class RecordOrder
{
public:
    static constexpr int mostLevels = 8;
    /// Of all levels; 0 where there are fewer.
    using Keys = std::array<quint64, mostLevels>;

    /// `listed`: what the list has, for differences to the record before.
    RecordOrder(std::shared_ptr<const RecordSource> source, const TrafficSort& sort, ListedRecords listed);

    /// How many levels of keys there are.
    [[nodiscard]] int levels() const;
    /// Cheapest in the order of the capture.
    [[nodiscard]] quint64 key(quint64 record, int level);
    /// All at once, with one look at the record.
    [[nodiscard]] Keys keys(quint64 record);
    /// Whether `first` goes before `second`; equal ones are in the order of the capture.
    [[nodiscard]] bool isBefore(quint64 first, quint64 second);

private:
    static constexpr quint64 none = ~quint64{0}; ///< last, either way
    static constexpr quint64 little = none - 1;  ///< before that, either way

    void rankConnections();
    void rankComments();
    [[nodiscard]] quint64 ordered(quint64 ascendingKey) const;
    [[nodiscard]] quint64 ascendingKey(quint64 record, int level);
    [[nodiscard]] quint64 deltaKey(quint64 record, const RecordEntry& entry);
    [[nodiscard]] RecordId beforeOfConnection(quint64 record);
    [[nodiscard]] quint64 protocolKey(quint64 record, const RecordEntry& entry);
    [[nodiscard]] QByteArrayView infoText(quint64 record);
    [[nodiscard]] QByteArrayView head(quint64 record, const RecordEntry& entry);

    std::shared_ptr<const RecordSource> m_source;
    TrafficSort m_sort;
    ListedRecords m_listed;
    PayloadCursor m_cursor;
    std::vector<quint32> m_ranks; ///< by connection and direction
    QHash<quint64, quint64> m_comments;
    quint64 m_nextRead = 0;
    QByteArray m_head;
    QByteArray m_words;                      ///< of an event
    std::vector<quint64> m_lastOfConnection; ///< of the records before m_passed, plus 1; 0 is none
    quint64 m_passed = 0;
};

} // namespace wl
