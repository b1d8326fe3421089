// SPDX-License-Identifier: MIT
#pragma once

#include <QHash>
#include <QNetworkProxy>
#include <QTcpServer>
#include <QTcpSocket>

#include <functional>

namespace wltest {

/// A proxy that lets everything through to where it is asked to: CONNECT and absolute form of HTTP, or
/// SOCKS5. It remembers what it was told; a test can have it demand a login or say something else.
class ProxyPeer : public QTcpServer
{
public:
    enum class Kind { Http, Socks5 };

    explicit ProxyPeer(Kind kind, QByteArray user = {}, QByteArray password = {})
        : m_kind(kind)
        , m_user(std::move(user))
        , m_password(std::move(password))
    {
        setProxy(QNetworkProxy::NoProxy);
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket* socket = nextPendingConnection())
                take(socket);
        });
        listen(QHostAddress::LocalHost);
    }

    int connections = 0;
    QByteArrayList asked;     ///< "host:port" of each tunnel, the request line of each absolute form
    QByteArray received;      ///< before tunnels: what clients told the proxy itself
    QByteArray through;       ///< what clients sent to targets
    QByteArray says;          ///< not empty: every client is told this, whatever it wants
    bool closesAfter = false; ///< after `says`
    bool isSilent = false;

private:
    void take(QTcpSocket* socket)
    {
        ++connections;
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        // Another socket may come to live at its address.
        connect(socket, &QObject::destroyed, this, [this, socket] {
            m_targets.remove(socket);
            m_buffers.remove(socket);
            m_steps.remove(socket);
        });
        connect(socket, &QIODevice::readyRead, this, [this, socket] {
            QByteArray bytes = socket->readAll();
            if (QTcpSocket* target = m_targets.value(socket)) {
                through += bytes;
                target->write(bytes);
                return;
            }
            received += bytes;
            QByteArray& buffer = m_buffers[socket];
            buffer += bytes;
            if (isSilent)
                return;
            if (!says.isEmpty()) {
                socket->write(says);
                if (closesAfter)
                    socket->disconnectFromHost();
            } else if (m_kind == Kind::Http) {
                http(socket, buffer);
            } else {
                socks(socket, buffer);
            }
        });
    }

    void http(QTcpSocket* socket, QByteArray& buffer)
    {
        const qsizetype end = buffer.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        const QByteArray head = buffer.first(end + 4);
        const QByteArray line = head.left(head.indexOf("\r\n"));
        const QByteArray login =
            "Proxy-Authorization: Basic " + (m_user + ':' + m_password).toBase64() + "\r\n";
        if (!m_user.isEmpty() && !head.contains(login)) {
            socket->write("HTTP/1.1 407 Proxy Authentication Required\r\n"
                          "Proxy-Authenticate: Basic realm=\"test\"\r\nContent-Length: 0\r\n\r\n");
            buffer = buffer.sliced(end + 4);
            return;
        }
        if (line.startsWith("CONNECT ")) {
            asked.append(line.split(' ').value(1));
            join(socket, asked.last(), "HTTP/1.1 200 Connection established\r\n\r\n");
            return;
        }
        asked.append(line);
        // GET http://host:port/path HTTP/1.1: answered here, as a cache would.
        socket->write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nby proxy\n");
        buffer = buffer.sliced(end + 4);
    }

    void socks(QTcpSocket* socket, QByteArray& buffer)
    {
        int& step = m_steps[socket];
        if (step == 0 && buffer.size() >= 2 && buffer.size() >= 2 + buffer[1]) {
            const bool wantsLogin = !m_user.isEmpty();
            const bool isOffered = buffer.mid(2, buffer[1]).contains(wantsLogin ? '\x02' : '\0');
            buffer = buffer.sliced(2 + buffer[1]);
            socket->write(isOffered ? QByteArray("\x05") + (wantsLogin ? '\x02' : '\0')
                                    : QByteArray("\x05\xff"));
            step = wantsLogin ? 1 : 2;
        }
        if (step == 1 && buffer.size() >= 2 && buffer.size() >= 3 + buffer[1]) {
            const QByteArray want =
                '\x01' + QByteArray(1, char(m_user.size())) + m_user + char(m_password.size()) + m_password;
            const bool isRight = buffer == want;
            buffer.clear();
            socket->write(isRight ? QByteArray("\x01\x00", 2) : QByteArray("\x01\x01", 2));
            step = isRight ? 2 : 3;
        }
        if (step == 2 && buffer.size() >= 10) {
            QByteArray host;
            qsizetype at = 4;
            if (buffer[3] == 3) {
                host = buffer.mid(5, buffer[4]);
                at = 5 + buffer[4];
            } else {
                const bool isIpv4 = buffer[3] == 1;
                QStringList parts;
                for (int i = 0; isIpv4 && i < 4; ++i)
                    parts.append(QString::number(uchar(buffer[4 + i])));
                host = isIpv4 ? parts.join(u'.').toLatin1() : QByteArray("::1");
                at = isIpv4 ? 8 : 20;
            }
            const int port = uchar(buffer[at]) << 8 | uchar(buffer[at + 1]);
            asked.append(host + ':' + QByteArray::number(port));
            join(socket, asked.last(), QByteArray("\x05\x00\x00\x01\x00\x00\x00\x00\x00\x00", 10));
        }
    }

    /// Names lead to this machine: it resolves them in its own way.
    void join(QTcpSocket* socket, const QByteArray& place, const QByteArray& granted)
    {
        auto* target = new QTcpSocket(socket);
        target->setProxy(QNetworkProxy::NoProxy);
        m_targets.insert(socket, target);
        connect(target, &QTcpSocket::connected, socket, [socket, granted] { socket->write(granted); });
        connect(target, &QIODevice::readyRead, socket,
                [socket, target] { socket->write(target->readAll()); });
        connect(target, &QTcpSocket::disconnected, socket, [socket] { socket->disconnectFromHost(); });
        connect(socket, &QTcpSocket::disconnected, target, [target] { target->disconnectFromHost(); });
        target->connectToHost(QHostAddress(QHostAddress::LocalHost),
                              place.mid(place.lastIndexOf(':') + 1).toUShort());
    }

    Kind m_kind;
    QByteArray m_user;
    QByteArray m_password;
    QHash<QTcpSocket*, QByteArray> m_buffers;
    QHash<QTcpSocket*, QTcpSocket*> m_targets;
    QHash<QTcpSocket*, int> m_steps;
};

} // namespace wltest
