// SPDX-License-Identifier: MIT
#include "capture/capturestore.h"
#include "capture/follow.h"
#include "sharkframes.h"
#include "tests/capture/capturekit.h"

#include <QRandomGenerator>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QtEndian>

using namespace wl;
using namespace wl::kit;
using namespace wl::test;

namespace {

template <typename Number>
QByteArray big(Number number)
{
    QByteArray bytes(sizeof number, Qt::Uninitialized);
    qToBigEndian(number, bytes.data());
    return bytes;
}

QByteArray counted16(const QByteArray& bytes)
{
    return big(quint16(bytes.size())) + bytes;
}

/// A TLS 1.2 ClientHello with a server name and one protocol (RFC 5246 §7.4.1.2, RFC 6066 §3, RFC 7301 §3.1).
QByteArray clientHello(const QByteArray& name, const QByteArray& protocol)
{
    const QByteArray sni = big(quint16(0)) + counted16(counted16('\0' + counted16(name)));
    const QByteArray alpn = big(quint16(16)) + counted16(counted16(char(protocol.size()) + protocol));
    const QByteArray body = QByteArray::fromHex("0303") + QByteArray(32, 'r') + '\0' +
                            counted16(QByteArray::fromHex("c02f")) + QByteArray::fromHex("0100") +
                            counted16(sni + alpn);
    const QByteArray message = '\1' + big(quint32(body.size())).mid(1) + body;
    return QByteArray::fromHex("160301") + counted16(message);
}

/// "www.x.org" as DNS has it (RFC 1035 §3.1).
QByteArray dnsName(const QByteArray& name)
{
    QByteArray bytes;
    for (const QByteArray& label : name.split('.'))
        bytes += char(label.size()) + label;
    return bytes + '\0';
}

QByteArray dnsQuery(quint16 id, const QByteArray& name, quint16 type)
{
    return big(id) + QByteArray::fromHex("01000001000000000000") + dnsName(name) + big(type) +
           big(quint16(1));
}

/// With one address, or NXDOMAIN.
QByteArray dnsAnswer(quint16 id, const QByteArray& name, bool isKnown)
{
    const QByteArray question = dnsName(name) + big(quint16(1)) + big(quint16(1));
    if (!isKnown)
        return big(id) + QByteArray::fromHex("81830001000000000000") + question;
    return big(id) + QByteArray::fromHex("81800001000100000000") + question +
           QByteArray::fromHex("c00c000100010000003c00040a000007");
}

QByteArray mqtt(quint8 head, const QByteArray& body)
{
    return char(head) + QByteArray(1, char(body.size())) + body;
}

} // namespace

/// Filters on decoded fields let the same rows through as tshark's, and follow gives the same bytes: over
/// captures whose messages are split, joined and pipelined at random.
class TestDecodedShark : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void sameRows_data();
    void sameRows();
    void sameBytes_data();
    void sameBytes();

private:
    void tellAll(TrafficSink& sink);
    void tellHttp(Teller& tell, quint16 port);
    void tellMqtt(Teller& tell, quint16 port);
    void tellTls(Teller& tell, quint16 port);
    void tellDns(Teller& tell, quint16 port);
    /// In pieces of any size.
    void split(Teller& tell, ConnectionId id, Direction direction, QByteArray bytes);
    [[nodiscard]] QByteArray one(const QByteArrayList& choices)
    {
        return choices[m_random.bounded(int(choices.size()))];
    }
    [[nodiscard]] QByteArray request();
    [[nodiscard]] QByteArray response();

    QRandomGenerator m_random;
    QTemporaryDir m_folder;
    std::vector<std::unique_ptr<SharkCapture>> m_captures;
};

void TestDecodedShark::initTestCase()
{
    for (const char* program : {"tshark", "editcap"}) {
        if (QStandardPaths::findExecutable(QString::fromLatin1(program)).isEmpty())
            QSKIP("tshark and editcap are not installed");
    }
    for (quint32 seed = 1; seed <= 5; ++seed) {
        m_random.seed(seed);
        QString path = m_folder.filePath(QStringLiteral("%1.pcapng").arg(seed));
        tellAll(*fileStore(path));
        const bool isOurs = seed <= 3;
        if (!isOurs) { // as another program writes it: each packet is a row
            const QString copy = m_folder.filePath(QStringLiteral("%1-copy.pcapng").arg(seed));
            QCOMPARE(QProcess::execute(QStringLiteral("editcap"), {path, copy}), 0);
            path = copy;
        }
        m_captures.push_back(SharkCapture::open(path, isOurs));
        QVERIFY2(m_captures.back(), qPrintable(path));
    }
}

void TestDecodedShark::tellAll(TrafficSink& sink)
{
    Teller tell(sink);
    for (quint16 i = 0; i < 12; ++i) {
        tellHttp(tell, quint16(50'000 + i));
        if (i % 3 == 0) {
            tellMqtt(tell, quint16(51'000 + i));
            tellTls(tell, quint16(52'000 + i));
        }
        tellDns(tell, quint16(53'000 + i));
    }
}

void TestDecodedShark::split(Teller& tell, ConnectionId id, Direction direction, QByteArray bytes)
{
    while (!bytes.isEmpty()) {
        const qsizetype size =
            m_random.bounded(3) == 0 ? 1 + m_random.bounded(int(bytes.size())) : bytes.size();
        tell.data(id, direction, bytes.left(size));
        bytes.remove(0, size);
    }
}

QByteArray TestDecodedShark::request()
{
    const QByteArray number = QByteArray::number(m_random.bounded(30));
    const bool hasBody = m_random.bounded(3) == 0;
    const QByteArray body = hasBody ? QByteArray(m_random.bounded(300), 'b') : QByteArray();
    return one(hasBody ? QByteArrayList{"POST", "PUT"} : QByteArrayList{"GET", "DELETE"}) +
           one({" /posts/", " /api/items/"}) + number +
           " HTTP/1.1\r\nHost: " + one({"example.org", "www.example.org:8080"}) +
           "\r\nUser-Agent: " + one({"curl/7.88", "test"}) + "\r\n" +
           (hasBody ? "Content-Length: " + QByteArray::number(body.size()) + "\r\n" : "") + "\r\n" + body;
}

QByteArray TestDecodedShark::response()
{
    const QByteArray status = one({"200 OK", "201 Created", "404 Not Found", "500 Internal Server Error"});
    const QByteArray body(m_random.bounded(2000), 'r');
    const QByteArray head = one({"HTTP/1.1 ", "HTTP/1.1 ", "HTTP/1.0 "}) + status +
                            "\r\nContent-Type: " + one({"text/plain", "text/html; charset=utf-8"}) +
                            one({"\r\nServer: x", "\r\nSet-Cookie: a=1", "\r\nLocation: /new"}) + "\r\n";
    if (head.startsWith("HTTP/1.0") || m_random.bounded(2) == 0)
        return head + "Content-Length: " + QByteArray::number(body.size()) + "\r\n\r\n" + body;
    const QByteArray chunk = QByteArray::number(body.size(), 16) + "\r\n" + body + "\r\n";
    return head + "Transfer-Encoding: chunked\r\n\r\n" + (body.isEmpty() ? "" : chunk) + "0\r\n\r\n";
}

void TestDecodedShark::tellHttp(Teller& tell, quint16 port)
{
    const auto id = tell.add(connection(Transport::Tcp, Role::Server, "Web", address("127.0.0.1", 8080),
                                        address("127.0.0.1", port)));
    tell.opened(id);
    for (int i = 0; i < 6; ++i) {
        const int pipelined = m_random.bounded(4) == 0 ? 2 : 1;
        QByteArray asked;
        QByteArray answered;
        for (int each = 0; each < pipelined; ++each) {
            asked += request();
            answered += response();
        }
        split(tell, id, Direction::Received, asked);
        split(tell, id, Direction::Sent, answered);
    }
    tell.closed(id);
}

void TestDecodedShark::tellMqtt(Teller& tell, quint16 port)
{
    const auto id = tell.add(connection(Transport::Tcp, Role::Client, "Broker", address("10.0.0.1", port),
                                        address("10.0.0.2", 1883)));
    tell.opened(id);
    const QByteArray head = counted16("MQTT") + QByteArray::fromHex("0402003c");
    split(tell, id, Direction::Sent, mqtt(0x10, head + counted16(one({"device-1", "laptop"}))));
    split(tell, id, Direction::Received, QByteArray::fromHex("20020000"));
    split(tell, id, Direction::Sent,
          mqtt(0x82, big(quint16(1)) + counted16(one({"sensors/#", "alarms/+"})) + '\1'));
    split(tell, id, Direction::Received, QByteArray::fromHex("9003000101"));
    for (int i = 0; i < 8; ++i) {
        const QByteArray topic = counted16(one({"sensors/1", "sensors/2", "alarms/fire"}));
        if (m_random.bounded(2) == 0) {
            split(tell, id, Direction::Received, mqtt(0x30, topic + "21.5"));
        } else {
            const QByteArray number = big(quint16(i + 2));
            split(tell, id, Direction::Sent, mqtt(0x32, topic + number + "22.5"));
            split(tell, id, Direction::Received, mqtt(0x40, number));
        }
    }
    split(tell, id, Direction::Sent, QByteArray::fromHex("e000"));
    tell.closed(id);
}

void TestDecodedShark::tellTls(Teller& tell, quint16 port)
{
    const auto id = tell.add(connection(Transport::Tcp, Role::Client, "Secure", address("10.0.0.1", port),
                                        address("10.0.0.3", 443)));
    tell.opened(id);
    split(tell, id, Direction::Sent,
          clientHello(one({"example.org", "mail.example.com"}), one({"h2", "http/1.1"})));
    split(tell, id, Direction::Received, QByteArray::fromHex("15030300020228")); // handshake failure
    tell.closed(id);
}

void TestDecodedShark::tellDns(Teller& tell, quint16 port)
{
    const auto id = tell.add(connection(Transport::Udp, Role::Client, "Names", address("10.0.0.1", port),
                                        address("10.0.0.4", 53)));
    const QByteArray name = one({"www.example.org", "mail.example.com", "nowhere.invalid"});
    tell.sent(id, dnsQuery(port, name, m_random.bounded(2) == 0 ? 28 : 1));
    tell.received(id, dnsAnswer(port, name, !name.endsWith("invalid")));
}

void TestDecodedShark::sameRows_data()
{
    QTest::addColumn<QString>("ours");
    QTest::addColumn<QString>("theirs");
    const auto row = [](const char* ours, const char* theirs) {
        QTest::newRow(ours) << QString::fromUtf8(ours) << QString::fromUtf8(theirs);
    };
    row("http.status", "http.response");
    row("http.status == 404", "http.response.code == 404");
    row("http.status >= 400", "http.response.code >= 400");
    row("http.status < 300", "http.response.code < 300");
    row("http.status in 200..299", "http.response.code in {200..299}");
    row("http.status in {201, 500}", "http.response.code in {201, 500}");
    row("http.reason == \"Not Found\"", "http.response.phrase == \"Not Found\"");
    row("http.method", "http.request");
    row("http.method == POST", "http.request.method == \"POST\"");
    row("http.method in {GET, DELETE}", "http.request.method in {\"GET\", \"DELETE\"}");
    row("http.url == \"/posts/1\"", "http.request.uri == \"/posts/1\"");
    row("http.url contains \"/items/2\"", "http.request.uri contains \"/items/2\"");
    row("http.url startsWith \"/api\"", "http.request.uri matches \"(?-i)^/api\"");
    row("http.url matches \"/[12]\\d$\"", "http.request.uri matches \"(?-i)/[12]\\\\d$\"");
    row("http.host == example.org", "http.host == \"example.org\"");
    row("http.version == HTTP/1.0",
        "http.request.version == \"HTTP/1.0\" or http.response.version == \"HTTP/1.0\"");
    row("http.type == text/html", "http.content_type matches \"(?-i)^text/html\"");
    row("http.header[\"user-agent\"] contains curl", "http.user_agent contains \"curl\"");
    row("http.header[\"Server\"]", "http.server");
    row("http.header[\"Set-Cookie\"] startsWith \"a=\"", "http.set_cookie matches \"(?-i)^a=\"");
    row("http.header[\"Location\"] == /new", "http.location == \"/new\"");
    row("http.header[\"Transfer-Encoding\"]", "http.transfer_encoding");
    row("http.header[\"Content-Length\"] > 1000", "http.content_length > 1000");
    row("http.status == 200 and length > 100", "http.response.code == 200 and tcp.len > 100");
    row("http.status >= 400 and port in 50002..50004",
        "http.response.code >= 400 and tcp.port in {50002..50004}");
    row("http.method == GET and not http.host == example.org",
        "http.request.method == \"GET\" and not http.host == \"example.org\"");
    row("http.version", "http");
    row("payload contains \"HTTP/1.1 404\" and http.status == 404",
        "tcp.payload contains \"HTTP/1.1 404\" and http.response.code == 404");
    row("dns.name == www.example.org", "dns.qry.name == \"www.example.org\"");
    row("dns.name endsWith \".com\"", "dns.qry.name matches \"(?-i)\\\\.com$\"");
    row("dns.type == AAAA", "dns.qry.type == 28");
    row("dns.rcode", "dns.flags.response == 1");
    row("dns.rcode == NXDOMAIN", "dns.flags.rcode == 3");
    row("dns.answer contains \"10.0.0.7\"", "dns.a == 10.0.0.7");
    row("proto == dns", "dns");
    row("mqtt.type == CONNECT", "mqtt.msgtype == 1");
    row("mqtt.type == PUBLISH", "mqtt.msgtype == 3");
    row("mqtt.type in {PUBACK, SUBACK}", "mqtt.msgtype in {4, 9}");
    row("mqtt.topic == sensors/1", "mqtt.topic == \"sensors/1\"");
    row("mqtt.topic startsWith \"alarms/\"", "mqtt.topic matches \"(?-i)^alarms/\"");
    row("mqtt.type == PUBLISH and mqtt.qos == 1", "mqtt.msgtype == 3 and mqtt.qos == 1");
    row("mqtt.clientid contains device", "mqtt.clientid contains \"device\"");
    row("proto == mqtt", "mqtt");
    row("tls.sni == example.org", "tls.handshake.extensions_server_name == \"example.org\"");
    row("tls.sni endsWith \".com\"", "tls.handshake.extensions_server_name matches \"(?-i)\\\\.com$\"");
    row("tls.alpn == h2", "tls.handshake.extensions_alpn_str == \"h2\"");
    row("tls.type == clienthello", "tls.handshake.type == 1");
    row("tls.type == alert", "tls.alert_message");
}

void TestDecodedShark::sameRows()
{
    QFETCH(QString, ours);
    QFETCH(QString, theirs);
    const auto rows = compareRows(m_captures, ours, theirs);
    QVERIFY(rows);
    QVERIFY(*rows > 0); // else the row says nothing
}

void TestDecodedShark::sameBytes_data()
{
    QTest::addColumn<int>("capture");
    for (int i = 0; i < 5; ++i)
        QTest::addRow("capture %d", i + 1) << i;
}

// Every TCP stream of the capture, both directions.
void TestDecodedShark::sameBytes()
{
    QFETCH(int, capture);
    const SharkCapture& shark = *m_captures[size_t(capture)];
    QStringList arguments{QStringLiteral("-r"), shark.path, QStringLiteral("-q")};
    std::vector<quint32> streams;
    for (quint32 i = 0; i < shark.file->connectionCount(); ++i) {
        if (shark.file->connection(ConnectionId(i)).info.transport == Transport::Tcp) {
            arguments += {QStringLiteral("-z"), QStringLiteral("follow,tcp,raw,%1").arg(streams.size())};
            streams.push_back(i);
        }
    }
    QProcess process;
    process.start(QStringLiteral("tshark"), arguments);
    QVERIFY(process.waitForFinished(60'000));
    // A section a stream, begun by its words; "\t" before the bytes of the node that spoke second.
    const QByteArrayList sections = process.readAllStandardOutput().split('=');
    QCOMPARE(streams.size(), size_t(20));
    size_t compared = 0;
    for (const QByteArray& section : sections) {
        const qsizetype at = section.indexOf("Filter: tcp.stream eq ");
        if (at < 0)
            continue;
        const qsizetype number = section.mid(at + 22, section.indexOf('\n', at) - at - 22).toInt();
        std::array<QByteArray, 2> theirs;
        for (const QByteArray& line : section.split('\n')) {
            const QByteArray digits = line.trimmed();
            if (!digits.isEmpty() && digits == QByteArray::fromHex(digits).toHex())
                theirs[line.startsWith('\t') ? 1 : 0] += QByteArray::fromHex(digits);
        }
        std::array<QByteArray, 2> ours;
        for (const Direction direction : {Direction::Sent, Direction::Received}) {
            FollowStream stream(*shark.file, ConnectionId(streams[size_t(number)]), direction);
            for (auto part = stream.next(100'000); part && !part->isEmpty(); part = stream.next(100'000))
                ours[size_t(direction)] += *part;
        }
        const bool isSame = theirs == ours || (theirs[0] == ours[1] && theirs[1] == ours[0]);
        QVERIFY2(isSame, qPrintable(QStringLiteral("stream %1").arg(number)));
        QVERIFY(!ours[0].isEmpty() && !ours[1].isEmpty());
        ++compared;
    }
    QCOMPARE(compared, streams.size());
}

QTEST_GUILESS_MAIN(TestDecodedShark)
#include "tst_decodedshark.moc"
