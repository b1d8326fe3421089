// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"
#include "base/error.h"
#include "base/ids.h"
#include "base/socketaddress.h"
#include "decode/http1head.h"

#include <QByteArray>
#include <QStringList>

#include <optional>

namespace wl {

/// Phases of one hop; an invalid Timestamp is "did not happen" (on a reused connection: no dns, tcp and tls).
struct HttpTimings
{
    Timestamp started;
    Timestamp resolved;  ///< name lookup done
    Timestamp connected; ///< TCP
    Timestamp tunneled;  ///< the handshake with a proxy
    Timestamp encrypted; ///< TLS
    Timestamp sent;      ///< last byte of the request
    Timestamp firstByte; ///< of the response
    Timestamp finished;
    bool reused = false; ///< a kept-alive connection
};

struct TlsFacts
{
    QString protocol; ///< "TLSv1.3"
    QString cipher;
    QString alpn;
    QByteArray certificateChainPem; ///< leaf first
    QStringList problems;           ///< what verification found wrong, for people; empty = verified
    bool verified = false;
};

/// What an exchange is doing.
enum class TapPhase : quint8 { Resolving, Connecting, Handshaking, Sending, Waiting, Receiving, Ended };

/// An answer besides the one that is asked for: 1xx before it, or, where several requests were sent at once,
/// one behind it.
struct TapAnswer
{
    int status = 0;
    QByteArray version;
    QByteArray reason;
    QList<Http1Field> fields; ///< in wire order; of a further answer its trailer fields too
    QByteArray body;          ///< the beginning of it
    qint64 bodyBytes = 0;     ///< all of it, without the transfer coding

    bool operator==(const TapAnswer&) const = default;
};

/// All that the wire tap knows of one exchange, as a value that travels to other threads.
struct TapRecord
{
    TapPhase phase = TapPhase::Resolving;
    HttpTimings times;
    ConnectionId connection; ///< in the sink
    SocketAddress peer;
    std::optional<TlsFacts> tls;
    QByteArray requestHead; ///< bytes as they were sent, including the empty line
    qint64 requestBodyBytes = 0;
    QByteArray responseHead; ///< bytes as they came, heads of 1xx responses before the final one
    bool hasHead = false;    ///< `head` is the final one
    Http1Head head;
    QList<TapAnswer> interim;   ///< 1xx responses before the final one (RFC 9110 §15.2)
    QList<Http1Field> trailers; ///< fields behind the body (RFC 9110 §6.5)
    QList<TapAnswer> further;   ///< answers behind the final one
    QStringList warnings;       ///< what the response did against the rules, with its place
    qint64 wireBodyBytes = 0;   ///< without the transfer coding
    Error error;                ///< why it ended; None = the response is whole
};

} // namespace wl
