// SPDX-License-Identifier: MIT
#pragma once

#include "net/specs.h"
#include "net/tlsstream.h"
#include "net/wiretaprecord.h"

#include <atomic>
#include <chrono>
#include <memory>

namespace wl {

/// Who hears of one exchange, on the network thread, in the middle of the tap's work: every call returns soon
/// and calls the tap only by the event loop.
class TapObserver
{
public:
    virtual ~TapObserver() = default;
    /// A piece of the response's body, without the transfer coding; the record has the head. At most
    /// limits::tapAheadBytes come beyond what TapFlow says is taken.
    virtual void tapBody(const TapRecord& record, QByteArrayView piece) = 0;
    /// Once after each turn in which something came; the last one has TapPhase::Ended.
    virtual void tapChanged(const TapRecord& record) = 0;
};

/// How far the reader of a body has come, on whatever thread it reads. Each side writes one of the two and
/// then reads the other, in sequentially consistent order: else both can miss what the other wrote.
struct TapFlow
{
    std::atomic<qint64> taken{0};       ///< bytes of the body that the reader is done with
    std::atomic<bool> isWaiting{false}; ///< the tap has stopped reading: WireTap::resume() wakes it
};

/// How long an exchange may stand still; 0 = for ever.
struct TapTimeouts
{
    std::chrono::milliseconds connect{10'000}; ///< lookup, TCP, a proxy's handshake and TLS together
    std::chrono::milliseconds firstByte{60'000};
    std::chrono::milliseconds idle{60'000};
};

/// The permit of one exchange: it allows one request to be sent, once, to one place. Plain data.
struct TapTicket
{
    quint32 number = 0;  ///< names the exchange
    QByteArray manager;  ///< the SOCKS user name of the manager that carries it
    QByteArray profile;  ///< what a kept-alive connection must have in common with it to be reused
    EndpointId endpoint; ///< marks the records
    QString label;
    QString host; ///< what is connected to, without brackets
    quint16 port = 0;
    ProxySpec proxy; ///< Http or Socks5: a tunnel through it, which asks it for `host`; else none
    std::optional<TlsClientTerms> tls; ///< the tap ends TLS; its handshake timeout is not used
    QByteArray method;
    qint64 requestBodyBytes = 0;
    bool isRaw =
        false; ///< the request is `requestBodyBytes` bytes of any kind, perhaps no or several requests
    bool closesAfter = false; ///< the connection is not kept: the request (RFC 9112 §9.6) or the user says so
    TapTimeouts timeouts;
    std::shared_ptr<TapObserver> observer;
    std::shared_ptr<TapFlow> flow;
    Timestamp voidSince; ///< valid: it allows nothing any more, and its manager does not know yet
};

} // namespace wl
