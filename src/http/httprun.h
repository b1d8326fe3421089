// SPDX-License-Identifier: MIT
#pragma once

#include "http/bodywriter.h"
#include "http/httpcompose.h"
#include "http/httpexchange.h"
#include "http/managerpool.h"
#include "http/tapmailbox.h"

#include <QObject>
#include <QPointer>
#include <QTimer>

namespace wl {

/// What a run is made from: plain values.
struct HttpOrder
{
    ExchangeId id;
    ComposedRequest request;
    HttpSettings settings;
    EndpointId endpoint;
    QString label;
};

/// What runs share with their worker.
class HttpRunHost
{
public:
    /// Calls begin() with a manager as soon as there is one for the run's profile.
    virtual void runWaits(class HttpRun& run) = 0;
    /// Leaves the permit and calls send() or openFailed(), perhaps at once. The run is named by its ticket.
    virtual void runAdmits(TapTicket ticket) = 0;
    /// The tap is to end an exchange, or to look at its TapFlow again.
    virtual void runCancels(quint32 ticket) = 0;
    virtual void runResumes(quint32 ticket) = 0;
    /// Takes a permit back: true where the tap had not seen it.
    [[nodiscard]] virtual bool runWithdraws(quint32 ticket) = 0;
    /// A number that no other hop has, and the call with which the network thread wakes the run.
    [[nodiscard]] virtual quint32 nextTicket() = 0;
    [[nodiscard]] virtual std::function<void()> waker(quint32 ticket) = 0;
    /// The exchange changed, or ended: then the run is deleted.
    virtual void runReports(HttpRun& run, const HttpExchange& exchange) = 0;

protected:
    ~HttpRunHost() = default;
};

/// One exchange: its hops one after another, its body to disk, its timers. Managers' thread.
class HttpRun final : public QObject
{
    Q_OBJECT
public:
    /// At most so often the exchange is reported while it goes on.
    static constexpr std::chrono::milliseconds reportInterval{50};
    /// Of a redirect's body, which nobody sees; beyond it the connection is given up instead.
    static constexpr qint64 redirectBodyBytes = 64 * 1024;

    HttpRun(HttpOrder order, HttpRunHost& host, BodyStore& store, QObject* parent);

    void start();
    /// Ends it with Canceled, at once.
    void cancel();

    [[nodiscard]] ExchangeId id() const { return m_order.id; }
    [[nodiscard]] quint32 ticket() const { return m_ticket; }
    [[nodiscard]] const QByteArray& profile() const { return m_profile; }

    /// The worker's answers.
    void begin(ManagerSlot& slot);
    void send(const TapDoor& door);
    void openFailed(const Error& error);
    /// There is mail.
    void drain();

private:
    void startHop();
    [[nodiscard]] Result<std::optional<TlsClientTerms>> tlsTerms() const;
    [[nodiscard]] QByteArray makeProfile() const;
    [[nodiscard]] HttpHop& hop() { return m_exchange.hops.last(); }
    void takeRecord(const TapRecord& record);
    [[nodiscard]] bool follows() const;
    void takeBody(const QByteArray& bytes);
    void hopEnded();
    void followRedirect();
    void leaveHop(bool abort);
    void stop(const Error& error);
    void finish(const Error& error);
    void tick();
    void engineEnded(const QString& reason);

    HttpOrder m_order;
    HttpRunHost& m_host;
    BodyStore& m_store;
    HttpExchange m_exchange;
    QByteArray m_profile;
    quint32 m_ticket = 0;
    QPointer<ManagerSlot> m_slot;
    std::shared_ptr<TapMailbox> m_mailbox;
    std::shared_ptr<TapFlow> m_flow;
    std::optional<TlsClientTerms> m_tls;
    TapRecord m_record;
    std::unique_ptr<BodyWriter> m_writer;
    qint64 m_hopBodyBytes = 0;
    QTimer m_tick;
    QTimer m_total;
    bool m_hasNews = false;
    bool m_isFinished = false;
};

} // namespace wl
