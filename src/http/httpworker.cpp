// SPDX-License-Identifier: MIT
#include "http/httpworker.h"

namespace wl {

HttpWorker::HttpWorker(std::shared_ptr<WireTapGate> gate, WireTap& tap, Report report)
    : m_gate(std::move(gate))
    , m_tap(&tap)
    , m_report(std::move(report))
    , m_pool(this)
{
    connect(&m_pool, &ManagerPool::freed, this, &HttpWorker::dispatch);
}

HttpWorker::~HttpWorker() = default;

void HttpWorker::start(HttpOrder order)
{
    if (!m_tap)
        return;
    const ExchangeId id = order.id;
    auto* run = new HttpRun(std::move(order), *this, m_store, this);
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
    m_report = nullptr;
    const QList<HttpRun*> runs = m_runs.values();
    for (HttpRun* run : runs)
        run->cancel();
    m_tap = nullptr;
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

void HttpWorker::runAdmits(TapTicket ticket)
{
    const quint32 number = ticket.number;
    if (const std::optional<TapDoor> door = m_gate->admit(std::move(ticket))) {
        opened(number, *door);
        return;
    }
    QMetaObject::invokeMethod(
        m_tap,
        [this, tap = m_tap, number] {
            const Result<TapDoor> door = tap->open();
            QMetaObject::invokeMethod(
                this, [this, number, door] { opened(number, door); }, Qt::QueuedConnection);
        },
        Qt::QueuedConnection);
}

void HttpWorker::opened(quint32 ticket, const Result<TapDoor>& door)
{
    HttpRun* run = withTicket(ticket);
    if (!run)
        return;
    if (door)
        run->send(*door);
    else
        run->openFailed(door.error());
}

void HttpWorker::runCancels(quint32 ticket)
{
    if (m_tap)
        QMetaObject::invokeMethod(
            m_tap, [tap = m_tap, ticket] { tap->cancel(ticket); }, Qt::QueuedConnection);
}

void HttpWorker::runResumes(quint32 ticket)
{
    if (m_tap)
        QMetaObject::invokeMethod(
            m_tap, [tap = m_tap, ticket] { tap->resume(ticket); }, Qt::QueuedConnection);
}

bool HttpWorker::runWithdraws(quint32 ticket)
{
    return m_gate->withdraw(ticket);
}

std::function<void()> HttpWorker::waker(quint32 ticket)
{
    return [this, ticket] {
        QMetaObject::invokeMethod(
            this,
            [this, ticket] {
                if (HttpRun* run = withTicket(ticket))
                    run->drain();
            },
            Qt::QueuedConnection);
    };
}

HttpRun* HttpWorker::withTicket(quint32 ticket) const
{
    for (HttpRun* run : m_runs) {
        if (run->ticket() == ticket)
            return run;
    }
    return nullptr;
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
