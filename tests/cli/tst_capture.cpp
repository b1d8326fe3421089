// SPDX-License-Identifier: MIT
#include "cli/cliprocess.h"
#include "support/rawpeer.h"

#include <QDir>
#include <QJsonArray>
#include <QTcpServer>
#include <QTemporaryDir>
#include <QtEndian>

using namespace wl::test;

class tst_capture : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void info();
    void infoAsJson();
    void list();
    void listSaysErrorsInWords();
    void listAsJson();
    void listAsHex();
    void infoInOtherForms();
    void filter();
    void filterThatIsWrong();
    void stats();
    void statsAsJson();
    void statsThroughAPipe();
    void statsThatFail();
    void followIsRaw();
    void followOneDirection();
    void followAsHexAndJson();
    void followWhichOne();
    void pipeThatEndsEarly();
    void whileItIsWritten();
    void fileThatIsNone_data();
    void fileThatIsNone();
    void emptyFileHoldsNothing();
    void cutFileKeepsWhatIsWhole();
    void brokenInTheMiddle();
    void terminalBytesAreHarmless();
    void fullStandardOutput();
    void capturesOfOthers();

private:
    QStringList capture(const char* view, const QString& path)
    {
        return {QStringLiteral("capture"), QString::fromLatin1(view), path};
    }

    QTemporaryDir m_folder;
    QString m_path; ///< two connections to an echo server
    QByteArray m_big;
};

void tst_capture::initTestCase()
{
    VERIFY_PROGRAM();
    m_path = m_folder.filePath(QStringLiteral("c.pcapng"));
    for (int i = 0; m_big.size() < 200'000; ++i)
        m_big += QByteArray::number(i) + ' ';
    CliProcess cli;
    cli.begin(split("listen tcp://127.0.0.1:0 --echo --print none --capture") + QStringList{m_path});
    const quint16 port = cli.port();
    RawPeer first = RawPeer::connectTo(port);
    first.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    QTRY_COMPARE(first.pump().received().size(), 27);
    RawPeer second = RawPeer::connectTo(port);
    qsizetype sent = 0;
    QTRY_COMPARE(
        [&] {
            sent += second.send(QByteArrayView(m_big).sliced(sent));
            return second.pump().received().size();
        }(),
        m_big.size());
    first.close();
    second.close();
    QTRY_COMPARE(cli.words().count(" closed"), 2);
    cli.signal(SIGTERM);
    QCOMPARE(cli.end(), 130);
}

void tst_capture::info()
{
    CliProcess cli;
    QCOMPARE(cli.run(capture("info", m_path)), 0);
    for (const QByteArray& part :
         {QByteArray("Connections  2"), "Size         " + QByteArray(), QByteArray("closed"),
          QByteArray("27 B in, 27 B out"), QByteArray("Duration")})
        QVERIFY2(cli.out().contains(part), part.constData());
}

void tst_capture::infoAsJson()
{
    CliProcess cli;
    QCOMPARE(cli.run(capture("info", m_path) + split("--print json")), 0);
    QCOMPARE(cli.events().size(), 1);
    const QJsonObject facts = cli.events().constFirst();
    QCOMPARE(facts.value(QLatin1String("connections")).toInt(), 2);
    QCOMPARE(facts.value(QLatin1String("bytes_in")).toInt(), 27 + int(m_big.size()));
    QCOMPARE(facts.value(QLatin1String("bytes_out")).toInt(), 27 + int(m_big.size()));
    QCOMPARE(facts.value(QLatin1String("size")).toInteger(), QFileInfo(m_path).size());
}

void tst_capture::list()
{
    CliProcess cli;
    QCOMPARE(cli.run(capture("list", m_path)), 0);
    const QByteArrayList lines = cli.out().trimmed().split('\n');
    QVERIFY(lines.constFirst().contains("Info"));
    QVERIFY(lines.at(1).contains("Peer connected"));
    QVERIFY(cli.out().contains("HTTP"));
    QVERIFY(cli.out().contains("GET / HTTP/1.1\n"));
    QCOMPARE(cli.words(), QByteArray());
}

void tst_capture::listSaysErrorsInWords()
{
    const QString path = m_folder.filePath(QStringLiteral("failed.pcapng"));
    quint16 port = 0;
    {
        QTcpServer closed;
        QVERIFY(closed.listen(QHostAddress::LocalHost));
        port = closed.serverPort();
    }
    CliProcess send;
    QCOMPARE(
        send.run(split(qPrintable(QStringLiteral("send tcp://127.0.0.1:%1 x --capture").arg(port))) << path),
        3);
    CliProcess list;
    QCOMPARE(list.run(capture("list", path)), 0);
    QVERIFY2(list.out().contains("Failed: connection refused\n"), list.out().constData());
}

void tst_capture::listAsHex()
{
    CliProcess text;
    QCOMPARE(text.run(capture("list", m_path)), 0);
    CliProcess hex;
    QCOMPARE(hex.run(capture("list", m_path) + split("--quiet --print hex")), 0);
    // The same lines, with the bytes of each below it.
    QByteArrayList lines;
    QByteArray bytes;
    for (const QByteArray& line : hex.out().split('\n')) {
        if (!line.isEmpty() && !line.startsWith(' '))
            bytes += QByteArray::fromHex(line.mid(10, 49));
        else
            lines.append(line);
    }
    QVERIFY(lines.join('\n') == text.out());
    QVERIFY(bytes.contains("GET / HTTP/1.1\r\n"));
    QCOMPARE(bytes.size(), 2 * (27 + m_big.size()));
}

void tst_capture::infoInOtherForms()
{
    CliProcess text;
    QCOMPARE(text.run(capture("info", m_path)), 0);
    CliProcess hex;
    QCOMPARE(hex.run(capture("info", m_path) + split("-q --print hex")), 0);
    QCOMPARE(hex.out(), text.out());
    CliProcess none;
    QCOMPARE(none.run(capture("info", m_path) + split("--print none")), 0);
    QCOMPARE(none.out(), QByteArray());
}

void tst_capture::listAsJson()
{
    CliProcess cli;
    QCOMPARE(cli.run(capture("list", m_path) + split("--print json")), 0);
    qint64 number = 0;
    qint64 in = 0;
    for (const QJsonObject& row : cli.events()) {
        QCOMPARE(row.value(QLatin1String("number")).toInteger(), ++number);
        for (const char* key : {"time", "conn", "dir", "src", "dst", "proto", "length", "info"})
            QVERIFY2(row.contains(QLatin1String(key)), key);
        if (row.value(QLatin1String("dir")).toString() == QLatin1String("in"))
            in += row.value(QLatin1String("length")).toInteger();
    }
    QVERIFY(number >= 8);
    QCOMPARE(in, 27 + m_big.size());
}

void tst_capture::filter()
{
    CliProcess cli;
    QCOMPARE(cli.run(capture("filter", m_path) +
                     QStringList{QStringLiteral("conn == 1 and dir == in and kind == data")}),
             0);
    QCOMPARE(cli.out().count('\n'), 2); // the line above, and the request
    QVERIFY(cli.out().contains("GET / HTTP/1.1"));
    const QByteArray asWords = cli.out();

    CliProcess words;
    QCOMPARE(words.run(capture("filter", m_path) + split("conn == 1 and dir == in and kind == data")), 0);
    QCOMPARE(words.out(), asWords);

    CliProcess list;
    QCOMPARE(list.run(capture("list", m_path) + split("--print json --filter host:")), 0);
    QCOMPARE(list.events().size(), 2); // received and sent back
    QCOMPARE(list.events().at(0).value(QStringLiteral("dir")).toString(), QStringLiteral("in"));
    QCOMPARE(list.events().at(1).value(QStringLiteral("dir")).toString(), QStringLiteral("out"));

    CliProcess none;
    QCOMPARE(none.run(capture("filter", m_path) + split("conn == 99 --print json")), 0);
    QCOMPARE(none.out(), QByteArray());
}

void tst_capture::filterThatIsWrong()
{
    CliProcess cli;
    QCOMPARE(cli.run(capture("filter", m_path) + QStringList{QStringLiteral("conn == 1 and lenght > 3")}), 2);
    QCOMPARE(cli.out(), QByteArray());
    const QByteArray words = cli.words();
    QVERIFY2(words.contains("there is no field lenght; do you mean length?"), words.constData());
    QVERIFY2(words.contains("  conn == 1 and lenght > 3\n                ^^^^^^\n"), words.constData());
    CliProcess file;
    QCOMPARE(file.run(capture("filter", QStringLiteral("/nonexistent")) + split("a")), 4);
}

void tst_capture::stats()
{
    CliProcess cli;
    QCOMPARE(cli.run(capture("stats", m_path)), 0);
    const QByteArray bytes = QByteArray::number(2 * (27 + m_big.size()));
    for (const QByteArray& part :
         {QByteArray("\nProtocols\n  TCP "), QByteArray("\n  http "), QByteArray("\nConversations 2\n"),
          QByteArray("27 B in, 27 B out"), QByteArray("\nEndpoints     1\n"), QByteArray("\nThroughput "),
          QByteArray("             16–31 B  2 records, 54 B\n")})
        QVERIFY2(cli.out().contains(part), (part + cli.out()).constData());
    QByteArray plain = cli.out();
    QVERIFY2(plain.replace(",", "").contains(bytes + " B\n"), plain.constData());
    CliProcess none;
    QCOMPARE(none.run(capture("stats", m_path) + split("--print none")), 0);
    QCOMPARE(none.out(), QByteArray());
}

void tst_capture::statsAsJson()
{
    CliProcess cli;
    QCOMPARE(cli.run(capture("stats", m_path) +
                     QStringList{QStringLiteral("--print=json"), QStringLiteral("--filter=conn == 1")}),
             0);
    QCOMPARE(cli.events().size(), 1);
    const QJsonObject facts = cli.events().constFirst();
    QCOMPARE(facts.value(QLatin1String("bytes_in")).toInt(), 27);
    const QJsonArray conversations = facts.value(QLatin1String("conversations")).toArray();
    QCOMPARE(conversations.size(), 1);
    QCOMPARE(conversations.at(0).toObject().value(QLatin1String("conn")).toInt(), 1);
    QCOMPARE(conversations.at(0).toObject().value(QLatin1String("app")).toString(), QStringLiteral("http"));
    QCOMPARE(facts.value(QLatin1String("lengths")).toArray().size(), 1);
    qint64 bytes = 0;
    const QJsonObject throughput = facts.value(QLatin1String("throughput")).toObject();
    for (const QJsonValue& bucket : throughput.value(QLatin1String("buckets")).toArray())
        bytes += bucket.toArray().at(2).toInteger();
    QCOMPARE(bytes, 27);
}

void tst_capture::statsThroughAPipe()
{
    QFile file(m_path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    CliProcess pipe;
    QCOMPARE(pipe.run(capture("stats", QStringLiteral("-")), file.readAll()), 0);
    CliProcess cli;
    QCOMPARE(cli.run(capture("stats", m_path)), 0);
    QCOMPARE(pipe.out(), cli.out());
}

void tst_capture::statsThatFail()
{
    CliProcess filter;
    QCOMPARE(filter.run(capture("stats", m_path) + split("--filter lenght>3")), 2);
    QVERIFY(filter.words().contains("there is no field lenght"));
    CliProcess missing;
    QCOMPARE(missing.run(capture("stats", QStringLiteral("/nonexistent"))), 4);
    CliProcess noFile;
    QCOMPARE(noFile.run(split("capture stats")), 2);
    CliProcess other;
    QCOMPARE(other.run(capture("statz", m_path)), 2);
    QVERIFY(other.words().contains("'statz' is not known"));
}

void tst_capture::followIsRaw()
{
    CliProcess cli;
    QCOMPARE(cli.run(capture("follow", m_path) + split("2 --dir in")), 0);
    QVERIFY(cli.out() == m_big);
    CliProcess out;
    QCOMPARE(out.run(capture("follow", m_path) + split("2 --dir out")), 0);
    QVERIFY(out.out() == m_big);
}

void tst_capture::followOneDirection()
{
    CliProcess both;
    QCOMPARE(both.run(capture("follow", m_path) + split("1")), 0);
    const QByteArray request = "GET / HTTP/1.1\r\nHost: x\r\n\r\n";
    QCOMPARE(both.out(), request + request);
    CliProcess one;
    QCOMPARE(one.run(capture("follow", m_path) + split("1 --dir out")), 0);
    QCOMPARE(one.out(), request);
    CliProcess none;
    QCOMPARE(none.run(capture("follow", m_path) + split("1 --print none")), 0);
    QCOMPARE(none.out(), QByteArray());
}

void tst_capture::followAsHexAndJson()
{
    CliProcess hex;
    QCOMPARE(hex.run(capture("follow", m_path) + split("1 --print hex")), 0);
    QCOMPARE(hex.out().count("00000000  47 45 54 20"), 2);
    CliProcess json;
    QCOMPARE(json.run(capture("follow", m_path) + split("1 --print json")), 0);
    QStringList story;
    for (const QJsonObject& event : json.events())
        story +=
            event.value(QLatin1String("event")).toString() + event.value(QLatin1String("dir")).toString();
    QCOMPARE(story, split("opened datain dataout closed"));
}

void tst_capture::followWhichOne()
{
    CliProcess cli;
    QCOMPARE(cli.run(capture("follow", m_path)), 2);
    QVERIFY2(cli.words().contains("several connections"), cli.words().constData());
    CliProcess none;
    QCOMPARE(none.run(capture("follow", m_path) + split("3")), 2);
    QVERIFY2(none.words().contains("no connection 3"), none.words().constData());
}

void tst_capture::pipeThatEndsEarly()
{
    QProcess shell;
    shell.start(QStringLiteral("bash"),
                {QStringLiteral("-c"),
                 QStringLiteral("\"$0\" capture follow \"$1\" 2 | head -c 5; echo \" ${PIPESTATUS[0]}\""),
                 CliProcess::program(), m_path});
    QVERIFY(shell.waitForFinished());
    QCOMPARE(shell.readAllStandardOutput(), QByteArray("0 1 2 0\n"));
    QCOMPARE(shell.readAllStandardError(), QByteArray());
}

void tst_capture::whileItIsWritten()
{
    const QString path = m_folder.filePath(QStringLiteral("live.pcapng"));
    CliProcess cli;
    cli.begin(split("listen tcp://127.0.0.1:0 --print none --capture") + QStringList{path});
    RawPeer peer = RawPeer::connectTo(cli.port());
    peer.send("so far");
    // Whole blocks reach the file within moments.
    QTRY_VERIFY([&] {
        CliProcess follow;
        return follow.run(capture("follow", path)) == 0 && follow.out() == "so far";
    }());
    cli.signal(SIGTERM);
    QCOMPARE(cli.end(), 130);
}

void tst_capture::fileThatIsNone_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("text") << QByteArray("this is not a capture, not at all");
    QTest::newRow("pcap") << QByteArray("\xd4\xc3\xb2\xa1\x02\x00\x04\x00", 8) + QByteArray(40, '\0');
    QTest::newRow("absurd length") << QByteArray::fromHex(
        "0a0d0d0affffffff4d3c2b1a01000000ffffffffffffffffffffffff");
    QTest::newRow("length 0") << QByteArray::fromHex(
        "0a0d0d0a000000004d3c2b1a01000000ffffffffffffffff00000000");
    QTest::newRow("no magic") << QByteArray::fromHex(
        "0a0d0d0a1c0000000000000001000000ffffffffffffffff1c000000");
}

void tst_capture::fileThatIsNone()
{
    QFETCH(QByteArray, content);
    const QString path = m_folder.filePath(QStringLiteral("bad.pcapng"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
    file.write(content);
    file.close();
    for (const char* view : {"info", "list", "follow"}) {
        CliProcess cli;
        QCOMPARE(cli.run(capture(view, path)), 4);
        QVERIFY2(cli.words().contains("bad.pcapng"), cli.words().constData());
        QCOMPARE(cli.words().count('\n'), 1);
    }
    CliProcess missing;
    QCOMPARE(missing.run(capture("info", QStringLiteral("/nonexistent.pcapng"))), 4);
    CliProcess folder;
    QCOMPARE(folder.run(capture("info", m_folder.path())), 4);
}

void tst_capture::emptyFileHoldsNothing()
{
    const QString path = m_folder.filePath(QStringLiteral("empty.pcapng"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    CliProcess cli;
    QCOMPARE(cli.run(capture("info", path)), 0); // what a crash before the first block leaves
    QVERIFY(cli.out().contains("Connections  0"));
}

void tst_capture::cutFileKeepsWhatIsWhole()
{
    QFile whole(m_path);
    QVERIFY(whole.open(QIODevice::ReadOnly));
    const QByteArray bytes = whole.readAll();
    const QString path = m_folder.filePath(QStringLiteral("cut.pcapng"));
    QFile cut(path);
    QVERIFY(cut.open(QIODevice::WriteOnly));
    cut.write(bytes.first(bytes.size() / 2 + 1));
    cut.close();
    CliProcess cli;
    QVERIFY(QList<int>({0, 4}).contains(cli.run(capture("follow", path) + split("2 --dir in"))));
    QVERIFY(cli.out().size() > 10'000);
    QVERIFY(m_big.startsWith(cli.out()));
}

void tst_capture::brokenInTheMiddle()
{
    QFile whole(m_path);
    QVERIFY(whole.open(QIODevice::ReadOnly));
    QByteArray bytes = whole.readAll();
    // The length at the head of the block in the middle becomes absurd.
    qsizetype at = 0;
    while (at < bytes.size() / 2)
        at += qsizetype(qFromLittleEndian<quint32>(bytes.constData() + at + 4));
    bytes.replace(at + 4, 4, QByteArray::fromHex("fffffff0"));
    const QString path = m_folder.filePath(QStringLiteral("broken.pcapng"));
    QFile broken(path);
    QVERIFY(broken.open(QIODevice::WriteOnly));
    broken.write(bytes);
    broken.close();
    CliProcess cli;
    QCOMPARE(cli.run(capture("list", path)), 4);
    QVERIFY2(cli.words().contains("offset"), cli.words().constData());
    QVERIFY(cli.out().contains("GET / HTTP/1.1"));
}

void tst_capture::terminalBytesAreHarmless()
{
    const QString path = m_folder.filePath(QStringLiteral("esc.pcapng"));
    CliProcess cli;
    cli.begin(split("listen tcp://127.0.0.1:0 --print none --capture") + QStringList{path});
    RawPeer peer = RawPeer::connectTo(cli.port());
    peer.send("\x1b[2Jbad\n\x07");
    peer.close();
    QTRY_VERIFY(cli.words().contains(" closed"));
    cli.signal(SIGTERM);
    QCOMPARE(cli.end(), 130);
    CliProcess list;
    QCOMPARE(list.run(capture("list", path)), 0);
    QVERIFY(!list.out().contains('\x1b'));
    QVERIFY(list.out().contains("\\x1b[2Jbad\\n\\x07"));
}

void tst_capture::fullStandardOutput()
{
    for (const char* view : {"info", "list"}) {
        CliProcess cli;
        cli.setStandardOutputFile(QStringLiteral("/dev/full"));
        QCOMPARE(cli.run(capture(view, m_path)), 4);
        QVERIFY2(cli.words().contains("standard output"), cli.words().constData());
    }
}

void tst_capture::capturesOfOthers()
{
    const QString data = qEnvironmentVariable("WIRELOUPE_TEST_DATA");
    if (data.isEmpty())
        QSKIP("WIRELOUPE_TEST_DATA is not set");
    const QDir folder(data + QStringLiteral("/pcapng"));
    const QStringList names = folder.entryList({QStringLiteral("*.pcapng")});
    QVERIFY(!names.isEmpty());
    for (const QString& name : names) {
        for (const char* view : {"info", "list"}) {
            CliProcess cli;
            const int code = cli.run(capture(view, folder.filePath(name)));
            QVERIFY2(code == 0 || code == 4, qPrintable(name));
            QVERIFY2(code == 0 || !cli.words().isEmpty(), qPrintable(name));
        }
    }
}

QTEST_GUILESS_MAIN(tst_capture)
#include "tst_capture.moc"
