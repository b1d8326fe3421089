// SPDX-License-Identifier: MIT
#pragma once

#include "net/connector.h"
#include "net/proxytunnel.h"
#include "net/wiretapticket.h"

#include <functional>
#include <memory>
#include <utility>

namespace wl {

/// Opens the connection that an exchange of the wire tap needs: lookup, TCP, a proxy's handshake, TLS, all
/// within the connect timeout; each step's time and the certificate's facts go into the exchange's record.
/// Network thread, owned by its leg.
class WireTapDial final : public QObject
{
    Q_OBJECT
public:
    /// Errors: those of Connector and ProxyTunnel, HandshakeTimeout, the certificate codes, TlsFailed,
    /// ConnectionReset. What is about a proxy has its name in the detail.
    using Answer = std::function<void(Result<std::unique_ptr<Connection>>)>;

    /// `sink` outlives this object.
    WireTapDial(TrafficSink& sink, QObject* parent);

    /// Begins; one at a time. `record` stays in place until the answer. The connection that comes is open and
    /// has no listener yet.
    void start(const TapTicket& ticket, TapRecord& record, Answer answer);
    /// What the server said while a proxy was spoken with, for whoever listens to the connection: once.
    [[nodiscard]] QByteArray takeEarly() { return std::exchange(m_early, {}); }
    /// Gives up; no answer comes.
    void cancel();

signals:
    /// The record's phase changed.
    void progressed();

private:
    void trying(const SocketAddress& peer, ConnectionId id);
    void tcpDone(Result<Connected> result);
    void startTunnel(Connected connected);
    void tunnelDone(Result<ProxyTunnel::Opened> result);
    void startPlain(Connected connected);
    void startTls(Connected connected);
    [[nodiscard]] std::chrono::milliseconds timeLeft() const;
    [[nodiscard]] bool isProxied() const { return m_proxy.kind != ProxySpec::Kind::None; }
    void tlsOpened();
    void tlsClosed(const Error& reason);
    void answer(Result<std::unique_ptr<Connection>> result);

    TrafficSink& m_sink;
    Connector m_connector;
    std::optional<TlsClientTerms> m_terms;
    ProxySpec m_proxy;
    QString m_host; ///< what a proxy is asked for
    quint16 m_port = 0;
    std::chrono::milliseconds m_timeout{0}; ///< 0 = no limit
    Timestamp m_started;
    TapRecord* m_record = nullptr;
    Answer m_answer;
    QByteArray m_early;
    std::unique_ptr<ProxyTunnel> m_tunnel; ///< during the handshake with a proxy
    std::unique_ptr<TlsStream> m_tls;      ///< during the handshake
};

} // namespace wl
