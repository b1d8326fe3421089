// SPDX-License-Identifier: MIT
#pragma once

#include <QTableView>

namespace wl {

/// Makes a table look and act like a list of rows: whole rows are selected, each is one line, `pixels` high
/// or what its font needs (see fitRowHeight()); no grid, no frame, no numbers before them. UI thread.
void setUpRowList(QTableView& table, int pixels);

} // namespace wl
