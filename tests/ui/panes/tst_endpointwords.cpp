// SPDX-License-Identifier: MIT
#include "ui/panes/common/endpointwords.h"

#include <QTest>

using namespace wl;

class TestEndpointWords : public QObject
{
    Q_OBJECT
private slots:
    void saysWhereToConnect_data();
    void saysWhereToConnect();
};

void TestEndpointWords::saysWhereToConnect_data()
{
    QTest::addColumn<QList<QHostAddress>>("hosts");
    QTest::addColumn<QString>("bound");
    QTest::addColumn<QString>("reachable");
    const QHostAddress v4(QHostAddress::LocalHost);
    const QHostAddress v6(QHostAddress::LocalHostIPv6);
    QTest::newRow("nothing") << QList<QHostAddress>{} << QString() << QString();
    QTest::newRow("both loopbacks") << QList{v4, v6} << QStringLiteral("127.0.0.1:80 and [::1]:80")
                                    << QStringLiteral("127.0.0.1:80 and [::1]:80");
    QTest::newRow("every address") << QList{QHostAddress(QHostAddress::Any)} << QStringLiteral("*:80")
                                   << QStringLiteral("127.0.0.1:80");
    QTest::newRow("every IPv4 address") << QList{QHostAddress(QHostAddress::AnyIPv4)}
                                        << QStringLiteral("0.0.0.0:80") << QStringLiteral("127.0.0.1:80");
    QTest::newRow("every IPv6 address") << QList{QHostAddress(QHostAddress::AnyIPv6)}
                                        << QStringLiteral("[::]:80") << QStringLiteral("[::1]:80");
    QTest::newRow("another") << QList{QHostAddress(QStringLiteral("192.0.2.7"))}
                             << QStringLiteral("192.0.2.7:80") << QStringLiteral("192.0.2.7:80");
}

void TestEndpointWords::saysWhereToConnect()
{
    QFETCH(QList<QHostAddress>, hosts);
    QList<SocketAddress> local;
    for (const QHostAddress& host : std::as_const(hosts))
        local.append(SocketAddress::from(host, 80));
    QTEST(EndpointWords::addresses(local), "bound");
    QTEST(EndpointWords::reachable(local), "reachable");
}

QTEST_GUILESS_MAIN(TestEndpointWords)
#include "tst_endpointwords.moc"
