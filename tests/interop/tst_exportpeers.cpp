// SPDX-License-Identifier: MIT
#include "capture/capturefile.h"
#include "capture/capturestore.h"
#include "query/exportrun.h"
#include "tests/capture/capturekit.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace wl;
using namespace wl::kit;

namespace {

struct Outcome
{
    int code = -1;
    QByteArray out;
};

Outcome run(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.setProcessChannelMode(QProcess::MergedChannels);
    process.start(program, arguments);
    if (!process.waitForFinished(60'000))
        return {};
    return {process.exitCode(), process.readAll()};
}

QString script(const char* name)
{
    return qEnvironmentVariable("WIRELOUPE_SOURCE") + QStringLiteral("/tests/interop/") +
           QString::fromLatin1(name);
}

bool isInstalled(const char* program)
{
    return !QStandardPaths::findExecutable(QString::fromLatin1(program)).isEmpty();
}

} // namespace

/// What is exported, as other programs read it.
class TestExportPeers : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void harIsValid();
    void aWrongHarIsFound();
    void csvAndJsonTellTheSame();
    void cCompiles();
    void captureOpensElsewhere();

private:
    [[nodiscard]] QString exported(const char* name, ExportOptions options) const
    {
        const QString path = m_folder.filePath(QString::fromLatin1(name));
        return exportFile(*m_file, options, path) ? path : QString();
    }
    static void tellHttp(Teller& tell);
    static void tellOthers(Teller& tell);

    QTemporaryDir m_folder;
    QString m_path;
    std::unique_ptr<CaptureFile> m_file;
};

void TestExportPeers::initTestCase()
{
    if (!isInstalled("python3"))
        QSKIP("python3 is not here");
    m_path = m_folder.filePath(QStringLiteral("all.pcapng"));
    {
        const auto store = fileStore(m_path);
        Teller tell(*store);
        tellHttp(tell);
        tellOthers(tell);
    }
    m_file = std::move(*CaptureFile::open(m_path));
    QVERIFY(m_file->finish().isFinished);
}

// Exchanges as they should be and as they should not.
void TestExportPeers::tellHttp(Teller& tell)
{
    const auto id = tell.add(connection(Transport::Tcp, Role::Server, "=Web", address("127.0.0.1", 8080),
                                        address("127.0.0.1", 50'001)));
    tell.opened(id);
    tell.received(id, "GET /a?x=1&y=%20 HTTP/1.1\r\nHost: x.org\r\nCookie: a=1; b\r\nX: caf\xe9\r\n\r\n");
    tell.sent(id, "HTTP/1.1 200 OK\r\nSet-Cookie: s=1; Expires=Wed, 21 Oct 2015 07:28:00 GMT; Secure\r\n"
                  "Content-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
    tell.sent(id, "2\r\nde\r\n0\r\n\r\n");
    tell.received(id, "POST /\"b\" HTTP/1.1\r\nContent-Length: 3\r\n\r\n\xff\xfe\x00");
    tell.sent(id,
              "HTTP/1.1 302 Found\r\nLocation: /c\r\nContent-Encoding: nope\r\nContent-Length: 3\r\n\r\n\x80"
              "bc");
    tell.received(
        id, "HEAD http://y.org/ HTTP/1.1\r\n\r\nOPTIONS * HTTP/1.1\r\n\r\nGET /no-answer HTTP/1.1\r\n\r\n");
    tell.sent(id, "HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nHTTP/1.1 204 No Content\r\n\r\n");
    tell.closed(id);
    const auto other = tell.add(connection(Transport::Tcp, Role::Server, "Middle", address("127.0.0.1", 8080),
                                           address("127.0.0.1", 50'002)));
    tell.sent(other, "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nab");
    tell.closed(other);
}

void TestExportPeers::tellOthers(Teller& tell)
{
    const auto tcp = tell.add(connection(Transport::Tcp, Role::Client, "Lines, \"quoted\"",
                                         address("::1", 50'003), address("::1", 9000)));
    tell.opened(tcp);
    tell.sent(tcp, "=1+2\n");
    tell.received(tcp, "@SUM(A1:A9),\"x\"\r\n");
    tell.sent(tcp, pattern(3000, 7));
    tell.closed(tcp);
    const auto udp = tell.add(connection(Transport::Udp, Role::Server, "Datagrams",
                                         address("127.0.0.1", 9001), address("127.0.0.1", 50'004)));
    tell.received(udp, {});
    tell.received(udp, QByteArray("\0\x1b[2J\xf0\x9f\x94\x8d\xff", 10));
}

void TestExportPeers::harIsValid()
{
    ExportOptions options;
    options.format = ExportFormat::Har;
    const QString path = exported("all.har", options);
    const Outcome outcome =
        run(QStringLiteral("python3"), {script("har_check.py"), script("har-1.2.schema.json"), path});
    if (outcome.code == 77)
        QSKIP("python3-jsonschema is not here");
    QCOMPARE(outcome.out, QByteArray("5 entries\n"));
    QCOMPARE(outcome.code, 0);
}

// The schema is one that refuses.
void TestExportPeers::aWrongHarIsFound()
{
    QFile file(m_folder.filePath(QStringLiteral("all.har")));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QByteArray text = file.readAll();
    const QString path = m_folder.filePath(QStringLiteral("wrong.har"));
    QFile wrong(path);
    QVERIFY(wrong.open(QIODevice::WriteOnly));
    wrong.write(text.replace("\"httpVersion\":\"HTTP/1.1\"", "\"httpVersion\":1.1"));
    wrong.close();
    const Outcome outcome =
        run(QStringLiteral("python3"), {script("har_check.py"), script("har-1.2.schema.json"), path});
    if (outcome.code == 77)
        QSKIP("python3-jsonschema is not here");
    QCOMPARE(outcome.code, 1);
    QVERIFY(outcome.out.contains("httpVersion"));
}

void TestExportPeers::csvAndJsonTellTheSame()
{
    ExportOptions options;
    options.format = ExportFormat::Csv;
    const QString csv = exported("all.csv", options);
    options.format = ExportFormat::JsonLines;
    const Outcome outcome =
        run(QStringLiteral("python3"), {script("csv_json.py"), csv, exported("all.jsonl", options)});
    QCOMPARE(outcome.out, QByteArray::number(m_file->recordCount()) + " records\n");
    QCOMPARE(outcome.code, 0);
}

void TestExportPeers::cCompiles()
{
    if (!isInstalled("cc"))
        QSKIP("cc is not here");
    ExportOptions options;
    options.format = ExportFormat::CArray;
    options.choice = *Query::parse(u"conn == 3");
    options.received = false;
    const QString header = exported("all.h", options);
    QFile source(m_folder.filePath(QStringLiteral("all.c")));
    QVERIFY(source.open(QIODevice::WriteOnly));
    source.write("#include <stdio.h>\n#include \"all.h\"\nint main(void){\n");
    for (const quint32 id :
         recordsMatching(*Query::parse(u"conn == 3 and dir == out and payload"), *m_file)) {
        const QByteArray name = "sent_" + QByteArray::number(id + 1);
        source.write("fwrite(" + name + ", 1, sizeof " + name + ", stdout);\n");
    }
    source.write("return 0; }\n");
    source.close();
    const QString program = m_folder.filePath(QStringLiteral("all"));
    const Outcome compiled = run(QStringLiteral("cc"), {QStringLiteral("-Wall"), QStringLiteral("-Werror"),
                                                        source.fileName(), QStringLiteral("-o"), program});
    QVERIFY2(compiled.code == 0, compiled.out.constData());
    QVERIFY(run(program, {}).out == "=1+2\n" + pattern(3000, 7));
}

void TestExportPeers::captureOpensElsewhere()
{
    if (!isInstalled("tshark"))
        QSKIP("tshark is not here");
    ExportOptions options;
    options.format = ExportFormat::Pcapng;
    options.choice = *Query::parse(u"conn == 3 and dir == out");
    const QString path = exported("some.pcapng", options);
    const Outcome payloads = run(QStringLiteral("tshark"),
                                 {QStringLiteral("-r"), path, QStringLiteral("-Y"),
                                  QStringLiteral("tcp.len>0"), QStringLiteral("-T"), QStringLiteral("fields"),
                                  QStringLiteral("-e"), QStringLiteral("tcp.payload")});
    QVERIFY2(payloads.out.contains("\n" + QByteArray("=1+2\n").toHex() + "\n"), payloads.out.constData());
    QVERIFY(payloads.out.contains(pattern(3000, 7).toHex()));
    const Outcome odd =
        run(QStringLiteral("tshark"), {QStringLiteral("-r"), path, QStringLiteral("-Y"),
                                       QStringLiteral("tcp.analysis.flags || _ws.malformed")});
    QVERIFY2(!odd.out.contains("\u2192"), odd.out.constData()); // sequence numbers without gaps
}

QTEST_GUILESS_MAIN(TestExportPeers)
#include "tst_exportpeers.moc"
