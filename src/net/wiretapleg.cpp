// SPDX-License-Identifier: MIT
#include "net/wiretapleg.h"

#include "base/limits.h"
#include "net/socketoptions.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

#include <utility>

namespace wl {

namespace {

/// What may wait to be sent to the server before the manager has to wait.
constexpr qint64 sendAheadBytes = 256 * 1024;

/// The managers' own connections are not traffic of anybody.
class NoSink final : public TrafficSink
{
public:
    ConnectionId addConnection(const ConnectionInfo&) override { return ConnectionId(0); }
    void data(ConnectionId, Direction, Timestamp, QByteArrayView) override {}
    void event(ConnectionId, RecordKind, Direction, Timestamp, QStringView) override {}
    void kernelDropped(EndpointId, quint64) override {}
    [[nodiscard]] bool isCongested() const override { return false; }
};

TrafficSink& noSink()
{
    static NoSink sink;
    return sink;
}

} // namespace

WireTapLeg::WireTapLeg(Descriptor fd, WireTapLegHost& host, TrafficSink& sink, QObject* parent)
    : QObject(parent)
    , m_host(host)
    , m_sink(sink)
    , m_managerFd(fd.get())
    , m_dial(sink, this)
    , m_lastActivity(now())
{
    applyStreamOptions(m_managerFd, StreamOptions{});
    m_manager = std::make_unique<Stream>(std::move(fd), ConnectionInfo{}, ConnectionId(0), noSink());
    m_manager->setListener(this);
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &WireTapLeg::deadlinePassed);
    connect(&m_dial, &WireTapDial::progressed, this, [this] {
        m_exchange->touch();
        m_exchange->flush();
    });
}

WireTapLeg::~WireTapLeg()
{
    m_manager->setListener(nullptr);
    if (m_server)
        m_server->drop(true);
}

void WireTapLeg::start()
{
    m_manager->start();
    armDeadline();
}

void WireTapLeg::cancel()
{
    if (m_exchange)
        finishExchange({ErrorCode::Canceled, {}});
}

void WireTapLeg::close()
{
    cancel();
    m_manager->close();
}

void WireTapLeg::handshake(QByteArrayView bytes)
{
    while (!bytes.isEmpty() && m_socks.state() == WireTapSocks::State::Handshake) {
        bytes = bytes.sliced(m_socks.feed(bytes));
        if (m_socks.state() == WireTapSocks::State::Authenticating) {
            if (m_host.isPassword(m_socks.password()))
                m_socks.accept();
            else
                m_socks.refuse();
        }
    }
    // A manager that comes again without a permit has to be content with a closed connection.
    if (m_socks.state() == WireTapSocks::State::Connected && !begin()) {
        m_manager->close();
        return;
    }
    if (const QByteArray answer = m_socks.takeAnswer(); !answer.isEmpty())
        (void)m_manager->send(answer);
    if (m_socks.state() == WireTapSocks::State::Refused)
        m_manager->close();
    else if (!bytes.isEmpty())
        managerBytes(bytes);
}

bool WireTapLeg::begin()
{
    std::optional<TapTicket> ticket = m_host.takeTicket(m_socks.user());
    if (!ticket)
        return false;
    m_lastActivity = now();
    if (ticket->voidSince.isValid()) {
        m_spent = std::make_unique<WireTapExchange>(std::move(*ticket));
        return true;
    }
    m_exchange = std::make_unique<WireTapExchange>(std::move(*ticket));
    m_server = m_host.takeServer(m_exchange->ticket().profile);
    if (!m_server) {
        m_dial.start(m_exchange->ticket(), m_exchange->record(),
                     [this](Result<std::unique_ptr<Connection>> result) { dialed(std::move(result)); });
        return true;
    }
    m_server->setUser(*this);
    const Connection& connection = m_server->connection();
    m_exchange->setReused(connection.id(), connection.info().peer, m_server->tls());
    armDeadline();
    return true;
}

void WireTapLeg::dialed(Result<std::unique_ptr<Connection>> result)
{
    if (!result) {
        finishExchange(result.error());
        return;
    }
    TapRecord& record = m_exchange->record();
    m_server = &m_host.addServer(std::move(*result), m_exchange->ticket(), record.tls);
    m_server->setUser(*this);
    m_lastActivity = now();
    record.phase = TapPhase::Sending;
    m_exchange->touch();
    if (const QByteArray pending = std::exchange(m_pending, {}); !pending.isEmpty())
        forward(pending);
    m_manager->setReadingPaused(false);
    armDeadline();
    m_exchange->flush();
}

void WireTapLeg::managerBytes(QByteArrayView bytes)
{
    m_lastActivity = now();
    if (!m_exchange && !m_spent && !begin()) {
        m_manager->close();
        return;
    }
    if (m_spent) {
        if (m_spent->requestBytes(bytes))
            endForManager(std::move(m_spent));
        else
            m_manager->close();
        return;
    }
    if (!m_exchange->requestBytes(bytes)) {
        finishExchange(
            {ErrorCode::NetworkFailed, QStringLiteral("more than one request came from the engine")});
        return;
    }
    // The manager sends head and body apart, and its system holds the body back until the head is
    // acknowledged.
    if (!m_exchange->isRequestWhole())
        setIntOption(m_managerFd, IPPROTO_TCP, TCP_QUICKACK, 1);
    forward(bytes);
    m_exchange->flush();
}

void WireTapLeg::forward(QByteArrayView bytes)
{
    if (!m_server) {
        m_pending.append(bytes);
        m_manager->setReadingPaused(m_pending.size() >= sendAheadBytes);
        return;
    }
    // A broken connection says so later, not in this call.
    (void)m_server->connection().send(bytes);
    if (m_server->connection().queuedBytes() > sendAheadBytes)
        m_manager->setReadingPaused(true);
    checkSent();
}

void WireTapLeg::checkSent()
{
    if (!m_exchange->isRequestWhole() || m_server->connection().queuedBytes() > 0)
        return;
    m_exchange->requestSent();
    armDeadline();
}

void WireTapLeg::serverReceived(QByteArrayView bytes)
{
    m_lastActivity = now();
    settle(m_exchange->responseBytes(bytes));
}

void WireTapLeg::serverDrained()
{
    m_lastActivity = now();
    m_manager->setReadingPaused(false);
    checkSent();
    m_exchange->flush();
}

void WireTapLeg::serverEnded(const Error& reason)
{
    const WireTapExchange::Verdict verdict = m_exchange->streamEnded(reason);
    settle(verdict);
}

void WireTapLeg::settle(WireTapExchange::Verdict verdict)
{
    if (verdict != WireTapExchange::Verdict::Open) {
        finishExchange({});
        return;
    }
    armDeadline();
    m_exchange->flush();
    pace();
}

void WireTapLeg::finishExchange(const Error& error)
{
    m_dial.cancel();
    m_pending.clear();
    if (error.code != ErrorCode::None)
        m_exchange->fail(error);
    const bool failed = m_exchange->record().error.code != ErrorCode::None;
    releaseServer(m_exchange->keepsConnection(), failed);
    std::unique_ptr<WireTapExchange> ended = std::move(m_exchange);
    ended->end();
    m_manager->setReadingPaused(false);
    endForManager(std::move(ended));
}

void WireTapLeg::releaseServer(bool keep, bool failed)
{
    WireTapServer* server = std::exchange(m_server, nullptr);
    if (!server)
        return;
    if (keep)
        m_host.keepServer(*server);
    else
        server->drop(failed);
}

/// Tells the manager that its exchange is over, whatever became of it, as soon as its request is whole: it
/// then goes on to use this connection, wherever its next exchange goes. What is still to come of a request
/// is swallowed: a manager that is cut off in the middle of one comes again and again.
void WireTapLeg::endForManager(std::unique_ptr<WireTapExchange> ended)
{
    if (ended->isRequestWhole())
        (void)m_manager->send("HTTP/1.1 204 No Content\r\n\r\n");
    else
        m_spent = std::move(ended);
}

void WireTapLeg::pace()
{
    if (!m_exchange || !m_server || m_exchange->untaken() <= limits::tapAheadBytes - limits::readBytes)
        return;
    m_server->connection().setReadingPaused(true);
    m_exchange->ticket().flow->isWaiting = true;
    if (m_exchange->untaken() <= limits::tapAheadBytes / 2) // taken since, unseen
        resume();
}

void WireTapLeg::resume()
{
    if (!m_exchange || !m_exchange->ticket().flow->isWaiting.exchange(false))
        return;
    m_lastActivity = now();
    if (m_server)
        m_server->connection().setReadingPaused(false);
}

void WireTapLeg::connectionReceived(Connection&, QByteArrayView bytes)
{
    if (m_socks.state() == WireTapSocks::State::Connected)
        managerBytes(bytes);
    else
        handshake(bytes);
}

void WireTapLeg::connectionPeerFinished(Connection&)
{
    m_manager->close();
}

void WireTapLeg::connectionClosed(Connection&, const Error&)
{
    if (m_exchange)
        finishExchange({ErrorCode::NetworkFailed, QStringLiteral("the engine closed its connection")});
    m_host.legGone(*this);
}

std::optional<TapDeadline> WireTapLeg::deadline() const
{
    if (m_exchange) {
        const TapRecord& record = m_exchange->record();
        return tapDeadline(record.phase, m_exchange->ticket().timeouts, record.times.sent, m_lastActivity);
    }
    if (m_socks.state() == WireTapSocks::State::Connected)
        return std::nullopt;
    const auto limit = std::chrono::nanoseconds(handshakeTimeout).count();
    return TapDeadline{Timestamp{m_lastActivity.ns + limit}, ErrorCode::HandshakeTimeout};
}

/// Arms the timer unless it fires early enough already: it then looks again, which is cheaper than to arm it
/// anew for every exchange.
void WireTapLeg::armDeadline()
{
    const std::optional<TapDeadline> next = deadline();
    if (!next || (m_timer.isActive() && m_alarm <= next->at))
        return;
    m_alarm = next->at;
    const auto wait = std::chrono::ceil<std::chrono::milliseconds>(next->at - now());
    m_timer.start(std::max(wait, std::chrono::milliseconds(0)));
}

/// Whether nothing moves because we do not let it: the reader or the disk is behind.
bool WireTapLeg::standsStillByUs()
{
    const qint64 queued = m_server ? m_server->connection().queuedBytes() : 0;
    const bool sends = std::exchange(m_lastQueued, queued) != queued;
    return sends || m_sink.isCongested() || m_exchange->ticket().flow->isWaiting;
}

void WireTapLeg::deadlinePassed()
{
    const std::optional<TapDeadline> passed = deadline();
    if (!passed)
        return;
    if (passed->at > now()) {
        armDeadline();
    } else if (!m_exchange) {
        m_manager->close();
    } else if (passed->code == ErrorCode::IdleTimeout && standsStillByUs()) {
        m_lastActivity = now();
        armDeadline();
    } else {
        finishExchange({passed->code, {}});
    }
}

} // namespace wl
