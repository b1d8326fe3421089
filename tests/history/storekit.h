// SPDX-License-Identifier: MIT
#pragma once

#include "base/filecommit.h"
#include "history/historystore.h"

#include <QTemporaryDir>

#include <memory>

namespace wl::kit {

inline HttpRequest requestFor(const QString& url)
{
    HttpRequest request;
    request.url = url;
    return request;
}

inline HttpExchange answer(int status, const QByteArray& body, const std::shared_ptr<BodyStore>& bodies)
{
    HttpHop hop;
    hop.method = "GET";
    hop.url = QStringLiteral("http://h.test/");
    hop.status = status;
    hop.responseHead = "HTTP/1.1 " + QByteArray::number(status) + " Said\r\nX-Mark: heading\r\n\r\n";
    hop.timings.started = {1'000'000};
    hop.timings.finished = {4'000'000};
    hop.wireBodyBytes = body.size();
    HttpExchange exchange;
    exchange.phase = HttpExchange::Phase::Done;
    exchange.hops = {hop};
    exchange.bodyBytes = exchange.decodedBytes = body.size();
    if (!body.isEmpty())
        exchange.body = exchange.decoded = std::make_shared<BodyFile>(body, bodies);
    return exchange;
}

inline QByteArray contentOf(const std::shared_ptr<BodyFile>& body)
{
    return body ? readFile(body->path(), 1 << 30).value_or("unreadable") : QByteArray();
}

/// A store in a folder that is new with each begin().
class HistoryStoreKit
{
public:
    HistoryStoreKit() { qputenv("XDG_CACHE_HOME", m_cache.path().toUtf8()); }

protected:
    void begin()
    {
        m_store.reset();
        m_dir = std::make_unique<QTemporaryDir>();
        reopen();
    }
    HistoryStore& store() { return *m_store; }
    void reopen(qint64 cap = 1LL << 30)
    {
        m_store.reset();
        m_store = std::make_unique<HistoryStore>(HistoryConfig{folder(), cap});
    }
    [[nodiscard]] QString folder() const { return m_dir->filePath(QStringLiteral("history")); }
    qint64 keep(const QString& url, int status = 200, const QByteArray& body = "x")
    {
        const HttpRequest request = requestFor(url);
        const Result<qint64> id = store().begin(request, 1'000'000 + ++m_clock);
        if (!id || !store().finish(*id, request, answer(status, body, m_bodies)))
            return -1;
        return *id;
    }
    QList<qint64> found(const char* text)
    {
        return store()
            .find(*HistoryQuery::parse(QString::fromUtf8(text), 1'000'000))
            .value_or(QList<qint64>{-1});
    }

    QTemporaryDir m_cache;
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<HistoryStore> m_store;
    std::shared_ptr<BodyStore> m_bodies = std::make_shared<BodyStore>();
    qint64 m_clock = 0;
};

} // namespace wl::kit
