// SPDX-License-Identifier: MIT
#include "tests/http/httpfixture.h"
#include "tests/http/workerfixture.h"
#include "tests/support/scriptedpeer.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace wl;
using namespace wltest;
using namespace std::chrono_literals;
using Phase = HttpExchange::Phase;

/// What an exchange tells while its disk is slow, while nothing moves, and while it waits for its turn.
class TestHttpWorker : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void endTellsWhatIsOnTheDisk_data();
    void endTellsWhatIsOnTheDisk();
    void standstillIsNotReported();
    void queuedSaysSo();
    void totalTimeoutRunsInTheQueue();
    void goesAwayWithABodyOnTheWay();

private:
    QTemporaryDir m_dir;
};

void TestHttpWorker::initTestCase()
{
    QVERIFY(m_dir.isValid());
    qputenv("XDG_CACHE_HOME", m_dir.path().toUtf8());
}

void TestHttpWorker::endTellsWhatIsOnTheDisk_data()
{
    QTest::addColumn<bool>("isCanceled");
    QTest::newRow("canceled") << true;
    QTest::newRow("total timeout") << false;
}

void TestHttpWorker::endTellsWhatIsOnTheDisk()
{
    QFETCH(bool, isCanceled);
    const QByteArray part(1'000'000, 'x');
    ScriptedPeer peer(
        ScriptedPeer::fixed("HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n" + part, false));
    WorkerFixture http;
    http.disk.hold();
    HttpRequest typed = request(peer.url());
    if (!isCanceled)
        typed.settings.totalTimeout = 400ms;
    const ExchangeId id = http.start(typed);
    QTRY_VERIFY(!http.last[id].hops.isEmpty() && http.last[id].hops.last().wireBodyBytes == part.size());
    QCOMPARE(http.last[id].bodyBytes, 0);
    if (isCanceled)
        http.worker.cancel(id);
    // The connection ends at once, the report comes when all that came is written.
    QTRY_VERIFY(http.sink.row(0).has(RecordKind::Reset));
    QVERIFY(!http.last[id].isFinished());
    http.worker.cancel(id); // the first end counts
    http.disk.release();
    const HttpExchange exchange = http.wait(id);
    QCOMPARE(exchange.phase, isCanceled ? Phase::Canceled : Phase::Failed);
    QCOMPARE(exchange.bodyBytes, part.size());
    QVERIFY(contentOf(exchange.body) == part);
    QCOMPARE(exchange.decodedBytes, part.size());
}

void TestHttpWorker::standstillIsNotReported()
{
    ScriptedPeer still(ScriptedPeer::fixed("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhel", false));
    ScriptedPeer lively([](QTcpSocket& socket, const QByteArray&) {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        auto* timer = new QTimer(&socket);
        connect(timer, &QTimer::timeout, &socket, [&socket] { socket.write("x"); });
        timer->start(10);
    });
    WorkerFixture http;
    const ExchangeId quiet = http.start(request(still.url()));
    QTRY_COMPARE(http.last[quiet].bodyBytes, 3);
    const int told = http.reports[quiet];
    const ExchangeId other = http.start(request(lively.url()));
    QTRY_VERIFY(http.reports[other] > 5);
    QCOMPARE(http.reports[quiet], told);
    http.worker.cancel(other);
    http.worker.cancel(quiet);
    QCOMPARE(http.wait(quiet).bodyBytes, 3);
}

void TestHttpWorker::queuedSaysSo()
{
    QList<QTcpSocket*> held;
    ScriptedPeer peer([&](QTcpSocket& socket, const QByteArray&) { held.append(&socket); });
    WorkerFixture http;
    QList<ExchangeId> ids;
    for (int i = 0; i < ManagerPool::maxManagers + 1; ++i)
        ids.append(http.start(request(peer.url())));
    QTRY_COMPARE(held.size(), ManagerPool::maxManagers);
    QTRY_VERIFY(http.reports[ids.last()] > 0);
    QCOMPARE(http.last[ids.last()].phase, Phase::Queued);
    QTRY_COMPARE(http.last[ids.first()].phase, Phase::Waiting);
    held.first()->write(ScriptedPeer::ok("x"));
    QTRY_COMPARE(http.last[ids.last()].phase, Phase::Waiting);
    for (const ExchangeId id : std::as_const(ids))
        http.worker.cancel(id);
}

void TestHttpWorker::totalTimeoutRunsInTheQueue()
{
    ScriptedPeer peer([](QTcpSocket&, const QByteArray&) {});
    WorkerFixture http;
    QList<ExchangeId> ids;
    for (int i = 0; i < ManagerPool::maxManagers; ++i)
        ids.append(http.start(request(peer.url())));
    QTRY_COMPARE(peer.requests.size(), ManagerPool::maxManagers);
    HttpRequest typed = request(peer.url());
    typed.settings.totalTimeout = 100ms;
    const ExchangeId late = http.start(typed);
    const HttpExchange exchange = http.wait(late);
    QCOMPARE(exchange.error.code, ErrorCode::TotalTimeout);
    QCOMPARE(exchange.phase, Phase::Failed);
    for (const ExchangeId id : std::as_const(ids))
        http.worker.cancel(id);
    for (const ExchangeId id : std::as_const(ids))
        QCOMPARE(http.wait(id).phase, Phase::Canceled);
    // Its turn does not come after its end.
    QCOMPARE(http.wait(http.start(typed)).error.code, ErrorCode::TotalTimeout);
    QCOMPARE(peer.requests.size(), ManagerPool::maxManagers + 1);
}

void TestHttpWorker::goesAwayWithABodyOnTheWay()
{
    ScriptedPeer peer(ScriptedPeer::fixed(
        "HTTP/1.1 200 OK\r\nContent-Length: 2000000\r\n\r\n" + QByteArray(1'000'000, 'x'), false));
    QString path;
    {
        WorkerFixture http;
        const ExchangeId id = http.start(request(peer.url()));
        QTRY_VERIFY(http.last[id].body);
        path = http.last[id].body->path();
        QVERIFY(QFile::exists(path));
        http.disk.hold();
        http.worker.cancel(id);
        http.disk.release();
    }
    QVERIFY(!QFile::exists(path));
}

QTEST_GUILESS_MAIN(TestHttpWorker)
#include "tst_httpworker.moc"
