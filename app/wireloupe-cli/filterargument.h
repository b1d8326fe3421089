// SPDX-License-Identifier: MIT
#pragma once

#include "query/query.h"
#include "query/querycontext.h"

#include <optional>

namespace wl::cli {

/// The filter of a command line; nothing, after telling on standard error what is wrong and where, where it
/// is not valid.
[[nodiscard]] std::optional<Query> readFilter(const QString& expression);

/// "3=mqtt", each a connection as the list numbers it and what it speaks. Errors: BadOption with words.
[[nodiscard]] Result<DecodeAs> readDecodeAs(const QStringList& choices);

/// Tells on standard error, where it is so, that conversations were decoded only in part, and what of theirs
/// ("messages") may be missing for it.
void tellRestarted(quint64 conversations, const QString& what);

} // namespace wl::cli
