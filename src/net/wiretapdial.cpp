// SPDX-License-Identifier: MIT
#include "net/wiretapdial.h"

#include "net/stream.h"
#include "net/tlsterms.h"

#include <QSslCertificate>
#include <QSslCipher>

#include <utility>

namespace wl {

namespace {

TlsFacts factsOf(const TlsStream& stream, bool verify)
{
    const QSslSocket& socket = stream.socket();
    TlsFacts facts;
    facts.protocol = tlsSessionVersion(socket);
    facts.cipher = socket.sessionCipher().name();
    facts.alpn = QString::fromLatin1(socket.sslConfiguration().nextNegotiatedProtocol());
    for (const QSslCertificate& certificate : socket.peerCertificateChain())
        facts.certificateChainPem += certificate.toPem();
    for (const QSslError& problem : stream.problems()) {
        if (!facts.problems.contains(problem.errorString()))
            facts.problems.append(problem.errorString());
    }
    facts.verified = verify && facts.problems.isEmpty();
    return facts;
}

} // namespace

WireTapDial::WireTapDial(TrafficSink& sink, QObject* parent)
    : QObject(parent)
    , m_sink(sink)
    , m_connector(sink)
{
    connect(&m_connector, &Connector::trying, this, &WireTapDial::trying);
}

void WireTapDial::start(const TapTicket& ticket, TapRecord& record, Answer answer)
{
    cancel();
    m_early.clear();
    m_record = &record;
    m_answer = std::move(answer);
    m_terms = ticket.tls;
    m_proxy = ticket.proxy;
    m_host = ticket.host;
    m_port = ticket.port;
    m_timeout = ticket.timeouts.connect;
    m_started = now();
    ConnectTarget target;
    target.endpoint = ticket.endpoint;
    target.label = ticket.label;
    target.transport = m_terms ? Transport::Tls : Transport::Tcp;
    target.host = isProxied() ? m_proxy.host : m_host;
    target.port = isProxied() ? m_proxy.port : m_port;
    target.timeout = ticket.timeouts.connect;
    record.phase = TapPhase::Resolving;
    m_connector.start(target, [this](Result<Connected> result) { tcpDone(std::move(result)); });
}

void WireTapDial::cancel()
{
    m_connector.cancel();
    m_answer = nullptr;
    if (m_tunnel) {
        m_tunnel->cancel();
        m_tunnel.release()->deleteLater();
    }
    if (m_tls) {
        m_tls->disconnect(this);
        m_tls->reset();
        m_tls.release()->deleteLater();
    }
}

void WireTapDial::trying(const SocketAddress& peer, ConnectionId id)
{
    m_record->connection = id;
    if (!peer.isValid()) // no address to try: the answer follows
        return;
    if (!m_record->times.resolved.isValid())
        m_record->times.resolved = now();
    m_record->phase = TapPhase::Connecting;
    m_record->peer = peer;
    emit progressed();
}

void WireTapDial::tcpDone(Result<Connected> result)
{
    if (!result) {
        const Error& error = result.error();
        answer(tl::make_unexpected(isProxied() ? withProxyName(error, m_proxy) : error));
        return;
    }
    m_record->times.connected = now();
    m_record->peer = result->info.peer;
    m_record->connection = result->id;
    if (isProxied())
        startTunnel(std::move(*result));
    else if (m_terms)
        startTls(std::move(*result));
    else
        startPlain(std::move(*result));
}

/// At least a moment, where there is a limit at all.
std::chrono::milliseconds WireTapDial::timeLeft() const
{
    if (m_timeout.count() <= 0)
        return m_timeout;
    const auto passed = std::chrono::duration_cast<std::chrono::milliseconds>(now() - m_started);
    return std::max(m_timeout - passed, std::chrono::milliseconds(1));
}

void WireTapDial::startTunnel(Connected connected)
{
    // Of TLS the client's word is the first.
    const auto target = m_terms ? ProxyTunnel::Target::WaitsForUs : ProxyTunnel::Target::MaySpeakFirst;
    m_tunnel = std::make_unique<ProxyTunnel>(m_proxy, target, m_sink, this);
    auto stream = std::make_unique<Stream>(std::move(connected.fd), connected.info, connected.id, m_sink);
    m_tunnel->start(std::move(stream), m_host, m_port, timeLeft(),
                    [this](Result<ProxyTunnel::Opened> result) { tunnelDone(std::move(result)); });
}

void WireTapDial::tunnelDone(Result<ProxyTunnel::Opened> result)
{
    // This comes from one of its own calls, and from the stream's.
    m_tunnel.release()->deleteLater();
    if (!result) {
        answer(tl::make_unexpected(result.error()));
        return;
    }
    m_record->times.tunneled = now();
    if (!m_terms) {
        m_early = std::move(result->early);
        answer(std::move(result->stream));
        return;
    }
    std::unique_ptr<Stream> stream = std::move(result->stream);
    m_terms->isTunneled = true;
    Connected connected{stream->takeDescriptor(), stream->info(), stream->id()};
    stream.release()->deleteLater();
    startTls(std::move(connected));
}

void WireTapDial::startPlain(Connected connected)
{
    auto stream = std::make_unique<Stream>(std::move(connected.fd), connected.info, connected.id, m_sink);
    stream->start();
    if (!stream->isOpen()) {
        answer(fail(ErrorCode::OutOfDescriptors));
        return;
    }
    answer(std::move(stream));
}

void WireTapDial::startTls(Connected connected)
{
    m_record->phase = TapPhase::Handshaking;
    emit progressed();
    m_terms->handshakeTimeout = timeLeft();
    m_tls =
        std::make_unique<TlsStream>(std::move(connected.fd), connected.info, connected.id, *m_terms, m_sink);
    connect(m_tls.get(), &TlsStream::opened, this, &WireTapDial::tlsOpened);
    connect(m_tls.get(), &Connection::closed, this, &WireTapDial::tlsClosed);
    m_tls->start();
}

void WireTapDial::tlsOpened()
{
    m_record->times.encrypted = now();
    m_record->tls = factsOf(*m_tls, m_terms->verify);
    m_tls->disconnect(this);
    answer(std::move(m_tls));
}

void WireTapDial::tlsClosed(const Error& reason)
{
    m_record->tls = factsOf(*m_tls, m_terms->verify);
    // This comes from one of its own calls.
    m_tls.release()->deleteLater();
    answer(tl::make_unexpected(reason.code == ErrorCode::None ? Error{ErrorCode::TlsFailed, {}} : reason));
}

void WireTapDial::answer(Result<std::unique_ptr<Connection>> result)
{
    if (const Answer call = std::exchange(m_answer, nullptr))
        call(std::move(result));
}

} // namespace wl
