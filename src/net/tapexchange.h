// SPDX-License-Identifier: MIT
#pragma once

#include "net/wiretapticket.h"

namespace wl {

/// What is the same for an exchange of every HTTP version: its permit, its record, and what the observer has
/// been told. Network thread, plain object.
class TapExchange
{
public:
    explicit TapExchange(TapTicket ticket);
    virtual ~TapExchange() = default;
    TapExchange(const TapExchange&) = delete;
    TapExchange& operator=(const TapExchange&) = delete;

    [[nodiscard]] const TapTicket& ticket() const { return m_ticket; }
    [[nodiscard]] TapRecord& record() { return m_record; }
    [[nodiscard]] const TapRecord& record() const { return m_record; }

    /// The request goes over a connection that another exchange has used.
    void setReused(ConnectionId connection, SocketAddress peer, const std::optional<TlsFacts>& tls);
    /// The last byte of the request was given to the kernel.
    void requestSent();
    /// The first failure is the one that is told.
    virtual void fail(const Error& error);

    /// How long it may stand still.
    [[nodiscard]] virtual TapTimeouts timeouts() const { return m_ticket.timeouts; }
    /// Bytes of the body that the reader has not taken yet.
    [[nodiscard]] qint64 untaken() const;
    /// The record was changed: flush() will tell it.
    void touch() { m_isDirty = true; }
    /// Tells the observer what changed in this turn.
    void flush();
    /// Tells the observer the end.
    void end();

protected:
    /// The first byte of the answer came.
    void answerBegan();
    /// A piece of the body, without any framing.
    void takeBody(QByteArrayView piece);
    /// The end of the server's stream came before the answer was whole: says what that is.
    void failBy(const Error& reason);
    /// The answer came before the body of the request was whole: says so.
    void warnOfCutBody();
    [[nodiscard]] bool hasBegun() const { return m_record.times.firstByte.isValid(); }

    TapTicket m_ticket;
    TapRecord m_record;

private:
    /// What is to be said at the end, into the record.
    virtual void collectWarnings() = 0;

    bool m_isDirty = false;
};

} // namespace wl
