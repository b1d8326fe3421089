// SPDX-License-Identifier: MIT
#include "net/udpendpoint.h"

#include "base/filecommit.h"
#include "net/listenaddresses.h"
#include "net/namelookup.h"
#include "net/udpcarrier.h"

#include <algorithm>
#include <cerrno>

namespace wl {

using Phase = EndpointState::Phase;

namespace {

/// Tries for a port that is free on both loopback addresses.
constexpr int pairTries = 32;

} // namespace

struct UdpEndpoint::Private final : UdpCarrierOwner
{
    Private(UdpEndpoint& udpEndpoint, const UdpSpec& udpSpec, ResponderFactory factory, EndpointId id,
            TrafficSink& trafficSink)
        : q(udpEndpoint)
        , spec(udpSpec)
        , endpoint(id)
        , sink(trafficSink)
        , carrier(udpSpec, std::move(factory), id, trafficSink, *this)
    {
    }

    void setState(EndpointState next);
    void failed(const Error& error);
    void recordNoPeer(const Error& error);
    void lookUpTarget();
    void targetFound(const QList<QHostAddress>& hosts);
    Result<QList<BindAddress>> bindings() const;
    Result<void> bind();
    void begin();
    Result<void> joinGroups();
    Result<ConnectionId> peerOf(const Address& wanted, const QList<QHostAddress>& hosts);
    int told(const Result<void>& sent, ConnectionId id);

    void carrierSendFailed(ConnectionId id, const Error& error) override { emit q.sendFailed(id, error); }
    void carrierLost(ConnectionId id, const Error& error) override
    {
        if (error.code != ErrorCode::Canceled)
            emit q.sendFailed(id, error);
        emit q.lost(id, error);
    }
    void carrierDropsAre(quint64 count) override
    {
        EndpointState next = state;
        next.kernelDrops = count;
        setState(next);
    }

    UdpEndpoint& q;
    const UdpSpec spec;
    const EndpointId endpoint;
    TrafficSink& sink;
    UdpCarrier carrier;
    NameLookup lookup;
    QList<QHostAddress> bindHosts; ///< what a name to bind to was resolved to
    std::optional<RawAddress> target;
    EndpointState state;
};

void UdpEndpoint::Private::setState(EndpointState next)
{
    if (next == state)
        return;
    state = std::move(next);
    emit q.stateChanged(state);
}

void UdpEndpoint::Private::failed(const Error& error)
{
    carrier.stop();
    EndpointState next;
    next.phase = Phase::Failed;
    next.error = error;
    setState(next);
}

/// A target whose name has no address: a failed connection without addresses.
void UdpEndpoint::Private::recordNoPeer(const Error& error)
{
    const ConnectionId id =
        sink.addConnection(ConnectionInfo{endpoint, Transport::Udp, Role::Client, {}, {}, spec.label});
    sink.event(id, RecordKind::Failed, Direction::Sent, now(),
               QStringLiteral("%1 (%2)").arg(errorName(error.code), error.detail));
}

void UdpEndpoint::Private::lookUpTarget()
{
    target.reset();
    if (spec.target.port == 0 || spec.target.host.isEmpty()) {
        begin();
        return;
    }
    lookup.start(spec.target.host, [this](const Result<QList<QHostAddress>>& found) {
        if (found) {
            targetFound(*found);
            return;
        }
        recordNoPeer(found.error());
        failed(found.error());
    });
}

void UdpEndpoint::Private::targetFound(const QList<QHostAddress>& hosts)
{
    // An address of the family that we are told to bind to, where we are.
    QHostAddress bound;
    const bool hasFamily = bound.setAddress(spec.address.host);
    for (const QHostAddress& host : hosts) {
        const bool isFit = !hasFamily || host.protocol() == bound.protocol();
        if (isFit && !target)
            target = RawAddress::from(host, spec.target.port);
    }
    if (target)
        begin();
    else
        failed(Error{ErrorCode::AddressNotAvailable, spec.target.host, EAFNOSUPPORT});
}

Result<QList<BindAddress>> UdpEndpoint::Private::bindings() const
{
    if (!bindHosts.isEmpty())
        return bindAddresses(bindHosts);
    if (spec.address.host.isEmpty() && target && !target->toAddress().isLoopback()) {
        const Result<int> index = interfaceIndex(spec.multicastInterface);
        if (!index)
            return tl::make_unexpected(index.error());
        const Result<SocketAddress> source = sourceAddressFor(*target, *index);
        if (!source)
            return tl::make_unexpected(source.error());
        return QList<BindAddress>{{source->host(), true, false}};
    }
    return bindAddresses(spec.address.host).value_or(QList<BindAddress>());
}

Result<void> UdpEndpoint::Private::bind()
{
    const Result<QList<BindAddress>> addresses = bindings();
    if (!addresses)
        return tl::make_unexpected(addresses.error());
    Result<void> bound = carrier.bind(*addresses, spec.address.port);
    for (int i = 1;
         i < pairTries && spec.address.port == 0 && !bound && bound.error().code == ErrorCode::AddressInUse;
         ++i)
        bound = carrier.bind(*addresses, 0);
    return bound;
}

Result<void> UdpEndpoint::Private::joinGroups()
{
    for (const MulticastGroup& group : spec.groups) {
        const Result<void> joined = carrier.changeMembership(group, true);
        if (!joined)
            return joined;
    }
    return {};
}

void UdpEndpoint::Private::begin()
{
    Result<void> ready = bind();
    if (ready)
        ready = joinGroups();
    EndpointState next;
    next.phase = Phase::Listening;
    if (ready && target) {
        const Result<ConnectionId> peer = carrier.peerFor(*target);
        if (peer)
            next.connection = *peer;
        else
            ready = tl::make_unexpected(peer.error());
        next.peer = target->toAddress();
    }
    if (!ready) {
        failed(ready.error());
        return;
    }
    next.local = carrier.locals();
    setState(next);
}

/// The first of the hosts that a socket reaches.
Result<ConnectionId> UdpEndpoint::Private::peerOf(const Address& wanted, const QList<QHostAddress>& hosts)
{
    Result<ConnectionId> peer = fail(ErrorCode::NameNotFound, wanted.host);
    for (const QHostAddress& host : hosts) {
        const QList<SocketAddress> locals = carrier.locals();
        const bool isLocalOnly = std::all_of(locals.cbegin(), locals.cend(),
                                             [](const SocketAddress& local) { return local.isLoopback(); });
        if (isLocalOnly && !locals.isEmpty() && !host.isLoopback() && !host.isMulticast())
            peer = fail(ErrorCode::BadOption,
                        QStringLiteral("%1 cannot be reached from a socket that is bound to %2, close it and "
                                       "bind it to *")
                            .arg(host.toString(), locals.constFirst().host().toString()));
        else
            peer = carrier.peerFor(RawAddress::from(host, wanted.port));
        if (peer)
            break;
    }
    return peer;
}

int UdpEndpoint::Private::told(const Result<void>& sent, ConnectionId id)
{
    if (sent)
        return 1;
    emit q.sendFailed(id, sent.error());
    return 0;
}

UdpEndpoint::UdpEndpoint(const UdpSpec& spec, ResponderFactory responder, EndpointId id, TrafficSink& sink,
                         QObject* parent)
    : Endpoint(parent)
    , d(std::make_unique<Private>(*this, spec, std::move(responder), id, sink))
{
}

UdpEndpoint::~UdpEndpoint()
{
    d->carrier.stop();
}

void UdpEndpoint::start()
{
    if (d->state.phase != Phase::Stopped && d->state.phase != Phase::Failed)
        return;
    EndpointState starting;
    starting.phase = Phase::Starting;
    d->setState(starting);
    d->bindHosts.clear();
    if (bindAddresses(d->spec.address.host)) {
        d->lookUpTarget();
        return;
    }
    d->lookup.start(d->spec.address.host, [this](const Result<QList<QHostAddress>>& found) {
        if (!found) {
            d->failed(found.error());
            return;
        }
        d->bindHosts = *found;
        d->lookUpTarget();
    });
}

void UdpEndpoint::stop(bool)
{
    d->lookup.cancel();
    d->carrier.stop();
    d->setState(EndpointState{});
}

int UdpEndpoint::send(const QList<ConnectionId>& to, QByteArrayView bytes)
{
    if (!to.isEmpty()) {
        int taken = 0;
        for (ConnectionId id : to)
            taken += d->told(d->carrier.send(id, bytes), id);
        return taken;
    }
    if (d->state.phase != Phase::Listening || !d->target)
        return d->told(fail(ErrorCode::NotConnected), ConnectionId());
    // The target may have been forgotten meanwhile.
    const Result<ConnectionId> peer = d->carrier.peerFor(*d->target);
    if (!peer)
        return d->told(tl::make_unexpected(peer.error()), ConnectionId());
    return d->told(d->carrier.send(*peer, bytes), *peer);
}

int UdpEndpoint::sendFile(const QList<ConnectionId>& to, const QString& path)
{
    const Result<QByteArray> content = readFile(path, limits::datagramBytes);
    if (content)
        return send(to, *content);
    Error error = content.error();
    if (error.code == ErrorCode::TooLarge)
        error.code = ErrorCode::DatagramTooLarge;
    return d->told(tl::make_unexpected(error), to.isEmpty() ? ConnectionId() : to.first());
}

void UdpEndpoint::finish(const QList<ConnectionId>&) {}

void UdpEndpoint::close(const QList<ConnectionId>& which)
{
    d->carrier.forget(which);
}

void UdpEndpoint::reset(const QList<ConnectionId>&) {}

void UdpEndpoint::findPeer(const Address& target, PeerAnswer answer)
{
    auto* lookup = new NameLookup(this);
    lookup->start(target.host, [this, lookup, target,
                                answer = std::move(answer)](const Result<QList<QHostAddress>>& hosts) {
        lookup->deleteLater();
        if (!hosts)
            d->recordNoPeer(hosts.error());
        answer(hosts ? d->peerOf(target, *hosts) : tl::make_unexpected(hosts.error()));
    });
}

qint64 UdpEndpoint::queuedBytes(const QList<ConnectionId>&) const
{
    return d->carrier.queuedBytes();
}

Result<void> UdpEndpoint::join(const MulticastGroup& group)
{
    return d->carrier.changeMembership(group, true);
}

Result<void> UdpEndpoint::leave(const MulticastGroup& group)
{
    return d->carrier.changeMembership(group, false);
}

void UdpEndpoint::setTtl(int ttl)
{
    d->carrier.setTtl(ttl);
}

} // namespace wl
