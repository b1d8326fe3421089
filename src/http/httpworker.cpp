// SPDX-License-Identifier: MIT
#include "http/httpworker.h"

#include "http/onecore.h"

#include <utility>

namespace wl {

HttpWorker::HttpWorker(TrafficSink& sink, QObject& disk, Report report)
    : m_report(std::move(report))
    , m_threads{&disk, this, std::make_shared<BodyStore>()}
    , m_tap(sink, ServerPool::defaultKeepAlive, this)
    , m_pool(this)
    , m_exact(sink, this)
    , m_clock(this)
{
    m_clock.setInterval(tickInterval);
    connect(&m_clock, &QTimer::timeout, this, &HttpWorker::tick);
    connect(&m_pool, &ManagerPool::freed, this, &HttpWorker::dispatch);
}

HttpWorker::~HttpWorker()
{
    shutDown();
    deleteEnded();
    qDeleteAll(std::exchange(m_runs, {})); // whose bodies nobody waits for
}

void HttpWorker::start(HttpOrder order)
{
    if (m_isDown)
        return;
    // Before the first manager makes its hidden thread, which stays where its maker is.
    if (m_lastTicket == 0)
        keepOnThisCore();
    if (!m_clock.isActive())
        m_clock.start();
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
        // A run that fails at once frees its manager and so calls this again.
        if (!m_waiting.contains(id))
            continue;
        HttpRun* run = m_runs.value(id);
        ManagerSlot* slot = run ? m_pool.take() : nullptr;
        if (run && !slot)
            return;
        m_waiting.removeOne(id);
        if (run)
            run->begin(*slot);
    }
}

void HttpWorker::runCancels(quint32 ticket)
{
    QMetaObject::invokeMethod(
        &m_tap,
        [this, ticket] {
            m_tap.cancel(ticket);
            m_exact.cancel(ticket);
        },
        Qt::QueuedConnection);
}

void HttpWorker::runResumes(quint32 ticket)
{
    QMetaObject::invokeMethod(
        &m_tap,
        [this, ticket] {
            m_tap.resume(ticket);
            m_exact.resume(ticket);
        },
        Qt::QueuedConnection);
}

void HttpWorker::runReports(HttpRun& run, const HttpExchange& exchange)
{
    if (m_report)
        m_report(exchange);
    if (!exchange.isFinished())
        return;
    m_waiting.removeOne(run.id());
    m_runs.remove(run.id());
    m_ended.append(&run);
}

void HttpWorker::deleteEnded()
{
    qDeleteAll(std::exchange(m_ended, {}));
}

void HttpWorker::tick()
{
    deleteEnded();
    const Timestamp time = now();
    const QList<HttpRun*> runs = m_runs.values();
    for (HttpRun* run : runs)
        run->tick(time);
    m_pool.tick(time);
    if (m_runs.isEmpty() && m_ended.isEmpty())
        m_clock.stop();
}

} // namespace wl
