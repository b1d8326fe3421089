// SPDX-License-Identifier: MIT
#include "ui/panes/http/pathrows.h"

#include <algorithm>

namespace wl::pathrows {

namespace {

bool saysSomething(const KeyValueRow& row)
{
    return !row.value.isEmpty() || !row.description.isEmpty() || !row.enabled;
}

/// The names without the one that was typed into another, as many as before and all others the same.
QList<KeyValueRow> renamed(const QStringList& names, const Rows& before)
{
    QList<KeyValueRow> rows = before.rows;
    if (names.size() != before.used)
        return rows;
    int changed = -1;
    for (int i = 0; i < before.used; ++i) {
        if (names.at(i) == rows.at(i).name)
            continue;
        if (changed >= 0)
            return rows;
        changed = i;
    }
    const auto isNamed = [&](const KeyValueRow& row) { return row.name == names.at(changed); };
    if (changed >= 0 && std::none_of(rows.begin(), rows.end(), isNamed))
        rows[changed].name = names.at(changed);
    return rows;
}

} // namespace

Rows forNames(const QStringList& names, const Rows& before)
{
    QList<KeyValueRow> old = renamed(names, before);
    Rows result;
    for (const QString& name : names) {
        const auto found =
            std::find_if(old.begin(), old.end(), [&](const KeyValueRow& row) { return row.name == name; });
        if (found != old.end()) {
            result.rows << *found;
            old.erase(found);
        } else {
            KeyValueRow row;
            row.name = name;
            result.rows << row;
        }
    }
    result.used = int(result.rows.size());
    old.removeIf([](const KeyValueRow& row) { return !saysSomething(row); });
    result.rows += old;
    return result;
}

} // namespace wl::pathrows
