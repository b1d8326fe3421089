// SPDX-License-Identifier: MIT
#pragma once

#include "ui/traffic/trafficdelegate.h"
#include "ui/traffic/trafficmodel.h"
#include "ui/widgets/uniformtable.h"

namespace wl {

class TrafficHeader;

/// The table of the traffic list: follows the tail while at the bottom, keeps what
/// is being read where it is otherwise, keeps the selected record through a change of the filter.
class TrafficTable : public UniformTable
{
    Q_OBJECT
public:
    explicit TrafficTable(TrafficModel& model, QWidget* parent = nullptr);

    /// Takes what is new from the source.
    void refresh();
    void applyFilter(const Query& filter);
    void setFirst(quint64 record);
    void setRecordSource(std::shared_ptr<const RecordSource> source);
    /// None: the order of the capture. A list that is sorted does not follow.
    void setSort(const std::optional<TrafficSort>& sort);

    [[nodiscard]] bool isFollowing() const { return m_isFollowing; }
    void setFollowing(bool isFollowing);
    void setEmptyText(const QString& text);

    /// The selected records in the order of the list, at most `maximum`.
    [[nodiscard]] QList<RecordId> selectedRecords(qsizetype maximum) const;
    [[nodiscard]] qsizetype selectedCount() const;
    [[nodiscard]] RecordId currentRecord() const { return m_current; }
    /// Selects a record and scrolls there; nothing happens where it is not listed.
    void showRecord(RecordId id);
    void setMarkedConnection(ConnectionId id);
    void setRowColors(RowColors& colors);
    [[nodiscard]] TrafficHeader& header() const { return *m_header; }

signals:
    void currentRecordChanged(wl::RecordId id);
    void followingChanged(bool isFollowing);

protected:
    void currentChanged(const QModelIndex& current, const QModelIndex& previous) override;
    void keyPressEvent(QKeyEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;

private:
    void setUpLooks();
    void scrolled(int value);
    void listAnew(const std::function<void()>& change);
    void restoreCurrent();
    void rememberPlace();
    void restorePlace();

    TrafficModel& m_model;
    TrafficDelegate* m_delegate;
    TrafficHeader* m_header = nullptr;
    RecordId m_current;
    QString m_emptyText;
    /// What is selected and what stands at the top, while the rows are put in another order.
    struct Place
    {
        std::vector<quint64> selected;
        RecordId top;
        int topOffset = 0; ///< pixels of it that are scrolled away
    };
    Place m_place;
    std::optional<TrafficSort> m_sortShown;
    bool m_isFollowing = true;
    bool m_isUpdating = false;
    bool m_isCurrentLost = false; ///< the selected record is not in the list now, but may come again
};

} // namespace wl
