// SPDX-License-Identifier: MIT
#include "base/socketaddress.h"

#include <QTest>

#include <netinet/in.h>
#include <sys/un.h>

using namespace wl;

class TestSocketAddress : public QObject
{
    Q_OBJECT
private slots:
    void roundTrips_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("text");
        QTest::addColumn<bool>("isLoopback");
        QTest::newRow("v4") << "127.0.0.1"
                            << "127.0.0.1:99" << true;
        QTest::newRow("v4 far") << "192.0.2.1"
                                << "192.0.2.1:99" << false;
        QTest::newRow("v6") << "::1"
                            << "[::1]:99" << true;
        QTest::newRow("v6 far") << "2001:db8::5"
                                << "[2001:db8::5]:99" << false;
        QTest::newRow("mapped is IPv4") << "::ffff:127.0.0.1"
                                        << "127.0.0.1:99" << true;
        QTest::newRow("every IPv6 address") << "::"
                                            << "[::]:99" << false;
        QTest::newRow("every IPv4 address") << "0.0.0.0"
                                            << "0.0.0.0:99" << false;
    }
    void roundTrips()
    {
        QFETCH(QString, host);
        const auto address = SocketAddress::from(QHostAddress(host), 99);
        QTEST(address.toString(), "text");
        QTEST(address.isLoopback(), "isLoopback");
        QCOMPARE(SocketAddress::from(address.host(), 99), address);
    }

    void everyAddressOfBothFamiliesIsItsOwn()
    {
        const auto every = SocketAddress::from(QHostAddress(QHostAddress::Any), 80);
        QCOMPARE(every.toString(), QStringLiteral("*:80"));
        QVERIFY(every.isValid());
        QVERIFY(!every.isLoopback());
        QCOMPARE(SocketAddress::from(every.host(), 80), every);
        QVERIFY(every != SocketAddress::from(QHostAddress(QHostAddress::AnyIPv6), 80));
    }

    void readsSystemStructures()
    {
        sockaddr_in6 v6{};
        v6.sin6_family = AF_INET6;
        v6.sin6_port = htons(7);
        v6.sin6_addr = in6addr_loopback;
        QCOMPARE(SocketAddress::from(reinterpret_cast<sockaddr*>(&v6)).toString(), QStringLiteral("[::1]:7"));
        sockaddr_in v4{};
        v4.sin_family = AF_INET;
        v4.sin_port = htons(65535);
        v4.sin_addr.s_addr = htonl(0x7f000001);
        QCOMPARE(SocketAddress::from(reinterpret_cast<sockaddr*>(&v4)).toString(),
                 QStringLiteral("127.0.0.1:65535"));
    }

    void anythingElseIsNotValid()
    {
        sockaddr_un local{};
        local.sun_family = AF_UNIX;
        QVERIFY(!SocketAddress::from(reinterpret_cast<sockaddr*>(&local)).isValid());
        QVERIFY(!SocketAddress::from(QHostAddress(), 1).isValid());
        QCOMPARE(SocketAddress().toString(), QString());
        QVERIFY(!SocketAddress().isLoopback());
    }
};

QTEST_GUILESS_MAIN(TestSocketAddress)
#include "tst_socketaddress.moc"
