// SPDX-License-Identifier: MIT
#include "net/responderlink.h"

#include <QTimer>

#include <algorithm>

namespace wl {

void recordLostAnswer(TrafficSink& sink, ConnectionId id, qint64 bytes)
{
    sink.event(id, RecordKind::Note, Direction::Sent, now(),
               QStringLiteral("the send queue is full: an answer of %1 bytes was not sent").arg(bytes));
}

ResponderLink::ResponderLink(std::unique_ptr<Connection> connection, std::unique_ptr<Responder> responder,
                             ResponderLinkOwner& owner)
    : m_responder(std::move(responder))
    , m_connection(std::move(connection))
    , m_owner(owner)
{
    m_connection->setListener(this);
}

ResponderLink::~ResponderLink()
{
    m_connection->setListener(nullptr);
}

void ResponderLink::opened()
{
    if (m_responder)
        m_responder->opened(*this);
}

bool ResponderLink::send(QByteArrayView bytes)
{
    const Result<void> sent = m_connection->send(bytes);
    if (!sent && sent.error().code == ErrorCode::QueueFull)
        m_owner.linkAnswerLost(*this, bytes.size());
    return sent.has_value();
}

void ResponderLink::closeWhenIdle(std::chrono::milliseconds idle)
{
    if (idle.count() == 0)
        m_connection->close();
    else
        awaitIdle(idle, now());
}

void ResponderLink::awaitIdle(std::chrono::milliseconds idle, Timestamp since)
{
    const auto silent = now() - std::max(since, m_connection->lastSent());
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(idle - silent);
    if (left.count() <= 0)
        m_connection->close();
    else
        after(left, [this, idle, since] { awaitIdle(idle, since); });
}

void ResponderLink::after(std::chrono::milliseconds delay, std::function<void()> call)
{
    // The connection is the context: with it goes the call.
    QTimer::singleShot(delay, Qt::PreciseTimer, m_connection.get(), [this, call = std::move(call)] {
        if (!m_isClosed)
            call();
    });
}

void ResponderLink::connectionReceived(Connection&, QByteArrayView bytes)
{
    if (m_responder)
        m_responder->received(*this, bytes);
}

void ResponderLink::connectionPeerFinished(Connection&)
{
    m_owner.linkPeerFinished(*this);
    if (decidesEnd() && !m_isClosed)
        m_responder->peerFinished(*this);
}

void ResponderLink::connectionDrained(Connection&)
{
    if (m_responder)
        m_responder->drained(*this);
}

void ResponderLink::connectionSendFailed(Connection&, const Error& error)
{
    m_owner.linkSendFailed(*this, error);
}

void ResponderLink::connectionClosed(Connection&, const Error& reason)
{
    m_isClosed = true;
    m_owner.linkClosed(*this, reason);
}

} // namespace wl
