// SPDX-License-Identifier: MIT
// What must hold whatever comes: conversations cut at every byte, with bits flipped, bytes lost, and pieces
// of any size. Seeded, so that a failure comes again.
#include "support/conversation.h"
#include "support/deflated.h"
#include "support/http2frames.h"

#include "decode/jsonpath.h"
#include "decode/jsontree.h"

#include <QtTest>

#include <random>

#include <zlib.h>

using namespace wl;
using namespace wl::test;

namespace {

constexpr int mutationsPerRow = 300;

Conversation httpConversation()
{
    const QByteArray zip = gzipped("{\"id\": 17, \"tags\": [\"a\", null, true, 1.5e3]}");
    return {
        sent("GET /posts/17 HTTP/1.1\r\nHost: localhost\r\n\r\nHEAD / HTTP/1.1\r\nHost: a\r\n\r\n"),
        received("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                 "Content-Encoding: gzip\r\nContent-Length: " +
                 QByteArray::number(zip.size()) + "\r\n\r\n" + zip),
        received("HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\n"),
        sent("POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\nFolded: a\r\n b\r\n\r\n5;e=\"v\"\r\nhello\r\n"
             "a \r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n"),
        received("HTTP/1.1 404 Not Found\nContent-Type: text/html\n\n<p>until the end"),
    };
}

Conversation webSocketConversation()
{
    const QByteArray squeezed = deflated("squeezed, squeezed", -MAX_WBITS, Z_SYNC_FLUSH).chopped(4);
    return {
        sent("GET /chat HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n"),
        received("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                 "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n"),
        sent(QByteArray("\x81\x85\x37\xfa\x21\x3d\x7f\x9f\x4d\x51\x58", 11)),
        received("\x01\x07{\"a\": [" + QByteArray("\x89\x01p\x80\x02]}", 7)),
        received(QByteArray("\xc1") + char(squeezed.size()) + squeezed),
        sent(QByteArray("\x88\x82\x01\x02\x03\x04\x02\xea", 8)),
        received(QByteArray("\x82\x7e\x01\x00", 4) + QByteArray(256, 'b') + "\x88\x05\x03\xe8" + "bye"),
    };
}

Conversation tunnelConversation()
{
    return {sent("CONNECT a.example:80 HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n"),
            received("HTTP/1.1 200 OK\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n")};
}

Conversation jsonConversation()
{
    return {sent("{\"method\": \"add\", \"params\": [1, 2.5, \"\\u00fc\"], \"id\": null}\n"),
            received("{\"result\": {\"a\": {\"b\": []}},\n \"ok\": true}\n[1,2,3]\n\"text\"\n12\n"),
            sent("{\"last\": \"\xc3\xbc\"}")};
}

Conversation mqttConversation()
{
    return {sent(QByteArray::fromHex("101700044d51545405c2003c03210014000161000175000170")),
            received(QByteArray::fromHex("200600000322000a")),
            sent(QByteArray::fromHex("820b0001020b050003732f2301")),
            received(QByteArray::fromHex("900400010001")),
            sent(QByteArray::fromHex("320c0003732f3100070323000131")),
            received(QByteArray::fromHex("40020007")),
            sent(QByteArray::fromHex("300700000323000132")),
            sent(QByteArray::fromHex("c000")),
            received(QByteArray::fromHex("d000")),
            sent(QByteArray::fromHex("e000"))};
}

Conversation dnsConversation()
{
    const QByteArray query =
        QByteArray::fromHex("00070120000100000000000103777777016100001c000100002904d0000000000000");
    const QByteArray answer = QByteArray::fromHex("000781800001000200000000037777770161000001000"
                                                  "1c00c00050001000000050002c010c01000010001000000050004"
                                                  "0a000007");
    const auto framed = [](const QByteArray& message) {
        return QByteArray(1, '\0') + char(message.size()) + message;
    };
    return {sent(framed(query)), received(framed(answer)), sent(framed(query) + framed(query))};
}

Conversation modbusConversation()
{
    return {sent(QByteArray::fromHex("000100000006010300000002")),
            received(QByteArray::fromHex("00010000000701030400070008")),
            sent(QByteArray::fromHex("00020000000b0110000100020400010002")),
            received(QByteArray::fromHex("000200000003019002"))};
}

Conversation tlsConversation()
{
    const QByteArray extensions =
        QByteArray::fromHex("00000008000600000361 2e62001000050003026832002b0003020304");
    const QByteArray hello = QByteArray::fromHex("0303") + QByteArray(32, 'r') +
                             QByteArray::fromHex("00000413021301 0100") + '\0' + char(extensions.size()) +
                             extensions;
    const QByteArray message = QByteArray::fromHex("010000") + char(hello.size()) + hello;
    const auto record = [](const char* head, const QByteArray& bytes) {
        return QByteArray::fromHex(head) + '\0' + char(bytes.size()) + bytes;
    };
    return {sent(record("160301", message.first(20)) + record("160301", message.sliced(20))),
            received(record("150303", QByteArray::fromHex("0228")))};
}

Conversation syslogConversation()
{
    return {sent("<34>1 2026-11-20T12:01:07.123Z host app 17 ID47 [a@1 b=\"c\\]\"] hello\n"
                 "<13>Nov 20 12:01:07 host app[17]: old\n"),
            sent("34 <34>1 - - - - - - counted, no line")};
}

Conversation http2Conversation()
{
    using namespace wltest;
    return {sent(h2::preface + h2::settings({{1, 8192}, {4, 100'000}}) +
                 h2::headers(1, {{":method", "POST"}, {":path", "/posts"}, {"x", "1"}}) +
                 h2::data(1, "body", h2::EndStream)),
            received(h2::settings() + h2::headers(1, {{":status", "200"}, {"content-type", "text/plain"}}) +
                     h2::data(1, "hello") + h2::headers(1, {{"trailer", "1"}}, h2::EndStream)),
            sent(h2::frame(h2::RstStream, 0, 3, h2::number(8))), received(h2::goAway(1, 0, "bye"))};
}

/// The rules that hold of all messages.
void check(const Conversation& conversation, const std::vector<DecodedMessage>& messages,
           const DecodeWishes& wishes)
{
    const std::array<qint64, 2> sizes = {bytesOf(conversation, Direction::Sent).size(),
                                         bytesOf(conversation, Direction::Received).size()};
    for (const DecodedMessage& message : messages) {
        const QByteArray broken = brokenRule(message, sizes[size_t(message.direction)]);
        QVERIFY2(broken.isEmpty(), (broken + " in " + shown(message)).constData());
        QVERIFY2(message.content.size() <= wishes.contentBytes, shown(message).constData());
        QVERIFY2(!message.problem || !message.problem->text.isEmpty(), shown(message).constData());
    }
}

/// Decodes in one go and in random pieces: rules hold, and both say the same.
void checkBoth(const ConversationFacts& facts, const Conversation& conversation, std::mt19937& random)
{
    const DecodeWishes wishes = everything();
    const auto whole = decoded(facts, wishes, conversation);
    check(conversation, whole, wishes);
    const auto step = std::uniform_int_distribution<qsizetype>(1, 9)(random);
    const auto pieces = decoded(facts, wishes, conversation, step);
    const auto isRaw = [](const DecodedMessage& message) { return message.protocol == Protocol::Unknown; };
    if (std::any_of(whole.begin(), whole.end(), isRaw))
        return; // each piece is a message
    QCOMPARE(shown(pieces), shown(whole));
    for (size_t i = 0; i < whole.size(); ++i)
        QCOMPARE(treeOf(pieces[i]), treeOf(whole[i]));
}

} // namespace

class TestDecodeRobustness : public QObject
{
    Q_OBJECT
private slots:
    void valid_data() { conversations_data(); }
    void valid();
    void cutAtEveryByte_data() { conversations_data(); }
    void cutAtEveryByte();
    void bitFlips_data() { conversations_data(); }
    void bitFlips();
    void lostBytes_data() { conversations_data(); }
    void lostBytes();
    void joinedPieces_data() { conversations_data(); }
    void joinedPieces();
    void hugeNumbers_data() { conversations_data(); }
    void hugeNumbers();
    void nestedChunks();
    void randomBytes();
    void deepJson();

private:
    static void conversations_data();
    [[nodiscard]] static ConversationFacts factsOf(Protocol protocol)
    {
        ConversationFacts facts;
        facts.decodeAs = protocol;
        return facts;
    }
};

void TestDecodeRobustness::conversations_data()
{
    QTest::addColumn<Conversation>("conversation");
    QTest::addColumn<Protocol>("protocol");
    QTest::addColumn<int>("messages");
    QTest::newRow("HTTP") << httpConversation() << Protocol::Http << 7;
    QTest::newRow("WebSocket") << webSocketConversation() << Protocol::Http << 9;
    QTest::newRow("tunnel") << tunnelConversation() << Protocol::Http << 4;
    QTest::newRow("JSON") << jsonConversation() << Protocol::Json << 6;
    QTest::newRow("MQTT") << mqttConversation() << Protocol::Mqtt << 10;
    QTest::newRow("DNS") << dnsConversation() << Protocol::Dns << 4;
    QTest::newRow("Modbus") << modbusConversation() << Protocol::Modbus << 4;
    QTest::newRow("TLS") << tlsConversation() << Protocol::Tls << 2;
    QTest::newRow("HTTP/2") << http2Conversation() << Protocol::Http2 << 10;
    QTest::newRow("syslog") << syslogConversation() << Protocol::Syslog << 3;
}

void TestDecodeRobustness::valid()
{
    QFETCH(Conversation, conversation);
    QFETCH(Protocol, protocol);
    for (const bool isChosen : {true, false}) {
        ConversationFacts facts;
        facts.peerPort = protocol == Protocol::Dns ? 53 : 0; // over TCP only there
        const auto all = decoded(isChosen ? factsOf(protocol) : facts, everything(), conversation);
        for (const DecodedMessage& message : all)
            QVERIFY2(!message.problem, shown(message).constData());
        QTEST(int(all.size()), "messages");
    }
}

void TestDecodeRobustness::cutAtEveryByte()
{
    QFETCH(Conversation, conversation);
    QFETCH(Protocol, protocol);
    std::mt19937 random(1);
    for (qsizetype turn = 0; turn < conversation.size(); ++turn) {
        for (qsizetype cut = 0; cut <= conversation[turn].bytes.size(); ++cut) {
            Conversation part = conversation.first(turn + 1);
            part.last().bytes.truncate(cut);
            checkBoth(factsOf(protocol), part, random);
            if (QTest::currentTestFailed())
                return;
        }
    }
}

void TestDecodeRobustness::bitFlips()
{
    QFETCH(Conversation, conversation);
    QFETCH(Protocol, protocol);
    std::mt19937 random(2);
    const auto below = [&](qsizetype end) {
        return std::uniform_int_distribution<qsizetype>(0, end - 1)(random);
    };
    for (int round = 0; round < mutationsPerRow; ++round) {
        Conversation flipped = conversation;
        for (qsizetype flips = below(4) + 1; flips > 0; --flips) {
            QByteArray& bytes = flipped[below(flipped.size())].bytes;
            char& byte = bytes.data()[below(bytes.size())];
            byte = char(byte ^ (1 << below(8)));
        }
        checkBoth(round % 2 == 0 ? factsOf(protocol) : ConversationFacts(), flipped, random);
        if (QTest::currentTestFailed()) {
            qWarning("round %d", round);
            return;
        }
    }
}

void TestDecodeRobustness::lostBytes()
{
    QFETCH(Conversation, conversation);
    QFETCH(Protocol, protocol);
    std::mt19937 random(3);
    const auto below = [&](qsizetype end) {
        return std::uniform_int_distribution<qsizetype>(0, end - 1)(random);
    };
    for (int round = 0; round < mutationsPerRow; ++round) {
        Conversation lossy;
        const qsizetype lost = below(conversation.size());
        for (qsizetype i = 0; i < conversation.size(); ++i) {
            const Turn& turn = conversation[i];
            if (i != lost) {
                lossy.append(turn);
                continue;
            }
            const qsizetype from = below(turn.bytes.size());
            const qsizetype length = below(turn.bytes.size() - from) + 1;
            lossy.append({turn.direction, turn.bytes.first(from)});
            lossy.append({turn.direction, {}, length});
            lossy.append({turn.direction, turn.bytes.sliced(from + length)});
        }
        checkBoth(factsOf(protocol), lossy, random);
        if (QTest::currentTestFailed()) {
            qWarning("round %d", round);
            return;
        }
    }
}

/// Bytes of one place put into another.
void TestDecodeRobustness::joinedPieces()
{
    QFETCH(Conversation, conversation);
    QFETCH(Protocol, protocol);
    std::mt19937 random(4);
    const auto below = [&](qsizetype end) {
        return std::uniform_int_distribution<qsizetype>(0, end - 1)(random);
    };
    for (int round = 0; round < mutationsPerRow; ++round) {
        Conversation joined = conversation;
        const QByteArray& from = conversation[below(conversation.size())].bytes;
        const qsizetype start = below(from.size());
        QByteArray& into = joined[below(joined.size())].bytes;
        into.insert(below(into.size()), from.sliced(start, below(from.size() - start) + 1));
        checkBoth(factsOf(protocol), joined, random);
        if (QTest::currentTestFailed()) {
            qWarning("round %d", round);
            return;
        }
    }
}

/// Each number of one, two, four and eight bytes as large as can be, wherever one may be.
void TestDecodeRobustness::hugeNumbers()
{
    QFETCH(Conversation, conversation);
    QFETCH(Protocol, protocol);
    std::mt19937 random(6);
    for (qsizetype turn = 0; turn < conversation.size(); ++turn) {
        for (qsizetype at = 0; at < conversation[turn].bytes.size(); ++at) {
            for (const qsizetype size : {1, 2, 4, 8}) {
                Conversation huge = conversation;
                huge[turn].bytes.replace(at, size, QByteArray(size, '\xFF'));
                checkBoth(factsOf(protocol), huge, random);
                if (QTest::currentTestFailed())
                    return;
            }
        }
    }
}

/// A body in chunks whose content is in chunks, and so on: each is content to the one around it.
void TestDecodeRobustness::nestedChunks()
{
    QByteArray body = "end";
    QByteArray inner;
    for (int depth = 0; depth < 1000; ++depth) {
        inner = body;
        body = QByteArray::number(body.size(), 16) + "\r\n" + body + "\r\n0\r\n\r\n";
    }
    const QByteArray codings = QByteArray("chunked, ").repeated(1000) + "chunked";
    const QByteArray head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: ";
    const auto all =
        decoded(factsOf(Protocol::Http), everything(), {received(head + "chunked\r\n\r\n" + body)});
    QCOMPARE(all.size(), size_t(1));
    QVERIFY(!all[0].problem);
    QVERIFY(all[0].content == inner); // one layer less
    std::mt19937 random(7);
    checkBoth(factsOf(Protocol::Http), {received(head + codings + "\r\n\r\n" + body)}, random);
    const auto stacked =
        decoded(factsOf(Protocol::Http), everything(), {received(head + codings + "\r\n\r\n" + body)});
    QVERIFY(!stacked.empty() && stacked[0].problem);
}

void TestDecodeRobustness::randomBytes()
{
    std::mt19937 random(5);
    std::uniform_int_distribution<int> byte(0, 255);
    for (int round = 0; round < mutationsPerRow; ++round) {
        QByteArray bytes(200, '\0');
        for (char& c : bytes)
            c = char(byte(random));
        for (const Protocol protocol :
             {Protocol::Http, Protocol::WebSocket, Protocol::Json, Protocol::Tls, Protocol::Dns,
              Protocol::Mqtt, Protocol::Modbus, Protocol::Syslog, Protocol::Lines, Protocol::Http2})
            checkBoth(factsOf(protocol), {sent(bytes), received(bytes)}, random);
        if (QTest::currentTestFailed())
            return;
    }
}

void TestDecodeRobustness::deepJson()
{
    const QByteArray deep = QByteArray("[{\"a\":").repeated(50'000);
    QVERIFY(isJson(deep));
    const QByteArray response = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n\r\n" + deep;
    const auto all = decoded(factsOf(Protocol::Http), everything(), {received(response)});
    QCOMPARE(all.size(), size_t(1));
    QCOMPARE(all[0].content.size(), deep.size());
    QVERIFY(all[0].fields.size() < 100);
    QVERIFY(!jsonValueAt(deep, *JsonPath::parse(QStringLiteral("[0].a[0].b"))));
}

QTEST_GUILESS_MAIN(TestDecodeRobustness)
#include "tst_decoderobustness.moc"
