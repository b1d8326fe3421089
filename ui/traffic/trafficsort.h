// SPDX-License-Identifier: MIT
#pragma once

#include "ui/traffic/timeforms.h"

#include <Qt>

namespace wl {

/// A column that the list is sorted by.
struct TrafficSort
{
    int column = 0; ///< a TrafficModel::Column
    Qt::SortOrder order = Qt::AscendingOrder;
    TimeForms::Delta delta = TimeForms::Delta::SinceListed; ///< what the column of differences tells

    bool operator==(const TrafficSort&) const = default;
};

} // namespace wl
