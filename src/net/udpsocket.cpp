// SPDX-License-Identifier: MIT
#include "net/udpsocket.h"

#include "net/socketoptions.h"
#include "net/udpbatch.h"

#include <linux/errqueue.h>
#include <linux/sock_diag.h>
#include <netinet/in.h>
#include <sys/epoll.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace wl {

namespace {

/// Batches of one socket before others get their turn.
constexpr int batchesPerTurn = 8;
/// A pending ICMP error makes a send fail once that has nothing to do with it.
constexpr int sendTries = 4;
constexpr int errorsPerTurn = 64;
/// IPV6_MULTICAST_ALL of linux/in6.h, which cannot be included beside netinet/in.h.
constexpr int multicastAll6 = 29;

bool isIcmpEcho(int errnoValue)
{
    return errnoValue == ECONNREFUSED || errnoValue == EHOSTUNREACH || errnoValue == ENETUNREACH ||
           errnoValue == EHOSTDOWN || errnoValue == ENOPROTOOPT || errnoValue == EPROTO;
}

} // namespace

UdpSocket::UdpSocket(Descriptor fd, TrafficSink& sink, UdpSocketOwner& owner)
    : m_fd(std::move(fd))
    , m_sink(sink)
    , m_owner(owner)
    , m_watch(*this)
    , m_batch(std::make_unique<Batch>())
{
}

UdpSocket::~UdpSocket()
{
    close();
}

void UdpSocket::close()
{
    m_watch.detach();
    m_fd.reset();
}

Result<std::unique_ptr<UdpSocket>> UdpSocket::open(const RawAddress& bind, bool v6Only, const UdpSpec& spec,
                                                   TrafficSink& sink, UdpSocketOwner& owner)
{
    Result<Descriptor> fd = openSocket(bind.family(), SOCK_DGRAM);
    if (!fd)
        return tl::make_unexpected(fd.error());
    std::unique_ptr<UdpSocket> socket(new UdpSocket(std::move(*fd), sink, owner));
    const Result<void> ready = socket->setUp(bind, v6Only, spec);
    if (!ready)
        return tl::make_unexpected(ready.error());
    return socket;
}

Result<void> UdpSocket::setUp(const RawAddress& bind, bool v6Only, const UdpSpec& spec)
{
    m_family = bind.family();
    m_isV6Only = v6Only;
    if (m_family == AF_INET6)
        setIntOption(m_fd.get(), IPPROTO_IPV6, IPV6_V6ONLY, v6Only ? 1 : 0);
    setOptions(spec);
    const Result<int> outgoing = interfaceIndex(spec.multicastInterface);
    if (!outgoing)
        return tl::make_unexpected(outgoing.error());
    if (*outgoing > 0) {
        ip_mreqn request{};
        request.imr_ifindex = *outgoing;
        ::setsockopt(m_fd.get(), IPPROTO_IP, IP_MULTICAST_IF, &request, sizeof request);
        setIntOption(m_fd.get(), IPPROTO_IPV6, IPV6_MULTICAST_IF, *outgoing);
    }
    if (::bind(m_fd.get(), bind.data(), bind.length) != 0) {
        const int error = errno;
        return fail(socketErrorCode(error), bind.toBound(v6Only).toString(), error);
    }
    m_local = boundAddress(m_fd.get());
    m_isWildcard = m_local.family == SocketAddress::Family::Any ||
                   m_local.host() == QHostAddress(QHostAddress::AnyIPv4) ||
                   m_local.host() == QHostAddress(QHostAddress::AnyIPv6);
    return m_watch.attach(m_fd.get(), EPOLLIN);
}

void UdpSocket::setOptions(const UdpSpec& spec)
{
    const int fd = m_fd.get();
    if (spec.reuseAddress)
        setIntOption(fd, SOL_SOCKET, SO_REUSEADDR, 1);
    setIntOption(fd, SOL_SOCKET, SO_BROADCAST, 1);
    setIntOption(fd, SOL_SOCKET, SO_RXQ_OVFL, 1);
    if (spec.receiveBufferBytes > 0 && !setIntOption(fd, SOL_SOCKET, SO_RCVBUFFORCE, spec.receiveBufferBytes))
        setIntOption(fd, SOL_SOCKET, SO_RCVBUF, spec.receiveBufferBytes);
    // Both families: on a dual-stack socket the IPv4 options count for IPv4 peers.
    setIntOption(fd, IPPROTO_IP, IP_RECVERR, 1);
    setIntOption(fd, IPPROTO_IP, IP_MULTICAST_ALL, 0);
    setIntOption(fd, IPPROTO_IP, IP_MULTICAST_LOOP, spec.multicastLoopback ? 1 : 0);
    setIntOption(fd, IPPROTO_IP, IP_PKTINFO, 1);
    if (spec.ttl > 0)
        setTtl(spec.ttl);
    if (m_family == AF_INET)
        return;
    setIntOption(fd, IPPROTO_IPV6, IPV6_RECVERR, 1);
    setIntOption(fd, IPPROTO_IPV6, multicastAll6, 0);
    setIntOption(fd, IPPROTO_IPV6, IPV6_RECVPKTINFO, 1);
    setIntOption(fd, IPPROTO_IPV6, IPV6_MULTICAST_LOOP, spec.multicastLoopback ? 1 : 0);
}

void UdpSocket::setTtl(int ttl)
{
    // −1 is the kernel's word for its default; an IPv6 socket takes the IPv4 options for IPv4 peers.
    const int value = ttl > 0 ? ttl : -1;
    setIntOption(m_fd.get(), IPPROTO_IP, IP_TTL, value);
    setIntOption(m_fd.get(), IPPROTO_IP, IP_MULTICAST_TTL, value);
    if (m_family == AF_INET6) {
        setIntOption(m_fd.get(), IPPROTO_IPV6, IPV6_UNICAST_HOPS, value);
        setIntOption(m_fd.get(), IPPROTO_IPV6, IPV6_MULTICAST_HOPS, value);
    }
}

bool UdpSocket::reaches(int family) const
{
    return family == m_family || (family == AF_INET && m_family == AF_INET6 && !m_isV6Only);
}

UdpSocket::Sent UdpSocket::send(QByteArrayView bytes, const RawAddress& peer, const SocketAddress& source,
                                int* errnoValue)
{
    RawAddress target = m_family == AF_INET6 ? peer.mapped() : peer;
    iovec part{const_cast<char*>(bytes.data()), size_t(bytes.size())};
    msghdr message{};
    message.msg_name = target.data();
    message.msg_namelen = target.length;
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    SourceControl control(m_family, source);
    if (m_isWildcard && source.isValid())
        control.addTo(message);
    for (int i = 0; i < sendTries; ++i) {
        if (::sendmsg(m_fd.get(), &message, MSG_NOSIGNAL) >= 0)
            return Sent::Yes;
        *errnoValue = errno;
        if (errno == EAGAIN || errno == EWOULDBLOCK)
            return Sent::WouldBlock;
        if (errno != EINTR && !isIcmpEcho(errno))
            return Sent::Failed;
        readErrors();
    }
    return Sent::Failed;
}

void UdpSocket::awaitWritable()
{
    m_watch.setEvents(m_watch.events() | EPOLLOUT);
}

void UdpSocket::pollReady(quint32 events)
{
    if (events & EPOLLERR)
        readErrors();
    if (events & EPOLLOUT) {
        m_watch.setEvents(m_watch.events() & ~quint32(EPOLLOUT));
        m_owner.socketWritable(*this);
    }
    if (!(events & EPOLLIN))
        return;
    for (int i = 0; i < batchesPerTurn && m_fd.isValid(); ++i) {
        if (m_sink.isCongested()) {
            m_watch.setEvents(m_watch.events() & ~quint32(EPOLLIN));
            m_watch.awaitCalm(m_sink);
            return;
        }
        if (!readBatch())
            return;
    }
}

void UdpSocket::sinkCalm()
{
    if (m_fd.isValid())
        m_watch.setEvents(m_watch.events() | EPOLLIN);
}

/// False where nothing is left to read.
bool UdpSocket::readBatch()
{
    m_batch->prepare();
    const int count = ::recvmmsg(m_fd.get(), m_batch->messages.data(), Batch::size, 0, nullptr);
    if (count < 0) {
        if (isIcmpEcho(errno))
            readErrors();
        return errno == EINTR;
    }
    const Timestamp time = now();
    for (int i = 0; i < count && m_fd.isValid(); ++i)
        take(i, m_batch->messages[size_t(i)].msg_len, time);
    return count == Batch::size;
}

void UdpSocket::take(int index, unsigned length, Timestamp time)
{
    Datagram datagram;
    datagram.bytes = QByteArrayView(m_batch->buffer(index), qsizetype(length));
    datagram.peer = m_batch->peer(index);
    datagram.local = m_local;
    datagram.time = time;
    const ReceivedControl control = readControl(m_batch->messages[size_t(index)].msg_hdr);
    if (control.local.isValid()) {
        datagram.local = control.local;
        datagram.local.port = m_local.port;
        datagram.source = control.source;
    }
    if (control.hasDrops)
        dropsAre(control.drops);
    m_owner.datagramReceived(*this, datagram);
}

void UdpSocket::readErrors()
{
    for (int i = 0; i < errorsPerTurn; ++i) {
        RawAddress peer;
        alignas(cmsghdr) std::array<char, 512> control{};
        msghdr message{};
        message.msg_name = peer.data();
        message.msg_namelen = peer.length;
        message.msg_control = control.data();
        message.msg_controllen = control.size();
        if (::recvmsg(m_fd.get(), &message, MSG_ERRQUEUE | MSG_DONTWAIT) < 0)
            return;
        if (const int error = readIcmpError(message))
            m_owner.datagramRefused(peer.toAddress(), error);
    }
}

void UdpSocket::countDrops()
{
    std::array<quint32, SK_MEMINFO_VARS> facts{};
    socklen_t length = sizeof facts;
    if (::getsockopt(m_fd.get(), SOL_SOCKET, SO_MEMINFO, facts.data(), &length) == 0 &&
        length > SK_MEMINFO_DROPS * sizeof(quint32))
        dropsAre(facts[SK_MEMINFO_DROPS]);
}

void UdpSocket::dropsAre(quint32 counter)
{
    // The kernel's counter wraps; an older value than the last one is a datagram that waited longer.
    const quint32 more = counter - m_drops;
    if (more == 0 || more > 0x8000'0000u)
        return;
    m_drops = counter;
    m_owner.datagramsDropped(more);
}

} // namespace wl
