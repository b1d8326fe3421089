// SPDX-License-Identifier: MIT
#include "query/querystate.h"

namespace wl {

QByteArrayView readRow(const QueryBatch& batch, int row)
{
    const auto bytes = batch.state.cursor.payload(batch.idOf(row), batch.entryOf(row));
    if (bytes)
        return *bytes;
    if (bytes.error().code != ErrorCode::FileNotFound)
        ++batch.state.unreadRecords;
    return {};
}

} // namespace wl
