// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"
#include "query/querycontext.h"

#include <QHash>

#include <array>
#include <list>

namespace wl {

/// Decoders of the conversations of a source, fed with its records in order. At most so many are alive at a
/// time; the one that was not fed for the longest gives way, and begins anew behind a gap when more comes.
/// One thread.
class ConversationPool
{
public:
    /// How many conversations are decoded at a time.
    static constexpr qsizetype maxDecoders = 4096;

    using Sink = std::function<void(const DecodedMessage&)>;

    ConversationPool(const RecordSource& source, DecoderFactory factory, DecodeWishes wishes,
                     qsizetype most = maxDecoders, DecodeAs decodeAs = {});

    /// One record; the messages that end with it. `bytes` are its payload, none where it was dropped.
    void feed(const RecordEntry& entry, std::optional<QByteArrayView> bytes, const Sink& sink);

    /// Conversations that had to begin anew: their messages around there are missing.
    [[nodiscard]] quint64 restarts() const { return m_restarts; }

private:
    struct Conversation
    {
        quint32 connection = 0;
        std::unique_ptr<ConversationDecoder> decoder;
    };
    using Conversations = std::list<Conversation>; ///< the one that was fed last is in front

    [[nodiscard]] ConversationDecoder& decoderOf(quint32 connection);
    void finish(quint32 connection, RecordKind kind, Direction direction);

    const RecordSource& m_source;
    DecoderFactory m_factory;
    DecodeWishes m_wishes;
    qsizetype m_most;
    DecodeAs m_decodeAs;
    Conversations m_conversations;
    QHash<quint32, Conversations::iterator> m_known;
    /// Bytes by direction of conversations whose decoder gave way.
    QHash<quint32, std::array<qint64, 2>> m_fed;
    quint64 m_restarts = 0;
    const Sink* m_sink = nullptr; ///< while a record is fed
};

} // namespace wl
