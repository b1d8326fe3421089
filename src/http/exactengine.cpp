// SPDX-License-Identifier: MIT
#include "http/exactengine.h"

namespace wl {

ExactEngine::ExactEngine(TrafficSink& sink, QObject* parent)
    : QObject(parent)
    , m_sink(sink)
    , m_servers(ServerPool::defaultKeepAlive, this)
{
}

ExactEngine::~ExactEngine()
{
    qDeleteAll(m_legs); // before the connections that they use
}

void ExactEngine::send(TapTicket ticket, const QByteArray& head, std::unique_ptr<BodyDevice> body)
{
    auto* leg = new ExactLeg(m_servers, m_sink, this);
    adopt(*leg);
    leg->start(std::move(ticket), head, std::move(body));
}

void ExactEngine::sendHttp2(TapTicket ticket, const ComposedRequest& request,
                            std::unique_ptr<BodyDevice> body)
{
    auto* leg = new Http2Leg(m_servers, m_sink, this);
    adopt(*leg);
    connect(leg, &Http2Leg::fellBack, this, [this, leg] { fallBack(*leg); });
    leg->start(std::move(ticket), request, std::move(body));
}

void ExactEngine::adopt(EngineLeg& leg)
{
    m_legs.append(&leg);
    connect(&leg, &EngineLeg::ended, this, [this, &leg] { legEnded(leg); });
}

/// The server chose HTTP/1.1: another leg goes on over the same connection.
void ExactEngine::fallBack(Http2Leg& leg)
{
    Http2Leg::Fallback rest = leg.takeFallback();
    legEnded(leg);
    auto* next = new ExactLeg(m_servers, m_sink, this);
    adopt(*next);
    next->start(std::move(rest.ticket), *rest.server, rest.record, rest.head, std::move(rest.body));
}

void ExactEngine::cancel(quint32 exchange)
{
    for (EngineLeg* leg : std::as_const(m_legs)) {
        if (leg->exchange() == exchange) {
            leg->cancel();
            return;
        }
    }
}

void ExactEngine::resume(quint32 exchange)
{
    for (EngineLeg* leg : std::as_const(m_legs)) {
        if (leg->exchange() == exchange)
            leg->resume();
    }
}

void ExactEngine::legEnded(EngineLeg& leg)
{
    m_legs.removeOne(&leg);
    leg.deleteLater();
}

} // namespace wl
