// SPDX-License-Identifier: MIT
#pragma once

#include "base/trafficsink.h"
#include "capture/capturestore.h"

#include <QFile>
#include <QHostAddress>

namespace wl::kit {

inline SocketAddress address(const char* host, quint16 port)
{
    return SocketAddress::from(QHostAddress(QString::fromLatin1(host)), port);
}

inline ConnectionInfo connection(Transport transport, Role role, const char* label,
                                 const SocketAddress& local, const SocketAddress& peer, quint32 endpoint = 1)
{
    return {EndpointId(endpoint), transport, role, local, peer, QString::fromUtf8(label)};
}

/// `size` bytes that differ from each other and from those of another seed.
inline QByteArray pattern(qsizetype size, quint32 seed)
{
    QByteArray bytes(size, Qt::Uninitialized);
    quint32 state = seed * 2'654'435'761U + 1;
    for (char& byte : bytes) {
        state = state * 1'664'525U + 1'013'904'223U;
        byte = static_cast<char>(state >> 24);
    }
    return bytes;
}

/// A sink with a clock of its own: one microsecond a call.
class Teller
{
public:
    explicit Teller(TrafficSink& sink)
        : m_sink(sink)
    {
    }

    ConnectionId add(const ConnectionInfo& info) { return m_sink.addConnection(info); }
    void data(ConnectionId id, Direction direction, QByteArrayView bytes)
    {
        m_sink.data(id, direction, tick(), bytes);
    }
    void sent(ConnectionId id, QByteArrayView bytes) { data(id, Direction::Sent, bytes); }
    void received(ConnectionId id, QByteArrayView bytes) { data(id, Direction::Received, bytes); }
    void event(ConnectionId id, RecordKind kind, Direction direction, const char* text = "")
    {
        m_sink.event(id, kind, direction, tick(), QString::fromUtf8(text));
    }
    void opened(ConnectionId id, const char* text = "")
    {
        event(id, RecordKind::Opened, Direction::Received, text);
    }
    void closed(ConnectionId id, Direction first = Direction::Received)
    {
        event(id, RecordKind::Closed, first);
    }

private:
    Timestamp tick() { return Timestamp{m_ns += 1000}; }

    TrafficSink& m_sink;
    qint64 m_ns = 1'700'000'000'000'000'000;
};

inline std::unique_ptr<CaptureStore> store(const CaptureConfig& config)
{
    auto made = CaptureStore::create(config);
    return made ? std::move(*made) : nullptr;
}

inline std::unique_ptr<CaptureStore> fileStore(const QString& path)
{
    CaptureConfig config;
    config.path = path;
    return store(config);
}

inline QByteArray contentOf(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

/// Every kind of connection and record that a capture can have.
inline void tellEverything(TrafficSink& sink)
{
    Teller tell(sink);
    const auto in = Direction::Received;
    const auto out = Direction::Sent;
    const SocketAddress here = address("127.0.0.1", 40'080);

    // A client of our server: half-closes, gets the rest of the answer, both end in order.
    const auto echo =
        tell.add(connection(Transport::Tcp, Role::Server, "Echo", here, address("127.0.0.1", 50'001)));
    tell.opened(echo);
    tell.received(echo, "hello\n");
    tell.sent(echo, "hello\n");
    tell.event(echo, RecordKind::Note, in, "delayed by 20 ms");
    tell.event(echo, RecordKind::Note, in, "delayed by 30 ms");
    tell.event(echo, RecordKind::HalfClosed, in);
    tell.sent(echo, pattern(200'000, 1));
    tell.event(echo, RecordKind::HalfClosed, out);
    tell.closed(echo);

    // The same ports again, over IPv6 another, and one that the peer resets.
    const auto again =
        tell.add(connection(Transport::Tcp, Role::Server, "Echo", here, address("127.0.0.1", 50'001)));
    tell.opened(again);
    tell.received(again, pattern(65'495, 2));
    tell.sent(again, pattern(65'496, 3));
    tell.closed(again, out);
    const auto six = tell.add(
        connection(Transport::Tcp, Role::Server, "Echo", address("::1", 40'080), address("::1", 50'002)));
    tell.opened(six);
    tell.received(six, pattern(130'990, 4));
    tell.sent(six, pattern(1, 5));
    tell.event(six, RecordKind::Reset, in, "connection reset by peer");

    // A TLS client of ours.
    const auto tls = tell.add(connection(Transport::Tls, Role::Client, "Länder", address("10.0.0.1", 50'003),
                                         address("93.184.216.34", 40'443), 2));
    tell.event(tls, RecordKind::Opened, out, "TLSv1.3, TLS_AES_256_GCM_SHA384");
    tell.sent(tls, "GET / HTTP/1.1\r\nHost: example.org\r\n\r\n");
    tell.received(tls, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
    tell.event(tls, RecordKind::Failed, in, "the peer's certificate was revoked");

    // Attempts that came to nothing; the second never had addresses.
    const auto refused = tell.add(connection(Transport::Tcp, Role::Client, "Client",
                                             address("127.0.0.1", 50'004), address("127.0.0.1", 9), 3));
    tell.event(refused, RecordKind::Note, out, "second attempt");
    tell.event(refused, RecordKind::Failed, out, "connection refused");
    const auto unknown = tell.add(connection(Transport::Tcp, Role::Client, "Client", {}, {}, 3));
    tell.event(unknown, RecordKind::Failed, out, "name not found");
    const auto canceled = tell.add(connection(Transport::Tcp, Role::Client, "Client",
                                              address("127.0.0.1", 50'005), address("127.0.0.1", 9), 3));
    tell.closed(canceled, out);

    // Datagrams: empty ones, the largest ones, IPv6.
    const auto udp = tell.add(connection(Transport::Udp, Role::Server, "DNS", address("127.0.0.1", 40'053),
                                         address("127.0.0.1", 50'006), 4));
    tell.received(udp, "");
    tell.sent(udp, pattern(65'507, 6));
    tell.received(udp, pattern(1, 7));
    tell.event(udp, RecordKind::Note, in, "3 datagrams dropped");
    tell.sent(udp, "");
    const auto udp6 = tell.add(
        connection(Transport::Udp, Role::Client, "DNS", address("::1", 40'053), address("::1", 50'007), 4));
    tell.event(udp6, RecordKind::Opened, out);
    tell.sent(udp6, pattern(65'527, 8));
    tell.received(udp6, pattern(512, 9));
    tell.closed(udp6, out);
}

} // namespace wl::kit
