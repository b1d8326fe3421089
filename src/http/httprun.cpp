// SPDX-License-Identifier: MIT
#include "http/httprun.h"

#include "base/typedtext.h"
#include "http/httpcookies.h"
#include "http/httpresolve.h"
#include "http/proxiedrequest.h"
#include "http/redirectrule.h"
#include "http/reuseprofile.h"
#include "net/proxyaddress.h"
#include "net/proxyhandshake.h"

#include <utility>

namespace wl {

/// What the tap tells of one hop, as long as the run is at it.
class HttpRun::Observer final : public TapObserver
{
public:
    explicit Observer(HttpRun* run)
        : m_run(run)
    {
    }
    void tapBody(const TapRecord& record, QByteArrayView piece) override
    {
        if (m_run)
            m_run->body(record, piece);
    }
    void tapChanged(const TapRecord& record) override
    {
        if (m_run)
            m_run->changed(record);
    }
    void leave() { m_run = nullptr; }

private:
    HttpRun* m_run;
};

HttpRun::HttpRun(HttpOrder order, HttpRunHost& host, QObject* parent)
    : QObject(parent)
    , m_order(std::move(order))
    , m_home(m_order.request.url)
    , m_host(host)
{
    m_exchange.id = m_order.id;
}

HttpRun::~HttpRun()
{
    if (m_observer)
        m_observer->leave();
}

void HttpRun::start()
{
    m_lastReport = now();
    if (m_order.settings.totalTimeout.count() > 0)
        m_deadline = {m_lastReport.ns + std::chrono::nanoseconds(m_order.settings.totalTimeout).count()};
    startHop();
}

void HttpRun::cancel()
{
    stop({ErrorCode::Canceled, {}});
}

void HttpRun::startHop()
{
    addCookies();
    HttpHop next;
    next.method = m_order.request.method;
    next.url = m_order.request.shownUrl();
    next.timings.started = now();
    m_exchange.hops.append(next);
    m_record = TapRecord();
    m_record.times.started = next.timings.started;
    m_hopBodyBytes = 0;
    m_hasTakenCookies = false;
    m_cookieNotes.clear();
    m_abandons = false;
    m_isResting = false;
    m_hasNews = true;
    m_next.reset();
    m_isAnswered = false;
    signHop();
}

void HttpRun::sendHop()
{
    if (m_order.request.url.scheme() != QStringLiteral("https")) {
        routeHop(nullptr);
        return;
    }
    m_isQueued = true;
    m_tlsFiles.start(tlsSpec(), [this](const Result<QSslConfiguration>& tls) {
        m_isQueued = false;
        if (tls)
            routeHop(&*tls);
        else
            conclude(tls.error());
    });
}

void HttpRun::routeHop(const QSslConfiguration* tls)
{
    m_tls.reset();
    if (tls) {
        const TlsSpec spec = tlsSpec();
        const QString host = m_order.request.url.host(QUrl::FullyEncoded);
        m_tls = TlsClientTerms{*tls, spec.serverName.isEmpty() ? host : spec.serverName, spec.verify};
    }
    m_proxy = {};
    if (m_order.settings.proxy.kind == ProxySpec::Kind::System)
        m_systemProxy.start(m_order.request.url, [this](const ProxySpec& proxy) { sendThrough(proxy); });
    else
        sendThrough(m_order.settings.proxy);
}

void HttpRun::sendThrough(const ProxySpec& proxy)
{
    m_proxy = proxy;
    if (const QString problem = proxyProblem(proxy); !problem.isEmpty()) {
        conclude({ErrorCode::BadOption, problem});
        return;
    }
    for (const HttpResolve& row : m_order.settings.resolve) {
        if (hasControlCharacter(row.address)) { // a proxy is asked for it
            conclude({ErrorCode::BadOption,
                      QStringLiteral("the address for %1 has a control character").arg(row.host)});
            return;
        }
    }
    m_ticket = m_host.nextTicket();
    m_observer = std::make_shared<Observer>(this);
    m_flow = std::make_shared<TapFlow>();
    if (m_order.request.isHttp2()) {
        m_host.runSendsHttp2(makeTicket(), m_order.request, makeBody());
        return;
    }
    if (isForProxy() || usesExactEngine(m_order.settings)) {
        const ComposedRequest sent =
            isForProxy() ? requestForProxy(m_order.request, m_proxy,
                                           m_host.proxyDigests().find(proxyPlace(), m_proxy.user))
                         : m_order.request;
        m_host.runSendsExactly(makeTicket(), sent.head(), makeBody());
        return;
    }
    m_isQueued = true;
    m_host.runWaits(*this);
}

bool HttpRun::isForProxy() const
{
    return wl::isForProxy(m_proxy, m_order.request.url, m_order.request.version);
}

/// Those of this hop's URL, so that none goes anywhere else.
void HttpRun::addCookies()
{
    if (m_order.cookies && m_order.addsCookies)
        addCookieField(m_order.request, *m_order.cookies, m_exchange.hops, true);
}

void HttpRun::takeCookies()
{
    if (m_order.cookies && m_record.hasHead && !std::exchange(m_hasTakenCookies, true))
        m_cookieNotes = takeCookieFields(m_order.request.url, m_record.head.fields, *m_order.cookies);
}

/// "Send anyway", another name for the certificate and the client's own certificate are meant for one place,
/// not for where it redirects to.
TlsSpec HttpRun::tlsSpec() const
{
    TlsSpec spec = m_order.settings.tls;
    if (!sameOrigin(m_home, m_order.request.url)) {
        spec.verify = true;
        spec.serverName.clear();
        if (!m_order.settings.keepAuth)
            spec.certificateFile.clear();
    }
    if (m_order.request.version == HttpVersion::Http2)
        spec.alpn = {QStringLiteral("h2"), QStringLiteral("http/1.1")};
    else if (m_order.request.version == HttpVersion::Http2Prior)
        spec.alpn = {QStringLiteral("h2")};
    return spec;
}

TapTicket HttpRun::makeTicket() const
{
    TapTicket ticket;
    ticket.number = m_ticket;
    if (m_slot)
        ticket.manager = m_slot->name();
    ticket.endpoint = m_order.endpoint;
    ticket.label = m_order.label;
    const QUrl& url = m_order.request.url;
    if (isForProxy()) {
        ticket.host = m_proxy.host;
        ticket.port = m_proxy.port;
    } else {
        const QString host = url.host(QUrl::FullyEncoded);
        const QString address = overriddenAddress(m_order.settings.resolve, host, httpPort(url));
        ticket.host = address.isEmpty() ? host : address;
        ticket.port = httpPort(url);
        ticket.proxy = m_proxy;
    }
    ticket.tls = m_tls;
    ticket.profile = reuseProfile(
        {m_order.endpoint, url, m_order.request.version, ticket.host, m_proxy, tlsSpec(), m_tls});
    ticket.method = m_order.request.method;
    ticket.requestBodyBytes = m_order.request.body.size();
    ticket.isRaw = m_order.request.isRaw;
    const bool isAlone = !m_order.settings.keepConnection;
    if (isAlone) // none that was kept has this
        ticket.profile += "ticket " + QByteArray::number(m_ticket);
    ticket.closesAfter = isAlone || m_order.request.closesConnection();
    ticket.timeouts = {m_order.settings.connectTimeout, m_order.settings.firstByteTimeout,
                       m_order.settings.idleTimeout};
    ticket.observer = m_observer;
    ticket.flow = m_flow;
    return ticket;
}

std::unique_ptr<BodyDevice> HttpRun::makeBody()
{
    m_bodyFailure.reset();
    if (!m_order.request.body.exists)
        return nullptr;
    auto body = std::make_unique<BodyDevice>(m_order.request.body);
    m_bodyFailure = std::make_shared<BodyFailure>();
    const auto keep = [failure = m_bodyFailure](const Error& error) { failure->set(error); };
    connect(body.get(), &BodyDevice::failed, body.get(), keep, Qt::DirectConnection);
    connect(
        body.get(), &BodyDevice::failed, this, [this](const Error& error) { stop(error); },
        Qt::QueuedConnection);
    return body;
}

void HttpRun::begin(ManagerSlot& slot)
{
    m_isQueued = false;
    m_slot = &slot;
    connect(&slot, &ManagerSlot::endedEarly, this, &HttpRun::engineEnded);
    const Result<TapDoor> door = m_host.runAdmits(makeTicket());
    if (!door) {
        conclude(door.error());
        return;
    }
    slot.send(m_order.request, *door, makeBody());
}

void HttpRun::engineEnded(const QString& reason)
{
    // Where the tap has the permit, it sees the connection go and says what happened.
    if (m_host.runWithdraws(m_ticket))
        stop(bodyError().value_or(Error{ErrorCode::NetworkFailed, reason}));
}

HttpRun::Next HttpRun::next(const TapRecord& record)
{
    if (!record.hasHead)
        return Next::Nothing;
    if (!m_next) {
        m_next = Next::Nothing;
        if (m_order.settings.followRedirects && isFollowable(record.head))
            m_next = Next::Redirect;
        else if (isAnswerable(record.head))
            m_next = Next::Answer;
        else if (isProxyAnswerable(record.head))
            m_next = Next::AnswerProxy;
    }
    return *m_next;
}

void HttpRun::body(const TapRecord& record, QByteArrayView piece)
{
    m_hopBodyBytes += piece.size();
    m_hasNews = true;
    if (follows(record)) {
        m_flow->taken += piece.size();
        if (m_hopBodyBytes > redirectBodyBytes && !std::exchange(m_abandons, true))
            m_host.runCancels(m_ticket);
        return;
    }
    const bool isSmall = m_hopBodyBytes <= smallBodyBytes && !record.head.has("Content-Encoding");
    if (!m_pipe && isSmall) {
        m_small.append(piece);
        return;
    }
    if (!m_pipe) {
        m_record = record;
        openPipe();
    }
    m_pipe->write(piece.toByteArray());
}

/// From now on the body is a file.
void HttpRun::openPipe()
{
    m_pipe = std::make_unique<BodyPipe>(m_host.bodyThreads(), m_record.head.tokens("Content-Encoding"),
                                        m_flow, nullptr);
    connect(m_pipe.get(), &BodyPipe::failed, this, &HttpRun::stop);
    connect(m_pipe.get(), &BodyPipe::resumed, this, [this] { m_host.runResumes(m_ticket); });
    connect(m_pipe.get(), &BodyPipe::finished, this, &HttpRun::finish);
    if (!m_small.isEmpty())
        m_pipe->write(std::exchange(m_small, {}));
}

void HttpRun::changed(const TapRecord& record)
{
    m_record = record;
    m_hasNews = true;
    if (record.phase == TapPhase::Ended)
        hopEnded();
    else if (record.phase == TapPhase::Waiting && !std::exchange(m_isResting, true))
        rest();
}

/// The request is out. What the last exchange has left is cleared away now: before, it would have held this
/// one up.
void HttpRun::rest()
{
    if (m_slot)
        m_slot->tidy();
    m_host.runRests();
}

void HttpRun::hopEnded()
{
    if (m_abandons && m_record.error.code == ErrorCode::Canceled) {
        m_record.error = {};
        m_record.warnings.append(QStringLiteral("the body of this redirect was not read to its end"));
        goOn();
    } else if (m_record.error.code == ErrorCode::None && follows(m_record)) {
        goOn();
    } else {
        takeAuthInfo();
        conclude(namedError());
    }
}

/// The end of the connection that follows from it may be told first.
std::optional<Error> HttpRun::bodyError() const
{
    return m_bodyFailure ? m_bodyFailure->error() : std::nullopt;
}

/// What went wrong on the way to a proxy that gets the request itself is told with the proxy's name; what is
/// on the way to a tunnel has it already.
Error HttpRun::namedError() const
{
    const Error& error = m_record.error;
    if (const std::optional<Error> ofBody = bodyError(); ofBody && error.code != ErrorCode::None)
        return *ofBody;
    const bool isOnTheWay = !m_record.times.connected.isValid() && !m_record.times.reused;
    const bool isProxys =
        isForProxy() && isOnTheWay && error.code != ErrorCode::None && error.code != ErrorCode::Canceled;
    return isProxys ? withProxyName(error, m_proxy) : error;
}

void HttpRun::goOn()
{
    takeAuthInfo();
    leaveHop();
    if (m_next == Next::Answer)
        answerChallenge();
    else if (m_next == Next::AnswerProxy)
        answerProxy();
    else
        followRedirect();
}

void HttpRun::followRedirect()
{
    fillHop();
    m_answers = m_proxyAnswers = 0;
    if (++m_redirects > m_order.settings.maxRedirects) {
        conclude({ErrorCode::TooManyRedirects, QString::number(m_order.settings.maxRedirects)});
        return;
    }
    Result<ComposedRequest> next = redirected(m_order.request, m_record.head, m_order.settings);
    if (!next) {
        conclude(next.error());
        return;
    }
    m_order.request = std::move(*next);
    startHop();
}

void HttpRun::leaveHop()
{
    m_tlsFiles.cancel();
    m_systemProxy.cancel();
    if (m_observer)
        m_observer->leave();
    m_observer.reset();
    if (!m_slot)
        return;
    ManagerSlot& slot = *m_slot;
    m_slot.clear();
    disconnect(&slot, nullptr, this, nullptr);
    slot.letGo();
}

void HttpRun::stop(const Error& error)
{
    if (m_isFinished || m_outcome.code != ErrorCode::None)
        return;
    if (m_hash)
        m_hash->cancel();
    m_host.runCancels(m_ticket);
    if (!m_record.times.finished.isValid())
        m_record.times.finished = now();
    m_hasNews = true;
    m_outcome = error;
    const bool wasConcluding = std::exchange(m_isConcluding, true);
    leaveHop();
    if (!m_pipe)
        finish();
    else if (!wasConcluding)
        m_pipe->finish(false);
}

void HttpRun::conclude(const Error& error)
{
    if (m_isConcluding)
        return;
    m_isConcluding = true;
    m_outcome = error;
    if (m_pipe)
        m_pipe->finish(error.code == ErrorCode::None);
    else
        finish();
}

void HttpRun::finish()
{
    if (std::exchange(m_isFinished, true))
        return;
    if (!m_small.isEmpty() && !m_exchange.body) {
        m_exchange.bodyBytes = m_exchange.decodedBytes = m_small.size();
        m_exchange.body = std::make_shared<BodyFile>(std::exchange(m_small, {}), m_host.bodyThreads().store);
        m_exchange.decoded = m_exchange.body;
    }
    fillExchange();
    m_exchange.error = m_outcome;
    m_exchange.phase = m_outcome.code == ErrorCode::None       ? HttpExchange::Phase::Done
                       : m_outcome.code == ErrorCode::Canceled ? HttpExchange::Phase::Canceled
                                                               : HttpExchange::Phase::Failed;
    m_host.runReports(*this, m_exchange);
    leaveHop();
}

} // namespace wl
