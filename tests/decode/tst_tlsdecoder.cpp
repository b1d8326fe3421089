// SPDX-License-Identifier: MIT
#include "decode/tlsdecoder.h"

#include "base/limits.h"
#include "tests/decode/conversationkit.h"

#include <QtTest>

using namespace wl;
using namespace wl::kit;

namespace {

QByteArray big(qsizetype value, int size)
{
    QByteArray bytes;
    for (int shift = 8 * (size - 1); shift >= 0; shift -= 8)
        bytes += static_cast<char>(value >> shift & 0xff);
    return bytes;
}

QByteArray sized(const QByteArray& bytes, int size)
{
    return big(bytes.size(), size) + bytes;
}

QByteArray record(int type, const QByteArray& payload, int version = 0x0303)
{
    return big(type, 1) + big(version, 2) + sized(payload, 2);
}

QByteArray message(int type, const QByteArray& body)
{
    return big(type, 1) + sized(body, 3);
}

QByteArray extension(int type, const QByteArray& body)
{
    return big(type, 2) + sized(body, 2);
}

QByteArray clientHello(const QByteArray& extra = {})
{
    const QByteArray extensions =
        extension(0x0a0a, {}) + extension(0, sized(big(0, 1) + sized("example.com", 2), 2)) +
        extension(16, sized(sized("h2", 1) + sized("http/1.1", 1), 2)) +
        extension(43, sized(hex("3a3a 0304 0303"), 1)) + extension(10, sized(hex("001d 0017"), 2)) +
        extension(13, sized(hex("0403 0804"), 2)) +
        extension(51, sized(hex("001d") + sized(QByteArray(32, 'k'), 2), 2)) + extra;
    return message(1, hex("0303") + QByteArray(32, 'r') + sized(QByteArray(32, 's'), 1) +
                          sized(hex("1301 c02f fafa 1234"), 2) + sized(hex("00"), 1) + sized(extensions, 2));
}

QByteArray serverHello(const QByteArray& random, const QByteArray& cipher, const QByteArray& extensions)
{
    return message(2, hex("0303") + random + sized({}, 1) + cipher + hex("00") + sized(extensions, 2));
}

const QByteArray tls13Version = extension(43, hex("0304"));

QByteArray types(const Messages& messages)
{
    QByteArrayList all;
    for (const DecodedMessage& message : messages)
        all.append(values(message, "tls.type"));
    return all.join(' ');
}

} // namespace

class TestTlsDecoder : public QObject
{
    Q_OBJECT
private slots:
    void client();
    void oldClient();
    void server();
    void retry();
    void serverOfTls12();
    void splitOverRecords();
    void helloAfterChangeCipherSpec();
    void alerts();
    void applicationDataIsCheap();
    void midStream();
    void garbage();
    void malformed_data();
    void malformed();
    void interruptedHandshake();
    void wishes();
    void sniff_data();
    void sniff();
    void torture();
};

void TestTlsDecoder::client()
{
    const QByteArray bytes = record(22, clientHello(), 0x0301);
    const Messages messages = decode<TlsDecoder>({}, everything(), {sent(bytes)});
    QCOMPARE(messages.size(), 1U);
    const DecodedMessage& hello = messages[0];
    QVERIFY2(!hello.problem, qPrintable(printed(hello)));
    QCOMPARE(hello.range, (ByteRange{0, bytes.size()}));
    QCOMPARE(hello.protocol, Protocol::Tls);
    QCOMPARE(values(hello, "tls.type"), QByteArray("clienthello"));
    QCOMPARE(values(hello, "tls.sni"), QByteArray("example.com"));
    QCOMPARE(values(hello, "tls.alpn"), QByteArray("h2|http/1.1"));
    QCOMPARE(values(hello, "tls.version"), QByteArray("GREASE 0x3A3A|TLS 1.3|TLS 1.2"));
    QCOMPARE(values(hello, "tls.cipher"),
             QByteArray("TLS_AES_128_GCM_SHA256|TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256|GREASE 0xFAFA|0x1234"));
    QCOMPARE(labeled(hello, "Legacy version"), QByteArray("TLS 1.2"));
    QCOMPARE(labeled(hello, "Group"), QByteArray("x25519|secp256r1"));
    QCOMPARE(labeled(hello, "Algorithm"), QByteArray("ecdsa_secp256r1_sha256|rsa_pss_rsae_sha256"));
    QCOMPARE(labeled(hello, "Key share"), QByteArray("x25519"));
    QCOMPARE(labeled(hello, "Session ID"), QByteArray(32, 's'));
    QCOMPARE(bytesOf(hello, "tls.sni", bytes), QByteArray("example.com"));
    QCOMPARE(bytesOf(hello, "tls.cipher", bytes), hex("1301"));
    QCOMPARE(bytesOf(hello, "tls.alpn", bytes), QByteArray("h2"));
    QCOMPARE(bytesOf(hello, "Random", bytes), QByteArray(32, 'r'));
    QCOMPARE(bytesOf(hello, "supported_versions", bytes), hex("002b 0007 06 3a3a 0304 0303"));
    QCOMPARE(bytesOf(hello, "Record", bytes), bytes.first(5));
    QCOMPARE(hello.info, QStringLiteral("ClientHello example.com TLS 1.3 h2,http/1.1"));
}

void TestTlsDecoder::oldClient()
{
    const QByteArray body =
        hex("0301") + QByteArray(32, 'r') + sized({}, 1) + sized(hex("002f"), 2) + hex("0100");
    const Messages messages =
        decode<TlsDecoder>({}, everything(), {sent(record(22, message(1, body), 0x0301))});
    QVERIFY(!messages.at(0).problem);
    QCOMPARE(values(messages[0], "tls.version"), QByteArray("TLS 1.0"));
    QCOMPARE(values(messages[0], "tls.cipher"), QByteArray("TLS_RSA_WITH_AES_128_CBC_SHA"));
}

void TestTlsDecoder::server()
{
    const QByteArray extensions = tls13Version + extension(51, hex("001d") + sized(QByteArray(32, 'k'), 2));
    const QByteArray bytes = record(22, serverHello(QByteArray(32, 'r'), hex("1303"), extensions)) +
                             record(20, hex("01")) + record(23, QByteArray(100, 'x'));
    const Messages messages = decode<TlsDecoder>({}, everything(), {received(bytes)});
    QCOMPARE(types(messages), QByteArray("serverhello changecipherspec applicationdata"));
    QVERIFY2(complaint(messages, true).isEmpty() && !messages[0].problem, qPrintable(printed(messages)));
    QCOMPARE(values(messages[0], "tls.version"), QByteArray("TLS 1.3"));
    QCOMPARE(values(messages[0], "tls.cipher"), QByteArray("TLS_CHACHA20_POLY1305_SHA256"));
    QCOMPARE(messages[0].info, QStringLiteral("ServerHello TLS 1.3 TLS_CHACHA20_POLY1305_SHA256"));
    QCOMPARE(messages[2].info, QStringLiteral("applicationdata (100 bytes)"));
    QCOMPARE(messages[2].range.end(), bytes.size());
}

void TestTlsDecoder::retry()
{
    const QByteArray random = hex("CF21AD74E59A6111BE1D8C021E65B891C2A211167ABB8C5E079E09E2C8A8339C");
    const QByteArray extensions = tls13Version + extension(51, hex("0017"));
    const Messages messages = decode<TlsDecoder>(
        {}, everything(), {received(record(22, serverHello(random, hex("1301"), extensions)))});
    QCOMPARE(types(messages), QByteArray("helloretryrequest"));
    QVERIFY(!messages[0].problem);
    QCOMPARE(labeled(messages[0], "Key share"), QByteArray("secp256r1"));
}

void TestTlsDecoder::serverOfTls12()
{
    const QByteArray hello = serverHello(QByteArray(32, 'r'), hex("c02f"),
                                         extension(16, sized(sized("h2", 1), 2)) + extension(0, {}));
    const QByteArray list = sized(QByteArray(700, 'c'), 3) + sized(QByteArray(300, 'd'), 3);
    const QByteArray flight = hello + message(11, sized(list, 3)) + message(14, {});
    const QByteArray bytes = record(22, flight) + record(20, hex("01")) + record(22, QByteArray(40, '\0'));
    const Messages messages = decode<TlsDecoder>({}, everything(), {received(bytes)});
    QCOMPARE(types(messages),
             QByteArray("serverhello certificate serverhellodone changecipherspec encryptedhandshake"));
    for (const DecodedMessage& message : messages)
        QVERIFY2(!message.problem, qPrintable(printed(message)));
    QCOMPARE(values(messages[0], "tls.version"), QByteArray("TLS 1.2"));
    QCOMPARE(values(messages[0], "tls.alpn"), QByteArray("h2"));
    QCOMPARE(labeled(messages[1], "Certificate 1, bytes"), QByteArray("700"));
    QCOMPARE(labeled(messages[1], "Certificate 2, bytes"), QByteArray("300"));
    QCOMPARE(messages[1].info, QStringLiteral("Certificate (2 certificates)"));
    qint64 end = 0; // the messages share the bytes among them without a hole
    for (const DecodedMessage& message : messages) {
        QCOMPARE(message.range.offset, end);
        end = message.range.end();
    }
    QCOMPARE(end, bytes.size());
}

void TestTlsDecoder::splitOverRecords()
{
    const QByteArray hello = clientHello();
    for (const qsizetype size : {1, 3, 4, 50, 100}) {
        QByteArray bytes;
        for (qsizetype at = 0; at < hello.size(); at += size)
            bytes += record(22, hello.mid(at, size));
        for (const qsizetype step : {qsizetype{1}, bytes.size()}) {
            const Messages messages = decode<TlsDecoder>({}, everything(), {sent(bytes)}, step);
            QCOMPARE(messages.size(), 1U);
            QVERIFY2(!messages[0].problem, qPrintable(printed(messages)));
            QCOMPARE(values(messages[0], "tls.sni"), QByteArray("example.com"));
            QCOMPARE(messages[0].range, (ByteRange{0, bytes.size()}));
            QVERIFY2(complaint(messages, true).isEmpty(), qPrintable(complaint(messages, true)));
            const QByteArray name = bytesOf(messages[0], "tls.sni", bytes);
            QVERIFY(name.startsWith('e') && name.endsWith('m'));
        }
    }
}

void TestTlsDecoder::helloAfterChangeCipherSpec()
{
    const QByteArray bytes = record(22, clientHello()) + record(20, hex("01")) + record(22, clientHello());
    const Messages messages = decode<TlsDecoder>({}, everything(), {sent(bytes)});
    QCOMPARE(types(messages), QByteArray("clienthello changecipherspec clienthello"));
}

void TestTlsDecoder::alerts()
{
    const QByteArray bytes = record(21, hex("0228")) + record(21, hex("0100")) + record(21, hex("02ee")) +
                             record(21, QByteArray(26, 'x'));
    const Messages messages = decode<TlsDecoder>({}, everything(), {received(bytes)});
    QCOMPARE(types(messages), QByteArray("alert alert alert encryptedalert"));
    QCOMPARE(values(messages[0], "tls.alert"), QByteArray("handshake_failure"));
    QCOMPARE(labeled(messages[0], "Level"), QByteArray("fatal"));
    QCOMPARE(messages[0].info, QStringLiteral("Alert fatal handshake_failure"));
    QCOMPARE(values(messages[1], "tls.alert"), QByteArray("close_notify"));
    QCOMPARE(values(messages[2], "tls.alert"), QByteArray("0xEE"));
    QCOMPARE(bytesOf(messages[1], "tls.alert", bytes), hex("00"));
}

void TestTlsDecoder::applicationDataIsCheap()
{
    QByteArray bytes;
    for (int i = 0; i < 4; ++i)
        bytes += record(23, QByteArray(limits::tlsRecordBytes, 'x'));
    for (const qsizetype step : {qsizetype{1}, qsizetype{777}, bytes.size()}) {
        const Messages messages = decode<TlsDecoder>({}, everything(), {sent(bytes)}, step);
        QCOMPARE(types(messages),
                 QByteArray("applicationdata applicationdata applicationdata applicationdata"));
        QCOMPARE(messages[3].range.end(), bytes.size());
    }
    const Messages cut = decode<TlsDecoder>({}, everything(), {sent(bytes.chopped(1))});
    QVERIFY(cut.at(3).problem);
    QCOMPARE(cut[3].problem->offset, bytes.size() - 1);
}

void TestTlsDecoder::midStream()
{
    const QByteArray rest =
        QByteArray(50, '\x7f') + record(23, "abc") + record(23, "defg") + record(21, hex("0100"));
    for (const qsizetype step : {qsizetype{1}, rest.size()}) {
        const Messages messages = decode<TlsDecoder>({}, everything(), {sent(rest)}, step);
        QCOMPARE(messages.size(), 4U);
        QVERIFY(messages[0].problem);
        QCOMPARE(messages[0].range, (ByteRange{0, 50}));
        QCOMPARE(types(messages), QByteArray(" applicationdata applicationdata alert"));
        QCOMPARE(messages[1].range, (ByteRange{50, 8}));
    }
    const Messages encrypted = decode<TlsDecoder>({}, everything(), {sent(record(22, QByteArray(40, '\0')))});
    QCOMPARE(types(encrypted), QByteArray("encryptedhandshake"));
    QVERIFY(!encrypted[0].problem);
}

void TestTlsDecoder::garbage()
{
    const QByteArray bytes(100'000, 'G');
    for (const qsizetype step : {qsizetype{1}, qsizetype{4000}, bytes.size()}) {
        const Messages messages = decode<TlsDecoder>({}, everything(), {sent(bytes)}, step);
        QCOMPARE(messages.size(), std::size_t(100'000 / limits::undecodedBytes + 1));
        QCOMPARE(messages.back().range.end(), bytes.size());
        for (const DecodedMessage& message : messages)
            QVERIFY(message.problem);
    }
}

void TestTlsDecoder::malformed_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("problem");
    QTest::addColumn<qint64>("offset");
    const auto row = [](const char* name, const QByteArray& bytes, const char* problem, qint64 offset) {
        QTest::newRow(name) << bytes << QString::fromLatin1(problem) << offset;
    };
    row("record too long", hex("16 0303 ffff"), "a TLS record of 65535 bytes is longer than allowed", 3);
    row("version", hex("16 0203 0001 01"), "not a version of TLS", 1);
    row("empty handshake record", record(22, {}), "a handshake record without a byte", 0);
    row("empty hello", record(22, message(1, {})), "the handshake message ends too early", 9);
    row("hello longer than the direction", record(22, hex("01 000040 0303")), "cut short by the end", 11);
    const QByteArray start = hex("0303") + QByteArray(32, 'r') + sized({}, 1);
    row("odd ciphers", record(22, message(1, start + sized(hex("130113"), 2) + hex("0100"))),
        "the list of cipher suites has an odd length", 49);
    row("extensions at their maximum",
        record(22, message(1, start + sized(hex("1301"), 2) + hex("0100 ffff 0000 ffff"))),
        "an extension is longer than the list of extensions", 56);
    row("SNI at its maximum",
        record(22, message(1, start + sized(hex("1301"), 2) + hex("0100") +
                                  sized(extension(0, hex("ffff 00 ffff 61")), 2))),
        "a length in the extension server_name is beyond its end", 62);
    row("bytes behind", record(22, message(1, start + sized(hex("1301"), 2) + hex("0100 0000 77"))),
        "bytes behind the end of the handshake message", 52);
    row("certificate longer than its list",
        record(22,
               serverHello(QByteArray(32, 'r'), hex("c02f"), {}) + message(11, sized(hex("ffffff 41"), 3))),
        "a certificate is longer than its list", 60);
}

void TestTlsDecoder::malformed()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, problem);
    QFETCH(qint64, offset);
    for (const qsizetype step : {qsizetype{1}, bytes.size()}) {
        const Messages messages = decode<TlsDecoder>({}, everything(), {sent(bytes)}, step);
        QVERIFY(!messages.empty());
        QCOMPARE(kit::problem(messages.back()), problem);
        QCOMPARE(messages.back().problem->offset, offset);
    }
}

void TestTlsDecoder::interruptedHandshake()
{
    const QByteArray half = record(22, clientHello().first(60));
    const Messages other = decode<TlsDecoder>({}, everything(), {sent(half + record(21, hex("0250")))});
    QCOMPARE(types(other), QByteArray("clienthello alert"));
    QCOMPARE(kit::problem(other[0]), QStringLiteral("cut short by another record"));
    const Messages gap =
        decode<TlsDecoder>({}, everything(), {sent(half), {Direction::Sent, record(22, clientHello()), 20}});
    QCOMPARE(types(gap), QByteArray("clienthello clienthello"));
    QVERIFY(gap[0].problem && !gap[1].problem);
    QCOMPARE(gap[1].range.offset, half.size() + 20);
}

void TestTlsDecoder::wishes()
{
    const Feeds feeds{sent(record(22, clientHello()))};
    const Messages bare = decode<TlsDecoder>({}, {}, feeds);
    QVERIFY(bare.at(0).fields.empty() && bare[0].info.isEmpty());
    DecodeWishes wishes;
    wishes.fields = {"tls.sni"};
    const Messages one = decode<TlsDecoder>({}, wishes, feeds);
    QCOMPARE(values(one.at(0), "tls.sni"), QByteArray("example.com"));
    QVERIFY(one[0].fields[0].label.isEmpty());
    QCOMPARE(one[0].fields[0].parent, -1);
}

void TestTlsDecoder::sniff_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<Sniff>("expected");
    QTest::newRow("nothing") << QByteArray() << Sniff::NeedMore;
    QTest::newRow("hello") << record(22, clientHello()) << Sniff::Yes;
    QTest::newRow("5 bytes") << record(22, clientHello()).first(5) << Sniff::NeedMore;
    QTest::newRow("middle") << record(23, QByteArray(40, 'x')) << Sniff::Yes;
    QTest::newRow("text") << QByteArray("GET / HTTP/1.1\r\n") << Sniff::No;
    QTest::newRow("other version") << hex("16 0403 0010 01") << Sniff::No;
    QTest::newRow("too long") << hex("16 0303 ffff 01") << Sniff::No;
}

void TestTlsDecoder::sniff()
{
    QFETCH(QByteArray, bytes);
    QFETCH(Sniff, expected);
    QCOMPARE(TlsDecoder::sniff(bytes, Direction::Sent, {}), expected);
}

void TestTlsDecoder::torture()
{
    const QByteArray hello = clientHello();
    const Feeds feeds{
        sent(record(22, hello.first(70)) + record(22, hello.sliced(70))),
        received(record(22, serverHello(QByteArray(32, 'r'), hex("1301"), tls13Version) +
                                message(11, sized(sized("cert", 3), 3))) +
                 record(20, hex("01")) + record(23, "abcd")),
        sent(record(20, hex("01")) + record(23, QByteArray(30, 'x')) + record(21, hex("0100"))),
    };
    QCOMPARE(tortured<TlsDecoder>({}, feeds), QString());
}

QTEST_GUILESS_MAIN(TestTlsDecoder)
#include "tst_tlsdecoder.moc"
