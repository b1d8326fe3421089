// SPDX-License-Identifier: MIT
#include "base/address.h"

#include <QTest>

using namespace wl;

class TestAddress : public QObject
{
    Q_OBJECT
private slots:
    void parsesAndFormats_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<int>("scheme");
        QTest::addColumn<QString>("host");
        QTest::addColumn<int>("port");
        QTest::addColumn<QString>("target");
        QTest::addColumn<QString>("formatted");
        const auto row = [](const char* name, const char* text, Scheme scheme, const char* host, int port,
                            const char* target, const char* formatted) {
            QTest::newRow(name) << QString::fromUtf8(text) << int(scheme) << QString::fromUtf8(host) << port
                                << QString::fromUtf8(target) << QString::fromUtf8(formatted);
        };
        row("tcp", "tcp://127.0.0.1:8080", Scheme::Tcp, "127.0.0.1", 8080, "", "tcp://127.0.0.1:8080");
        row("no scheme", "example.org:1", Scheme::Tcp, "example.org", 1, "", "tcp://example.org:1");
        row("ipv6", "udp://[::1]:0", Scheme::Udp, "::1", 0, "", "udp://[::1]:0");
        row("empty host", "tcp://:8080", Scheme::Tcp, "", 8080, "", "tcp://:8080");
        row("star", "tcp://*:8080", Scheme::Tcp, "*", 8080, "", "tcp://*:8080");
        row("upper case", "TLS://h:443", Scheme::Tls, "h", 443, "", "tls://h:443");
        row("trailing slash", "tcp://h:1/", Scheme::Tcp, "h", 1, "", "tcp://h:1");
        row("http default port", "http://h", Scheme::Http, "h", 80, "", "http://h:80");
        row("http user", "http://us:p%40w@h:81/x@y", Scheme::Http, "h", 81, "/x@y", "http://h:81/x@y");
        row("https path", "https://h/a/../b?q=1#f", Scheme::Https, "h", 443, "/a/../b?q=1#f",
            "https://h:443/a/../b?q=1#f");
        row("query without path", "http://h:8080?x", Scheme::Http, "h", 8080, "?x", "http://h:8080?x");
        row("ws", "ws://[fe80::1]/chat", Scheme::Ws, "fe80::1", 80, "/chat", "ws://[fe80::1]:80/chat");
        row("name in unicode", "tcp://müller.example:7", Scheme::Tcp, "müller.example", 7, "",
            "tcp://müller.example:7");
        row("blanks around", "  tcp://h:1 \n", Scheme::Tcp, "h", 1, "", "tcp://h:1");
    }
    void parsesAndFormats()
    {
        QFETCH(QString, text);
        QFETCH(QString, formatted);
        const auto address = parseAddress(text);
        QVERIFY2(address, address ? "" : qPrintable(address.error().detail));
        QTEST(int(address->scheme), "scheme");
        QTEST(address->host, "host");
        QTEST(int(address->port), "port");
        QTEST(address->target, "target");
        QCOMPARE(formatAddress(*address), formatted);
        QCOMPARE(*parseAddress(formatted), *address);
    }

    void refuses_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("reason");
        const auto row = [](const char* text, const char* reason) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromUtf8(reason);
        };
        row("", "empty");
        row("   ", "empty");
        row("tcp://h", "port is missing");
        row("tcp://h:", "port is missing");
        row("tcp://h:65536", "not a number");
        row("tcp://h:-1", "not a number");
        row("tcp://h:+1", "not a number");
        row("tcp://h:0x50", "not a number");
        row("tcp://h:80a", "not a number");
        row("tcp://::1:80", "brackets");
        row("tcp://[::1:80", "not closed");
        row("tcp://[::1]80", "not a port");
        row("tcp://[nonsense]:80", "not an IPv6");
        row("tcp://[127.0.0.1]:80", "not an IPv6");
        row("ftp://h:21", "not known");
        row("file:///etc/passwd", "not known");
        row("tcp://h:80/path", "no path");
        row("tcp://a b:80", "cannot contain");
        row("tcp://user@h:80", "cannot contain");
        row("tcp://h\x01:80", "cannot contain");
        row("://h:1", "not known");
    }
    void refuses()
    {
        QFETCH(QString, text);
        QFETCH(QString, reason);
        const auto address = parseAddress(text);
        QVERIFY(!address);
        QCOMPARE(address.error().code, ErrorCode::BadAddress);
        QVERIFY2(address.error().detail.contains(reason), qPrintable(address.error().detail));
    }
};

QTEST_GUILESS_MAIN(TestAddress)
#include "tst_address.moc"
