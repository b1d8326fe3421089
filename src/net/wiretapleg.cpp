// SPDX-License-Identifier: MIT
#include "net/wiretapleg.h"

#include "net/socketoptions.h"

#include <netinet/in.h>
#include <netinet/tcp.h>

#include <utility>

namespace wl {

namespace {

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

WireTapLeg::WireTapLeg(Descriptor fd, WireTapLegHost& host, ServerPool& servers, TrafficSink& sink,
                       QObject* parent)
    : QObject(parent)
    , m_host(host)
    , m_managerFd(fd.get())
    , m_carrier(*this, servers, sink, this)
    , m_handshakeTimer(this)
{
    applyStreamOptions(m_managerFd, StreamOptions{});
    m_manager = std::make_unique<Stream>(std::move(fd), ConnectionInfo{}, ConnectionId(0), noSink());
    m_manager->setListener(this);
    m_handshakeTimer.setSingleShot(true);
    connect(&m_handshakeTimer, &QTimer::timeout, this, [this] { m_manager->close(); });
}

WireTapLeg::~WireTapLeg()
{
    m_manager->setListener(nullptr);
}

void WireTapLeg::start()
{
    m_handshakeTimer.start(handshakeTimeout);
    m_manager->start();
}

void WireTapLeg::cancel()
{
    if (m_carrier.isBusy())
        m_carrier.end({ErrorCode::Canceled, {}});
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
    if (m_socks.state() == WireTapSocks::State::Connected) {
        m_handshakeTimer.stop();
        // A manager that comes again without a permit has to be content with a closed connection.
        if (!begin()) {
            m_manager->close();
            return;
        }
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
    if (ticket->voidSince.isValid())
        m_spent = std::make_unique<WireTapExchange>(std::move(*ticket));
    else
        m_carrier.begin(std::move(*ticket));
    return true;
}

void WireTapLeg::managerBytes(QByteArrayView bytes)
{
    if (!m_carrier.isBusy() && !m_spent && !begin()) {
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
    m_carrier.send(bytes);
    if (!m_carrier.isBusy())
        return;
    // The manager sends head and body apart, and its system holds the body back until the head is
    // acknowledged.
    if (!m_carrier.isRequestWhole())
        setIntOption(m_managerFd, IPPROTO_TCP, TCP_QUICKACK, 1);
    if (m_carrier.isFull())
        m_manager->setReadingPaused(true);
}

void WireTapLeg::carrierReady()
{
    m_manager->setReadingPaused(false);
}

void WireTapLeg::carrierEnded(std::unique_ptr<WireTapExchange> ended)
{
    m_manager->setReadingPaused(false);
    endForManager(std::move(ended));
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
    if (m_carrier.isBusy())
        m_carrier.end({ErrorCode::NetworkFailed, QStringLiteral("the engine closed its connection")});
    m_host.legGone(*this);
}

} // namespace wl
