// SPDX-License-Identifier: MIT
#include "ui/widgets/tablefind.h"

#include <QHeaderView>
#include <QTableView>

namespace wl {

TableFind::TableFind(const QString& name, QTableView* table, QWidget* parent)
    : FindLine(name, table, parent)
    , m_table(table)
{
    connect(this, &FindLine::findWanted, this, &TableFind::find);
    connect(this, &FindLine::closed, this, [this] { m_walk.cancel(); });
}

QModelIndex TableFind::cellAt(qint64 place) const
{
    const QAbstractItemModel& model = *m_table->model();
    const int columns = std::max(1, model.columnCount());
    return model.index(int(place / columns), m_table->horizontalHeader()->logicalIndex(int(place % columns)));
}

void TableFind::find(const QString& text, bool isBackward)
{
    const QAbstractItemModel& model = *m_table->model();
    const QModelIndex current = m_table->currentIndex();
    const qint64 columns = model.columnCount();
    const qint64 from = current.isValid() ? current.row() * columns +
                                                m_table->horizontalHeader()->visualIndex(current.column())
                                          : -1;
    showResult(tr("Searching…"));
    m_walk.start(
        model.rowCount() * columns, from, isBackward,
        [this, text](qint64 place) {
            const QModelIndex cell = cellAt(place); // invalid where the table has become smaller
            return cell.isValid() && !m_table->isColumnHidden(cell.column()) &&
                   cell.data().toString().contains(text, Qt::CaseInsensitive);
        },
        [this](qint64 place, bool isWrapped) {
            showFound(place >= 0, isWrapped);
            if (place < 0)
                return;
            m_table->setCurrentIndex(cellAt(place));
            m_table->scrollTo(cellAt(place));
        });
}

} // namespace wl
