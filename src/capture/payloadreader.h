// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "capture/recordsource.h"

#include <functional>

namespace wl {

/// Reads `bytes` at a position of a capture; never across a block.
using PositionReader = std::function<Result<void>(quint64 position, char* to, qsizetype bytes)>;

/// Bytes of a record whose payload lies in `entry.pieces` blocks of our own layout, from `offset`, at most
/// `maxBytes` (−1 = all). Errors: those of `read`.
[[nodiscard]] Result<QByteArray> readPayload(const RecordEntry& entry, qint64 offset, qint64 maxBytes,
                                             const PositionReader& read);

/// Where the last block of such a record begins.
[[nodiscard]] quint64 lastBlock(const RecordEntry& entry);

/// Size of a block of ours without a comment.
[[nodiscard]] quint32 plainBlockBytes(quint32 payloadOffset, quint32 payloadBytes);

} // namespace wl
