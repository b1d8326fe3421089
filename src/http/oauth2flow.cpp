// SPDX-License-Identifier: MIT
#include "http/oauth2flow.h"

#include "base/errortext.h"
#include "net/networkthread.h"

#include <QFile>
#include <QFuture>
#include <QPromise>
#include <QThreadPool>

namespace wl {

namespace {

constexpr std::chrono::milliseconds answerTime{60'000};

/// The start of a body, at most one byte more than is taken. Blocks.
QByteArray startOf(const BodyFile& body)
{
    if (!body.bytes().isNull())
        return body.bytes().first(qMin(body.bytes().size(), oauth2AnswerBytes + 1));
    QFile file(body.path());
    return file.open(QIODevice::ReadOnly) ? file.read(oauth2AnswerBytes + 1) : QByteArray();
}

} // namespace

OAuth2Flow::OAuth2Flow(const Place& place, OAuth2Spec spec, HttpSettings settings, EndpointId endpoint,
                       QObject* parent)
    : QObject(parent)
    , m_place(place)
    , m_spec(std::move(spec))
    , m_settings(std::move(settings))
    , m_endpoint(endpoint)
{
    m_limit.setSingleShot(true);
    connect(&m_limit, &QTimer::timeout, this,
            [this] { fail(OAuth2Words::tr("no answer came from the browser within 5 minutes")); });
    connect(&m_place.client, &HttpClient::updated, this, [this](const HttpExchange& exchange) {
        if (exchange.id == m_exchange && exchange.isFinished())
            follow(exchange);
    });
    if (m_settings.totalTimeout.count() == 0)
        m_settings.totalTimeout = answerTime;
}

OAuth2Flow::~OAuth2Flow()
{
    closeListener();
    if (m_exchange.isValid())
        m_place.client.cancel(m_exchange);
}

void OAuth2Flow::start()
{
    if (m_spec.flow == OAuth2Spec::Flow::AuthorizationCode)
        listen();
    else
        send(clientCredentialsRequest(m_spec, m_settings));
}

void OAuth2Flow::refresh(const QString& refreshToken)
{
    m_oldRefresh = refreshToken;
    send(refreshRequest(m_spec, m_settings, refreshToken));
}

void OAuth2Flow::listen()
{
    // Before anything listens.
    if (const auto url = authorizationUrl(m_spec, QStringLiteral("http://127.0.0.1/"), m_proof); !url)
        return fail(url.error());
    if (!m_spec.redirectPath.startsWith(u'/') || m_spec.redirectPath.contains(u'?'))
        return fail(OAuth2Words::tr("the redirect's path must begin with a slash and have no query"));
    const auto judge = [proof = m_proof](const QByteArray& target) {
        return authorizationCode(target, proof).has_value();
    };
    m_listener = new RedirectListener(m_spec.redirectPort, m_spec.redirectPath, judge, m_endpoint,
                                      m_place.sink, m_place.network.context());
    connect(m_listener, &RedirectListener::listening, this, &OAuth2Flow::askBrowser);
    connect(m_listener, &RedirectListener::redirected, this, &OAuth2Flow::takeRedirect);
    connect(m_listener, &RedirectListener::failed, this, [this](const Error& error) {
        fail(ErrorText::sentence(OAuth2Words::tr("Cannot wait for the browser's answer"), error));
    });
    m_listener->moveToThread(m_place.network.context()->thread());
    QMetaObject::invokeMethod(m_listener, &RedirectListener::start, Qt::QueuedConnection);
}

void OAuth2Flow::askBrowser(quint16 port)
{
    m_redirectUri = QStringLiteral("http://127.0.0.1:%1%2").arg(port).arg(m_spec.redirectPath);
    const auto url = authorizationUrl(m_spec, m_redirectUri, m_proof);
    if (!url)
        return fail(url.error());
    m_limit.start(browserTime);
    emit browserWanted(*url);
}

void OAuth2Flow::takeRedirect(const QByteArray& target)
{
    m_limit.stop();
    closeListener();
    const auto code = authorizationCode(target, m_proof);
    if (!code)
        return fail(code.error());
    send(codeRequest(m_spec, m_settings, *code, m_redirectUri, m_proof));
}

void OAuth2Flow::closeListener()
{
    if (!m_listener)
        return;
    disconnect(m_listener, nullptr, this, nullptr);
    QMetaObject::invokeMethod(m_listener, &RedirectListener::close, Qt::QueuedConnection);
    m_listener = nullptr;
}

void OAuth2Flow::send(const HttpRequest& request)
{
    if (request.url.trimmed().isEmpty())
        return fail(OAuth2Words::notThere(OAuth2Words::tr("the token URL")));
    const auto started = m_place.client.start(request, m_endpoint, QStringLiteral("OAuth 2"));
    if (!started)
        return fail(ErrorText::sentence(OAuth2Words::tr("Cannot ask the token endpoint"), started.error()));
    m_exchange = *started;
}

void OAuth2Flow::follow(const HttpExchange& exchange)
{
    m_exchange = {};
    if (exchange.phase == HttpExchange::Phase::Done && !exchange.decodeError)
        return readAnswer(exchange);
    fail(ErrorText::sentence(OAuth2Words::tr("Cannot ask the token endpoint"),
                             exchange.decodeError ? *exchange.decodeError : exchange.error));
}

/// The body is a file where it came slowly or coded: it is read on the pool.
void OAuth2Flow::readAnswer(const HttpExchange& exchange)
{
    const int status = exchange.hops.constLast().status;
    if (!exchange.decoded)
        return takeAnswer(status, {});
    const auto promise = std::make_shared<QPromise<QByteArray>>();
    promise->start();
    promise->future().then(this, [this, status](const QByteArray& body) { takeAnswer(status, body); });
    QThreadPool::globalInstance()->start([promise, body = exchange.decoded] {
        promise->addResult(startOf(*body));
        promise->finish();
    });
}

void OAuth2Flow::takeAnswer(int status, const QByteArray& body)
{
    if (body.size() > oauth2AnswerBytes)
        return fail(OAuth2Words::tr("the token endpoint's answer is larger than 1 MiB"));
    auto token = tokenOf(status, body, now());
    if (!token)
        return fail(token.error(), status / 100 == 4);
    if (token->refresh.isEmpty())
        token->refresh = m_oldRefresh;
    emit succeeded(*token);
}

void OAuth2Flow::fail(const QString& problem, bool isRefused)
{
    m_limit.stop();
    closeListener();
    emit failed(problem, isRefused);
}

} // namespace wl
