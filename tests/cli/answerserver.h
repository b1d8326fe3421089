// SPDX-License-Identifier: MIT
#pragma once

#include <QHash>
#include <QTcpServer>
#include <QTcpSocket>

namespace wl::test {

/// A tiny HTTP server of the test's own: answers a path with fixed bytes and keeps what it was asked. An
/// answer that does not begin with "HTTP/" is sent as it is too (garbage); an empty one closes without a
/// byte.
class AnswerServer : public QTcpServer
{
public:
    AnswerServer()
    {
        listen(QHostAddress::LocalHost);
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket* socket = nextPendingConnection()) {
                ++connections;
                socket->setParent(this);
                connect(socket, &QTcpSocket::readyRead, this, [this, socket] { take(*socket); });
            }
        });
    }
    [[nodiscard]] QString url(const QString& path) const
    {
        return QStringLiteral("http://127.0.0.1:%1").arg(serverPort()) + path;
    }
    static QByteArray ok(const QByteArray& body, const QByteArray& fields = {})
    {
        return "HTTP/1.1 200 OK\r\n" + fields + "Content-Length: " + QByteArray::number(body.size()) +
               "\r\n\r\n" + body;
    }

    QHash<QByteArray, QByteArray> answers; ///< by path
    QByteArrayList requests;               ///< complete ones, head and body
    int connections = 0;

private:
    void take(QTcpSocket& socket)
    {
        QByteArray& pending = m_pending[&socket];
        pending += socket.readAll();
        const auto headEnd = pending.indexOf("\r\n\r\n");
        if (headEnd < 0)
            return;
        qsizetype length = 0;
        const QByteArray head = pending.first(headEnd);
        for (const QByteArray& line : head.split('\n')) {
            if (line.toLower().startsWith("content-length:"))
                length = line.mid(15).trimmed().toLongLong();
        }
        if (pending.size() < headEnd + 4 + length)
            return;
        requests.append(pending.first(headEnd + 4 + length));
        pending.remove(0, headEnd + 4 + length);
        const QByteArray path = head.split(' ').value(1);
        const QByteArray answer = answers.value(path);
        socket.write(answer);
        if (!answer.startsWith("HTTP/1.1") || answer.contains("Connection: close"))
            socket.disconnectFromHost();
    }

    QHash<QTcpSocket*, QByteArray> m_pending;
};

} // namespace wl::test
