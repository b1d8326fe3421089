// SPDX-License-Identifier: MIT
#pragma once

#include "http/bodydevice.h"
#include "http/engineleg.h"
#include "http/http2exchange.h"
#include "http/httpcompose.h"
#include "net/exchangetimer.h"
#include "net/serverfinder.h"

namespace wl {

/// One request by HTTP/2 on its way: finds or opens the connection, lets its session send and receive, and
/// ends what stands still. Where the server chose HTTP/1.1 in the TLS handshake it gives the connection away
/// unused. Network thread, belongs to its engine.
class Http2Leg final : public EngineLeg, private WireTapServerUser, private ExchangeTimerUser
{
    Q_OBJECT
public:
    /// `servers` and `sink` outlive this object.
    Http2Leg(ServerPool& servers, TrafficSink& sink, QObject* parent);
    ~Http2Leg() override;

    /// `body` null: none.
    void start(TapTicket ticket, const ComposedRequest& request, std::unique_ptr<BodyDevice> body);
    [[nodiscard]] quint32 exchange() const override;
    void cancel() override;
    void resume() override;

    /// What HTTP/1.1 needs to go on.
    struct Fallback
    {
        TapTicket ticket;
        TapRecord record;
        QByteArray head;
        std::unique_ptr<BodyDevice> body;
        WireTapServer* server = nullptr;
    };
    /// Once, after fellBack().
    [[nodiscard]] Fallback takeFallback();

signals:
    /// The server speaks HTTP/1.1: this leg does nothing more.
    void fellBack();

private:
    void serverReceived(QByteArrayView bytes) override;
    void serverDrained() override;
    void serverEnded(const Error& reason) override;
    [[nodiscard]] const TapExchange* timedExchange() const override { return m_exchange.get(); }
    [[nodiscard]] WireTapServer* timedServer() const override { return m_server; }
    void timedOut(ErrorCode code) override { end({code, {}}); }

    void opened(const Result<WireTapServer*>& result);
    void useServer();
    void submit();
    void settle();
    void pump();
    void pace();
    void end(const Error& error);
    void releaseServer();

    ServerPool& m_servers;
    ServerFinder m_finder;
    ExchangeTimer m_timer;
    ComposedRequest m_request;
    std::unique_ptr<BodyDevice> m_body;
    WireTapServer* m_server = nullptr; ///< of the exchange; belongs to the pool
    Http2Session* m_session = nullptr; ///< of the server
    bool m_isSubmitted = false;
    std::unique_ptr<Http2Exchange> m_exchange;
};

} // namespace wl
