// SPDX-License-Identifier: MIT
#include "http/httprun.h"

#include "http/bodydevice.h"
#include "http/redirectrule.h"
#include "net/tlsterms.h"

#include <utility>

namespace wl {

namespace {

HttpExchange::Phase phaseOf(TapPhase phase)
{
    switch (phase) {
    case TapPhase::Resolving: return HttpExchange::Phase::Resolving;
    case TapPhase::Connecting: return HttpExchange::Phase::Connecting;
    case TapPhase::Handshaking: return HttpExchange::Phase::Handshaking;
    case TapPhase::Sending: return HttpExchange::Phase::Sending;
    case TapPhase::Waiting: return HttpExchange::Phase::Waiting;
    case TapPhase::Receiving:
    case TapPhase::Ended: break;
    }
    return HttpExchange::Phase::Receiving;
}

} // namespace

HttpRun::HttpRun(HttpOrder order, HttpRunHost& host, BodyStore& store, QObject* parent)
    : QObject(parent)
    , m_order(std::move(order))
    , m_host(host)
    , m_store(store)
{
    m_exchange.id = m_order.id;
    m_tick.setInterval(reportInterval);
    m_tick.setTimerType(Qt::PreciseTimer);
    connect(&m_tick, &QTimer::timeout, this, &HttpRun::tick);
    m_total.setSingleShot(true);
    connect(&m_total, &QTimer::timeout, this, [this] { stop({ErrorCode::TotalTimeout, {}}); });
}

void HttpRun::start()
{
    m_tick.start();
    if (m_order.settings.totalTimeout.count() > 0)
        m_total.start(m_order.settings.totalTimeout);
    startHop();
}

void HttpRun::cancel()
{
    stop({ErrorCode::Canceled, {}});
}

void HttpRun::startHop()
{
    HttpHop next;
    next.method = m_order.request.method;
    next.url = m_order.request.url.toString(QUrl::FullyEncoded);
    next.timings.started = now();
    m_exchange.hops.append(next);
    m_record = TapRecord();
    m_hopBodyBytes = 0;
    m_hasNews = true;
    Result<std::optional<TlsClientTerms>> tls = tlsTerms();
    if (!tls) {
        finish(tls.error());
        return;
    }
    m_tls = std::move(*tls);
    m_profile = makeProfile();
    m_ticket = m_host.nextTicket();
    m_host.runWaits(*this);
}

Result<std::optional<TlsClientTerms>> HttpRun::tlsTerms() const
{
    if (m_order.request.url.scheme() != QStringLiteral("https"))
        return std::nullopt;
    const TlsSpec& spec = m_order.settings.tls;
    Result<QSslConfiguration> configuration = tlsConfiguration(spec);
    if (!configuration)
        return tl::make_unexpected(configuration.error());
    TlsClientTerms terms;
    terms.configuration = *configuration;
    terms.serverName =
        spec.serverName.isEmpty() ? m_order.request.url.host(QUrl::FullyEncoded) : spec.serverName;
    terms.verify = spec.verify;
    return terms;
}

/// Everything that two exchanges must have in common to use one connection after another.
QByteArray HttpRun::makeProfile() const
{
    const TlsSpec& tls = m_order.settings.tls;
    QByteArray profile = QByteArray::number(m_order.endpoint.value()) + '\n' +
                         m_order.request.url.scheme().toLatin1() + '\n' +
                         m_order.request.url.host(QUrl::FullyEncoded).toLatin1() + '\n' +
                         QByteArray::number(httpPort(m_order.request.url));
    if (m_tls) {
        profile += tls.verify ? "\nverified\n" : "\nunverified\n";
        profile += tls.caFile.toUtf8() + '\n' + m_tls->serverName.toUtf8() + '\n' +
                   tls.alpn.join(QStringLiteral(",")).toUtf8();
    }
    return profile;
}

void HttpRun::begin(ManagerSlot& slot)
{
    m_slot = &slot;
    connect(&slot, &ManagerSlot::endedEarly, this, &HttpRun::engineEnded);
    m_mailbox = std::make_shared<TapMailbox>(m_host.waker(m_ticket));
    m_flow = std::make_shared<TapFlow>();

    TapTicket ticket;
    ticket.number = m_ticket;
    ticket.manager = slot.name();
    ticket.profile = m_profile;
    ticket.endpoint = m_order.endpoint;
    ticket.label = m_order.label;
    ticket.host = m_order.request.url.host(QUrl::FullyEncoded);
    ticket.port = httpPort(m_order.request.url);
    ticket.tls = m_tls;
    ticket.method = m_order.request.method;
    ticket.requestBodyBytes = m_order.request.body.size();
    ticket.timeouts = {m_order.settings.connectTimeout, m_order.settings.firstByteTimeout,
                       m_order.settings.idleTimeout};
    ticket.observer = m_mailbox;
    ticket.flow = m_flow;
    m_host.runAdmits(std::move(ticket));
}

void HttpRun::send(const TapDoor& door)
{
    if (!m_slot)
        return;
    std::unique_ptr<BodyDevice> body;
    if (m_order.request.body.exists) {
        body = std::make_unique<BodyDevice>(m_order.request.body);
        connect(
            body.get(), &BodyDevice::failed, this, [this](const Error& error) { stop(error); },
            Qt::QueuedConnection);
    }
    m_slot->send(m_order.request, door, std::move(body));
}

void HttpRun::openFailed(const Error& error)
{
    stop(error);
}

void HttpRun::engineEnded(const QString& reason)
{
    // Where the tap has the permit, it sees the connection go and says what happened.
    if (m_host.runWithdraws(m_ticket))
        stop({ErrorCode::NetworkFailed, reason});
}

void HttpRun::drain()
{
    if (m_isFinished || !m_mailbox)
        return;
    const TapMailbox::Mail mail = m_mailbox->take();
    if (mail.isNew)
        takeRecord(mail.record);
    if (!mail.body.isEmpty())
        takeBody(mail.body);
    if (!m_isFinished && mail.isNew && m_record.phase == TapPhase::Ended)
        hopEnded();
}

void HttpRun::takeRecord(const TapRecord& record)
{
    m_record = record;
    m_hasNews = true;
    m_exchange.phase = phaseOf(record.phase);
    HttpHop& current = hop();
    current.requestHead = record.requestHead;
    current.requestBodyBytes = record.requestBodyBytes;
    current.status = record.head.status;
    current.version = record.head.version;
    current.reason = record.head.reason;
    current.fields = record.head.fields;
    current.responseHead = record.responseHead;
    current.warnings = record.warnings;
    current.wireBodyBytes = record.wireBodyBytes;
    current.timings = record.times;
    current.peer = record.peer;
    current.tls = record.tls;
    current.connection = record.connection;
    if (record.hasHead && !follows())
        m_exchange.expectedBytes = record.head.contentLength;
}

bool HttpRun::follows() const
{
    return m_order.settings.followRedirects && m_record.hasHead && isFollowable(m_record.head);
}

void HttpRun::takeBody(const QByteArray& bytes)
{
    m_hopBodyBytes += bytes.size();
    m_hasNews = true;
    if (!follows()) {
        if (!m_writer)
            m_writer = std::make_unique<BodyWriter>(m_store, m_record.head.tokens("Content-Encoding"));
        if (const Result<void> written = m_writer->write(bytes); !written) {
            stop(written.error());
            return;
        }
    } else if (m_hopBodyBytes > redirectBodyBytes && m_record.phase != TapPhase::Ended) {
        m_host.runCancels(m_ticket);
        hop().warnings.append(QStringLiteral("the body of this redirect was not read to its end"));
        leaveHop(true);
        followRedirect();
        return;
    }
    m_flow->taken += bytes.size();
    if (m_flow->isWaiting)
        m_host.runResumes(m_ticket);
}

void HttpRun::leaveHop(bool abort)
{
    m_mailbox.reset();
    if (!m_slot)
        return;
    ManagerSlot& slot = *m_slot;
    m_slot.clear();
    disconnect(&slot, nullptr, this, nullptr);
    slot.letGo(abort);
}

void HttpRun::hopEnded()
{
    const Error error = m_record.error;
    if (error.code != ErrorCode::None)
        finish(error);
    else if (follows())
        followRedirect();
    else
        finish({});
}

void HttpRun::followRedirect()
{
    if (m_exchange.hops.size() > m_order.settings.maxRedirects) {
        finish({ErrorCode::TooManyRedirects, QString::number(m_order.settings.maxRedirects)});
        return;
    }
    Result<ComposedRequest> next = redirected(m_order.request, m_record.head);
    if (!next) {
        finish(next.error());
        return;
    }
    leaveHop(false);
    m_order.request = std::move(*next);
    startHop();
}

void HttpRun::stop(const Error& error)
{
    if (m_isFinished)
        return;
    m_host.runCancels(m_ticket);
    hop().timings.finished = now();
    finish(error);
}

void HttpRun::finish(const Error& error)
{
    m_isFinished = true;
    m_tick.stop();
    m_total.stop();
    if (m_writer)
        m_writer->finish(error.code == ErrorCode::None);
    m_exchange.error = error;
    m_exchange.phase = error.code == ErrorCode::None       ? HttpExchange::Phase::Done
                       : error.code == ErrorCode::Canceled ? HttpExchange::Phase::Canceled
                                                           : HttpExchange::Phase::Failed;
    m_hasNews = true;
    tick();
    leaveHop(error.code != ErrorCode::None);
}

void HttpRun::tick()
{
    if (!m_isFinished)
        drain();
    if (!std::exchange(m_hasNews, false))
        return;
    if (m_writer) {
        m_exchange.body = m_writer->body();
        m_exchange.decoded = m_writer->decoded();
        m_exchange.bodyBytes = m_writer->bodyBytes();
        m_exchange.decodedBytes = m_writer->decodedBytes();
        m_exchange.decodeError = m_writer->decodeError();
    }
    m_host.runReports(*this, m_exchange);
}

} // namespace wl
