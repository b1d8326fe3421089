// SPDX-License-Identifier: MIT
#include "support/conversation.h"

#include "base/limits.h"
#include "decode/protocoltable.h"

#include <QtTest>

using namespace wl;
using namespace wl::test;

class TestProtocolChooser : public QObject
{
    Q_OBJECT
private slots:
    void chosen_data();
    void chosen();
    void nothingIsLostBeforeTheChoice();
    void pieces();
    void undecidedBytesAreBounded();
    void emptyDatagrams();
    void names();
    void wishes();
};

void TestProtocolChooser::chosen_data()
{
    QTest::addColumn<Conversation>("conversation");
    QTest::addColumn<int>("port");
    QTest::addColumn<Protocol>("protocol"); // before the directions end
    const auto row = [](const char* name, const Conversation& conversation, int port, Protocol protocol) {
        QTest::newRow(name) << conversation << port << protocol;
    };
    row("nothing", {}, 80, Protocol::Unknown);
    row("request", {sent("GET / HTTP/1.1\r\n")}, 4000, Protocol::Http);
    row("request of an unknown method", {sent("FROB / HTTP/1.1\r\n")}, 4000, Protocol::Http);
    row("long target", {sent("GET /" + QByteArray(1100, 'x'))}, 4000, Protocol::Http);
    row("response", {received("HTTP/1.1 200")}, 4000, Protocol::Http);
    row("a blank line first", {sent("\r\nGET / HTTP/1.1\r\n")}, 4000, Protocol::Http);
    row("HTTP/2", {sent("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")}, 4000, Protocol::Http2);
    row("half a request", {sent("GET / HT")}, 4000, Protocol::Unknown);
    row("by the other direction", {sent("xx"), received("HTTP/1.0 200 OK")}, 4000, Protocol::Http);
    row("not yet told", {sent("GET"), received("HTTP/1.0 200 OK")}, 4000, Protocol::Http);
    row("binary on the port of HTTP", {sent(QByteArray(64, '\xfe'))}, 80, Protocol::Http);
    row("binary on a port for anything", {sent(QByteArray(64, '\xfe'))}, 8080, Protocol::Unknown);
    row("JSON on the port of HTTP", {sent("{\"a\":1}\n")}, 80, Protocol::Json);
    row("JSON", {received("[1,2]")}, 4000, Protocol::Json);
    row("text", {sent("hello world\n")}, 4000, Protocol::Lines);
    row("nothing but a gap", {{Direction::Sent, {}, 5}}, 4000, Protocol::Unknown);
    row("behind gaps",
        {{Direction::Sent, {}, 5},
         {Direction::Received, {}, 7},
         {Direction::Sent, {}, 5},
         sent("GET / HTTP/1.1\r\n")},
        4000, Protocol::Http);
    row("TLS", {sent(QByteArray("\x16\x03\x01\x00\x40\x01\x00\x00\x3c\x03\x03", 11))}, 4000, Protocol::Tls);
}

void TestProtocolChooser::chosen()
{
    QFETCH(Conversation, conversation);
    QFETCH(int, port);
    QFETCH(Protocol, protocol);
    for (const bool isLocal : {false, true}) {
        ConversationFacts facts;
        (isLocal ? facts.localPort : facts.peerPort) = quint16(port);
        const auto decoder = ConversationDecoder::create(facts, {}, [](DecodedMessage&&) {});
        for (const Turn& turn : conversation) {
            if (turn.gap > 0)
                decoder->gap(turn.direction, turn.gap);
            else
                decoder->feed(turn.direction, turn.bytes);
        }
        QCOMPARE(decoder->protocol(), protocol);
    }
}

void TestProtocolChooser::nothingIsLostBeforeTheChoice()
{
    DecodeWishes wishes;
    wishes.info = true;
    const Conversation conversation = {sent("GE"), received("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"),
                                       sent("T / HTTP/1.1\r\n\r\n")};
    QCOMPARE(shown(decoded({}, wishes, conversation, 1)),
             QByteArrayList({"< 0+38 HTTP/1.1 200 OK", "> 0+18 GET / HTTP/1.1"}));
}

/// What nobody claims: one message for each piece, also those that came before the choice.
void TestProtocolChooser::pieces()
{
    DecodeWishes wishes;
    wishes.contentBytes = 3;
    const Conversation conversation = {sent("{"),
                                       sent(QByteArray("\x00\x01\x02\x03", 4)),
                                       {Direction::Sent, {}, 10},
                                       received("\x7f"),
                                       sent("\x05")};
    QCOMPARE(shown(decoded({}, wishes, conversation)),
             QByteArrayList({"> 0+1  {{}", QByteArray("> 1+4  {\x00\x01\x02}~", 13), "< 0+1  {\x7f}",
                             "> 15+1  {\x05}"}));
}

void TestProtocolChooser::undecidedBytesAreBounded()
{
    qint64 seen = 0;
    const auto decoder =
        ConversationDecoder::create({}, {}, [&](DecodedMessage&& message) { seen += message.range.length; });
    decoder->feed(Direction::Sent, "{\"");
    for (qsizetype i = 2; i < limits::undecidedBytes; ++i) {
        QCOMPARE(seen, 0);
        decoder->feed(Direction::Sent, "k");
    }
    decoder->feed(Direction::Sent, "k");
    decoder->finish(Direction::Sent);
    QCOMPARE(seen, limits::undecidedBytes + 1);
}

void TestProtocolChooser::emptyDatagrams()
{
    ConversationFacts facts;
    facts.transport = Transport::Udp;
    int seen = 0;
    const auto decoder = ConversationDecoder::create(facts, {}, [&](DecodedMessage&&) { ++seen; });
    for (int i = 0; i < 100'000; ++i)
        decoder->feed(Direction::Received, {});
    QVERIFY(seen > 0);
    decoder->feed(Direction::Received, "x");
    QCOMPARE(seen, 100'001);
}

void TestProtocolChooser::names()
{
    for (const ProtocolRow& row : protocolTable()) {
        QCOMPARE(protocolName(row.protocol), row.name);
        QCOMPARE(protocolNamed(row.name), std::optional(row.protocol));
    }
    QCOMPARE(protocolNamed("HTTP"), std::optional(Protocol::Http));
    QCOMPARE(protocolNamed("gopher"), std::nullopt);
    QCOMPARE(protocolNamed(""), std::nullopt);
    QCOMPARE(protocolTable().back().protocol, Protocol::Unknown);
}

void TestProtocolChooser::wishes()
{
    DecodeWishes wishes;
    QVERIFY(!wishes.wants("http.status"));
    wishes.fields = {"http.status", "ws."};
    QVERIFY(wishes.wants("http.status"));
    QVERIFY(!wishes.wants("http.statu"));
    QVERIFY(!wishes.wants("http.url"));
    QVERIFY(wishes.wants("ws.opcode"));
    wishes.tree = true;
    QVERIFY(wishes.wants("http.url"));
}

QTEST_GUILESS_MAIN(TestProtocolChooser)
#include "tst_protocolchooser.moc"
