// SPDX-License-Identifier: MIT
#pragma once

#include "net/exchangetimer.h"
#include "net/serverfinder.h"
#include "net/wiretapexchange.h"

#include <QObject>

namespace wl {

/// Who brings the requests that a carrier carries.
class ExchangeCarrierUser
{
public:
    /// What was held back has gone on: more of the request can come.
    virtual void carrierReady() = 0;
    /// The exchange is over, and its observer knows. Once after each begin(); the next one may begin.
    virtual void carrierEnded(std::unique_ptr<WireTapExchange> ended) = 0;

protected:
    ~ExchangeCarrierUser() = default;
};

/// The server's side of one HTTP exchange at a time: finds or opens the connection, sends the request's bytes
/// as they come, gives the answer to the exchange's observer no faster than its reader takes it, and ends
/// what stands still. Network thread.
class ExchangeCarrier final : public QObject, private WireTapServerUser, private ExchangeTimerUser
{
    Q_OBJECT
public:
    /// `user`, `pool` and `sink` outlive this object.
    ExchangeCarrier(ExchangeCarrierUser& user, ServerPool& pool, TrafficSink& sink, QObject* parent);
    ~ExchangeCarrier() override;

    void begin(TapTicket ticket);
    /// The same over a connection that somebody else took from the pool or opened, of which `record` tells.
    void begin(TapTicket ticket, WireTapServer& server, const TapRecord& record);
    [[nodiscard]] bool isBusy() const { return m_exchange != nullptr; }
    /// The exchange that it carries, 0 where it carries none.
    [[nodiscard]] quint32 number() const { return m_exchange ? m_exchange->ticket().number : 0; }

    /// Bytes of the request, in order; more than the one request that is allowed end the exchange.
    void send(QByteArrayView bytes);
    /// More should wait for carrierReady().
    [[nodiscard]] bool isFull() const;
    [[nodiscard]] bool isRequestWhole() const { return m_exchange && m_exchange->isRequestWhole(); }

    /// Ends the exchange, with an error where it is one; the server's connection is then reset.
    void end(const Error& error);
    /// The reader has taken some of the body.
    void resume();

private:
    void serverReceived(QByteArrayView bytes) override;
    void serverDrained() override;
    void serverEnded(const Error& reason) override;
    [[nodiscard]] const TapExchange* timedExchange() const override { return m_exchange.get(); }
    [[nodiscard]] WireTapServer* timedServer() const override { return m_server; }
    void timedOut(ErrorCode code) override { end({code, {}}); }

    void opened(const Result<WireTapServer*>& result);
    void forward(QByteArrayView bytes);
    void checkSent();
    void settle(WireTapExchange::Verdict verdict);
    void releaseServer(bool keep, bool failed);
    void pace();

    ExchangeCarrierUser& m_user;
    ServerPool& m_pool;
    ServerFinder m_finder;
    WireTapServer* m_server = nullptr; ///< of the exchange; belongs to the pool
    QByteArray m_pending;              ///< of the request, until the server's connection is there
    std::unique_ptr<WireTapExchange> m_exchange;
    ExchangeTimer m_timer;
};

} // namespace wl
