// SPDX-License-Identifier: MIT
#include "ui/panes/http/tableorder.h"

#include "decode/jsonstring.h"
#include "query/bytesearch.h"

#include <algorithm>

namespace wl {

namespace {

constexpr qint64 stopCheckRows = 1024;

/// What a row is sorted by: its value's kind, and the value itself in the body.
struct SortKey
{
    enum class Rank : quint8 { Number, Text, Other, None };

    quint32 row = 0;
    Rank rank = Rank::None;
    double number = 0;
    QByteArrayView text;
};

SortKey keyOf(const JsonTable::Row& row, int column, QByteArrayView body, quint32 number)
{
    SortKey key;
    key.row = number;
    const auto& cell = row.cells[size_t(column)];
    if (cell.empty())
        return key;
    key.text = body.sliced(cell.front().offset, cell.front().size);
    const char first = key.text.isEmpty() ? 'n' : key.text.front();
    if (first == '"') {
        key.rank = SortKey::Rank::Text;
        key.text = key.text.sliced(1);
    } else if (first == '-' || (first >= '0' && first <= '9')) {
        key.rank = SortKey::Rank::Number;
        key.number = key.text.toDouble();
    } else {
        key.rank = first == 'n' ? SortKey::Rank::None : SortKey::Rank::Other;
    }
    return key;
}

bool isBefore(const SortKey& a, const SortKey& b)
{
    if (a.rank != b.rank)
        return a.rank < b.rank;
    if (a.rank == SortKey::Rank::Number)
        return a.number < b.number;
    if (a.rank == SortKey::Rank::None)
        return false;
    return a.text < b.text;
}

} // namespace

std::optional<std::vector<quint32>> tableOrder(const bodyjob::Table& table, const RowChoice& view,
                                               qint64 maxRows, std::stop_token stop)
{
    const QByteArrayView body = table.file->view();
    const ByteSearch search(view.filter.toUtf8(), ByteSearch::Case::Any);
    std::vector<SortKey> keys;
    qint64 number = 0;
    const qint64 count = std::min(maxRows, table.table->rowCount());
    table.table->forEachRow(body, [&](const JsonTable::Row& row) {
        const quint32 place = quint32(number);
        if (number % stopCheckRows == 0 && stop.stop_requested())
            return false;
        if (search.isEmpty() || search.contains(body.sliced(row.range.offset, row.range.size))) {
            keys.push_back(view.sortColumn >= 0 && view.sortColumn < int(row.cells.size())
                               ? keyOf(row, view.sortColumn, body, place)
                               : SortKey{place, SortKey::Rank::None, 0, {}});
        }
        return ++number < count;
    });
    if (stop.stop_requested())
        return std::nullopt;
    if (view.sortColumn >= 0) {
        std::stable_sort(keys.begin(), keys.end(), [&](const SortKey& a, const SortKey& b) {
            const bool hasNone = a.rank == SortKey::Rank::None || b.rank == SortKey::Rank::None;
            return view.isDescending && !hasNone ? isBefore(b, a) : isBefore(a, b);
        });
    }
    std::vector<quint32> rows;
    rows.reserve(keys.size());
    for (const SortKey& key : keys)
        rows.push_back(key.row);
    return rows;
}

} // namespace wl
