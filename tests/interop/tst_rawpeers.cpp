// SPDX-License-Identifier: MIT
#include "http/httpfixture.h"
#include "support/program.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace wl;
using namespace wl::test;
using namespace wltest;

/// Raw requests of the engine and of the terminal program, recorded by Python's sockets: the bytes are the
/// same.
class tst_rawpeers : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void recorded_data();
    void recorded();
    void interimFromPython();

private:
    [[nodiscard]] static Program recorder(qsizetype count)
    {
        return {QStringLiteral("python3"), {QFINDTESTDATA("raw_recorder.py"), QString::number(count)}};
    }

    QTemporaryDir m_dir;
};

void tst_rawpeers::initTestCase()
{
    if (!Program::isThere(QStringLiteral("python3")))
        QSKIP("python3 is missing");
    QVERIFY(m_dir.isValid());
    qputenv("XDG_CACHE_HOME", m_dir.path().toUtf8());
}

void tst_rawpeers::recorded_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("by the rules") << QByteArray("GET /x HTTP/1.1\r\nHost: h\r\n\r\n");
    QTest::newRow("LF only") << QByteArray("GET / HTTP/1.1\nHost: h\n\n");
    QTest::newRow("no end") << QByteArray("GET / HTTP/1.1\r\nHost: h");
    QTest::newRow("NUL and high bytes") << QByteArray("\0GET \xff\xfe / HTTP/9.9\r\r\n\0\n", 24);
    QTest::newRow("two at once") << QByteArray("GET /1 HTTP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n");
    QByteArray large = "POST / HTTP/1.1\r\nContent-Length: 1000000\r\n\r\n";
    for (int i = 0; i < 1'000'000; ++i)
        large += char(i * 31 + i / 256);
    QTest::newRow("1 MB") << large;
}

void tst_rawpeers::recorded()
{
    QFETCH(QByteArray, bytes);
    Program python = recorder(bytes.size());
    const QString url = QStringLiteral("http://127.0.0.1:%1/").arg(python.line().toInt());
    HttpFixture http;
    HttpRequest raw;
    raw.url = url;
    raw.isRaw = true;
    raw.raw.form = PayloadSpec::Form::Hex;
    raw.raw.text = QString::fromLatin1(bytes.toHex());
    const HttpExchange exchange = http.run(raw);
    QCOMPARE(exchange.error, Error());
    QCOMPARE(contentOf(exchange.body), QByteArray::number(bytes.size()));
    QCOMPARE(QByteArray::fromHex(python.line()), bytes);
    // The terminal program, from a file and from standard input.
    QFile file(m_dir.filePath(QStringLiteral("raw.bin")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
    file.close();
    for (const QString& from : {file.fileName(), QStringLiteral("-")}) {
        Program cli(qEnvironmentVariable("WIRELOUPE_CLI"),
                    {QStringLiteral("http"), QStringLiteral("--raw"), from, url});
        if (from == QStringLiteral("-"))
            cli.write(bytes);
        cli.finish();
        QVERIFY2(cli.wait() == 0, cli.errors().constData());
        QCOMPARE(cli.process().readAllStandardOutput(), QByteArray::number(bytes.size()));
        QCOMPARE(QByteArray::fromHex(python.line()), bytes);
    }
}

/// http.server sends 100 Continue by itself where it is asked for.
void tst_rawpeers::interimFromPython()
{
    Program python(QStringLiteral("python3"), {QFINDTESTDATA("http_server.py")});
    const QString url = QStringLiteral("http://127.0.0.1:%1/echo").arg(python.line().toInt());
    HttpFixture http;
    HttpRequest asked;
    asked.method = QStringLiteral("POST");
    asked.url = url;
    asked.headers = {{QStringLiteral("Expect"), QStringLiteral("100-continue"), true, false, {}}};
    asked.body.kind = HttpBody::Kind::Text;
    asked.body.text = QStringLiteral("body");
    for (const HttpEngine engine : {HttpEngine::Qt, HttpEngine::Exact}) {
        asked.settings.engine = engine;
        const HttpExchange exchange = http.run(asked);
        QCOMPARE(exchange.error, Error());
        QCOMPARE(exchange.hops.constLast().interim.size(), 1);
        QCOMPARE(exchange.hops.constLast().interim.first().status, 100);
    }
}

QTEST_GUILESS_MAIN(tst_rawpeers)
#include "tst_rawpeers.moc"
