// SPDX-License-Identifier: MIT
#include "history/history.h"
#include "tests/http/httpfixture.h"
#include "tests/support/scriptedpeer.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace wl;
using namespace wltest;

/// What a client sends comes into the history and out again, over a thread of its own.
class TestHistory : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void cleanup();
    void exchangeIsKept();
    void failureIsKept();
    void unfinishedAtTheEnd();
    void searchesReplaceEachOther();
    void askersMayGo();
    void noFolder();
    void damagedMeanwhile();

private:
    [[nodiscard]] QString folder() const { return m_dir->filePath(QStringLiteral("history")); }
    void makeHistory(qint64 cap = 1LL << 30)
    {
        m_history.reset();
        m_history = std::make_unique<History>(HistoryConfig{folder(), cap}, *m_http->client);
    }
    ExchangeId send(const QString& url)
    {
        const HttpRequest sent = request(url);
        const ExchangeId id = *m_http->start(sent);
        m_history->record(id, sent);
        return id;
    }
    QList<HistoryEntry> all()
    {
        std::optional<QList<HistoryEntry>> found;
        m_history->find({}, this, [&](const Result<QList<qint64>>& ids) {
            m_history->entries(ids.value_or(QList<qint64>()), this,
                               [&](const Result<QList<HistoryEntry>>& list) {
                                   found = list.value_or(QList<HistoryEntry>());
                               });
        });
        if (!wl::test::waitFor([&] { return found.has_value(); }))
            qFatal("no answer");
        return *found;
    }

    QTemporaryDir m_cache;
    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<HttpFixture> m_http;
    std::unique_ptr<History> m_history;
};

void TestHistory::initTestCase()
{
    qputenv("XDG_CACHE_HOME", m_cache.path().toUtf8());
}

void TestHistory::init()
{
    m_dir = std::make_unique<QTemporaryDir>();
    m_http = std::make_unique<HttpFixture>();
    makeHistory();
}

void TestHistory::cleanup()
{
    m_history.reset();
    m_http.reset();
}

void TestHistory::exchangeIsKept()
{
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("hello", "X-A: 1\r\n"), false));
    QSignalSpy changed(m_history.get(), &History::changed);
    const ExchangeId id = send(peer.url(QStringLiteral("/posts")));
    const HttpExchange live = m_http->wait(id);
    QTRY_COMPARE(changed.count(), 2); // begun and ended
    const QList<HistoryEntry> entries = all();
    QCOMPARE(entries.size(), 1);
    QCOMPARE(entries.first().status, 200);
    QCOMPARE(entries.first().bodyBytes, 5);
    QVERIFY(entries.first().durationUs > 0);
    std::optional<StoredExchange> stored;
    m_history->load(entries.first().id, this,
                    [&](const Result<StoredExchange>& loaded) { stored = *loaded; });
    QTRY_VERIFY(stored);
    QCOMPARE(contentOf(stored->exchange.body), QByteArray("hello"));
    QCOMPARE(stored->exchange.hops.first().requestHead, live.hops.first().requestHead);
    QCOMPARE(stored->exchange.hops.first().responseHead, live.hops.first().responseHead);
    QCOMPARE(stored->exchange.hops.first().fields, live.hops.first().fields);
    QCOMPARE(stored->request, request(peer.url(QStringLiteral("/posts"))));
}

void TestHistory::failureIsKept()
{
    ScriptedPeer peer(ScriptedPeer::fixed("nonsense\r\n\r\n", true));
    m_http->wait(send(peer.url()));
    QTRY_VERIFY(!all().isEmpty() && all().first().end == HistoryEntry::End::Failed);
    QVERIFY(all().first().error.code != ErrorCode::None);
}

void TestHistory::unfinishedAtTheEnd()
{
    ScriptedPeer silent([](QTcpSocket&, const QByteArray&) {});
    send(silent.url());
    QTRY_COMPARE(silent.requests.size(), 1);
    makeHistory();
    const QList<HistoryEntry> entries = all();
    QCOMPARE(entries.size(), 1);
    QCOMPARE(entries.first().end, HistoryEntry::End::Canceled);
}

void TestHistory::searchesReplaceEachOther()
{
    int answers = 0;
    bool isLast = false;
    for (int i = 0; i < 50; ++i)
        m_history->find({}, this, [&, i](const Result<QList<qint64>>& ids) {
            QVERIFY(ids);
            ++answers;
            isLast = i == 49;
        });
    QTRY_VERIFY(isLast);
    QVERIFY2(answers < 50, "searches that nobody waits for were all done");
}

void TestHistory::askersMayGo()
{
    auto asker = std::make_unique<QObject>();
    m_history->find({}, asker.get(), [](const Result<QList<qint64>>&) { QFAIL("the asker is gone"); });
    asker.reset();
    QVERIFY(all().isEmpty());
}

/// What cannot be kept is told; the exchange itself goes on.
void TestHistory::noFolder()
{
    QFile inTheWay(folder());
    QVERIFY(inTheWay.open(QIODevice::WriteOnly));
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("hello"), false));
    QSignalSpy failed(m_history.get(), &History::failed);
    const HttpExchange exchange = m_http->wait(send(peer.url()));
    QCOMPARE(exchange.phase, HttpExchange::Phase::Done);
    QTRY_COMPARE(failed.count(), 1);
    QVERIFY(inTheWay.remove());
    m_http->wait(send(peer.url()));
    QTRY_COMPARE(all().size(), 1);
}

void TestHistory::damagedMeanwhile()
{
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("hello"), false));
    m_http->wait(send(peer.url()));
    QTRY_VERIFY(!all().isEmpty());
    m_history.reset();
    QFile file(folder() + QStringLiteral("/history.db"));
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate) &&
            file.write("garbage garbage garbage") > 0);
    file.close();
    makeHistory();
    QSignalSpy aside(m_history.get(), &History::putAside);
    m_http->wait(send(peer.url()));
    QTRY_COMPARE(aside.count(), 1);
    QTRY_COMPARE(all().size(), 1);
}

QTEST_GUILESS_MAIN(TestHistory)
#include "tst_history.moc"
