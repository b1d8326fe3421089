// SPDX-License-Identifier: MIT
#include "http/httpworker.h"

namespace wl {

HttpWorker::HttpWorker(TrafficSink& sink, QObject& disk, Report report)
    : m_report(std::move(report))
    , m_threads{&disk, this, std::make_shared<BodyStore>()}
    , m_tap(sink, WireTap::defaultKeepAlive, this)
    , m_pool(this)
{
    connect(&m_pool, &ManagerPool::freed, this, &HttpWorker::dispatch);
}

HttpWorker::~HttpWorker()
{
    shutDown();
    qDeleteAll(m_runs);
}

void HttpWorker::start(HttpOrder order)
{
    if (m_isDown)
        return;
    const ExchangeId id = order.id;
    auto* run = new HttpRun(std::move(order), *this, this);
    m_runs.insert(id, run);
    run->start();
}

void HttpWorker::cancel(ExchangeId id)
{
    if (HttpRun* run = m_runs.value(id))
        run->cancel();
}

void HttpWorker::shutDown()
{
    m_isDown = true;
    m_report = nullptr;
    m_waiting.clear();
    const QList<HttpRun*> runs = m_runs.values();
    for (HttpRun* run : runs)
        run->cancel();
}

void HttpWorker::runWaits(HttpRun& run)
{
    m_waiting.append(run.id());
    dispatch();
}

void HttpWorker::dispatch()
{
    const QList<ExchangeId> waiting = m_waiting;
    for (ExchangeId id : waiting) {
        HttpRun* run = m_runs.value(id);
        ManagerSlot* slot = run ? m_pool.take(run->profile()) : nullptr;
        if (run && !slot)
            continue;
        m_waiting.removeOne(id);
        if (run)
            run->begin(*slot);
    }
}

void HttpWorker::runCancels(quint32 ticket)
{
    QMetaObject::invokeMethod(
        &m_tap, [this, ticket] { m_tap.cancel(ticket); }, Qt::QueuedConnection);
}

void HttpWorker::runResumes(quint32 ticket)
{
    QMetaObject::invokeMethod(
        &m_tap, [this, ticket] { m_tap.resume(ticket); }, Qt::QueuedConnection);
}

void HttpWorker::runReports(HttpRun& run, const HttpExchange& exchange)
{
    if (m_report)
        m_report(exchange);
    if (!exchange.isFinished())
        return;
    m_waiting.removeOne(run.id());
    m_runs.remove(run.id());
    run.deleteLater();
}

} // namespace wl
