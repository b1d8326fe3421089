// SPDX-License-Identifier: MIT
#pragma once

#include "ui/traffic/trafficsort.h"

#include <QHeaderView>
#include <QJsonObject>

#include <optional>

class QMenu;

namespace wl {

/// The header of the traffic list: its words begin and end where those of the cells do. Its menu chooses the
/// columns and how times are told; clicks on a column sort by it, by it the other way round, and no more. UI
/// thread.
class TrafficHeader : public QHeaderView
{
    Q_OBJECT
public:
    /// After the header was given to its table, resetColumns() gives the columns their places.
    explicit TrafficHeader(QWidget* parent = nullptr);

    /// Order, widths and choice of the columns as they are at first.
    void resetColumns();
    /// Order, widths and choice, by the columns' names.
    [[nodiscard]] QJsonObject columns() const;
    /// Columns that it does not name, and what is not understood, stay as they are.
    void setColumns(const QJsonObject& columns);

    /// Shows a column that was hidden, with some width.
    void showColumn(int column);

    void setTimeForms(const TimeForms& forms) { m_forms = forms; }
    void setSort(const std::optional<TrafficSort>& sort);

signals:
    void timeFormsChosen(const wl::TimeForms& forms);
    void sortChosen(const std::optional<wl::TrafficSort>& sort);
    /// Somebody chose, moved or resized a column.
    void columnsChanged();

protected:
    void contextMenuEvent(QContextMenuEvent* event) override;
    void paintSection(QPainter* painter, const QRect& rect, int section) const override;

private:
    void addColumnActions(QMenu& menu);
    void addTimeActions(QMenu& menu);
    void sortBy(int column);
    void moveTo(int column, int place);

    TimeForms m_forms;
    std::optional<TrafficSort> m_sort;
};

} // namespace wl
