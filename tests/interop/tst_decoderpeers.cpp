// SPDX-License-Identifier: MIT
#include "decode/dnsdecoder.h"
#include "decode/modbusdecoder.h"
#include "decode/mqttdecoder.h"
#include "decode/syslogdecoder.h"
#include "decode/tlsdecoder.h"
#include "tests/decode/conversationkit.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtTest>

using namespace wl;
using namespace wl::kit;

namespace {

/// A field of ours and what tshark calls it; several of tshark's names are read one behind the other.
struct Pair
{
    const char* ours;
    QByteArrayList theirs;
};

struct Output
{
    QByteArray out;
    int code = -1;
};

Output run(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForFinished(60'000)) {
        process.kill();
        process.waitForFinished();
        return {};
    }
    return {process.readAllStandardOutput(), process.exitCode()};
}

bool isThere(const char* program)
{
    return !QStandardPaths::findExecutable(QLatin1String(program)).isEmpty();
}

} // namespace

/// The decoders against tshark on the same bytes, and against TLS as OpenSSL writes it.
class tst_decoderpeers : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void dns();
    void mqtt();
    void modbus();
    void syslog();
    void tls_data();
    void tls();

private:
    [[nodiscard]] bool write(const ConversationFacts& facts, const Feeds& feeds);
    [[nodiscard]] QByteArray tshark(const QByteArrayList& fields);
    template <class Decoder>
    [[nodiscard]] QString difference(const ConversationFacts& facts, const Feeds& feeds,
                                     const std::vector<Pair>& pairs);

    QTemporaryDir m_folder;
};

void tst_decoderpeers::initTestCase()
{
    if (!isThere("tshark") || !isThere("text2pcap"))
        QSKIP("tshark or text2pcap is not there");
    QVERIFY(m_folder.isValid());
}

/// The feeds as a pcap, sent from us to the peer's port.
bool tst_decoderpeers::write(const ConversationFacts& facts, const Feeds& feeds)
{
    QFile text(m_folder.filePath(QStringLiteral("feeds.txt")));
    if (!text.open(QIODevice::WriteOnly))
        return false;
    for (const Feed& feed : feeds)
        text.write((feed.direction == Direction::Sent ? "I 000000 " : "O 000000 ") + feed.bytes.toHex(' ') +
                   '\n');
    text.close();
    const QString kind = facts.transport == Transport::Udp ? QStringLiteral("-u") : QStringLiteral("-T");
    return run(QStringLiteral("text2pcap"), {QStringLiteral("-q"), QStringLiteral("-D"), kind,
                                             QStringLiteral("40000,%1").arg(facts.peerPort), text.fileName(),
                                             m_folder.filePath(QStringLiteral("feeds.pcap"))})
               .code == 0;
}

/// All values of the fields, joined by |; numbers as tshark's hex are made decimal.
QByteArray tst_decoderpeers::tshark(const QByteArrayList& fields)
{
    QStringList arguments{QStringLiteral("-r"), m_folder.filePath(QStringLiteral("feeds.pcap")),
                          QStringLiteral("-T"), QStringLiteral("fields"),
                          QStringLiteral("-E"), QStringLiteral("aggregator=|"),
                          QStringLiteral("-E"), QStringLiteral("separator=|")};
    for (const QByteArray& field : fields)
        arguments << QStringLiteral("-e") << QString::fromLatin1(field);
    QByteArrayList values;
    for (const QByteArray& value :
         run(QStringLiteral("tshark"), arguments).out.replace('\n', '|').split('|')) {
        bool isHex = value.startsWith("0x");
        const int number = isHex ? value.sliced(2).toInt(&isHex, 16) : 0;
        if (!value.isEmpty())
            values.append(isHex ? QByteArray::number(number) : value);
    }
    return values.join('|');
}

template <class Decoder>
QString tst_decoderpeers::difference(const ConversationFacts& facts, const Feeds& feeds,
                                     const std::vector<Pair>& pairs)
{
    if (!write(facts, feeds))
        return QStringLiteral("no pcap");
    const Messages messages = decode<Decoder>(facts, everything(), feeds);
    for (const DecodedMessage& message : messages) {
        if (message.problem)
            return printed(message);
    }
    for (const Pair& pair : pairs) {
        QByteArrayList ours;
        for (const DecodedMessage& message : messages) {
            if (const QByteArray found = values(message, pair.ours); !found.isEmpty())
                ours.append(found);
        }
        const QByteArray theirs = tshark(pair.theirs);
        if (ours.join('|') != theirs || theirs.isEmpty())
            return QStringLiteral("%1: ours %2, tshark's %3")
                .arg(QLatin1String(pair.ours), QString::fromUtf8(ours.join('|')), QString::fromUtf8(theirs));
    }
    return {};
}

void tst_decoderpeers::dns()
{
    const QByteArray query =
        hex("abcd 0100 0001 0000 0000 0000 03 777777 07 6578616d706c65 03 636f6d 00 0001 0001");
    const QByteArray answer =
        hex("abcd 8180 0001 0003 0000 0000 03 777777 07 6578616d706c65 03 636f6d 00 0001 0001"
            "c00c 0005 0001 0000003c 0006 03 777732 c010"
            "c02d 0001 0001 0000003c 0004 5db8d822"
            "c02d 0001 0001 0000003c 0004 5db8d823");
    const QByteArray missing = hex("0102 8183 0001 0000 0000 0000 02 6e78 00 001c 0001");
    const std::vector<Pair> pairs{{"dns.name", {"dns.qry.name", "dns.resp.name"}},
                                  {"dns.id", {"dns.id"}},
                                  {"dns.answer", {"dns.cname", "dns.a"}}};
    ConversationFacts facts;
    facts.peerPort = 53;
    const auto framed = [](const QByteArray& message) {
        return QByteArray(1, '\0') + static_cast<char>(message.size()) + message;
    };
    QCOMPARE(difference<DnsDecoder>(
                 facts, {sent(framed(query)), received(framed(answer)), received(framed(missing))}, pairs),
             QString());
    facts.transport = Transport::Udp;
    QCOMPARE(difference<DnsDecoder>(facts, {sent(query), received(answer), received(missing)}, pairs),
             QString());
}

void tst_decoderpeers::mqtt()
{
    ConversationFacts facts;
    facts.peerPort = 1883;
    const std::vector<Pair> pairs{
        {"mqtt.topic", {"mqtt.topic"}}, {"mqtt.clientid", {"mqtt.clientid"}}, {"mqtt.id", {"mqtt.msgid"}}};
    const Feeds four{sent(hex("100f 0004 4d515454 04 02 003c 0003 636c69")),
                     received(hex("2002 0000")),
                     sent(hex("8208 0001 0003 612f23 01")),
                     received(hex("9003 0001 01")),
                     received(hex("320c 0003 612f62 0005 68656c6c6f 4002 0005")),
                     sent(hex("c000 e000"))};
    QCOMPARE(difference<MqttDecoder>(facts, four, pairs), QString());
    const Feeds five{sent(hex("1010 0004 4d515454 05 02 003c 00 0003 636c69")),
                     received(hex("2003 0000 00")),
                     sent(hex("8209 0001 00 0003 612f23 01")),
                     received(hex("9004 0001 00 01")),
                     received(hex("3212 0003 612f62 0005 07 26 0001 6b 0001 76 686579")),
                     sent(hex("4003 0005 10"))};
    QCOMPARE(difference<MqttDecoder>(facts, five, pairs), QString());
}

void tst_decoderpeers::modbus()
{
    ConversationFacts facts;
    facts.peerPort = 502;
    const Feeds feeds{sent(hex("0001 0000 0006 01 03 006b 0003")),
                      received(hex("0001 0000 0009 01 03 06 022b 0000 0064")),
                      sent(hex("0002 0000 0006 11 04 0008 0001")), received(hex("0002 0000 0003 11 84 02"))};
    QCOMPARE(difference<ModbusDecoder>(facts, feeds,
                                       {{"modbus.transaction", {"mbtcp.trans_id"}},
                                        {"modbus.unit", {"mbtcp.unit_id"}},
                                        {"modbus.function", {"modbus.func_code"}},
                                        {"modbus.values", {"modbus.regval_uint16"}}}),
             QString());
}

void tst_decoderpeers::syslog()
{
    ConversationFacts facts;
    facts.transport = Transport::Udp;
    facts.peerPort = 514;
    const Feeds feeds{
        sent("<34>1 2003-10-11T22:14:15.003Z mymachine.example.com su 77 ID47 - 'su root' failed"),
        sent("<165>1 2003-10-11T22:14:15.003Z host app 5 ID48 [x@1 a=\"b\"] text")};
    QCOMPARE(difference<SyslogDecoder>(facts, feeds,
                                       {{"syslog.host", {"syslog.hostname"}},
                                        {"syslog.app", {"syslog.appname"}},
                                        {"syslog.pid", {"syslog.procid"}}}),
             QString());
}

void tst_decoderpeers::tls_data()
{
    QTest::addColumn<QString>("version");
    QTest::newRow("1.2") << QStringLiteral("1.2");
    QTest::newRow("1.3") << QStringLiteral("1.3");
}

void tst_decoderpeers::tls()
{
    QFETCH(QString, version);
    if (!isThere("python3") || !isThere("openssl"))
        QSKIP("python3 or openssl is not there");
    const QString certificate = m_folder.filePath(QStringLiteral("cert.pem"));
    const QString key = m_folder.filePath(QStringLiteral("key.pem"));
    const QString words =
        QStringLiteral("req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 2 -subj /CN=x");
    QCOMPARE(run(QStringLiteral("openssl"),
                 words.split(u' ') +
                     QStringList{QStringLiteral("-keyout"), key, QStringLiteral("-out"), certificate})
                 .code,
             0);
    const QString script =
        qEnvironmentVariable("WIRELOUPE_SOURCE") + QStringLiteral("/tests/interop/tls_flights.py");
    const Output flights = run(QStringLiteral("python3"), {script, certificate, key, version});
    QCOMPARE(flights.code, 0);
    Feeds feeds;
    for (const QByteArray& line : flights.out.trimmed().split('\n')) {
        const QByteArray bytes = QByteArray::fromHex(line.sliced(2));
        feeds.push_back(line.startsWith('>') ? sent(bytes) : received(bytes));
    }
    ConversationFacts facts;
    facts.peerPort = 443;
    QCOMPARE(difference<TlsDecoder>(facts, feeds, {{"tls.sni", {"tls.handshake.extensions_server_name"}}}),
             QString());
    const Messages messages = decode<TlsDecoder>(facts, everything(), feeds);
    QCOMPARE(complaint(messages, true), QString());
    qsizetype ciphers = 0;
    QByteArrayList types;
    for (const DecodedMessage& message : messages) {
        types.append(values(message, "tls.type"));
        ciphers += values(message, "tls.cipher").split('|').size();
        if (types.last() != "serverhello")
            continue;
        QCOMPARE(values(message, "tls.version"), "TLS " + version.toLatin1());
        QVERIFY(values(message, "tls.cipher").startsWith("TLS_"));
    }
    ciphers -= std::count_if(messages.begin(), messages.end(),
                             [](const DecodedMessage& m) { return values(m, "tls.cipher").isEmpty(); });
    QCOMPARE(ciphers, tshark({"tls.handshake.ciphersuite"}).split('|').size());
    QCOMPARE(values(messages.at(0), "tls.alpn"), tshark({"tls.handshake.extensions_alpn_str"}).first(11));
    const bool isOld = version == QLatin1String("1.2");
    QVERIFY2(types.join(' ').startsWith(
                 isOld ? "clienthello serverhello certificate serverkeyexchange serverhellodone "
                         "clientkeyexchange changecipherspec encryptedhandshake"
                       : "clienthello serverhello changecipherspec applicationdata"),
             types.join(' ').constData());
    QCOMPARE(types.last(), QByteArray("applicationdata"));
}

QTEST_GUILESS_MAIN(tst_decoderpeers)
#include "tst_decoderpeers.moc"
