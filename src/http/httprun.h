// SPDX-License-Identifier: MIT
#pragma once

#include "http/bodydevice.h"
#include "http/bodyfailure.h"
#include "http/bodyhash.h"
#include "http/bodypipe.h"
#include "http/cookiestore.h"
#include "http/digestsessions.h"
#include "http/httpcompose.h"
#include "http/httpexchange.h"
#include "http/managerpool.h"
#include "http/tlsfiles.h"
#include "net/systemproxy.h"
#include "net/wiretapticket.h"

#include <QObject>
#include <QPointer>

namespace wl {

class HttpRun;

/// What a run is made from: plain values.
struct HttpOrder
{
    ExchangeId id;
    ComposedRequest request;
    HttpSettings settings;
    EndpointId endpoint;
    QString label;
    std::shared_ptr<CookieStore> cookies = nullptr; ///< null: none are sent and none are kept
    bool addsCookies = true;                        ///< false: only those of the responses are kept
};

/// What runs share with their worker.
class HttpRunHost
{
public:
    /// Calls begin() as soon as there is a manager.
    virtual void runWaits(HttpRun& run) = 0;
    /// Leaves the permit. Errors: the tap cannot listen.
    [[nodiscard]] virtual Result<TapDoor> runAdmits(const TapTicket& ticket) = 0;
    /// The exchange is to end, or its TapFlow to be looked at again; by the event loop.
    virtual void runCancels(quint32 ticket) = 0;
    virtual void runResumes(quint32 ticket) = 0;
    /// Takes a permit back: true where the tap had not seen it.
    [[nodiscard]] virtual bool runWithdraws(quint32 ticket) = 0;
    /// Sends by the exact engine; its ticket's observer hears the rest, perhaps before this returns.
    virtual void runSendsExactly(TapTicket ticket, const QByteArray& head,
                                 std::unique_ptr<BodyDevice> body) = 0;
    /// The same by HTTP/2.
    virtual void runSendsHttp2(TapTicket ticket, const ComposedRequest& request,
                               std::unique_ptr<BodyDevice> body) = 0;
    /// The run's server works: a good moment for what has no hurry. In the middle of the run's calls.
    virtual void runRests() = 0;
    /// A number that no other hop has.
    [[nodiscard]] virtual quint32 nextTicket() = 0;
    [[nodiscard]] virtual const BodyThreads& bodyThreads() const = 0;
    [[nodiscard]] virtual DigestSessions& digestSessions() = 0;
    /// The same for proxies.
    [[nodiscard]] virtual DigestSessions& proxyDigests() = 0;
    /// The exchange changed, or ended: then the worker deletes the run, later.
    virtual void runReports(HttpRun& run, const HttpExchange& exchange) = 0;

protected:
    ~HttpRunHost() = default;
};

/// One exchange: its hops one after another, its body, its clock. Network thread.
class HttpRun final : public QObject
{
    Q_OBJECT
public:
    /// The least time between two reports while the exchange goes on.
    static constexpr std::chrono::milliseconds reportInterval{50};
    /// A body up to this size that came whole before the first report stays in memory.
    static constexpr qint64 smallBodyBytes = 64 * 1024;
    /// Of a redirect's body, which nobody sees; beyond it the connection is given up instead.
    static constexpr qint64 redirectBodyBytes = 64 * 1024;

    HttpRun(HttpOrder order, HttpRunHost& host, QObject* parent);
    ~HttpRun() override;

    void start();
    /// Ends it with Canceled.
    void cancel();
    /// The worker's answer to runWaits().
    void begin(ManagerSlot& slot);
    /// Time passes: reports where there is something new and the last report is long enough ago.
    void tick(Timestamp time);

    [[nodiscard]] ExchangeId id() const { return m_order.id; }

private:
    class Observer;
    /// What a response leads to.
    enum class Next : quint8 { Nothing, Redirect, Answer, AnswerProxy };

    void startHop();
    void sendHop();
    void signHop();
    void answerHop(DigestSession& session);
    void signWithHash(QCryptographicHash::Algorithm algorithm,
                      std::function<void(const QByteArray& hex)> sign);
    /// The rest of sendHop(): the TLS configuration is there, null where there is none.
    void routeHop(const QSslConfiguration* tls);
    /// The rest of that: it is known now through what the hop goes.
    void sendThrough(const ProxySpec& proxy);
    /// Whether the proxy gets this hop's request itself.
    [[nodiscard]] bool isForProxy() const;
    [[nodiscard]] Error namedError() const;
    [[nodiscard]] TlsSpec tlsSpec() const;
    [[nodiscard]] TapTicket makeTicket() const;
    [[nodiscard]] std::unique_ptr<BodyDevice> makeBody();
    [[nodiscard]] HttpHop& hop() { return m_exchange.hops.last(); }

    void body(const TapRecord& record, QByteArrayView piece);
    void changed(const TapRecord& record);
    void rest();
    [[nodiscard]] Next next(const TapRecord& record);
    [[nodiscard]] bool follows(const TapRecord& record) { return next(record) != Next::Nothing; }
    [[nodiscard]] bool isAnswerable(const Http1Head& head);
    [[nodiscard]] bool isProxyAnswerable(const Http1Head& head) const;
    [[nodiscard]] QUrl proxyPlace() const;
    void takeAuthInfo();
    void openPipe();
    void hopEnded();
    void goOn();
    void followRedirect();
    void answerChallenge();
    void answerProxy();
    void leaveHop();
    void addCookies();
    void takeCookies();
    void engineEnded(const QString& reason);

    /// Ends it with an error of our own: nothing more is taken, what came goes to the disk.
    void stop(const Error& error);
    [[nodiscard]] std::optional<Error> bodyError() const;
    /// Ends it when its body is on the disk.
    void conclude(const Error& error);
    void finish();
    void fillExchange();
    void fillHop();
    [[nodiscard]] bool hasGrown() const;

    HttpOrder m_order;
    QUrl m_home; ///< where the first hop goes
    HttpRunHost& m_host;
    HttpExchange m_exchange;
    quint32 m_ticket = 0;
    QPointer<ManagerSlot> m_slot;
    std::shared_ptr<Observer> m_observer; ///< of this hop
    std::shared_ptr<TapFlow> m_flow;
    std::shared_ptr<BodyFailure> m_bodyFailure; ///< of the hop; null: it has no body
    std::optional<TlsClientTerms> m_tls;
    TlsFiles m_tlsFiles;
    SystemProxy m_systemProxy;
    ProxySpec m_proxy; ///< of this hop: none, Http or Socks5
    TapRecord m_record;
    QByteArray m_small; ///< the body, as long as it is small
    std::unique_ptr<BodyPipe> m_pipe;
    qint64 m_hopBodyBytes = 0;
    QStringList m_cookieNotes; ///< of this hop, as is the next
    bool m_hasTakenCookies = false;
    bool m_abandons = false;    ///< gives up the rest of a redirect's body
    std::optional<Next> m_next; ///< of this hop, once its head is there
    int m_redirects = 0;
    int m_answers = 0;         ///< to challenges, since the last redirect
    int m_proxyAnswers = 0;    ///< to those of the proxy
    bool m_isAnswered = false; ///< this hop's request has an answer to a challenge
    std::unique_ptr<BodyHash> m_hash;
    Error m_outcome;
    Timestamp m_lastReport;
    Timestamp m_deadline; ///< of the whole exchange; invalid = none
    bool m_hasNews = false;
    bool m_isQueued = false;  ///< waits for a manager
    bool m_isResting = false; ///< runRests() was called for this hop
    bool m_isConcluding = false;
    bool m_isFinished = false;
};

} // namespace wl
