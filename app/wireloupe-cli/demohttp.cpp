// SPDX-License-Identifier: MIT
#include "demohttp.h"

#include "base/errortext.h"
#include "base/filecommit.h"
#include "duration.h"
#include "figures.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
namespace wl::cli {

namespace {

constexpr qint64 largestBody = 16LL * 1024 * 1024;
constexpr qint64 plainBytes = 1'000'000;

QString wrongUnless(bool isRight, const QString& expected)
{
    return isRight ? QString() : QStringLiteral("expected ") + expected;
}

QString checkStatus(const HttpExchange& exchange, int status)
{
    return wrongUnless(exchange.hops.constLast().status == status, QString::number(status));
}

QString checkPosts(const HttpExchange& exchange, const QByteArray& body, QString& found)
{
    const QJsonArray posts = QJsonDocument::fromJson(body).array();
    found = QStringLiteral("%1 posts").arg(posts.size());
    const QString status = checkStatus(exchange, 200);
    return status.isEmpty() ? wrongUnless(posts.size() == 100, QStringLiteral("100 posts")) : status;
}

QString checkCreated(const HttpExchange& exchange, const QByteArray& body, QString& found)
{
    const QJsonObject post = QJsonDocument::fromJson(body).object();
    found = QStringLiteral("id %1").arg(post.value(QLatin1String("id")).toInt());
    const QString status = checkStatus(exchange, 201);
    const bool isEchoed =
        post.value(QLatin1String("title")).toString() == QLatin1String("Every byte counts") &&
        post.contains(QLatin1String("id"));
    return status.isEmpty() ? wrongUnless(isEchoed, QStringLiteral("the post with an id")) : status;
}

QString checkHeaders(const HttpExchange& exchange, const QByteArray& body, QString& found)
{
    found = QStringLiteral("%1 B").arg(body.size());
    const QString status = checkStatus(exchange, 200);
    return status.isEmpty() ? wrongUnless(body.contains("X-Demo") && body.contains("every byte"),
                                          QStringLiteral("our header field"))
                            : status;
}

QString checkGzip(const HttpExchange& exchange, const QByteArray& body, QString& found)
{
    found =
        QStringLiteral("%1 B from %2 B on the wire")
            .arg(grouped(quint64(body.size())), grouped(quint64(exchange.hops.constLast().wireBodyBytes)));
    const bool isDecoded = exchange.decoded && !exchange.decodeError && exchange.decoded != exchange.body;
    const QString status = checkStatus(exchange, 200);
    return status.isEmpty() ? wrongUnless(isDecoded && !QJsonDocument::fromJson(body).isNull(),
                                          QStringLiteral("gzip, and JSON in it"))
                            : status;
}

QString checkRedirects(const HttpExchange& exchange, const QByteArray&, QString& found)
{
    found = QStringLiteral("%1 redirects").arg(exchange.hops.size() - 1);
    const QString status = checkStatus(exchange, 200);
    return status.isEmpty() ? wrongUnless(exchange.hops.size() == 4, QStringLiteral("3 redirects")) : status;
}

QString checkBytes(const HttpExchange& exchange, const QByteArray& body, QString& found)
{
    found = QStringLiteral("%1 B").arg(grouped(quint64(body.size())));
    const QString status = checkStatus(exchange, 200);
    return status.isEmpty() ? wrongUnless(body.size() == plainBytes, QStringLiteral("1,000,000 B")) : status;
}

QString checkNotFound(const HttpExchange& exchange, const QByteArray&, QString&)
{
    return checkStatus(exchange, 404);
}

} // namespace

DemoHttp::DemoHttp(const QString& name, const HttpRequest& request, Check check, Sessions& sessions)
    : DemoExchange(name)
    , m_request(request)
    , m_check(std::move(check))
    , m_sessions(sessions)
{
}

void DemoHttp::start()
{
    HttpClient& client = m_sessions.http();
    connect(&client, &HttpClient::updated, this, [this](const HttpExchange& exchange) {
        if (exchange.id == m_id && exchange.isFinished() && !std::exchange(m_hasEnded, true))
            judge(exchange);
    });
    const auto started = client.start(m_request, m_sessions.newEndpointId(), name());
    if (started)
        m_id = *started;
    else
        emit finished(false, ErrorText::reason(started.error()));
}

void DemoHttp::judge(const HttpExchange& exchange)
{
    if (exchange.phase != HttpExchange::Phase::Done)
        return emit finished(false, ErrorText::reason(exchange.error));
    const auto file = exchange.content();
    const auto body = file ? readFile(file->path(), largestBody) : Result<QByteArray>(QByteArray());
    if (!body)
        return emit finished(false, ErrorText::reason(body.error()));

    QString found;
    const QString wrong = m_check(exchange, *body, found);
    const HttpHop& last = exchange.hops.constLast();
    QString what = QStringLiteral("%1 %2").arg(last.status).arg(QString::fromUtf8(last.reason));
    if (!found.isEmpty())
        what += QStringLiteral(", ") + found;
    if (!wrong.isEmpty())
        what += QStringLiteral("; ") + wrong;
    what += QStringLiteral("  ") +
            durationText(last.timings.finished - exchange.hops.constFirst().timings.started);
    emit finished(wrong.isEmpty(), what);
}

std::vector<std::unique_ptr<DemoExchange>> demoRequests(quint16 port, Sessions& sessions)
{
    const QString base = QStringLiteral("http://127.0.0.1:%1").arg(port);
    std::vector<std::unique_ptr<DemoExchange>> exchanges;
    const auto add = [&](const HttpRequest& request, const DemoHttp::Check& check) {
        const QString name = request.method + u' ' + request.url.mid(base.size());
        exchanges.push_back(std::make_unique<DemoHttp>(name, request, check, sessions));
    };
    const auto get = [&](const QString& path) {
        HttpRequest request;
        request.url = base + path;
        return request;
    };
    add(get(QStringLiteral("/posts")), checkPosts);
    HttpRequest post = get(QStringLiteral("/posts"));
    post.method = QStringLiteral("POST");
    post.body.kind = HttpBody::Kind::Json;
    post.body.text = QStringLiteral("{\"userId\": 7, \"title\": \"Every byte counts\"}");
    add(post, checkCreated);
    HttpRequest headers = get(QStringLiteral("/headers"));
    headers.headers.append(
        HttpField{QStringLiteral("X-Demo"), QStringLiteral("every byte"), true, false, {}});
    add(headers, checkHeaders);
    add(get(QStringLiteral("/status/404")), checkNotFound);
    add(get(QStringLiteral("/gzip")), checkGzip);
    add(get(QStringLiteral("/redirect/3")), checkRedirects);
    add(get(QStringLiteral("/bytes/%1").arg(plainBytes)), checkBytes);
    return exchanges;
}

} // namespace wl::cli
