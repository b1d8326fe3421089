// SPDX-License-Identifier: MIT
#include "cli/cliprocess.h"
#include "support/rawpeer.h"

#include <QElapsedTimer>
#include <QTemporaryDir>

using namespace wl::test;

namespace {

const QByteArray first("a\0{{counter}}\\n\xFF", 16);
const QByteArray second("the second one\r\n");

} // namespace

class tst_replay : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void whatTheClientSent();
    void whatTheServerSent();
    void ownPauses();
    void onlyWhatPasses();
    void stepByStep();
    void waitsForAnswers();
    void answerThatDoesNotCome();
    void isRecorded();
    void peerThatClosesInTheMiddle();
    void refused();
    void wrongUsage_data();
    void wrongUsage();
    void damagedCapture();

private:
    [[nodiscard]] QStringList replay(quint16 port, const char* more) const
    {
        return QStringList{QStringLiteral("capture"), QStringLiteral("replay"), m_path,
                           QStringLiteral("tcp://127.0.0.1:%1").arg(port)} +
               split(more);
    }

    QTemporaryDir m_folder;
    QString m_path; ///< a client that sends two messages 300 ms apart and gets an echo, and another client
};

void tst_replay::initTestCase()
{
    VERIFY_PROGRAM();
    m_path = m_folder.filePath(QStringLiteral("c.pcapng"));
    CliProcess cli;
    cli.begin(split("listen tcp://127.0.0.1:0 --echo --print none --capture") + QStringList{m_path});
    const quint16 port = cli.port();
    RawPeer client = RawPeer::connectTo(port);
    client.send(first);
    QTRY_COMPARE(client.pump().received(), first);
    QElapsedTimer pause;
    pause.start();
    QTRY_VERIFY(pause.elapsed() >= 300);
    client.send(second);
    QTRY_COMPARE(client.pump().received(), first + second);
    RawPeer other = RawPeer::connectTo(port);
    other.send("other");
    QTRY_COMPARE(other.pump().received(), QByteArray("other"));
    cli.signal(SIGTERM);
    QCOMPARE(cli.end(), 130);
}

void tst_replay::whatTheClientSent()
{
    RawListener listener;
    CliProcess cli;
    cli.begin(replay(listener.port(), "--conn 1 --speed max --wait 100ms"));
    RawPeer peer = listener.waitForPeer();
    peer.send("pong");
    QTRY_COMPARE(peer.pump().received(), first + second);
    QCOMPARE(cli.end(), 0);
    QCOMPARE(cli.out(), QByteArray("pong"));
}

void tst_replay::whatTheServerSent()
{
    RawListener listener;
    CliProcess cli;
    cli.begin(replay(listener.port(), "--conn 2 --dir out --speed max --wait 0"));
    RawPeer peer = listener.waitForPeer();
    QTRY_COMPARE(peer.pump().received(), QByteArray("other"));
    QCOMPARE(cli.end(), 0);
}

void tst_replay::ownPauses()
{
    RawListener listener;
    CliProcess cli;
    cli.begin(replay(listener.port(), "--conn 1 --speed 0.5 --wait 0"));
    RawPeer peer = listener.waitForPeer();
    QTRY_COMPARE(peer.pump().received(), first);
    QElapsedTimer clock;
    clock.start();
    QTRY_COMPARE(peer.pump().received(), first + second);
    QVERIFY2(clock.elapsed() >= 400, qPrintable(QString::number(clock.elapsed())));
    QCOMPARE(cli.end(), 0);
}

void tst_replay::onlyWhatPasses()
{
    RawListener listener;
    CliProcess cli;
    cli.begin(replay(listener.port(), "--conn 1 --speed max --wait 0 --filter") +
              QStringList{QStringLiteral("text contains \"second\"")});
    RawPeer peer = listener.waitForPeer();
    QTRY_COMPARE(peer.pump().received(), second);
    QCOMPARE(cli.end(), 0);
}

void tst_replay::stepByStep()
{
    RawListener listener;
    CliProcess cli;
    cli.begin(replay(listener.port(), "--conn 1 --step --wait 0"));
    RawPeer peer = listener.waitForPeer();
    cli.write("\n");
    QTRY_COMPARE(peer.pump().received(), first);
    cli.write("\n");
    QTRY_COMPARE(peer.pump().received(), first + second);
    QCOMPARE(cli.end(), 0);
}

void tst_replay::waitsForAnswers()
{
    RawListener listener;
    CliProcess cli;
    cli.begin(replay(listener.port(), "--conn 1 --speed max --answer recorded --wait 0"));
    RawPeer peer = listener.waitForPeer();
    QTRY_COMPARE(peer.pump().received(), first);
    peer.send(first.chopped(1));
    QTRY_VERIFY(cli.out().size() >= first.size() - 1);
    QCOMPARE(peer.pump().received(), first);
    peer.send("!");
    QTRY_COMPARE(peer.pump().received(), first + second);
    QCOMPARE(cli.end(), 0);
}

void tst_replay::answerThatDoesNotCome()
{
    RawListener listener;
    CliProcess cli;
    cli.begin(replay(listener.port(), "--conn 1 --speed max --answer 5 --answer-timeout 50ms"));
    RawPeer peer = listener.waitForPeer();
    QCOMPARE(cli.end(), 3);
    QVERIFY2(cli.words().contains("after 1 of 2 messages"), cli.words().constData());
}

void tst_replay::isRecorded()
{
    const QString path = m_folder.filePath(QStringLiteral("again.pcapng"));
    RawListener listener;
    CliProcess cli;
    cli.begin(replay(listener.port(), "--conn 1 --speed max --wait 0 --capture") + QStringList{path});
    RawPeer peer = listener.waitForPeer();
    QCOMPARE(cli.end(), 0);
    CliProcess follow;
    QCOMPARE(follow.run(split("capture follow") + QStringList{path} + split("--dir out")), 0);
    QCOMPARE(follow.out(), first + second);
}

void tst_replay::peerThatClosesInTheMiddle()
{
    RawListener listener;
    CliProcess cli;
    cli.begin(replay(listener.port(), "--conn 1 --step"));
    {
        RawPeer peer = listener.waitForPeer();
        cli.write("\n");
        QTRY_COMPARE(peer.pump().received(), first);
        peer.reset();
    }
    QCOMPARE(cli.end(), 3);
    QVERIFY2(cli.words().contains("after 1 of 2 messages"), cli.words().constData());
}

void tst_replay::refused()
{
    quint16 port = 0;
    {
        RawListener gone;
        port = gone.port();
    }
    CliProcess cli;
    QCOMPARE(cli.run(replay(port, "--conn 1")), 3);
    QVERIFY2(cli.words().contains("connection refused"), cli.words().constData());
}

void tst_replay::wrongUsage_data()
{
    QTest::addColumn<QString>("words");
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("which connection") << "tcp://127.0.0.1:1" << QByteArray("--conn");
    QTest::newRow("no such connection") << "tcp://127.0.0.1:1 --conn 9" << QByteArray("no connection 9");
    QTest::newRow("no number") << "tcp://127.0.0.1:1 --conn x" << QByteArray("'x'");
    QTest::newRow("no address") << "" << QByteArray("an address");
    QTest::newRow("http") << "http://127.0.0.1/ --conn 1" << QByteArray("http://127.0.0.1/");
    QTest::newRow("speed") << "tcp://127.0.0.1:1 --conn 1 --speed fast" << QByteArray("--speed");
    QTest::newRow("speed 0") << "tcp://127.0.0.1:1 --conn 1 --speed 0" << QByteArray("--speed");
    QTest::newRow("speed nan") << "tcp://127.0.0.1:1 --conn 1 --speed nan" << QByteArray("--speed");
    QTest::newRow("speed and step") << "tcp://127.0.0.1:1 --conn 1 --speed 2 --step" << QByteArray("exclude");
    QTest::newRow("answer") << "tcp://127.0.0.1:1 --conn 1 --answer 0" << QByteArray("--answer");
    QTest::newRow("dir") << "tcp://127.0.0.1:1 --conn 1 --dir both" << QByteArray("--dir");
    QTest::newRow("filter") << "tcp://127.0.0.1:1 --conn 1 --filter conn=="
                            << QByteArray("filter is not valid");
    QTest::newRow("nothing fits") << "tcp://127.0.0.1:1 --conn 1 --filter length>999"
                                  << QByteArray("nothing to replay");
}

void tst_replay::wrongUsage()
{
    QFETCH(QString, words);
    QFETCH(QByteArray, said);
    CliProcess cli;
    QCOMPARE(cli.run(split("capture replay") + QStringList{m_path} + words.split(u' ', Qt::SkipEmptyParts)),
             2);
    QVERIFY2(cli.words().contains(said), cli.words().constData());
}

void tst_replay::damagedCapture()
{
    QFile whole(m_path);
    QVERIFY(whole.open(QIODevice::ReadOnly));
    QByteArray bytes = whole.readAll();
    bytes = bytes.first(bytes.size() / 2) + QByteArray(400, '\xFF');
    QFile damaged(m_folder.filePath(QStringLiteral("damaged.pcapng")));
    QVERIFY(damaged.open(QIODevice::WriteOnly));
    damaged.write(bytes);
    damaged.close();
    CliProcess cli;
    QCOMPARE(cli.run(split("capture replay") + QStringList{damaged.fileName()} +
                     split("tcp://127.0.0.1:1 --conn 1")),
             4);
}

QTEST_GUILESS_MAIN(tst_replay)
#include "tst_replay.moc"
