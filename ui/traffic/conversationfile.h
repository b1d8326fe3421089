// SPDX-License-Identifier: MIT
#pragma once

#include "ui/traffic/conversationmembers.h"
#include "ui/traffic/payloadfile.h"

#include <functional>
#include <optional>
#include <stop_token>

namespace wl {

/// Writes the bytes of a conversation, as far as it has grown, in the order in which they were recorded: of
/// one direction, or of both. The user's file is replaced only when all of it is written. Tells how many
/// percent are done. Blocks, for the pool. Errors: Canceled when it was stopped; those of writing.
[[nodiscard]] Result<PayloadSum> writeConversation(const RecordSource& source,
                                                   const ConversationMembers& members,
                                                   std::optional<Direction> direction, const QString& path,
                                                   const std::stop_token& stop,
                                                   const std::function<void(int percent)>& progress);

} // namespace wl
