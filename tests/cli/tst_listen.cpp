// SPDX-License-Identifier: MIT
#include "cli/cliprocess.h"
#include "support/pseudoterminal.h"
#include "support/rawpeer.h"

#include <QDateTime>
#include <QFile>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QUdpSocket>

#include <sys/resource.h>

using namespace wl::test;

namespace {

qint64 residentBytes(qint64 pid)
{
    QFile file(QStringLiteral("/proc/%1/statm").arg(pid));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    return file.readAll().split(' ').at(1).toLongLong() * ::sysconf(_SC_PAGESIZE);
}

QByteArray numbered(qsizetype size)
{
    QByteArray bytes;
    bytes.reserve(size + 16);
    for (int i = 0; bytes.size() < size; ++i)
        bytes += QByteArray::number(i) + '\n';
    return bytes.first(size);
}

} // namespace

class tst_listen : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { VERIFY_PROGRAM(); }
    void echoes();
    void answers_data();
    void answers();
    void dataToStandardOutputWordsToStandardError();
    void hexShowsBothDirections();
    void noneAndQuietAreSilent();
    void jsonEvents();
    void jsonOfUdp();
    void udpReplies();
    void saysWhatCannotBeSent();
    void bothFamiliesWithoutAHost();
    void tellsWhenOthersCanConnect();
    void limitOnClients();
    void endsByItself();
    void endsBySignal_data();
    void endsBySignal();
    void terminalIsNotControlled();
    void slowReaderLosesNothing();
    void interruptedThoughNobodyReads();
    void goneReaderEndsQuietly();
    void fullStandardOutput();
    void captureThatCannotBeMade();
    void captureOnAFullDisk();
    void portInUse();
    void portOfRoot();
    void addressOfNobody();
    void resetClientIsAClosedEvent();
};

void tst_listen::echoes()
{
    CliProcess cli;
    cli.begin(split("listen tcp://127.0.0.1:0 --echo --print none"));
    RawPeer peer = RawPeer::connectTo(cli.port());
    QVERIFY(peer.isConnected());
    peer.send("one");
    QTRY_COMPARE(peer.pump().received(), QByteArray("one"));
    peer.send("two");
    QTRY_COMPARE(peer.pump().received(), QByteArray("onetwo"));
    peer.finish();
    QTRY_VERIFY(peer.pump().isFinished());
}

void tst_listen::answers_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QByteArray>("received");
    QTest::addColumn<bool>("isClosed");
    QTest::newRow("reply") << split("--reply pong\\x21{{counter}}") << QByteArray("ping")
                           << QByteArray("pong!1") << false;
    QTest::newRow("greeting") << split("--greet hello\\r\\n") << QByteArray() << QByteArray("hello\r\n")
                              << false;
    QTest::newRow("greeting, echo") << split("--greet hi --echo") << QByteArray("you") << QByteArray("hiyou")
                                    << false;
    QTest::newRow("greeting, close") << split("--greet bye --close-after-reply") << QByteArray()
                                     << QByteArray("bye") << true;
    QTest::newRow("reply, close") << split("--reply bye --close-after-reply") << QByteArray("x")
                                  << QByteArray("bye") << true;
    QTest::newRow("echo, close") << split("--echo --close-after-reply") << QByteArray("bye")
                                 << QByteArray("bye") << true;
    QTest::newRow("literal braces") << split("--greet \\{{x}}") << QByteArray() << QByteArray("{{x}}")
                                    << false;
}

void tst_listen::answers()
{
    QFETCH(QStringList, options);
    QFETCH(QByteArray, sent);
    QFETCH(QByteArray, received);
    QFETCH(bool, isClosed);
    CliProcess cli;
    cli.begin(split("listen tcp://127.0.0.1:0") + options);
    RawPeer peer = RawPeer::connectTo(cli.port());
    if (!sent.isEmpty())
        peer.send(sent);
    QTRY_COMPARE(peer.pump().received(), received);
    if (isClosed)
        QTRY_VERIFY(peer.pump().isFinished());
    else
        QVERIFY(!peer.isFinished());
    QCOMPARE(peer.error(), 0);
}

void tst_listen::dataToStandardOutputWordsToStandardError()
{
    CliProcess cli;
    cli.begin(split("listen tcp://127.0.0.1:0"));
    const quint16 port = cli.port();
    QCOMPARE(cli.words(), "Listening on tcp://127.0.0.1:" + QByteArray::number(port) + '\n');
    RawPeer peer = RawPeer::connectTo(port);
    const QByteArray bytes("raw \x00\x1b\xff\r\n", 8);
    peer.send(bytes);
    QTRY_COMPARE(cli.out(), bytes); // not a terminal: as it came
    peer.close();
    QTRY_VERIFY(cli.words().contains("closed"));
    QVERIFY(cli.words().contains("connected"));
    cli.signal(SIGINT);
    QCOMPARE(cli.end(), 130);
    QVERIFY2(cli.words().contains("1 connection, 8 B in, 0 B out"), cli.words().constData());
    QCOMPARE(cli.out(), bytes);
}

void tst_listen::hexShowsBothDirections()
{
    CliProcess cli;
    cli.begin(split("listen tcp://127.0.0.1:0 --echo --print hex"));
    RawPeer peer = RawPeer::connectTo(cli.port());
    peer.send("hex!");
    QTRY_COMPARE(cli.out().count("68 65 78 21"), 2);
    QVERIFY(cli.out().contains("|hex!|"));
    QVERIFY(cli.out().contains("\u2190 127.0.0.1:"));
    QVERIFY(cli.out().contains("\u2192 127.0.0.1:"));
}

void tst_listen::noneAndQuietAreSilent()
{
    CliProcess cli;
    cli.begin(split("listen tcp://127.0.0.1:0 --echo --print none --quiet --for 1s"));
    QCOMPARE(cli.end(), 0);
    QCOMPARE(cli.out() + cli.words(), QByteArray());
}

void tst_listen::jsonEvents()
{
    CliProcess cli;
    cli.begin(split("listen tcp://127.0.0.1:0 --echo --print json"));
    RawPeer peer = RawPeer::connectTo(cli.port());
    const QByteArray bytes("a\"\\\x01\xc3\xa9\xff", 7);
    peer.send(bytes);
    QTRY_COMPARE(peer.pump().received(), bytes);
    peer.finish();
    QTRY_COMPARE(cli.events(QStringLiteral("closed")).size(), 1);
    cli.signal(SIGTERM);
    QCOMPARE(cli.end(), 130);

    QStringList kinds;
    QDateTime before;
    for (const QJsonObject& event : cli.events()) {
        kinds += event.value(QLatin1String("event")).toString();
        const auto time =
            QDateTime::fromString(event.value(QLatin1String("time")).toString(), Qt::ISODateWithMs);
        QVERIFY(time.isValid());
        QVERIFY(!before.isValid() || before <= time);
        before = time;
    }
    QCOMPARE(kinds, split("listening opened data data closed"));
    const QString address = QStringLiteral("127.0.0.1:%1").arg(peer.localPort());
    for (const char* direction : {"in", "out"}) {
        const QJsonObject data = cli.events(QStringLiteral("data")).at(direction == QByteArray("in") ? 0 : 1);
        QCOMPARE(data.value(QLatin1String("dir")).toString(), QString::fromLatin1(direction));
        QCOMPARE(data.value(QLatin1String("conn")).toInt(), 1);
        QCOMPARE(data.value(QLatin1String("peer")).toString().section(u':', 0, 0),
                 QStringLiteral("127.0.0.1"));
        QCOMPARE(data.value(QLatin1String("size")).toInt(), 7);
        QCOMPARE(data.value(QLatin1String("text")).toString(), QString::fromUtf8(bytes));
        QCOMPARE(QByteArray::fromHex(data.value(QLatin1String("hex")).toString().toLatin1()), bytes);
    }
    QCOMPARE(cli.words(), QByteArray());
}

void tst_listen::jsonOfUdp()
{
    CliProcess cli;
    cli.begin(split("listen udp://127.0.0.1:0 --echo --print json"));
    const quint16 port = cli.port();
    QUdpSocket socket;
    socket.writeDatagram(QByteArray(""), QHostAddress::LocalHost, port);
    socket.writeDatagram(QByteArray("second"), QHostAddress::LocalHost, port);
    QTRY_COMPARE(cli.events(QStringLiteral("data")).size(), 4);
    QList<int> sizes;
    for (const QJsonObject& data : cli.events(QStringLiteral("data")))
        sizes += data.value(QLatin1String("size")).toInt();
    std::sort(sizes.begin(), sizes.end());
    QCOMPARE(sizes, (QList<int>{0, 0, 6, 6}));
}

void tst_listen::udpReplies()
{
    CliProcess cli;
    cli.begin(split("listen udp://127.0.0.1:0 --reply got{{counter}} --print none"));
    QUdpSocket socket;
    QVERIFY(socket.bind(QHostAddress::LocalHost));
    const quint16 port = cli.port();
    for (const char* expected : {"got1", "got2"}) {
        socket.writeDatagram("x", 1, QHostAddress::LocalHost, port);
        QTRY_VERIFY(socket.hasPendingDatagrams());
        QByteArray answer(socket.pendingDatagramSize(), '\0');
        socket.readDatagram(answer.data(), answer.size());
        QCOMPARE(answer, QByteArray(expected));
    }
}

void tst_listen::saysWhatCannotBeSent()
{
    CliProcess cli;
    cli.begin(split("listen udp://127.0.0.1:0 --echo --print none"));
    const quint16 port = cli.port();
    // Peers that do not wait for the answer: sooner or later one has gone before it comes.
    QTRY_VERIFY([&] {
        QUdpSocket peer;
        peer.writeDatagram("x", QHostAddress(QHostAddress::LocalHost), port);
        peer.close();
        return cli.words().contains("Cannot send: connection refused");
    }());
}

void tst_listen::bothFamiliesWithoutAHost()
{
    CliProcess cli;
    cli.begin(split("listen tcp://:0 --echo --print json"));
    const quint16 port = cli.port();
    QTRY_COMPARE(cli.events(QStringLiteral("listening")).size(), 2);
    for (const bool v6 : {false, true}) {
        RawPeer peer = RawPeer::connectTo(port, v6);
        if (v6 && !peer.isConnected())
            QSKIP("no IPv6 here");
        peer.send("x");
        QTRY_COMPARE(peer.pump().received(), QByteArray("x"));
    }
}

void tst_listen::tellsWhenOthersCanConnect()
{
    CliProcess open;
    QCOMPARE(open.run(split("listen tcp://*:0 --for 20ms")), 0);
    QVERIFY2(open.words().contains("other computers"), open.words().constData());
    CliProcess closed;
    QCOMPARE(closed.run(split("listen tcp://:0 --for 20ms")), 0);
    QVERIFY(!closed.words().contains("other computers"));
}

void tst_listen::limitOnClients()
{
    CliProcess cli;
    cli.begin(split("listen tcp://127.0.0.1:0 --max-clients 1 --greet in"));
    const quint16 port = cli.port();
    RawPeer first = RawPeer::connectTo(port);
    QTRY_COMPARE(first.pump().received(), QByteArray("in"));
    RawPeer second = RawPeer::connectTo(port);
    QTRY_VERIFY(second.pump().isFinished() || second.error() != 0);
    QCOMPARE(second.received(), QByteArray());
    QTRY_VERIFY(cli.words().contains("--max-clients"));
    first.close();
    // A place is free again.
    QTRY_COMPARE(RawPeer::connectTo(port).pump().error(), 0);
}

void tst_listen::endsByItself()
{
    CliProcess cli;
    QCOMPARE(cli.run(split("listen tcp://127.0.0.1:0 --for 50ms")), 0);
    QVERIFY(cli.words().startsWith("Listening on"));
}

void tst_listen::endsBySignal_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGHUP") << SIGHUP;
}

void tst_listen::endsBySignal()
{
    QFETCH(int, number);
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("c.pcapng"));
    CliProcess cli;
    cli.begin(split("listen tcp://127.0.0.1:0 --echo --print none --capture") + QStringList{path});
    const quint16 port = cli.port();
    RawPeer peer = RawPeer::connectTo(port);
    const QByteArray bytes = numbered(300'000);
    peer.send(bytes);
    QTRY_COMPARE(peer.pump().received().size(), bytes.size());
    cli.signal(number);
    QCOMPARE(cli.end(), 130);
    // The client was closed in order, and every byte is in the capture.
    QTRY_VERIFY(peer.pump().isFinished());
    QCOMPARE(peer.error(), 0);
    QVERIFY2(cli.words().contains("300,000 B in, 300,000 B out"), cli.words().constData());
    for (const char* direction : {"in", "out"}) {
        CliProcess follow;
        QCOMPARE(follow.run({QStringLiteral("capture"), QStringLiteral("follow"), path,
                             QStringLiteral("--dir"), QString::fromLatin1(direction)}),
                 0);
        QCOMPARE(follow.out(), bytes);
    }
    if (QStandardPaths::findExecutable(QStringLiteral("tshark")).isEmpty())
        return;
    QProcess tshark;
    tshark.start(QStringLiteral("tshark"),
                 {QStringLiteral("-r"), path, QStringLiteral("-Y"),
                  QStringLiteral("_ws.malformed or _ws.expert.severity >= 0x600000 or tcp.analysis.flags")});
    QVERIFY(tshark.waitForFinished(60'000));
    QCOMPARE(tshark.exitCode(), 0);
    QCOMPARE(tshark.readAllStandardOutput().trimmed(), QByteArray());
}

void tst_listen::terminalIsNotControlled()
{
    PseudoTerminal terminal;
    CliProcess cli;
    terminal.attach(cli);
    cli.begin(split("listen tcp://127.0.0.1:0"));
    RawPeer peer = RawPeer::connectTo(cli.port());
    peer.send("\x1b]0;title\x07\x1b[31mred\xc3");
    QTRY_VERIFY(terminal.read().contains("red"));
    peer.send("\xa9\xff\n");
    QTRY_VERIFY(terminal.read().contains("\\xff"));
    QCOMPARE(terminal.read().trimmed(), QByteArray("\\x1b]0;title\\x07\\x1b[31mred\xc3\xa9\\xff"));
}

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr qint64 mostResident = 512 * 1024 * 1024; // with what the sanitizer keeps of freed memory
#else
constexpr qint64 mostResident = 160 * 1024 * 1024;
#endif

void tst_listen::slowReaderLosesNothing()
{
    int ends[2];
    QCOMPARE(::pipe2(ends, O_CLOEXEC | O_NONBLOCK), 0);
    CliProcess cli;
    cli.setChildProcessModifier([ends] {
        ::fcntl(ends[1], F_SETFL, 0);
        ::dup2(ends[1], STDOUT_FILENO);
    });
    cli.begin(split("listen tcp://127.0.0.1:0"));
    ::close(ends[1]);
    RawPeer peer = RawPeer::connectTo(cli.port());
    const QByteArray bytes = numbered(96 * 1024 * 1024);
    qsizetype sent = 0;
    int idle = 0;
    // Send until nothing has been taken for a while: back-pressure has reached us.
    QTRY_VERIFY_WITH_TIMEOUT(
        [&] {
            const qsizetype now = peer.send(QByteArrayView(bytes).sliced(sent));
            sent += now;
            idle = now == 0 ? idle + 1 : 0;
            return idle > 5 || sent == bytes.size();
        }(),
        30'000);
    QVERIFY2(sent < 48 * 1024 * 1024, qPrintable(QString::number(sent)));
    QVERIFY2(residentBytes(cli.processId()) < mostResident,
             qPrintable(QString::number(residentBytes(cli.processId()))));
    // Now it is read: every byte comes, in order.
    QByteArray printed;
    QByteArray piece(1024 * 1024, '\0');
    QTRY_COMPARE_WITH_TIMEOUT(
        [&] {
            if (sent < bytes.size())
                sent += peer.send(QByteArrayView(bytes).sliced(sent));
            for (ssize_t got = 0; (got = ::read(ends[0], piece.data(), size_t(piece.size()))) > 0;)
                printed.append(piece.constData(), got);
            return printed.size();
        }(),
        bytes.size(), 60'000);
    QVERIFY(printed == bytes);
    ::close(ends[0]);
}

void tst_listen::interruptedThoughNobodyReads()
{
    int ends[2];
    QCOMPARE(::pipe2(ends, O_CLOEXEC), 0);
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("c.pcapng"));
    CliProcess cli;
    cli.setChildProcessModifier([ends] { ::dup2(ends[1], STDOUT_FILENO); });
    cli.begin(split("listen tcp://127.0.0.1:0 --echo --capture") + QStringList{path});
    RawPeer peer = RawPeer::connectTo(cli.port());
    // More than the pipe holds: the printer stands still, the echo does not.
    const QByteArray bytes = numbered(1'000'000);
    qsizetype sent = 0;
    QTRY_COMPARE(
        [&] {
            sent += peer.send(QByteArrayView(bytes).sliced(sent));
            return peer.pump().received().size();
        }(),
        bytes.size());
    cli.signal(SIGINT);
    QCOMPARE(cli.end(), 130);
    QTRY_VERIFY(peer.pump().isFinished());
    CliProcess follow;
    QCOMPARE(follow.run({QStringLiteral("capture"), QStringLiteral("follow"), path, QStringLiteral("1"),
                         QStringLiteral("--dir"), QStringLiteral("in")}),
             0);
    QVERIFY(follow.out() == bytes);
    ::close(ends[0]);
    ::close(ends[1]);
}

void tst_listen::goneReaderEndsQuietly()
{
    int ends[2];
    QCOMPARE(::pipe2(ends, O_CLOEXEC), 0);
    CliProcess cli;
    cli.setChildProcessModifier([ends] { ::dup2(ends[1], STDOUT_FILENO); });
    cli.begin(split("listen tcp://127.0.0.1:0"));
    ::close(ends[1]);
    RawPeer peer = RawPeer::connectTo(cli.port());
    ::close(ends[0]);
    peer.send("nobody reads this");
    QCOMPARE(cli.end(), 0);
    QVERIFY(!cli.words().contains("standard output"));
    QTRY_VERIFY(peer.pump().isFinished());
}

void tst_listen::fullStandardOutput()
{
    CliProcess cli;
    cli.setStandardOutputFile(QStringLiteral("/dev/full"));
    QCOMPARE(cli.run(split("listen tcp://127.0.0.1:0 --print json --for 20s")), 4);
    QVERIFY2(cli.words().contains("standard output") && cli.words().contains("space"),
             cli.words().constData());
}

void tst_listen::captureThatCannotBeMade()
{
    CliProcess cli;
    QCOMPARE(cli.run(split("listen tcp://127.0.0.1:0 --capture /nonexistent/folder/c.pcapng")), 4);
    QVERIFY(cli.words().contains("/nonexistent/folder/c.pcapng"));
    QVERIFY(!cli.words().contains("Listening"));
}

void tst_listen::captureOnAFullDisk()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("c.pcapng"));
    CliProcess cli;
    cli.setChildProcessModifier([] {
        const rlimit limit{1'000'000, 1'000'000};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    });
    cli.begin(split("listen tcp://127.0.0.1:0 --echo --print none --capture") + QStringList{path});
    RawPeer peer = RawPeer::connectTo(cli.port());
    const QByteArray bytes = numbered(4'000'000);
    qsizetype sent = 0;
    // The program goes on: everything is echoed though the disk is full.
    QTRY_COMPARE_WITH_TIMEOUT(
        [&] {
            if (sent < bytes.size())
                sent += peer.send(QByteArrayView(bytes).sliced(sent));
            return peer.pump().received().size();
        }(),
        bytes.size(), 30'000);
    cli.signal(SIGINT);
    QCOMPARE(cli.end(), 4);
    const QRegularExpressionMatch said =
        QRegularExpression(QStringLiteral("not complete.* Lost: ([0-9,]+) records.*; ([0-9,]+) records in"),
                           QRegularExpression::DotMatchesEverythingOption)
            .match(QString::fromUtf8(cli.words()));
    QVERIFY2(said.hasMatch(), cli.words().constData());
    // 8 MB were sent and received, 1 MB is in the file, and a record is one read or write of at most 256 KiB.
    QVERIFY2(said.captured(1).remove(u',').toInt() >= 26, cli.words().constData());
    CliProcess list;
    QCOMPARE(list.run({QStringLiteral("capture"), QStringLiteral("list"), path}), 0);
    // Behind the header; the last one may be there in part.
    const auto rest = list.out().count('\n') - 1 - said.captured(2).remove(u',').toInt();
    QVERIFY2(rest == 0 || rest == 1, cli.words().constData());
    // What was written before is there.
    CliProcess info;
    QCOMPARE(info.run({QStringLiteral("capture"), QStringLiteral("follow"), path, QStringLiteral("1"),
                       QStringLiteral("--dir"), QStringLiteral("in")}),
             0);
    QVERIFY(info.out().size() > 100'000);
    QVERIFY(bytes.startsWith(info.out()));
}

void tst_listen::portInUse()
{
    const RawListener taken;
    CliProcess cli;
    QCOMPARE(cli.run({QStringLiteral("listen"), QStringLiteral("tcp://127.0.0.1:%1").arg(taken.port())}), 3);
    QVERIFY2(cli.words().contains("Cannot listen on") && cli.words().contains("in use"),
             cli.words().constData());

    CliProcess json;
    QCOMPARE(json.run({QStringLiteral("listen"), QStringLiteral("tcp://127.0.0.1:%1").arg(taken.port()),
                       QStringLiteral("--print"), QStringLiteral("json")}),
             3);
    QCOMPARE(json.events().size(), 1);
    QCOMPARE(json.events().constFirst().value(QLatin1String("event")).toString(), QStringLiteral("failed"));
    QCOMPARE(json.events().constFirst().value(QLatin1String("error")).toString(),
             QStringLiteral("address-in-use"));
}

void tst_listen::portOfRoot()
{
    QFile first(QStringLiteral("/proc/sys/net/ipv4/ip_unprivileged_port_start"));
    if (!first.open(QIODevice::ReadOnly) || first.readAll().trimmed().toInt() <= 1)
        QSKIP("every port is open to everybody here");
    CliProcess cli;
    cli.setChildProcessModifier([] {
        if (::geteuid() == 0 && (::setgid(65'534) != 0 || ::setuid(65'534) != 0))
            ::_exit(127);
    });
    // A folder that nobody may enter hides the program; then this cannot be tried.
    const int code = cli.run(split("listen tcp://127.0.0.1:1"));
    if (cli.error() == QProcess::FailedToStart)
        QSKIP("the program cannot be run without rights here");
    QCOMPARE(code, 3);
    QVERIFY2(cli.words().contains("permission denied") && cli.words().contains("8080"),
             cli.words().constData());
}

void tst_listen::addressOfNobody()
{
    CliProcess cli;
    QCOMPARE(cli.run(split("listen tcp://192.0.2.1:0")), 3);
    QVERIFY(cli.words().contains("192.0.2.1"));
    CliProcess name;
    QCOMPARE(name.run(split("listen tcp://no-such-name.invalid:0")), 3);
    QVERIFY(name.words().contains("not found"));
}

void tst_listen::resetClientIsAClosedEvent()
{
    CliProcess cli;
    cli.begin(split("listen tcp://127.0.0.1:0 --echo --print json"));
    RawPeer peer = RawPeer::connectTo(cli.port());
    peer.send("x");
    QTRY_COMPARE(peer.pump().received(), QByteArray("x"));
    peer.reset();
    QTRY_COMPARE(cli.events(QStringLiteral("closed")).size(), 1);
    QVERIFY(cli.events(QStringLiteral("closed"))
                .constFirst()
                .value(QLatin1String("text"))
                .toString()
                .contains(QLatin1String("reset")));
}

QTEST_GUILESS_MAIN(tst_listen)
#include "tst_listen.moc"
