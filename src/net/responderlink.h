// SPDX-License-Identifier: MIT
#pragma once

#include "net/connection.h"
#include "net/responder.h"

#include <memory>

namespace wl {

class ResponderLink;

/// Who owns links: a server or a client.
class ResponderLinkOwner
{
public:
    /// The peer sent FIN. A responder that decides what follows is asked next; else the owner decides.
    virtual void linkPeerFinished(ResponderLink& link) = 0;
    virtual void linkSendFailed(ResponderLink& link, const Error& error) = 0;
    /// The responder's answer of so many bytes found no room.
    virtual void linkAnswerLost(ResponderLink& link, qint64 bytes) = 0;
    /// The connection ended; the owner deletes the link later, not in this call.
    virtual void linkClosed(ResponderLink& link, const Error& reason) = 0;

protected:
    ~ResponderLinkOwner() = default;
};

/// Notes that a responder's answer of so many bytes found no room.
void recordLostAnswer(TrafficSink& sink, ConnectionId id, qint64 bytes);

/// One connection of an endpoint and the responder that answers on it (or none). Owns both; network thread.
class ResponderLink final : public ResponderPeer, private ConnectionListener
{
public:
    /// `responder` may be null.
    ResponderLink(std::unique_ptr<Connection> connection, std::unique_ptr<Responder> responder,
                  ResponderLinkOwner& owner);
    ~ResponderLink() override;
    ResponderLink(const ResponderLink&) = delete;
    ResponderLink& operator=(const ResponderLink&) = delete;

    [[nodiscard]] Connection& connection() { return *m_connection; }
    [[nodiscard]] const Connection& connection() const { return *m_connection; }
    [[nodiscard]] bool isClosed() const { return m_isClosed; }
    [[nodiscard]] bool decidesEnd() const { return m_responder && m_responder->decidesEnd(); }
    /// Tells the responder that the connection is established.
    void opened();
    /// Closes in order once nothing has been sent for so long; 0 = at once.
    void closeWhenIdle(std::chrono::milliseconds idle);

    // ResponderPeer
    bool send(QByteArrayView bytes) override;
    void finish() override { m_connection->finish(); }
    void close() override { m_connection->close(); }
    void reset() override { m_connection->reset(); }
    [[nodiscard]] qint64 queuedBytes() const override { return m_connection->queuedBytes(); }
    void after(std::chrono::milliseconds delay, std::function<void()> call) override;
    void setReadingPaused(bool paused) override { m_connection->setReadingPaused(paused); }
    [[nodiscard]] SocketAddress address() const override { return m_connection->info().peer; }
    [[nodiscard]] SocketAddress localAddress() const override { return m_connection->info().local; }

private:
    void awaitIdle(std::chrono::milliseconds idle, Timestamp since);
    void connectionReceived(Connection& connection, QByteArrayView bytes) override;
    void connectionPeerFinished(Connection& connection) override;
    void connectionDrained(Connection& connection) override;
    void connectionSendFailed(Connection& connection, const Error& error) override;
    void connectionClosed(Connection& connection, const Error& reason) override;

    std::unique_ptr<Responder> m_responder;
    std::unique_ptr<Connection> m_connection;
    ResponderLinkOwner& m_owner;
    bool m_isClosed = false;
};

} // namespace wl
