// SPDX-License-Identifier: MIT
#pragma once

#include "decode/decodedmessage.h"

#include <functional>
#include <memory>

namespace wl {

/// What of each message is wanted; what is not asked for costs nothing.
struct DecodeWishes
{
    bool tree = false; ///< every field, with labels
    bool info = false;
    qint64 contentBytes = 0;         ///< of the body, decoded; 0: none
    std::vector<const char*> fields; ///< names of fields; "http." stands for all of that family

    /// Whether a field of that name is to be given.
    [[nodiscard]] bool wants(const char* name) const;
};

/// What is known of a conversation before its first byte.
struct ConversationFacts
{
    Transport transport = Transport::Tcp;
    quint16 localPort = 0;
    quint16 peerPort = 0;
    std::optional<Protocol> decodeAs; ///< chosen by hand; else by content, then by port
};

/// Takes the bytes of one conversation in the order in which they were recorded and gives whole messages.
/// Plain object, any one thread. Memory is bounded by the limits of each protocol, whatever comes: malformed
/// bytes give a message with a problem, and decoding goes on where the protocol can find its place again.
class ConversationDecoder
{
public:
    /// Called from feed() and finish(), in the order in which messages end.
    using Sink = std::function<void(DecodedMessage&&)>;

    /// A decoder that looks at the first bytes of the conversation and then hands it to the protocol's own.
    [[nodiscard]] static std::unique_ptr<ConversationDecoder> create(const ConversationFacts& facts,
                                                                     const DecodeWishes& wishes, Sink sink);
    virtual ~ConversationDecoder() = default;

    /// The next bytes of a direction; of UDP: one datagram.
    virtual void feed(Direction direction, QByteArrayView bytes) = 0;
    /// Bytes of this direction are not known (dropped from the capture): what is unfinished ends as cut
    /// short, and decoding begins anew with what comes.
    virtual void gap(Direction direction, qint64 length) = 0;
    /// No more comes from this direction.
    virtual void finish(Direction direction) = 0;

    /// As chosen so far; Unknown while too little came.
    [[nodiscard]] virtual Protocol protocol() const = 0;
};

} // namespace wl
