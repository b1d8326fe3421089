// SPDX-License-Identifier: MIT
#include "capture/capturefile.h"
#include "capture/capturestore.h"
#include "capture/savecapture.h"
#include "query/csvexport.h"
#include "query/exportrun.h"
#include "support/memorysource.h"
#include "tests/capture/capturekit.h"

#include <QBuffer>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

#include <limits>

using namespace wl;
using namespace wl::test;

class TestExportRun : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void csv();
    void csvCells_data();
    void csvCells();
    void csvPayloads_data();
    void csvPayloads();
    void jsonLines();
    void jsonLinesForms();
    void times_data();
    void times();
    void raw();
    void cArray();
    void captureOfSome();
    void onlyWhatIsSelected();
    void onlyWhatIsListed();
    void growsAndFlushes();
    void droppedAndUnread();
    void stops();
    void tellsProgress();
    void diskThatIsFull();
    void deviceThatIsClosed();
    void fileAppearsWhole();

private:
    [[nodiscard]] QByteArray exported(const ExportOptions& options)
    {
        QByteArray bytes;
        const auto result = exportRecords(*m_source, options, [&bytes](QByteArrayView piece) -> Result<void> {
            bytes += piece;
            return {};
        });
        m_result = result.value_or(ExportResult());
        return m_result.bytes == bytes.size() ? bytes : QByteArray("the count is wrong");
    }

    std::unique_ptr<MemorySource> m_source;
    ConnectionId m_connection;
    ExportResult m_result;
};

void TestExportRun::init()
{
    qputenv("TZ", "UTC");
    m_source = std::make_unique<MemorySource>();
    m_connection = m_source->addConnection(QStringLiteral("Echo"), QStringLiteral("127.0.0.1:80"),
                                           QStringLiteral("127.0.0.1:5000"));
    m_source->append(m_connection, Direction::Received, {}, RecordKind::Opened);
    m_source->append(m_connection, Direction::Received, "hello, \"you\"\r\n");
    m_source->append(m_connection, Direction::Sent, QByteArray("\0\xff", 2));
}

void TestExportRun::csv()
{
    ExportOptions options;
    options.format = ExportFormat::Csv;
    options.payload = PayloadForm::None;
    QCOMPARE(exported(options),
             QByteArray("number,time,conn,pane,dir,kind,src,dst,proto,length,info\r\n"
                        "1,2023-11-14T22:13:20.000000Z,1,Echo,in,opened,127.0.0.1:5000,127.0.0.1:80,TCP,0,"
                        "Peer connected\r\n"
                        "2,2023-11-14T22:13:20.001000Z,1,Echo,in,data,127.0.0.1:5000,127.0.0.1:80,TCP,14,"
                        "\"hello, \"\"you\"\"\"\r\n"
                        "3,2023-11-14T22:13:20.002000Z,1,Echo,out,data,127.0.0.1:80,127.0.0.1:5000,TCP,2,"
                        "\\x00\xef\xbf\xbd\r\n"));
    QCOMPARE(m_result.records, 3U);
}

void TestExportRun::csvCells_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("cell");
    const auto row = [](const char* text, const char* cell) {
        QTest::newRow(text) << QString::fromUtf8(text) << QByteArray(cell);
    };
    row("", "");
    row("plain", "plain");
    row("a,b", "\"a,b\"");
    row("a\"b", "\"a\"\"b\"");
    row("a\nb", "\"a\nb\"");
    row(" a", "\" a\"");
    row("=cmd|' /C calc'!A0", "\"'=cmd|' /C calc'!A0\"");
    row("+1", "\"'+1\"");
    row("-1", "\"'-1\"");
    row("@SUM(A1)", "\"'@SUM(A1)\"");
    row("\tx", "\"'\tx\"");
    row("\rx", "\"'\rx\"");
    row("a=b", "a=b");
    row("'=1", "\"'=1\""); // quoted as those that got one
    row("\x1b[2J", "\\x1b[2J");
    row("caf\xc3\xa9", "caf\xc3\xa9");
}

void TestExportRun::csvCells()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, cell);
    QCOMPARE(CsvExport::cell(text), cell);
}

void TestExportRun::csvPayloads_data()
{
    QTest::addColumn<PayloadForm>("form");
    QTest::addColumn<QByteArray>("column");
    QTest::addColumn<QByteArray>("cell");
    QTest::newRow("text") << PayloadForm::Text << QByteArray("text") << QByteArray("\\x00\xef\xbf\xbd");
    QTest::newRow("hex") << PayloadForm::Hex << QByteArray("hex") << QByteArray("00ff");
    QTest::newRow("base64") << PayloadForm::Base64 << QByteArray("base64") << QByteArray("AP8=");
}

void TestExportRun::csvPayloads()
{
    QFETCH(PayloadForm, form);
    QFETCH(QByteArray, column);
    QFETCH(QByteArray, cell);
    ExportOptions options;
    options.format = ExportFormat::Csv;
    options.payload = form;
    const QByteArrayList lines = exported(options).split('\n');
    QVERIFY(lines[0].endsWith(",info," + column + "\r"));
    QVERIFY(lines[1].endsWith(",Peer connected,\r")); // of a turning point none
    QVERIFY2(lines.at(lines.size() - 2).endsWith("," + cell + "\r"), lines.constLast().constData());
}

void TestExportRun::jsonLines()
{
    const QByteArray text = exported({});
    const QByteArrayList lines = text.trimmed().split('\n');
    QCOMPARE(lines.size(), 3);
    const QJsonObject opened = QJsonDocument::fromJson(lines[0]).object();
    QCOMPARE(opened.value(QLatin1String("kind")).toString(), QStringLiteral("opened"));
    QVERIFY(!opened.contains(QLatin1String("hex")));
    const QJsonObject hello = QJsonDocument::fromJson(lines[1]).object();
    QCOMPARE(hello.value(QLatin1String("number")).toInt(), 2);
    QCOMPARE(hello.value(QLatin1String("conn")).toInt(), 1);
    QCOMPARE(hello.value(QLatin1String("dir")).toString(), QStringLiteral("in"));
    QCOMPARE(hello.value(QLatin1String("text")).toString(), QStringLiteral("hello, \"you\"\r\n"));
    QCOMPARE(hello.value(QLatin1String("length")).toInt(), 14);
    const QJsonObject bytes = QJsonDocument::fromJson(lines[2]).object();
    QCOMPARE(bytes.value(QLatin1String("hex")).toString(), QStringLiteral("00ff"));
}

void TestExportRun::jsonLinesForms()
{
    ExportOptions options;
    options.payload = PayloadForm::Base64;
    QVERIFY(exported(options).contains("\"base64\":\"AP8=\"}"));
    options.payload = PayloadForm::Text;
    const QByteArray text = exported(options);
    QVERIFY(text.contains("\"text\":\"\\u0000\xef\xbf\xbd\"}") && !text.contains("hex"));
    options.payload = PayloadForm::None;
    QVERIFY(!exported(options).contains("\"text\""));
}

void TestExportRun::times_data()
{
    QTest::addColumn<qint64>("ns");
    QTest::addColumn<QString>("time");
    QTest::newRow("last of a second")
        << qint64(1'700'000'000'999'999'999) << QStringLiteral("2023-11-14T22:13:20.999999Z");
    QTest::newRow("first of the next")
        << qint64(1'700'000'001'000'000'000) << QStringLiteral("2023-11-14T22:13:21.000000Z");
    QTest::newRow("1970") << qint64(0) << QStringLiteral("1970-01-01T00:00:00.000000Z");
    QTest::newRow("before 1970") << qint64(-1000) << QStringLiteral("1969-12-31T23:59:59.999999Z");
    QTest::newRow("first there is") << std::numeric_limits<qint64>::min()
                                    << QStringLiteral("1677-09-21T00:12:43.145224Z");
}

void TestExportRun::times()
{
    QFETCH(qint64, ns);
    QFETCH(QString, time);
    QCOMPARE(isoTime(Timestamp{ns}), time);
    m_source->setTime(ns);
    m_source->append(m_connection, Direction::Sent, "x");
    ExportOptions options;
    options.choice = *Query::parse(u"length == 1");
    QVERIFY2(exported(options).contains("\"time\":\"" + time.toUtf8() + "\""), exported(options).constData());
}

void TestExportRun::raw()
{
    ExportOptions options;
    options.format = ExportFormat::Raw;
    QCOMPARE(exported(options), QByteArray("hello, \"you\"\r\n\0\xff", 16));
    QCOMPARE(m_result.records, 2U);
    options.received = false;
    QCOMPARE(exported(options), QByteArray("\0\xff", 2));
    options.sent = false;
    QCOMPARE(exported(options), QByteArray());
}

void TestExportRun::cArray()
{
    m_source->append(m_connection, Direction::Sent, {}); // C has no array of nothing
    ExportOptions options;
    options.format = ExportFormat::CArray;
    options.received = false;
    const QByteArray text = exported(options);
    QVERIFY2(text.endsWith("\n/* 2023-11-14T22:13:20.002000Z, 127.0.0.1:80 to 127.0.0.1:5000 */\n"
                           "static const unsigned char sent_3[2] =\n{0x00, 0xff};\n"),
             text.constData());
    QCOMPARE(m_result.records, 1U);
}

/// Every record of a capture file in words, whatever the order.
static QStringList recordsOf(const QString& path)
{
    const auto file = CaptureFile::open(path);
    if (!file || (*file)->finish().error)
        return {QStringLiteral("cannot be read")};
    QStringList records;
    for (quint64 row = 0; row < (*file)->recordCount(); ++row) {
        const RecordEntry entry = (*file)->record(RecordId(row));
        const ConnectionInfo& info = (*file)->connection(entry.connectionId()).info;
        records += QStringLiteral("%1 %2 %3 %4 %5 %6")
                       .arg(entry.timeNs)
                       .arg(info.local.toString(), info.peer.toString())
                       .arg(int(entry.kind))
                       .arg(int(entry.direction))
                       .arg(QString::fromLatin1((*file)->payload(RecordId(row))->toHex()));
    }
    records.sort();
    return records;
}

// What is selected while it comes is what saving the selection gives, with openings and gaps.
void TestExportRun::captureOfSome()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("all.pcapng"));
    kit::tellEverything(*kit::fileStore(path));
    const auto file = CaptureFile::open(path);
    QVERIFY(file && !(*file)->finish().error);
    for (quint64 step = 1; step <= 5; ++step) {
        std::vector<RecordId> ids;
        for (quint64 row = step / 2; row < (*file)->recordCount(); row += step)
            ids.emplace_back(row);
        SaveOptions saving;
        saving.selection = ids;
        const QString saved = folder.filePath(QStringLiteral("saved.pcapng"));
        QVERIFY(saveCapture(**file, saved, saving));
        ExportOptions options;
        options.format = ExportFormat::Pcapng;
        options.records = ids;
        const QString streamed = folder.filePath(QStringLiteral("streamed.pcapng"));
        QVERIFY(exportFile(**file, options, streamed));
        QCOMPARE(recordsOf(streamed), recordsOf(saved));
        QVERIFY(recordsOf(saved).size() > 3);
    }
}

void TestExportRun::onlyWhatIsSelected()
{
    ExportOptions options;
    options.format = ExportFormat::Raw;
    options.choice = *Query::parse(u"length == 2");
    QCOMPARE(exported(options), QByteArray("\0\xff", 2));
    options.choice = *Query::parse(u"length > 100");
    QCOMPARE(exported(options), QByteArray());
    options.format = ExportFormat::Csv;
    QCOMPARE(exported(options).count('\n'), 1); // the header line stands also over nothing
}

void TestExportRun::onlyWhatIsListed()
{
    ExportOptions options;
    options.format = ExportFormat::Raw;
    options.records = std::vector{RecordId(0), RecordId(2), RecordId(99)};
    QCOMPARE(exported(options), QByteArray("\0\xff", 2));
    options.choice = *Query::parse(u"dir == in"); // both must hold
    QCOMPARE(exported(options), QByteArray());
    options.records = std::vector<RecordId>();
    options.choice = {};
    QCOMPARE(exported(options), QByteArray());
}

void TestExportRun::growsAndFlushes()
{
    QByteArray bytes;
    ExportOptions options;
    options.format = ExportFormat::Raw;
    ExportRun run(*m_source, options, [&bytes](QByteArrayView piece) -> Result<void> {
        bytes += piece;
        return {};
    });
    QVERIFY(run.advance(2).value());
    QVERIFY(!run.advance(2).value());
    QVERIFY(run.flush());
    QCOMPARE(bytes, QByteArray("hello, \"you\"\r\n"));
    for (int i = 0; i < 10'000; ++i)
        m_source->append(m_connection, Direction::Sent, "x");
    while (run.advance(m_source->recordCount()).value()) {
    }
    QCOMPARE(run.finish()->records, 10'002U);
    QCOMPARE(bytes.size(), 14 + 2 + 10'000);
}

void TestExportRun::droppedAndUnread()
{
    m_source->failPayload(1);
    ExportOptions options;
    const QByteArray text = exported(options);
    QCOMPARE(m_result.unreadRecords, 1U);
    QVERIFY(text.contains("\"missing\":true"));
    options.format = ExportFormat::Raw;
    QCOMPARE(exported(options), QByteArray("\0\xff", 2));
    m_source->setFirstKept(2);
    QCOMPARE(exported({}).count('\n'), 1); // what the cap has taken is not listed
}

void TestExportRun::stops()
{
    std::stop_source stop;
    stop.request_stop();
    QByteArray bytes;
    const auto result = exportRecords(
        *m_source, {},
        [&bytes](QByteArrayView piece) -> Result<void> {
            bytes += piece;
            return {};
        },
        stop.get_token());
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::Canceled);
    QCOMPARE(bytes, QByteArray());
}

void TestExportRun::tellsProgress()
{
    for (int i = 0; i < 10'000; ++i)
        m_source->append(m_connection, Direction::Sent, "x");
    std::vector<quint64> told;
    const auto write = [](QByteArrayView) -> Result<void> { return {}; };
    QVERIFY(exportRecords(*m_source, {}, write, {}, [&told](quint64 done, quint64 total) {
        QCOMPARE(total, 10'003U);
        told.push_back(done);
    }));
    QVERIFY(told.size() > 2);
    QVERIFY(std::is_sorted(told.begin(), told.end()));
    QCOMPARE(told.back(), 10'003U);
}

void TestExportRun::diskThatIsFull()
{
    for (int i = 0; i < 10'000; ++i)
        m_source->append(m_connection, Direction::Sent, QByteArray(1000, 'x'));
    int calls = 0;
    const auto result = exportRecords(*m_source, {}, [&calls](QByteArrayView) -> Result<void> {
        ++calls;
        return fail(ErrorCode::DiskFull);
    });
    QVERIFY(!result);
    QCOMPARE(result.error().code, ErrorCode::DiskFull);
    QCOMPARE(calls, 1); // and it is not tried again
}

void TestExportRun::deviceThatIsClosed()
{
    QBuffer buffer;
    QVERIFY(buffer.open(QIODevice::WriteOnly));
    QVERIFY(exportRecords(*m_source, {}, writeTo(buffer)));
    QCOMPARE(buffer.data().count('\n'), 3);
    buffer.close();
    QTest::ignoreMessage(QtWarningMsg, "QIODevice::write (QBuffer): device not open");
    QCOMPARE(exportRecords(*m_source, {}, writeTo(buffer)).error().code, ErrorCode::FileFailed);
}

void TestExportRun::fileAppearsWhole()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("out.jsonl"));
    std::stop_source stop;
    stop.request_stop();
    QVERIFY(!exportFile(*m_source, {}, path, stop.get_token()));
    QVERIFY(QDir(folder.path()).isEmpty());
    const auto result = exportFile(*m_source, {}, path);
    QVERIFY(result);
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll().size(), result->bytes);
    QCOMPARE(exportFile(*m_source, {}, folder.filePath(QStringLiteral("no/where"))).error().code,
             ErrorCode::FileNotFound);
}

QTEST_GUILESS_MAIN(TestExportRun)
#include "tst_exportrun.moc"
