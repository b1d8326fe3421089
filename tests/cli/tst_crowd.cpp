// SPDX-License-Identifier: MIT
#include "base/processsetup.h"
#include "capture/capturefile.h"
#include "capture/follow.h"
#include "cli/cliprocess.h"
#include "support/rawpeer.h"

#include <QTemporaryDir>

#include <sys/resource.h>

using namespace wl;
using namespace wl::test;

/// Many clients at once.
class tst_crowd : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase()
    {
        VERIFY_PROGRAM();
        setUpProcess(true); // this process needs descriptors too
    }
    void everyMessageOnceAndInOrder();
    void outOfDescriptors();

private:
    static QByteArray messagesOf(int client)
    {
        QByteArray all;
        for (int i = 0; i < 100; ++i)
            all += "client " + QByteArray::number(client) + " message " + QByteArray::number(i) + '\n';
        return all;
    }
};

void tst_crowd::everyMessageOnceAndInOrder()
{
    constexpr int clients = 1000;
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("crowd.pcapng"));
    CliProcess server;
    server.begin(split("listen tcp://127.0.0.1:0 --echo --print none --capture") + QStringList{path});
    const quint16 port = server.port();
    std::vector<RawPeer> peers;
    for (int i = 0; i < clients; ++i)
        peers.push_back(RawPeer::connectTo(port));
    for (const RawPeer& peer : peers)
        QVERIFY(peer.isConnected());
    for (int i = 0; i < clients; ++i) {
        const QByteArray all = messagesOf(i);
        QCOMPARE(peers.at(size_t(i)).send(all), all.size());
    }
    for (int i = 0; i < clients; ++i)
        QTRY_COMPARE_WITH_TIMEOUT(peers.at(size_t(i)).pump().received(), messagesOf(i), 60'000);
    QHash<quint16, int> byPort;
    for (int i = 0; i < clients; ++i)
        byPort.insert(peers.at(size_t(i)).localPort(), i);
    server.signal(SIGTERM);
    QCOMPARE(server.end(), 130);

    const auto capture = CaptureFile::open(path);
    QVERIFY(capture);
    QVERIFY(!(*capture)->finish().error);
    QCOMPARE((*capture)->connectionCount(), quint32(clients));
    for (quint32 id = 0; id < clients; ++id) {
        const int client = byPort.value((*capture)->connection(ConnectionId(id)).info.peer.port, -1);
        for (const Direction direction : {Direction::Received, Direction::Sent}) {
            FollowStream stream(**capture, ConnectionId(id), direction);
            QByteArray all;
            for (auto piece = stream.next(65'536); piece && !piece->isEmpty(); piece = stream.next(65'536))
                all += *piece;
            QCOMPARE(all, messagesOf(client));
        }
    }
}

void tst_crowd::outOfDescriptors()
{
#ifdef __SANITIZE_ADDRESS__
    QSKIP("the undefined-behavior sanitizer ends a program that has no descriptor left for its own look at a "
          "type");
#endif
    CliProcess cli;
    cli.setChildProcessModifier([] {
        const rlimit limit{300, 300};
        ::setrlimit(RLIMIT_NOFILE, &limit);
    });
    cli.begin(split("listen tcp://127.0.0.1:0 --echo --print none"));
    const quint16 port = cli.port();
    std::vector<RawPeer> peers;
    for (int i = 0; i < 500; ++i)
        peers.push_back(RawPeer::connectTo(port)); // the kernel takes them all into the backlog
    for (RawPeer& peer : peers)
        peer.send("here");
    const auto served = [&peers] {
        int count = 0;
        for (RawPeer& peer : peers)
            count += peer.fd() >= 0 && peer.pump().received() == "here" ? 1 : 0;
        return count;
    };
    QTRY_VERIFY(cli.words().contains("limit on open files"));
    QTRY_VERIFY(served() >= 200);
    QVERIFY(served() < 300);
    // Those that were accepted live.
    peers.front().send("!");
    QTRY_COMPARE(peers.front().pump().received(), QByteArray("here!"));
    // As descriptors come free, the others are accepted.
    for (RawPeer& peer : peers) {
        if (peer.pump().received().startsWith("here"))
            peer.close();
    }
    QTRY_COMPARE_WITH_TIMEOUT(
        [&peers] {
            int waiting = 0;
            for (RawPeer& peer : peers)
                waiting += peer.fd() >= 0 && peer.pump().received().isEmpty() ? 1 : 0;
            return waiting;
        }(),
        0, 30'000);
    cli.signal(SIGTERM);
    QCOMPARE(cli.end(), 130);
}

QTEST_GUILESS_MAIN(tst_crowd)
#include "tst_crowd.moc"
