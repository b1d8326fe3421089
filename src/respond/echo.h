// SPDX-License-Identifier: MIT
#pragma once

#include "net/responder.h"

namespace wl {

/// Sends back what comes, and closes in order after the first of it where it was told to. Where the peer does
/// not read, it stops reading at highWater bytes queued and goes on when all of it is gone; what came and has
/// no room waits for that: nothing is lost and memory stays small.
class Echo final : public Responder
{
public:
    static constexpr qint64 highWater = 1024LL * 1024;

    explicit Echo(bool closeAfter = false)
        : m_closeAfter(closeAfter)
    {
    }

    void received(ResponderPeer& peer, QByteArrayView bytes) override;
    void drained(ResponderPeer& peer) override;

private:
    void answer(ResponderPeer& peer, QByteArrayView bytes);

    const bool m_closeAfter;
    QByteArray m_held; ///< one read that had no room beside what others have queued
};

} // namespace wl
