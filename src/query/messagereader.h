// SPDX-License-Identifier: MIT
#pragma once

#include "query/messageindex.h"

namespace wl {

/// A message that was decoded again, to look at it.
struct ReadMessage
{
    enum class Extent : quint8 {
        Whole,
        Beginning, ///< only its first MessageReader::largestBytes were decoded
        Unfinished ///< more of it may come
    };

    std::optional<quint64> row; ///< in the index; none for what is not whole yet
    MessageRow place;
    DecodedMessage message;
    Extent extent = Extent::Whole;
};

/// Decodes single messages of an indexed conversation with all that is wished for, from a few messages before
/// them on, so that it costs the same anywhere in a conversation. What then cannot be understood, because it
/// needs what came long before, is decoded from the beginning where that is near. Blocks, for the pool.
class MessageReader
{
public:
    /// Of a larger message only so much is decoded.
    static constexpr qint64 largestBytes = 4 * 1024 * 1024;
    /// How far into a conversation a message may be that is decoded from the conversation's beginning.
    static constexpr qint64 restartBytes = 4 * 1024 * 1024;

    /// The index outlives it.
    MessageReader(const MessageIndex& index, DecodeWishes wishes)
        : m_index(index)
        , m_wishes(std::move(wishes))
    {
    }

    /// `count` messages from `first` on (as far as there are so many); fewer where a stop is requested.
    [[nodiscard]] std::vector<ReadMessage> read(quint64 first, quint64 count,
                                                const std::stop_token& stop = {}) const;
    /// What there is of the message that a direction's last bytes begin; nothing where there are none.
    [[nodiscard]] std::optional<ReadMessage> readTail(Direction direction, const MessageTail& tail,
                                                      const std::stop_token& stop = {}) const;

private:
    /// Where decoding begins.
    struct Start
    {
        quint32 record = 0;
        MessageIndex::Offsets offsets{};
        bool isBeginning = false; ///< of the conversation
    };
    [[nodiscard]] Start startFor(std::span<const ReadMessage> wanted, quint64 row) const;
    [[nodiscard]] Start beginning() const;
    void decode(std::span<ReadMessage> wanted, quint64 row, const std::stop_token& stop) const;
    [[nodiscard]] size_t decodeFrom(const Start& start, std::span<ReadMessage> wanted,
                                    const std::stop_token& stop) const;
    void feedHead(ConversationFeed& feed, const Start& start) const;

    const MessageIndex& m_index;
    DecodeWishes m_wishes;
};

} // namespace wl
