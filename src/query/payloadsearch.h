// SPDX-License-Identifier: MIT
#pragma once

#include "query/bytesearch.h"
#include "query/querystate.h"

namespace wl {

/// Takes away the rows (all of kind Data) whose payload does not contain the needle. Payloads that lie near
/// each other in the capture are searched together, headers between them included, and what is found is
/// given to the record that it lies in. Returns early where a stop is requested.
void searchPayloads(const QueryBatch& batch, const ByteSearch& needle, RowBits& rows);

} // namespace wl
