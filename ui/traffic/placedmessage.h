// SPDX-License-Identifier: MIT
#pragma once

#include "query/messagereader.h"

namespace wl {

/// A message and where the records begin that it lies in.
struct PlacedMessage
{
    struct Begin
    {
        qint64 offset; ///< in the direction
        RecordId record;
    };

    ReadMessage read;
    std::vector<Begin> records; ///< of a message in very many records the first ones

    /// Goes through the records of the message: for the pool.
    [[nodiscard]] static PlacedMessage of(const MessageIndex& index, ReadMessage&& read);
    /// The record that holds this byte of the direction, as far as it is known.
    [[nodiscard]] RecordId recordWith(qint64 offset) const;
};

/// Messages that are looked at from one record.
struct DecodedRecord
{
    RecordId record;
    ByteRange range; ///< of its bytes in their direction
    std::vector<PlacedMessage> messages;
    bool hasMore = false; ///< messages that are not in the list

    [[nodiscard]] bool hasUnfinished() const;
};

using DecodedRecordPtr = std::shared_ptr<const DecodedRecord>;

/// The bytes of a record in their direction; of a datagram from 0. For the pool.
[[nodiscard]] ByteRange rangeOfRecord(const MessageIndex& index, RecordId id);

} // namespace wl
