// SPDX-License-Identifier: MIT
#include "respond/fixedreply.h"

#include "base/limits.h"

#include <QLoggingCategory>

namespace wl {

namespace {

Q_LOGGING_CATEGORY(respondLog, "wireloupe.respond")

/// Replies queued for a peer that does not read, before we stop reading it.
constexpr qint64 highWater = 1024LL * 1024;
/// Replies that wait for their delay before we stop reading.
constexpr int mostDue = 10'000;

} // namespace

FixedReply::FixedReply(Behavior behavior)
    : m_behavior(std::move(behavior))
{
}

bool FixedReply::send(ResponderPeer& peer, PayloadSource& source)
{
    const Result<QByteArray> bytes = source.render();
    if (!bytes) {
        qCWarning(respondLog) << "no reply:" << errorName(bytes.error().code) << bytes.error().detail;
        return false;
    }
    m_lastSize = bytes->size();
    return peer.send(*bytes);
}

/// Whether another reply may be queued; replies are about as long as the one before.
bool FixedReply::hasRoom(const ResponderPeer& peer) const
{
    const qint64 queued = peer.queuedBytes();
    return queued == 0 || !peer.canPause() ||
           (queued < highWater && queued + m_lastSize <= limits::sendQueueBytes);
}

void FixedReply::opened(ResponderPeer& peer)
{
    if (m_behavior.greeting)
        (void)send(peer, *m_behavior.greeting);
    if (m_behavior.closeAfter && !m_behavior.reply)
        peer.close();
}

void FixedReply::received(ResponderPeer& peer, QByteArrayView)
{
    if (!m_behavior.reply)
        return;
    if (m_behavior.delay.count() <= 0) {
        answer(peer);
        return;
    }
    if (++m_due >= mostDue)
        peer.setReadingPaused(true);
    peer.after(m_behavior.delay, [this, &peer] {
        if (m_due-- >= mostDue)
            peer.setReadingPaused(false);
        answer(peer);
        closeIfDone(peer);
    });
}

void FixedReply::answer(ResponderPeer& peer)
{
    if (m_owed > 0 || !hasRoom(peer)) {
        ++m_owed;
        peer.setReadingPaused(true);
        return;
    }
    (void)send(peer, *m_behavior.reply);
    if (m_behavior.closeAfter)
        peer.close();
    else if (peer.queuedBytes() >= highWater)
        peer.setReadingPaused(true);
}

void FixedReply::closeIfDone(ResponderPeer& peer)
{
    if (m_isPeerFinished && m_due == 0 && m_owed == 0)
        peer.close();
}

void FixedReply::peerFinished(ResponderPeer& peer)
{
    m_isPeerFinished = true;
    closeIfDone(peer);
}

void FixedReply::drained(ResponderPeer& peer)
{
    for (int owed = std::exchange(m_owed, 0); owed > 0; --owed)
        answer(peer);
    if (m_due < mostDue && m_owed == 0 && peer.queuedBytes() < highWater)
        peer.setReadingPaused(false);
    closeIfDone(peer);
}

} // namespace wl
