// SPDX-License-Identifier: MIT
#pragma once

#include <QTableView>

namespace wl {

/// Gives all rows of a table one height: `pixels`, or what its font needs where that is more. To be called
/// when the table is made and when its font changes. UI thread.
void fitRowHeight(QTableView& table, int pixels);

/// The height that fitRowHeight() takes for this font.
[[nodiscard]] int rowHeightFor(const QFontMetrics& metrics, int pixels);

} // namespace wl
