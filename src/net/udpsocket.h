// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "net/descriptor.h"
#include "net/poller.h"
#include "net/rawaddress.h"
#include "net/specs.h"

#include <QByteArrayView>

#include <memory>

namespace wl {

class UdpSocket;

/// One datagram as it was received; valid during the call only.
struct Datagram
{
    QByteArrayView bytes; ///< may be empty
    RawAddress peer;
    SocketAddress local;  ///< the address it was sent to: ours, a group, or broadcast
    SocketAddress source; ///< the address to answer from; not valid = the system's choice
    Timestamp time;       ///< of the read
};

/// Who owns a UdpSocket.
class UdpSocketOwner
{
public:
    virtual void datagramReceived(UdpSocket& socket, const Datagram& datagram) = 0;
    /// ICMP told that a datagram to `peer` did not arrive (ECONNREFUSED, EHOSTUNREACH, EMSGSIZE, …).
    virtual void datagramRefused(const SocketAddress& peer, int errnoValue) = 0;
    /// The kernel dropped so many more because the receive buffer was full.
    virtual void datagramsDropped(quint64 count) = 0;
    /// The socket takes datagrams again after send() gave WouldBlock.
    virtual void socketWritable(UdpSocket& socket) = 0;

protected:
    ~UdpSocketOwner() = default;
};

/// One bound UDP socket over its own descriptor: many datagrams per system call, drop counter, ICMP errors,
/// the address that a datagram was sent to. While the sink is congested it does not read, and what the kernel
/// drops is counted. Network thread.
class UdpSocket final : private PollListener
{
public:
    enum class Sent : quint8 { Yes, WouldBlock, Failed };

    /// Binds. `spec` gives reuse, TTL, multicast terms and the buffer size. Errors: AddressInUse,
    /// AddressNotAvailable (also an interface that is not there), PermissionDenied, OutOfDescriptors, …
    [[nodiscard]] static Result<std::unique_ptr<UdpSocket>>
    open(const RawAddress& bind, bool v6Only, const UdpSpec& spec, TrafficSink& sink, UdpSocketOwner& owner);
    ~UdpSocket();
    UdpSocket(const UdpSocket&) = delete;
    UdpSocket& operator=(const UdpSocket&) = delete;

    [[nodiscard]] const SocketAddress& local() const { return m_local; }
    /// Bound to every address: the source of what we send is then chosen per datagram.
    [[nodiscard]] bool isWildcard() const { return m_isWildcard; }
    /// Whether it can send to this family (AF_INET, AF_INET6).
    [[nodiscard]] bool reaches(int family) const;

    /// One datagram. `source` (family None = the system's choice) only counts on a wildcard socket. On Failed
    /// `errnoValue` says why.
    [[nodiscard]] Sent send(QByteArrayView bytes, const RawAddress& peer, const SocketAddress& source,
                            int* errnoValue);
    /// Calls socketWritable() once when there is room.
    void awaitWritable();
    /// Errors: BadAddress (no multicast address), AddressNotAvailable (no such interface), BadOption (the
    /// socket is bound to one address and would never get it), …
    Result<void> join(const MulticastGroup& group);
    Result<void> leave(const MulticastGroup& group);
    /// Of what is sent from now on, unicast and multicast; 0 = the system's default.
    void setTtl(int ttl);
    /// Closes the socket; nothing is told any more. May be called in the middle of its own call.
    void close();
    /// Asks the kernel for its drop counter and tells the owner what is new.
    void countDrops();

private:
    struct Batch;

    UdpSocket(Descriptor fd, TrafficSink& sink, UdpSocketOwner& owner);
    [[nodiscard]] Result<void> setUp(const RawAddress& bind, bool v6Only, const UdpSpec& spec);
    void setOptions(const UdpSpec& spec);
    [[nodiscard]] Result<void> changeMembership(const MulticastGroup& group, bool isJoin);
    void pollReady(quint32 events) override;
    void sinkCalm() override;
    [[nodiscard]] bool readBatch();
    void take(int index, unsigned length, Timestamp time);
    void readErrors();
    void dropsAre(quint32 counter);

    Descriptor m_fd;
    TrafficSink& m_sink;
    UdpSocketOwner& m_owner;
    PollWatch m_watch;
    std::unique_ptr<Batch> m_batch;
    SocketAddress m_local;
    int m_family = 0;
    bool m_isWildcard = false;
    bool m_isV6Only = true;
    quint32 m_drops = 0;
};

/// The address that the system would send from to reach `peer`, through `interfaceIndex` for multicast (0 =
/// its choice). Errors: NetworkUnreachable, …
[[nodiscard]] Result<SocketAddress> sourceAddressFor(const RawAddress& peer, int interfaceIndex);
/// 0 for an empty name. Errors: AddressNotAvailable with the name as detail.
[[nodiscard]] Result<int> interfaceIndex(const QString& name);

} // namespace wl
