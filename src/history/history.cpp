// SPDX-License-Identifier: MIT
#include "history/history.h"

#include "http/httpclient.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QPointer>
#include <QStandardPaths>
#include <QThread>

#include <atomic>

namespace wl {

namespace {

/// What the history's thread has: the store, and which entry an exchange has.
struct Keeper
{
    explicit Keeper(HistoryConfig config)
        : store(std::move(config))
    {
    }

    HistoryStore store;
    QHash<ExchangeId, qint64> entries;
    bool isTidying = false; ///< a step is queued
};

} // namespace

struct History::Private
{
    explicit Private(History* owner)
        : q(owner)
    {
    }

    struct Running
    {
        HttpRequest request;
        HttpExchange last;
    };

    /// Runs `work(keeper)` on the history's thread, later.
    template <typename Work>
    void post(Work work)
    {
        begin();
        QMetaObject::invokeMethod(
            worker,
            [this, work = std::move(work)] {
                work(*keeper);
                tell(keeper->store.takePutAside(), keeper->store.takeTrimmed());
                tidyLater();
            },
            Qt::QueuedConnection);
    }
    /// The same with an answer.
    template <typename Value, typename Work>
    void ask(Work work, QObject* context, Answer<Value> answer)
    {
        const QPointer<QObject> asker(context);
        post([this, work = std::move(work), asker, answer = std::move(answer)](Keeper& k) {
            reply<Value>(asker, answer, work(k));
        });
    }
    void finish(ExchangeId id, const Running& running);
    void begin();
    void end();

    // On the history's thread.
    void tidyLater();
    template <typename Value>
    void reply(const QPointer<QObject>& asker, const Answer<Value>& answer, const Result<Value>& result)
    {
        QMetaObject::invokeMethod(
            q,
            [asker, answer, result] {
                if (asker)
                    answer(result);
            },
            Qt::QueuedConnection);
    }
    void tell(const QString& aside, qint64 trimmed);
    void tell(const Result<void>& result, bool isChange);

    History* q;
    HistoryConfig config;
    QThread thread;
    QObject* worker = nullptr; ///< on `thread`
    std::unique_ptr<Keeper> keeper;
    QHash<ExchangeId, Running> running;
    std::atomic<quint64> latestFind{0};
};

/// Nothing of it is there before the first call.
void History::Private::begin()
{
    if (worker)
        return;
    keeper = std::make_unique<Keeper>(config);
    worker = new QObject;
    worker->moveToThread(&thread);
    thread.setObjectName(QStringLiteral("history"));
    thread.start();
}

void History::Private::end()
{
    if (!worker)
        return;
    // The database is of that thread, and this comes behind all that is still to do.
    QMetaObject::invokeMethod(
        worker,
        [this] {
            keeper.reset();
            QCoreApplication::removePostedEvents(worker); // a step that is queued
        },
        Qt::BlockingQueuedConnection);
    thread.quit();
    thread.wait();
    delete worker;
}

void History::Private::tell(const QString& aside, qint64 trimmed)
{
    if (aside.isEmpty() && trimmed == 0)
        return;
    QMetaObject::invokeMethod(
        q,
        [this, aside, trimmed] {
            if (!aside.isEmpty())
                emit q->putAside(aside);
            if (trimmed > 0)
                emit q->trimmed(trimmed);
        },
        Qt::QueuedConnection);
}

void History::Private::tell(const Result<void>& result, bool isChange)
{
    QMetaObject::invokeMethod(
        q,
        [this, result, isChange] {
            if (isChange)
                emit q->changed(); // perhaps a part could be kept
            if (!result)
                emit q->failed(result.error());
        },
        Qt::QueuedConnection);
}

/// Step by step, between what is asked for.
void History::Private::tidyLater()
{
    if (std::exchange(keeper->isTidying, true))
        return;
    QMetaObject::invokeMethod(
        worker,
        [this] {
            keeper->isTidying = false;
            if (keeper->store.tidy())
                tidyLater();
        },
        Qt::QueuedConnection);
}

void History::Private::finish(ExchangeId id, const Running& ended)
{
    post([this, id, ended](Keeper& k) {
        const auto entry = k.entries.constFind(id);
        if (entry == k.entries.constEnd())
            return; // its beginning could not be kept, which was told
        tell(k.store.finish(*entry, ended.request, ended.last), true);
        k.entries.erase(entry);
    });
}

History::History(HistoryConfig config, HttpClient& client, QObject* parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this))
{
    d->config = std::move(config);
    connect(&client, &HttpClient::updated, this, [this](const HttpExchange& exchange) {
        const auto running = d->running.find(exchange.id);
        if (running == d->running.end())
            return;
        running->last = exchange;
        if (!exchange.isFinished())
            return;
        const Private::Running ended = *running;
        d->running.erase(running);
        d->finish(exchange.id, ended);
    });
}

History::~History()
{
    for (auto it = d->running.begin(); it != d->running.end(); ++it) {
        it->last.phase = HttpExchange::Phase::Canceled;
        d->finish(it.key(), *it);
    }
    d->end();
}

QString History::defaultFolder()
{
    return QStandardPaths::writableLocation(QStandardPaths::GenericDataLocation) +
           QStringLiteral("/wireloupe/history");
}

void History::record(ExchangeId id, const HttpRequest& request)
{
    d->running.insert(id, {request, {}});
    const qint64 time = QDateTime::currentMSecsSinceEpoch();
    d->post([this, id, request, time](Keeper& k) {
        const Result<qint64> entry = k.store.begin(request, time);
        if (entry)
            k.entries.insert(id, *entry);
        d->tell(entry ? Result<void>() : tl::make_unexpected(entry.error()), true);
    });
}

void History::find(const HistoryQuery& query, QObject* context, Answer<QList<qint64>> answer)
{
    const quint64 number = ++d->latestFind;
    const QPointer<QObject> asker(context);
    d->post([this, number, query, asker, answer = std::move(answer)](Keeper& k) {
        if (number == d->latestFind)
            d->reply<QList<qint64>>(asker, answer, k.store.find(query));
    });
}

void History::entries(const QList<qint64>& ids, QObject* context, Answer<QList<HistoryEntry>> answer)
{
    d->ask<QList<HistoryEntry>>([ids](Keeper& k) { return k.store.entries(ids); }, context,
                                std::move(answer));
}

void History::load(qint64 id, QObject* context, Answer<StoredExchange> answer)
{
    d->ask<StoredExchange>([id](Keeper& k) { return k.store.load(id); }, context, std::move(answer));
}

void History::setPinned(const QList<qint64>& ids, bool isPinned)
{
    d->post([this, ids, isPinned](Keeper& k) { d->tell(k.store.setPinned(ids, isPinned), true); });
}

void History::remove(const QList<qint64>& ids, QObject* context, Answer<qint64> answer)
{
    d->ask<qint64>([ids](Keeper& k) { return k.store.remove(ids); }, context, std::move(answer));
    d->post([this](Keeper&) { d->tell({}, true); });
}

void History::clear(QObject* context, Answer<qint64> answer)
{
    d->ask<qint64>([](Keeper& k) { return k.store.clear(); }, context, std::move(answer));
    d->post([this](Keeper&) { d->tell({}, true); });
}

void History::takeBack(qint64 deletion)
{
    d->post([this, deletion](Keeper& k) { d->tell(k.store.takeBack(deletion), true); });
}

} // namespace wl
