// SPDX-License-Identifier: MIT
#include "ui/panes/common/addressinput.h"

#include <QTest>

using namespace wl;
using Use = AddressInput::Use;

Q_DECLARE_METATYPE(wl::AddressInput::Use)

class TestAddressInput : public QObject
{
    Q_OBJECT

private slots:
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
    void shownTextReadsBack_data();
    void shownTextReadsBack();
    void exposure_data();
    void exposure();
};

void TestAddressInput::reads_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Use>("use");
    QTest::addColumn<QString>("address");
    const auto row = [](const char* name, const char* text, Use use, const char* address) {
        QTest::newRow(name) << QString::fromUtf8(text) << use << QString::fromUtf8(address);
    };
    row("host and port", "127.0.0.1:8080", Use::TcpListen, "tcp://127.0.0.1:8080");
    row("port alone", "8080", Use::TcpListen, "tcp://:8080");
    row("any free port", "127.0.0.1:0", Use::TcpListen, "tcp://127.0.0.1:0");
    row("every address", "*:80", Use::TcpListen, "tcp://*:80");
    row("full", "tcp://localhost:1", Use::TcpListen, "tcp://localhost:1");
    row("IPv6", "[::1]:8080", Use::TcpListen, "tcp://[::1]:8080");
    row("white space", "  127.0.0.1:8080\t", Use::TcpListen, "tcp://127.0.0.1:8080");
    row("client", "example.com:443", Use::TcpConnect, "tcp://example.com:443");
    row("client, port alone", "9000", Use::TcpConnect, "tcp://127.0.0.1:9000");
    row("tls", "tls://example.com:443", Use::TcpConnect, "tls://example.com:443");
    row("udp without scheme", "127.0.0.1:9000", Use::UdpBind, "udp://127.0.0.1:9000");
    row("udp with scheme", "udp://:0", Use::UdpBind, "udp://:0");
    row("target", "239.1.2.3:5000", Use::UdpTarget, "udp://239.1.2.3:5000");
    row("no target", "", Use::UdpTarget, "udp://:0");
}

void TestAddressInput::reads()
{
    QFETCH(QString, text);
    QFETCH(Use, use);
    QFETCH(QString, address);
    const Result<Address> read = AddressInput::read(text, use);
    QVERIFY2(read.has_value(), read ? "" : qPrintable(read.error().detail));
    QCOMPARE(formatAddress(*read), address);
}

void TestAddressInput::refuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Use>("use");
    const auto row = [](const char* name, const char* text, Use use) {
        QTest::newRow(name) << QString::fromUtf8(text) << use;
    };
    row("empty", "", Use::TcpListen);
    row("only white space", "   ", Use::TcpConnect);
    row("no port", "127.0.0.1", Use::TcpListen);
    row("port too large", "127.0.0.1:65536", Use::TcpListen);
    row("digits too large", "99999999999", Use::TcpListen);
    row("negative port", "127.0.0.1:-1", Use::TcpConnect);
    row("port of letters", "127.0.0.1:http", Use::TcpConnect);
    row("open bracket", "[::1:8080", Use::TcpListen);
    row("udp in a server", "udp://127.0.0.1:1", Use::TcpListen);
    row("tls in a server", "tls://127.0.0.1:1", Use::TcpListen);
    row("http in a client", "http://127.0.0.1/", Use::TcpConnect);
    row("tcp in UDP", "tcp://127.0.0.1:1", Use::UdpBind);
    row("client without host", ":8080", Use::TcpConnect);
    row("client to every address", "*:8080", Use::TcpConnect);
    row("client to port 0", "127.0.0.1:0", Use::TcpConnect);
    row("target without port", "127.0.0.1", Use::UdpTarget);
    row("target port 0", "127.0.0.1:0", Use::UdpTarget);
    row("markup", "<b>x</b>:80", Use::TcpConnect);
    row("unknown scheme", "gopher://x:70", Use::TcpConnect);
}

void TestAddressInput::refuses()
{
    QFETCH(QString, text);
    QFETCH(Use, use);
    const Result<Address> read = AddressInput::read(text, use);
    QVERIFY(!read.has_value());
    QCOMPARE(read.error().code, ErrorCode::BadAddress);
    QVERIFY(AddressInput::problem(read.error()).size() > 30);
}

void TestAddressInput::shownTextReadsBack_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<Use>("use");
    QTest::newRow("server") << QStringLiteral("tcp://127.0.0.1:8080") << Use::TcpListen;
    QTest::newRow("server, both loopbacks") << QStringLiteral("tcp://:0") << Use::TcpListen;
    QTest::newRow("server, IPv6") << QStringLiteral("tcp://[::]:80") << Use::TcpListen;
    QTest::newRow("client") << QStringLiteral("tcp://host:1") << Use::TcpConnect;
    QTest::newRow("client, tls") << QStringLiteral("tls://[::1]:1") << Use::TcpConnect;
    QTest::newRow("udp") << QStringLiteral("udp://*:5353") << Use::UdpBind;
    QTest::newRow("target") << QStringLiteral("udp://host:5353") << Use::UdpTarget;
    QTest::newRow("no target") << QStringLiteral("udp://:0") << Use::UdpTarget;
}

void TestAddressInput::shownTextReadsBack()
{
    QFETCH(QString, address);
    QFETCH(Use, use);
    const Address before = *parseAddress(address);
    const Result<Address> after = AddressInput::read(AddressInput::text(before, use), use);
    QVERIFY(after.has_value());
    QCOMPARE(*after, before);
}

void TestAddressInput::exposure_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<bool>("isExposed");
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("localhost") << QStringLiteral("LocalHost") << false;
    QTest::newRow("127.0.0.1") << QStringLiteral("127.0.0.1") << false;
    QTest::newRow("127.9.9.9") << QStringLiteral("127.9.9.9") << false;
    QTest::newRow("::1") << QStringLiteral("::1") << false;
    QTest::newRow("every address") << QStringLiteral("*") << true;
    QTest::newRow("0.0.0.0") << QStringLiteral("0.0.0.0") << true;
    QTest::newRow("::") << QStringLiteral("::") << true;
    QTest::newRow("a name") << QStringLiteral("example.com") << true;
}

void TestAddressInput::exposure()
{
    QFETCH(QString, host);
    QFETCH(bool, isExposed);
    QCOMPARE(AddressInput::isExposed(Address{Scheme::Tcp, host, 80, {}}), isExposed);
}

QTEST_GUILESS_MAIN(TestAddressInput)
#include "tst_addressinput.moc"
