// SPDX-License-Identifier: MIT
#pragma once

#include "http/exactengine.h"
#include "http/httprun.h"
#include "net/wiretap.h"

#include <QHash>
#include <QObject>
#include <QTimer>

#include <functional>

namespace wl {

/// The network thread's side of HttpClient: the wire tap, the managers, the exact engine, the runs that go
/// on, and who waits for a manager. One thread for all of it: a request passes the fewest threads that the
/// engine allows.
class HttpWorker final : public QObject, private HttpRunHost
{
    Q_OBJECT
public:
    /// How often runs look at the time.
    static constexpr std::chrono::milliseconds tickInterval{10};

    /// Gets every report; called on the network thread.
    using Report = std::function<void(const HttpExchange&)>;

    /// `sink` and `disk`, which lives on the disk thread, outlive this object.
    HttpWorker(TrafficSink& sink, QObject& disk, Report report);
    ~HttpWorker() override;

    void start(HttpOrder order);
    void cancel(ExchangeId id);
    /// Ends all runs; no report comes any more, and nothing new goes to the disk.
    void shutDown();

private:
    void runWaits(HttpRun& run) override;
    [[nodiscard]] Result<TapDoor> runAdmits(const TapTicket& ticket) override { return m_tap.admit(ticket); }
    void runCancels(quint32 ticket) override;
    void runResumes(quint32 ticket) override;
    [[nodiscard]] bool runWithdraws(quint32 ticket) override { return m_tap.withdraw(ticket); }
    void runSendsExactly(TapTicket ticket, const QByteArray& head, std::unique_ptr<BodyDevice> body) override
    {
        m_exact.send(std::move(ticket), head, std::move(body));
    }
    void runSendsHttp2(TapTicket ticket, const ComposedRequest& request,
                       std::unique_ptr<BodyDevice> body) override
    {
        m_exact.sendHttp2(std::move(ticket), request, std::move(body));
    }
    void runRests() override { deleteEnded(); }
    [[nodiscard]] quint32 nextTicket() override { return ++m_lastTicket; }
    [[nodiscard]] const BodyThreads& bodyThreads() const override { return m_threads; }
    [[nodiscard]] DigestSessions& digestSessions() override { return m_digests; }
    [[nodiscard]] DigestSessions& proxyDigests() override { return m_proxyDigests; }
    void runReports(HttpRun& run, const HttpExchange& exchange) override;

    void dispatch();
    void tick();
    void deleteEnded();

    Report m_report;
    BodyThreads m_threads;
    WireTap m_tap;
    ManagerPool m_pool;
    ExactEngine m_exact;
    DigestSessions m_digests;
    DigestSessions m_proxyDigests;
    QHash<ExchangeId, HttpRun*> m_runs;
    QList<HttpRun*> m_ended; ///< to be deleted when none of their calls is under way
    QTimer m_clock;          ///< of all runs
    QList<ExchangeId> m_waiting;
    quint32 m_lastTicket = 0;
    bool m_isDown = false;
};

} // namespace wl
