// SPDX-License-Identifier: MIT
#pragma once

#include "net/proxyhandshake.h"
#include "net/stream.h"

#include <QTimer>

#include <functional>

namespace wl {

/// Speaks with a proxy over an established connection until it carries the target's bytes. What is said is
/// recorded like all else of the connection, and a failure as a Note. Network thread.
class ProxyTunnel final : public QObject, private ConnectionListener
{
    Q_OBJECT
public:
    /// The target's first words.
    enum class Target : quint8 { MaySpeakFirst, WaitsForUs };
    /// A connection, open, with nobody listening.
    struct Opened
    {
        std::unique_ptr<Stream> stream;
        QByteArray early; ///< what the target has said already, recorded but told nobody
    };
    /// Errors: ProxyHandshake's, ConnectTimeout, ConnectionReset, OutOfDescriptors; BadProxy where something
    /// comes of a target that waits for us.
    using Answer = std::function<void(Result<Opened>)>;

    /// `sink` outlives this object.
    ProxyTunnel(const ProxySpec& proxy, Target target, TrafficSink& sink, QObject* parent);
    ~ProxyTunnel() override;

    /// Begins, once. The answer comes from the event loop or before this returns, and not after cancel().
    void start(std::unique_ptr<Stream> stream, const QString& host, quint16 port,
               std::chrono::milliseconds timeout, Answer answer);
    /// Gives up: the connection is reset.
    void cancel();

private:
    void connectionReceived(Connection& connection, QByteArrayView bytes) override;
    void connectionPeerFinished(Connection& connection) override;
    void connectionDrained(Connection&) override {}
    void connectionSendFailed(Connection&, const Error&) override {}
    void connectionClosed(Connection& connection, const Error& reason) override;

    void settle();
    void fail(const Error& error);
    /// Leaves the connection, which may be in the middle of a call of ours.
    void dropStream();

    ProxySpec m_proxy;
    Target m_target;
    TrafficSink& m_sink;
    std::unique_ptr<ProxyHandshake> m_handshake;
    std::unique_ptr<Stream> m_stream;
    Answer m_answer;
    QTimer m_timer;
};

} // namespace wl
