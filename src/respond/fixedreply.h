// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "net/responder.h"
#include "payload/payloadsource.h"

#include <optional>

namespace wl {

/// Greets, and answers each message (one read, one datagram) with a payload that is rendered anew for it, at
/// once or after a delay, and closes after that where it was told to. A peer that finishes still gets every
/// reply that is due, and one that does not read gets them when it does. Without a reply it only greets.
class FixedReply final : public Responder
{
public:
    struct Behavior
    {
        std::optional<PayloadSource> greeting;
        std::optional<PayloadSource> reply;
        std::chrono::milliseconds delay{0}; ///< before each reply
        bool closeAfter = false; ///< after the first reply, or after the greeting where none follows
    };

    explicit FixedReply(Behavior behavior);

    void opened(ResponderPeer& peer) override;
    void received(ResponderPeer& peer, QByteArrayView bytes) override;
    void peerFinished(ResponderPeer& peer) override;
    [[nodiscard]] bool decidesEnd() const override { return m_behavior.reply.has_value(); }
    void drained(ResponderPeer& peer) override;

private:
    [[nodiscard]] bool hasRoom(const ResponderPeer& peer) const;
    void answer(ResponderPeer& peer);
    void closeIfDone(ResponderPeer& peer);
    [[nodiscard]] bool send(ResponderPeer& peer, PayloadSource& source);

    Behavior m_behavior;
    int m_due = 0;  ///< replies that wait for their delay
    int m_owed = 0; ///< replies whose time has come and that wait for room
    qint64 m_lastSize = 0;
    bool m_isPeerFinished = false;
};

} // namespace wl
