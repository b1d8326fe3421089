// SPDX-License-Identifier: MIT
#include "http/httpcompose.h"
#include "http/requestcode.h"
#include "tests/http/httpfixture.h"
#include "tests/support/rawpeer.h"
#include "tests/support/scriptedpeer.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace wl;
using namespace wl::test;
using namespace wltest;

/// Raw requests against a peer that keeps what it got: byte for byte, and what is made of the answers.
class TestRawRequest : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void bytesAreWhatWasTyped_data();
    void bytesAreWhatWasTyped();
    void aFileIsStreamed();
    void refused_data();
    void refused();
    void onlyTheOriginOfTheUrlCounts();
    void redirectIsNotFollowed();
    void pipelinedAnswers();
    void missingAnswersEndSoon();
    void answersToHeadHaveNoBody();
    void interimAndTrailers();
    void cleanRequestsShareAConnection();
    void oddOnesDoNot_data();
    void oddOnesDoNot();
    void madeFromARequest();
    void previewOfBytes();

private:
    static HttpRequest rawRequest(quint16 port, const QByteArray& bytes)
    {
        HttpRequest raw;
        raw.url = QStringLiteral("http://127.0.0.1:%1/ignored").arg(port);
        raw.isRaw = true;
        raw.raw.form = PayloadSpec::Form::Hex;
        raw.raw.text = QString::fromLatin1(bytes.toHex());
        return raw;
    }
    /// Sends to a fresh peer, answers when all of the bytes are there.
    HttpExchange exchange(HttpRequest raw, const QByteArray& sent, const QByteArray& answer,
                          bool closes = true)
    {
        RawListener listener;
        HttpFixture http;
        raw.url = QStringLiteral("http://127.0.0.1:%1/ignored").arg(listener.port());
        const Result<ExchangeId> id = http.start(raw);
        if (!id)
            return {};
        RawPeer peer = listener.waitForPeer();
        (void)QTest::qWaitFor([&] { return peer.pump().received().size() >= sent.size(); }, 20000);
        m_got = peer.received();
        peer.send(answer);
        if (closes)
            peer.finish();
        return http.wait(*id);
    }

    QTemporaryDir m_dir;
    QByteArray m_got;
};

void TestRawRequest::initTestCase()
{
    QVERIFY(m_dir.isValid());
    qputenv("XDG_CACHE_HOME", m_dir.path().toUtf8());
}

void TestRawRequest::bytesAreWhatWasTyped_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("a request") << QByteArray("GET /x HTTP/1.1\r\nHost: h\r\n\r\n");
    QTest::newRow("LF only") << QByteArray("GET / HTTP/1.1\nHost: h\n\n");
    QTest::newRow("no end") << QByteArray("GET / HTTP/1.1\r\nHost: h");
    QTest::newRow("NUL") << QByteArray("GET /\0\0 HTTP/1.1\r\n\0: \0\r\n\r\n", 26);
    QTest::newRow("garbage") << QByteArray("\x16\x03\x01\xff\xfe not http \r\r\n\n");
    QTest::newRow("one byte") << QByteArray("G");
    QTest::newRow("only line ends") << QByteArray("\r\n\r\n\r\n");
    QTest::newRow("both lengths") << QByteArray(
        "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
    QTest::newRow("HTTP/0.9") << QByteArray("GET /\r\n");
    QTest::newRow("HTTP/2 preface") << QByteArray("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
    QTest::newRow("a long field") << QByteArray("GET / HTTP/1.1\r\nX: ") + QByteArray(300'000, 'x') +
                                         "\r\n\r\n";
    QByteArray large = "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1000000\r\n\r\n";
    for (int i = 0; i < 1'000'000; ++i)
        large += char(i * 7 + i / 251);
    QTest::newRow("1 MB") << large;
}

void TestRawRequest::bytesAreWhatWasTyped()
{
    QFETCH(QByteArray, bytes);
    const HttpExchange done =
        exchange(rawRequest(1, bytes), bytes, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    QCOMPARE(m_got, bytes);
    QCOMPARE(done.error, Error());
    QCOMPARE(done.hops.size(), 1);
    QCOMPARE(contentOf(done.body), QByteArray("ok"));
    const HttpHop& hop = done.hops.first();
    QVERIFY(bytes.startsWith(hop.requestHead));
    QCOMPARE(hop.requestHead.size() + hop.requestBodyBytes, bytes.size());
}

void TestRawRequest::aFileIsStreamed()
{
    QByteArray bytes =
        "PUT /f HTTP/1.1\r\nHost: h\r\nContent-Length: 3000000\r\n\r\n" + QByteArray(3'000'000, '\xfe');
    QFile file(m_dir.filePath(QStringLiteral("raw.bin")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    file.close();
    HttpRequest raw = rawRequest(1, {});
    raw.raw.form = PayloadSpec::Form::File;
    raw.raw.text = file.fileName();
    const HttpExchange done = exchange(raw, bytes, "HTTP/1.1 204 No Content\r\n\r\n");
    QVERIFY(m_got == bytes);
    QCOMPARE(done.error, Error());
    QCOMPARE(done.hops.first().method, QByteArray("PUT"));
    QCOMPARE(done.hops.first().requestBodyBytes, 3'000'000);
}

void TestRawRequest::refused_data()
{
    QTest::addColumn<PayloadSpec>("raw");
    QTest::addColumn<QString>("url");
    QTest::addColumn<int>("code");
    PayloadSpec raw = verbatimPayload();
    const QString url = QStringLiteral("http://127.0.0.1:9/");
    QTest::newRow("nothing") << raw << url << int(ErrorCode::BadOption);
    raw.form = PayloadSpec::Form::Hex;
    raw.text = QStringLiteral("47 4");
    QTest::newRow("half a byte") << raw << url << int(ErrorCode::BadPayload);
    raw.text = QStringLiteral("47 zz");
    QTest::newRow("no hex") << raw << url << int(ErrorCode::BadPayload);
    raw.text = QStringLiteral("47");
    QTest::newRow("no URL") << raw << QString() << int(ErrorCode::BadAddress);
    QTest::newRow("another scheme") << raw << QStringLiteral("ftp://h/") << int(ErrorCode::UnsupportedScheme);
    raw.form = PayloadSpec::Form::File;
    raw.text = QStringLiteral("/nowhere/at/all");
    QTest::newRow("no file") << raw << url << int(ErrorCode::FileNotFound);
    raw.form = PayloadSpec::Form::Text;
    raw.escapes = true;
    raw.text = QStringLiteral("GET / \\xg");
    QTest::newRow("bad escape") << raw << url << int(ErrorCode::BadPayload);
}

void TestRawRequest::refused()
{
    QFETCH(PayloadSpec, raw);
    QFETCH(QString, url);
    QFETCH(int, code);
    HttpRequest request;
    request.isRaw = true;
    request.url = url;
    request.raw = raw;
    const Result<HttpPreview> preview = HttpClient::preview(request);
    QVERIFY(!preview.has_value());
    QCOMPARE(int(preview.error().code), code);
}

void TestRawRequest::onlyTheOriginOfTheUrlCounts()
{
    HttpRequest request = rawRequest(9, "GET / HTTP/1.1\r\n\r\n");
    request.url = QStringLiteral("http://user:pw@127.0.0.1:9/:missing/../x?q#f");
    request.method = QStringLiteral("not a method");
    request.headers = {{QStringLiteral("bad name"), QStringLiteral("a\r\nb"), true, false, {}}};
    request.query = {{QStringLiteral("a"), QStringLiteral("b"), true, false, {}}};
    const Result<ComposedRequest> composed = composeRequest(request);
    QVERIFY(composed.has_value());
    QVERIFY(composed->isRaw);
    QVERIFY(composed->head().isEmpty());
    QVERIFY(composed->fields.isEmpty());
    QCOMPARE(composed->body.segments.first().bytes, QByteArray("GET / HTTP/1.1\r\n\r\n"));
    QCOMPARE(httpPort(composed->url), 9);
}

void TestRawRequest::redirectIsNotFollowed()
{
    const QByteArray bytes = "GET / HTTP/1.1\r\nHost: h\r\n\r\n";
    const HttpExchange done =
        exchange(rawRequest(1, bytes), bytes,
                 "HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n");
    QCOMPARE(done.error, Error());
    QCOMPARE(done.hops.size(), 1);
    QCOMPARE(done.hops.first().status, 302);
}

void TestRawRequest::pipelinedAnswers()
{
    const QByteArray bytes = "GET /1 HTTP/1.1\r\nHost: h\r\n\r\nHEAD /2 HTTP/1.1\r\nHost: h\r\n\r\n"
                             "POST /3 HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nhi";
    const HttpExchange done =
        exchange(rawRequest(1, bytes), bytes,
                 "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none"
                 "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n"
                 "HTTP/1.1 201 Created\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nthree\r\n0\r\nX: y\r\n\r\n",
                 false);
    QCOMPARE(done.error, Error());
    QCOMPARE(contentOf(done.body), QByteArray("one"));
    const HttpHop& hop = done.hops.first();
    QCOMPARE(hop.further.size(), 2);
    QCOMPARE(hop.further.at(0).status, 200);
    QCOMPARE(hop.further.at(0).bodyBytes, 0);
    QCOMPARE(hop.further.at(1).reason, QByteArray("Created"));
    QCOMPARE(hop.further.at(1).body, QByteArray("three"));
    QCOMPARE(hop.further.at(1).fields.last().name, QByteArray("X"));
    QVERIFY2(hop.warnings.isEmpty(), qPrintable(hop.warnings.join(u' ')));
}

/// A server that answers the first of two and then is silent.
void TestRawRequest::missingAnswersEndSoon()
{
    const QByteArray bytes = "GET /1 HTTP/1.1\r\nHost: h\r\n\r\nGET /2 HTTP/1.1\r\nHost: h\r\n\r\n";
    const QByteArray answer = "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\none";
    for (const bool closes : {true, false}) {
        const HttpExchange done = exchange(rawRequest(1, bytes), bytes, answer, closes);
        QCOMPARE(done.error, Error());
        QCOMPARE(contentOf(done.body), QByteArray("one"));
        QVERIFY(done.hops.first().warnings.join(u' ').contains(QStringLiteral("1 of 2 answers")));
    }
}

void TestRawRequest::answersToHeadHaveNoBody()
{
    const QByteArray bytes = "HEAD / HTTP/1.1\r\nHost: h\r\n\r\n";
    const HttpExchange done =
        exchange(rawRequest(1, bytes), bytes, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n", false);
    QCOMPARE(done.error, Error());
    QCOMPARE(done.hops.first().wireBodyBytes, 0);
}

void TestRawRequest::interimAndTrailers()
{
    const QByteArray answer =
        "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\nLink: </b>\r\n\r\n"
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X\r\n\r\n1\r\na\r\n0\r\nX: 1\r\nX: "
        "2\r\n\r\n";
    for (const HttpEngine engine : {HttpEngine::Qt, HttpEngine::Exact}) {
        ScriptedPeer peer(ScriptedPeer::fixed(answer, true));
        HttpFixture http;
        HttpRequest asked = request(peer.url());
        asked.settings.engine = engine;
        const HttpExchange done = http.run(asked);
        QCOMPARE(done.error, Error());
        const HttpHop& hop = done.hops.first();
        QCOMPARE(hop.status, 200);
        QCOMPARE(hop.interim.size(), 2);
        QCOMPARE(hop.interim.at(0).status, 100);
        QCOMPARE(hop.interim.at(1).fields.size(), 2);
        QCOMPARE(hop.trailers.size(), 2);
        QCOMPARE(hop.trailers.at(1), (WireField{"X", "2"}));
        QVERIFY(hop.warnings.isEmpty());
        QVERIFY(hop.responseHead.startsWith("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103"));
    }
}

void TestRawRequest::cleanRequestsShareAConnection()
{
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("x"), false));
    HttpFixture http;
    HttpRequest raw = rawRequest(1, "GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    raw.url = peer.url();
    for (int i = 0; i < 3; ++i)
        QCOMPARE(http.run(raw).error, Error());
    QCOMPARE(peer.connections, 1);
}

void TestRawRequest::oddOnesDoNot_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("close") << QByteArray("GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    QTest::newRow("something behind") << QByteArray("GET / HTTP/1.1\r\nHost: h\r\n\r\nX");
    QTest::newRow("both lengths") << QByteArray(
        "GET / HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
}

void TestRawRequest::oddOnesDoNot()
{
    QFETCH(QByteArray, bytes);
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("x"), false));
    HttpFixture http;
    HttpRequest raw = rawRequest(1, bytes);
    raw.url = peer.url();
    for (int i = 0; i < 2; ++i)
        QCOMPARE(http.run(raw).error, Error());
    QCOMPARE(peer.connections, 2);
}

/// Raw from a request is what the exact engine sends for it.
void TestRawRequest::madeFromARequest()
{
    HttpRequest asked = request(QStringLiteral("http://127.0.0.1:9/a/../b"), QStringLiteral("POST"));
    asked.settings.engine = HttpEngine::Exact;
    asked.headers = {{QStringLiteral("X"), QStringLiteral("1"), true, false, {}},
                     {QStringLiteral("X"), QStringLiteral("2"), true, false, {}}};
    asked.body.kind = HttpBody::Kind::Json;
    asked.body.text = QStringLiteral("{\"a\":\n1.0}");
    const Result<QByteArray> bytes = rawRequestBytes(asked);
    const Result<HttpPreview> preview = HttpClient::preview(asked);
    QVERIFY(bytes.has_value() && preview.has_value());
    QCOMPARE(*bytes, preview->head + asked.body.text.toUtf8());
    const HttpExchange done =
        exchange(rawRequest(1, *bytes), *bytes, "HTTP/1.1 204 No Content\r\n\r\n", false);
    QCOMPARE(m_got, *bytes);
    QCOMPARE(done.error, Error());
    QCOMPARE(done.hops.first().requestHead, preview->head);
}

void TestRawRequest::previewOfBytes()
{
    const QByteArray bytes = "GET / HTTP/1.1\nX\n\n" + QByteArray(200'000, 'b');
    const Result<HttpPreview> preview = HttpClient::preview(rawRequest(9, bytes));
    QVERIFY(preview.has_value());
    QVERIFY(bytes.startsWith(preview->head));
    QCOMPARE(preview->head.size() + preview->bodyBytes, bytes.size());
    QVERIFY(preview->automaticFields.isEmpty());
    const Result<CodeText> code = requestCode(rawRequest(9, "GET / HTTP/1.1\n\n"), CodeForm::Raw);
    QVERIFY(code.has_value());
    QCOMPARE(code->text, QStringLiteral("GET / HTTP/1.1\n\n"));
    QVERIFY(!requestCode(rawRequest(9, "GET / HTTP/1.1\n\n"), CodeForm::Curl).has_value());
}

QTEST_GUILESS_MAIN(TestRawRequest)
#include "tst_rawrequest.moc"
