// SPDX-License-Identifier: MIT
#pragma once

#include "http/httprun.h"
#include "net/wiretap.h"

#include <QHash>
#include <QObject>

#include <functional>

namespace wl {

/// The managers' thread's side of HttpClient: the runs that go on, and who waits for a manager.
class HttpWorker final : public QObject, private HttpRunHost
{
    Q_OBJECT
public:
    /// Gets every report; called on the managers' thread.
    using Report = std::function<void(const HttpExchange&)>;

    /// `tap` lives on the network thread, until after shutDown().
    HttpWorker(std::shared_ptr<WireTapGate> gate, WireTap& tap, Report report);
    ~HttpWorker() override;

    void start(HttpOrder order);
    void cancel(ExchangeId id);
    /// Ends all runs without a report; the tap is not used any more.
    void shutDown();

private:
    void runWaits(HttpRun& run) override;
    void runAdmits(TapTicket ticket) override;
    void runCancels(quint32 ticket) override;
    void runResumes(quint32 ticket) override;
    [[nodiscard]] bool runWithdraws(quint32 ticket) override;
    [[nodiscard]] quint32 nextTicket() override { return ++m_lastTicket; }
    [[nodiscard]] std::function<void()> waker(quint32 ticket) override;
    void runReports(HttpRun& run, const HttpExchange& exchange) override;

    void dispatch();
    [[nodiscard]] HttpRun* withTicket(quint32 ticket) const;
    void opened(quint32 ticket, const Result<TapDoor>& door);

    std::shared_ptr<WireTapGate> m_gate;
    WireTap* m_tap;
    Report m_report;
    BodyStore m_store;
    ManagerPool m_pool;
    QHash<ExchangeId, HttpRun*> m_runs;
    QList<ExchangeId> m_waiting;
    quint32 m_lastTicket = 0;
};

} // namespace wl
