// SPDX-License-Identifier: MIT
#include "net/udppeers.h"

#include <QTest>

using namespace wl;

namespace {

SocketAddress at(quint16 port)
{
    return SocketAddress::from(QHostAddress(QHostAddress::LocalHost), port);
}

std::unique_ptr<UdpPeer> peer(quint16 port, quint32 id, quint16 local = 1)
{
    auto made = std::make_unique<UdpPeer>();
    made->address = at(port);
    made->local = at(local);
    made->id = ConnectionId(id);
    return made;
}

} // namespace

class tst_UdpPeers : public QObject
{
    Q_OBJECT

private slots:
    void findsByAddressAndId();
    void tellsLocalAddressesApart();
    void forgetsTheOneSilentForLongest();
    void takes();
    void takesAll();
    void manyPeers();
};

void tst_UdpPeers::findsByAddressAndId()
{
    UdpPeers peers(10);
    QVERIFY(!peers.find(at(5), at(1)));
    QVERIFY(!peers.find(ConnectionId(0)));
    QVERIFY(!peers.findAny(at(5)));
    QVERIFY(!peers.add(peer(5, 0)));
    QVERIFY(!peers.add(peer(6, 1)));
    QCOMPARE(peers.find(at(5), at(1))->id, ConnectionId(0));
    QCOMPARE(peers.find(ConnectionId(1))->address, at(6));
    QCOMPARE(peers.findAny(at(6))->id, ConnectionId(1));
    QVERIFY(!peers.find(at(7), at(1)));
    QVERIFY(!peers.find(ConnectionId(2)));
    QCOMPARE(peers.count(), 2);
}

void tst_UdpPeers::tellsLocalAddressesApart()
{
    UdpPeers peers(10);
    QVERIFY(!peers.add(peer(5, 0, 1)));
    QVERIFY(!peers.add(peer(5, 1, 2)));
    QCOMPARE(peers.find(at(5), at(1))->id, ConnectionId(0));
    QCOMPARE(peers.findAny(at(5))->id, ConnectionId(0)); // heard last
    QCOMPARE(peers.find(at(5), at(2))->id, ConnectionId(1));
    QCOMPARE(peers.findAny(at(5))->id, ConnectionId(1));
}

void tst_UdpPeers::forgetsTheOneSilentForLongest()
{
    UdpPeers peers(3);
    for (quint32 i = 0; i < 3; ++i)
        QVERIFY(!peers.add(peer(quint16(10 + i), i)));
    QVERIFY(peers.find(at(10), at(1))); // heard again
    const std::unique_ptr<UdpPeer> forgotten = peers.add(peer(20, 3));
    QVERIFY(forgotten);
    QCOMPARE(forgotten->id, ConnectionId(1));
    QVERIFY(!peers.find(at(11), at(1)));
    QVERIFY(!peers.find(ConnectionId(1)));
    QCOMPARE(peers.count(), 3);
}

void tst_UdpPeers::takes()
{
    UdpPeers peers(3);
    QVERIFY(!peers.add(peer(10, 0)));
    QVERIFY(!peers.take(ConnectionId(9)));
    QCOMPARE(peers.take(ConnectionId(0))->address, at(10));
    QVERIFY(!peers.take(ConnectionId(0)));
    QCOMPARE(peers.count(), 0);
    QVERIFY(!peers.find(at(10), at(1)));
}

void tst_UdpPeers::takesAll()
{
    UdpPeers peers(3);
    QVERIFY(!peers.add(peer(10, 0)));
    QVERIFY(!peers.add(peer(11, 1)));
    const auto all = peers.takeAll();
    QCOMPARE(all.size(), size_t(2));
    QCOMPARE(all.front()->id, ConnectionId(1));
    QCOMPARE(peers.count(), 0);
    QVERIFY(!peers.add(peer(10, 2)));
}

void tst_UdpPeers::manyPeers()
{
    UdpPeers peers(1000);
    int forgotten = 0;
    for (quint32 i = 0; i < 5000; ++i)
        forgotten += peers.add(peer(quint16(i), i)) ? 1 : 0;
    QCOMPARE(forgotten, 4000);
    QCOMPARE(peers.count(), 1000);
    for (quint32 i = 0; i < 5000; ++i)
        QCOMPARE(peers.find(ConnectionId(i)) != nullptr, i >= 4000);
}

QTEST_GUILESS_MAIN(tst_UdpPeers)
#include "tst_udppeers.moc"
