// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/http/timingrows.h"

#include <QAbstractTableModel>
#include <QStyledItemDelegate>

namespace wl {

/// The waterfall as a table: phase, bar, duration. UI thread.
class TimingModel : public QAbstractTableModel
{
    Q_OBJECT
public:
    enum Column : int { Phase, Bar, Duration, ColumnCount };

    using QAbstractTableModel::QAbstractTableModel;

    void setHops(const QList<HttpHop>& hops);
    [[nodiscard]] const TimingRow& rowAt(int row) const { return m_rows.at(row); }
    [[nodiscard]] std::chrono::nanoseconds total() const { return m_total; }

    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    [[nodiscard]] QString phaseText(const TimingRow& row) const;

    QList<HttpHop> m_hops;
    QList<TimingRow> m_rows;
    std::chrono::nanoseconds m_total{0};
};

/// Paints the bars.
class TimingDelegate final : public QStyledItemDelegate
{
    Q_OBJECT
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    void paint(QPainter* painter, const QStyleOptionViewItem& option,
               const QModelIndex& index) const override;
};

} // namespace wl
