// SPDX-License-Identifier: MIT
#include "http/exactengine.h"

#include <utility>

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
    delete m_spare;
}

void ExactEngine::send(TapTicket ticket, const QByteArray& head, std::unique_ptr<BodyDevice> body)
{
    takeLeg().start(std::move(ticket), head, std::move(body));
}

ExactLeg& ExactEngine::takeLeg()
{
    if (m_spare) {
        m_legs.append(m_spare);
        return *std::exchange(m_spare, nullptr);
    }
    auto* leg = new ExactLeg(m_servers, m_sink, this);
    adopt(*leg);
    return *leg;
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
    takeLeg().start(std::move(rest.ticket), *rest.server, rest.record, rest.head, std::move(rest.body));
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
    auto* exact = m_spare ? nullptr : qobject_cast<ExactLeg*>(&leg);
    if (exact)
        m_spare = exact;
    else
        leg.deleteLater();
}

} // namespace wl
