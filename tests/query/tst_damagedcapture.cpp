// SPDX-License-Identifier: MIT
#include "capture/capturefile.h"
#include "capture/capturestore.h"
#include "query/exportrun.h"
#include "query/statisticsrun.h"
#include "tests/capture/capturekit.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <fstream>

using namespace wl;
using namespace wl::kit;

namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr qint64 mostBytes = qint64{3} * 1024 * 1024 * 1024; // with what the sanitizer keeps for itself
#else
constexpr qint64 mostBytes = qint64{256} * 1024 * 1024;
#endif

/// Memory of this process that is its own.
qint64 anonymousBytes()
{
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.rfind("RssAnon:", 0) == 0)
            return qint64(std::stoll(line.substr(8))) * 1024;
    }
    return 0;
}

} // namespace

/// Captures that were damaged, and payloads that are meant to do harm, through everything that looks into
/// them: opening, filters on decoded fields, statistics, every export. Nothing crashes, what is read is
/// consistent, and memory stays bounded.
class TestDamagedCapture : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void cutAnywhere();
    void turnedBits();
    void hugeNumbers();
    void harmfulPayloads_data();
    void harmfulPayloads();
    void openConversationsWithoutEnd();

private:
    void look(const QByteArray& bytes);
    static void lookInto(const RecordSource& source);
    static void tellAll(TrafficSink& sink);

    QTemporaryDir m_folder;
    QByteArray m_whole;
};

void TestDamagedCapture::tellAll(TrafficSink& sink)
{
    Teller tell(sink);
    const auto web = tell.add(connection(Transport::Tcp, Role::Server, "Web", address("127.0.0.1", 8080),
                                         address("127.0.0.1", 50'001)));
    tell.opened(web);
    tell.received(web, "GET /a?b=c HTTP/1.1\r\nHost: x\r\nCookie: a=b\r\n\r\n");
    tell.sent(web, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\n");
    tell.sent(web, "7\r\n{\"a\":1}\r\n0\r\n\r\n");
    tell.closed(web);
    const auto broker = tell.add(
        connection(Transport::Tcp, Role::Client, "Broker", address("::1", 50'002), address("::1", 1883)));
    tell.sent(broker, QByteArray("\x10\x0c\0\4MQTT\4\2\0\x3c\0\0", 14));
    tell.received(broker, QByteArray("\x20\2\0\0", 4));
    tell.event(broker, RecordKind::Failed, Direction::Received, "connection-reset");
    const auto dns = tell.add(connection(Transport::Udp, Role::Client, "DNS", address("10.0.0.1", 50'003),
                                         address("10.0.0.2", 53)));
    tell.sent(dns, QByteArray("\0\1\1\0\0\1\0\0\0\0\0\0\1a\0\0\1\0\1", 19));
    tell.received(dns, QByteArray("\0\1\x81\x80\0\1\0\0\0\0\0\0\1a\0\0\1\0\1", 19));
}

void TestDamagedCapture::initTestCase()
{
    const QString path = m_folder.filePath(QStringLiteral("whole.pcapng"));
    tellAll(*fileStore(path));
    m_whole = contentOf(path);
    QVERIFY(m_whole.size() > 1000 && m_whole.size() < 4096);
    look(m_whole);
}

/// Opens the bytes as a file and asks everything of it.
void TestDamagedCapture::look(const QByteArray& bytes)
{
    const QString path = m_folder.filePath(QStringLiteral("damaged.pcapng"));
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(bytes);
    file.close();
    const auto opened = CaptureFile::open(path);
    if (!opened) {
        QCOMPARE(opened.error().code, ErrorCode::FileMalformed);
        return;
    }
    const auto error = (*opened)->finish().error;
    QVERIFY(!error || error->detail.contains(QStringLiteral("offset ")));
    lookInto(**opened);
}

void TestDamagedCapture::lookInto(const RecordSource& source)
{
    const TrafficStatistics all = statisticsOf(source);
    QCOMPARE(all.records, source.recordCount());
    quint64 records = 0;
    for (const ConversationStatistics& row : all.conversations)
        records += row.traffic.allRecords();
    QCOMPARE(records, all.traffic.allRecords());
    static const Query query =
        *Query::parse(u"http.status or mqtt.type or dns.name or json[\"a\"] or proto == lines");
    QVERIFY(recordsMatching(query, source).size() <= source.recordCount());
    for (const ExportFormat format : {ExportFormat::Pcapng, ExportFormat::Har, ExportFormat::Csv,
                                      ExportFormat::JsonLines, ExportFormat::Raw, ExportFormat::CArray}) {
        ExportOptions options;
        options.format = format;
        qint64 bytes = 0;
        const auto result = exportRecords(source, options, [&bytes](QByteArrayView piece) -> Result<void> {
            bytes += piece.size();
            return {};
        });
        QVERIFY(result);
        QCOMPARE(result->bytes, bytes);
    }
}

void TestDamagedCapture::cutAnywhere()
{
    for (qsizetype size = 0; size < m_whole.size() && !QTest::currentTestFailed(); size += 3)
        look(m_whole.first(size));
}

void TestDamagedCapture::turnedBits()
{
    for (qsizetype at = 0; at < m_whole.size() && !QTest::currentTestFailed(); ++at) {
        QByteArray turned = m_whole;
        turned[at] = char(turned[at] ^ (1 << at % 8));
        look(turned);
    }
}

void TestDamagedCapture::hugeNumbers()
{
    for (qsizetype at = 0; at + 4 <= m_whole.size() && !QTest::currentTestFailed(); at += 4)
        look(QByteArray(m_whole).replace(at, 4, QByteArray(4, '\xFF')));
}

void TestDamagedCapture::harmfulPayloads_data()
{
    QTest::addColumn<QByteArrayList>("answers"); ///< to a request
    const QByteArray ok = "HTTP/1.1 200 OK\r\n";
    QTest::newRow("JSON 100,000 deep")
        << QByteArrayList{ok + "Content-Type: application/json\r\nContent-Length: 600000\r\n\r\n",
                          QByteArray("{\"a\":[").repeated(100'000)};
    QTest::newRow("a length of 2^63-1")
        << QByteArrayList{ok + "Content-Length: 9223372036854775807\r\n\r\n", QByteArray(100'000, 'x')};
    QTest::newRow("a chunk of 2^63-1") << QByteArrayList{
        ok + "Transfer-Encoding: chunked\r\n\r\n7fffffffffffffff\r\n", QByteArray(100'000, 'x')};
    QTest::newRow("chunks of one byte") << QByteArrayList{ok + "Transfer-Encoding: chunked\r\n\r\n",
                                                          QByteArray("1\r\nx\r\n").repeated(100'000)};
    QTest::newRow("codings on codings")
        << QByteArrayList{ok + "Content-Encoding: " + QByteArray("gzip, ").repeated(1000) +
                          "br\r\nContent-Length: 3\r\n\r\nabc"};
    QTest::newRow("many fields") << QByteArrayList{ok + QByteArray("A: b\r\n").repeated(200'000) + "\r\n"};
    QTest::newRow("a head without end") << QByteArrayList{ok, QByteArray(1'000'000, 'a')};
    QTest::newRow("many small answers")
        << QByteArrayList{QByteArray("HTTP/1.1 204 N\r\n\r\n").repeated(20'000)};
    QTest::newRow("a bomb") << QByteArrayList{}; // made below
}

void TestDamagedCapture::harmfulPayloads()
{
    QFETCH(QByteArrayList, answers);
    if (answers.isEmpty()) { // 1 GB of zeros, gzip in gzip
        QProcess python;
        python.start(
            QStringLiteral("python3"),
            {QStringLiteral("-c"),
             QStringLiteral("import sys,zlib\nc=zlib.compressobj(9,8,31)\nz=bytes(1<<20)\n"
                            "a=b''.join(c.compress(z) for _ in range(1024))+c.flush()\n"
                            "c=zlib.compressobj(9,8,31)\nsys.stdout.buffer.write(c.compress(a)+c.flush())")});
        if (!python.waitForFinished(60'000) || python.exitCode() != 0)
            QSKIP("python3 is not here");
        const QByteArray bomb = python.readAllStandardOutput();
        answers = {"HTTP/1.1 200 OK\r\nContent-Encoding: gzip, gzip\r\nContent-Length: " +
                       QByteArray::number(bomb.size()) + "\r\n\r\n",
                   bomb};
    }
    const QString path = m_folder.filePath(QStringLiteral("harm.pcapng"));
    {
        const auto capture = fileStore(path);
        Teller tell(*capture);
        const auto id = tell.add(connection(Transport::Tcp, Role::Server, "Web", address("127.0.0.1", 8080),
                                            address("127.0.0.1", 50'001)));
        tell.received(id, "GET / HTTP/1.1\r\n\r\n");
        for (const QByteArray& answer : answers)
            tell.sent(id, answer);
        tell.closed(id);
    }
    const auto opened = CaptureFile::open(path);
    QVERIFY(opened && !(*opened)->finish().error);
    const qint64 before = anonymousBytes();
    lookInto(**opened);
    const qint64 more = anonymousBytes() - before;
    QVERIFY2(more < mostBytes, qPrintable(QStringLiteral("%1 bytes more").arg(more)));
}

// A capture of many conversations that never end: decoders give way, and the states of pairing too.
void TestDamagedCapture::openConversationsWithoutEnd()
{
    const QString path = m_folder.filePath(QStringLiteral("open.pcapng"));
    constexpr int conversations = 20'000;
    {
        const auto capture = fileStore(path);
        Teller tell(*capture);
        for (int i = 0; i < conversations; ++i) {
            const auto id =
                tell.add(connection(Transport::Tcp, Role::Server, "Web", address("127.0.0.1", 8080),
                                    address("127.0.0.1", quint16(1024 + i))));
            tell.received(id, "POST / HTTP/1.1\r\nContent-Length: 100000\r\n\r\n" + QByteArray(1000, 'x'));
        }
    }
    const auto opened = CaptureFile::open(path);
    QVERIFY(opened && !(*opened)->finish().error);
    QCOMPARE((*opened)->connectionCount(), quint32(conversations));
    const qint64 before = anonymousBytes();
    lookInto(**opened);
    const qint64 more = anonymousBytes() - before;
    QVERIFY2(more < mostBytes, qPrintable(QStringLiteral("%1 bytes more").arg(more)));
}

QTEST_GUILESS_MAIN(TestDamagedCapture)
#include "tst_damagedcapture.moc"
