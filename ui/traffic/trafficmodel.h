// SPDX-License-Identifier: MIT
#pragma once

#include "query/choicerun.h"
#include "query/queryscan.h"
#include "ui/traffic/listedrecords.h"
#include "ui/traffic/recordfinder.h"
#include "ui/traffic/trafficcells.h"
#include "ui/traffic/trafficsorter.h"

#include <QAbstractTableModel>

#include <functional>
#include <optional>

namespace wl {

/// The traffic list: one row a record (without a filter a row is only arithmetic, with one it is four bytes,
/// and while it is sorted four more). It pulls: refresh() inserts all that is new at once. UI thread.
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
    enum DataRole : quint16 {
        RecordRole = Qt::UserRole,
        KindRole,
        DirectionRole,
        ConnectionRole,
        MarkedRole
    };

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

    /// As what connections are decoded where the filter asks for messages.
    void setDecodeAs(const DecodeAs& decodeAs);
    [[nodiscard]] const DecodeAs& decodeAs() const { return m_decodeAs; }
    /// Lists records from this one on; 0 is all, nextRecord() begins the list anew.
    void setFirst(quint64 record);
    [[nodiscard]] quint64 first() const { return m_begin; }
    /// The record that would be listed next.
    [[nodiscard]] quint64 nextRecord() const { return visibleCount(); }

    /// Holds the list still: records from now on are not taken in until it is let go. What is there can still
    /// be filtered in other ways.
    void setHeld(bool isHeld);
    /// Records that wait until the list is let go.
    [[nodiscard]] quint64 heldBack() const;

    void setTimeForms(const TimeForms& forms);
    [[nodiscard]] const TimeForms& timeForms() const { return m_cells.forms(); }

    /// None: the order of the capture. A list stays as it is until it is sorted; then what is new is merged a
    /// few times a second.
    void setSort(const std::optional<TrafficSort>& sort);
    [[nodiscard]] const std::optional<TrafficSort>& sort() const { return m_sort; }
    /// How far the sorting is, in percent; 100 where nothing is waited for.
    [[nodiscard]] int sortProgress() const { return m_sorter.progress(); }
    /// Whether the rows are in another order than the capture's.
    [[nodiscard]] bool isReordered() const { return m_order != nullptr; }

    /// Takes what is new, with one beginInsertRows. Called by the pulse.
    void refresh();
    /// How far the filter's scan is, in percent; 100 where nothing is waited for.
    [[nodiscard]] int scanProgress() const;
    /// Records that were not listed because of the limit on rows.
    [[nodiscard]] quint64 unlisted() const { return m_unlisted; }

    /// The records that are listed, for what goes through the capture itself: those of the filter, from the
    /// first that is listed, up to what refresh() took; where the filter's scan is still on its way, up to
    /// what there is. In the order of the capture.
    [[nodiscard]] RecordChoice shown() const;
    /// How many these are; none where the scan is still on its way.
    [[nodiscard]] std::optional<quint64> shownCount() const;
    /// Whether rows are not taken in any more, see setHeld().
    [[nodiscard]] bool isHeld() const { return m_heldAt.has_value(); }

    /// The rows as they are now, for other threads.
    [[nodiscard]] ListSnapshot snapshot() const { return {m_listed, m_order}; }
    [[nodiscard]] RecordId recordAt(int row) const;
    /// The row of a record, −1 where it is not listed.
    [[nodiscard]] int rowOf(RecordId id) const;
    /// The rows of records, as far as they are listed, in rising order. In a list of ten million that is
    /// sorted this takes some ten milliseconds, for one or for many.
    [[nodiscard]] std::vector<int> rowsOf(std::vector<quint64> records) const;

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

signals:
    /// Before and after a reset that lists the same records in another order, and perhaps some more.
    void aboutToReorder();
    void reordered();

private:
    [[nodiscard]] quint64 visibleCount() const;
    [[nodiscard]] bool isScanned() const;
    void startList();
    void startSorting();
    void takeOrder();
    void setOrder(TrafficSorter::Order order);
    void append(int count, const std::function<void()>& change);
    [[nodiscard]] RecordId listedBefore(RecordId id) const;
    void appendUnfiltered();
    void appendFiltered();
    void trim(int incoming);
    [[nodiscard]] QVariant display(int row, int column) const;
    [[nodiscard]] QString accessibleText(int row, int column) const;

    int m_maxRows;
    std::shared_ptr<const RecordSource> m_source;
    Query m_filter;
    DecodeAs m_decodeAs;
    quint64 m_begin = 0;             ///< records before it are not listed
    std::optional<quint64> m_heldAt; ///< the first record that is not taken in
    ListedRecords m_listed;
    quint64 m_unlisted = 0;
    QueryScan m_scan;
    std::optional<TrafficSort> m_sort;
    TrafficSorter m_sorter;
    TrafficSorter::Order m_order; ///< of the rows; none: as they are listed
    TrafficCells m_cells;
};

} // namespace wl
