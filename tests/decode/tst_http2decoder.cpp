// SPDX-License-Identifier: MIT
#include "decode/http2decoder.h"

#include "base/limits.h"
#include "tests/decode/conversationkit.h"
#include "tests/support/http2frames.h"

#include <QtTest>

using namespace wl;
using namespace wl::kit;
namespace h2 = wltest::h2;

namespace {

Messages decoded(const Feeds& feeds, qsizetype step = std::numeric_limits<qsizetype>::max())
{
    return decode<Http2Decoder>({}, everything(), feeds, step);
}

/// The lines of a list.
QStringList lines(const Messages& messages)
{
    QStringList found;
    for (const DecodedMessage& message : messages)
        found.append(message.info);
    return found;
}

} // namespace

class TestHttp2Decoder : public QObject
{
    Q_OBJECT
private slots:
    void sniff_data();
    void sniff();
    void exchange();
    void frames_data();
    void frames();
    void fieldsInPieces();
    void dynamicTable();
    void missingBytes();
    void bodies();
    void malformed_data();
    void malformed();
    void headerBomb();
};

void TestHttp2Decoder::sniff_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<Sniff>("expected");
    QTest::newRow("preface") << h2::preface << Sniff::Yes;
    QTest::newRow("preface and more") << h2::preface + h2::settings() << Sniff::Yes;
    QTest::newRow("beginning") << h2::preface.first(3) << Sniff::NeedMore;
    QTest::newRow("enough of it") << h2::preface.first(14) << Sniff::Yes;
    QTest::newRow("another method") << QByteArray("PRINT / HTTP/1.1\r\n") << Sniff::No;
    QTest::newRow("another version") << QByteArray("PRI * HTTP/1.1\r\n") << Sniff::No;
    QTest::newRow("a request") << QByteArray("GET / HTTP/1.1\r\n") << Sniff::No;
}

void TestHttp2Decoder::sniff()
{
    QFETCH(QByteArray, bytes);
    QFETCH(Sniff, expected);
    QCOMPARE(Http2Decoder::sniff(bytes, Direction::Sent, {}), expected);
}

void TestHttp2Decoder::exchange()
{
    const Feeds feeds{
        sent(
            h2::preface + h2::settings({{4, 100'000}}) +
            h2::headers(1, {{":method", "POST"}, {":path", "/posts"}, {":authority", "a.test"}, {"x", "1"}}) +
            h2::data(1, "body", h2::EndStream)),
        received(h2::settings() + h2::headers(1, {{":status", "404"}, {"content-type", "text/Html; a=b"}}) +
                 h2::data(1, "hello", h2::EndStream))};
    for (const qsizetype step : {qsizetype(1), qsizetype(7), qsizetype(1'000'000)}) {
        const Messages messages = decoded(feeds, step);
        const QStringList expected{QStringLiteral("connection preface"),
                                   QStringLiteral("SETTINGS INITIAL_WINDOW_SIZE 100000"),
                                   QStringLiteral("HEADERS stream 1 POST /posts"),
                                   QStringLiteral("DATA stream 1 4 B, the end"),
                                   QStringLiteral("SETTINGS"),
                                   QStringLiteral("HEADERS stream 1 404 text/Html; a=b"),
                                   QStringLiteral("DATA stream 1 5 B, the end")};
        QCOMPARE(lines(messages), expected);
        QCOMPARE(values(messages[2], "http.method"), QByteArray("POST"));
        QCOMPARE(values(messages[2], "http.url"), QByteArray("/posts"));
        QCOMPARE(values(messages[2], "http.host"), QByteArray("a.test"));
        QCOMPARE(values(messages[2], "http.header"), QByteArray("1"));
        QCOMPARE(values(messages[5], "http.status"), QByteArray("404"));
        QCOMPARE(values(messages[5], "http.type"), QByteArray("text/html"));
        QCOMPARE(values(messages[5], "http2.stream"), QByteArray("1"));
        QCOMPARE(messages[6].content, QByteArray("hello"));
        QVERIFY(messages[6].isContentWhole);
        for (const DecodedMessage& message : messages)
            QCOMPARE(problem(message), QString());
    }
}

void TestHttp2Decoder::frames_data()
{
    QTest::addColumn<QByteArray>("frame");
    QTest::addColumn<QString>("info");
    const auto row = [](const QByteArray& frame, const char* info) {
        QTest::newRow(info) << frame << QString::fromLatin1(info);
    };
    row(h2::frame(h2::RstStream, 0, 3, h2::number(8)), "RST_STREAM stream 3 CANCEL");
    row(h2::frame(h2::RstStream, 0, 3, h2::number(0x99)), "RST_STREAM stream 3 0x99");
    row(h2::goAway(5, 11, "slow\n"), "GOAWAY ENHANCE_YOUR_CALM slow\\n");
    row(h2::frame(h2::WindowUpdate, 0, 0, h2::number(77)), "WINDOW_UPDATE 77 bytes more");
    row(h2::frame(h2::Ping, 0, 0, "12345678"), "PING");
    row(h2::frame(h2::Ping, h2::Ack, 0, "12345678"), "PING answered");
    row(h2::frame(h2::Settings, h2::Ack, 0), "SETTINGS taken");
    row(h2::settings({{1, 1}, {0x42, 2}}), "SETTINGS HEADER_TABLE_SIZE 1, 0x42 2");
    row(h2::frame(0x1F, 0, 7, "?"), "0x1f stream 7");
    row(h2::frame(h2::Priority, 0, 7, "12345"), "PRIORITY stream 7");
    row(h2::frame(h2::Data, 8, 7, QByteArray("\3abc\0\0\0", 7)), "DATA stream 7 3 B");
    row(h2::frame(h2::Headers, 0x2C, 7, QByteArray("\2PRIOR", 6) + h2::hpack({{":status", "204"}}) + "xx"),
        "HEADERS stream 7 204");
    row(h2::frame(h2::PushPromise, 4, 7, h2::number(8) + h2::hpack({{":path", "/a"}})),
        "PUSH_PROMISE stream 7 /a");
}

void TestHttp2Decoder::frames()
{
    QFETCH(QByteArray, frame);
    QFETCH(QString, info);
    const Messages messages = decoded({received(frame)});
    QCOMPARE(lines(messages), QStringList{info});
    QCOMPARE(problem(messages.front()), QString());
}

void TestHttp2Decoder::fieldsInPieces()
{
    const QByteArray block = h2::hpack({{":status", "200"}, {"x", "1"}});
    const Messages messages = decoded({received(
        h2::frame(h2::Headers, 0, 1, block.first(4)) + h2::frame(h2::Continuation, 0, 1, block.mid(4, 5)) +
        h2::frame(h2::Continuation, h2::EndHeaders, 1, block.mid(9)))});
    const QStringList expected{QStringLiteral("HEADERS stream 1 to be continued"),
                               QStringLiteral("CONTINUATION stream 1 to be continued"),
                               QStringLiteral("CONTINUATION stream 1 200")};
    QCOMPARE(lines(messages), expected);
    QCOMPARE(values(messages[2], "http.header"), QByteArray("1"));
}

/// A field that an earlier block has put into the table (RFC 7541 §6.2.1, §6.1).
void TestHttp2Decoder::dynamicTable()
{
    const QByteArray stored = QByteArray("\x40", 1) + h2::hpackString("x-own") + h2::hpackString("value");
    const QByteArray again("\xbe", 1); // index 62
    const Messages messages =
        decoded({received(h2::frame(h2::Headers, h2::EndHeaders, 1, QByteArray("\x88", 1) + stored)),
                 received(h2::frame(h2::Headers, h2::EndHeaders, 3, QByteArray("\x88", 1) + again))});
    QCOMPARE(values(messages[1], "http.status"), QByteArray("200"));
    QCOMPARE(values(messages[1], "http.header"), QByteArray("value"));
}

void TestHttp2Decoder::missingBytes()
{
    const QByteArray answer = h2::headers(1, {{":status", "200"}});
    const QByteArray body = h2::data(1, QByteArray(100, 'x')).repeated(3);
    const Messages messages =
        decoded({received(answer + body), {Direction::Received, {}, 1000}, received(body + answer + body)});
    QCOMPARE(values(messages.front(), "http.status"), QByteArray("200"));
    const DecodedMessage& late = messages[messages.size() - 4];
    QCOMPARE(late.info, QStringLiteral("HEADERS stream 1"));
    QVERIFY2(problem(late).contains(QStringLiteral("missing")), qPrintable(problem(late)));
    QCOMPARE(messages.back().content.size(), 100);
}

void TestHttp2Decoder::bodies()
{
    DecodeWishes wishes = everything();
    wishes.contentBytes = 10;
    const Messages messages =
        decode<Http2Decoder>({}, wishes, {received(h2::data(1, QByteArray(16'000, 'x')))});
    QCOMPARE(messages.front().content, QByteArray(10, 'x'));
    QVERIFY(!messages.front().isContentWhole);
    QCOMPARE(values(messages.front(), "http.length"), QByteArray("16000"));
    QCOMPARE(messages.front().range.length, 16'009);
}

void TestHttp2Decoder::malformed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("RST_STREAM that is too short") << h2::frame(h2::RstStream, 0, 1, "12");
    QTest::newRow("GOAWAY that is too short") << h2::frame(h2::GoAway, 0, 0, "1234");
    QTest::newRow("SETTINGS that are cut") << h2::frame(h2::Settings, 0, 0, "1234567");
    QTest::newRow("fields that are none") << h2::frame(h2::Headers, h2::EndHeaders, 1, QByteArray(9, '\xff'));
    QTest::newRow("padding alone") << h2::frame(h2::Headers, 0xC, 1, QByteArray());
    QTest::newRow("fields cut short") << h2::headers(1, {{":status", "200"}}).chopped(3);
    QTest::newRow("frame of 16 MB") << QByteArray("\xff\xff\xff\0\0\0\0\0\1", 9);
    QTest::newRow("no frame at all") << QByteArray("HTTP/1.1 400 Bad Request\r\n\r\n");
}

void TestHttp2Decoder::malformed()
{
    QFETCH(QByteArray, bytes);
    const Messages messages = decoded({received(bytes)});
    QVERIFY(!messages.empty());
    QVERIFY(std::any_of(messages.begin(), messages.end(),
                        [](const DecodedMessage& message) { return message.problem.has_value(); }));
}

/// A table entry of 4 kB, named by a byte, again and again.
void TestHttp2Decoder::headerBomb()
{
    const QByteArray stored =
        QByteArray("\x40", 1) + h2::hpackString("x") + h2::hpackString(QByteArray(4000, 'x'));
    const Messages messages =
        decoded({received(h2::frame(h2::Headers, h2::EndHeaders, 1, stored + QByteArray(16'000, '\xbe')))});
    qint64 bytes = 0;
    for (const DecodedField& field : messages.front().fields)
        bytes += valueText(field.value).size();
    QVERIFY(bytes > 4000 && bytes <= limits::headerBytes);
}

QTEST_APPLESS_MAIN(TestHttp2Decoder)
#include "tst_http2decoder.moc"
