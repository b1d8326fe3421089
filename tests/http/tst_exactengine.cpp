// SPDX-License-Identifier: MIT
#include "http/httpcompose.h"
#include "http/httpurl.h"
#include "tests/http/httpfixture.h"
#include "tests/support/rawpeer.h"
#include "tests/support/scriptedpeer.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace wl;
using namespace wl::test;
using namespace wltest;

/// What only the exact engine does; what both do is tested for both in the other files.
class TestExactEngine : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void targets_data();
    void targets();
    void fields_data();
    void fields();
    void lineBreaksAreRefused();
    void smallRequestIsOneRecord();
    void reusesAConnection();
    void oddFramingIsTheLastOfItsConnection_data();
    void oddFramingIsTheLastOfItsConnection();
    void redirectLeavesTheBodyAndItsLength();
    void cancelClosesTheSocketDuringAnUpload();
    void serverThatAnswersBeforeTheUploadIsWhole();

private:
    static HttpRequest exactly(const QString& url, const QString& method = QStringLiteral("GET"))
    {
        HttpRequest typed = request(url, method);
        typed.settings.engine = HttpEngine::Exact;
        return typed;
    }
    static HttpBody textBody(const QString& text)
    {
        HttpBody body;
        body.kind = HttpBody::Kind::Text;
        body.text = text;
        return body;
    }
    /// A body of 200 MB.
    [[nodiscard]] HttpRequest upload(const RawListener& listener) const
    {
        QFile file(m_dir.filePath(QStringLiteral("large")));
        if (!file.open(QIODevice::WriteOnly) || !file.resize(200'000'000))
            qFatal("cannot write");
        HttpRequest asked =
            exactly(QStringLiteral("http://127.0.0.1:%1/").arg(listener.port()), QStringLiteral("PUT"));
        asked.body = fileBody(file.fileName());
        return asked;
    }
    static QByteArrayList linesOf(const QByteArray& head) { return head.split('\n'); }

    QTemporaryDir m_dir;
};

void TestExactEngine::initTestCase()
{
    QVERIFY(m_dir.isValid());
    qputenv("XDG_CACHE_HOME", m_dir.path().toUtf8());
}

void TestExactEngine::targets_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<bool>("encode");
    QTest::addColumn<QByteArray>("sent");
    const auto row = [](const char* typed, bool encode, const char* sent) {
        QTest::newRow(
            qPrintable(QString::fromUtf8(typed) + QLatin1String(encode ? ", encoded" : ", as it is")))
            << QString::fromUtf8(typed) << encode << QByteArray(sent);
    };
    for (const bool encode : {true, false}) {
        for (const char* same : {"/", "/a/../b", "/./a//b/", "/%41%7e%2F", "/a?b=%zz"}) {
            const bool hasLonePercent = QByteArray(same).contains("%zz");
            row(same, encode, encode && hasLonePercent ? "/a?b=%25zz" : same);
        }
    }
    row("", true, "/");
    row("?q", true, "/?q");
    row("/a b\"<>\\^`{|}", true, "/a%20b%22%3C%3E%5C%5E%60%7B%7C%7D");
    row("/a b\"<>\\^`{|}", false, "/a b\"<>\\^`{|}");
    row("/\u00fc?\u20ac", true, "/%C3%BC?%E2%82%AC");
    row("/\u00fc?\u20ac", false, "/\xc3\xbc?\xe2\x82\xac");
    row("/a;b,c!$&'()*+:@[]?/?", true, "/a;b,c!$&'()*+:@[]?/?");
}

void TestExactEngine::targets()
{
    QFETCH(QString, typed);
    QFETCH(bool, encode);
    QFETCH(QByteArray, sent);
    RawListener listener;
    HttpFixture http;
    HttpRequest asked = exactly(QStringLiteral("http://127.0.0.1:%1").arg(listener.port()) + typed);
    asked.settings.encodeUrl = encode;
    const Result<HttpPreview> preview = HttpClient::preview(asked);
    QVERIFY(preview.has_value());
    QCOMPARE(linesOf(preview->head).first(), "GET " + sent + " HTTP/1.1\r");
    const Result<ExchangeId> id = http.start(asked);
    QVERIFY(id.has_value());
    RawPeer peer = listener.waitForPeer();
    QTRY_COMPARE(peer.pump().received(), preview->head);
    peer.send("HTTP/1.1 204 No Content\r\n\r\n");
    QCOMPARE(http.wait(*id).error, Error());
    QCOMPARE(peer.pump().received(), preview->head);
}

void TestExactEngine::fields_data()
{
    QTest::addColumn<QList<HttpField>>("typed");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArrayList>("last"); // lines at the end of the head
    QTest::addColumn<QByteArrayList>("without");
    QTest::addColumn<QString>("note");
    const auto field = [](const char* name, const char* value) {
        return HttpField{QString::fromUtf8(name), QString::fromUtf8(value), true, false, {}};
    };
    QTest::newRow("one name twice") << QList{field("X-A", "1"), field("x-a", "2")} << QString()
                                    << QByteArrayList{"X-A: 1\r", "x-a: 2\r"} << QByteArrayList{}
                                    << QString();
    QTest::newRow("automatic ones are replaced")
        << QList{field("user-AGENT", "me"), field("HOST", "else.example")} << QString()
        << QByteArrayList{"user-AGENT: me\r", "HOST: else.example\r"}
        << QByteArrayList{"User-Agent: ", "Host: "} << QString();
    QTest::newRow("empty ones") << QList{field("Accept-Encoding", ""), field("Connection", "")} << QString()
                                << QByteArrayList{"Accept-Encoding: \r", "Connection: \r"}
                                << QByteArrayList{"gzip", "keep-alive"} << QString();
    QTest::newRow("another length") << QList{field("Content-Length", "3")} << QStringLiteral("abcdef")
                                    << QByteArrayList{"Content-Length: 3\r"}
                                    << QByteArrayList{"Content-Length: 6"}
                                    << QStringLiteral("the body has 6 bytes");
    QTest::newRow("chunks by hand") << QList{field("Transfer-Encoding", "chunked")}
                                    << QStringLiteral("1\r\na\r\n0\r\n\r\n")
                                    << QByteArrayList{"Transfer-Encoding: chunked\r"}
                                    << QByteArrayList{"Content-Length"} << QStringLiteral("chunks");
    QTest::newRow("characters") << QList{field("X", "\u00fc\u20ac")} << QString()
                                << QByteArrayList{"X: \xc3\xbc\xe2\x82\xac\r"} << QByteArrayList{}
                                << QString();
}

void TestExactEngine::fields()
{
    QFETCH(QList<HttpField>, typed);
    QFETCH(QString, text);
    QFETCH(QByteArrayList, last);
    QFETCH(QByteArrayList, without);
    QFETCH(QString, note);
    RawListener listener;
    HttpFixture http;
    HttpRequest asked =
        exactly(QStringLiteral("http://127.0.0.1:%1/").arg(listener.port()), QStringLiteral("POST"));
    asked.headers = typed;
    if (!text.isEmpty())
        asked.body = textBody(text);
    const Result<HttpPreview> preview = HttpClient::preview(asked);
    QVERIFY(preview.has_value());
    QVERIFY2(preview->notes.join(u' ').contains(note), qPrintable(preview->notes.join(u' ')));
    QCOMPARE(preview->notes.isEmpty(), note.isEmpty());
    const Result<ExchangeId> id = http.start(asked);
    RawPeer peer = listener.waitForPeer();
    QTRY_COMPARE(peer.pump().received(), preview->head + text.toUtf8());
    QByteArrayList lines = linesOf(preview->head);
    lines.removeIf([](const QByteArray& line) { return line.startsWith("Content-Length: 0"); });
    QCOMPARE(lines.sliced(lines.size() - 2 - last.size(), last.size()), last);
    for (const QByteArray& gone : without)
        QVERIFY2(!preview->head.contains(gone), gone.constData());
    peer.send("HTTP/1.1 204 No Content\r\n\r\n");
    QCOMPARE(http.wait(*id).error, Error());
}

void TestExactEngine::lineBreaksAreRefused()
{
    HttpFixture http;
    for (const char* value : {"a\r\nEvil: 1", "a\nb"}) {
        HttpRequest asked = exactly(QStringLiteral("http://127.0.0.1:9/"));
        asked.headers = {{QStringLiteral("X"), QString::fromUtf8(value), true, false, {}}};
        QCOMPARE(int(http.run(asked).error.code), int(ErrorCode::BadOption));
    }
    QCOMPARE(int(http.run(exactly(QStringLiteral("http://127.0.0.1:9/a\r\nb"))).error.code),
             int(ErrorCode::BadAddress));
    QCOMPARE(int(http.run(exactly(QStringLiteral("http://127.0.0.1:9/"), QStringLiteral("G T"))).error.code),
             int(ErrorCode::BadOption));
}

void TestExactEngine::smallRequestIsOneRecord()
{
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("x"), false));
    HttpFixture http;
    HttpRequest asked = exactly(peer.url(), QStringLiteral("POST"));
    asked.body = textBody(QStringLiteral("body"));
    QCOMPARE(http.run(asked).error, Error());
    QCOMPARE(http.sink.count(), 1);
    QVERIFY(http.sink.row(0).sent.endsWith("\r\n\r\nbody"));
}

void TestExactEngine::reusesAConnection()
{
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("x"), false));
    HttpFixture http;
    for (int i = 0; i < 5; ++i) {
        const HttpExchange exchange = http.run(exactly(peer.url()));
        QCOMPARE(exchange.error, Error());
        QCOMPARE(exchange.hops.first().timings.reused, i > 0);
        QCOMPARE(exchange.hops.first().timings.connected.isValid(), i == 0);
    }
    QCOMPARE(peer.connections, 1);
}

void TestExactEngine::oddFramingIsTheLastOfItsConnection_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    QTest::newRow("longer") << QStringLiteral("Content-Length") << QStringLiteral("5");
    QTest::newRow("shorter") << QStringLiteral("Content-Length") << QStringLiteral("1");
    QTest::newRow("coding") << QStringLiteral("Transfer-Encoding") << QStringLiteral("chunked");
    QTest::newRow("close") << QStringLiteral("Connection") << QStringLiteral("close");
}

void TestExactEngine::oddFramingIsTheLastOfItsConnection()
{
    QFETCH(QString, name);
    QFETCH(QString, value);
    RawListener listener;
    HttpFixture http;
    const QString url = QStringLiteral("http://127.0.0.1:%1/").arg(listener.port());
    HttpRequest odd = exactly(url, QStringLiteral("POST"));
    odd.body = textBody(QStringLiteral("0\r\n\r\n").first(3));
    odd.headers = {{name, value, true, false, {}}};
    const Result<ExchangeId> first = http.start(odd);
    RawPeer peer = listener.waitForPeer();
    QTRY_VERIFY(peer.pump().received().contains("\r\n\r\n"));
    peer.send(ScriptedPeer::ok("x"));
    QCOMPARE(http.wait(*first).error, Error());
    QTRY_VERIFY(peer.pump().isFinished());
    const Result<ExchangeId> second = http.start(exactly(url));
    RawPeer other = listener.waitForPeer();
    QTRY_VERIFY(other.pump().received().startsWith("GET / "));
    other.send(ScriptedPeer::ok("y"));
    QCOMPARE(http.wait(*second).error, Error());
}

void TestExactEngine::redirectLeavesTheBodyAndItsLength()
{
    ScriptedPeer peer([](QTcpSocket& socket, const QByteArray& got) {
        socket.write(got.startsWith("POST") ? "HTTP/1.1 303 See Other\r\nLocation: /there\r\n"
                                              "Content-Length: 0\r\n\r\n"
                                            : ScriptedPeer::ok("there"));
    });
    HttpFixture http;
    HttpRequest asked = exactly(peer.url(), QStringLiteral("POST"));
    asked.body = textBody(QStringLiteral("body"));
    const HttpExchange exchange = http.run(asked);
    QCOMPARE(exchange.error, Error());
    QCOMPARE(contentOf(exchange.body), QByteArray("there"));
    QCOMPARE(exchange.hops.size(), 2);
    QVERIFY(exchange.hops.last().requestHead.startsWith("GET /there HTTP/1.1\r\n"));
    QVERIFY(!exchange.hops.last().requestHead.contains("Content-"));
}

void TestExactEngine::cancelClosesTheSocketDuringAnUpload()
{
    RawListener listener;
    HttpFixture http(false);
    const Result<ExchangeId> id = http.start(upload(listener));
    RawPeer peer = listener.waitForPeer();
    QTRY_VERIFY(!peer.pump(1).received().isEmpty());
    http.client->cancel(*id);
    QCOMPARE(http.wait(*id).phase, HttpExchange::Phase::Canceled);
    QTRY_VERIFY(peer.pump().error() == ECONNRESET || peer.isFinished());
    QVERIFY(peer.received().size() < 200'000'000);
}

void TestExactEngine::serverThatAnswersBeforeTheUploadIsWhole()
{
    RawListener listener;
    HttpFixture http(false);
    const Result<ExchangeId> id = http.start(upload(listener));
    RawPeer peer = listener.waitForPeer();
    QTRY_VERIFY(!peer.pump(1).received().isEmpty());
    peer.send("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\n\r\nbig");
    const HttpExchange exchange = http.wait(*id);
    QCOMPARE(exchange.hops.first().status, 413);
    QCOMPARE(contentOf(exchange.body), QByteArray("big"));
    QVERIFY(
        exchange.hops.first().warnings.join(u' ').contains(QStringLiteral("before the request was whole")));
}

QTEST_MAIN(TestExactEngine)
#include "tst_exactengine.moc"
