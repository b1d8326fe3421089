// SPDX-License-Identifier: MIT
#include "net/connecttries.h"
#include "net/listenaddresses.h"
#include "net/reconnect.h"

#include <QTest>

#include <cerrno>

using namespace wl;
using namespace std::chrono_literals;

/// The pure decisions of connecting and binding.
class tst_Reconnect : public QObject
{
    Q_OBJECT

private slots:
    void doublesUpToTheLongest();
    void startsAgainAfterASettledConnection();
    void sharesTheTime_data();
    void sharesTheTime();
    void picksTheMoreTellingError_data();
    void picksTheMoreTellingError();
    void saysWhatToBind();
    void leavesOutWhatIsNotThere();
};

void tst_Reconnect::doublesUpToTheLongest()
{
    ReconnectBackoff backoff;
    QList<qint64> waits;
    for (int i = 0; i < 10; ++i)
        waits.append(backoff.next(0ms).count());
    QCOMPARE(waits, (QList<qint64>{250, 500, 1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000}));
}

void tst_Reconnect::startsAgainAfterASettledConnection()
{
    ReconnectBackoff backoff;
    QCOMPARE(backoff.next(0ms), 250ms);
    QCOMPARE(backoff.next(0ms), 500ms);
    // One that the peer closes at once again and again does not count as success.
    QCOMPARE(backoff.next(ReconnectBackoff::settled - 1ms), 1000ms);
    QCOMPARE(backoff.next(ReconnectBackoff::settled), 250ms);
    QCOMPARE(backoff.next(0ms), 500ms);
}

void tst_Reconnect::sharesTheTime_data()
{
    QTest::addColumn<int>("leftMs");
    QTest::addColumn<int>("addresses");
    QTest::addColumn<int>("expectedMs");
    QTest::newRow("one") << 10'000 << 1 << 10'000;
    QTest::newRow("two") << 10'000 << 2 << 5'000;
    QTest::newRow("three") << 10'000 << 3 << 3'333;
    QTest::newRow("little left") << 2 << 5 << 1;
    QTest::newRow("nothing left") << 0 << 1 << 1;
    QTest::newRow("too late") << -50 << 2 << 1;
    QTest::newRow("no address") << 100 << 0 << 100;
}

void tst_Reconnect::sharesTheTime()
{
    QFETCH(int, leftMs);
    QFETCH(int, addresses);
    QFETCH(int, expectedMs);
    QCOMPARE(tryTimeout(std::chrono::milliseconds(leftMs), addresses).count(), expectedMs);
}

void tst_Reconnect::picksTheMoreTellingError_data()
{
    QTest::addColumn<ErrorCode>("earlier");
    QTest::addColumn<ErrorCode>("later");
    QTest::addColumn<ErrorCode>("expected");
    QTest::newRow("first failure") << ErrorCode::None << ErrorCode::NetworkUnreachable
                                   << ErrorCode::NetworkUnreachable;
    QTest::newRow("v6 has no route") << ErrorCode::ConnectionRefused << ErrorCode::NetworkUnreachable
                                     << ErrorCode::ConnectionRefused;
    QTest::newRow("refused after silence")
        << ErrorCode::ConnectTimeout << ErrorCode::ConnectionRefused << ErrorCode::ConnectionRefused;
    QTest::newRow("silence after unreachable")
        << ErrorCode::HostUnreachable << ErrorCode::ConnectTimeout << ErrorCode::ConnectTimeout;
    QTest::newRow("as much: the later")
        << ErrorCode::ConnectionRefused << ErrorCode::PermissionDenied << ErrorCode::PermissionDenied;
}

void tst_Reconnect::picksTheMoreTellingError()
{
    QFETCH(ErrorCode, earlier);
    QFETCH(ErrorCode, later);
    QFETCH(ErrorCode, expected);
    QCOMPARE(moreTelling(Error{earlier, {}, 0}, Error{later, {}, 0}).code, expected);
}

void tst_Reconnect::saysWhatToBind()
{
    const auto loopback = bindAddresses(QString());
    QVERIFY(loopback);
    QCOMPARE(loopback->size(), 2);
    QCOMPARE(loopback->at(0).host, QHostAddress(QHostAddress::LocalHost));
    QCOMPARE(loopback->at(1).host, QHostAddress(QHostAddress::LocalHostIPv6));
    QVERIFY(loopback->at(1).isOptional);

    const auto every = bindAddresses(QStringLiteral("*"));
    QVERIFY(every);
    QCOMPARE(*every, (QList<BindAddress>{{QHostAddress(QHostAddress::AnyIPv6), false, false}}));

    const auto v6 = bindAddresses(QStringLiteral("::"));
    QVERIFY(v6);
    QCOMPARE(*v6, (QList<BindAddress>{{QHostAddress(QHostAddress::AnyIPv6), true, false}}));
    QVERIFY(!bindAddresses(QStringLiteral("localhost")));

    const QHostAddress a(QStringLiteral("10.0.0.1"));
    QCOMPARE(bindAddresses(QList<QHostAddress>{a, a}), (QList<BindAddress>{{a, true, true}}));
}

void tst_Reconnect::leavesOutWhatIsNotThere()
{
    const BindAddress optional{QHostAddress(QHostAddress::LocalHostIPv6), true, true};
    const BindAddress needed{QHostAddress(QHostAddress::LocalHost), true, false};
    const Error noFamily{ErrorCode::NetworkFailed, {}, EAFNOSUPPORT};
    const Error notHere{ErrorCode::AddressNotAvailable, {}, EADDRNOTAVAIL};
    const Error inUse{ErrorCode::AddressInUse, {}, EADDRINUSE};
    QVERIFY(isLeftOut(optional, noFamily));
    QVERIFY(isLeftOut(optional, notHere));
    QVERIFY(!isLeftOut(optional, inUse));
    QVERIFY(!isLeftOut(needed, notHere));
}

QTEST_GUILESS_MAIN(tst_Reconnect)
#include "tst_reconnect.moc"
