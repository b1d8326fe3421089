// SPDX-License-Identifier: MIT
#pragma once

#include "ui/widgets/findline.h"
#include "ui/widgets/findwalk.h"

class QTableView;

namespace wl {

/// Finds in the cells of a table what they show, in either case, row by row from the current cell on. UI
/// thread.
class TableFind : public FindLine
{
    Q_OBJECT
public:
    TableFind(const QString& name, QTableView* table, QWidget* parent = nullptr);

private:
    void find(const QString& text, bool isBackward);
    /// Cells are counted row by row as their columns stand on the screen.
    [[nodiscard]] QModelIndex cellAt(qint64 place) const;

    QTableView* m_table = nullptr;
    FindWalk m_walk;
};

} // namespace wl
