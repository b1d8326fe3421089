// SPDX-License-Identifier: MIT
#pragma once

#include "net/responder.h"

namespace wl {

/// Sends back what comes. Where the peer does not read, it stops reading at highWater bytes queued and goes
/// on when all of it is gone: nothing is lost and memory stays small.
class Echo final : public Responder
{
public:
    static constexpr qint64 highWater = 1024LL * 1024;

    void received(ResponderPeer& peer, QByteArrayView bytes) override;
    void drained(ResponderPeer& peer) override;
};

} // namespace wl
