// SPDX-License-Identifier: MIT
#include "cli/cliprocess.h"
#include "support/rawpeer.h"

#include <QJsonArray>
#include <QTemporaryDir>

using namespace wl::test;

class tst_captureexport : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void formats_data();
    void formats();
    void onlyTheFilters();
    void decodedAsChosen();
    void oneDirection();
    void payloadForms();
    void throughAPipe();
    void whileItComes();
    void interruptedWhileItComes();
    void ofItsOwnExport();
    void toAFile();
    void fileThatCannotBeWritten();
    void fullStandardOutput();
    void readerThatGoes();
    void damagedCapture();
    void wrongUsage_data();
    void wrongUsage();

private:
    QStringList exporting(const char* options, const QString& path = {})
    {
        return QStringList{QStringLiteral("capture"), QStringLiteral("export"),
                           path.isEmpty() ? m_path : path} +
               split(options);
    }
    [[nodiscard]] QByteArray content(const QString& path)
    {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }

    QTemporaryDir m_folder;
    QString m_path; ///< two connections to an echo server, the first one speaks HTTP
};

void tst_captureexport::initTestCase()
{
    VERIFY_PROGRAM();
    m_path = m_folder.filePath(QStringLiteral("c.pcapng"));
    CliProcess cli;
    cli.begin(split("listen tcp://127.0.0.1:0 --echo --print none --capture") + QStringList{m_path});
    const quint16 port = cli.port();
    RawPeer first = RawPeer::connectTo(port);
    first.send("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    QTRY_COMPARE(first.pump().received().size(), 27);
    RawPeer second = RawPeer::connectTo(port);
    second.send("abc");
    QTRY_COMPARE(second.pump().received(), QByteArray("abc"));
    first.close();
    second.close();
    QTRY_COMPARE(cli.words().count(" closed"), 2);
    cli.signal(SIGTERM);
    QCOMPARE(cli.end(), 130);
}

void tst_captureexport::formats_data()
{
    QTest::addColumn<QByteArray>("format");
    QTest::addColumn<QByteArray>("start");
    QTest::addColumn<QByteArray>("part");
    const auto row = [](const char* format, const QByteArray& start, const QByteArray& part) {
        QTest::newRow(format) << QByteArray(format) << start << part;
    };
    row("pcapng", "\n\r\r\n", "GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    row("har", "{\"log\":{\"version\":\"1.2\"", "\"url\":\"http://x/\"");
    row("csv", "number,time,conn,", ",HTTP,27,GET / HTTP/1.1\r\n");
    row("jsonl", "{\"number\":1,", "\"text\":\"abc\",\"hex\":\"616263\"}\n");
    row("raw", "GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / ", "abcabc");
    row("c", "/* Records", "[3] =\n{0x61, 0x62, 0x63};\n");
}

void tst_captureexport::formats()
{
    QFETCH(QByteArray, format);
    QFETCH(QByteArray, start);
    QFETCH(QByteArray, part);
    CliProcess cli;
    QCOMPARE(cli.run(exporting(("--format " + format).constData())), 0);
    QVERIFY2(cli.out().startsWith(start), cli.out().constData());
    QVERIFY2(cli.out().contains(part), cli.out().constData());
    if (format != "har") // whose requests have no response here
        QCOMPARE(cli.words(), QByteArray());
}

void tst_captureexport::onlyTheFilters()
{
    CliProcess cli;
    QCOMPARE(cli.run(exporting("--format raw --filter conn==2")), 0);
    QCOMPARE(cli.out(), QByteArray("abcabc"));
    CliProcess har;
    QCOMPARE(har.run(exporting("--format har --filter http.method")), 0);
    const QJsonArray entries = QJsonDocument::fromJson(har.out())
                                   .object()
                                   .value(QLatin1String("log"))
                                   .toObject()
                                   .value(QLatin1String("entries"))
                                   .toArray();
    QCOMPARE(entries.size(), 1);
    QVERIFY2(har.words().contains("1 request without a response"), har.words().constData());
    CliProcess none;
    QCOMPARE(none.run(exporting("--format jsonl --filter conn==9")), 0);
    QCOMPARE(none.out(), QByteArray());
}

void tst_captureexport::decodedAsChosen()
{
    CliProcess har;
    QCOMPARE(har.run(exporting("--format har --decode-as 1=lines --decode-as 2=json")), 0);
    QVERIFY2(har.out().contains("\"entries\":[\n]"), har.out().constData());
    CliProcess list;
    QCOMPARE(
        list.run(
            split("capture list --filter proto==lines --decode-as 1=Lines --decode-as 2=json --print json") +
            QStringList{m_path}),
        0);
    QCOMPARE(list.out().count('\n'), 2); // the request and its echo
    CliProcess stats;
    QCOMPARE(stats.run(split("capture stats --decode-as 1=lines") + QStringList{m_path}), 0);
    QVERIFY2(!stats.out().contains("  http "), stats.out().constData());
}

void tst_captureexport::oneDirection()
{
    CliProcess cli;
    QCOMPARE(cli.run(exporting("--format raw --dir in --filter conn==2")), 0);
    QCOMPARE(cli.out(), QByteArray("abc"));
}

void tst_captureexport::payloadForms()
{
    CliProcess cli;
    QCOMPARE(cli.run(exporting("--format csv --payload base64 --filter conn==2")), 0);
    QVERIFY(cli.out().contains(",abc,YWJj\r\n"));
    CliProcess none;
    QCOMPARE(none.run(exporting("--format jsonl --payload none")), 0);
    QVERIFY(!none.out().contains("616263"));
}

void tst_captureexport::throughAPipe()
{
    CliProcess file;
    QCOMPARE(file.run(exporting("--format jsonl")), 0);
    CliProcess pipe;
    QCOMPARE(pipe.run(exporting("--format jsonl", QStringLiteral("-")), content(m_path)), 0);
    QCOMPARE(pipe.out(), file.out());
}

// Records are out before the input ends.
void tst_captureexport::whileItComes()
{
    CliProcess cli;
    cli.begin(exporting("--format jsonl", QStringLiteral("-")));
    cli.write(content(m_path));
    QTRY_VERIFY(cli.out().contains("616263"));
    QCOMPARE(cli.state(), QProcess::Running);
    cli.closeWriteChannel();
    QCOMPARE(cli.end(), 0);
}

// The usual end of what is captured live: what came is whole.
void tst_captureexport::interruptedWhileItComes()
{
    CliProcess cli;
    cli.begin(exporting("--format har", QStringLiteral("-")));
    cli.write(content(m_path));
    QTRY_VERIFY(cli.out().contains("entries"));
    cli.signal(SIGINT);
    QCOMPARE(cli.end(), 130);
    QVERIFY2(QJsonDocument::fromJson(cli.out()).isObject(), cli.out().constData());
}

void tst_captureexport::ofItsOwnExport()
{
    CliProcess first;
    QCOMPARE(first.run(exporting("--format pcapng")), 0);
    CliProcess second;
    QCOMPARE(second.run(exporting("--format csv", QStringLiteral("-")), first.out()), 0);
    CliProcess direct;
    QCOMPARE(direct.run(exporting("--format csv")), 0);
    QCOMPARE(second.out(), direct.out());
}

void tst_captureexport::toAFile()
{
    const QString path = m_folder.filePath(QStringLiteral("out.raw"));
    CliProcess cli;
    QCOMPARE(cli.run(exporting("--format raw --filter conn==2 -o") + QStringList{path}), 0);
    QCOMPARE(content(path), QByteArray("abcabc"));
    QCOMPARE(cli.out(), QByteArray());
    QVERIFY2(cli.words().startsWith("2 records, 6 B in "), cli.words().constData());
    CliProcess quiet;
    QCOMPARE(quiet.run(exporting("--format raw --filter conn==1 --quiet -o") + QStringList{path}), 0);
    QCOMPARE(quiet.words(), QByteArray());
    QCOMPARE(content(path).size(), 54);
}

void tst_captureexport::fileThatCannotBeWritten()
{
    CliProcess cli;
    QCOMPARE(cli.run(exporting("--format raw -o /nonexistent/out")), 4);
    QVERIFY2(cli.words().startsWith("Cannot write to /nonexistent/out: "), cli.words().constData());
    CliProcess missing;
    QCOMPARE(missing.run(exporting("--format raw", QStringLiteral("/nonexistent.pcapng"))), 4);
}

void tst_captureexport::fullStandardOutput()
{
    for (const char* format : {"--format har", "--format csv", "--format pcapng", "--format raw"}) {
        CliProcess cli;
        cli.setStandardOutputFile(QStringLiteral("/dev/full"));
        QCOMPARE(cli.run(exporting(format)), 4);
        QVERIFY2(cli.words().contains("standard output"), cli.words().constData());
    }
}

void tst_captureexport::readerThatGoes()
{
    QProcess shell;
    shell.start(QStringLiteral("bash"),
                {QStringLiteral("-c"),
                 QStringLiteral("\"$0\" capture export \"$1\" --format raw | head -c 3 | wc -c; echo "
                                "${PIPESTATUS[0]}"),
                 CliProcess::program(), m_path});
    QVERIFY(shell.waitForFinished());
    QCOMPARE(shell.readAllStandardOutput(), QByteArray("3\n0\n"));
    QCOMPARE(shell.readAllStandardError(), QByteArray());
}

// What is whole is exported, and the damage is told.
void tst_captureexport::damagedCapture()
{
    QByteArray bytes = content(m_path);
    bytes += QByteArray::fromHex("06000000fffffff000000000");
    CliProcess cli;
    QCOMPARE(cli.run(exporting("--format raw --filter conn==2", QStringLiteral("-")), bytes), 4);
    QCOMPARE(cli.out(), QByteArray("abcabc"));
    QVERIFY2(cli.words().contains("offset"), cli.words().constData());
}

void tst_captureexport::wrongUsage_data()
{
    QTest::addColumn<QString>("options");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* options, const char* words) {
        QTest::newRow(options) << QString::fromUtf8(options) << QString::fromUtf8(words);
    };
    row("capture export FILE", "--format pcapng, har, csv, jsonl, raw or c");
    row("capture export FILE --format xml", "--format pcapng, har, csv, jsonl, raw or c");
    row("capture export FILE --format csv --payload xml", "--payload takes none, text, hex or base64");
    row("capture export FILE --format csv --filter lenght>3", "there is no field lenght");
    row("capture export FILE --format csv --dir up", "--dir takes in, out or both");
    row("capture export", "and a file");
    row("capture export FILE extra --format csv", "and a file");
    row("capture stats FILE --decode-as http", "--decode-as takes a connection's number and a protocol");
    row("capture stats FILE --decode-as 0=http", "--decode-as takes a connection's number and a protocol");
    row("capture stats FILE --decode-as 1=smtp", "'smtp' is not a protocol; --decode-as takes http2, http,");
    row("capture follow FILE --decode-as 1=http", "--decode-as is for");
    row("capture list FILE --format csv", "--format is for 'capture export'");
    row("capture stats FILE --out x", "--out is for 'capture export'");
    row("capture follow FILE --payload hex", "--payload is for 'capture export'");
}

void tst_captureexport::wrongUsage()
{
    QFETCH(QString, options);
    QFETCH(QString, words);
    CliProcess cli;
    QCOMPARE(cli.run(options.replace(QLatin1String("FILE"), m_path).split(u' ')), 2);
    QVERIFY2(cli.words().contains(words.toUtf8()), cli.words().constData());
    QCOMPARE(cli.out(), QByteArray());
}

QTEST_GUILESS_MAIN(tst_captureexport)
#include "tst_captureexport.moc"
