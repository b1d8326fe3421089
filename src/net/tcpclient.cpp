// SPDX-License-Identifier: MIT
#include "net/tcpclient.h"

#include "net/connector.h"
#include "net/linkset.h"
#include "net/reconnect.h"
#include "net/stream.h"
#include "net/tlsstream.h"
#include "net/tlsterms.h"

#include <QElapsedTimer>

#include <optional>

namespace wl {

using Phase = EndpointState::Phase;

struct TcpClient::Private final : ResponderLinkOwner
{
    Private(TcpClient& client, const TcpClientSpec& clientSpec, ResponderFactory factory, EndpointId id,
            TrafficSink& trafficSink);

    [[nodiscard]] bool isTls() const { return spec.address.scheme == Scheme::Tls; }
    void setState(EndpointState next);
    void setPhase(Phase phase);
    void connectNow();
    void connected(Result<Connected> result);
    void carryPlain(Connected established);
    void carryTls(Connected established);
    void opened();
    void ended(const Error& reason, bool byPeer);
    int told(const SendOutcome& outcome);

    void linkPeerFinished(ResponderLink& ended) override;
    void linkSendFailed(ResponderLink& failed, const Error& error) override;
    void linkAnswerLost(ResponderLink& full, qint64 bytes) override;
    void linkClosed(ResponderLink& closed, const Error& reason) override;

    TcpClient& q;
    const TcpClientSpec spec;
    const ResponderFactory makeResponder;
    const EndpointId endpoint;
    TrafficSink& sink;
    Connector connector;
    LinkSet links; ///< at most one
    ResponderLink* link = nullptr;
    std::optional<QSslConfiguration> tls; ///< of tls:// only: making one loads the TLS library
    ReconnectBackoff backoff;
    QTimer retry;
    QElapsedTimer openSince;
    bool userEnded = false;
    EndpointState state;
};

TcpClient::Private::Private(TcpClient& client, const TcpClientSpec& clientSpec, ResponderFactory factory,
                            EndpointId id, TrafficSink& trafficSink)
    : q(client)
    , spec(clientSpec)
    , makeResponder(std::move(factory))
    , endpoint(id)
    , sink(trafficSink)
    , connector(trafficSink)
{
    retry.setSingleShot(true);
    QObject::connect(&retry, &QTimer::timeout, &retry, [this] { connectNow(); });
    QObject::connect(&connector, &Connector::trying, &q,
                     [this](const SocketAddress& peer, ConnectionId tried) {
                         EndpointState next;
                         next.phase = Phase::Connecting;
                         next.peer = peer;
                         next.connection = tried;
                         if (peer.isValid())
                             setState(next);
                         else
                             state.connection = tried; // told with the failure that follows
                     });
}

void TcpClient::Private::setState(EndpointState next)
{
    if (next == state)
        return;
    state = std::move(next);
    emit q.stateChanged(state);
}

void TcpClient::Private::setPhase(Phase phase)
{
    EndpointState next = state;
    next.phase = phase;
    setState(next);
}

void TcpClient::Private::connectNow()
{
    openSince.invalidate();
    EndpointState next;
    next.phase = Phase::Starting;
    setState(next);
    ConnectTarget target;
    target.endpoint = endpoint;
    target.label = spec.label;
    target.transport = isTls() ? Transport::Tls : Transport::Tcp;
    target.host = spec.address.host;
    target.port = spec.address.port;
    target.localHost = spec.localHost;
    target.localPort = spec.localPort;
    target.timeout = spec.connectTimeout;
    target.options = spec.stream;
    connector.start(target, [this](Result<Connected> result) { connected(std::move(result)); });
}

void TcpClient::Private::connected(Result<Connected> result)
{
    if (!result)
        ended(result.error(), true);
    else if (isTls())
        carryTls(std::move(*result));
    else
        carryPlain(std::move(*result));
}

void TcpClient::Private::carryPlain(Connected established)
{
    auto stream = std::make_unique<Stream>(std::move(established.fd), established.info, established.id, sink);
    Stream& started = *stream;
    link = &links.add(
        std::make_unique<ResponderLink>(std::move(stream), makeResponder ? makeResponder() : nullptr, *this));
    started.start();
    if (link)
        opened();
}

void TcpClient::Private::carryTls(Connected established)
{
    TlsClientTerms terms;
    terms.configuration = *tls;
    terms.serverName = spec.tls.serverName.isEmpty() ? spec.address.host : spec.tls.serverName;
    terms.verify = spec.tls.verify;
    terms.handshakeTimeout = spec.connectTimeout;
    auto stream = std::make_unique<TlsStream>(std::move(established.fd), established.info, established.id,
                                              std::move(terms), sink);
    TlsStream& started = *stream;
    QObject::connect(&started, &TlsStream::opened, &q, [this] { opened(); });
    link = &links.add(
        std::make_unique<ResponderLink>(std::move(stream), makeResponder ? makeResponder() : nullptr, *this));
    started.start();
}

void TcpClient::Private::opened()
{
    openSince.start();
    const ConnectionInfo& info = link->connection().info();
    EndpointState next;
    next.phase = Phase::Open;
    next.local = {info.local};
    next.peer = info.peer;
    next.connection = link->connection().id();
    setState(next);
    if (link)
        link->opened();
}

void TcpClient::Private::linkPeerFinished(ResponderLink& finished)
{
    setPhase(Phase::PeerFinished);
    if (finished.decidesEnd())
        return;
    finished.closeWhenIdle(spec.reconnect ? std::chrono::milliseconds(0) : spec.halfOpenTimeout);
}

void TcpClient::Private::linkSendFailed(ResponderLink& failed, const Error& error)
{
    if (error.code != ErrorCode::Canceled)
        emit q.sendFailed(failed.connection().id(), error);
    emit q.lost(failed.connection().id(), error);
}

void TcpClient::Private::linkAnswerLost(ResponderLink& full, qint64 bytes)
{
    recordLostAnswer(sink, full.connection().id(), bytes);
    emit q.sendFailed(full.connection().id(), Error{ErrorCode::QueueFull, full.address().toString(), 0});
}

void TcpClient::Private::linkClosed(ResponderLink& closed, const Error& reason)
{
    const bool byPeer = closed.connection().isPeerFinished() || isTls();
    link = nullptr;
    links.bury(closed);
    ended(reason, byPeer);
}

void TcpClient::Private::ended(const Error& reason, bool byPeer)
{
    EndpointState next = state;
    next.retryInMs = 0;
    next.error = reason;
    const bool failed = reason.code != ErrorCode::None;
    if (!failed && byPeer && !userEnded)
        next.error = Error{ErrorCode::ClosedByPeer, state.peer.toString(), 0};
    if (spec.reconnect && !userEnded && (failed || byPeer)) {
        const qint64 lived = openSince.isValid() ? openSince.elapsed() : 0;
        const std::chrono::milliseconds wait = backoff.next(std::chrono::milliseconds(lived));
        next.phase = Phase::Reconnecting;
        next.retryInMs = int(wait.count());
        retry.start(wait);
    } else {
        next.phase = failed && !userEnded ? Phase::Failed : Phase::Stopped;
    }
    setState(next);
}

int TcpClient::Private::told(const SendOutcome& outcome)
{
    if (outcome.error.code != ErrorCode::None)
        emit q.sendFailed(outcome.failed, outcome.error);
    else if (outcome.taken == 0)
        emit q.sendFailed(ConnectionId(), Error{ErrorCode::NotConnected, spec.address.host, 0});
    return outcome.taken;
}

TcpClient::TcpClient(const TcpClientSpec& spec, ResponderFactory responder, EndpointId id, TrafficSink& sink,
                     QObject* parent)
    : Endpoint(parent)
    , d(std::make_unique<Private>(*this, spec, std::move(responder), id, sink))
{
}

TcpClient::~TcpClient()
{
    d->connector.disconnect(this);
}

void TcpClient::start()
{
    if (d->state.phase != Phase::Stopped && d->state.phase != Phase::Failed)
        return;
    d->userEnded = false;
    d->backoff = ReconnectBackoff();
    if (d->isTls()) {
        const Result<QSslConfiguration> tls = tlsConfiguration(d->spec.tls);
        if (!tls) {
            EndpointState failed;
            failed.phase = Phase::Failed;
            failed.error = tls.error();
            d->setState(failed);
            return;
        }
        d->tls = *tls;
    }
    d->connectNow();
}

void TcpClient::stop(bool)
{
    close({});
}

int TcpClient::send(const QList<ConnectionId>& to, QByteArrayView bytes)
{
    return d->told(d->links.sendTo(to, [bytes](Connection& c) { return c.send(bytes); }));
}

int TcpClient::sendFile(const QList<ConnectionId>& to, const QString& path)
{
    return d->told(d->links.sendTo(to, [&path](Connection& c) { return c.sendFile(path); }));
}

void TcpClient::finish(const QList<ConnectionId>& which)
{
    d->links.forEach(which, [this](Connection& c) {
        d->userEnded = true;
        c.finish();
    });
}

void TcpClient::close(const QList<ConnectionId>& which)
{
    d->links.forEach(which, [this](Connection& c) {
        d->userEnded = true;
        c.close();
    });
    if (d->link || !which.isEmpty())
        return;
    // Nothing is established: give up what is under way.
    d->connector.cancel();
    d->retry.stop();
    d->setState(EndpointState{});
}

void TcpClient::reset(const QList<ConnectionId>& which)
{
    d->links.forEach(which, [this](Connection& c) {
        d->userEnded = true;
        c.reset();
    });
}

qint64 TcpClient::dropQueued(const QList<ConnectionId>& which)
{
    qint64 dropped = 0;
    d->links.forEach(which, [&dropped](Connection& c) { dropped += c.dropQueued(); });
    return dropped;
}

qint64 TcpClient::queuedBytes(const QList<ConnectionId>& which) const
{
    return d->links.queuedBytes(which);
}

bool TcpClient::hasConnections() const
{
    return d->links.count() > 0;
}

} // namespace wl
