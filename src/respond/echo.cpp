// SPDX-License-Identifier: MIT
#include "respond/echo.h"

#include "base/limits.h"

namespace wl {

void Echo::received(ResponderPeer& peer, QByteArrayView bytes)
{
    if (!peer.canPause() || peer.queuedBytes() + bytes.size() <= limits::sendQueueBytes) {
        answer(peer, bytes);
        return;
    }
    // While reading is paused only the last bytes of a connection that broke come, and nobody takes an
    // answer.
    if (m_held.isEmpty())
        m_held = bytes.toByteArray();
    peer.setReadingPaused(true);
}

void Echo::answer(ResponderPeer& peer, QByteArrayView bytes)
{
    peer.send(bytes);
    if (m_closeAfter)
        peer.close();
    else if (peer.queuedBytes() >= highWater)
        peer.setReadingPaused(true);
}

void Echo::drained(ResponderPeer& peer)
{
    peer.setReadingPaused(false);
    if (!m_held.isEmpty())
        answer(peer, std::exchange(m_held, {}));
}

} // namespace wl
