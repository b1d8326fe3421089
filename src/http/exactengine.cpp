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
    m_legs.append(leg);
    connect(leg, &ExactLeg::ended, this, [this, leg] { legEnded(*leg); });
    leg->start(std::move(ticket), head, std::move(body));
}

void ExactEngine::cancel(quint32 exchange)
{
    for (ExactLeg* leg : std::as_const(m_legs)) {
        if (leg->exchange() == exchange) {
            leg->cancel();
            return;
        }
    }
}

void ExactEngine::resume(quint32 exchange)
{
    for (ExactLeg* leg : std::as_const(m_legs)) {
        if (leg->exchange() == exchange)
            leg->resume();
    }
}

void ExactEngine::legEnded(ExactLeg& leg)
{
    m_legs.removeOne(&leg);
    leg.deleteLater();
}

} // namespace wl
