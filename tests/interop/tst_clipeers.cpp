// SPDX-License-Identifier: MIT
#include "cli/cliprocess.h"

#include <QFile>
#include <QStandardPaths>
#include <QTemporaryDir>

using namespace wl::test;

/// The terminal program against plain Python peers, in both roles.
class tst_clipeers : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void clientsAgainstListen_data();
    void clientsAgainstListen();
    void requestsArriveAsSent();
    void sendAgainstServers_data();
    void sendAgainstServers();
    void fileAgainstAServerThatWaitsForTheEnd();
    void httpAgainstAServer_data();
    void httpAgainstAServer();
    void followedBytesAreThoseOfTheSockets();

private:
    /// A server of cli_servers.py; it ends with this object.
    struct Server
    {
        explicit Server(const QString& name)
        {
            process.start(QStringLiteral("python3"), {script(QStringLiteral("cli_servers.py")), name});
            QByteArray told;
            (void)QTest::qWaitFor([&] { return (told += process.readAllStandardOutput()).contains('\n'); },
                                  30'000);
            port = told.trimmed().toUShort();
        }
        ~Server()
        {
            process.closeWriteChannel();
            if (!process.waitForFinished()) {
                process.kill();
                process.waitForFinished();
            }
        }
        QProcess process;
        quint16 port = 0;
    };

    static QString script(const QString& name)
    {
        return qEnvironmentVariable("WIRELOUPE_SOURCE") + QStringLiteral("/tests/interop/") + name;
    }
    /// The exit code of a client of cli_clients.py; `told` is what it printed.
    static int runClient(const QString& name, quint16 port, QByteArray& told, const QStringList& files = {})
    {
        QProcess client;
        client.setProcessChannelMode(QProcess::MergedChannels);
        client.start(QStringLiteral("python3"),
                     QStringList{script(QStringLiteral("cli_clients.py")), name, QString::number(port)} +
                         files);
        if (!client.waitForFinished(60'000))
            return -1;
        told = client.readAll();
        return client.exitCode();
    }
};

void tst_clipeers::initTestCase()
{
    VERIFY_PROGRAM();
    if (QStandardPaths::findExecutable(QStringLiteral("python3")).isEmpty())
        QSKIP("python3 is not here");
    QVERIFY(QFile::exists(script(QStringLiteral("cli_clients.py"))));
}

void tst_clipeers::clientsAgainstListen_data()
{
    QTest::addColumn<QStringList>("listen");
    const QStringList echo = split("listen tcp://127.0.0.1:0 --echo --print none");
    const QStringList http{
        QStringLiteral("listen"),
        QStringLiteral("tcp://127.0.0.1:0"),
        QStringLiteral("--reply"),
        QStringLiteral("HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\nConnection: close\\r\\n\\r\\nok"),
        QStringLiteral("--close-after-reply"),
        QStringLiteral("--print"),
        QStringLiteral("none")};
    for (const char* name : {"plain", "byte_by_byte", "many_selected", "streams"})
        QTest::newRow(name) << echo;
    QTest::newRow("datagrams") << split("listen udp://127.0.0.1:0 --echo --print none");
    for (const char* name :
         {"urllib_get", "urllib_form", "urllib_json", "requests_get", "requests_form", "requests_json"})
        QTest::newRow(name) << http;
}

void tst_clipeers::clientsAgainstListen()
{
    QFETCH(QStringList, listen);
    CliProcess cli;
    cli.begin(listen);
    QByteArray told;
    const int code = runClient(QString::fromLatin1(QTest::currentDataTag()), cli.port(), told);
    if (code == 77)
        QSKIP(told.constData());
    QVERIFY2(code == 0, told.constData());
    cli.signal(SIGTERM);
    QCOMPARE(cli.end(), 130);
}

void tst_clipeers::requestsArriveAsSent()
{
    CliProcess cli;
    cli.begin({QStringLiteral("listen"), QStringLiteral("tcp://127.0.0.1:0"), QStringLiteral("--reply"),
               QStringLiteral("HTTP/1.1 200 OK\\r\\nContent-Length: 2\\r\\n\\r\\nok"),
               QStringLiteral("--close-after-reply"), QStringLiteral("--print"), QStringLiteral("json")});
    QByteArray told;
    QVERIFY2(runClient(QStringLiteral("urllib_json"), cli.port(), told) == 0, told.constData());
    QTRY_COMPARE(cli.events(QStringLiteral("closed")).size(), 1);
    QByteArray received;
    for (const QJsonObject& data : cli.events(QStringLiteral("data"))) {
        if (data.value(QLatin1String("dir")).toString() == QLatin1String("in"))
            received += QByteArray::fromHex(data.value(QLatin1String("hex")).toString().toLatin1());
    }
    QVERIFY(received.startsWith("POST /path?q=1 HTTP/1.1\r\n"));
    QVERIFY(received.endsWith("\r\n\r\n{\"a\": [1, 2.5]}"));
}

void tst_clipeers::sendAgainstServers_data()
{
    QTest::addColumn<QString>("scheme");
    QTest::addColumn<QString>("payload");
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("one_reply") << QStringLiteral("tcp") << QStringLiteral("hello")
                               << QByteArray("you said: hello");
    QTest::newRow("selecting") << QStringLiteral("tcp") << QStringLiteral("echo\\x00\\xff")
                               << QByteArray("echo\0\xff", 6);
    QTest::newRow("streams") << QStringLiteral("tcp") << QStringLiteral("one\\ntwo\\n")
                             << QByteArray("ONE\nTWO\n");
    QTest::newRow("datagrams") << QStringLiteral("udp") << QStringLiteral("abc") << QByteArray("cba");
}

void tst_clipeers::sendAgainstServers()
{
    QFETCH(QString, scheme);
    QFETCH(QString, payload);
    QFETCH(QByteArray, answer);
    const Server server(QString::fromLatin1(QTest::currentDataTag()));
    QVERIFY(server.port != 0);
    CliProcess cli;
    QCOMPARE(
        cli.run({QStringLiteral("send"), QStringLiteral("%1://127.0.0.1:%2").arg(scheme).arg(server.port),
                 payload, QStringLiteral("--wait"), QStringLiteral("1m"), QStringLiteral("--expect-regex"),
                 QStringLiteral("(?s).{%1}").arg(QString::fromUtf8(answer).size())}),
        0);
    QCOMPARE(cli.out(), answer);
}

void tst_clipeers::fileAgainstAServerThatWaitsForTheEnd()
{
    const Server server(QStringLiteral("after_eof"));
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("f")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(QByteArray(20'000'000, 'f'));
    file.close();
    CliProcess cli;
    QCOMPARE(cli.run({QStringLiteral("send"), QStringLiteral("tcp://127.0.0.1:%1").arg(server.port),
                      QStringLiteral("--file"), file.fileName(), QStringLiteral("--finish"),
                      QStringLiteral("--wait"), QStringLiteral("1m"), QStringLiteral("--expect"),
                      QStringLiteral("20000000 bytes\\n")}),
             0);
}

void tst_clipeers::httpAgainstAServer_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("GET") << split("GET") << QStringLiteral("/a?b=c") << QByteArray("\"path\": \"/a?b=c\"");
    QTest::newRow("chunked") << split("GET") << QStringLiteral("/chunked") << QByteArray("one,two,three");
    QTest::newRow("form POST") << QStringList{QStringLiteral("POST"), QStringLiteral("--form"),
                                              QStringLiteral("name=a b"), QStringLiteral("--form"),
                                              QStringLiteral("sign=&=\u00e9")}
                               << QStringLiteral("/")
                               << QByteArray("{\"form\": {\"name\": [\"a b\"], \"sign\": [\"&=\\u00e9\"]}}");
    QTest::newRow("JSON POST") << QStringList{QStringLiteral("POST"), QStringLiteral("--json"),
                                              QStringLiteral("{\"a\": [1, 2.5]}")}
                               << QStringLiteral("/") << QByteArray("{\"json\": {\"a\": [1, 2.5]}}");
    QTest::newRow("text POST") << QStringList{QStringLiteral("POST"), QStringLiteral("-d"),
                                              QStringLiteral("12345")}
                               << QStringLiteral("/") << QByteArray("{\"bytes\": 5}");
}

void tst_clipeers::httpAgainstAServer()
{
    QFETCH(QStringList, words);
    QFETCH(QString, path);
    QFETCH(QByteArray, answer);
    const Server server(QStringLiteral("api"));
    QVERIFY(server.port != 0);
    words.insert(1, QStringLiteral("http://127.0.0.1:%1%2").arg(server.port).arg(path));
    CliProcess cli;
    QCOMPARE(cli.run(QStringList{QStringLiteral("http")} + words), 0);
    QVERIFY2(cli.out().contains(answer), cli.out().constData());
}

// What tshark puts together from the capture is what the sockets of both ends had.
void tst_clipeers::followedBytesAreThoseOfTheSockets()
{
    if (QStandardPaths::findExecutable(QStringLiteral("tshark")).isEmpty())
        QSKIP("tshark is not here");
    const QTemporaryDir folder;
    const QString capture = folder.filePath(QStringLiteral("c.pcapng"));
    const QStringList files{folder.filePath(QStringLiteral("sent")),
                            folder.filePath(QStringLiteral("received"))};
    CliProcess cli;
    cli.begin(split("listen tcp://127.0.0.1:0 --echo --print none --capture") + QStringList{capture});
    QByteArray told;
    QVERIFY2(runClient(QStringLiteral("random_pieces"), cli.port(), told, files) == 0, told.constData());
    cli.signal(SIGINT);
    QCOMPARE(cli.end(), 130);

    const auto tshark = [&](const QStringList& arguments) {
        QProcess process;
        process.start(QStringLiteral("tshark"), QStringList{QStringLiteral("-r"), capture} + arguments);
        return process.waitForFinished(120'000) ? process.readAllStandardOutput() : QByteArray("no end");
    };
    QByteArray sent;
    QByteArray received;
    const QByteArray followed =
        tshark({QStringLiteral("-q"), QStringLiteral("-z"), QStringLiteral("follow,tcp,raw,0")});
    for (const QByteArray& line : followed.split('\n')) {
        const QByteArray digits = line.trimmed();
        const QByteArray bytes = QByteArray::fromHex(digits);
        if (!digits.isEmpty() && bytes.toHex() == digits)
            (line.startsWith('\t') ? received : sent) += bytes;
    }
    const auto contentOf = [](const QString& path) {
        QFile file(path);
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    };
    QCOMPARE(sent.size(), 4'000'000);
    QVERIFY(sent == contentOf(files[0]));
    QVERIFY(received == contentOf(files[1]));
    QCOMPARE(
        tshark({QStringLiteral("-Y"), QStringLiteral("_ws.malformed || _ws.expert.severity >= warning")}),
        QByteArray());
}

QTEST_GUILESS_MAIN(tst_clipeers)
#include "tst_clipeers.moc"
