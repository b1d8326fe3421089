// SPDX-License-Identifier: MIT
#pragma once

#include "base/address.h"
#include "base/limits.h"

#include <QList>
#include <QString>

#include <chrono>

/// What an endpoint is made from: plain values that forms edit, workspaces store and sessions start.
namespace wl {

/// Socket options of a stream; 0 for a buffer size leaves the system's default.
struct StreamOptions
{
    bool noDelay = true;
    bool keepAlive = false;
    int sendBufferBytes = 0;
    int receiveBufferBytes = 0;

    bool operator==(const StreamOptions&) const = default;
};

struct TcpServerSpec
{
    QString label;
    Address
        address; ///< scheme Tcp; host "" = 127.0.0.1 and ::1, "*" = every address (dual stack), port 0 = free
    int backlog = limits::listenBacklog;
    bool reuseAddress = true;
    int maxClients = limits::serverClients;
    /// How long a client that has sent FIN is kept while we send nothing, where no responder decides; 0
    /// closes at once.
    std::chrono::milliseconds halfOpenTimeout{60'000};
    StreamOptions stream;

    bool operator==(const TcpServerSpec&) const = default;
};

/// A version of TLS; Default leaves the bound to the TLS library.
enum class TlsVersion : quint8 { Default, Tls10, Tls11, Tls12, Tls13 };

/// TLS terms of one client. Verification is on unless `verify` is false for this connection.
struct TlsSpec
{
    bool verify = true;
    QString caFile;     ///< PEM; empty = the system's authorities; else only these
    QString serverName; ///< SNI and the name the certificate must have; empty = the address's host
    QStringList alpn;
    TlsVersion minVersion = TlsVersion::Default;
    TlsVersion maxVersion = TlsVersion::Default;
    QString certificateFile; ///< the client's certificate, its chain after it: PEM or PKCS#12; empty = none
    QString keyFile;         ///< PEM; empty = in certificateFile
    QString keyPassword;     ///< of the key or the PKCS#12 file; secret

    bool operator==(const TlsSpec&) const = default;
};

/// Through what a client reaches its server.
struct ProxySpec
{
    enum class Kind : quint8 {
        None,
        System, ///< what the desktop or the environment says; asked for each address
        Http,   ///< RFC 9112 §3.2.2 (absolute form) for http, CONNECT (RFC 9110 §9.3.6) for all else
        Socks5, ///< RFC 1928; the proxy resolves names
    };

    Kind kind = Kind::None;
    QString host;
    quint16 port = 0;
    QString user;
    QString password; ///< secret

    bool operator==(const ProxySpec&) const = default;
};

struct TcpClientSpec
{
    QString label;
    Address address;                                  ///< scheme Tcp or Tls
    std::chrono::milliseconds connectTimeout{10'000}; ///< also of the TLS handshake; 0 = no limit
    QString localHost;                                ///< empty = any
    quint16 localPort = 0;                            ///< 0 = any
    bool reconnect = false; ///< after a failure or the peer's close: backoff 0.25 s, doubled up to 30 s
    StreamOptions stream;
    TlsSpec tls;
    /// How long the connection is kept after the peer has sent FIN while we send nothing; 0 closes at once.
    std::chrono::milliseconds halfOpenTimeout{60'000};

    bool operator==(const TcpClientSpec&) const = default;
};

struct MulticastGroup
{
    QString group;         ///< IPv4 or IPv6 multicast address
    QString interfaceName; ///< empty = the system's choice

    bool operator==(const MulticastGroup&) const = default;
};

struct UdpSpec
{
    QString label;
    Address address; ///< where to bind (scheme Udp)
    Address target;  ///< default peer of sends; port 0 = none
    QList<MulticastGroup> groups;
    int ttl = 0; ///< unicast TTL and multicast TTL / hop limit; 0 = the system's default
    bool multicastLoopback = true;
    QString multicastInterface; ///< outgoing; empty = the system's choice
    bool reuseAddress = false;  ///< share the port with other programs (SO_REUSEADDR)
    int receiveBufferBytes = 8 * 1024 * 1024;

    bool operator==(const UdpSpec&) const = default;
};

} // namespace wl
