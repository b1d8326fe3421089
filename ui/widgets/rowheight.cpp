// SPDX-License-Identifier: MIT
#include "ui/widgets/rowheight.h"

#include "ui/widgets/fixedfont.h"

#include <QHeaderView>

namespace wl {

namespace {
constexpr int padding = 4; ///< above and below the text together
}

int rowHeightFor(const QFontMetrics& metrics, int pixels)
{
    // Cells with bytes and addresses have the fixed-width font.
    return std::max({pixels, metrics.height() + padding, QFontMetrics(fixedFont()).height() + padding});
}

void fitRowHeight(QTableView& table, int pixels)
{
    const int height = rowHeightFor(table.fontMetrics(), pixels);
    QHeaderView& header = *table.verticalHeader();
    header.setSectionResizeMode(QHeaderView::Fixed);
    header.setMinimumSectionSize(height);
    header.setDefaultSectionSize(height);
}

} // namespace wl
