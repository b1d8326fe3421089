// SPDX-License-Identifier: MIT
#include "support/conversation.h"
#include "support/deflated.h"

#include "base/limits.h"

#include <QtTest>

using namespace wl;
using namespace wl::test;

namespace {

ConversationFacts http()
{
    ConversationFacts facts;
    facts.decodeAs = Protocol::Http;
    return facts;
}

DecodeWishes plainWishes()
{
    DecodeWishes wishes;
    wishes.info = true;
    wishes.contentBytes = 1000;
    return wishes;
}

const QByteArray get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";             // 27 bytes
const QByteArray ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"; // 40 bytes

} // namespace

class TestHttpDecoder : public QObject
{
    Q_OBJECT
private slots:
    void messages_data();
    void messages();
    void fields();
    void onlyWishedFields();
    void valuesStandWhereTheirRangesSay();
    void tree();
    void foldedValue();
    void contentIsCutAtTheWish();
    void bombStopsAtTheWish();
    void tunnelIsDecodedAsWhatItIs();
    void webSocketAfterUpgrade();
    void datagrams();
    void pipelinedRequestsAreBounded();
};

void TestHttpDecoder::messages_data()
{
    QTest::addColumn<Conversation>("conversation");
    QTest::addColumn<QByteArrayList>("expected");
    const auto row = [](const char* name, const Conversation& conversation, const QByteArrayList& expected) {
        QTest::newRow(name) << conversation << expected;
    };
    const QByteArray getLine = "> 0+27 GET / HTTP/1.1";
    row("nothing", {}, {});
    row("exchange", {sent(get), received(ok)}, {getLine, "< 0+40 HTTP/1.1 200 OK {hi}"});
    row("we are the server", {received(get), sent(ok)},
        {"< 0+27 GET / HTTP/1.1", "> 0+40 HTTP/1.1 200 OK {hi}"});
    row("pipelined", {sent(get + get), received(ok + ok)},
        {getLine, "> 27+27 GET / HTTP/1.1", "< 0+40 HTTP/1.1 200 OK {hi}", "< 40+40 HTTP/1.1 200 OK {hi}"});
    row("HEAD has no body", {sent("HEAD / HTTP/1.1\r\n\r\n" + get), received(ok.first(38) + ok)},
        {"> 0+19 HEAD / HTTP/1.1", "> 19+27 GET / HTTP/1.1", "< 0+38 HTTP/1.1 200 OK",
         "< 38+40 HTTP/1.1 200 OK {hi}"});
    row("interim", {sent(get), received("HTTP/1.1 100 Continue\r\n\r\n" + ok)},
        {getLine, "< 0+25 HTTP/1.1 100 Continue", "< 25+40 HTTP/1.1 200 OK {hi}"});
    row("no message behind an interim one", {sent(get), received("HTTP/1.1 100 Continue\r\n\r\nHTTX" + ok)},
        {getLine, "< 0+25 HTTP/1.1 100 Continue", "< 25+4 4 bytes ! no message of HTTP begins here @ 25",
         "< 29+40 HTTP/1.1 200 OK {hi}"});
    row("error behind an interim one",
        {sent(get), received("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nno colon\r\n\r\n")},
        {getLine, "< 0+25 HTTP/1.1 100 Continue",
         "< 25+29 HTTP/1.1 200 OK ! header line 1, byte 17: no colon: no colon @ 42"});
    row("chunked",
        {sent(get), received("HTTP/1.1 200 OK\r\nTransfer-Encoding: "
                             "chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nA: b\r\n\r\n")},
        {getLine, "< 0+77 HTTP/1.1 200 OK {abcde}"});
    row("ends with the connection", {sent(get), received("HTTP/1.0 200 OK\r\n\r\nall of it")},
        {getLine, "< 0+28 HTTP/1.0 200 OK {all of it}"});
    row("empty lines between", {sent("\r\n" + get + "\r\n\n"), received(ok)},
        {"> 2+27 GET / HTTP/1.1", "< 0+40 HTTP/1.1 200 OK {hi}"});
    row("cut in the head", {sent(get.first(20))},
        {"> 0+20 GET / HTTP/1.1 ! the head ends after 20 bytes, without an empty line @ 20"});
    row("cut in the start line", {sent(get), received("HT")},
        {getLine, "< 0+2 2 bytes ! no message of HTTP begins here @ 0"});
    row("cut in the body", {sent(get), received(ok.first(39))},
        {getLine, "< 0+39 HTTP/1.1 200 OK {h}~ ! byte 39: 1 of 2 bytes came @ 39"});
    row("from the middle of a response", {received("rest of it" + ok), sent(get), received(ok)},
        {"< 0+10 10 bytes ! no message of HTTP begins here @ 0", "< 10+40 HTTP/1.1 200 OK {hi}", getLine,
         "< 50+40 HTTP/1.1 200 OK {hi}"});
    row("from the middle of a request", {sent("{\"a\": 1}\n x=y" + get), received(ok)},
        {"> 0+13 13 bytes ! no message of HTTP begins here @ 0", "> 13+27 GET / HTTP/1.1",
         "< 0+40 HTTP/1.1 200 OK {hi}"});
    row("garbage only", {sent(QByteArray("\x00\x01\x02", 3)), sent("\xff")},
        {"> 0+4 4 bytes ! no message of HTTP begins here @ 0"});
    row("malformed chunk, then the next",
        {sent(get + get), received("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n" + ok)},
        {getLine, "> 27+27 GET / HTTP/1.1",
         "< 0+47 HTTP/1.1 200 OK ! byte 47: invalid character in chunk size @ 47",
         "< 47+4 4 bytes ! no message of HTTP begins here @ 47", "< 51+40 HTTP/1.1 200 OK {hi}"});
    row("chunk size overflow",
        {sent(get), received("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n")},
        {getLine, "< 0+64 HTTP/1.1 200 OK ! byte 64: chunk size overflow @ 64",
         "< 64+2 2 bytes ! no message of HTTP begins here @ 64"});
    row("chunked twice",
        {sent(get), received("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked, chunked\r\n\r\n" + ok)},
        {getLine, "< 0+56 HTTP/1.1 200 OK ! Transfer-Encoding names chunked twice @ 0",
         "< 56+40 HTTP/1.1 200 OK {hi}"});
    row("chunks in a chunk are its bytes",
        {sent(get),
         received(
             "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nc\r\n2\r\nhi\r\n0\r\n\r\n\r\n0\r\n\r\n")},
        {getLine, "< 0+69 HTTP/1.1 200 OK {2\r\nhi\r\n0\r\n\r\n}"});
    row("gap in the head", {sent(get.first(10)), {Direction::Sent, {}, 17}, sent(get), received(ok)},
        {"> 0+10 10 bytes ! bytes are missing behind this @ 0", "> 27+27 GET / HTTP/1.1",
         "< 0+40 HTTP/1.1 200 OK {hi}"});
    row("gap behind the start line", {sent(get.first(20)), {Direction::Sent, {}, 7}, sent(get), received(ok)},
        {"> 0+20 GET / HTTP/1.1 ! 7 bytes are missing here @ 20", "> 27+27 GET / HTTP/1.1",
         "< 0+40 HTTP/1.1 200 OK {hi}"});
    row("gap in a body of known length",
        {sent(get),
         received("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n01"),
         {Direction::Received, {}, 5},
         received("789" + ok)},
        {getLine, "< 0+41 HTTP/1.1 200 OK {01}~ ! 5 bytes are missing here @ 41",
         "< 49+40 HTTP/1.1 200 OK {hi}"});
    row("gap between", {sent(get), received(ok), {Direction::Received, {}, 100}, received("xx" + ok)},
        {getLine, "< 0+40 HTTP/1.1 200 OK {hi}", "< 140+2 2 bytes ! no message of HTTP begins here @ 140",
         "< 142+40 HTTP/1.1 200 OK {hi}"});
    row("unknown coding",
        {sent(get), received("HTTP/1.1 200 OK\r\nContent-Encoding: zip\r\nContent-Length: 2\r\n\r\nhi")},
        {getLine, "< 0+63 HTTP/1.1 200 OK~ ! unknown content coding zip @ 61"});
    row("damaged gzip",
        {sent(get), received("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 4\r\n\r\nhiho")},
        {getLine, "< 0+66 HTTP/1.1 200 OK~ ! gzip: incorrect header check, at byte 2 @ 62"});
    const QByteArray zip = gzipped("squeezed");
    row("gzip",
        {sent(get), received("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " +
                             QByteArray::number(zip.size()) + "\r\n\r\n" + zip)},
        {getLine, "< 0+" + QByteArray::number(63 + zip.size()) + " HTTP/1.1 200 OK {squeezed}"});
    row("cut gzip",
        {sent(get),
         received("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 10\r\n\r\n" + zip.first(10))},
        {getLine, "< 0+73 HTTP/1.1 200 OK~ ! gzip: the data ends too early, after byte 10 @ 63"});
    row("an upgrade that is refused",
        {sent("GET / HTTP/1.1\r\nUpgrade: h2c\r\n\r\n" + get), received(ok + ok)},
        {"> 0+32 GET / HTTP/1.1", "< 0+40 HTTP/1.1 200 OK {hi}", "> 32+27 GET / HTTP/1.1",
         "< 40+40 HTTP/1.1 200 OK {hi}"});
}

void TestHttpDecoder::messages()
{
    QFETCH(Conversation, conversation);
    QFETCH(QByteArrayList, expected);
    QCOMPARE(shown(decoded(http(), plainWishes(), conversation)), expected);
    for (const qsizetype step : {1, 2, 7})
        QCOMPARE(shown(decoded(http(), plainWishes(), conversation, step)), expected);
}

void TestHttpDecoder::fields()
{
    DecodeWishes wishes;
    wishes.fields = {"http."};
    const auto all =
        decoded(http(), wishes,
                {sent("POST /a?b HTTP/1.1\r\nHost:  h.example \r\nContent-Type: Text/HTML; "
                      "charset=x\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\nT: v\r\n\r\n"),
                 received("HTTP/1.1  404 Not Found\r\nA: b\r\na: c\r\n\r\n")});
    QCOMPARE(all.size(), size_t(2));
    QCOMPARE(namedFields(all[0]),
             QByteArrayList({"http.method=POST @ 0+4", "http.url=/a?b @ 5+4", "http.version=HTTP/1.1 @ 10+8",
                             "http.header[Host]=h.example @ 20+16", "http.host=h.example @ 27+9",
                             "http.header[Content-Type]=Text/HTML; charset=x @ 39+34",
                             "http.type=text/html @ 53+9", "http.header[Transfer-Encoding]=chunked @ 75+26",
                             "http.length=2 @ 105+18", "http.trailer[T]=v @ 0+0"}));
    QCOMPARE(namedFields(all[1]), QByteArrayList({"http.version=HTTP/1.1 @ 0+8", "http.status=404 @ 10+3",
                                                  "http.reason=Not Found @ 14+9", "http.header[A]=b @ 25+4",
                                                  "http.header[a]=c @ 31+4", "http.length=0 @ 39+0"}));
    QVERIFY(all[0].fields[0].label.isEmpty());
}

void TestHttpDecoder::onlyWishedFields()
{
    DecodeWishes wishes;
    wishes.fields = {"http.status", "dns.name"};
    const auto all = decoded(http(), wishes, {sent(get), received(ok)});
    QCOMPARE(all.size(), size_t(2));
    QVERIFY(all[0].fields.empty());
    QCOMPARE(namedFields(all[1]), QByteArrayList{"http.status=200 @ 9+3"});
    QVERIFY(all[1].content.isEmpty());
    QVERIFY(all[1].info.isEmpty());
}

void TestHttpDecoder::valuesStandWhereTheirRangesSay()
{
    const QByteArray request = "PUT /x HTTP/1.0\nHost: a:1\nX-Empty:\nContent-Length: 3\n\nabc";
    for (const auto& message : decoded(http(), everything(), {sent(get + request)})) {
        for (const DecodedField& field : message.fields) {
            const auto* value = std::get_if<QByteArray>(&field.value);
            if (value == nullptr || !field.key.isEmpty())
                continue;
            QCOMPARE((get + request).sliced(field.range.offset, field.range.length), *value);
        }
    }
}

void TestHttpDecoder::tree()
{
    const auto all = decoded(http(), everything(),
                             {received("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                                       "8\r\n\r\n{\"a\":12}")});
    QCOMPARE(all.size(), size_t(1));
    QCOMPARE(treeOf(all[0]), QByteArrayList({
                                 "HTTP/1.1 200 OK @ 0+15",
                                 "  Version: HTTP/1.1 @ 0+8",
                                 "  Status: 200 @ 9+3",
                                 "  Reason: OK @ 13+2",
                                 "Header: 2 fields @ 17+53",
                                 "  Content-Type: application/json @ 17+30",
                                 "    Name: Content-Type @ 17+12",
                                 "    Value: application/json @ 31+16",
                                 "    Media type: application/json @ 31+16",
                                 "  Content-Length: 8 @ 49+17",
                                 "    Name: Content-Length @ 49+14",
                                 "    Value: 8 @ 65+1",
                                 "Body: 8 bytes @ 70+8",
                                 "  Length: 8 @ 70+8",
                                 "  {…} @ 70+8",
                                 "    a: 12 @ 71+6",
                             }));
}

void TestHttpDecoder::foldedValue()
{
    DecodeWishes wishes;
    wishes.fields = {"http.header"};
    const auto all = decoded(http(), wishes, {sent("GET / HTTP/1.1\r\nA: b\r\n  c\r\nD: e\r\n\tf\r\n\r\n")});
    QCOMPARE(namedFields(all.at(0)),
             QByteArrayList({"http.header[A]=b c @ 16+9", "http.header[D]=e f @ 27+8"}));
}

void TestHttpDecoder::contentIsCutAtTheWish()
{
    DecodeWishes wishes;
    wishes.contentBytes = 3;
    const QByteArray zip = gzipped("squeezed");
    const auto all = decoded(
        http(), wishes,
        {received(
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabcHTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\n"
            "abcdHTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " +
            QByteArray::number(zip.size()) + "\r\n\r\n" + zip)});
    QCOMPARE(shown(all), QByteArrayList({"< 0+41  {abc}", "< 41+42  {abc}~",
                                         "< 83+" + QByteArray::number(63 + zip.size()) + "  {squ}~"}));
}

void TestHttpDecoder::bombStopsAtTheWish()
{
    const QByteArray bomb = gzipped(gzipped(QByteArray(40 * 1024 * 1024, '\0')));
    const QByteArray head = "HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip\r\nContent-Length: " +
                            QByteArray::number(bomb.size()) + "\r\n\r\n";
    for (const qint64 wished : {qint64(100), qint64(100) * 1024 * 1024}) {
        DecodeWishes wishes;
        wishes.contentBytes = wished;
        const auto all = decoded(http(), wishes, {received(head + bomb + ok)});
        QCOMPARE(all.size(), size_t(2));
        QVERIFY(!all[0].isContentWhole);
        QVERIFY(all[0].content.size() <= 12 * 1024 * 1024);
        QCOMPARE(all[0].problem.has_value(), wished > 100);
        QCOMPARE(all[1].content, QByteArray("hi"));
    }
}

void TestHttpDecoder::tunnelIsDecodedAsWhatItIs()
{
    const QByteArray connect = "CONNECT a.example:8443 HTTP/1.1\r\n\r\n"; // 35
    const QByteArray established = "HTTP/1.1 200 OK\r\n\r\n";             // 19
    // The client does not wait for the answer: what it sends meanwhile is held.
    const Conversation eager = {sent(connect + "{\"a\":1}\n"), received(established), received("[1,2]\n")};
    const QByteArrayList expected = {"> 0+35 CONNECT a.example:8443 HTTP/1.1", "< 0+19 HTTP/1.1 200 OK",
                                     "> 35+7 {\"a\":1} {{\"a\":1}}", "< 19+5 [1,2] {[1,2]}"};
    QCOMPARE(shown(decoded(http(), plainWishes(), eager)), expected);
    QCOMPARE(shown(decoded(http(), plainWishes(), eager, 1)), expected);

    const Conversation nested = {sent(connect), received(established), sent(get), received(ok)};
    QCOMPARE(shown(decoded(http(), plainWishes(), nested)).last(), "< 19+40 HTTP/1.1 200 OK {hi}");

    const Conversation refused = {sent(connect), received("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n"),
                                  sent(get), received(ok)};
    QCOMPARE(shown(decoded(http(), plainWishes(), refused)).last(), "< 38+40 HTTP/1.1 200 OK {hi}");

    const Conversation h2c = {
        sent("GET / HTTP/1.1\r\nUpgrade: h2c\r\n\r\n"),
        received("HTTP/1.1 101 Switching\r\nUpgrade: h2c\r\n\r\n" + QByteArray("\x00\x00\x12\x04\x00", 5))};
    QCOMPARE(shown(decoded(http(), plainWishes(), h2c)).last(),
             QByteArray("< 40+5 5 bytes {\0\0\x12\x04\0}", 22));
}

void TestHttpDecoder::webSocketAfterUpgrade()
{
    std::vector<DecodedMessage> all;
    const auto decoder = ConversationDecoder::create(
        http(), plainWishes(), [&](DecodedMessage&& message) { all.push_back(std::move(message)); });
    const QByteArray answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: WebSocket\r\n\r\n"; // 56
    decoder->feed(Direction::Sent, "GET /chat HTTP/1.1\r\nUpgrade: websocket\r\n\r\n");         // 42
    QCOMPARE(decoder->protocol(), Protocol::Http);
    decoder->feed(Direction::Received, answer + "\x81\x02hi");
    QCOMPARE(decoder->protocol(), Protocol::WebSocket);
    decoder->feed(Direction::Sent, QByteArray("\x81\x82\x01\x02\x03\x04ik", 8));
    decoder->finish(Direction::Sent);
    decoder->finish(Direction::Received);
    QCOMPARE(shown(all),
             QByteArrayList({"> 0+42 GET /chat HTTP/1.1", "< 0+56 HTTP/1.1 101 Switching Protocols",
                             "< 56+4 text, 2 bytes {hi}", "> 42+8 text, 2 bytes {hi}"}));
}

void TestHttpDecoder::datagrams()
{
    ConversationFacts facts;
    facts.transport = Transport::Udp;
    const Conversation ssdp = {sent("M-SEARCH * HTTP/1.1\r\nHOST: 239.255.255.250:1900\r\n\r\n"),
                               received("HTTP/1.1 200 OK\r\nST: x\r\n\r\n"),
                               received("NOTIFY * HTTP/1.1\r\n\r\n"), received("junk")};
    QCOMPARE(
        shown(decoded(facts, plainWishes(), ssdp)),
        QByteArrayList({"> 0+51 M-SEARCH * HTTP/1.1", "< 0+26 HTTP/1.1 200 OK", "< 0+21 NOTIFY * HTTP/1.1",
                        "< 0+4 4 bytes ! no message of HTTP begins here @ 0"}));
}

void TestHttpDecoder::pipelinedRequestsAreBounded()
{
    Conversation conversation;
    for (size_t i = 0; i < limits::pipelinedRequests + 10; ++i)
        conversation.append(sent(get));
    QCOMPARE(decoded(http(), plainWishes(), conversation).size(), limits::pipelinedRequests + 10);
}

QTEST_GUILESS_MAIN(TestHttpDecoder)
#include "tst_httpdecoder.moc"
