// SPDX-License-Identifier: MIT
#pragma once

#include "base/trafficsink.h"
#include "net/descriptor.h"
#include "net/namelookup.h"
#include "net/poller.h"
#include "net/rawaddress.h"
#include "net/specs.h"

#include <QElapsedTimer>
#include <QTimer>

namespace wl {

/// What is to be connected.
struct ConnectTarget
{
    EndpointId endpoint;
    QString label;
    Transport transport = Transport::Tcp; ///< how the connection is recorded
    QString host;
    quint16 port = 0;
    QString localHost;                         ///< an IP address; empty = any
    quint16 localPort = 0;                     ///< 0 = any
    std::chrono::milliseconds timeout{10'000}; ///< for the lookup and all addresses together; 0 = no limit
    StreamOptions options;
};

/// An established TCP connection that nobody reads yet. Its row is in the sink, its Opened event is not.
struct Connected
{
    Descriptor fd;
    ConnectionInfo info;
    ConnectionId id;
};

/// Establishes one TCP connection: looks the name up, tries its addresses in turn within one timeout. Each
/// address tried is a connection in the sink, with a Failed event where it failed; where it came to none (no
/// such name), that is one connection without addresses. Network thread.
class Connector final : public QObject, private PollListener
{
    Q_OBJECT
public:
    /// Errors: NameNotFound, ConnectionRefused, HostUnreachable, NetworkUnreachable, ConnectTimeout,
    /// ConnectionForbidden, AddressInUse and AddressNotAvailable (of the local address), PermissionDenied,
    /// OutOfDescriptors, NetworkFailed; the most telling one of all addresses, with the address as detail.
    using Answer = std::function<void(Result<Connected>)>;

    explicit Connector(TrafficSink& sink, QObject* parent = nullptr);
    ~Connector() override;

    /// Cancels what is under way; `answer` comes from the event loop, exactly once unless canceled.
    void start(const ConnectTarget& target, Answer answer);
    /// Gives up; recorded as failed ("canceled").
    void cancel();

signals:
    /// The next address is being tried; or, with an address that is not valid, none could be and the answer
    /// follows.
    void trying(const wl::SocketAddress& peer, wl::ConnectionId id);

private:
    void pollReady(quint32 events) override;

    void resolved(const Result<QList<QHostAddress>>& found);
    void tryNext();
    [[nodiscard]] int beginTry(const RawAddress& peer);
    [[nodiscard]] int bindLocal(int family);
    void recordTry(const RawAddress& peer);
    void recordNoTry(const Error& error);
    void trySucceeded();
    void tryFailed(const Error& error);
    [[nodiscard]] Error failureOf(int errnoValue) const;
    void timedOut();
    void finish(Result<Connected> result);
    [[nodiscard]] bool hasLimit() const { return m_target.timeout.count() > 0; }
    [[nodiscard]] std::chrono::milliseconds timeLeft() const;

    TrafficSink& m_sink;
    ConnectTarget m_target;
    Answer m_answer;
    NameLookup m_lookup;
    QTimer m_timer;
    QElapsedTimer m_elapsed;
    QList<QHostAddress> m_left;
    Error m_failure;
    PollWatch m_watch;
    Descriptor m_fd;
    ConnectionInfo m_info;
    ConnectionId m_id;
    bool m_hasTried = false;
    bool m_isBound = false; ///< what is tried now has got past its local address
};

} // namespace wl
