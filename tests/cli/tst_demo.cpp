// SPDX-License-Identifier: MIT
#include "cli/answerserver.h"
#include "cli/cliprocess.h"
#include "support/rawpeer.h"
#include "support/securepeer.h"

#include <QStandardPaths>
#include <QTemporaryDir>
#include <QUdpSocket>

using namespace wl::test;

/// The demo, and what holds for every subcommand with traffic.
class tst_demo : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { VERIFY_PROGRAM(); }
    void everyExchangeIsRight();
    void jsonShowsTheWire();
    void noneIsSilent();
    void captureThatCannotBeMade();
    void interrupted();
    void noColorsInAPipe();
    void noSubcommandUsesAProxy();
};

void tst_demo::everyExchangeIsRight()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("demo.pcapng"));
    CliProcess cli;
    QCOMPARE(cli.run({QStringLiteral("demo"), QStringLiteral("--capture"), path}), 0);
    for (const char* part : {"Echo server", "Greeter", "One answer", "UDP echo", "JSON API", "GET /posts",
                             "POST /posts", "/status/404", "/gzip", "/redirect/3", "/bytes/", "were right"})
        QVERIFY2(cli.out().contains(part), part);
    QVERIFY(!cli.out().contains("\u2717"));
    QVERIFY(cli.out().contains(path.toUtf8()));
    if (QStandardPaths::findExecutable(QStringLiteral("tshark")).isEmpty())
        return;
    // Both ends of each connection are in it, which TCP analysis takes for repeated segments.
    QProcess tshark;
    tshark.start(QStringLiteral("tshark"),
                 {QStringLiteral("-r"), path, QStringLiteral("-Y"), QStringLiteral("_ws.malformed")});
    QVERIFY(tshark.waitForFinished(60'000));
    QCOMPARE(tshark.readAllStandardOutput().trimmed(), QByteArray());
}

void tst_demo::jsonShowsTheWire()
{
    const QTemporaryDir folder;
    CliProcess cli;
    QCOMPARE(cli.run({QStringLiteral("demo"), QStringLiteral("--print"), QStringLiteral("json"),
                      QStringLiteral("--capture"), folder.filePath(QStringLiteral("d.pcapng"))}),
             0);
    QCOMPARE(cli.events(QStringLiteral("listening")).size(), 5);
    QVERIFY(cli.events(QStringLiteral("data")).size() > 20);
    for (const QJsonObject& event : cli.events())
        QVERIFY(!event.contains(QLatin1String("broken")));
}

void tst_demo::noneIsSilent()
{
    const QTemporaryDir folder;
    CliProcess cli;
    QCOMPARE(cli.run({QStringLiteral("demo"), QStringLiteral("--print"), QStringLiteral("none"),
                      QStringLiteral("--quiet"), QStringLiteral("--capture"),
                      folder.filePath(QStringLiteral("d.pcapng"))}),
             0);
    QCOMPARE(cli.out() + cli.words(), QByteArray());
}

void tst_demo::captureThatCannotBeMade()
{
    CliProcess cli;
    QCOMPARE(cli.run(split("demo --capture /nonexistent/d.pcapng")), 4);
    QVERIFY(cli.words().contains("/nonexistent/d.pcapng"));
}

void tst_demo::interrupted()
{
    const QTemporaryDir folder;
    CliProcess cli;
    cli.begin(
        {QStringLiteral("demo"), QStringLiteral("--capture"), folder.filePath(QStringLiteral("d.pcapng"))});
    QTRY_VERIFY(!cli.out().isEmpty());
    cli.signal(SIGINT);
    QVERIFY(QList<int>({0, 130}).contains(cli.end())); // it may have been done already
}

void tst_demo::noColorsInAPipe()
{
    const QTemporaryDir folder;
    CliProcess cli;
    cli.withVariable(QStringLiteral("TERM"), QStringLiteral("xterm-256color"));
    QCOMPARE(cli.run({QStringLiteral("demo"), QStringLiteral("--capture"),
                      folder.filePath(QStringLiteral("d.pcapng"))}),
             0);
    QVERIFY(!cli.out().contains('\x1b'));
}

void tst_demo::noSubcommandUsesAProxy()
{
    const QTemporaryDir folder;
    RawListener trap;
    AnswerServer server;
    server.answers["/"] = AnswerServer::ok("direct");
    SecurePeer secure{Certificate({})};
    RawListener peer;
    QUdpSocket datagrams;
    QVERIFY(datagrams.bind(QHostAddress::LocalHost));
    const QList<QStringList> commands{
        {QStringLiteral("http"), QStringLiteral("GET"), server.url(QStringLiteral("/"))},
        {QStringLiteral("send"), QStringLiteral("tcp://127.0.0.1:%1").arg(peer.port()), QStringLiteral("x"),
         QStringLiteral("--wait"), QStringLiteral("20ms")},
        {QStringLiteral("send"), QStringLiteral("udp://127.0.0.1:%1").arg(datagrams.localPort()),
         QStringLiteral("x"), QStringLiteral("--wait"), QStringLiteral("20ms")},
        {QStringLiteral("http"), secure.url(), QStringLiteral("--insecure")},
        {QStringLiteral("send"), QStringLiteral("tls://127.0.0.1:%1").arg(secure.serverPort()),
         QStringLiteral("x"), QStringLiteral("--insecure"), QStringLiteral("--wait"), QStringLiteral("20ms")},
        split("listen tcp://127.0.0.1:0 --for 20ms"),
        {QStringLiteral("demo"), QStringLiteral("--capture"), folder.filePath(QStringLiteral("d.pcapng"))},
    };
    for (const QStringList& command : commands) {
        CliProcess cli;
        for (const char* name :
             {"http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"})
            cli.withVariable(QString::fromLatin1(name),
                             QStringLiteral("http://127.0.0.1:%1").arg(trap.port()));
        cli.withVariable(QStringLiteral("no_proxy"), QString());
        QCOMPARE(cli.run(command), 0);
        QVERIFY2(!trap.accept().has_value(), qPrintable(command.join(u' ')));
    }
    QCOMPARE(secure.handshakes, 2);
}

QTEST_GUILESS_MAIN(tst_demo)
#include "tst_demo.moc"
