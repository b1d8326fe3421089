// SPDX-License-Identifier: MIT
#include "decode/websocketdecoder.h"

#include "base/limits.h"
#include "support/conversation.h"

#include <QtTest>

#include <zlib.h>

using namespace wl;
using namespace wl::test;

namespace {

/// A frame as a server sends it; `first` is FIN, RSV and opcode.
QByteArray frame(int first, const QByteArray& payload)
{
    QByteArray bytes(1, char(first));
    const qsizetype size = payload.size();
    if (size < 126) {
        bytes += char(size);
    } else if (size < 65536) {
        bytes += '\x7e';
        bytes += char(size >> 8);
        bytes += char(size);
    } else {
        bytes += '\x7f';
        for (int shift = 56; shift >= 0; shift -= 8)
            bytes += char(quint64(size) >> shift);
    }
    return bytes + payload;
}

/// The same with a mask, as a client sends it.
QByteArray masked(int first, QByteArray payload)
{
    QByteArray bytes = frame(first, payload);
    bytes.chop(payload.size());
    bytes[1] = char(bytes[1] | '\x80');
    const QByteArray key("\x37\xfa\x21\x3d", 4);
    for (qsizetype i = 0; i < payload.size(); ++i)
        payload[i] = char(payload[i] ^ key[i % 4]);
    return bytes + key + payload;
}

/// Compresses messages with one context (RFC 7692 §7.2.1).
class Compressor
{
public:
    Compressor() { deflateInit2(&m_stream, 9, Z_DEFLATED, -MAX_WBITS, 8, Z_DEFAULT_STRATEGY); }
    ~Compressor() { deflateEnd(&m_stream); }
    Compressor(const Compressor&) = delete;
    Compressor& operator=(const Compressor&) = delete;

    QByteArray message(const QByteArray& plain)
    {
        QByteArray out(plain.size() + 1000, '\0');
        m_stream.next_in = reinterpret_cast<z_const Bytef*>(const_cast<char*>(plain.data()));
        m_stream.avail_in = uInt(plain.size());
        m_stream.next_out = reinterpret_cast<Bytef*>(out.data());
        m_stream.avail_out = uInt(out.size());
        deflate(&m_stream, Z_SYNC_FLUSH);
        out.chop(m_stream.avail_out);
        return out.chopped(4);
    }
    void reset() { deflateReset(&m_stream); }

private:
    z_stream m_stream{};
};

WebSocketFacts negotiated(const char* extensions)
{
    WebSocketFacts facts;
    facts.client = Direction::Sent;
    facts.deflate = WebSocketDeflate::negotiated(extensions);
    return facts;
}

DecodeWishes contentAndInfo()
{
    DecodeWishes wishes;
    wishes.info = true;
    wishes.contentBytes = 1000;
    return wishes;
}

std::vector<DecodedMessage> decodedFrames(const WebSocketFacts& facts, const DecodeWishes& wishes,
                                          const Conversation& conversation, qsizetype step = 1'000'000'000)
{
    std::vector<DecodedMessage> messages;
    WebSocketDecoder decoder(facts, wishes,
                             [&](DecodedMessage&& message) { messages.push_back(std::move(message)); });
    feedAll(decoder, conversation, step);
    return messages;
}

} // namespace

class TestWebSocketDecoder : public QObject
{
    Q_OBJECT
private slots:
    void messages_data();
    void messages();
    void fields();
    void tree();
    void jsonInTheTree();
    void compressed();
    void contextIsLost();
    void compressedInFragments();
    void lastBlockInTheMiddle();
    void bombIsBounded();
    void extensions_data();
    void extensions();
    void chosenByHand();
    void contentIsCutAtTheWish();
    void manyFramesAreBounded();
};

void TestWebSocketDecoder::messages_data()
{
    QTest::addColumn<Conversation>("conversation");
    QTest::addColumn<QByteArrayList>("expected");
    const auto row = [](const char* name, const Conversation& conversation, const QByteArrayList& expected) {
        QTest::newRow(name) << conversation << expected;
    };
    row("nothing", {}, {});
    row("text from the server", {received(frame(0x81, "hello"))}, {"< 0+7 text, 5 bytes {hello}"});
    row("text from the client", {sent(masked(0x81, "hello"))}, {"> 0+11 text, 5 bytes {hello}"});
    row("empty", {received(frame(0x82, "") + frame(0x81, ""))},
        {"< 0+2 binary, 0 bytes", "< 2+2 text, 0 bytes"});
    row("16-bit length", {sent(masked(0x82, QByteArray(300, 'x')))},
        {"> 0+308 binary, 300 bytes {" + QByteArray(300, 'x') + '}'});
    row("64-bit length", {received(frame(0x82, QByteArray(70'000, 'x')))},
        {"< 0+70010 binary, 70000 bytes {" + QByteArray(1000, 'x') + "}~"});
    row("fragments with a ping between",
        {received(frame(0x01, "he") + frame(0x89, "p") + frame(0x00, "l") + frame(0x80, "lo"))},
        {"< 4+3 ping, 1 bytes {p}", "< 0+14 text, 5 bytes in 3 frames {hello}"});
    row("close", {received(frame(0x88, QByteArray("\x03\xe8") + "bye"))},
        {QByteArray("< 0+7 close 1000 bye {\x03\xe8") + "bye}"});
    row("close without a code", {received(frame(0x88, ""))}, {"< 0+2 close, 0 bytes"});
    row("pong", {sent(masked(0x8a, "x"))}, {"> 0+7 pong, 1 bytes {x}"});
    row("reserved opcode", {received(frame(0x83, "ab") + frame(0x81, "c"))},
        {"< 0+4 opcode 3, 2 bytes {ab} ! opcode 3 is reserved @ 0", "< 4+3 text, 1 bytes {c}"});
    row("reserved control opcode", {received(frame(0x8f, ""))},
        {"< 0+2 opcode 15, 0 bytes ! opcode 15 is reserved @ 0"});
    row("reserved bit", {received(frame(0xa1, "c"))},
        {"< 0+3 text, 1 bytes {c} ! a reserved bit is set @ 0"});
    row("compressed, but not agreed on", {received(frame(0xc1, "c"))},
        {"< 0+3 text, 1 bytes {c} ! a reserved bit is set @ 0"});
    row("long ping", {received(frame(0x89, QByteArray(126, 'p')))},
        {"< 0+130 ping, 126 bytes {" + QByteArray(126, 'p') + "} ! a control frame of 126 bytes @ 1"});
    row("ping in fragments", {received(frame(0x09, "p"))},
        {"< 0+3 ping, 1 bytes {p} ! a control frame in fragments @ 0"});
    row("not UTF-8", {received(frame(0x81, "ab\xff"))},
        {"< 0+5 text, 3 bytes {ab\xff} ! byte 2 of the text is not UTF-8 @ 4"});
    row("character over two frames", {received(frame(0x01, "\xc3") + frame(0x80, "\xbc"))},
        {"< 0+6 text, 2 bytes in 2 frames {\xc3\xbc}"});
    row("character cut", {received(frame(0x81, "a\xc3"))},
        {"< 0+4 text, 2 bytes {a\xc3} ! the text ends inside of a character @ 4"});
    row("binary need not be UTF-8", {received(frame(0x82, "\xff"))}, {"< 0+3 binary, 1 bytes {\xff}"});
    row("client without mask", {sent(frame(0x81, "a"))},
        {"> 0+3 text, 1 bytes {a} ! an unmasked frame from the client @ 1"});
    row("server with mask", {received(masked(0x81, "a"))},
        {"< 0+7 text, 1 bytes {a} ! a masked frame from the server @ 1"});
    row("continuation of nothing", {received(frame(0x80, "ab") + frame(0x81, "c"))},
        {"< 0+4 continuation, 2 bytes {ab}~ ! a continuation without a beginning @ 0",
         "< 4+3 text, 1 bytes {c}"});
    row("message in a message", {received(frame(0x01, "ab") + frame(0x81, "c"))},
        {"< 0+4 text, 2 bytes {ab}~ ! another message begins before this one ends @ 4",
         "< 4+3 text, 1 bytes {c}"});
    row("length of 2^63", {received(QByteArray("\x82\x7f\x80\0\0\0\0\0\0\0", 10) + "abc"), received("def")},
        {"< 0+10 binary, 0 bytes~ ! a frame of 2^63 bytes or more @ 2",
         "< 10+6 6 bytes~ ! bytes behind a frame that cannot be @ 10"});
    row("length of 2^63-1", {received(QByteArray("\x82\x7f\x7f\xff\xff\xff\xff\xff\xff\xff", 10) + "abc")},
        {"< 0+13 binary, 3 bytes {abc}~ ! the message is cut short @ 13"});
    row("cut in a header", {received(frame(0x81, "a") + "\x82")},
        {"< 0+3 text, 1 bytes {a}", "< 3+1 1 bytes~ ! the frame is cut short @ 3"});
    row("cut between frames", {received(frame(0x01, "a"))},
        {"< 0+3 text, 1 bytes {a}~ ! the message is cut short @ 3"});
    row("gap in a frame",
        {received(frame(0x82, "0123456789").first(4)),
         {Direction::Received, {}, 5},
         received("789" + frame(0x81, "c"))},
        {"< 0+4 binary, 2 bytes {01}~ ! 5 bytes are missing here @ 4", "< 12+3 text, 1 bytes {c}"});
    row("gap between", {received(frame(0x81, "a")), {Direction::Received, {}, 7}, received(frame(0x81, "c"))},
        {"< 0+3 text, 1 bytes {a}", "< 10+3 text, 1 bytes {c}"});
}

void TestWebSocketDecoder::messages()
{
    QFETCH(Conversation, conversation);
    QFETCH(QByteArrayList, expected);
    const WebSocketFacts facts = negotiated("");
    QCOMPARE(shown(decodedFrames(facts, contentAndInfo(), conversation)), expected);
    for (const qsizetype step : {1, 3})
        QCOMPARE(shown(decodedFrames(facts, contentAndInfo(), conversation, step)), expected);
}

void TestWebSocketDecoder::fields()
{
    DecodeWishes wishes;
    wishes.fields = {"ws."};
    const auto all =
        decodedFrames(negotiated(""), wishes,
                      {sent(masked(0x81, "hi") + masked(0x88, QByteArray("\x03\xe9") + "going")),
                       received(frame(0x02, "ab") + frame(0x80, "c")), received(frame(0x01, "x"))});
    QCOMPARE(namedFields(all.at(0)), QByteArrayList({"ws.opcode=text @ 0+1", "ws.fin=true @ 0+1",
                                                     "ws.masked=true @ 1+1", "ws.length=2 @ 1+1"}));
    QCOMPARE(
        namedFields(all.at(1)),
        QByteArrayList({"ws.opcode=close @ 8+1", "ws.fin=true @ 8+1", "ws.masked=true @ 9+1",
                        "ws.length=7 @ 9+1", "ws.closecode=1001 @ 14+2", "ws.closereason=going @ 16+5"}));
    QCOMPARE(namedFields(all.at(2)), QByteArrayList({"ws.opcode=binary @ 0+1", "ws.fin=true @ 4+1",
                                                     "ws.masked=false @ 1+1", "ws.length=3 @ 0+0"}));
    QCOMPARE(namedFields(all.at(3)), QByteArrayList({"ws.opcode=text @ 7+1", "ws.fin=false @ 7+1",
                                                     "ws.masked=false @ 8+1", "ws.length=1 @ 8+1"}));
    QVERIFY(all[0].content.isEmpty());
}

void TestWebSocketDecoder::tree()
{
    const auto all = decodedFrames(negotiated(""), everything(), {sent(masked(0x81, QByteArray(200, 'x')))});
    QCOMPARE(treeOf(all.at(0)), QByteArrayList({
                                    "Opcode: text @ 0+1",
                                    "Whole: yes @ 0+1",
                                    "Masked: yes @ 1+1",
                                    "Length: 200 @ 1+3",
                                    "Frame: text, 200 bytes @ 0+208",
                                    "  FIN: yes @ 0+1",
                                    "  RSV1: no @ 0+1",
                                    "  RSV2: no @ 0+1",
                                    "  RSV3: no @ 0+1",
                                    "  Opcode: 1 (text) @ 0+1",
                                    "  MASK: yes @ 1+1",
                                    "  Payload length: 200 @ 1+3",
                                    "  Masking key: 37 fa 21 3d @ 4+4",
                                    "  Payload @ 8+200",
                                }));
}

void TestWebSocketDecoder::jsonInTheTree()
{
    const QByteArray text = "{\"a\":1}";
    const auto plain = decodedFrames(negotiated(""), everything(), {received(frame(0x81, text))});
    QCOMPARE(treeOf(plain.at(0)).last(), QByteArray("      a: 1 @ 3+5"));
    const auto hidden = decodedFrames(negotiated(""), everything(), {sent(masked(0x81, text))});
    QCOMPARE(treeOf(hidden.at(0)).last(), QByteArray("      a: 1 @ 0+0"));
}

void TestWebSocketDecoder::compressed()
{
    for (const bool keepsContext : {true, false}) {
        Compressor compressor;
        QByteArray bytes;
        for (int i = 0; i < 3; ++i) {
            bytes += masked(0xc1, compressor.message("the same text again and again"));
            if (!keepsContext)
                compressor.reset();
        }
        bytes += masked(0x81, "plain");
        const WebSocketFacts facts = negotiated(
            keepsContext ? "permessage-deflate" : "permessage-deflate; client_no_context_takeover");
        for (const qsizetype step : {qsizetype(1), bytes.size()}) {
            const auto all = decodedFrames(facts, contentAndInfo(), {sent(bytes)}, step);
            QCOMPARE(all.size(), size_t(4));
            for (size_t i = 0; i < 3; ++i) {
                QCOMPARE(all[i].content, QByteArray("the same text again and again"));
                QVERIFY(all[i].isContentWhole);
                QVERIFY(!all[i].problem);
            }
            QCOMPARE(all[3].content, QByteArray("plain"));
        }
    }
}

/// After damage or a gap, what refers to what was before cannot be read; what does not can.
void TestWebSocketDecoder::contextIsLost()
{
    Compressor compressor;
    const QByteArray first = frame(0xc1, compressor.message("one and the same text"));
    const QByteArray second = frame(0xc1, compressor.message("one and the same text"));
    const Conversation gap = {
        {Direction::Received, {}, first.size()}, received(second), received(frame(0x81, "x"))};
    auto all = decodedFrames(negotiated("permessage-deflate"), contentAndInfo(), gap);
    QCOMPARE(all.size(), size_t(2));
    QCOMPARE(all[0].problem->text,
             QStringLiteral("compression: what it was compressed against is not known"));
    QVERIFY(!all[0].isContentWhole);
    QVERIFY(!all[1].problem);

    const QByteArray damaged = frame(0xc1, QByteArray("\xff\xff\xff", 3));
    all = decodedFrames(negotiated("permessage-deflate"), contentAndInfo(), {received(damaged + first)});
    QCOMPARE(all[0].problem->text, QStringLiteral("compression: invalid block type"));
    QVERIFY(all[1].problem);
    all = decodedFrames(negotiated("permessage-deflate; server_no_context_takeover"), contentAndInfo(),
                        {received(damaged + first)});
    QVERIFY(all[0].problem);
    QVERIFY(!all[1].problem);
    QCOMPARE(all[1].content, QByteArray("one and the same text"));
}

void TestWebSocketDecoder::compressedInFragments()
{
    Compressor compressor;
    const QByteArray bytes = compressor.message("in pieces, in pieces, in pieces");
    const Conversation conversation = {
        received(frame(0x41, bytes.first(3)) + frame(0x89, "") + frame(0x80, bytes.sliced(3)))};
    const auto all = decodedFrames(negotiated("permessage-deflate"), contentAndInfo(), conversation);
    QCOMPARE(all.size(), size_t(2));
    QCOMPARE(all[1].content, QByteArray("in pieces, in pieces, in pieces"));
    QVERIFY(!all[1].problem);
}

/// RFC 7692 §7.2.3.5: a block with BFINAL ends neither the message nor the context.
void TestWebSocketDecoder::lastBlockInTheMiddle()
{
    const QByteArray bytes("\xf3\x48\xcd\xc9\xc9\x07\x00\x00",
                           8); // "Hello" in a last block, RFC 7692 §7.2.3.4
    const auto all = decodedFrames(negotiated("permessage-deflate"), contentAndInfo(),
                                   {received(frame(0xc1, bytes) + frame(0xc1, bytes))});
    QCOMPARE(all.size(), size_t(2));
    for (const DecodedMessage& message : all) {
        QCOMPARE(message.content, QByteArray("Hello"));
        QVERIFY(!message.problem);
    }
}

void TestWebSocketDecoder::bombIsBounded()
{
    Compressor compressor;
    const QByteArray bomb =
        frame(0xc2, compressor.message(QByteArray(limits::inflatedMessageBytes + 1000, '\0')));
    const auto all = decodedFrames(negotiated("permessage-deflate"), contentAndInfo(),
                                   {received(bomb + frame(0x81, "x"))});
    QCOMPARE(all.size(), size_t(2));
    QCOMPARE(all[0].content.size(), 1000);
    QVERIFY(all[0].problem->text.contains(QStringLiteral("bomb")));
    QCOMPARE(all[1].content, QByteArray("x"));
}

void TestWebSocketDecoder::extensions_data()
{
    QTest::addColumn<QByteArray>("header");
    QTest::addColumn<bool>("isThere");
    QTest::addColumn<bool>("clientKeeps");
    QTest::addColumn<bool>("serverKeeps");
    QTest::newRow("none") << QByteArray() << false << true << true;
    QTest::newRow("other") << QByteArray("x-webkit-deflate-frame") << false << true << true;
    QTest::newRow("plain") << QByteArray("Permessage-Deflate") << true << true << true;
    QTest::newRow("client") << QByteArray("permessage-deflate; client_no_context_takeover") << true << false
                            << true;
    QTest::newRow("server")
        << QByteArray("a, permessage-deflate;server_no_context_takeover;client_max_window_bits=9") << true
        << true << false;
    QTest::newRow("garbage") << QByteArray(";;,=,;") << false << true << true;
}

void TestWebSocketDecoder::extensions()
{
    QFETCH(QByteArray, header);
    const auto deflate = WebSocketDeflate::negotiated(header);
    QTEST(deflate.has_value(), "isThere");
    if (deflate) {
        QTEST(deflate->clientKeepsContext, "clientKeeps");
        QTEST(deflate->serverKeepsContext, "serverKeeps");
    }
}

void TestWebSocketDecoder::chosenByHand()
{
    ConversationFacts facts;
    facts.decodeAs = Protocol::WebSocket;
    Compressor compressor;
    const QByteArray bytes = compressor.message("squeezed");
    const auto all =
        decoded(facts, contentAndInfo(), {sent(frame(0xc1, bytes)), received(masked(0x81, "x"))});
    QCOMPARE(all.size(), size_t(2));
    QCOMPARE(all[0].content, QByteArray("squeezed"));
    QVERIFY(!all[0].problem);
    QVERIFY(!all[1].problem);
}

void TestWebSocketDecoder::contentIsCutAtTheWish()
{
    DecodeWishes wishes;
    wishes.contentBytes = 3;
    const auto all = decodedFrames(
        negotiated(""), wishes, {received(frame(0x81, "abc") + frame(0x81, "abcd") + frame(0x89, "abcd"))});
    QCOMPARE(shown(all), QByteArrayList({"< 0+5  {abc}", "< 5+6  {abc}~", "< 11+6  {abc}~"}));
}

void TestWebSocketDecoder::manyFramesAreBounded()
{
    QByteArray bytes = frame(0x01, "");
    for (size_t i = 0; i < 3 * limits::messageFrames; ++i)
        bytes += frame(0x00, "");
    const auto all = decodedFrames(negotiated(""), everything(), {received(bytes + frame(0x80, "x"))});
    QCOMPARE(all.size(), size_t(1));
    QVERIFY(all[0].fields.size() < limits::messageFrames * 10);
    QCOMPARE(all[0].info, QStringLiteral("text, 1 bytes in %1 frames").arg(3 * limits::messageFrames + 2));
}

QTEST_GUILESS_MAIN(TestWebSocketDecoder)
#include "tst_websocketdecoder.moc"
