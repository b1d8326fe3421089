// SPDX-License-Identifier: MIT
#include "respond/echo.h"

namespace wl {

void Echo::received(ResponderPeer& peer, QByteArrayView bytes)
{
    peer.send(bytes);
    if (peer.queuedBytes() >= highWater)
        peer.setReadingPaused(true);
}

void Echo::drained(ResponderPeer& peer)
{
    peer.setReadingPaused(false);
}

} // namespace wl
