// SPDX-License-Identifier: MIT
#pragma once

#include <QList>

class QGridLayout;
class QLayoutItem;

namespace wl {

/// Folds a grid of four columns (label, field, label, field) to two where there is little room: what stands
/// in its right half then stands below the left one, so that Tab still follows reading. UI thread.
class GridFold
{
public:
    /// All that is in the grid now. It outlives this object.
    explicit GridFold(QGridLayout& grid);

    void setFolded(bool folded);

private:
    struct Cell
    {
        QLayoutItem* item = nullptr;
        int row = 0;
        int column = 0;
        int rows = 1;
        int columns = 1;
    };

    void place(const Cell& cell);

    QGridLayout* m_grid;
    QList<Cell> m_cells; ///< as unfolded
    bool m_isFolded = false;
};

} // namespace wl
