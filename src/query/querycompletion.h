// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"

#include <QList>
#include <QString>

namespace wl {

/// What may be typed at a place of a filter.
struct QueryCompletions
{
    struct Item
    {
        QString text;        ///< what replaces the range; quoted where it has to be
        QString description; ///< of a field; else empty

        bool operator==(const Item&) const = default;
    };
    QList<Item> items;
    qsizetype offset = 0; ///< the range that an item replaces: the word at the cursor
    qsizetype length = 0;
};

/// What fits at the cursor of a filter that is being typed: fields, operators, values (panes, addresses and
/// ports of `source`, which may be nullptr), "and" and "or". Nothing where what is before the cursor is
/// wrong.
[[nodiscard]] QueryCompletions queryCompletions(const QString& text, qsizetype cursor,
                                                const RecordSource* source);

} // namespace wl
