// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"
#include "decode/decodedmessage.h"
#include "query/textdiff.h"

#include <memory>
#include <optional>

namespace wl {

/// One side of a comparison: records whose bytes are put one behind the other.
struct ComparedRecords
{
    std::shared_ptr<const RecordSource> source;
    std::vector<RecordId> records = {}; ///< in rising order
    ConnectionId conversation = {};     ///< where valid: all of its records instead
    bool sent = true;                   ///< of a conversation: our bytes
    bool received = true;
    std::optional<Protocol> decodeAs = {}; ///< of a conversation: chosen by hand
};

/// What is compared of one side.
struct ComparedBytes
{
    QByteArray bytes;
    bool isCut = false; ///< there is more than mostCompared
    quint64 unread = 0; ///< records whose bytes are not there any more or cannot be read
    /// Of a conversation that has messages: what they say (messageText()), one behind the other, as far as
    /// the bytes are compared.
    QByteArray messages;
};

/// Two sides, their difference as text (lines), as bytes and message by message. A value; shared between
/// threads as it is.
struct Comparison
{
    /// Bytes of a side that are compared; the rest is left out, and `isCut` says so.
    static constexpr qsizetype mostBytes = qsizetype{16} * 1024 * 1024;

    ComparedBytes a;
    ComparedBytes b;
    TextDiff text;
    /// None where a side has no messages.
    std::optional<TextDiff> messages;
    SequenceDiff bytes;
    bool isCanceled = false;
};

/// Reads both sides and compares them. Not on the UI thread; stops soon when asked to.
[[nodiscard]] Comparison compareRecords(const ComparedRecords& a, const ComparedRecords& b,
                                        const std::stop_token& stop = {});

/// Compares what was read already.
[[nodiscard]] Comparison compareBytes(ComparedBytes a, ComparedBytes b, const std::stop_token& stop = {});

} // namespace wl
