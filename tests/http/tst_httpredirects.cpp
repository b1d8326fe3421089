// SPDX-License-Identifier: MIT
#include "tests/http/httpfixture.h"
#include "tests/support/scriptedpeer.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace wl;
using namespace wltest;
using Phase = HttpExchange::Phase;

class TestHttpRedirects : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void secretsStayHome_data();
    void secretsStayHome();
    void methods_data();
    void methods();
    void hopsAreKept();
    void loop();
    void limits_data();
    void limits();
    void notFollowed_data();
    void notFollowed();
    void places_data();
    void places();
    void largeRedirectBody();
    void keptAliveAcrossHops();
    void totalTimeoutSpansHops();
    void cancelInALoop();

private:
    static ScriptedPeer::Answer redirectTo(const QString& location, int status = 302)
    {
        return ScriptedPeer::fixed("HTTP/1.1 " + QByteArray::number(status) + " Moved\r\nLocation: " +
                                       location.toUtf8() + "\r\nContent-Length: 4\r\n\r\ngone",
                                   false);
    }
    QTemporaryDir m_dir;
};

void TestHttpRedirects::initTestCase()
{
    QVERIFY(m_dir.isValid());
    qputenv("XDG_CACHE_HOME", m_dir.path().toUtf8());
}

void TestHttpRedirects::secretsStayHome_data()
{
    QTest::addColumn<QString>("change");
    QTest::addColumn<bool>("arrives");
    QTest::newRow("path") << QStringLiteral("path") << true;
    QTest::newRow("same, written out") << QStringLiteral("same") << true;
    QTest::newRow("host in capitals") << QStringLiteral("capitals") << true;
    QTest::newRow("host") << QStringLiteral("host") << false;
    QTest::newRow("port") << QStringLiteral("port") << false;
    QTest::newRow("scheme") << QStringLiteral("scheme") << false;
    QTest::newRow("host with user info") << QStringLiteral("userinfo") << false;
    QTest::newRow("away and back") << QStringLiteral("back") << false;
}

void TestHttpRedirects::secretsStayHome()
{
    QFETCH(QString, change);
    QFETCH(bool, arrives);

    ScriptedPeer other(ScriptedPeer::fixed(ScriptedPeer::ok("there"), false));
    QString location;
    int answers = 0;
    ScriptedPeer home([&](QTcpSocket& socket, const QByteArray&) {
        if (++answers == 1)
            redirectTo(location)(socket, {});
        else
            socket.write(ScriptedPeer::ok("home"));
    });
    const QString port = QString::number(home.serverPort());
    ScriptedPeer back(redirectTo(QStringLiteral("http://localhost:") + port + QStringLiteral("/again")));
    const QHash<QString, QString> locations{
        {QStringLiteral("path"), QStringLiteral("/other")},
        {QStringLiteral("same"), QStringLiteral("http://localhost:") + port + QStringLiteral("/x")},
        {QStringLiteral("capitals"), QStringLiteral("http://LOCALHOST:") + port + QStringLiteral("/x")},
        {QStringLiteral("host"), QStringLiteral("http://127.0.0.1:") + port + QStringLiteral("/x")},
        {QStringLiteral("port"), QStringLiteral("http://localhost:") + QString::number(other.serverPort())},
        {QStringLiteral("scheme"), QStringLiteral("https://localhost:") + port + QStringLiteral("/x")},
        {QStringLiteral("userinfo"),
         QStringLiteral("http://eve:pw@127.0.0.1:") + port + QStringLiteral("/x")},
        {QStringLiteral("back"), QStringLiteral("http://127.0.0.1:") + QString::number(back.serverPort())},
    };
    location = locations.value(change);

    HttpRequest typed = request(QStringLiteral("http://localhost:%1/start").arg(port));
    typed.headers = {
        {QStringLiteral("Authorization"), QStringLiteral("Bearer SECRET1"), true, false, {}},
        {QStringLiteral("cookie"), QStringLiteral("sid=SECRET2"), true, false, {}},
        {QStringLiteral("Proxy-Authorization"), QStringLiteral("Basic SECRET3"), true, false, {}},
        {QStringLiteral("X-Api-Key"), QStringLiteral("SECRET4"), true, true, {}},
        {QStringLiteral("X-Plain"), QStringLiteral("harmless"), true, false, {}}};
    typed.settings.connectTimeout = std::chrono::milliseconds(300);
    HttpFixture http;
    const HttpExchange exchange = http.run(typed);
    QVERIFY(exchange.hops.size() >= 2);
    QCOMPARE(home.requests.first().count("SECRET"), 4);
    const bool handshakes = change == QStringLiteral("scheme");
    QCOMPARE(exchange.error.code == ErrorCode::None, !handshakes);

    QByteArray after = other.received + back.received;
    if (home.requests.size() > 1)
        after += home.requests.last();
    if (handshakes)
        after = home.received.sliced(home.requests.first().size());
    QVERIFY(!after.isEmpty());
    QCOMPARE(after.count("SECRET"), arrives ? 4 : 0);
    QVERIFY(!after.contains("Basic ZXZl"));
    if (!handshakes)
        QVERIFY(after.contains("X-Plain: harmless"));
}

void TestHttpRedirects::methods_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QByteArray>("next");
    QTest::addColumn<bool>("keepsBody");
    const auto row = [](int status, const char* method, const char* next, bool keepsBody) {
        QTest::addRow("%d %s", status, method)
            << status << QByteArray(method) << QByteArray(next) << keepsBody;
    };
    for (const int status : {301, 302}) {
        row(status, "GET", "GET", true);
        row(status, "HEAD", "HEAD", true);
        row(status, "POST", "GET", false);
        row(status, "PUT", "PUT", true);
        row(status, "DELETE", "DELETE", true);
        row(status, "BREW", "BREW", true);
    }
    row(303, "GET", "GET", true);
    row(303, "HEAD", "HEAD", true);
    row(303, "POST", "GET", false);
    row(303, "PUT", "GET", false);
    row(303, "DELETE", "GET", false);
    for (const int status : {307, 308}) {
        row(status, "POST", "POST", true);
        row(status, "PUT", "PUT", true);
    }
}

void TestHttpRedirects::methods()
{
    QFETCH(int, status);
    QFETCH(QByteArray, method);
    QFETCH(QByteArray, next);
    QFETCH(bool, keepsBody);
    ScriptedPeer peer([&](QTcpSocket& socket, const QByteArray& got) {
        if (!got.contains(" /next "))
            socket.write("HTTP/1.1 " + QByteArray::number(status) +
                         " Moved\r\nLocation: /next\r\nContent-Length: 0\r\n\r\n");
        else
            socket.write("HTTP/1.1 204 No Content\r\n\r\n");
    });
    HttpRequest typed = request(peer.url(), QString::fromLatin1(method));
    typed.body.kind = HttpBody::Kind::Json;
    typed.body.text = QStringLiteral("{\"a\":1}");
    typed.headers = {{QStringLiteral("Content-Language"), QStringLiteral("de"), true, false, {}}};
    HttpFixture http;
    const HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.error, Error());
    QCOMPARE(peer.requests.size(), 2);
    const QByteArray second = peer.requests.last();
    QVERIFY2(second.startsWith(next + " /next HTTP/1.1\r\n"), second.constData());
    QCOMPARE(second.endsWith("{\"a\":1}"), keepsBody);
    QCOMPARE(second.contains("\r\nContent-Type: "), keepsBody);
    QCOMPARE(second.contains("\r\nContent-Length: "), keepsBody);
    QCOMPARE(second.contains("\r\nContent-Language: "), keepsBody);
    QCOMPARE(exchange.hops.last().method, next);
}

void TestHttpRedirects::hopsAreKept()
{
    ScriptedPeer end(ScriptedPeer::fixed(ScriptedPeer::ok("there", "X: 2\r\n"), false));
    ScriptedPeer start(redirectTo(end.url(QStringLiteral("/there#part"))));
    HttpFixture http;
    const HttpExchange exchange = http.run(request(start.url(QStringLiteral("/start"))));
    QCOMPARE(exchange.error, Error());
    QCOMPARE(exchange.hops.size(), 2);
    QCOMPARE(exchange.hops[0].status, 302);
    QCOMPARE(exchange.hops[0].url, start.url(QStringLiteral("/start")));
    QCOMPARE(exchange.hops[0].wireBodyBytes, 4);
    QCOMPARE(exchange.hops[0].peer.port, start.serverPort());
    QVERIFY(exchange.hops[0].timings.finished.isValid());
    QCOMPARE(exchange.hops[1].status, 200);
    QCOMPARE(exchange.hops[1].url, end.url(QStringLiteral("/there")));
    QCOMPARE(exchange.hops[1].fields.first(), (WireField{"X", "2"}));
    QCOMPARE(exchange.hops[1].requestHead, end.requests.first());
    QVERIFY(end.requests.first().contains("Host: 127.0.0.1:" + QByteArray::number(end.serverPort())));
    QCOMPARE(contentOf(exchange.body), QByteArray("there"));
    QCOMPARE(exchange.expectedBytes, 5);
}

void TestHttpRedirects::loop()
{
    ScriptedPeer peer(redirectTo(QStringLiteral("/again")));
    HttpFixture http;
    const HttpExchange exchange = http.run(request(peer.url()));
    QCOMPARE(exchange.phase, Phase::Failed);
    QCOMPARE(exchange.error.code, ErrorCode::TooManyRedirects);
    QCOMPARE(peer.requests.size(), wl::limits::redirects + 1);
    QCOMPARE(exchange.hops.size(), wl::limits::redirects + 1);
}

void TestHttpRedirects::limits_data()
{
    QTest::addColumn<int>("limit");
    QTest::addColumn<int>("redirects");
    QTest::addColumn<bool>("ok");
    QTest::newRow("none allowed") << 0 << 1 << false;
    QTest::newRow("as many as allowed") << 3 << 3 << true;
    QTest::newRow("one more") << 3 << 4 << false;
}

void TestHttpRedirects::limits()
{
    QFETCH(int, limit);
    QFETCH(int, redirects);
    QFETCH(bool, ok);
    int left = redirects;
    ScriptedPeer peer([&](QTcpSocket& socket, const QByteArray&) {
        if (left-- > 0)
            redirectTo(QStringLiteral("/next"))(socket, {});
        else
            socket.write(ScriptedPeer::ok("end"));
    });
    HttpRequest typed = request(peer.url());
    typed.settings.maxRedirects = limit;
    HttpFixture http;
    const HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.error.code, ok ? ErrorCode::None : ErrorCode::TooManyRedirects);
    QCOMPARE(exchange.hops.size(), std::min(limit, redirects) + 1);
}

void TestHttpRedirects::notFollowed_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<bool>("follow");
    QTest::addColumn<int>("code");
    const auto answer = [](int status, const QByteArray& location) {
        return "HTTP/1.1 " + QByteArray::number(status) + " X\r\n" +
               (location.isNull() ? QByteArray() : "Location: " + location + "\r\n") +
               "Content-Length: 4\r\n\r\nbody";
    };
    QTest::newRow("switched off") << answer(302, "/x") << false << int(ErrorCode::None);
    QTest::newRow("no Location") << answer(302, {}) << true << int(ErrorCode::None);
    QTest::newRow("empty Location") << answer(302, "") << true << int(ErrorCode::None);
    QTest::newRow("300") << answer(300, "/x") << true << int(ErrorCode::None);
    QTest::newRow("305") << answer(305, "/x") << true << int(ErrorCode::None);
    QTest::newRow("200 with Location") << answer(200, "/x") << true << int(ErrorCode::None);
    QTest::newRow("201 with Location") << answer(201, "/x") << true << int(ErrorCode::None);
    for (const char* url :
         {"file:///etc/hostname", "data:text/html,x", "ftp://127.0.0.1/", "javascript:x", "gopher://h/"})
        QTest::newRow(url) << answer(302, url) << true << int(ErrorCode::UnsupportedScheme);
    QTest::newRow("no host") << answer(302, "http:///x") << true << int(ErrorCode::BadAddress);
    QTest::newRow("bad port") << answer(302, "http://127.0.0.1:99999/") << true << int(ErrorCode::BadAddress);
}

void TestHttpRedirects::notFollowed()
{
    QFETCH(QByteArray, answer);
    QFETCH(bool, follow);
    QFETCH(int, code);
    ScriptedPeer peer(ScriptedPeer::fixed(answer, false));
    HttpRequest typed = request(peer.url());
    typed.settings.followRedirects = follow;
    HttpFixture http;
    const HttpExchange exchange = http.run(typed);
    QCOMPARE(int(exchange.error.code), code);
    QCOMPARE(exchange.hops.size(), 1);
    QCOMPARE(exchange.hops.first().status, answer.mid(9, 3).toInt());
    QCOMPARE(peer.requests.size(), 1);
    if (code == 0)
        QCOMPARE(contentOf(exchange.body), QByteArray("body"));
}

void TestHttpRedirects::places_data()
{
    QTest::addColumn<QByteArray>("location");
    QTest::addColumn<QByteArray>("target");
    QTest::newRow("absolute path") << QByteArray("/a/b?c") << QByteArray("/a/b?c");
    QTest::newRow("relative") << QByteArray("other") << QByteArray("/dir/other");
    QTest::newRow("up") << QByteArray("../up") << QByteArray("/up");
    QTest::newRow("query only") << QByteArray("?q=2") << QByteArray("/dir/page?q=2");
    QTest::newRow("fragment") << QByteArray("/f#x") << QByteArray("/f");
    QTest::newRow("space") << QByteArray("/a b") << QByteArray("/a%20b");
    QTest::newRow("not ASCII") << QByteArray("/\xc3\xa4") << QByteArray("/%C3%A4");
}

void TestHttpRedirects::places()
{
    QFETCH(QByteArray, location);
    QFETCH(QByteArray, target);
    int answers = 0;
    ScriptedPeer peer([&](QTcpSocket& socket, const QByteArray&) {
        if (++answers == 1)
            socket.write("HTTP/1.1 302 X\r\nLocation: " + location + "\r\nContent-Length: 0\r\n\r\n");
        else
            socket.write(ScriptedPeer::ok("x"));
    });
    HttpFixture http;
    QCOMPARE(http.run(request(peer.url(QStringLiteral("/dir/page?q=1")))).error, Error());
    QCOMPARE(peer.requests.size(), 2);
    QVERIFY2(peer.requests.last().startsWith("GET " + target + " HTTP/1.1\r\n"),
             peer.requests.last().constData());
}

void TestHttpRedirects::largeRedirectBody()
{
    // Nobody sees the body of a redirect: it is not read to its end, however long it is.
    QTcpSocket* flooding = nullptr;
    ScriptedPeer end(ScriptedPeer::fixed(ScriptedPeer::ok("there"), false));
    ScriptedPeer start([&](QTcpSocket& socket, const QByteArray&) {
        flooding = &socket;
        socket.write("HTTP/1.1 302 X\r\nContent-Length: 1000000000000\r\nLocation: " + end.url().toUtf8() +
                     "\r\n\r\n");
        connect(&socket, &QTcpSocket::bytesWritten, &socket, [&socket] {
            if (socket.bytesToWrite() < 100000)
                socket.write(QByteArray(100000, 'x'));
        });
    });
    HttpFixture http;
    const HttpExchange exchange = http.run(request(start.url()));
    QCOMPARE(exchange.error, Error());
    QCOMPARE(contentOf(exchange.body), QByteArray("there"));
    QVERIFY(exchange.hops[0].warnings.join(u' ').contains(QStringLiteral("not read to its end")));
    QCOMPARE(start.requests.size(), 1);
    QTRY_VERIFY(http.sink.row(0).has(RecordKind::Reset));
}

void TestHttpRedirects::keptAliveAcrossHops()
{
    int answers = 0;
    ScriptedPeer peer([&](QTcpSocket& socket, const QByteArray&) {
        if (++answers < 5)
            redirectTo(QStringLiteral("/%1").arg(answers))(socket, {});
        else
            socket.write(ScriptedPeer::ok("x"));
    });
    HttpFixture http;
    const HttpExchange exchange = http.run(request(peer.url()));
    QCOMPARE(exchange.hops.size(), 5);
    QCOMPARE(peer.connections, 1);
    QVERIFY(!exchange.hops[0].timings.reused && exchange.hops[4].timings.reused);
}

void TestHttpRedirects::totalTimeoutSpansHops()
{
    ScriptedPeer peer([](QTcpSocket& socket, const QByteArray&) {
        QTimer::singleShot(40, &socket, [&socket] { redirectTo(QStringLiteral("/x"))(socket, {}); });
    });
    HttpRequest typed = request(peer.url());
    typed.settings.totalTimeout = std::chrono::milliseconds(300);
    typed.settings.maxRedirects = 100000;
    HttpFixture http;
    const HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.error.code, ErrorCode::TotalTimeout);
    QVERIFY(exchange.hops.size() > 1);
}

void TestHttpRedirects::cancelInALoop()
{
    ScriptedPeer peer(redirectTo(QStringLiteral("/again")));
    HttpRequest typed = request(peer.url());
    typed.settings.maxRedirects = 1000000;
    HttpFixture http;
    const ExchangeId id = *http.start(typed);
    QTRY_VERIFY(peer.requests.size() > 10);
    http.client->cancel(id);
    QCOMPARE(http.wait(id).phase, Phase::Canceled);
    http.client.reset();
    const qsizetype sent = peer.requests.size();
    QTest::qWait(0);
    QVERIFY(peer.requests.size() <= sent + 1);
}

QTEST_GUILESS_MAIN(TestHttpRedirects)
#include "tst_httpredirects.moc"
