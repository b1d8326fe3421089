// SPDX-License-Identifier: MIT
#include "ui/widgets/rowlist.h"

#include "ui/widgets/rowheight.h"

#include <QHeaderView>

namespace wl {

void setUpRowList(QTableView& table, int pixels)
{
    table.setFrameShape(QFrame::NoFrame);
    table.setShowGrid(false);
    table.setWordWrap(false);
    table.setTabKeyNavigation(false);
    table.setAlternatingRowColors(true);
    table.setSelectionBehavior(QAbstractItemView::SelectRows);
    table.verticalHeader()->hide();
    fitRowHeight(table, pixels);
    table.horizontalHeader()->setHighlightSections(false);
    table.horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
}

} // namespace wl
