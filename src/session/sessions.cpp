// SPDX-License-Identifier: MIT
#include "session/sessions.h"

#include "http/httpclient.h"
#include "respond/responderspec.h"
#include "session/endpointhost.h"
#include "session/replayrun.h"

#include <QSemaphore>

namespace wl {

namespace {

/// How long the destructor waits for connections to close in order before it cuts them.
constexpr int shutdownMs = 3000;

using Phase = EndpointState::Phase;

Result<void> checkListen(const Address& address, Scheme scheme)
{
    if (address.scheme != scheme)
        return fail(ErrorCode::BadAddress,
                    QStringLiteral("%1 is not a %2 address").arg(formatAddress(address), schemeName(scheme)));
    return {};
}

Result<void> checkTarget(const Address& address)
{
    if (address.host.isEmpty() || address.host == QLatin1String("*"))
        return fail(ErrorCode::BadAddress,
                    QStringLiteral("%1: a host is missing").arg(formatAddress(address)));
    if (address.port == 0)
        return fail(ErrorCode::BadAddress,
                    QStringLiteral("%1: a port is missing").arg(formatAddress(address)));
    return {};
}

/// Checks what a start needs before anything is opened, and compiles the responder.
struct Preparer
{
    Result<ResponderFactory> operator()(const ServerItem& item) const
    {
        if (const auto checked = checkListen(item.server.address, Scheme::Tcp); !checked)
            return tl::make_unexpected(checked.error());
        return makeResponder(item.responder, item.greeting);
    }
    Result<ResponderFactory> operator()(const ClientItem& item) const
    {
        const Address& address = item.client.address;
        if (address.scheme != Scheme::Tcp && address.scheme != Scheme::Tls)
            return fail(ErrorCode::BadAddress,
                        QStringLiteral("%1 is not a tcp or tls address").arg(formatAddress(address)));
        if (const auto checked = checkTarget(address); !checked)
            return tl::make_unexpected(checked.error());
        return ResponderFactory{};
    }
    Result<ResponderFactory> operator()(const UdpItem& item) const
    {
        if (const auto checked = checkListen(item.udp.address, Scheme::Udp); !checked)
            return tl::make_unexpected(checked.error());
        if (item.udp.target.port != 0) {
            if (const auto checked = checkTarget(item.udp.target); !checked)
                return tl::make_unexpected(checked.error());
        }
        return makeResponder(item.responder, {});
    }
};

bool isServerSpec(const EndpointSpec& spec)
{
    if (const auto* item = std::get_if<UdpItem>(&spec))
        return item->responder.kind != ResponderSpec::Kind::None || item->udp.target.port == 0 ||
               item->udp.address.port != 0;
    return std::holds_alternative<ServerItem>(spec);
}

} // namespace

struct Sessions::Private
{
    explicit Private(TrafficSink& trafficSink)
        : sink(trafficSink)
        , host(new EndpointHost(trafficSink))
    {
        host->moveToThread(network.context()->thread());
    }

    /// Runs `call(host)` on the network thread, later.
    template <typename Call>
    void post(Call call)
    {
        QMetaObject::invokeMethod(
            host, [target = host, call = std::move(call)]() mutable { call(*target); }, Qt::QueuedConnection);
    }

    TrafficSink& sink;
    NetworkThread network;
    EndpointHost* host;                         ///< lives on the network thread
    std::unique_ptr<NetworkThread> httpNetwork; ///< made with the first use of http
    std::unique_ptr<HttpClient> http;
    QHash<EndpointId, EndpointState> states;
    QSet<EndpointId> servers;
    quint32 nextEndpoint = 0;
    quint32 nextJob = 1;
};

Sessions::Sessions(TrafficSink& sink, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(sink))
{
    qRegisterMetaType<EndpointState>();
    connect(d->host, &EndpointHost::stateChanged, this, [this](EndpointId id, const EndpointState& state) {
        const auto known = d->states.find(id);
        if (known == d->states.end())
            return; // removed meanwhile
        *known = state;
        emit stateChanged(id, state);
    });
    connect(d->host, &EndpointHost::sendProgress, this, &Sessions::sendProgress);
    connect(d->host, &EndpointHost::replayProgress, this, &Sessions::replayProgress);
    connect(d->host, &EndpointHost::sendFailed, this,
            [this](EndpointId id, ConnectionId connection, const Error& error) {
                if (d->states.contains(id))
                    emit sendFailed(id, connection, error);
            });
    connect(d->host, &EndpointHost::groupFailed, this,
            [this](EndpointId id, const MulticastGroup& group, const Error& error) {
                if (d->states.contains(id))
                    emit groupFailed(id, group, error);
            });
}

Sessions::~Sessions()
{
    d->http.reset();
    d->host->disconnect(this);
    // Shared with the network thread, which may come to it after the wait is over.
    const auto gone = std::make_shared<QSemaphore>();
    d->post([gone](EndpointHost& host) { host.removeAll([gone] { gone->release(); }); });
    gone->tryAcquire(1, shutdownMs);
    QMetaObject::invokeMethod(
        d->network.context(), [host = d->host] { delete host; }, Qt::BlockingQueuedConnection);
}

Result<EndpointId> Sessions::start(const EndpointSpec& spec)
{
    auto responder = std::visit(Preparer{}, spec);
    if (!responder)
        return tl::make_unexpected(responder.error());

    const EndpointId id = newEndpointId();
    remember(id, spec);
    d->post([id, spec, responder = std::move(*responder)](EndpointHost& host) {
        host.open(id, spec, responder);
    });
    return id;
}

void Sessions::remember(EndpointId id, const EndpointSpec& spec)
{
    EndpointState state;
    state.phase = std::holds_alternative<ClientItem>(spec) ? Phase::Connecting : Phase::Starting;
    d->states.insert(id, state);
    if (isServerSpec(spec))
        d->servers.insert(id);
}

Result<EndpointId> Sessions::startReplay(const EndpointSpec& spec, const ReplayJob& job)
{
    if (std::holds_alternative<ServerItem>(spec))
        return fail(ErrorCode::BadOption, tr("a replay needs an address to connect to"));
    if (!job.plan)
        return fail(ErrorCode::BadOption, tr("there is nothing to replay"));
    if (const auto checked = std::visit(Preparer{}, spec); !checked)
        return tl::make_unexpected(checked.error());
    const EndpointId id = newEndpointId();
    remember(id, spec);
    d->post([id, spec, job](EndpointHost& host) { host.openReplay(id, spec, job); });
    return id;
}

void Sessions::stepReplay(EndpointId id)
{
    d->post([id](EndpointHost& host) {
        if (ReplayRun* run = host.replay(id))
            run->step();
    });
}

void Sessions::setReplayPace(EndpointId id, const ReplayPace& pace)
{
    d->post([id, pace](EndpointHost& host) {
        if (ReplayRun* run = host.replay(id))
            run->setPace(pace);
    });
}

void Sessions::cancelReplay(EndpointId id)
{
    d->post([id](EndpointHost& host) {
        if (ReplayRun* run = host.replay(id))
            run->cancel();
    });
}

void Sessions::stop(EndpointId id, bool closeAll)
{
    d->post([id, closeAll](EndpointHost& host) {
        if (Endpoint* endpoint = host.endpoint(id))
            endpoint->stop(closeAll);
    });
}

void Sessions::remove(EndpointId id)
{
    d->servers.remove(id);
    if (d->states.remove(id))
        d->post([id](EndpointHost& host) { host.remove(id); });
}

Result<quint32> Sessions::send(EndpointId id, const SendJob& job)
{
    if (!d->states.contains(id))
        return fail(ErrorCode::NotConnected);
    auto payload = job.bytes ? PayloadSource::ofBytes(*job.bytes) : PayloadSource::compile(job.payload);
    if (!payload)
        return tl::make_unexpected(payload.error());
    payload->setMessagesBefore(job.messagesBefore);
    if (job.target.port != 0) {
        if (const auto checked = checkTarget(job.target); !checked)
            return tl::make_unexpected(checked.error());
    }
    const quint32 number = d->nextJob++;
    d->post([number, id, job, payload = std::move(*payload)](EndpointHost& host) mutable {
        host.send(number, id, job, std::move(payload));
    });
    return number;
}

void Sessions::cancelSend(quint32 job)
{
    d->post([job](EndpointHost& host) { host.cancelSend(job); });
}

void Sessions::finish(EndpointId id, const QList<ConnectionId>& which)
{
    d->post([id, which](EndpointHost& host) {
        if (Endpoint* endpoint = host.endpoint(id))
            endpoint->finish(which);
    });
}

void Sessions::close(EndpointId id, const QList<ConnectionId>& which)
{
    d->post([id, which](EndpointHost& host) {
        if (Endpoint* endpoint = host.endpoint(id))
            endpoint->close(which);
    });
}

void Sessions::reset(EndpointId id, const QList<ConnectionId>& which)
{
    d->post([id, which](EndpointHost& host) {
        if (Endpoint* endpoint = host.endpoint(id))
            endpoint->reset(which);
    });
}

void Sessions::joinGroup(EndpointId id, const MulticastGroup& group)
{
    d->post([id, group](EndpointHost& host) { host.changeGroup(id, group, true); });
}

void Sessions::leaveGroup(EndpointId id, const MulticastGroup& group)
{
    d->post([id, group](EndpointHost& host) { host.changeGroup(id, group, false); });
}

void Sessions::setTtl(EndpointId id, int ttl)
{
    d->post([id, ttl](EndpointHost& host) { host.setTtl(id, ttl); });
}

EndpointState Sessions::state(EndpointId id) const
{
    return d->states.value(id);
}

bool Sessions::knows(EndpointId id) const
{
    return d->states.contains(id);
}

QList<EndpointId> Sessions::running() const
{
    QList<EndpointId> ids;
    for (auto entry = d->states.cbegin(); entry != d->states.cend(); ++entry) {
        if (entry->phase != Phase::Stopped && entry->phase != Phase::Failed)
            ids.append(entry.key());
    }
    std::sort(ids.begin(), ids.end());
    return ids;
}

bool Sessions::isServer(EndpointId id) const
{
    return d->servers.contains(id);
}

EndpointId Sessions::newEndpointId()
{
    return EndpointId(d->nextEndpoint++);
}

NetworkThread& Sessions::network()
{
    return d->network;
}

HttpClient& Sessions::http()
{
    if (!d->http) {
        // Of its own: the engine's threads take turns with it, and its first use loads plugins.
        d->httpNetwork = std::make_unique<NetworkThread>();
        d->http = std::make_unique<HttpClient>(*d->httpNetwork, d->sink);
    }
    return *d->http;
}

} // namespace wl
