// SPDX-License-Identifier: MIT
#include "net/wiretapleg.h"

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

WireTapLeg::WireTapLeg(Descriptor fd, QByteArray password, WireTapGate& gate,
                       std::chrono::milliseconds keepAlive, TrafficSink& sink, QObject* parent)
    : QObject(parent)
    , m_password(std::move(password))
    , m_gate(gate)
    , m_keepAlive(keepAlive)
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
        m_server->setListener(nullptr);
}

void WireTapLeg::start()
{
    m_manager->start();
    armDeadline();
}

quint32 WireTapLeg::exchange() const
{
    return m_exchange ? m_exchange->ticket().number : 0;
}

void WireTapLeg::cancel()
{
    if (m_exchange)
        finishExchange({ErrorCode::Canceled, {}});
}

void WireTapLeg::close()
{
    cancel();
    dropServer(false);
    m_manager->close();
}

void WireTapLeg::handshake(QByteArrayView bytes)
{
    while (!bytes.isEmpty() && m_socks.state() == WireTapSocks::State::Handshake) {
        bytes = bytes.sliced(m_socks.feed(bytes));
        if (m_socks.state() == WireTapSocks::State::Authenticating) {
            if (m_socks.password() == m_password)
                m_socks.accept();
            else
                m_socks.refuse();
        }
    }
    // A manager that comes again without a permit has to be content with a closed connection.
    if (m_socks.state() == WireTapSocks::State::Connected && !begin(m_gate.take(m_socks.user()))) {
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

bool WireTapLeg::begin(std::optional<TapTicket> ticket)
{
    if (!ticket)
        return false;
    m_profile = ticket->profile;
    m_lastActivity = now();
    m_exchange = std::make_unique<WireTapExchange>(std::move(*ticket));
    if (m_isServerOpen) {
        m_exchange->setReused(m_server->id(), m_server->info().peer, m_tls);
        armDeadline();
        return true;
    }
    m_dial.start(m_exchange->ticket(), m_exchange->record(), *this,
                 [this](Result<std::unique_ptr<Connection>> result) { dialed(std::move(result)); });
    return true;
}

void WireTapLeg::dialed(Result<std::unique_ptr<Connection>> result)
{
    if (!result) {
        finishExchange(result.error());
        return;
    }
    m_server = std::move(*result);
    m_isServerOpen = true;
    m_tls = m_exchange->record().tls;
    m_lastActivity = now();
    m_exchange->record().phase = TapPhase::Sending;
    m_exchange->touch();
    if (const QByteArray pending = std::exchange(m_pending, {}); !pending.isEmpty())
        (void)m_server->send(pending);
    m_manager->setReadingPaused(false);
    checkSent();
    armDeadline();
    if (m_exchange)
        m_exchange->flush();
}

void WireTapLeg::managerBytes(QByteArrayView bytes)
{
    if (m_isSpent)
        return;
    m_lastActivity = now();
    if (!m_exchange && !begin(m_gate.take(m_socks.user(), m_profile))) {
        dropServer(false);
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
    if (m_exchange)
        m_exchange->flush();
}

void WireTapLeg::forward(QByteArrayView bytes)
{
    if (!m_isServerOpen) {
        m_pending.append(bytes);
        m_manager->setReadingPaused(m_pending.size() >= sendAheadBytes);
        return;
    }
    (void)m_server->send(bytes);
    if (m_isServerOpen && m_server->queuedBytes() > sendAheadBytes)
        m_manager->setReadingPaused(true);
    checkSent();
}

void WireTapLeg::checkSent()
{
    if (!m_exchange || !m_isServerOpen || !m_exchange->isRequestWhole() || m_server->queuedBytes() > 0)
        return;
    m_exchange->requestSent();
    armDeadline();
}

void WireTapLeg::serverBytes(QByteArrayView bytes)
{
    m_lastActivity = now();
    if (!m_exchange) {
        // Nobody asked for this: the connection cannot be trusted with another exchange.
        dropServer(false);
        m_manager->close();
        return;
    }
    settle(m_exchange->responseBytes(bytes));
}

void WireTapLeg::serverEnded(const Error& reason)
{
    if (m_exchange) {
        settle(m_exchange->streamEnded(reason));
        return;
    }
    dropServer(false);
    m_manager->close();
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
    const bool keep = m_isServerOpen && m_exchange->keepsConnection();
    const std::unique_ptr<WireTapExchange> ended = std::move(m_exchange);
    ended->end();
    m_lastActivity = now();
    m_isSpent = failed;
    if (!failed)
        answerManager(keep);
    armDeadline();
    if (!keep)
        dropServer(failed);
    else
        m_server->setReadingPaused(false);
    m_manager->setReadingPaused(false);
    checkGone();
}

void WireTapLeg::answerManager(bool keep)
{
    if (keep) {
        (void)m_manager->send("HTTP/1.1 204 No Content\r\n\r\n");
        return;
    }
    (void)m_manager->send("HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
    m_manager->close();
}

void WireTapLeg::dropServer(bool reset)
{
    if (!std::exchange(m_isServerOpen, false))
        return;
    if (reset)
        m_server->reset();
    else
        m_server->close();
}

void WireTapLeg::pace()
{
    if (!m_isServerOpen || !m_exchange)
        return;
    TapFlow& flow = *m_exchange->ticket().flow;
    if (m_exchange->untaken() <= limits::tapAheadBytes - limits::readBytes)
        return;
    m_server->setReadingPaused(true);
    flow.isWaiting = true;
    if (m_exchange->untaken() <= limits::tapAheadBytes / 2) // taken since, unseen
        resume();
}

void WireTapLeg::resume()
{
    if (!m_exchange || !m_exchange->ticket().flow->isWaiting.exchange(false))
        return;
    m_lastActivity = now();
    if (m_isServerOpen)
        m_server->setReadingPaused(false);
}

void WireTapLeg::connectionReceived(Connection& connection, QByteArrayView bytes)
{
    if (!isManager(connection))
        serverBytes(bytes);
    else if (m_socks.state() == WireTapSocks::State::Connected)
        managerBytes(bytes);
    else
        handshake(bytes);
}

void WireTapLeg::connectionPeerFinished(Connection& connection)
{
    if (isManager(connection))
        m_manager->close();
    else
        serverEnded({});
}

void WireTapLeg::connectionDrained(Connection& connection)
{
    if (isManager(connection))
        return;
    m_lastActivity = now();
    m_manager->setReadingPaused(false);
    checkSent();
    if (m_exchange)
        m_exchange->flush();
}

void WireTapLeg::connectionSendFailed(Connection&, const Error&)
{
    // The end of the connection follows and says why.
}

void WireTapLeg::connectionClosed(Connection& connection, const Error& reason)
{
    if (isManager(connection)) {
        managerClosed();
        return;
    }
    // This comes from one of its own calls.
    m_server.release()->deleteLater();
    if (std::exchange(m_isServerOpen, false))
        serverEnded(reason);
    checkGone();
}

void WireTapLeg::managerClosed()
{
    if (m_exchange)
        finishExchange({ErrorCode::NetworkFailed, QStringLiteral("the engine closed its connection")});
    dropServer(false);
    checkGone();
}

std::optional<TapDeadline> WireTapLeg::deadline() const
{
    const auto after = [this](std::chrono::nanoseconds time, ErrorCode code) {
        return TapDeadline{Timestamp{m_lastActivity.ns + time.count()}, code};
    };
    if (m_exchange) {
        const TapRecord& record = m_exchange->record();
        return tapDeadline(record.phase, m_exchange->ticket().timeouts, record.times.sent, m_lastActivity);
    }
    if (m_socks.state() != WireTapSocks::State::Connected)
        return after(handshakeTimeout, ErrorCode::HandshakeTimeout);
    return after(m_keepAlive, ErrorCode::None);
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
    const qint64 queued = m_isServerOpen ? m_server->queuedBytes() : 0;
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
        dropServer(false);
        m_manager->close();
    } else if (passed->code == ErrorCode::IdleTimeout && standsStillByUs()) {
        m_lastActivity = now();
        armDeadline();
    } else {
        finishExchange({passed->code, {}});
    }
}

void WireTapLeg::checkGone()
{
    if (m_isGone || m_manager->isOpen() || m_server || m_exchange)
        return;
    m_isGone = true;
    emit gone();
}

} // namespace wl
