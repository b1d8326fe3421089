// SPDX-License-Identifier: MIT
#include "http/managerpool.h"
#include "tests/http/httpfixture.h"
#include "tests/support/networkplace.h"
#include "tests/support/scriptedpeer.h"
#include "tests/support/securepeer.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace wl;
using namespace wltest;
using Phase = HttpExchange::Phase;

/// An exchange that ends without a whole answer: nobody can be reached, a time limit, Cancel, the program's
/// end.
class TestHttpEnds : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void cannotConnect_data();
    void cannotConnect();
    void unreachable_data();
    void unreachable();
    void noConnectTimeout();
    void timeouts_data();
    void timeouts();
    void idleTimeoutWhileReceiving();
    void cancel_data();
    void cancel();
    void cancelOfAWaitingOne();
    void failuresDoNotWearOut();
    void clientGoesAwayMeanwhile();

private:
    QTemporaryDir m_dir;
};

void TestHttpEnds::initTestCase()
{
    QVERIFY(m_dir.isValid());
    qputenv("XDG_CACHE_HOME", m_dir.path().toUtf8());
}

void TestHttpEnds::cannotConnect_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<int>("code");
    QTcpServer taken;
    taken.listen(QHostAddress::LocalHost);
    const quint16 free = taken.serverPort();
    taken.close();
    QTest::newRow("refused") << QStringLiteral("http://127.0.0.1:%1/").arg(free)
                             << int(ErrorCode::ConnectionRefused);
    QTest::newRow("refused, https") << QStringLiteral("https://127.0.0.1:%1/").arg(free)
                                    << int(ErrorCode::ConnectionRefused);
    QTest::newRow("refused, IPv6") << QStringLiteral("http://[::1]:%1/").arg(free)
                                   << int(ErrorCode::ConnectionRefused);
    QTest::newRow("no such name") << QStringLiteral("http://no-such-name.invalid/")
                                  << int(ErrorCode::NameNotFound);
}

void TestHttpEnds::cannotConnect()
{
    QFETCH(QString, url);
    QFETCH(int, code);
    HttpFixture http;
    const HttpExchange exchange = http.run(request(url));
    QCOMPARE(exchange.phase, Phase::Failed);
    QVERIFY2(int(exchange.error.code) == code, qPrintable(exchange.error.detail));
    QVERIFY(!exchange.error.detail.isEmpty());
    QVERIFY(!exchange.hops.first().timings.sent.isValid());
    QVERIFY(http.sink.count() >= 1);
    QVERIFY(http.sink.row(0).has(RecordKind::Failed));
}

void TestHttpEnds::unreachable_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<int>("code");
    QTest::newRow("host") << QStringLiteral("http://10.8.0.1/") << int(ErrorCode::HostUnreachable);
    QTest::newRow("network") << QStringLiteral("http://10.7.0.1/") << int(ErrorCode::NetworkUnreachable);
    QTest::newRow("silent") << QStringLiteral("http://10.9.0.1/") << int(ErrorCode::ConnectTimeout);
    QTest::newRow("silent, https") << QStringLiteral("https://10.9.0.1/") << int(ErrorCode::ConnectTimeout);
}

void TestHttpEnds::unreachable()
{
    QFETCH(QString, url);
    QFETCH(int, code);
    HttpExchange exchange;
    const QStringList routes{QStringLiteral("route add unreachable 10.8.0.0/24"),
                             QStringLiteral("route add 10.9.0.0/24 dev lo")};
    const bool isMade = wl::test::inOwnNetwork(routes, [&] {
        HttpFixture http;
        HttpRequest typed = request(url);
        typed.settings.connectTimeout = std::chrono::milliseconds(200);
        const Result<ExchangeId> id = http.start(typed);
        QEventLoop loop;
        connect(http.client.get(), &HttpClient::updated, &loop, [&loop](const HttpExchange& told) {
            if (told.isFinished())
                loop.quit();
        });
        loop.exec();
        exchange = http.last[*id];
    });
    if (!isMade)
        QSKIP("no rights to make a network of its own");
    QCOMPARE(exchange.phase, Phase::Failed);
    QCOMPARE(int(exchange.error.code), code);
    QVERIFY(exchange.error.detail.startsWith(QStringLiteral("10.")));
    QVERIFY(!exchange.hops.first().timings.connected.isValid());
}

void TestHttpEnds::noConnectTimeout()
{
    // 0 is no limit: for an address, a name and TLS.
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("x"), false));
    wl::test::SecurePeer secure(wl::test::Certificate({}));
    HttpFixture http;
    for (const QString& url : {peer.url(), QStringLiteral("http://localhost:%1/").arg(peer.serverPort()),
                               secure.url(), secure.url(QStringLiteral("127.0.0.1"))}) {
        HttpRequest typed = request(url);
        typed.settings.tls.verify = false;
        typed.settings.connectTimeout = std::chrono::milliseconds(0);
        typed.settings.firstByteTimeout = std::chrono::milliseconds(0);
        typed.settings.idleTimeout = std::chrono::milliseconds(0);
        QCOMPARE(http.run(typed).error, Error());
    }
}

void TestHttpEnds::timeouts_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("firstByteMs");
    QTest::addColumn<int>("idleMs");
    QTest::addColumn<int>("totalMs");
    QTest::addColumn<int>("code");
    const QByteArray part = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhel";
    QTest::newRow("first byte") << QByteArray() << 150 << 60000 << 0 << int(ErrorCode::FirstByteTimeout);
    QTest::newRow("idle in the head")
        << QByteArray("HTTP/1.1 200") << 60000 << 150 << 0 << int(ErrorCode::IdleTimeout);
    QTest::newRow("idle in the body") << part << 60000 << 150 << 0 << int(ErrorCode::IdleTimeout);
    QTest::newRow("total before the answer")
        << QByteArray() << 60000 << 60000 << 150 << int(ErrorCode::TotalTimeout);
    QTest::newRow("total in the body") << part << 60000 << 60000 << 150 << int(ErrorCode::TotalTimeout);
}

void TestHttpEnds::timeouts()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, firstByteMs);
    QFETCH(int, idleMs);
    QFETCH(int, totalMs);
    QFETCH(int, code);
    ScriptedPeer peer(ScriptedPeer::fixed(bytes, false));
    HttpRequest typed = request(peer.url());
    typed.settings.firstByteTimeout = std::chrono::milliseconds(firstByteMs);
    typed.settings.idleTimeout = std::chrono::milliseconds(idleMs);
    typed.settings.totalTimeout = std::chrono::milliseconds(totalMs);
    HttpFixture http;
    const HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.phase, Phase::Failed);
    QCOMPARE(int(exchange.error.code), code);
    QCOMPARE(exchange.bodyBytes, bytes.endsWith("hel") ? 3 : 0);
    QCOMPARE(exchange.hops.first().status, bytes.endsWith("hel") ? 200 : 0);
    QCOMPARE(peer.requests.size(), 1);
    // The server sees the connection go.
    QTRY_VERIFY(http.sink.row(0).has(RecordKind::Reset));
}

void TestHttpEnds::idleTimeoutWhileReceiving()
{
    // A peer that sends now and then is not idle, however long it takes.
    ScriptedPeer peer([](QTcpSocket& socket, const QByteArray&) {
        socket.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n");
        auto* timer = new QTimer(&socket);
        connect(timer, &QTimer::timeout, &socket, [&socket] { socket.write("x"); });
        timer->start(60);
    });
    HttpRequest typed = request(peer.url());
    typed.settings.idleTimeout = std::chrono::milliseconds(400);
    HttpFixture http;
    const HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.error, Error());
    QCOMPARE(exchange.bodyBytes, 10);
}

void TestHttpEnds::cancel_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("status");
    QTest::newRow("waiting") << QByteArray() << 0;
    QTest::newRow("in the body") << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhel") << 200;
}

void TestHttpEnds::cancel()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, status);
    ScriptedPeer peer(ScriptedPeer::fixed(bytes, false));
    HttpFixture http;
    const ExchangeId id = *http.start(request(peer.url()));
    QTRY_VERIFY(http.last[id].phase == (bytes.isEmpty() ? Phase::Waiting : Phase::Receiving));
    http.client->cancel(id);
    const HttpExchange exchange = http.wait(id);
    QCOMPARE(exchange.phase, Phase::Canceled);
    QCOMPARE(exchange.error.code, ErrorCode::Canceled);
    QCOMPARE(exchange.hops.first().status, status);
    QCOMPARE(contentOf(exchange.body), bytes.isEmpty() ? QByteArray() : QByteArray("hel"));
    QTRY_VERIFY(http.sink.row(0).has(RecordKind::Reset));
    // Nothing happens for a finished one, and the client goes on.
    const int reports = http.reports[id];
    http.client->cancel(id);
    ScriptedPeer good(ScriptedPeer::fixed(ScriptedPeer::ok("x"), false));
    QCOMPARE(http.run(request(good.url())).error, Error());
    QCOMPARE(http.reports[id], reports);
    QCOMPARE(peer.requests.size(), 1);
}

void TestHttpEnds::cancelOfAWaitingOne()
{
    if (engineUnderTest() == HttpEngine::Exact)
        QSKIP("the exact engine has no managers to wait for");
    // One more than there are managers: it waits for one and never reaches the server.
    ScriptedPeer peer([](QTcpSocket&, const QByteArray&) {});
    HttpFixture http;
    QList<ExchangeId> ids;
    for (int i = 0; i < ManagerPool::maxManagers + 1; ++i)
        ids.append(*http.start(request(peer.url())));
    QTRY_COMPARE(peer.requests.size(), ManagerPool::maxManagers);
    http.client->cancel(ids.last());
    QCOMPARE(http.wait(ids.last()).phase, Phase::Canceled);
    for (const ExchangeId id : std::as_const(ids))
        http.client->cancel(id);
    for (const ExchangeId id : std::as_const(ids))
        QCOMPARE(http.wait(id).phase, Phase::Canceled);
    http.client.reset();
    QCOMPARE(peer.requests.size(), ManagerPool::maxManagers);
}

void TestHttpEnds::failuresDoNotWearOut()
{
    // However often something fails, and at whatever moment: the next request works.
    QTcpServer taken;
    QVERIFY(taken.listen(QHostAddress::LocalHost));
    const QString nobody = QStringLiteral("http://127.0.0.1:%1/").arg(taken.serverPort());
    taken.close();
    ScriptedPeer silent([](QTcpSocket&, const QByteArray&) {});
    ScriptedPeer rude(ScriptedPeer::fixed("rude", true));
    ScriptedPeer good(ScriptedPeer::fixed(ScriptedPeer::ok("x"), false));
    HttpFixture http;
    HttpRequest upload = request(silent.url(), QStringLiteral("PUT"));
    upload.body.kind = HttpBody::Kind::Text;
    upload.body.text = QString(4'000'000, u'x');
    HttpRequest uploadToNobody = upload;
    uploadToNobody.url = nobody;
    for (int round = 0; round < 12; ++round) {
        QCOMPARE(http.run(request(nobody)).error.code, ErrorCode::ConnectionRefused);
        QCOMPARE(http.run(uploadToNobody).error.code, ErrorCode::ConnectionRefused);
        QCOMPARE(http.run(request(rude.url())).error.code, ErrorCode::NotHttp);
        const ExchangeId atOnce = *http.start(request(silent.url()));
        http.client->cancel(atOnce);
        const ExchangeId soon = *http.start(upload);
        QTest::qWait(round);
        http.client->cancel(soon);
        QCOMPARE(http.wait(atOnce).phase, Phase::Canceled);
        QCOMPARE(http.wait(soon).phase, Phase::Canceled);
        QCOMPARE(http.run(request(good.url())).error, Error());
    }
}

void TestHttpEnds::clientGoesAwayMeanwhile()
{
    ScriptedPeer peer(ScriptedPeer::fixed("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhel", false));
    for (int i = 0; i < 5; ++i) {
        HttpFixture http;
        for (int k = 0; k < 12; ++k)
            QVERIFY(http.start(request(peer.url())).has_value());
        if (i % 2 == 0)
            QTRY_VERIFY(!http.last.empty());
    }
}

QTEST_GUILESS_MAIN(TestHttpEnds)
#include "tst_httpends.moc"
