// SPDX-License-Identifier: MIT
#include "decode/dnsdecoder.h"

#include "base/limits.h"
#include "tests/decode/conversationkit.h"

#include <QtTest>

using namespace wl;
using namespace wl::kit;

namespace {

QByteArray big16(int value)
{
    return QByteArray(1, static_cast<char>(value >> 8)) + static_cast<char>(value & 0xff);
}

QByteArray name(const QByteArray& text)
{
    QByteArray bytes;
    for (const QByteArray& label : text.split('.'))
        bytes += static_cast<char>(label.size()) + label;
    return bytes + '\0';
}

QByteArray head(int flags, int questions, int answers = 0, int authority = 0, int additional = 0)
{
    return hex("abcd") + big16(flags) + big16(questions) + big16(answers) + big16(authority) +
           big16(additional);
}

QByteArray question(const QByteArray& owner, int type, int classOf = 1)
{
    return owner + big16(type) + big16(classOf);
}

QByteArray record(const QByteArray& owner, int type, const QByteArray& data, int classOf = 1,
                  const QByteArray& ttl = hex("0000003c"))
{
    return owner + big16(type) + big16(classOf) + ttl + big16(static_cast<int>(data.size())) + data;
}

QByteArray framed(const QByteArray& message)
{
    return big16(static_cast<int>(message.size())) + message;
}

ConversationFacts udp(quint16 port = 53)
{
    ConversationFacts facts;
    facts.transport = Transport::Udp;
    facts.peerPort = port;
    return facts;
}

DecodedMessage one(const QByteArray& message, const ConversationFacts& facts = udp())
{
    return decode<DnsDecoder>(facts, everything(), {sent(message)}).at(0);
}

const QByteArray toQuestion = hex("c00c"); // a pointer to the name of the first question

QByteArray response()
{
    return head(0x8180, 1, 2, 1, 1) + question(name("www.example.com"), 1) +
           record(toQuestion, 5, hex("03 777732 c010")) + record(hex("c02d"), 1, hex("5db8d822")) +
           record(hex("c010"), 2, hex("026e73 c010")) +
           record(hex("00"), 41, hex("000a 0004 01020304"), 1232, hex("00008000"));
}

} // namespace

class TestDnsDecoder : public QObject
{
    Q_OBJECT
private slots:
    void query();
    void answers();
    void data_data();
    void data();
    void names_data();
    void names();
    void rcodes();
    void multicast();
    void tcp();
    void cutShort();
    void malformed_data();
    void malformed();
    void manyRecords();
    void wishes();
    void sniff_data();
    void sniff();
    void torture();
};

void TestDnsDecoder::query()
{
    const QByteArray bytes = head(0x0100, 1) + question(name("example.com"), 28);
    const DecodedMessage message = one(bytes);
    QVERIFY2(!message.problem, qPrintable(printed(message)));
    QCOMPARE(message.protocol, Protocol::Dns);
    QCOMPARE(values(message, "dns.id"), QByteArray::number(0xabcd));
    QCOMPARE(values(message, "dns.name"), QByteArray("example.com"));
    QCOMPARE(values(message, "dns.type"), QByteArray("AAAA"));
    QCOMPARE(values(message, "dns.rcode"), QByteArray());
    QCOMPARE(labeled(message, "Recursion desired"), QByteArray("true"));
    QCOMPARE(labeled(message, "Response"), QByteArray("false"));
    QCOMPARE(labeled(message, "Class"), QByteArray("IN"));
    QCOMPARE(bytesOf(message, "dns.name", bytes), name("example.com"));
    QCOMPARE(bytesOf(message, "dns.type", bytes), hex("001c"));
    QCOMPARE(bytesOf(message, "Questions (1)", bytes), bytes.sliced(12));
    QCOMPARE(message.info, QStringLiteral("Standard query AAAA example.com"));
}

void TestDnsDecoder::answers()
{
    const QByteArray bytes = response();
    const DecodedMessage message = one(bytes);
    QVERIFY2(!message.problem, qPrintable(printed(message)));
    QCOMPARE(values(message, "dns.name"),
             QByteArray("www.example.com|www.example.com|ww2.example.com|example.com|."));
    QCOMPARE(values(message, "dns.type"), QByteArray("A|CNAME|A|NS|OPT"));
    QCOMPARE(values(message, "dns.answer"), QByteArray("ww2.example.com|93.184.216.34"));
    QCOMPARE(values(message, "dns.rcode"), QByteArray("NOERROR"));
    QCOMPARE(labeled(message, "UDP payload size"), QByteArray("1232"));
    QCOMPARE(labeled(message, "DNSSEC OK"), QByteArray("true"));
    QCOMPARE(labeled(message, "COOKIE"), hex("01020304"));
    QCOMPARE(labeled(message, "Time to live, seconds"), QByteArray("60|60|60"));
    QCOMPARE(bytesOf(message, "dns.answer", bytes), hex("03777732c010"));
    QCOMPARE(bytesOf(message, "Address", bytes), hex("5db8d822"));
    QCOMPARE(bytesOf(message, "Time to live, seconds", bytes), hex("0000003c"));
    QCOMPARE(message.info,
             QStringLiteral("Standard query response A www.example.com: ww2.example.com, 93.184.216.34"));
    QCOMPARE(complaint({message}, false), QString());
}

void TestDnsDecoder::data_data()
{
    QTest::addColumn<int>("type");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("text");
    QTest::newRow("A") << 1 << hex("7f000001") << QByteArray("127.0.0.1");
    QTest::newRow("AAAA") << 28 << hex("20010db8 00000000 00000000 00000001") << QByteArray("2001:db8::1");
    QTest::newRow("NS") << 2 << name("ns.a") << QByteArray("ns.a");
    QTest::newRow("PTR") << 12 << toQuestion << QByteArray("q.test");
    QTest::newRow("MX") << 15 << hex("000a") + name("mx.a") << QByteArray("10 mx.a");
    QTest::newRow("TXT") << 16 << QByteArray("\6v=spf1\4-all") << QByteArray("v=spf1 -all");
    QTest::newRow("SRV") << 33 << hex("0001 0002 13c4") + name("sip.a") << QByteArray("1 2 5060 sip.a");
    QTest::newRow("SOA") << 6
                         << name("ns.a") + name("m.a") + hex("00000001 00000002 00000003 00000004 00000005")
                         << QByteArray("ns.a m.a 1 2 3 4 5");
    QTest::newRow("CAA") << 257 << hex("00 05") + "issueca.org" << QByteArray("0 issue ca.org");
    QTest::newRow("DS") << 43 << hex("ec45 05 01 2bb183af") << QByteArray("60485 5 1 2bb183af");
    QTest::newRow("HTTPS") << 65 << hex("0001 00 0001 0003 026832")
                           << QByteArray("000100000100030268"
                                         "32");
    QTest::newRow("RRSIG") << 46 << hex("0001") << QByteArray("0001");
    QTest::newRow("unknown") << 4711 << hex("c0ff") << QByteArray("c0ff");
    QTest::newRow("empty") << 1 << QByteArray() << QByteArray();
}

void TestDnsDecoder::data()
{
    QFETCH(int, type);
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, text);
    const DecodedMessage message =
        one(head(0x8000, 1, 1) + question(name("q.test"), type) + record(toQuestion, type, bytes));
    QVERIFY2(!message.problem, qPrintable(printed(message)));
    QCOMPARE(values(message, "dns.answer"), text);
    if (bytes.size() > 2) {
        const DecodedMessage cut = one(head(0x8000, 1, 1) + question(name("q.test"), type) +
                                       record(toQuestion, type, bytes.chopped(1)));
        const bool isRead = type != 65 && type != 43 && type != 257; // whose rest is any bytes
        QCOMPARE(cut.problem.has_value(), isRead);
    }
}

void TestDnsDecoder::names_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("problem");
    const auto row = [](const char* what, const QByteArray& bytes, const QByteArray& text,
                        const char* problem) {
        QTest::newRow(what) << bytes << text << QString::fromLatin1(problem);
    };
    QByteArray longest;
    for (int i = 0; i < 3; ++i)
        longest += '\x3f' + QByteArray(63, 'a');
    row("root", hex("00"), ".", "");
    row("dot and backslash in a label", QByteArray("\3a.\\\0", 5), "a\\.\\\\", "");
    row("control and high bytes", hex("0301ff20 00"), "\\001\\255\\032", "");
    row("255 bytes", longest + '\x3d' + QByteArray(61, 'b') + '\0',
        (QByteArray(63, 'a') + '.').repeated(3) + QByteArray(61, 'b'), "");
    row("256 bytes", longest + '\x3e' + QByteArray(62, 'b') + '\0', "", "a name longer than 255 bytes");
    row("pointer to itself", hex("c00c"), "", "a compression pointer that does not lead backwards");
    row("pointer forward", hex("c010"), "", "a compression pointer that does not lead backwards");
    row("loop over a label", hex("0161 c00c"), "", "a compression pointer that does not lead backwards");
    row("pointer into the header", hex("c000"), "", "a label of no known kind");
    row("extended label", hex("4161 00"), "", "a label of no known kind");
    row("label beyond", hex("3f61"), "", "a label goes beyond the message");
    row("no end", QByteArray(), "", "a name goes beyond the message");
}

void TestDnsDecoder::names()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, text);
    QFETCH(QString, problem);
    const bool isGood = problem.isEmpty();
    const DecodedMessage message = one(head(0x0100, 1) + bytes + (isGood ? hex("0001 0001") : QByteArray()));
    QCOMPARE(kit::problem(message), problem);
    QCOMPARE(values(message, "dns.name"), text);
}

void TestDnsDecoder::rcodes()
{
    const DecodedMessage missing = one(head(0x8183, 1) + question(name("nx.test"), 1));
    QCOMPARE(values(missing, "dns.rcode"), QByteArray("NXDOMAIN"));
    QCOMPARE(missing.info, QStringLiteral("Standard query response NXDOMAIN A nx.test"));
    const DecodedMessage extended =
        one(head(0x8000, 0, 0, 0, 1) + record(hex("00"), 41, {}, 512, hex("01000000")));
    QCOMPARE(values(extended, "dns.rcode"), QByteArray("BADVERS"));
}

void TestDnsDecoder::multicast()
{
    const QByteArray query = head(0, 1) + question(name("_http._tcp.local"), 12, 0x8001);
    const DecodedMessage message = one(query, udp(5353));
    QCOMPARE(labeled(message, "Class"), QByteArray("IN"));
    QCOMPARE(labeled(message, "Unicast answer"), QByteArray("true"));
    QCOMPARE(labeled(one(query), "Class"), QByteArray("CLASS32769"));
    const DecodedMessage answer =
        one(head(0x8400, 0, 1) + record(name("a.local"), 1, hex("0a000001"), 0x8001), udp(5353));
    QCOMPARE(labeled(answer, "Cache flush"), QByteArray("true"));
    QCOMPARE(answer.info, QStringLiteral("Standard query response: 10.0.0.1"));
}

void TestDnsDecoder::tcp()
{
    const QByteArray query = head(0x0100, 1) + question(name("example.com"), 1);
    const QByteArray bytes = framed(query) + framed(response()) + framed({}) + framed(query);
    for (const qsizetype step : {qsizetype{1}, qsizetype{13}, bytes.size()}) {
        const Messages messages = decode<DnsDecoder>({}, everything(), {sent(bytes)}, step);
        QCOMPARE(messages.size(), 4U);
        QCOMPARE(complaint(messages, true), QString());
        QCOMPARE(messages[1].range, (ByteRange{query.size() + 2, response().size() + 2}));
        QCOMPARE(values(messages[1], "dns.answer"), QByteArray("ww2.example.com|93.184.216.34"));
        QCOMPARE(bytesOf(messages[1], "Address", bytes), hex("5db8d822"));
        QCOMPARE(kit::problem(messages[2]), QStringLiteral("shorter than the head of a DNS message"));
        QVERIFY(!messages[3].problem);
    }
}

void TestDnsDecoder::cutShort()
{
    const QByteArray bytes = framed(response());
    const Messages messages =
        decode<DnsDecoder>({}, everything(), {sent(bytes.first(56)), {Direction::Sent, bytes, 9}});
    QCOMPARE(messages.size(), 2U);
    QCOMPARE(messages[0].problem->offset, 56);
    QCOMPARE(values(messages[0], "dns.answer"), QByteArray("ww2.example.com"));
    QVERIFY(!messages[1].problem);
    QCOMPARE(messages[1].range.offset, 65);
}

void TestDnsDecoder::malformed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("problem");
    QTest::addColumn<qint64>("offset");
    const QByteArray start = head(0x8000, 1, 1) + question(name("a"), 1);
    QTest::newRow("nothing") << QByteArray() << QStringLiteral("shorter than the head of a DNS message")
                             << qint64{0};
    QTest::newRow("counts at their maximum")
        << head(0x8000, 0xffff, 0xffff, 0xffff, 0xffff) + question(name("a"), 1)
        << QStringLiteral("a name goes beyond the message") << qint64{19};
    QTest::newRow("data length at its maximum")
        << start + hex("c00c 0001 0001 00000000 ffff 01")
        << QStringLiteral("a record goes beyond the message") << qint64{19};
    QTest::newRow("bytes behind") << start + record(toQuestion, 1, hex("01020304")) + "x"
                                  << QStringLiteral("bytes behind the last record") << qint64{35};
    QTest::newRow("address too long") << start + record(toQuestion, 1, hex("0102030405"))
                                      << QStringLiteral("bytes behind the data of a record") << qint64{35};
    QTest::newRow("text beyond its data")
        << start + record(toQuestion, 16, hex("ff61"))
        << QStringLiteral("the data of a record ends too early") << qint64{33};
    QTest::newRow("option beyond its record")
        << head(0, 0, 0, 0, 1) + record(hex("00"), 41, hex("000a ffff 01"), 512)
        << QStringLiteral("an EDNS option is longer than its record") << qint64{23};
}

void TestDnsDecoder::malformed()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, problem);
    QFETCH(qint64, offset);
    const DecodedMessage message = one(bytes);
    QCOMPARE(kit::problem(message), problem);
    QCOMPARE(message.problem->offset, offset);
    if (bytes.size() >= 12)
        QCOMPARE(values(message, "dns.id"), QByteArray::number(0xabcd));
}

void TestDnsDecoder::manyRecords()
{
    // The most names and pointers that a message can hold: bounded fields, bounded work.
    QByteArray bytes = head(0, 0xffff) + question(name("a"), 1);
    while (bytes.size() < 0x3ff0)
        bytes += question(QByteArray("\1b") +
                              big16(0xc000 | static_cast<int>(bytes.size() > 30 ? bytes.size() - 8 : 12)),
                          1);
    while (bytes.size() < 65'000)
        bytes += question(big16(0xc000 | 0x3fe0), 1);
    const DecodedMessage message = one(bytes);
    QVERIFY(message.problem);
    QVERIFY(message.fields.size() <= limits::messageFields);
}

void TestDnsDecoder::wishes()
{
    const Messages bare = decode<DnsDecoder>(udp(), {}, {received(response())});
    QVERIFY(bare.at(0).fields.empty() && bare[0].info.isEmpty() && !bare[0].problem);
    DecodeWishes wishes;
    wishes.fields = {"dns.rcode", "dns.answer"};
    const Messages two = decode<DnsDecoder>(udp(), wishes, {received(response())});
    QCOMPARE(values(two.at(0), "dns.answer"), QByteArray("ww2.example.com|93.184.216.34"));
    QCOMPARE(values(two[0], "dns.rcode"), QByteArray("NOERROR"));
}

void TestDnsDecoder::sniff_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("isDatagram");
    QTest::addColumn<Sniff>("expected");
    const QByteArray query = head(0x0100, 1) + question(name("example.com"), 1);
    QTest::newRow("query") << query << true << Sniff::Yes;
    QTest::newRow("response") << response() << true << Sniff::Yes;
    QTest::newRow("cut") << query.chopped(1) << true << Sniff::No;
    QTest::newRow("more") << query + "x" << true << Sniff::No;
    QTest::newRow("zeros") << QByteArray(40, '\0') << true << Sniff::No;
    QTest::newRow("empty") << QByteArray() << true << Sniff::No;
    QTest::newRow("text") << QByteArray("<13>Oct 11 22:14:15 host su: 'su root' failed") << true << Sniff::No;
    QTest::newRow("TCP") << framed(query) << false << Sniff::Yes;
    QTest::newRow("TCP, part") << framed(query).first(20) << false << Sniff::NeedMore;
    QTest::newRow("TCP, two") << framed(query) + framed(query) << false << Sniff::Yes;
    QTest::newRow("TCP, one byte") << QByteArray(1, '\0') << false << Sniff::NeedMore;
    QTest::newRow("TCP, text") << QByteArray("GET / HTTP/1.1\r\n\r\n") << false << Sniff::No;
}

void TestDnsDecoder::sniff()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, isDatagram);
    QFETCH(Sniff, expected);
    ConversationFacts facts = isDatagram ? udp() : ConversationFacts{};
    QCOMPARE(DnsDecoder::sniff(bytes, Direction::Sent, facts), isDatagram ? expected : Sniff::No);
    facts.peerPort = 53; // TCP is DNS on its ports only
    QCOMPARE(DnsDecoder::sniff(bytes, Direction::Sent, facts), expected);
}

void TestDnsDecoder::torture()
{
    const QByteArray soa = name("ns.a") + name("m.a") + hex("00000001 00000002 00000003 00000004 00000005");
    const QByteArray other = head(0x8400, 1, 3) + question(name("x.test"), 255) + record(toQuestion, 6, soa) +
                             record(toQuestion, 33, hex("0001 0002 13c4 c00e")) +
                             record(toQuestion, 16, "\2ab\1c");
    QCOMPARE(tortured<DnsDecoder>(udp(5353), {sent(response()), received(other)}), QString());
    QCOMPARE(tortured<DnsDecoder>({}, {sent(framed(response())), received(framed(other))}), QString());
}

QTEST_GUILESS_MAIN(TestDnsDecoder)
#include "tst_dnsdecoder.moc"
