// SPDX-License-Identifier: MIT
#include "support/memorysource.h"
#include "ui/shell/trafficrates.h"

#include <QTest>

using namespace wl;
using namespace wl::test;

class TestTrafficRates : public QObject
{
    Q_OBJECT
private slots:
    void countsOpenConnections();
    void measuresRates();
    void lastBytesOfAClosedConnectionCount();
    void survivesTheSameMoment();

private:
    static Timestamp at(double seconds) { return Timestamp{qint64((1'000 + seconds) * 1e9)}; }
    static ConnectionRow& row(MemorySource& source, ConnectionId id)
    {
        return const_cast<ConnectionRow&>(source.connection(id));
    }
};

void TestTrafficRates::countsOpenConnections()
{
    MemorySource source;
    const ConnectionId a = source.addConnection(QStringLiteral("A"), 1);
    const ConnectionId b = source.addConnection(QStringLiteral("B"), 2);
    const ConnectionId udp = source.addConnection(QStringLiteral("U"), 3, Transport::Udp);
    TrafficRates rates;
    QCOMPARE(rates.update(source, at(0)).connected, 0);
    row(source, a).state = ConnectionState::Open;
    row(source, b).state = ConnectionState::PeerFinished;
    row(source, udp).state = ConnectionState::Open;
    QCOMPARE(rates.update(source, at(1)).connected, 2);
    row(source, a).state = ConnectionState::Reset;
    QCOMPARE(rates.update(source, at(2)).connected, 1);
    row(source, b).state = ConnectionState::Closed;
    QCOMPARE(rates.update(source, at(3)).connected, 0);
    const ConnectionId late = source.addConnection(QStringLiteral("L"), 4);
    row(source, late).state = ConnectionState::Open;
    QCOMPARE(rates.update(source, at(4)).connected, 1);
}

void TestTrafficRates::measuresRates()
{
    MemorySource source;
    const ConnectionId a = source.addConnection(QStringLiteral("A"), 1);
    row(source, a).state = ConnectionState::Open;
    TrafficRates rates;
    QCOMPARE(rates.update(source, at(0)).receivedPerSecond, 0.0);
    row(source, a).bytesReceived = 3'000;
    row(source, a).bytesSent = 500;
    const TrafficRates::Figures figures = rates.update(source, at(2));
    QCOMPARE(figures.receivedPerSecond, 1'500.0);
    QCOMPARE(figures.sentPerSecond, 250.0);
    QCOMPARE(rates.update(source, at(3)).receivedPerSecond, 0.0);
}

void TestTrafficRates::lastBytesOfAClosedConnectionCount()
{
    MemorySource source;
    const ConnectionId a = source.addConnection(QStringLiteral("A"), 1);
    row(source, a).state = ConnectionState::Open;
    TrafficRates rates;
    rates.update(source, at(0));
    row(source, a).bytesReceived = 1'000;
    row(source, a).state = ConnectionState::Closed;
    QCOMPARE(rates.update(source, at(1)).receivedPerSecond, 1'000.0);
    QCOMPARE(rates.update(source, at(2)).receivedPerSecond, 0.0);
}

void TestTrafficRates::survivesTheSameMoment()
{
    MemorySource source;
    const ConnectionId a = source.addConnection(QStringLiteral("A"), 1);
    row(source, a).bytesReceived = 1'000;
    TrafficRates rates;
    rates.update(source, at(1));
    row(source, a).bytesReceived = 2'000;
    QCOMPARE(rates.update(source, at(1)).receivedPerSecond, 0.0);
}

QTEST_GUILESS_MAIN(TestTrafficRates)
#include "tst_trafficrates.moc"
