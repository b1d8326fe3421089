// SPDX-License-Identifier: MIT
#pragma once

#include "http/exactleg.h"
#include "http/http2leg.h"

namespace wl {

/// Sends HTTP/1.1 requests byte for byte as they were composed, and HTTP/2 requests, each once, over
/// connections of its own that are kept for the next exchange where both sides agree (RFC 9112 §9.3, RFC 9113
/// §9.1). Network thread.
class ExactEngine final : public QObject
{
    Q_OBJECT
public:
    /// `sink` outlives this object.
    explicit ExactEngine(TrafficSink& sink, QObject* parent = nullptr);
    ~ExactEngine() override;

    /// The ticket's observer hears what becomes of it, perhaps before this returns.
    void send(TapTicket ticket, const QByteArray& head, std::unique_ptr<BodyDevice> body);
    /// The same by HTTP/2, where the server takes it: else by HTTP/1.1, unless HTTP/2 was asked for without
    /// asking the server.
    void sendHttp2(TapTicket ticket, const ComposedRequest& request, std::unique_ptr<BodyDevice> body);
    /// Ends an exchange with Canceled; nothing happens for one that it does not carry. Not to be called from
    /// its observer.
    void cancel(quint32 exchange);
    /// The reader of an exchange's body has taken some (TapFlow). Not to be called from its observer.
    void resume(quint32 exchange);

private:
    [[nodiscard]] ExactLeg& takeLeg();
    void adopt(EngineLeg& leg);
    void fallBack(Http2Leg& leg);
    void legEnded(EngineLeg& leg);

    TrafficSink& m_sink;
    ServerPool m_servers;
    QList<EngineLeg*> m_legs;    ///< with an exchange each
    ExactLeg* m_spare = nullptr; ///< the last that ended, for the next exchange: cheaper than a new one
};

} // namespace wl
