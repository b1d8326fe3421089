// SPDX-License-Identifier: MIT
#pragma once

#include "http/httpclient.h"
#include "net/networkthread.h"
#include "tests/support/recordingsink.h"

#include <QEventLoop>
#include <QFile>
#include <QFileInfo>
#include <QTest>
#include <QTimer>

#include <map>

namespace wltest {

/// A client with its thread and sink, and what it reported.
struct HttpFixture
{
    wl::test::RecordingSink sink;
    wl::NetworkThread network;
    std::unique_ptr<wl::HttpClient> client = std::make_unique<wl::HttpClient>(network, sink);
    std::map<wl::ExchangeId, wl::HttpExchange> last;
    QHash<wl::ExchangeId, int> reports;

    explicit HttpFixture(bool keepsData = true)
        : sink(keepsData)
    {
        QObject::connect(client.get(), &wl::HttpClient::updated, client.get(),
                         [this](const wl::HttpExchange& exchange) {
                             last[exchange.id] = exchange;
                             ++reports[exchange.id];
                         });
    }

    wl::Result<wl::ExchangeId> start(const wl::HttpRequest& request, quint32 endpoint = 1)
    {
        return client->start(request, wl::EndpointId(endpoint), QStringLiteral("test"));
    }
    [[nodiscard]] bool isFinished(wl::ExchangeId id) const
    {
        const auto found = last.find(id);
        return found != last.end() && found->second.isFinished();
    }
    /// Sends and waits for the end.
    wl::HttpExchange run(const wl::HttpRequest& request, int timeoutMs = 20000)
    {
        const wl::Result<wl::ExchangeId> id = start(request);
        if (!id) {
            wl::HttpExchange refused;
            refused.phase = wl::HttpExchange::Phase::Failed;
            refused.error = id.error();
            return refused;
        }
        return wait(*id, timeoutMs);
    }
    wl::HttpExchange wait(wl::ExchangeId id, int timeoutMs = 20000)
    {
        // Not QTest::qWaitFor(), which sleeps between the steps of a conversation.
        QEventLoop loop;
        QObject::connect(client.get(), &wl::HttpClient::updated, &loop, [&] {
            if (isFinished(id))
                loop.quit();
        });
        QTimer::singleShot(timeoutMs, &loop, &QEventLoop::quit);
        if (!isFinished(id))
            loop.exec();
        return last[id];
    }
};

/// The tests run once for each engine (CMakeLists.txt).
inline wl::HttpEngine engineUnderTest()
{
    return qEnvironmentVariable("WIRELOUPE_TEST_ENGINE") == QLatin1String("exact") ? wl::HttpEngine::Exact
                                                                                   : wl::HttpEngine::Qt;
}

inline wl::HttpRequest request(const QString& url, const QString& method = QStringLiteral("GET"))
{
    wl::HttpRequest result;
    result.method = method;
    result.url = url;
    result.settings.engine = engineUnderTest();
    return result;
}

/// A body that is a file's bytes.
inline wl::HttpBody fileBody(const QString& path)
{
    wl::HttpBody body;
    body.kind = wl::HttpBody::Kind::File;
    body.filePath = path;
    return body;
}

inline QByteArray contentOf(const std::shared_ptr<wl::BodyFile>& body)
{
    if (!body)
        return {};
    QFile file(body->path());
    if (!body->bytes().isNull() && QFileInfo(file).size() != body->bytes().size())
        return "the file is not the body";
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("unreadable");
}

} // namespace wltest
