// SPDX-License-Identifier: MIT
#pragma once

#include "net/responder.h"
#include "payload/payloadsource.h"

#include <optional>

namespace wl {

/// Sends a greeting on connect and leaves the rest to another responder.
class Greeted final : public Responder
{
public:
    Greeted(std::optional<PayloadSource> greeting, std::unique_ptr<Responder> then);

    void opened(ResponderPeer& peer) override;
    void received(ResponderPeer& peer, QByteArrayView bytes) override { m_then->received(peer, bytes); }
    void peerFinished(ResponderPeer& peer) override { m_then->peerFinished(peer); }
    [[nodiscard]] bool decidesEnd() const override { return m_then->decidesEnd(); }
    void drained(ResponderPeer& peer) override { m_then->drained(peer); }

private:
    std::optional<PayloadSource> m_greeting;
    std::unique_ptr<Responder> m_then;
};

} // namespace wl
