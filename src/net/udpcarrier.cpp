// SPDX-License-Identifier: MIT
#include "net/udpcarrier.h"

#include "base/limits.h"
#include "net/responderlink.h"

#include <cerrno>

namespace wl {

namespace {

/// Drops after the last datagram that arrived are only seen by asking.
constexpr std::chrono::milliseconds dropInterval{250};
/// What a queued datagram counts beside its bytes, so that empty ones are bounded too.
constexpr qint64 queuedOverhead = 64;
/// sendFailed for ICMP answers, per peer, at most this often; each one is in the capture.
constexpr std::chrono::milliseconds refusalInterval{100};

} // namespace

/// A peer as responders see it.
struct UdpCarrier::Peer final : UdpPeer, ResponderPeer
{
    Peer(UdpCarrier& owner, UdpSocket& itsSocket)
        : carrier(owner)
        , socket(itsSocket)
    {
    }

    bool send(QByteArrayView bytes) override
    {
        const Result<void> sent = carrier.sendTo(*this, bytes, false);
        if (!sent)
            carrier.answerLost(*this, bytes.size(), sent.error());
        return sent.has_value();
    }
    void finish() override {}
    void close() override {}
    void reset() override {}
    qint64 queuedBytes() const override { return carrier.m_queuedBytes; }
    void after(std::chrono::milliseconds delay, std::function<void()> call) override
    {
        if (isForgotten)
            return;
        if (!context)
            context = std::make_unique<QObject>();
        QTimer::singleShot(delay, Qt::PreciseTimer, context.get(), std::move(call));
    }
    void setReadingPaused(bool) override {}
    bool canPause() const override { return false; }
    SocketAddress address() const override { return UdpPeer::address; }
    SocketAddress localAddress() const override { return local; }

    UdpCarrier& carrier;
    UdpSocket& socket;
    SocketAddress source;             ///< what we send from; not valid = the system's choice
    qsizetype queued = 0;             ///< datagrams
    std::unique_ptr<QObject> context; ///< of delayed calls, which go with the peer
    Timestamp refused;
    bool isForgotten = false;
};

UdpCarrier::UdpCarrier(const UdpSpec& spec, ResponderFactory responder, EndpointId endpoint,
                       TrafficSink& sink, UdpCarrierOwner& owner)
    : m_spec(spec)
    , m_makeResponder(std::move(responder))
    , m_endpoint(endpoint)
    , m_sink(sink)
    , m_owner(owner)
    , m_peers(limits::udpPeers)
{
    m_dropTimer.setInterval(dropInterval);
    QObject::connect(&m_dropTimer, &QTimer::timeout, &m_dropTimer, [this] { tellDrops(); });
}

UdpCarrier::~UdpCarrier()
{
    stop();
}

Result<void> UdpCarrier::bind(const QList<BindAddress>& addresses, quint16 port)
{
    std::vector<std::unique_ptr<UdpSocket>> opened;
    Error leftOut{ErrorCode::AddressNotAvailable, {}, 0};
    for (const BindAddress& address : addresses) {
        const quint16 wanted = opened.empty() ? port : opened.front()->local().port;
        const RawAddress raw = RawAddress::from(address.host, wanted);
        auto socket = UdpSocket::open(raw, address.v6Only, m_spec, m_sink, *this);
        if (!socket && !address.v6Only && socket.error().native == EAFNOSUPPORT)
            socket = UdpSocket::open(RawAddress::from(QHostAddress(QHostAddress::AnyIPv4), wanted), true,
                                     m_spec, m_sink, *this);
        if (socket)
            opened.push_back(std::move(*socket));
        else if (isLeftOut(address, socket.error()))
            leftOut = socket.error();
        else
            return tl::make_unexpected(socket.error());
    }
    if (opened.empty())
        return tl::make_unexpected(leftOut);
    m_sockets = std::move(opened);
    m_drops = 0;
    m_toldDrops = 0;
    m_responder = m_makeResponder ? m_makeResponder() : nullptr;
    m_dropTimer.start();
    return {};
}

void UdpCarrier::stop()
{
    m_dropTimer.stop();
    for (const auto& socket : m_sockets)
        socket->countDrops();
    forget({});
    m_queue.clear();
    m_queuedBytes = 0;
    for (const auto& socket : m_sockets)
        socket->close();
    for (auto& socket : m_sockets)
        m_dead.sockets.push_back(std::move(socket));
    m_sockets.clear();
    if (m_responder)
        m_dead.responders.push_back(std::move(m_responder));
    sweepLater();
}

void UdpCarrier::sweepLater()
{
    QMetaObject::invokeMethod(
        &m_dropTimer, [this] { m_dead = {}; }, Qt::QueuedConnection);
}

QList<SocketAddress> UdpCarrier::locals() const
{
    QList<SocketAddress> found;
    for (const auto& socket : m_sockets)
        found.append(socket->local());
    return found;
}

UdpSocket* UdpCarrier::socketFor(int family) const
{
    for (const auto& socket : m_sockets) {
        if (socket->reaches(family))
            return socket.get();
    }
    return nullptr;
}

Result<ConnectionId> UdpCarrier::peerFor(const RawAddress& peer)
{
    if (m_sockets.empty())
        return fail(ErrorCode::NotConnected);
    UdpSocket* socket = socketFor(peer.family());
    if (!socket)
        return fail(ErrorCode::AddressNotAvailable, peer.toAddress().toString(), EAFNOSUPPORT);
    SocketAddress local = socket->local();
    if (socket->isWildcard()) {
        const Result<int> index = interfaceIndex(m_spec.multicastInterface);
        const Result<SocketAddress> source = sourceAddressFor(peer, index ? *index : 0);
        if (!source)
            return tl::make_unexpected(source.error());
        local = *source;
        local.port = socket->local().port;
    }
    if (const UdpPeer* known = m_peers.find(peer.toAddress(), local))
        return known->id;
    return addPeer(*socket, peer, local, local, Role::Client).id;
}

UdpCarrier::Peer& UdpCarrier::addPeer(UdpSocket& socket, const RawAddress& raw, const SocketAddress& local,
                                      const SocketAddress& source, Role role)
{
    auto peer = std::make_unique<Peer>(*this, socket);
    Peer& added = *peer;
    added.UdpPeer::address = raw.toAddress();
    added.local = local;
    added.source = source;
    added.raw = raw;
    added.id = m_sink.addConnection(
        ConnectionInfo{m_endpoint, Transport::Udp, role, local, raw.toAddress(), m_spec.label});
    const Direction first = role == Role::Client ? Direction::Sent : Direction::Received;
    m_sink.event(added.id, RecordKind::Opened, first, now(), {});
    if (auto forgotten = m_peers.add(std::move(peer)))
        bury(std::move(forgotten));
    if (m_responder)
        m_responder->opened(added);
    return added;
}

void UdpCarrier::answerLost(const Peer& peer, qsizetype bytes, const Error& error)
{
    if (error.code == ErrorCode::QueueFull)
        recordLostAnswer(m_sink, peer.id, bytes);
    m_owner.carrierSendFailed(peer.id, error);
}

void UdpCarrier::bury(std::unique_ptr<UdpPeer> peer)
{
    auto& buried = static_cast<Peer&>(*peer);
    const QString unsent = buried.queued == 0
                               ? QString()
                               : QStringLiteral("%1 queued datagrams were not sent").arg(buried.queued);
    m_sink.event(peer->id, RecordKind::Closed, Direction::Sent, now(), unsent);
    buried.isForgotten = true;
    buried.context.reset();
    if (buried.queued > 0)
        m_owner.carrierLost(peer->id, Error{ErrorCode::Canceled, {}, 0});
    if (m_dead.peers.empty())
        sweepLater();
    m_dead.peers.push_back(std::move(peer));
}

void UdpCarrier::datagramReceived(UdpSocket& socket, const Datagram& datagram)
{
    auto* peer = static_cast<Peer*>(m_peers.find(datagram.peer.toAddress(), datagram.local));
    if (!peer)
        peer = &addPeer(socket, datagram.peer, datagram.local, datagram.source, Role::Server);
    m_sink.data(peer->id, Direction::Received, datagram.time, datagram.bytes);
    if (m_responder)
        m_responder->received(*peer, datagram.bytes);
}

void UdpCarrier::datagramRefused(const SocketAddress& address, int errnoValue)
{
    auto* peer = static_cast<Peer*>(m_peers.findAny(address));
    if (!peer)
        return;
    const Timestamp time = now();
    const Error error{peerErrorCode(errnoValue), address.toString(), errnoValue};
    m_sink.event(peer->id, RecordKind::Note, Direction::Received, time,
                 QLatin1String("ICMP: ") + errorName(error.code));
    if (peer->refused.isValid() && time - peer->refused < refusalInterval)
        return;
    peer->refused = time;
    m_owner.carrierSendFailed(peer->id, error);
}

void UdpCarrier::datagramsDropped(quint64 count)
{
    m_drops += count;
    m_sink.kernelDropped(m_endpoint, count);
}

void UdpCarrier::tellDrops()
{
    for (const auto& socket : m_sockets)
        socket->countDrops();
    if (std::exchange(m_toldDrops, m_drops) != m_drops)
        m_owner.carrierDropsAre(m_drops);
}

Result<void> UdpCarrier::send(ConnectionId to, QByteArrayView bytes)
{
    auto* peer = static_cast<Peer*>(m_peers.find(to));
    if (!peer)
        return fail(ErrorCode::NotConnected);
    return sendTo(*peer, bytes, false);
}

Result<void> UdpCarrier::sendTo(Peer& peer, QByteArrayView bytes, bool isQueued)
{
    if (peer.isForgotten)
        return fail(ErrorCode::NotConnected, peer.UdpPeer::address.toString());
    if (bytes.size() > limits::datagramBytes)
        return fail(ErrorCode::DatagramTooLarge, QString::number(bytes.size()), EMSGSIZE);
    UdpSocket::Sent sent = UdpSocket::Sent::WouldBlock;
    int error = 0;
    if (isQueued || m_queue.empty())
        sent = peer.socket.send(bytes, peer.raw, peer.source, &error);
    if (sent == UdpSocket::Sent::Yes) {
        m_sink.data(peer.id, Direction::Sent, now(), bytes);
        return {};
    }
    if (sent == UdpSocket::Sent::Failed)
        return fail(peerErrorCode(error), peer.UdpPeer::address.toString(), error);
    if (isQueued)
        return fail(ErrorCode::QueueFull, {}, EAGAIN);
    if (m_queuedBytes + bytes.size() + queuedOverhead > limits::sendQueueBytes)
        return fail(ErrorCode::QueueFull, QString::number(m_queuedBytes));
    m_queue.push_back(Queued{peer.id, bytes.toByteArray()});
    ++peer.queued;
    m_queuedBytes += bytes.size() + queuedOverhead;
    peer.socket.awaitWritable();
    return {};
}

void UdpCarrier::socketWritable(UdpSocket& socket)
{
    while (!m_queue.empty()) {
        auto* peer = static_cast<Peer*>(m_peers.find(m_queue.front().to));
        const Result<void> sent = peer ? sendTo(*peer, m_queue.front().bytes, true) : Result<void>();
        if (!sent && sent.error().code == ErrorCode::QueueFull) {
            socket.awaitWritable();
            return;
        }
        const ConnectionId to = m_queue.front().to;
        if (peer)
            --peer->queued;
        m_queuedBytes -= m_queue.front().bytes.size() + queuedOverhead;
        m_queue.pop_front();
        if (!sent)
            m_owner.carrierLost(to, sent.error());
    }
}

void UdpCarrier::forget(const QList<ConnectionId>& which)
{
    if (which.isEmpty()) {
        for (auto& peer : m_peers.takeAll())
            bury(std::move(peer));
        return;
    }
    for (ConnectionId id : which) {
        if (auto peer = m_peers.take(id))
            bury(std::move(peer));
    }
}

Result<void> UdpCarrier::changeMembership(const MulticastGroup& group, bool isJoin)
{
    if (m_sockets.empty())
        return fail(ErrorCode::NotConnected);
    QHostAddress address;
    if (!address.setAddress(group.group))
        return fail(ErrorCode::BadAddress, group.group);
    UdpSocket* socket = socketFor(RawAddress::from(address, 0).family());
    if (!socket)
        return fail(ErrorCode::AddressNotAvailable, group.group, EAFNOSUPPORT);
    return isJoin ? socket->join(group) : socket->leave(group);
}

void UdpCarrier::setTtl(int ttl)
{
    for (const auto& socket : m_sockets)
        socket->setTtl(ttl);
}

} // namespace wl
