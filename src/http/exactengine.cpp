// SPDX-License-Identifier: MIT
#include "http/exactengine.h"

namespace wl {

ExactEngine::ExactEngine(TrafficSink& sink, std::chrono::milliseconds keepAlive, QObject* parent)
    : QObject(parent)
    , m_sink(sink)
    , m_keepAlive(keepAlive)
    , m_servers(this)
    , m_sweep(this)
{
    m_sweep.setInterval(std::max(keepAlive / 4, std::chrono::milliseconds(1)));
    connect(&m_sweep, &QTimer::timeout, this, &ExactEngine::sweep);
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
    if (m_servers.hasIdle() && !m_sweep.isActive())
        m_sweep.start();
}

void ExactEngine::sweep()
{
    m_servers.closeUnusedSince({now().ns - std::chrono::nanoseconds(m_keepAlive).count()});
    if (!m_servers.hasIdle())
        m_sweep.stop();
}

} // namespace wl
