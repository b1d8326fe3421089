// SPDX-License-Identifier: MIT
#include "cli/cliprocess.h"
#include "support/networkplace.h"
#include "support/rawpeer.h"

#include <QStandardPaths>
#include <QTemporaryDir>
#include <QUdpSocket>

using namespace wl::test;

class tst_send : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { VERIFY_PROGRAM(); }
    void sendsExactly_data();
    void sendsExactly();
    void expects_data();
    void expects();
    void expectationAcrossReads();
    void regexThatGivesUp();
    void endsWhenThePeerCloses();
    void endsWhenNothingComes();
    void waitBeginsAnewWithEveryByte();
    void finishes();
    void sendsAFile();
    void sendsStandardInput();
    void repeats();
    void datagrams();
    void datagramOfStandardInput();
    void datagramTooLarge();
    void jsonEvents();
    void capture();
    void tlsIsVerified();
    void interrupted();
    void refused();
    void unknownName();
    void unreachable();
    void timesOut();
    void peerResets();
    void peerResetsWithAFullQueue();
    void fileThatBecomesShorter();
    void missingFile();
    void unmetBecausePeerCloses();
    void peerThatNeverReads();

private:
    static QString to(quint16 port) { return QStringLiteral("tcp://127.0.0.1:%1").arg(port); }
    static QString sparseFile(const QTemporaryDir& folder, qint64 size)
    {
        QFile file(folder.filePath(QStringLiteral("sparse")));
        if (!file.open(QIODevice::WriteOnly) || !file.resize(size))
            qFatal("cannot write");
        return file.fileName();
    }
    /// The next connection of a listener; the test fails where none comes.
    static RawPeer accept(RawListener& listener)
    {
        RawPeer peer;
        (void)wl::test::waitFor([&] {
            if (auto accepted = listener.accept()) {
                peer = std::move(*accepted);
                return true;
            }
            return false;
        });
        return peer;
    }
};

void tst_send::sendsExactly_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("text") << QStringList{QStringLiteral("hello world")} << QByteArray("hello world");
    QTest::newRow("escapes") << QStringList{QStringLiteral("a\\r\\n\\t\\0\\\\\\xff\\u{20ac}")}
                             << QByteArray("a\r\n\t\0\\\xff\xe2\x82\xac", 10);
    QTest::newRow("utf-8") << QStringList{QStringLiteral("\u00e9")} << QByteArray("\xc3\xa9");
    QTest::newRow("template") << QStringList{QStringLiteral("{{counter}}")} << QByteArray("1");
    QTest::newRow("literal braces") << QStringList{QStringLiteral("\\{{counter}}")}
                                    << QByteArray("{{counter}}");
    QTest::newRow("hex") << QStringList{QStringLiteral("0x01 02,ff"), QStringLiteral("--hex")}
                         << QByteArray("\x01\x02\xff");
    QTest::newRow("a dash") << QStringList{QStringLiteral("--"), QStringLiteral("-x")} << QByteArray("-x");
    QTest::newRow("nothing") << QStringList{} << QByteArray();
    QTest::newRow("empty") << QStringList{QString()} << QByteArray();
}

void tst_send::sendsExactly()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, bytes);
    RawListener listener;
    CliProcess cli;
    QStringList all = split("send --wait 50ms --quiet");
    all.insert(1, to(listener.port()));
    cli.begin(all + arguments);
    RawPeer peer = accept(listener);
    QTRY_VERIFY_WITH_TIMEOUT(peer.pump().isFinished(), 30'000);
    QCOMPARE(peer.received(), bytes);
    peer.close();
    QCOMPARE(cli.end(), 0);
    QCOMPARE(cli.out() + cli.words(), QByteArray());
}

void tst_send::expects_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<int>("code");
    QTest::newRow("bytes") << split("--expect PONG\\n") << QByteArray("+PONG\n") << 0;
    QTest::newRow("other bytes") << split("--expect PONG") << QByteArray("PING") << 1;
    QTest::newRow("nothing") << split("--expect PONG") << QByteArray() << 1;
    QTest::newRow("regex") << split("--expect-regex ^\\d+$") << QByteArray("12345") << 0;
    QTest::newRow("regex, no match") << split("--expect-regex ^\\d+$") << QByteArray("12a45") << 1;
    QTest::newRow("bytes, nothing printed") << split("--expect PONG --print none") << QByteArray("PONG") << 0;
    QTest::newRow("bytes, json") << split("--expect PONG --print json") << QByteArray("PONG") << 0;
}

void tst_send::expects()
{
    QFETCH(QStringList, options);
    QFETCH(QByteArray, answer);
    QFETCH(int, code);
    RawListener listener;
    CliProcess cli;
    // With code 0 it must not wait for the end of the time.
    const QString wait = code == 0 ? QStringLiteral("10m") : QStringLiteral("100ms");
    cli.begin(QStringList{QStringLiteral("send"), to(listener.port()), QStringLiteral("PING"),
                          QStringLiteral("--wait"), wait} +
              options);
    RawPeer peer = accept(listener);
    QTRY_COMPARE(peer.pump().received(), QByteArray("PING"));
    peer.send(answer);
    QTRY_VERIFY(peer.pump().isFinished());
    peer.close();
    QCOMPARE(cli.end(), code);
}

void tst_send::expectationAcrossReads()
{
    RawListener listener;
    CliProcess cli;
    cli.begin({QStringLiteral("send"), to(listener.port()), QStringLiteral("--wait"), QStringLiteral("10m"),
               QStringLiteral("--expect"), QStringLiteral("needle")});
    RawPeer peer = accept(listener);
    for (const char* part : {"hay nee", "d", "le hay"}) {
        const auto before = cli.out().size();
        peer.send(part);
        QTRY_VERIFY(cli.out().size() > before);
    }
    QTRY_VERIFY(peer.pump().isFinished());
    peer.close();
    QCOMPARE(cli.end(), 0);
}

void tst_send::regexThatGivesUp()
{
    RawListener listener;
    CliProcess cli;
    cli.begin({QStringLiteral("send"), to(listener.port()), QStringLiteral("--wait"), QStringLiteral("10m"),
               QStringLiteral("--expect-regex"), QStringLiteral("(a+)+$")});
    RawPeer peer = accept(listener);
    peer.send(QByteArray(100, 'a') + 'b');
    QTRY_VERIFY(peer.pump().isFinished());
    peer.close();
    QCOMPARE(cli.end(), 1);
    QVERIFY(cli.words().contains("gave up"));
}

void tst_send::endsWhenThePeerCloses()
{
    RawListener listener;
    CliProcess cli;
    cli.begin({QStringLiteral("send"), to(listener.port()), QStringLiteral("hello"), QStringLiteral("--wait"),
               QStringLiteral("10m")});
    RawPeer peer = accept(listener);
    QTRY_COMPARE(peer.pump().received(), QByteArray("hello"));
    peer.send("bye");
    peer.close();
    QCOMPARE(cli.end(), 0);
    QCOMPARE(cli.out(), QByteArray("bye"));
}

void tst_send::endsWhenNothingComes()
{
    RawListener listener;
    CliProcess cli;
    cli.begin({QStringLiteral("send"), to(listener.port()), QStringLiteral("hello"), QStringLiteral("--wait"),
               QStringLiteral("50ms")});
    RawPeer peer = accept(listener);
    QTRY_VERIFY(peer.pump().isFinished());
    QCOMPARE(peer.received(), QByteArray("hello"));
    peer.close();
    QCOMPARE(cli.end(), 0);
}

void tst_send::waitBeginsAnewWithEveryByte()
{
    RawListener listener;
    CliProcess cli;
    cli.begin({QStringLiteral("send"), to(listener.port()), QStringLiteral("--wait"), QStringLiteral("2s")});
    RawPeer peer = accept(listener);
    QElapsedTimer clock;
    clock.start();
    // Longer than the wait in all, each pause shorter.
    while (clock.elapsed() < 3000 && cli.state() == QProcess::Running) {
        peer.send(".");
        QTest::qWait(100);
    }
    QVERIFY(cli.state() == QProcess::Running || clock.elapsed() < 3000 || peer.pump().isFinished());
    QVERIFY(cli.out().size() > 20);
    peer.close();
    QCOMPARE(cli.end(), 0);
}

void tst_send::finishes()
{
    RawListener listener;
    CliProcess cli;
    cli.begin({QStringLiteral("send"), to(listener.port()), QStringLiteral("request"),
               QStringLiteral("--finish"), QStringLiteral("--wait"), QStringLiteral("10m")});
    RawPeer peer = accept(listener);
    QTRY_VERIFY(peer.pump().isFinished());
    QCOMPARE(peer.received(), QByteArray("request"));
    QCOMPARE(cli.state(), QProcess::Running);
    peer.send("the answer after FIN");
    peer.close();
    QCOMPARE(cli.end(), 0);
    QCOMPARE(cli.out(), QByteArray("the answer after FIN"));
}

void tst_send::sendsAFile()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("f"));
    QByteArray bytes;
    for (int i = 0; i < 3'000'000; ++i)
        bytes += char(i * 31 ^ (i >> 8));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
    file.close();
    RawListener listener;
    CliProcess cli;
    cli.begin({QStringLiteral("send"), to(listener.port()), QStringLiteral("--file"), path,
               QStringLiteral("--wait"), QStringLiteral("50ms")});
    RawPeer peer = accept(listener);
    QTRY_VERIFY(peer.pump().isFinished());
    QVERIFY(peer.received() == bytes);
    peer.close();
    QCOMPARE(cli.end(), 0);
}

void tst_send::sendsStandardInput()
{
    RawListener listener;
    CliProcess cli;
    cli.begin({QStringLiteral("send"), to(listener.port()), QStringLiteral("--stdin"),
               QStringLiteral("--finish"), QStringLiteral("--wait"), QStringLiteral("10m")});
    RawPeer peer = accept(listener);
    cli.write("line\\n {{counter}}\n");
    QTRY_COMPARE(peer.pump().received(), QByteArray("line\\n {{counter}}\n")); // as it is, at once
    QByteArray large(5'000'000, 'x');
    cli.write(large);
    QTRY_COMPARE(peer.pump().received().size(), 5'000'019);
    cli.closeWriteChannel();
    QTRY_VERIFY(peer.pump().isFinished());
    peer.close();
    QCOMPARE(cli.end(), 0);
}

void tst_send::repeats()
{
    RawListener listener;
    CliProcess cli;
    cli.begin({QStringLiteral("send"), to(listener.port()), QStringLiteral("#{{counter}};"),
               QStringLiteral("--times"), QStringLiteral("500"), QStringLiteral("--interval"),
               QStringLiteral("100us"), QStringLiteral("--wait"), QStringLiteral("50ms")});
    RawPeer peer = accept(listener);
    QTRY_VERIFY(peer.pump().isFinished());
    QByteArray expected;
    for (int i = 1; i <= 500; ++i)
        expected += '#' + QByteArray::number(i) + ';';
    QCOMPARE(peer.received(), expected);
    peer.close();
    QCOMPARE(cli.end(), 0);
}

void tst_send::datagrams()
{
    QUdpSocket server;
    QVERIFY(server.bind(QHostAddress::LocalHost));
    CliProcess cli;
    cli.begin({QStringLiteral("send"), QStringLiteral("udp://127.0.0.1:%1").arg(server.localPort()),
               QStringLiteral("{{counter}}"), QStringLiteral("--times"), QStringLiteral("3"),
               QStringLiteral("--expect"), QStringLiteral("got 3"), QStringLiteral("--wait"),
               QStringLiteral("10m")});
    for (int i = 1; i <= 3; ++i) {
        QTRY_VERIFY(server.hasPendingDatagrams());
        QByteArray datagram(server.pendingDatagramSize(), '\0');
        QHostAddress host;
        quint16 port = 0;
        server.readDatagram(datagram.data(), datagram.size(), &host, &port);
        QCOMPARE(datagram, QByteArray::number(i));
        server.writeDatagram("got " + datagram, host, port);
    }
    QCOMPARE(cli.end(), 0);
    QCOMPARE(cli.out(), QByteArray("got 1got 2got 3"));
}

void tst_send::datagramOfStandardInput()
{
    QUdpSocket server;
    QVERIFY(server.bind(QHostAddress::LocalHost));
    const QStringList arguments{QStringLiteral("send"),
                                QStringLiteral("udp://127.0.0.1:%1").arg(server.localPort()),
                                QStringLiteral("--stdin"), QStringLiteral("--wait"), QStringLiteral("50ms")};
    CliProcess cli;
    QCOMPARE(cli.run(arguments, "two\nlines\n"), 0);
    QTRY_VERIFY(server.hasPendingDatagrams());
    QCOMPARE(server.pendingDatagramSize(), 10);
    server.readDatagram(nullptr, 0);
    CliProcess empty;
    QCOMPARE(empty.run(arguments, {}), 0);
    QTRY_VERIFY(server.hasPendingDatagrams());
    QCOMPARE(server.pendingDatagramSize(), 0);
}

void tst_send::datagramTooLarge()
{
    CliProcess cli;
    QCOMPARE(cli.run({QStringLiteral("send"), QStringLiteral("udp://127.0.0.1:9"), QStringLiteral("--stdin")},
                     QByteArray(70'000, 'x')),
             2);
    QVERIFY2(cli.words().contains("65,507"), cli.words().constData());
    CliProcess text;
    QCOMPARE(text.run({QStringLiteral("send"), QStringLiteral("udp://127.0.0.1:9"), QString(65'508, u'x')}),
             2);
    QVERIFY2(text.words().contains("65,507"), text.words().constData());
}

void tst_send::jsonEvents()
{
    RawListener listener;
    CliProcess cli;
    cli.begin({QStringLiteral("send"), to(listener.port()), QStringLiteral("PING"), QStringLiteral("--print"),
               QStringLiteral("json")});
    RawPeer peer = accept(listener);
    QTRY_COMPARE(peer.pump().received(), QByteArray("PING"));
    peer.send("PONG");
    QTRY_COMPARE(cli.events(QStringLiteral("data")).size(), 2);
    peer.close();
    QCOMPARE(cli.end(), 0);
    QStringList story;
    for (const QJsonObject& event : cli.events())
        story += event.value(QLatin1String("event")).toString() +
                 event.value(QLatin1String("dir")).toString() + event.value(QLatin1String("text")).toString();
    QCOMPARE(story, split("opened dataoutPING datainPONG closed"));
    QCOMPARE(cli.events().constFirst().value(QLatin1String("peer")).toString(),
             QStringLiteral("127.0.0.1:%1").arg(listener.port()));
    QCOMPARE(cli.words(), QByteArray());
}

void tst_send::capture()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("c.pcapng"));
    RawListener listener;
    CliProcess cli;
    cli.begin({QStringLiteral("send"), to(listener.port()), QStringLiteral("PING"),
               QStringLiteral("--expect"), QStringLiteral("PONG"), QStringLiteral("--capture"), path,
               QStringLiteral("--wait"), QStringLiteral("10m")});
    RawPeer peer = accept(listener);
    QTRY_COMPARE(peer.pump().received(), QByteArray("PING"));
    peer.send("PONG");
    QTRY_VERIFY(peer.pump().isFinished());
    peer.close();
    QCOMPARE(cli.end(), 0);
    CliProcess follow;
    QCOMPARE(follow.run({QStringLiteral("capture"), QStringLiteral("follow"), path}), 0);
    QCOMPARE(follow.out(), QByteArray("PINGPONG"));
    // Nobody else reads what was said.
    QCOMPARE(int(QFile::permissions(path) & (QFile::ReadGroup | QFile::ReadOther)), 0);
}

void tst_send::tlsIsVerified()
{
    if (QStandardPaths::findExecutable(QStringLiteral("openssl")).isEmpty())
        QSKIP("openssl is not here");
    const QTemporaryDir folder;
    const QString key = folder.filePath(QStringLiteral("key.pem"));
    const QString certificate = folder.filePath(QStringLiteral("cert.pem"));
    QProcess make;
    make.start(QStringLiteral("openssl"),
               QStringList{QStringLiteral("req")} +
                   split("-x509 -newkey rsa:2048 -nodes -days 30 -subj /CN=localhost -addext "
                         "subjectAltName=DNS:localhost,IP:127.0.0.1 -keyout") +
                   QStringList{key, QStringLiteral("-out"), certificate});
    QVERIFY(make.waitForFinished(60'000));
    QCOMPARE(make.exitCode(), 0);
    // openssl takes port 0 and tells it.
    QProcess server;
    server.start(QStringLiteral("openssl"),
                 {QStringLiteral("s_server"), QStringLiteral("-accept"), QStringLiteral("127.0.0.1:0"),
                  QStringLiteral("-rev"), QStringLiteral("-key"), key, QStringLiteral("-cert"), certificate});
    QByteArray told;
    QTRY_VERIFY((told += server.readAllStandardOutput()).contains("ACCEPT 127.0.0.1:"));
    const QByteArray port =
        told.mid(told.indexOf("ACCEPT 127.0.0.1:") + 17).split('\n').constFirst().trimmed();
    const QString address = QStringLiteral("tls://127.0.0.1:") + QString::fromLatin1(port);

    CliProcess plain;
    QCOMPARE(plain.run({QStringLiteral("send"), address, QStringLiteral("abc\\n")}), 3);
    QVERIFY2(plain.words().contains("certificate"), plain.words().constData());
    QVERIFY2(plain.words().contains("--ca FILE") && plain.words().contains("--insecure"),
             plain.words().constData());
    QCOMPARE(plain.out(), QByteArray());
    CliProcess insecure;
    QCOMPARE(insecure.run({QStringLiteral("send"), address, QStringLiteral("abc\\n"),
                           QStringLiteral("--insecure"), QStringLiteral("--expect"), QStringLiteral("cba")}),
             0);
    CliProcess trusted;
    QCOMPARE(trusted.run({QStringLiteral("send"), address, QStringLiteral("xyz\\n"), QStringLiteral("--ca"),
                          certificate, QStringLiteral("--expect"), QStringLiteral("zyx")}),
             0);
    CliProcess noFile;
    QVERIFY(noFile.run({QStringLiteral("send"), address, QStringLiteral("x"), QStringLiteral("--ca"),
                        QStringLiteral("/nonexistent.pem")}) >= 3);
    QVERIFY(noFile.words().contains("/nonexistent.pem"));
    server.kill();
    server.waitForFinished();
}

void tst_send::interrupted()
{
    RawListener listener;
    CliProcess cli;
    cli.begin({QStringLiteral("send"), to(listener.port()), QStringLiteral("tick"), QStringLiteral("--times"),
               QStringLiteral("0"), QStringLiteral("--interval"), QStringLiteral("1ms")});
    RawPeer peer = accept(listener);
    QTRY_VERIFY(peer.pump().received().size() > 40);
    cli.signal(SIGINT);
    QTRY_VERIFY(peer.pump().isFinished());
    QCOMPARE(peer.error(), 0);
    QCOMPARE(peer.received().size() % 4, 0);
    peer.close();
    QCOMPARE(cli.end(), 130);
}

void tst_send::refused()
{
    RawListener listener;
    const quint16 port = listener.port();
    listener.close();
    CliProcess cli;
    QCOMPARE(cli.run({QStringLiteral("send"), to(port), QStringLiteral("x"), QStringLiteral("--expect"),
                      QStringLiteral("y")}),
             3);
    QVERIFY2(cli.words().contains("Cannot connect") && cli.words().contains("refused"),
             cli.words().constData());
    CliProcess json;
    QCOMPARE(json.run({QStringLiteral("send"), to(port), QStringLiteral("x"), QStringLiteral("--print"),
                       QStringLiteral("json")}),
             3);
    // One event for one failure: the connection's own.
    QCOMPARE(json.events(QStringLiteral("failed")).size(), 1);
    const QJsonObject failed = json.events(QStringLiteral("failed")).constFirst();
    QCOMPARE(failed.value(QLatin1String("conn")).toInt(), 1);
    QCOMPARE(failed.value(QLatin1String("peer")).toString(), QStringLiteral("127.0.0.1:%1").arg(port));
    QCOMPARE(failed.value(QLatin1String("error")).toString(), QStringLiteral("connection-refused"));
    QCOMPARE(failed.value(QLatin1String("text")).toString(), QStringLiteral("connection refused"));
}

void tst_send::unknownName()
{
    for (int i = 0; i < 10; ++i) {
        CliProcess cli;
        QCOMPARE(cli.run(split("send tcp://no-such-name.invalid:80 x")), 3);
        QVERIFY(cli.words().contains("not found"));
    }
}

void tst_send::unreachable()
{
    int code = 0;
    QByteArray words;
    const bool isDone = inOwnNetwork({}, [&] {
        QProcess cli;
        cli.start(CliProcess::program(), split("send tcp://192.0.2.1:80 x"));
        cli.waitForFinished();
        code = cli.exitCode();
        words = cli.readAllStandardError();
    });
    if (!isDone)
        QSKIP("no network of our own can be made here");
    QCOMPARE(code, 3);
    QVERIFY2(words.contains("unreachable"), words.constData());
}

void tst_send::timesOut()
{
    // With its one place taken, a full backlog leaves a SYN unanswered.
    RawListener listener(0);
    const RawPeer first = RawPeer::connectTo(listener.port());
    CliProcess cli;
    QCOMPARE(cli.run({QStringLiteral("send"), to(listener.port()), QStringLiteral("--set"),
                      QStringLiteral("network/connect_timeout_ms=200")}),
             3);
    QVERIFY2(cli.words().contains("timeout"), cli.words().constData());
}

void tst_send::peerResets()
{
    RawListener listener;
    CliProcess cli;
    cli.begin({QStringLiteral("send"), to(listener.port()), QStringLiteral("hello"), QStringLiteral("--wait"),
               QStringLiteral("10m")});
    RawPeer peer = accept(listener);
    QTRY_COMPARE(peer.pump().received(), QByteArray("hello"));
    peer.send("half an ans");
    QTRY_COMPARE(cli.out(), QByteArray("half an ans"));
    peer.reset();
    QCOMPARE(cli.end(), 3);
    QVERIFY2(cli.words().contains("reset"), cli.words().constData());
    QCOMPARE(cli.out(), QByteArray("half an ans"));
}

void tst_send::peerResetsWithAFullQueue()
{
    const QTemporaryDir folder;
    const QString path = sparseFile(folder, 30'000'000);
    RawListener listener;
    CliProcess cli;
    cli.begin({QStringLiteral("send"), to(listener.port()), QStringLiteral("--file"), path});
    RawPeer peer = accept(listener);
    QTRY_VERIFY(!peer.pump(1).received().isEmpty());
    peer.reset();
    QCOMPARE(cli.end(), 3);
    QVERIFY2(cli.words().contains("reset"), cli.words().constData());
}

void tst_send::fileThatBecomesShorter()
{
    const QTemporaryDir folder;
    const QString path = sparseFile(folder, 30'000'000);
    RawListener listener;
    CliProcess cli;
    cli.begin({QStringLiteral("send"), to(listener.port()), QStringLiteral("--file"), path});
    RawPeer peer = accept(listener);
    QTRY_VERIFY(!peer.pump(1).received().isEmpty());
    QVERIFY(QFile::resize(path, 1)); // while most of it waits
    QTRY_VERIFY(peer.pump().isFinished());
    QCOMPARE(cli.end(), 4);
    QVERIFY2(cli.words().contains(path.toUtf8()), cli.words().constData());
}

void tst_send::missingFile()
{
    CliProcess cli;
    QCOMPARE(cli.run(split("send tcp://127.0.0.1:9 --file /nonexistent/file")), 4);
    QVERIFY(cli.words().contains("/nonexistent/file"));
    CliProcess folder;
    QCOMPARE(folder.run(split("send tcp://127.0.0.1:9 --file /tmp")), 4);
}

void tst_send::unmetBecausePeerCloses()
{
    RawListener listener;
    CliProcess cli;
    cli.begin({QStringLiteral("send"), to(listener.port()), QStringLiteral("x"), QStringLiteral("--expect"),
               QStringLiteral("yes"), QStringLiteral("--wait"), QStringLiteral("10m")});
    RawPeer peer = accept(listener);
    QTRY_COMPARE(peer.pump().received(), QByteArray("x"));
    peer.send("no");
    peer.close();
    QCOMPARE(cli.end(), 1);
}

void tst_send::peerThatNeverReads()
{
    RawListener listener;
    CliProcess cli;
    cli.begin({QStringLiteral("send"), to(listener.port()), QString(1000, u'x'), QStringLiteral("--times"),
               QStringLiteral("0"), QStringLiteral("--print"), QStringLiteral("none")});
    RawPeer peer = accept(listener);
    QTRY_VERIFY(peer.isConnected());
    QTest::qWait(0);
    cli.signal(SIGINT);
    QCOMPARE(cli.end(), 130); // the queue is given up in a bounded time
}

QTEST_GUILESS_MAIN(tst_send)
#include "tst_send.moc"
