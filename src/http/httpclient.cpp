// SPDX-License-Identifier: MIT
#include "http/httpclient.h"

#include "http/httpcookies.h"
#include "http/httpworker.h"
#include "http/oauth2tokens.h"
#include "http/proxiedrequest.h"
#include "net/networkthread.h"

#include <QThread>

namespace wl {

namespace {
constexpr qsizetype rawPreviewBytes = 64 * 1024;
} // namespace

struct HttpClient::Private
{
    Private(NetworkThread& n, TrafficSink& s)
        : network(n)
        , sink(s)
    {
    }

    NetworkThread& network;
    TrafficSink& sink;
    QThread diskThread;
    QObject* disk = nullptr;      ///< on `diskThread`
    HttpWorker* worker = nullptr; ///< on the network thread
    std::shared_ptr<CookieStore> cookies;
    quint32 lastId = 0;
    std::unique_ptr<OAuth2Tokens> tokens;

    void begin(HttpClient* client);
    void end();
};

/// Nothing of it is there before the first request.
void HttpClient::Private::begin(HttpClient* client)
{
    if (worker)
        return;
    disk = new QObject;
    disk->moveToThread(&diskThread);
    QObject::connect(&diskThread, &QThread::finished, disk, &QObject::deleteLater);
    worker = new HttpWorker(sink, *disk, [client](const HttpExchange& exchange) {
        QMetaObject::invokeMethod(
            client, [client, exchange] { emit client->updated(exchange); }, Qt::QueuedConnection);
    });
    worker->moveToThread(network.context()->thread());
    diskThread.setObjectName(QStringLiteral("bodies"));
    diskThread.start();
}

void HttpClient::Private::end()
{
    if (!worker)
        return;
    // In this order: the runs feed the disk thread, and that calls the worker.
    QMetaObject::invokeMethod(worker, &HttpWorker::shutDown, Qt::BlockingQueuedConnection);
    diskThread.quit();
    diskThread.wait();
    QMetaObject::invokeMethod(
        worker, [this] { delete worker; }, Qt::BlockingQueuedConnection);
}

HttpClient::HttpClient(NetworkThread& network, TrafficSink& sink, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(network, sink))
{
}

HttpClient::~HttpClient()
{
    d->tokens.reset();
    d->end();
}

Result<ExchangeId> HttpClient::start(const HttpRequest& request, EndpointId endpoint, const QString& label)
{
    Result<ComposedRequest> composed = composeRequest(request);
    if (!composed)
        return tl::make_unexpected(composed.error());
    d->begin(this);
    const ExchangeId id(++d->lastId);
    HttpOrder order{id, std::move(*composed), request.settings, endpoint, label};
    order.cookies = request.settings.useCookies ? d->cookies : nullptr;
    order.addsCookies = !request.isRaw;
    order.settings.engine = engineOf(request);
    if (request.isRaw)
        order.settings.followRedirects = false;
    QMetaObject::invokeMethod(
        d->worker,
        [worker = d->worker, order = std::move(order)]() mutable { worker->start(std::move(order)); },
        Qt::QueuedConnection);
    return id;
}

OAuth2Tokens& HttpClient::tokens()
{
    if (!d->tokens)
        d->tokens = std::make_unique<OAuth2Tokens>(OAuth2Flow::Place{*this, d->network, d->sink});
    return *d->tokens;
}

void HttpClient::cancel(ExchangeId id)
{
    if (d->worker)
        QMetaObject::invokeMethod(
            d->worker, [worker = d->worker, id] { worker->cancel(id); }, Qt::QueuedConnection);
}

void HttpClient::setCookies(std::shared_ptr<CookieStore> cookies)
{
    d->cookies = std::move(cookies);
    emit cookiesReplaced();
}

const std::shared_ptr<CookieStore>& HttpClient::cookies() const
{
    return d->cookies;
}

Result<HttpPreview> HttpClient::preview(const HttpRequest& request, CookieStore* cookies)
{
    Result<ComposedRequest> composed = composeRequest(request);
    if (!composed)
        return tl::make_unexpected(composed.error());
    if (cookies && request.settings.useCookies && !request.isRaw)
        addCookieField(*composed, *cookies, {}, false);
    if (isForProxy(request.settings.proxy, composed->url, composed->version))
        composed = requestForProxy(*composed, request.settings.proxy);
    HttpPreview preview;
    preview.head = composed->isRaw ? composed->body.segments.first().bytes.first(std::min<qsizetype>(
                                         composed->body.segments.first().bytes.size(), rawPreviewBytes))
                                   : composed->head();
    preview.bodyBytes = composed->body.size() - (composed->isRaw ? preview.head.size() : 0);
    preview.notes = composed->notes;
    for (const ComposedField& field : composed->fields) {
        if (field.isAutomatic)
            preview.automaticFields.append(
                {QString::fromUtf8(field.name), QString::fromUtf8(field.value), true, field.isSecret, {}});
    }
    return preview;
}

} // namespace wl
