// SPDX-License-Identifier: MIT
#include "net/tcpserver.h"

#include "net/acceptor.h"
#include "net/linkset.h"
#include "net/listenaddresses.h"
#include "net/namelookup.h"
#include "net/socketoptions.h"
#include "net/stream.h"

#include <cerrno>

namespace wl {

namespace {

/// Tries for a port that is free on both loopback addresses.
constexpr int pairTries = 32;
/// States that only count refused clients are told this often at most.
constexpr std::chrono::milliseconds countInterval{100};

using Acceptors = std::vector<std::unique_ptr<Acceptor>>;

} // namespace

struct TcpServer::Private final : ResponderLinkOwner
{
    Private(TcpServer& server, const TcpServerSpec& serverSpec, ResponderFactory factory, EndpointId id,
            TrafficSink& trafficSink)
        : q(server)
        , spec(serverSpec)
        , makeResponder(std::move(factory))
        , endpoint(id)
        , sink(trafficSink)
    {
        countTimer.setSingleShot(true);
        countTimer.setInterval(countInterval);
        QObject::connect(&countTimer, &QTimer::timeout, &countTimer, [this] { emit q.stateChanged(state); });
    }

    void setState(EndpointState next);
    void listen(const QList<BindAddress>& addresses);
    Result<Acceptors> open(const QList<BindAddress>& addresses, quint16 port);
    Result<std::unique_ptr<Acceptor>> openOne(const BindAddress& address, quint16 port);
    void stalled(const Error& reason);
    void accept(Descriptor fd);
    void refuse(ConnectionId id);
    int told(const SendOutcome& outcome);

    void linkPeerFinished(ResponderLink& link) override;
    void linkSendFailed(ResponderLink& link, const Error& error) override;
    void linkAnswerLost(ResponderLink& link, qint64 bytes) override;
    void linkClosed(ResponderLink& link, const Error& reason) override;

    TcpServer& q;
    const TcpServerSpec spec;
    const ResponderFactory makeResponder;
    const EndpointId endpoint;
    TrafficSink& sink;
    NameLookup lookup;
    Acceptors acceptors;
    LinkSet links;
    QTimer countTimer;
    EndpointState state;
};

void TcpServer::Private::setState(EndpointState next)
{
    next.refusedClients = state.refusedClients;
    if (next == state)
        return;
    state = std::move(next);
    countTimer.stop();
    emit q.stateChanged(state);
}

Result<std::unique_ptr<Acceptor>> TcpServer::Private::openOne(const BindAddress& address, quint16 port)
{
    const ListenOptions options{spec.backlog, spec.reuseAddress, address.v6Only};
    Result<Descriptor> listener = openListener(RawAddress::from(address.host, port), options);
    if (!listener && !address.v6Only && listener.error().native == EAFNOSUPPORT)
        listener = openListener(RawAddress::from(QHostAddress(QHostAddress::AnyIPv4), port), options);
    if (!listener)
        return tl::make_unexpected(listener.error());
    auto acceptor = std::make_unique<Acceptor>([this](Descriptor fd) { accept(std::move(fd)); }, nullptr);
    const Result<void> taken = acceptor->take(std::move(*listener));
    if (!taken)
        return tl::make_unexpected(taken.error());
    QObject::connect(acceptor.get(), &Acceptor::stalled, &q,
                     [this](const Error& reason) { stalled(reason); });
    QObject::connect(acceptor.get(), &Acceptor::resumed, &q, [this] { stalled(Error{}); });
    return acceptor;
}

Result<Acceptors> TcpServer::Private::open(const QList<BindAddress>& addresses, quint16 port)
{
    Acceptors opened;
    std::optional<Error> leftOut;
    for (const BindAddress& address : addresses) {
        // The first socket takes a free port, the others share it.
        const quint16 wanted = opened.empty() ? port : opened.front()->serverPort();
        auto acceptor = openOne(address, wanted);
        if (acceptor)
            opened.push_back(std::move(*acceptor));
        else if (isLeftOut(address, acceptor.error()))
            leftOut = acceptor.error();
        else
            return tl::make_unexpected(acceptor.error());
    }
    if (opened.empty())
        return tl::make_unexpected(leftOut.value_or(Error{ErrorCode::AddressNotAvailable, {}, 0}));
    return opened;
}

void TcpServer::Private::listen(const QList<BindAddress>& addresses)
{
    const quint16 port = spec.address.port;
    auto opened = open(addresses, port);
    for (int i = 1; i < pairTries && port == 0 && !opened && opened.error().code == ErrorCode::AddressInUse;
         ++i)
        opened = open(addresses, port);
    EndpointState next;
    if (opened) {
        acceptors = std::move(*opened);
        next.phase = EndpointState::Phase::Listening;
        for (const auto& acceptor : acceptors)
            next.local.append(boundAddress(int(acceptor->socketDescriptor())));
    } else {
        next.phase = EndpointState::Phase::Failed;
        next.error = opened.error();
    }
    setState(next);
}

void TcpServer::Private::stalled(const Error& reason)
{
    EndpointState next = state;
    next.error = reason;
    setState(next);
}

void TcpServer::Private::accept(Descriptor fd)
{
    ConnectionInfo info{endpoint,
                        Transport::Tcp,
                        Role::Server,
                        RawAddress::localOf(fd.get()).toAddress(),
                        RawAddress::peerOf(fd.get()).toAddress(),
                        spec.label};
    if (!info.peer.isValid())
        info.peer.family = info.local.family; // reset before we took it: the system has forgotten who it was
    const ConnectionId id = sink.addConnection(info);
    if (links.count() >= spec.maxClients) {
        refuse(id);
        return;
    }
    applyStreamOptions(fd.get(), spec.stream);
    auto stream = std::make_unique<Stream>(std::move(fd), std::move(info), id, sink);
    Stream& started = *stream;
    ResponderLink& link = links.add(
        std::make_unique<ResponderLink>(std::move(stream), makeResponder ? makeResponder() : nullptr, *this));
    started.start();
    if (!link.isClosed())
        link.opened();
}

void TcpServer::Private::refuse(ConnectionId id)
{
    sink.event(id, RecordKind::Failed, Direction::Sent, now(),
               QStringLiteral("refused: %1 clients are connected").arg(links.count()));
    ++state.refusedClients;
    if (!countTimer.isActive())
        countTimer.start();
}

int TcpServer::Private::told(const SendOutcome& outcome)
{
    if (outcome.error.code != ErrorCode::None)
        emit q.sendFailed(outcome.failed, outcome.error);
    return outcome.taken;
}

void TcpServer::Private::linkPeerFinished(ResponderLink& link)
{
    if (!link.decidesEnd())
        link.closeWhenIdle(spec.halfOpenTimeout);
}

void TcpServer::Private::linkSendFailed(ResponderLink& link, const Error& error)
{
    if (error.code != ErrorCode::Canceled)
        emit q.sendFailed(link.connection().id(), error);
    emit q.lost(link.connection().id(), error);
}

void TcpServer::Private::linkAnswerLost(ResponderLink& link, qint64 bytes)
{
    recordLostAnswer(sink, link.connection().id(), bytes);
    emit q.sendFailed(link.connection().id(), Error{ErrorCode::QueueFull, link.address().toString(), 0});
}

void TcpServer::Private::linkClosed(ResponderLink& link, const Error&)
{
    links.bury(link);
}

TcpServer::TcpServer(const TcpServerSpec& spec, ResponderFactory responder, EndpointId id, TrafficSink& sink,
                     QObject* parent)
    : Endpoint(parent)
    , d(std::make_unique<Private>(*this, spec, std::move(responder), id, sink))
{
}

TcpServer::~TcpServer() = default;

void TcpServer::start()
{
    if (d->state.phase == EndpointState::Phase::Starting || d->state.phase == EndpointState::Phase::Listening)
        return;
    if (const auto addresses = bindAddresses(d->spec.address.host)) {
        d->listen(*addresses);
        return;
    }
    EndpointState next;
    next.phase = EndpointState::Phase::Starting;
    d->setState(next);
    d->lookup.start(d->spec.address.host, [this](const Result<QList<QHostAddress>>& found) {
        if (found) {
            d->listen(bindAddresses(*found));
            return;
        }
        EndpointState failed;
        failed.phase = EndpointState::Phase::Failed;
        failed.error = found.error();
        d->setState(failed);
    });
}

void TcpServer::stop(bool closeAll)
{
    d->lookup.cancel();
    // Later, for one of them may be telling us something right now.
    for (auto& acceptor : d->acceptors) {
        acceptor->stop();
        acceptor.release()->deleteLater();
    }
    d->acceptors.clear();
    if (closeAll)
        close({});
    d->setState(EndpointState{});
}

int TcpServer::send(const QList<ConnectionId>& to, QByteArrayView bytes)
{
    return d->told(d->links.sendTo(to, [bytes](Connection& c) { return c.send(bytes); }));
}

int TcpServer::sendFile(const QList<ConnectionId>& to, const QString& path)
{
    return d->told(d->links.sendTo(to, [&path](Connection& c) { return c.sendFile(path); }));
}

void TcpServer::finish(const QList<ConnectionId>& which)
{
    d->links.forEach(which, [](Connection& c) { c.finish(); });
}

void TcpServer::close(const QList<ConnectionId>& which)
{
    d->links.forEach(which, [](Connection& c) { c.close(); });
}

void TcpServer::reset(const QList<ConnectionId>& which)
{
    d->links.forEach(which, [](Connection& c) { c.reset(); });
}

qint64 TcpServer::dropQueued(const QList<ConnectionId>& which)
{
    qint64 dropped = 0;
    d->links.forEach(which, [&dropped](Connection& c) { dropped += c.dropQueued(); });
    return dropped;
}

qint64 TcpServer::queuedBytes(const QList<ConnectionId>& which) const
{
    return d->links.queuedBytes(which);
}

bool TcpServer::hasConnections() const
{
    return d->links.count() > 0;
}

} // namespace wl
