// SPDX-License-Identifier: MIT
#include "capture/capturestore.h"
#include "sharkframes.h"
#include "tests/capture/capturekit.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace wl;
using namespace wl::kit;
using namespace wl::test;

/// The same filter in both languages lets the same packets with bytes through. (Without bytes packets and
/// records do not correspond: a turning point is up to four packets.)
class TestQueryShark : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void sameRows_data();
    void sameRows();

private:
    void add(const QString& path, bool isOurs);
    static void tellWeb(TrafficSink& sink);
    static void tellMixed(TrafficSink& sink);

    QTemporaryDir m_folder;
    std::vector<std::unique_ptr<SharkCapture>> m_captures;
};

// TCP: requests and answers of several connections.
void TestQueryShark::tellWeb(TrafficSink& sink)
{
    Teller tell(sink);
    for (quint16 i = 0; i < 20; ++i) {
        const auto id = tell.add(connection(Transport::Tcp, i % 2 == 0 ? Role::Server : Role::Client,
                                            i % 2 == 0 ? "Echo" : "Web", address("127.0.0.1", 8080),
                                            address("127.0.0.1", quint16(50'000 + i))));
        tell.opened(id);
        tell.received(id, "GET /posts/" + QByteArray::number(i) + " HTTP/1.1\r\nHost: example.org\r\n\r\n");
        tell.sent(id, "HTTP/1.1 " + QByteArray(i % 3 == 0 ? "404 Not Found" : "200 OK") +
                          "\r\nContent-Length: 5\r\n\r\nhello");
        tell.received(id, pattern(i * 50, i));
        tell.sent(id, QByteArray("\x00\x01\x02\xDE\xAD\xBE\xEF", 7));
        tell.closed(id);
    }
}

// TCP and UDP, IPv4 and IPv6.
void TestQueryShark::tellMixed(TrafficSink& sink)
{
    Teller tell(sink);
    for (quint16 i = 0; i < 12; ++i) {
        const bool isSix = i % 3 == 0;
        const char* host = isSix ? "::1" : i % 3 == 1 ? "127.0.0.1" : "10.1.2.3";
        const auto id =
            tell.add(connection(i % 2 == 0 ? Transport::Udp : Transport::Tcp, Role::Server, "Mixed",
                                address(host, 9000), address(host, quint16(50'000 + i))));
        tell.received(id, "Hello " + QByteArray::number(i) + "\n");
        tell.sent(id, "hello back\n");
        tell.sent(id, pattern(200, i));
    }
}

void TestQueryShark::add(const QString& path, bool isOurs)
{
    m_captures.push_back(SharkCapture::open(path, isOurs));
    QVERIFY2(m_captures.back(), qPrintable(path));
}

void TestQueryShark::initTestCase()
{
    for (const char* program : {"tshark", "editcap"}) {
        if (QStandardPaths::findExecutable(QString::fromLatin1(program)).isEmpty())
            QSKIP("tshark and editcap are not installed");
    }
    const QString web = m_folder.filePath(QStringLiteral("web.pcapng"));
    const QString mixed = m_folder.filePath(QStringLiteral("mixed.pcapng"));
    tellWeb(*fileStore(web));
    tellMixed(*fileStore(mixed));
    add(web, true);
    add(mixed, true);
    for (const QString& path : {web, mixed}) { // as another program writes them: each packet is a row
        const QString copy = path.chopped(7) + QStringLiteral("-copy.pcapng");
        QCOMPARE(QProcess::execute(QStringLiteral("editcap"), {path, copy}), 0);
        add(copy, false);
    }
    const QString data = qEnvironmentVariable("WIRELOUPE_TEST_DATA");
    if (!data.isEmpty()) // one whose packets are whole: of a cut one tshark tells the length that it had
        add(data + QStringLiteral("/pcapng/test001.pcapng"), false);
}

void TestQueryShark::sameRows_data()
{
    QTest::addColumn<QString>("ours");
    QTest::addColumn<QString>("theirs");
    QTest::addColumn<bool>("isForOurs"); ///< what only captures of ours tell
    const auto row = [](const char* ours, const char* theirs, bool isForOurs = false) {
        QTest::newRow(ours) << QString::fromUtf8(ours) << QString::fromUtf8(theirs) << isForOurs;
    };
    /// In the payload of either transport.
    const auto bytes = [&row](const char* ours, const char* test) {
        row(ours, QByteArray("tcp.payload" + QByteArray(test) + " or udp.payload" + test).constData());
    };
    row("length > 100", "tcp.len > 100 or udp.length > 108");
    row("length <= 11", "(tcp and tcp.len <= 11) or udp.length <= 19");
    row("length == 7", "tcp.len == 7 or udp.length == 15");
    row("length in 10..60", "(tcp.len >= 10 and tcp.len <= 60) or (udp.length >= 18 and udp.length <= 68)");
    row("length in {7, 11, 200}", "tcp.len in {7, 11, 200} or udp.length in {15, 19, 208}");
    row("length != 7", "!(tcp.len == 7 or udp.length == 15)");
    row("proto == udp", "udp");
    row("proto == tcp", "tcp");
    row("not proto == udp", "not udp");
    row("port == 8080", "tcp.port == 8080 or udp.port == 8080");
    row("port in 50001..50005", "tcp.port in {50001..50005} or udp.port in {50001..50005}");
    row("port in {9000, 50003}", "tcp.port in {9000, 50003} or udp.port in {9000, 50003}");
    row("src == 127.0.0.1", "ip.src == 127.0.0.1");
    row("src == 10.0.0.0/8", "ip.src == 10.0.0.0/8");
    row("dst == ::1", "ipv6.dst == ::1");
    row("dst == 127.0.0.1:8080", "ip.dst == 127.0.0.1 and (tcp.dstport == 8080 or udp.dstport == 8080)");
    row("src != 127.0.0.1", "!(ip.src == 127.0.0.1)");
    bytes("payload contains \"hello\"", " contains \"hello\"");
    bytes("payload contains |de ad|", " contains de:ad");
    bytes("payload contains |00|", " contains 00");
    bytes("hello", " matches \"(?i)hello\"");
    bytes("text contains \"HOST:\"", " matches \"(?i)host:\"");
    bytes("payload matches \"^GET /posts/1\\d \"", " matches \"(?-i)^GET /posts/1\\\\d \"");
    bytes("payload matches \"[Hh]ello \\d\"", " matches \"(?-i)[Hh]ello \\\\d\"");
    bytes("payload startsWith \"HTTP/1.1 4\"", "[0:10] == \"HTTP/1.1 4\"");
    bytes("payload endsWith \"hello\"", "[-5:] == \"hello\"");
    bytes("payload[0:3] == \"GET\"", "[0:3] == 47:45:54");
    bytes("payload[-2:] == |be ef|", "[-2:] == be:ef");
    bytes("payload[4:2] == |ad be|", "[4:2] == ad:be");
    bytes("payload[6] == |ef|", "[6:1] == ef");
    bytes("payload == \"hello back\\n\"", " == 68:65:6c:6c:6f:20:62:61:63:6b:0a");
    row("elapsed > 20 us", "frame.time_relative > 0.00002");
    row("elapsed <= 0.00005", "frame.time_relative <= 0.00005");
    row("time >= 2023-11-14T22:13:20.00003Z", "frame.time >= \"2023-11-14T22:13:20.00003Z\"");
    row("length > 20 and (port == 50002 or port == 50004)",
        "(tcp.len > 20 or udp.length > 28) and (tcp.port in {50002, 50004} or udp.port in {50002, 50004})");
    row("not (payload contains \"HTTP\" or length > 300)",
        "not (tcp.payload contains \"HTTP\" or udp.payload contains \"HTTP\" or tcp.len > 300 or udp.length "
        "> 308)");
    row("dir == in", "frame.packet_flags_direction == 1", true);
    row("dir == out and length < 50",
        "frame.packet_flags_direction == 2 and ((tcp and tcp.len < 50) or udp.length < 58)", true);
    row("pane == web", "frame.interface_name == \"Web\"", true);
    row("conn == 4 and proto == tcp and pane != mixed",
        "tcp.stream == 3 and frame.interface_name != \"Mixed\"", true);
}

void TestQueryShark::sameRows()
{
    QFETCH(QString, ours);
    QFETCH(QString, theirs);
    QFETCH(bool, isForOurs);
    const auto rows = compareRows(m_captures, ours, theirs, isForOurs);
    QVERIFY(rows);
    QVERIFY(*rows > 0); // else the row says nothing
}

QTEST_GUILESS_MAIN(TestQueryShark)
#include "tst_queryshark.moc"
