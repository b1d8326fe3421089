// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"

#include <span>
#include <vector>

namespace wl {

/// A selection and the Opened record of each conversation in it, where the source still has it: what a reader
/// needs to see a conversation begin. `selection` is in rising order, and so is what comes back.
[[nodiscard]] std::vector<RecordId> withOpenings(const RecordSource& source,
                                                 std::span<const RecordId> selection);

/// All records of these conversations, in rising order.
[[nodiscard]] std::vector<RecordId> conversationRecords(const RecordSource& source,
                                                        std::span<const ConnectionId> conversations);

} // namespace wl
