// SPDX-License-Identifier: MIT
#include "session/endpointhost.h"

#include "net/tcpclient.h"
#include "net/tcpserver.h"
#include "net/udpendpoint.h"
#include "session/replayrun.h"
#include "session/sendrun.h"

namespace wl {

namespace {

using namespace std::chrono_literals;

/// How long a removed endpoint may go on sending what was queued and wait for its peers' close (a stream
/// waits Stream::closeWait after the last byte).
constexpr std::chrono::nanoseconds closingTime = 1500ms;
constexpr auto sweepEvery = 2ms;

struct EndpointMaker
{
    const ResponderFactory& responder;
    EndpointId id;
    TrafficSink& sink;

    std::unique_ptr<Endpoint> operator()(const ServerItem& item) const
    {
        return std::make_unique<TcpServer>(item.server, responder, id, sink);
    }
    std::unique_ptr<Endpoint> operator()(const ClientItem& item) const
    {
        return std::make_unique<TcpClient>(item.client, responder, id, sink);
    }
    std::unique_ptr<Endpoint> operator()(const UdpItem& item) const
    {
        return std::make_unique<UdpEndpoint>(item.udp, responder, id, sink);
    }
};

bool hasEnded(const EndpointState& state)
{
    return state.phase == EndpointState::Phase::Stopped || state.phase == EndpointState::Phase::Failed;
}

} // namespace

EndpointHost::EndpointHost(TrafficSink& sink)
    : m_sink(sink)
    , m_sweeps(this)
{
    m_sweeps.setTimerType(Qt::PreciseTimer);
    connect(&m_sweeps, &QTimer::timeout, this, &EndpointHost::sweep);
}

EndpointHost::~EndpointHost() = default;

EndpointHost::Entry::Entry() = default;
EndpointHost::Entry::~Entry() = default;

void EndpointHost::open(EndpointId id, const EndpointSpec& spec, const ResponderFactory& responder)
{
    add(id, spec, responder).endpoint->start();
}

void EndpointHost::openReplay(EndpointId id, const EndpointSpec& spec, const ReplayJob& job)
{
    const auto answers = std::make_shared<ReplayAnswers>();
    Entry& entry = add(id, spec, countAnswers(answers));
    entry.replay = std::make_unique<ReplayRun>(*entry.endpoint, m_sink, job, answers);
    connect(entry.replay.get(), &ReplayRun::progressed, this,
            [this, id](const ReplayProgress& progress) { emit replayProgress(id, progress); });
    entry.endpoint->start();
}

ReplayRun* EndpointHost::replay(EndpointId id) const
{
    const auto found = m_entries.find(id);
    return found == m_entries.end() ? nullptr : found->second->replay.get();
}

EndpointHost::Entry& EndpointHost::add(EndpointId id, const EndpointSpec& spec,
                                       const ResponderFactory& responder)
{
    auto entry = std::make_unique<Entry>();
    entry->endpoint = std::visit(EndpointMaker{responder, id, m_sink}, spec);
    Endpoint* endpoint = entry->endpoint.get();
    connect(endpoint, &Endpoint::stateChanged, this,
            [this, id, raw = entry.get()](const EndpointState& state) {
                raw->state = state;
                emit stateChanged(id, state);
            });
    connect(endpoint, &Endpoint::sendFailed, this, [this, id](ConnectionId connection, const Error& error) {
        emit sendFailed(id, connection, error);
    });
    return *(m_entries[id] = std::move(entry));
}

void EndpointHost::remove(EndpointId id)
{
    const auto found = m_entries.find(id);
    if (found == m_entries.end())
        return;
    auto entry = std::move(found->second);
    m_entries.erase(found);
    for (const auto& [number, run] : std::exchange(entry->runs, {}))
        run->cancel();
    entry->replay.reset();
    entry->deadline = PreciseTimer::now() + closingTime;
    entry->endpoint->stop(true);
    m_closing.push_back(std::move(entry));
    m_sweeps.start(sweepEvery);
}

void EndpointHost::removeAll(std::function<void()> done)
{
    while (!m_entries.empty())
        remove(m_entries.begin()->first);
    m_allGone = std::move(done);
    sweep();
}

Endpoint* EndpointHost::endpoint(EndpointId id) const
{
    const auto found = m_entries.find(id);
    return found == m_entries.end() ? nullptr : found->second->endpoint.get();
}

void EndpointHost::send(quint32 number, EndpointId id, const SendJob& job, PayloadSource payload)
{
    const auto found = m_entries.find(id);
    if (found == m_entries.end()) {
        emit sendProgress({.job = number, .finished = true, .error = Error{ErrorCode::NotConnected, {}, 0}});
        return;
    }
    Entry& entry = *found->second;
    auto run = std::make_unique<SendRun>(number, *entry.endpoint, m_sink, job, std::move(payload));
    connect(run.get(), &SendRun::progressed, this, [this, id](const SendProgress& progress) {
        emit sendProgress(progress);
        if (progress.finished)
            // Queued: the run is on the stack, and its deletion must not wait for a stopped endpoint.
            QMetaObject::invokeMethod(
                this, [this, id, number = progress.job] { forgetRun(id, number); }, Qt::QueuedConnection);
    });
    SendRun* raw = run.get();
    entry.runs[number] = std::move(run);
    raw->start();
}

void EndpointHost::cancelSend(quint32 number)
{
    for (const auto& [id, entry] : m_entries) {
        if (const auto run = entry->runs.find(number); run != entry->runs.end()) {
            run->second->stop();
            return;
        }
    }
}

void EndpointHost::changeGroup(EndpointId id, const MulticastGroup& group, bool isJoin)
{
    auto* udp = qobject_cast<UdpEndpoint*>(endpoint(id));
    Result<void> changed = fail(ErrorCode::BadOption, tr("only a UDP socket joins groups"));
    if (udp != nullptr)
        changed = isJoin ? udp->join(group) : udp->leave(group);
    if (!changed)
        emit groupFailed(id, group, changed.error());
}

void EndpointHost::setTtl(EndpointId id, int ttl)
{
    if (auto* udp = qobject_cast<UdpEndpoint*>(endpoint(id)))
        udp->setTtl(ttl);
}

void EndpointHost::forgetRun(EndpointId id, quint32 number)
{
    if (const auto found = m_entries.find(id); found != m_entries.end())
        found->second->runs.erase(number);
}

void EndpointHost::sweep()
{
    const auto now = PreciseTimer::now();
    std::erase_if(m_closing, [now](const std::unique_ptr<Entry>& entry) {
        const Endpoint& endpoint = *entry->endpoint;
        const bool isDone =
            hasEnded(entry->state) && !endpoint.hasConnections() && endpoint.queuedBytes({}) == 0;
        return isDone || now >= entry->deadline;
    });
    if (!m_closing.empty())
        return;
    m_sweeps.stop();
    if (const auto done = std::exchange(m_allGone, nullptr))
        done();
}

} // namespace wl
