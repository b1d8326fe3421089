// SPDX-License-Identifier: MIT
#pragma once

#include "query/queryscan.h"
#include "ui/traffic/listedrecords.h"
#include "ui/traffic/trafficcells.h"

#include <QAbstractTableModel>

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
        Source,
        Destination,
        Peer,
        Protocol,
        Length,
        Comment,
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
    void setFilter(const Query& filter);
    [[nodiscard]] const Query& filter() const { return m_filter; }
    [[nodiscard]] bool isFiltered() const { return !m_filter.isEmpty(); }

    /// Holds the list still: records from now on are not taken in until it is let go. What is there can still
    /// be filtered in other ways.
    void setHeld(bool isHeld);
    /// Records that wait until the list is let go.
    [[nodiscard]] quint64 heldBack() const;

    void setTimeForms(const TimeForms& forms);
    [[nodiscard]] const TimeForms& timeForms() const { return m_cells.forms(); }

    /// Takes what is new, with one beginInsertRows. Called by the pulse.
    void refresh();
    /// How far the filter's scan is, in percent; 100 where nothing is waited for.
    [[nodiscard]] int scanProgress() const;
    /// Records that were not listed because of the limit on rows.
    [[nodiscard]] quint64 unlisted() const { return m_unlisted; }

    [[nodiscard]] RecordId recordAt(int row) const;
    /// The row of a record, −1 where it is not listed.
    [[nodiscard]] int rowOf(RecordId id) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] quint64 visibleCount() const;
    void startList();
    void appendUnfiltered();
    void appendFiltered();
    void trim(int incoming);
    [[nodiscard]] QVariant display(int row, int column) const;

    int m_maxRows;
    std::shared_ptr<const RecordSource> m_source;
    Query m_filter;
    std::optional<quint64> m_heldAt; ///< the first record that is not taken in
    ListedRecords m_listed;
    quint64 m_unlisted = 0;
    QueryScan m_scan;
    TrafficCells m_cells;
};

} // namespace wl
