// SPDX-License-Identifier: MIT
#pragma once

#include <QHash>
#include <QNetworkProxy>
#include <QTcpServer>
#include <QTcpSocket>

#include <functional>

namespace wltest {

/// A TCP server that answers each request with the bytes that a test wants, and remembers what came.
class ScriptedPeer : public QTcpServer
{
public:
    /// Gets the socket and one whole request (head and a body of Content-Length bytes or of chunks).
    using Answer = std::function<void(QTcpSocket&, const QByteArray& request)>;

    explicit ScriptedPeer(Answer answer, const QHostAddress& address = QHostAddress::LocalHost)
        : m_answer(std::move(answer))
    {
        setProxy(QNetworkProxy::NoProxy);
        connect(this, &QTcpServer::newConnection, this, [this] {
            while (QTcpSocket* socket = nextPendingConnection())
                take(socket);
        });
        listen(address);
    }

    /// Answers every request with the same bytes and, where asked to, closes.
    static Answer fixed(const QByteArray& bytes, bool close)
    {
        return [bytes, close](QTcpSocket& socket, const QByteArray&) {
            socket.write(bytes);
            if (close)
                socket.disconnectFromHost();
        };
    }
    static QByteArray ok(const QByteArray& body, const QByteArray& fields = {})
    {
        return "HTTP/1.1 200 OK\r\n" + fields + "Content-Length: " + QByteArray::number(body.size()) +
               "\r\n\r\n" + body;
    }

    [[nodiscard]] QString url(const QString& target = QStringLiteral("/")) const
    {
        return QStringLiteral("http://%1:%2%3").arg(serverAddress().toString()).arg(serverPort()).arg(target);
    }

    int connections = 0;
    QList<QByteArray> requests; ///< whole ones
    QByteArray received;        ///< every byte of every connection

private:
    void take(QTcpSocket* socket)
    {
        ++connections;
        connect(socket, &QTcpSocket::disconnected, socket, &QObject::deleteLater);
        connect(socket, &QObject::destroyed, this, [this, socket] { m_buffers.remove(socket); });
        connect(socket, &QIODevice::readyRead, this, [this, socket] {
            const QByteArray bytes = socket->readAll();
            received += bytes;
            QByteArray& buffer = m_buffers[socket];
            buffer += bytes;
            for (qsizetype size = requestSize(buffer); size > 0; size = requestSize(buffer)) {
                const QByteArray request = buffer.first(size);
                buffer = buffer.sliced(size);
                requests.append(request);
                m_answer(*socket, request);
            }
        });
    }

    static qsizetype requestSize(const QByteArray& buffer)
    {
        const qsizetype end = buffer.indexOf("\r\n\r\n");
        if (end < 0)
            return 0;
        qsizetype length = 0;
        for (const QByteArray& line : buffer.first(end).split('\n')) {
            if (line.toLower().simplified() == "transfer-encoding: chunked") {
                const qsizetype last = buffer.indexOf("\r\n0\r\n\r\n", end + 2);
                return last < 0 ? 0 : last + 7;
            }
            if (line.toLower().startsWith("content-length:"))
                length = line.mid(15).trimmed().toLongLong();
        }
        return buffer.size() >= end + 4 + length ? end + 4 + length : 0;
    }

    Answer m_answer;
    QHash<QTcpSocket*, QByteArray> m_buffers;
};

} // namespace wltest
