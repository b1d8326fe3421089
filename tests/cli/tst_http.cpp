// SPDX-License-Identifier: MIT
#include "cli/httpclitest.h"
#include "support/rawpeer.h"

#include <QTemporaryDir>

using namespace wl::test;

class tst_http : public HttpCliTest
{
    Q_OBJECT
private slots:
    void initTestCase() { VERIFY_PROGRAM(); }
    void init() { startServer(); }
    void getsTheBody();
    void sendsHeaderFieldsAndBodies_data();
    void sendsHeaderFieldsAndBodies();
    void exactEngineSendsAsTyped();
    void sendsParts();
    void sendsTheUrlAsTyped();
    void sendsTheUserOfTheUrl();
    void boundsTheExchange_data();
    void boundsTheExchange();
    void badOptions_data();
    void badOptions();
    void userOfTheUrlIsSent();
    void methodIsGuessedFromTheBody();
    void anyStatusIsAnAnswer();
    void writesToAFile();
    void emptyBodyMakesAnEmptyFile();
    void followsRedirects();
    void doesNotFollowRedirects();
    void tellsTiming();
    void jsonEvents();
    void decodes();
    void hexAndNone();
    void bodyComesAsItComes();
    void capture();
};

void tst_http::getsTheBody()
{
    CliProcess cli;
    QCOMPARE(cli.run(get(QStringLiteral("/"))), 0);
    QCOMPARE(cli.out(), QByteArray("hello\x1b\n"));
    QVERIFY2(cli.words().contains("200 OK, text/plain, 7 B"), cli.words().constData());
    QVERIFY(m_server->requests.constFirst().startsWith("GET / HTTP/1.1\r\n"));
}

void tst_http::sendsHeaderFieldsAndBodies_data()
{
    const QTemporaryDir folder;
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("header") << QStringList{QStringLiteral("-H"), QStringLiteral("X-A:  b c ")}
                            << QByteArray("X-A: b c\r\n") << QByteArray();
    QTest::newRow("data") << QStringList{QStringLiteral("-d"), QStringLiteral("a\\n{{counter}}=\u00e9")}
                          << QByteArray("Content-Length: 17\r\n") << QByteArray("a\\n{{counter}}=\xc3\xa9");
    QTest::newRow("json") << QStringList{QStringLiteral("--json"),
                                         QStringLiteral("{ \"b\": 1.10, \"a\": 1e400 }")}
                          << QByteArray("Content-Type: application/json")
                          << QByteArray("{ \"b\": 1.10, \"a\": 1e400 }");
    QTest::newRow("form") << QStringList{QStringLiteral("--form"), QStringLiteral("a=b c"),
                                         QStringLiteral("--form"), QStringLiteral("d=e&f=")}
                          << QByteArray("Content-Type: application/x-www-form-urlencoded")
                          << QByteArray("a=b+c&d=e%26f%3D");
    QTest::newRow("own type") << QStringList{QStringLiteral("-d"), QStringLiteral("x"), QStringLiteral("-H"),
                                             QStringLiteral("Content-Type: text/csv")}
                              << QByteArray("Content-Type: text/csv\r\n") << QByteArray("x");
}

void tst_http::sendsHeaderFieldsAndBodies()
{
    QFETCH(QStringList, options);
    QFETCH(QByteArray, field);
    QFETCH(QByteArray, body);
    m_server->answers["/x"] = AnswerServer::ok("ok");
    CliProcess cli;
    QCOMPARE(cli.run(QStringList{QStringLiteral("http"), QStringLiteral("POST"),
                                 m_server->url(QStringLiteral("/x"))} +
                     options),
             0);
    QCOMPARE(m_server->requests.size(), 1);
    const QByteArray request = m_server->requests.constFirst();
    QVERIFY2(request.contains(field), request.constData());
    QCOMPARE(request.mid(request.indexOf("\r\n\r\n") + 4), body);
}

void tst_http::exactEngineSendsAsTyped()
{
    m_server->answers["/./x/../"] = AnswerServer::ok("x");
    QStringList typed{
        QStringLiteral("http"), QStringLiteral("GET"),      m_server->url(QStringLiteral("/./x/../")),
        QStringLiteral("-H"),   QStringLiteral("A: 1"),     QStringLiteral("-H"),
        QStringLiteral("a: 2"), QStringLiteral("--engine"), QStringLiteral("exact")};
    CliProcess exact;
    QCOMPARE(exact.run(typed), 0);
    QVERIFY(m_server->requests.constLast().startsWith("GET /./x/../ HTTP/1.1\r\n"));
    QVERIFY(m_server->requests.constLast().contains("\r\nA: 1\r\na: 2\r\n"));
    QVERIFY2(!exact.words().contains("Not sent as typed"), exact.words().constData());

    typed.last() = QStringLiteral("qt");
    CliProcess qt;
    QCOMPARE(qt.run(typed), 0);
    QVERIFY(m_server->requests.constLast().startsWith("GET / HTTP/1.1\r\n"));
    QVERIFY(qt.words().contains("Not sent as typed"));

    typed.last() = QStringLiteral("best");
    CliProcess unknown;
    QCOMPARE(unknown.run(typed), 2);
    QVERIFY(unknown.words().contains("qt or exact"));
}

void tst_http::sendsParts()
{
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("a b.txt")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write("in the file") == 11);
    file.close();
    m_server->answers["/x"] = AnswerServer::ok("ok");
    CliProcess cli;
    QCOMPARE(cli.run({QStringLiteral("http"), m_server->url(QStringLiteral("/x")), QStringLiteral("-F"),
                      QStringLiteral("name=a text"), QStringLiteral("--part"),
                      QStringLiteral("up=@%1;type=text/csv").arg(file.fileName())}),
             0);
    const QByteArray sent = m_server->requests.constFirst();
    QVERIFY(sent.startsWith("POST /x HTTP/1.1\r\n"));
    QVERIFY(sent.contains("Content-Type: multipart/form-data; boundary="));
    QVERIFY2(sent.contains("name=\"name\"\r\n\r\na text\r\n"), sent.constData());
    QVERIFY2(
        sent.contains("name=\"up\"; filename=\"a b.txt\"\r\nContent-Type: text/csv\r\n\r\nin the file\r\n"),
        sent.constData());
}

void tst_http::sendsTheUrlAsTyped()
{
    QStringList typed{QStringLiteral("http"), QStringLiteral("GET"),
                      m_server->url(QStringLiteral("/{a}|\"b\"")), QStringLiteral("--engine"),
                      QStringLiteral("exact")};
    CliProcess encoded;
    (void)encoded.run(typed);
    QVERIFY2(m_server->requests.constLast().startsWith("GET /%7Ba%7D%7C%22b%22 HTTP/1.1\r\n"),
             m_server->requests.constLast().constData());
    CliProcess asTyped;
    (void)asTyped.run(typed + QStringList{QStringLiteral("--as-typed")});
    QVERIFY2(m_server->requests.constLast().startsWith("GET /{a}|\"b\" HTTP/1.1\r\n"),
             m_server->requests.constLast().constData());
}

/// And never prints it.
void tst_http::sendsTheUserOfTheUrl()
{
    QString url = m_server->url(QStringLiteral("/"));
    url.replace(QStringLiteral("://"), QStringLiteral("://me:s3cret@"));
    CliProcess good;
    QCOMPARE(good.run({QStringLiteral("http"), url, QStringLiteral("--print"), QStringLiteral("json")}), 0);
    QVERIFY(m_server->requests.constLast().contains("Authorization: Basic " +
                                                    QByteArray("me:s3cret").toBase64()));
    QVERIFY(!(good.out() + good.words()).contains("s3cret"));
    m_server.reset();
    CliProcess refused;
    QCOMPARE(refused.run({QStringLiteral("http"), url, QStringLiteral("--timing")}), 3);
    QVERIFY2(refused.words().contains("Cannot send GET http://me:***@"), refused.words().constData());
    QVERIFY(!refused.words().contains("s3cret"));
    CliProcess wrong;
    QCOMPARE(wrong.run({QStringLiteral("http"), QStringLiteral("ftp://me:s3cret@h/")}), 2);
    QVERIFY(!wrong.words().contains("s3cret"));
}

void tst_http::boundsTheExchange_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QByteArray>("words");
    const QByteArray half = "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf";
    QTest::newRow("first byte") << QStringLiteral("--first-byte-timeout") << QByteArray()
                                << QByteArray("no answer within the first-byte timeout");
    QTest::newRow("pause") << QStringLiteral("--idle-timeout") << half
                           << QByteArray("nothing came within the idle timeout");
    QTest::newRow("all") << QStringLiteral("--max-time") << half
                         << QByteArray("not finished within the total timeout");
}

void tst_http::boundsTheExchange()
{
    QFETCH(QString, option);
    QFETCH(QByteArray, answer);
    QFETCH(QByteArray, words);
    RawListener listener;
    CliProcess cli;
    cli.begin({QStringLiteral("http"), QStringLiteral("http://127.0.0.1:%1/").arg(listener.port()), option,
               QStringLiteral("80ms")});
    RawPeer peer = listener.waitForPeer();
    QVERIFY(waitFor([&] { return peer.pump().received().contains("\r\n\r\n"); }));
    peer.send(answer);
    QCOMPARE(cli.end(), 3);
    QVERIFY2(cli.words().contains(words), cli.words().constData());
}

void tst_http::badOptions_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QByteArray>("words");
    const auto row = [](const char* name, const QStringList& options, const char* words) {
        QTest::newRow(name) << options << QByteArray(words);
    };
    row("redirects", {QStringLiteral("--max-redirects"), QStringLiteral("many")},
        "from 0 to 1000, not 'many'");
    row("duration", {QStringLiteral("--max-time"), QStringLiteral("soon")}, "--max-time: ");
    row("part", {QStringLiteral("-F"), QStringLiteral("x")}, "name=content");
    row("two bodies",
        {QStringLiteral("-F"), QStringLiteral("x=y"), QStringLiteral("-d"), QStringLiteral("z")},
        "--part goes with no other body");
    row("input as part", {QStringLiteral("-F"), QStringLiteral("x=@-")}, "-F x=@-: ");
}

void tst_http::badOptions()
{
    QFETCH(QStringList, options);
    QFETCH(QByteArray, words);
    CliProcess cli;
    QCOMPARE(cli.run(QStringList{QStringLiteral("http"), m_server->url(QStringLiteral("/"))} + options), 2);
    QVERIFY2(cli.words().contains(words), cli.words().constData());
    QVERIFY(m_server->requests.isEmpty());
}

void tst_http::userOfTheUrlIsSent()
{
    CliProcess get;
    const QString url =
        m_server->url(QStringLiteral("/")).replace(QStringLiteral("://"), QStringLiteral("://me:p%40w@"));
    QCOMPARE(get.run({QStringLiteral("http"), url}), 0);
    QVERIFY2(m_server->requests.constLast().contains("\r\nAuthorization: Basic " +
                                                     QByteArray("me:p@w").toBase64()),
             m_server->requests.constLast().constData());
}

void tst_http::methodIsGuessedFromTheBody()
{
    CliProcess get;
    QCOMPARE(get.run({QStringLiteral("http"), m_server->url(QStringLiteral("/"))}), 0);
    CliProcess post;
    QCOMPARE(post.run({QStringLiteral("http"), m_server->url(QStringLiteral("/")), QStringLiteral("-d"),
                       QStringLiteral("x")}),
             0);
    CliProcess own;
    QCOMPARE(own.run({QStringLiteral("http"), QStringLiteral("BREW"), m_server->url(QStringLiteral("/"))}),
             0);
    QVERIFY(m_server->requests.at(0).startsWith("GET "));
    QVERIFY(m_server->requests.at(1).startsWith("POST "));
    QVERIFY(m_server->requests.at(2).startsWith("BREW "));
}

void tst_http::anyStatusIsAnAnswer()
{
    m_server->answers["/no"] = "HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\nnope";
    m_server->answers["/oops"] = "HTTP/1.1 500 Oops\r\nContent-Length: 0\r\n\r\n";
    CliProcess no;
    QCOMPARE(no.run(get(QStringLiteral("/no"))), 0);
    QCOMPARE(no.out(), QByteArray("nope"));
    QVERIFY(no.words().contains("404 Not Found"));
    CliProcess oops;
    QCOMPARE(oops.run(get(QStringLiteral("/oops"))), 0);
    QVERIFY(oops.words().contains("500 Oops"));
}

void tst_http::writesToAFile()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("out"));
    QByteArray body;
    for (int i = 0; i < 2'000'000; ++i)
        body += char(i * 7 ^ (i >> 9));
    m_server->answers["/big"] = AnswerServer::ok(body);
    CliProcess cli;
    QCOMPARE(cli.run(get(QStringLiteral("/big")) + QStringList{QStringLiteral("-o"), path}), 0);
    QCOMPARE(cli.out(), QByteArray());
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QVERIFY(file.readAll() == body);
}

void tst_http::emptyBodyMakesAnEmptyFile()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("out"));
    CliProcess cli;
    QCOMPARE(cli.run(get(QStringLiteral("/empty")) + QStringList{QStringLiteral("-o"), path}), 0);
    QVERIFY(QFile::exists(path));
    QCOMPARE(QFileInfo(path).size(), 0);
}

void tst_http::followsRedirects()
{
    AnswerServer other;
    other.answers["/end"] = AnswerServer::ok("arrived");
    m_server->answers["/one"] = "HTTP/1.1 302 Found\r\nLocation: /two\r\nContent-Length: 3\r\n\r\nhop";
    m_server->answers["/two"] =
        "HTTP/1.1 307 Go\r\nLocation: " + other.url(QStringLiteral("/end")).toLatin1() +
        "\r\nContent-Length: 0\r\n\r\n";
    CliProcess cli;
    QCOMPARE(cli.run(get(QStringLiteral("/one")) +
                     QStringList{QStringLiteral("-H"), QStringLiteral("Authorization: Bearer secret"),
                                 QStringLiteral("-H"), QStringLiteral("Cookie: a=b")}),
             0);
    QCOMPARE(cli.out(), QByteArray("arrived"));
    QCOMPARE(cli.words().count("\u2192"), 2);
    CliProcess limited;
    QCOMPARE(limited.run(get(QStringLiteral("/one")) +
                         QStringList{QStringLiteral("--max-redirects"), QStringLiteral("1")}),
             3);
    QVERIFY2(limited.words().contains("too many redirects"), limited.words().constData());
    // What is meant for one server does not go to another.
    QVERIFY(m_server->requests.constFirst().contains("secret"));
    QVERIFY(!other.requests.constFirst().contains("secret"));
    QVERIFY(!other.requests.constFirst().contains("Cookie"));
}

void tst_http::doesNotFollowRedirects()
{
    m_server->answers["/one"] = "HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 3\r\n\r\nhop";
    CliProcess cli;
    QCOMPARE(cli.run(get(QStringLiteral("/one")) + QStringList{QStringLiteral("--no-redirect")}), 0);
    QCOMPARE(cli.out(), QByteArray("hop"));
    QCOMPARE(m_server->requests.size(), 1);
    CliProcess setting;
    setting.withVariable(QStringLiteral("WIRELOUPE_HTTP_FOLLOW_REDIRECTS"), QStringLiteral("false"));
    QCOMPARE(setting.run(get(QStringLiteral("/one"))), 0);
    QCOMPARE(setting.out(), QByteArray("hop"));
}

void tst_http::tellsTiming()
{
    CliProcess cli;
    QCOMPARE(cli.run(get(QStringLiteral("/")) +
                     QStringList{QStringLiteral("--timing"), QStringLiteral("--quiet")}),
             0);
    for (const char* phase : {"tcp", "sent", "first byte", "total"})
        QVERIFY2(cli.words().contains(phase), phase);
    QCOMPARE(cli.out(), QByteArray("hello\x1b\n"));
}

void tst_http::jsonEvents()
{
    CliProcess cli;
    QCOMPARE(
        cli.run(get(QStringLiteral("/")) + QStringList{QStringLiteral("--print"), QStringLiteral("json")}),
        0);
    QCOMPARE(cli.words(), QByteArray());
    for (const QJsonObject& event : cli.events())
        QVERIFY(!event.contains(QLatin1String("broken")));
    QCOMPARE(cli.events(QStringLiteral("opened")).size(), 1);
    QCOMPARE(cli.events(QStringLiteral("closed")).size(), 1);
    QByteArray sent;
    QByteArray received;
    for (const QJsonObject& data : cli.events(QStringLiteral("data"))) {
        const QByteArray bytes = QByteArray::fromHex(data.value(QLatin1String("hex")).toString().toLatin1());
        (data.value(QLatin1String("dir")).toString() == QLatin1String("in") ? received : sent) += bytes;
    }
    QCOMPARE(sent, m_server->requests.constFirst());
    QCOMPARE(received, m_server->answers["/"]);
    const QJsonObject response = cli.events(QStringLiteral("response")).constFirst();
    QCOMPARE(response.value(QLatin1String("status")).toInt(), 200);
    QCOMPARE(response.value(QLatin1String("size")).toInt(), 7);
    QCOMPARE(response.value(QLatin1String("fields")).toArray().size(), 2);
}

void tst_http::decodes()
{
    // zlib's own format: "deflate" of RFC 9110 §8.4.1.2.
    const QByteArray text(5000, 'z');
    m_server->answers["/z"] = AnswerServer::ok(qCompress(text).mid(4), "Content-Encoding: deflate\r\n");
    CliProcess cli;
    QCOMPARE(cli.run(get(QStringLiteral("/z"))), 0);
    QCOMPARE(cli.out(), text);
    QVERIFY2(cli.words().contains("5,000 B ("), cli.words().constData());
    m_server->answers["/bad"] = AnswerServer::ok("this is not gzip", "Content-Encoding: gzip\r\n");
    CliProcess bad;
    QCOMPARE(bad.run(get(QStringLiteral("/bad"))), 3);
    QCOMPARE(bad.out(), QByteArray("this is not gzip")); // what came is not lost
    QVERIFY2(bad.words().contains("decoded"), bad.words().constData());
}

void tst_http::hexAndNone()
{
    CliProcess hex;
    QCOMPARE(
        hex.run(get(QStringLiteral("/")) + QStringList{QStringLiteral("--print"), QStringLiteral("hex")}), 0);
    QCOMPARE(hex.out(),
             QByteArray("00000000  68 65 6c 6c 6f 1b 0a                              |hello..|\n"));
    CliProcess none;
    QCOMPARE(
        none.run(get(QStringLiteral("/")) + QStringList{QStringLiteral("--print"), QStringLiteral("none")}),
        0);
    QCOMPARE(none.out(), QByteArray());
}

void tst_http::bodyComesAsItComes()
{
    RawListener listener;
    CliProcess cli;
    cli.begin({QStringLiteral("http"), QStringLiteral("GET"),
               QStringLiteral("http://127.0.0.1:%1/events").arg(listener.port())});
    RawPeer peer;
    QTRY_VERIFY([&] {
        if (auto accepted = listener.accept())
            peer = std::move(*accepted);
        return peer.isConnected();
    }());
    QTRY_VERIFY(peer.pump().received().endsWith("\r\n\r\n"));
    peer.send("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\ndata: one\n\n");
    QTRY_COMPARE(cli.out(), QByteArray("data: one\n\n"));
    peer.send("data: two\n\n");
    QTRY_COMPARE(cli.out(), QByteArray("data: one\n\ndata: two\n\n"));
    peer.close();
    QCOMPARE(cli.end(), 0);
    QCOMPARE(cli.out(), QByteArray("data: one\n\ndata: two\n\n"));
}

void tst_http::capture()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("c.pcapng"));
    CliProcess cli;
    QCOMPARE(cli.run(get(QStringLiteral("/")) + QStringList{QStringLiteral("--capture"), path}), 0);
    CliProcess in;
    QCOMPARE(in.run({QStringLiteral("capture"), QStringLiteral("follow"), path, QStringLiteral("--dir"),
                     QStringLiteral("in")}),
             0);
    QCOMPARE(in.out(), m_server->answers["/"]);
    CliProcess out;
    QCOMPARE(out.run({QStringLiteral("capture"), QStringLiteral("follow"), path, QStringLiteral("--dir"),
                      QStringLiteral("out")}),
             0);
    QCOMPARE(out.out(), m_server->requests.constFirst());
}

QTEST_GUILESS_MAIN(tst_http)
#include "tst_http.moc"
