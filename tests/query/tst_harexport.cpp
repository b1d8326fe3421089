// SPDX-License-Identifier: MIT
#include "query/exportrun.h"
#include "support/deflated.h"
#include "support/memorysource.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace wl;
using namespace wl::test;

namespace {

QString text(const QJsonValue& object, const char* key)
{
    return object.toObject().value(QLatin1String(key)).toString();
}

QJsonValue at(const QJsonValue& object, const char* key)
{
    return object.toObject().value(QLatin1String(key));
}

} // namespace

class TestHarExport : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void emptyIsValid();
    void oneExchange();
    void timings();
    void urls_data();
    void urls();
    void query();
    void cookies();
    void redirects();
    void bodies();
    void codedBodies();
    void longBodiesAreCut();
    void requestBodies();
    void pipelined();
    void earlyResponse();
    void requestWithoutResponse();
    void responseWithoutRequest();
    void cutShort();
    void notHttp();
    void notesAreComments();
    void bytesThatAreNoText();
    void onlyWhatIsSelected();
    void onlyWhatIsListed();
    void decodedAsChosen();

private:
    void ask(const QByteArray& bytes) { m_source->append(m_id, Direction::Received, bytes); }
    void answer(const QByteArray& bytes) { m_source->append(m_id, Direction::Sent, bytes); }
    void event(RecordKind kind) { m_source->append(m_id, Direction::Received, {}, kind); }
    [[nodiscard]] QJsonArray entries(ExportOptions options = {})
    {
        options.format = ExportFormat::Har;
        QByteArray bytes;
        const auto result = exportRecords(*m_source, options, [&bytes](QByteArrayView piece) -> Result<void> {
            bytes += piece;
            return {};
        });
        m_result = result.value_or(ExportResult());
        QJsonParseError error;
        m_log = QJsonDocument::fromJson(bytes, &error).object().value(QLatin1String("log"));
        return error.error == QJsonParseError::NoError ? at(m_log, "entries").toArray() : QJsonArray{-1};
    }

    std::unique_ptr<MemorySource> m_source;
    ConnectionId m_id;
    ExportResult m_result;
    QJsonValue m_log;
};

void TestHarExport::init()
{
    qputenv("TZ", "UTC");
    m_source = std::make_unique<MemorySource>(); // a record each millisecond
    m_id = m_source->addConnection({}, QStringLiteral("10.0.0.9:80"), QStringLiteral("10.0.0.1:5000"));
}

void TestHarExport::emptyIsValid()
{
    QVERIFY(entries().isEmpty());
    QCOMPARE(text(m_log, "version"), QStringLiteral("1.2"));
    QCOMPARE(text(at(m_log, "creator"), "name"), QStringLiteral("Wireloupe"));
}

void TestHarExport::oneExchange()
{
    ask("GET /a HTTP/1.1\r\nHost: example.org\r\nX: 1\r\nX: 2\r\n\r\n");
    answer("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\n\r\nhello");
    const QJsonArray all = entries();
    QCOMPARE(all.size(), 1);
    const QJsonValue request = at(all[0], "request");
    QCOMPARE(text(request, "method"), QStringLiteral("GET"));
    QCOMPARE(text(request, "url"), QStringLiteral("http://example.org/a"));
    QCOMPARE(text(request, "httpVersion"), QStringLiteral("HTTP/1.1"));
    QCOMPARE(at(request, "headers").toArray().size(), 3);
    QCOMPARE(text(at(request, "headers").toArray().at(2), "value"), QStringLiteral("2"));
    QCOMPARE(at(request, "headersSize").toInt(), 50);
    QCOMPARE(at(request, "bodySize").toInt(), 0);
    QVERIFY(at(request, "postData").isUndefined());
    const QJsonValue response = at(all[0], "response");
    QCOMPARE(at(response, "status").toInt(), 200);
    QCOMPARE(text(response, "statusText"), QStringLiteral("OK"));
    QCOMPARE(text(response, "redirectURL"), QString());
    QCOMPARE(text(at(response, "content"), "text"), QStringLiteral("hello"));
    QCOMPARE(text(at(response, "content"), "mimeType"), QStringLiteral("text/plain"));
    QVERIFY(at(at(response, "content"), "encoding").isUndefined());
    QVERIFY(at(at(response, "content"), "compression").isUndefined());
    QVERIFY(at(response, "comment").isUndefined());
    QCOMPARE(text(all[0], "serverIPAddress"), QStringLiteral("10.0.0.9"));
    QCOMPARE(text(all[0], "connection"), QStringLiteral("1"));
    QCOMPARE(m_result.records, 1U);
}

void TestHarExport::timings()
{
    ask("GET / HT");                                         // 0 ms
    ask("TP/1.1\r\n\r\n");                                   // 1
    answer("HTTP/1.1 100 Continue\r\n\r\n");                 // 2: not the answer
    answer("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\na"); // 3
    answer("b");                                             // 4
    answer("cd");                                            // 5
    const QJsonArray all = entries();
    QCOMPARE(all.size(), 1);
    QCOMPARE(text(all[0], "startedDateTime"), QStringLiteral("2023-11-14T22:13:20.000000Z"));
    QCOMPARE(at(at(all[0], "timings"), "send").toDouble(), 1.0);
    QCOMPARE(at(at(all[0], "timings"), "wait").toDouble(), 2.0);
    QCOMPARE(at(at(all[0], "timings"), "receive").toDouble(), 2.0);
    QCOMPARE(at(all[0], "time").toDouble(), 5.0);
    QCOMPARE(m_result.withoutRequest, 0U);
}

void TestHarExport::urls_data()
{
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<QString>("url");
    QTest::newRow("no host") << QByteArray("GET /a HTTP/1.0\r\n") << QStringLiteral("http://10.0.0.9:80/a");
    QTest::newRow("absolute") << QByteArray("GET http://x.org/a HTTP/1.1\r\nHost: y\r\n")
                              << QStringLiteral("http://x.org/a");
    QTest::newRow("everything") << QByteArray("OPTIONS * HTTP/1.1\r\nHost: y\r\n")
                                << QStringLiteral("http://y");
    QTest::newRow("odd bytes") << QByteArray("GET /\"<\xc3\xa9>|%20 HTTP/1.1\r\nHost: y\r\n")
                               << QStringLiteral("http://y/%22%3C%C3%A9%3E%7C%20");
}

void TestHarExport::urls()
{
    QFETCH(QByteArray, request);
    QFETCH(QString, url);
    ask(request + "\r\n");
    answer("HTTP/1.1 204 No Content\r\n\r\n");
    QCOMPARE(text(at(entries().at(0), "request"), "url"), url);
}

void TestHarExport::query()
{
    ask("GET /a?x=1&y=a%20b+c&z&&=e#f HTTP/1.1\r\nHost: y\r\n\r\n");
    const QJsonArray pairs = at(at(entries().at(0), "request"), "queryString").toArray();
    QCOMPARE(pairs.size(), 4);
    QCOMPARE(text(pairs[1], "name"), QStringLiteral("y"));
    QCOMPARE(text(pairs[1], "value"), QStringLiteral("a b c"));
    QCOMPARE(text(pairs[2], "value"), QString());
    QCOMPARE(text(pairs[3], "value"), QStringLiteral("e"));
}

void TestHarExport::cookies()
{
    ask("GET / HTTP/1.1\r\nCookie: a=1; b=x=y; ;c\r\n\r\n");
    answer("HTTP/1.1 204 No Content\r\nSet-Cookie: s=1; Path=/p; path=/q; Domain=x.org; Secure; HttpOnly; "
           "Expires=Wed, 21 Oct 2015 07:28:00 GMT; Max-Age=3\r\nSet-Cookie: t; Expires=never\r\n\r\n");
    const QJsonArray all = entries();
    const QJsonArray sent = at(at(all[0], "request"), "cookies").toArray();
    QCOMPARE(sent.size(), 3);
    QCOMPARE(text(sent[1], "value"), QStringLiteral("x=y"));
    const QJsonArray set = at(at(all[0], "response"), "cookies").toArray();
    QCOMPARE(set.size(), 2);
    QCOMPARE(text(set[0], "path"), QStringLiteral("/p"));
    QCOMPARE(text(set[0], "expires"), QStringLiteral("2015-10-21T07:28:00Z"));
    QVERIFY(at(set[0], "secure").toBool() && at(set[0], "httpOnly").toBool());
    QVERIFY(at(set[1], "expires").isUndefined());
}

void TestHarExport::redirects()
{
    ask("GET /old HTTP/1.1\r\nHost: y\r\n\r\n");
    answer("HTTP/1.1 301 Moved Permanently\r\nLocation: /new\r\nContent-Length: 0\r\n\r\n");
    ask("GET /new HTTP/1.1\r\nHost: y\r\n\r\n");
    answer("HTTP/1.1 204 No Content\r\n\r\n");
    const QJsonArray all = entries();
    QCOMPARE(all.size(), 2);
    QCOMPARE(text(at(all[0], "response"), "redirectURL"), QStringLiteral("/new"));
}

void TestHarExport::bodies()
{
    ask("GET / HTTP/1.1\r\n\r\n");
    answer(QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n\0\xff\1", 41));
    const QJsonValue content = at(at(entries().at(0), "response"), "content");
    QCOMPARE(text(content, "encoding"), QStringLiteral("base64"));
    QCOMPARE(QByteArray::fromBase64(text(content, "text").toLatin1()), QByteArray("\0\xff\1", 3));
    QCOMPARE(at(content, "size").toInt(), 3);
    QCOMPARE(text(content, "mimeType"), QString());
}

void TestHarExport::codedBodies()
{
    const QByteArray body = gzipped(QByteArray(10'000, 'x'));
    ask("GET / HTTP/1.1\r\n\r\n");
    answer("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n\r\n" +
           QByteArray::number(body.size(), 16) + "\r\n" + body + "\r\n0\r\n\r\n");
    const QJsonValue response = at(entries().at(0), "response");
    QCOMPARE(text(at(response, "content"), "text").size(), 10'000);
    QCOMPARE(at(response, "bodySize").toInt(), int(body.size()));
    QCOMPARE(at(at(response, "content"), "compression").toInt(), 10'000 - int(body.size()));
    init();
    ask("GET / HTTP/1.1\r\n\r\n");
    answer("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nnope");
    QVERIFY(text(at(entries().at(0), "response"), "comment").contains(QLatin1String("gzip")));
}

void TestHarExport::longBodiesAreCut()
{
    constexpr qint64 size = 9 * 1024 * 1024;
    ask("GET / HTTP/1.1\r\n\r\n");
    answer("HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(size) + "\r\n\r\n");
    answer(QByteArray(size, 'x'));
    const QJsonValue response = at(entries().at(0), "response");
    QCOMPARE(text(at(response, "content"), "text").size(), 8 * 1024 * 1024);
    QCOMPARE(at(response, "bodySize").toInteger(), size);
    QCOMPARE(text(response, "comment"), QStringLiteral("the body was cut after 8388608 bytes"));
}

void TestHarExport::requestBodies()
{
    ask("POST / HTTP/1.1\r\nContent-Type: a/b\r\nContent-Length: 2\r\n\r\nhi");
    answer("HTTP/1.1 204 No Content\r\n\r\n");
    ask("PUT / HTTP/1.1\r\nContent-Length: 1\r\n\r\n\xff");
    answer("HTTP/1.1 204 No Content\r\n\r\n");
    const QJsonArray all = entries();
    const QJsonValue text1 = at(at(all[0], "request"), "postData");
    QCOMPARE(text(text1, "mimeType"), QStringLiteral("a/b"));
    QCOMPARE(text(text1, "text"), QStringLiteral("hi"));
    const QJsonValue bytes = at(at(all[1], "request"), "postData");
    QCOMPARE(text(bytes, "text"), QStringLiteral("/w=="));
    QCOMPARE(text(bytes, "_encoding"), QStringLiteral("base64"));
}

void TestHarExport::pipelined()
{
    ask("GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n");
    answer("HTTP/1.1 201 A\r\nContent-Length: 0\r\n\r\nHTTP/1.1 202 B\r\nContent-Length: 0\r\n\r\n");
    const QJsonArray all = entries();
    QCOMPARE(all.size(), 2);
    for (const int i : {0, 1}) {
        QVERIFY(text(at(all[i], "request"), "url").endsWith(QString::number(i + 1)));
        QCOMPARE(at(at(all[i], "response"), "status").toInt(), 201 + i);
    }
}

void TestHarExport::earlyResponse()
{
    ask("POST /big HTTP/1.1\r\nContent-Length: 4\r\n\r\nab");
    answer("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
    ask("cd");
    ask("GET /next HTTP/1.1\r\n\r\n");
    answer("HTTP/1.1 204 No Content\r\n\r\n");
    const QJsonArray all = entries();
    QCOMPARE(all.size(), 2);
    QVERIFY(text(at(all[0], "request"), "url").endsWith(QLatin1String("/big")));
    QCOMPARE(at(at(all[0], "response"), "status").toInt(), 413);
    QCOMPARE(at(at(all[0], "timings"), "wait").toDouble(), 0.0);
    QCOMPARE(at(at(all[1], "response"), "status").toInt(), 204);
}

void TestHarExport::requestWithoutResponse()
{
    ask("GET /1 HTTP/1.1\r\n\r\n");
    event(RecordKind::Reset);
    m_id = m_source->addConnection({}, QStringLiteral("10.0.0.9:80"), QStringLiteral("10.0.0.1:5001"));
    ask("GET /2 HTTP/1.1\r\n\r\n"); // and the capture ends
    const QJsonArray all = entries();
    QCOMPARE(all.size(), 2);
    for (const QJsonValue& entry : all) {
        QCOMPARE(at(at(entry, "response"), "status").toInt(-1), 0);
        QCOMPARE(text(at(entry, "response"), "comment"), QStringLiteral("no response was captured"));
    }
    QCOMPARE(m_result.incomplete, 2U);
}

void TestHarExport::responseWithoutRequest()
{
    answer("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    QVERIFY(entries().isEmpty());
    QCOMPARE(m_result.withoutRequest, 1U);
    QCOMPARE(m_result.records, 0U);
}

void TestHarExport::cutShort()
{
    ask("GET / HTTP/1.1\r\n\r\n");
    answer("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
    event(RecordKind::Closed);
    const QJsonArray all = entries();
    QCOMPARE(all.size(), 1);
    QCOMPARE(text(at(at(all[0], "response"), "content"), "text"), QStringLiteral("abc"));
    QVERIFY(!text(at(all[0], "response"), "comment").isEmpty());
}

void TestHarExport::notHttp()
{
    ask("hello\n");
    answer(QByteArray("\0\1\2", 3));
    const auto udp = m_source->addConnection({}, {}, QStringLiteral("10.0.0.1:53"), Transport::Udp);
    m_source->append(udp, Direction::Sent, "x");
    QVERIFY(entries().isEmpty());
}

void TestHarExport::notesAreComments()
{
    ask("GET / HTTP/1.1\r\n\r\n");
    answer("HTTP/1.1 204 No Content\r\n\r\n");
    const auto notes = std::make_shared<RecordNotes>();
    notes->set(RecordId(1), {QStringLiteral("look here"), true});
    ExportOptions options;
    options.context.notes = notes;
    const QJsonArray all = entries(options);
    QCOMPARE(text(at(all[0], "response"), "comment"), QStringLiteral("look here"));
    QVERIFY(at(at(all[0], "request"), "comment").isUndefined());
}

void TestHarExport::bytesThatAreNoText()
{
    ask("GET / HTTP/1.1\r\nX: caf\xe9\r\nY: caf\xc3\xa9\r\n\r\n");
    answer("HTTP/1.1 200 \xff\r\nContent-Length: 0\r\n\r\n");
    const QJsonArray all = entries();
    const QJsonArray headers = at(at(all[0], "request"), "headers").toArray();
    QCOMPARE(text(headers[0], "value"), QStringLiteral("café"));
    QCOMPARE(text(headers[1], "value"), QStringLiteral("café"));
    QCOMPARE(text(at(all[0], "response"), "statusText"), QStringLiteral("ÿ"));
}

void TestHarExport::onlyWhatIsSelected()
{
    for (const char* status : {"200", "404"}) {
        ask("GET /" + QByteArray(status) + " HTTP/1.1\r\n\r\n");
        answer("HTTP/1.1 " + QByteArray(status) + " X\r\nContent-Length: 0\r\n\r\n");
    }
    ExportOptions options;
    options.choice = *Query::parse(u"http.status == 404");
    QCOMPARE(entries(options).size(), 1);
    QVERIFY(text(at(entries(options).at(0), "request"), "url").endsWith(QLatin1String("/404")));
    options.choice = *Query::parse(u"http.url == \"/200\"");
    QCOMPARE(entries(options).size(), 1);
    QCOMPARE(at(at(entries(options).at(0), "response"), "status").toInt(), 200);
}

void TestHarExport::onlyWhatIsListed()
{
    ask("GET /1 HTTP/1.1\r\n\r\n");
    answer("HTTP/1.1 200 X\r\nContent-Length: 0\r\n\r\n");
    m_id = m_source->addConnection({}, QStringLiteral("10.0.0.9:80"), QStringLiteral("10.0.0.1:5001"));
    ask("GET /2 HTTP/1.1\r\n\r\n");
    answer("HTTP/1.1 200 X\r\nContent-Length: 0\r\n\r\n");
    ExportOptions options;
    options.records = std::vector{RecordId(3)};
    const QJsonArray all = entries(options);
    QCOMPARE(all.size(), 1);
    QVERIFY(text(at(all[0], "request"), "url").endsWith(QLatin1String("/2")));
}

void TestHarExport::decodedAsChosen()
{
    ask("GET /1 HTTP/1.1\r\n\r\n");
    ExportOptions options;
    QCOMPARE(entries(options).size(), 1);
    options.context.decodeAs.insert(m_id, Protocol::Lines);
    QCOMPARE(entries(options).size(), 0);
}

QTEST_GUILESS_MAIN(TestHarExport)
#include "tst_harexport.moc"
