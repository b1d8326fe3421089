// SPDX-License-Identifier: MIT
#pragma once

#include "net/tcpserver.h"

#include <QObject>

namespace wl {

/// Waits on 127.0.0.1 for the one request by which a browser brings back an authorization's answer
/// (RFC 8252 §7.3), and answers it with a short page. Anything else gets 404 and is not the answer. Its bytes
/// are in the traffic list as all else. Lives on the network thread once it is started, and goes with
/// close().
class RedirectListener final : public QObject
{
    Q_OBJECT
public:
    /// Which page an answer gets; called on the network thread, with the request target.
    using Judge = std::function<bool(const QByteArray& target)>;

    /// `port` 0 is any free one. `sink` outlives this object; `home` lives on the network thread and takes
    /// it.
    RedirectListener(quint16 port, QString path, Judge judge, EndpointId endpoint, TrafficSink& sink,
                     QObject* home);

    /// Network thread, as all below.
    void start();
    /// Stops listening at once; the page still goes out, then this object is deleted.
    void close();
    /// A request's head has come; gives the answer's bytes.
    [[nodiscard]] QByteArray answer(const QByteArray& head);

signals:
    void listening(quint16 port);
    void failed(const wl::Error& error);
    /// The first request for the path, with its query.
    void redirected(const QByteArray& target);

private:
    void changed(const EndpointState& state);

    quint16 m_port;
    QString m_path;
    Judge m_judge;
    EndpointId m_endpoint;
    TrafficSink& m_sink;
    QObject* m_home;
    TcpServer* m_server = nullptr;
    bool m_isListening = false;
    bool m_isDone = false;
};

} // namespace wl
