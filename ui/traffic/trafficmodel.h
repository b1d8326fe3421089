// SPDX-License-Identifier: MIT
#pragma once

#include "ui/traffic/recordscan.h"
#include "ui/traffic/trafficfilter.h"

#include <QAbstractTableModel>
#include <QCache>

#include <deque>

namespace wl {

/// The traffic list: one row a record (without a filter a row is only arithmetic, with one it is four bytes).
/// It pulls: refresh() inserts all that is new at once. UI thread.
class TrafficModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column : quint8 {
        Number,
        Time,
        Delta,
        Conn,
        PaneName,
        Dir,
        Peer,
        Protocol,
        Length,
        Info,
        ColumnCount
    };
    enum DataRole : quint16 { RecordRole = Qt::UserRole, KindRole, DirectionRole, ConnectionRole };

    /// Rows that are listed at most; older records are only counted.
    static constexpr int mostRows = 30'000'000;

    explicit TrafficModel(int maxRows = mostRows, QObject* parent = nullptr);
    ~TrafficModel() override;

    /// Null: empty.
    void setSource(std::shared_ptr<const RecordSource> source);
    [[nodiscard]] const std::shared_ptr<const RecordSource>& source() const { return m_source; }
    void setFilter(const TrafficFilter& filter);
    [[nodiscard]] bool isFiltered() const { return m_isFiltered; }

    /// Holds the list still: records from now on are not taken in until it is let go. What is there can still
    /// be filtered in other ways.
    void setHeld(bool isHeld);
    /// Records that wait until the list is let go.
    [[nodiscard]] quint64 heldBack() const;

    /// Takes what is new, with one beginInsertRows. Called by the pulse.
    void refresh();
    /// How far the filter's scan is, in percent; 100 where nothing is waited for.
    [[nodiscard]] int scanProgress() const;
    /// Records that were not listed because of the limit on rows.
    [[nodiscard]] quint64 unlisted() const { return m_isFiltered ? m_filteredOut : m_first; }

    [[nodiscard]] RecordId recordAt(int row) const;
    /// The row of a record, −1 where it is not listed.
    [[nodiscard]] int rowOf(RecordId id) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    struct Words
    {
        QString info;
        QString protocol;
    };

    [[nodiscard]] quint64 visibleCount() const;
    void appendUnfiltered();
    void appendFiltered();
    void trim(int incoming);
    [[nodiscard]] QVariant display(int row, int column) const;
    [[nodiscard]] QVariant toolTip(int row, int column) const;
    [[nodiscard]] QString deltaAt(int row) const;
    [[nodiscard]] const Words& wordsOf(RecordId id, const RecordEntry& entry) const;

    int m_maxRows;
    std::shared_ptr<const RecordSource> m_source;
    TrafficFilter m_filter;
    bool m_isFiltered = false;
    std::optional<quint64> m_heldAt; ///< the first record that is not taken in
    quint64 m_first = 0;             ///< without a filter: the record of row 0
    int m_rows = 0;
    std::deque<quint32> m_found; ///< with a filter
    quint64 m_filteredOut = 0;
    RecordScan m_scan;
    mutable QCache<quint64, Words> m_words;
};

} // namespace wl
