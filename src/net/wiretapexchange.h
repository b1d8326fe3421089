// SPDX-License-Identifier: MIT
#pragma once

#include "decode/http1parser.h"
#include "net/wiretapticket.h"

namespace wl {

/// One exchange as the wire tap sees it: counts the request's bytes, parses the response's, keeps the record
/// and tells the observer. It decides, its leg moves the bytes. Network thread, plain object.
class WireTapExchange
{
public:
    /// Where it is after bytes of the response or the end of their stream.
    enum class Verdict : quint8 {
        Open,
        Done,   ///< the response is whole
        Failed, ///< record().error says why
    };

    explicit WireTapExchange(TapTicket ticket);
    WireTapExchange(const WireTapExchange&) = delete;
    WireTapExchange& operator=(const WireTapExchange&) = delete;

    [[nodiscard]] const TapTicket& ticket() const { return m_ticket; }
    [[nodiscard]] TapRecord& record() { return m_record; }

    /// The request goes over a connection that another exchange has used.
    void setReused(ConnectionId connection, SocketAddress peer, const std::optional<TlsFacts>& tls);
    /// Bytes of the request, in order. False where they are more than the one request that is allowed.
    [[nodiscard]] bool requestBytes(QByteArrayView bytes);
    [[nodiscard]] bool isRequestWhole() const { return m_requestLeft == 0; }
    /// The last byte of the request was given to the kernel.
    void requestSent();

    Verdict responseBytes(QByteArrayView bytes);
    /// The peer ended its stream: ErrorCode::None for an orderly end.
    Verdict streamEnded(const Error& reason);
    void fail(const Error& error);
    /// Whether the connection may carry another exchange after this one is done.
    [[nodiscard]] bool keepsConnection() const;

    /// Bytes of the body that the reader has not taken yet.
    [[nodiscard]] qint64 untaken() const;
    /// The record was changed from outside: flush() will tell it.
    void touch() { m_isDirty = true; }
    /// Tells the observer what changed in this turn.
    void flush();
    /// Tells the observer the end.
    void end();

private:
    void takeHead(const Http1Head& head);
    void takeInterim(const Http1Head& head);
    Verdict parserVerdict();
    void collectWarnings();

    TapTicket m_ticket;
    TapRecord m_record;
    Http1Parser m_parser;
    qint64 m_requestLeft = -1; ///< −1 while the head is not whole
    qint64 m_surplus = 0;      ///< bytes behind the response
    bool m_isDirty = false;
};

} // namespace wl
