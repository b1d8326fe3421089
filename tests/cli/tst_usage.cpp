// SPDX-License-Identifier: MIT
#include "cli/cliprocess.h"

using namespace wl::test;

class tst_usage : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { VERIFY_PROGRAM(); }
    void helpOfAll();
    void help_data();
    void help();
    void version();
    void wrong_data();
    void wrong();
    void settingsGuideTheRun();
    void noColorsAndNoWarningsInAPlainLocale();
};

void tst_usage::helpOfAll()
{
    CliProcess cli;
    QCOMPARE(cli.run({QStringLiteral("--help")}), 0);
    for (const char* name : {"listen", "send", "http", "capture", "config", "demo", "Example"})
        QVERIFY2(cli.out().contains(name), name);
    QCOMPARE(cli.words(), QByteArray());
}

void tst_usage::help_data()
{
    QTest::addColumn<QString>("command");
    for (const char* name : {"listen", "send", "http", "capture", "config", "demo"})
        QTest::newRow(name) << QString::fromLatin1(name);
}

void tst_usage::help()
{
    QFETCH(QString, command);
    CliProcess cli;
    QCOMPARE(cli.run({command, QStringLiteral("--help")}), 0);
    QVERIFY(cli.out().startsWith("Usage: wireloupe-cli " + command.toLatin1()));
    QVERIFY(cli.out().contains("\nExample"));
    QVERIFY(cli.out().contains("  wireloupe-cli " + command.toLatin1()));
    QVERIFY2(cli.out().contains("--print text|hex|json|none"), cli.out().constData());
    QVERIFY2(cli.out().contains("-q, --quiet"), cli.out().constData());
    QCOMPARE(cli.words(), QByteArray());
    for (const QByteArray& line : cli.out().split('\n'))
        QVERIFY2(QString::fromUtf8(line).size() <= 110, line.constData());
}

void tst_usage::version()
{
    CliProcess cli;
    QCOMPARE(cli.run({QStringLiteral("--version")}), 0);
    QVERIFY(cli.out().startsWith("wireloupe-cli "));
}

void tst_usage::wrong_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("named");
    const auto row = [](const char* line, const char* named) {
        QTest::newRow(line) << split(line) << QByteArray(named);
    };
    row("", "command is missing");
    row("frobnicate", "'frobnicate'");
    row("--frobnicate", "'--frobnicate'");
    row("listen", "address");
    row("listen tcp://:0 tcp://:0", "one address");
    row("listen tcp://:0 --ecoh", "--echo?");
    row("listen tcp://:0 --echo=1", "no value");
    row("listen tcp://:0 --reply", "--reply P");
    row("listen tcp://:0 --echo --reply a", "exclude");
    row("listen tcp://:0 --max-clients none", "'none'");
    row("listen tcp://:0 --for ever", "500ms");
    row("listen tcp://:0 --for 0", "--for");
    row("listen tcp://:0 --print yaml", "text, hex, json or none");
    row("listen tcp://:0 --capture=", "--capture");
    row("listen tcp://:0 --set look/theme", "NAME=VALUE");
    row("listen tcp://:0 --set no/such=1", "no/such");
    row("listen tcp://:0 --reply \\xZZ", "hex digits");
    row("listen tcp://:99999", "99999");
    row("listen tls://:0", "tls");
    row("listen http://:0", "http");
    row("listen udp://:0 --greet a", "--greet");
    row("listen gopher://:0", "gopher");
    row("send", "address");
    row("send tcp://127.0.0.1:1 a b", "quotes");
    row("send tcp://127.0.0.1 a", "port");
    row("send tcp://:1 a", "host");
    row("send http://127.0.0.1/ a", "http");
    row("send tcp://127.0.0.1:1 zz --hex", "hex digit");
    row("send tcp://127.0.0.1:1 --hex", "--hex needs P");
    row("send tcp://127.0.0.1:1 a --stdin", "exclude");
    row("send tcp://127.0.0.1:1 --file x --stdin", "exclude");
    row("send tcp://127.0.0.1:1 {{nothing}}", "nothing");
    row("send tcp://127.0.0.1:1 --expect a --expect-regex b", "exclude");
    row("send tcp://127.0.0.1:1 --expect \\xQ", "--expect");
    row("send tcp://127.0.0.1:1 --expect=", "one byte");
    row("send tcp://127.0.0.1:1 --expect-regex (", "character");
    row("send tcp://127.0.0.1:1 --times few", "few");
    row("send tcp://127.0.0.1:1 --stdin --times 2", "--times");
    row("send tcp://127.0.0.1:1 --interval often", "often");
    row("send tcp://127.0.0.1:1 --wait 1x", "1x");
    row("send udp://127.0.0.1:1 --finish", "tcp");
    row("send tcp://127.0.0.1:1 -5", "'--'");
    row("http", "method");
    row("http GET tcp://h:1", "http://");
    row("http G<T http://127.0.0.1/", "method");
    row("http GET http://127.0.0.1/ -H nonsense", "Name: value");
    row("http GET http://127.0.0.1/ --form nonsense", "k=v");
    row("http GET http://127.0.0.1/ -d a --json b", "exclude");
    row("http GET http://127.0.0.1/ --output=", "-o");
    row("http GET http://127.0.0.1/ --proxy socks4://127.0.0.1", "socks5://");
    row("http GET http://127.0.0.1/ --proxy http://:3128", "host and a port");
    row("http GET http://127.0.0.1/ --resolve a:80:localhost", "IPv4 or IPv6");
    row("http GET http://127.0.0.1/ --key key.pem", "--cert");
    row("http GET http://127.0.0.1/ --tls-min 1.4", "1.0, 1.1, 1.2 or 1.3");
    row("http GET http://127.0.0.1/ --tls-min 1.3 --tls-max 1.2", "above");
    row("capture", "info, list, filter, follow, stats, export or replay");
    row("capture filter a", "a filter");
    row("capture info a --filter x", "--filter");
    row("capture frob x", "frob");
    row("capture info", "file");
    row("capture list a --dir in", "--dir");
    row("capture list a --print yaml", "text, hex, json or none");
    row("capture follow a 0", "'0'");
    row("capture follow a 1 --dir up", "up");
    row("config frob", "get NAME");
    row("config get", "get NAME");
    row("config get no/such", "no/such");
    row("config set look/theme neon", "neon");
    row("config --print yaml", "text, hex, json or none");
    row("demo now", "now");
}

void tst_usage::wrong()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, named);
    CliProcess cli;
    QCOMPARE(cli.run(arguments), 2);
    QVERIFY2(cli.words().contains(named), cli.words().constData());
    QCOMPARE(cli.words().count('\n'), 1); // one line that says what to do
    QVERIFY(cli.words().endsWith(".\n"));
    QCOMPARE(cli.out(), QByteArray());
}

void tst_usage::settingsGuideTheRun()
{
    // One client at a time, by a setting of the command line.
    CliProcess cli;
    cli.begin(split("listen tcp://127.0.0.1:0 --set network/max_clients=1 --greet hi --print json"));
    const QString address = QStringLiteral("tcp://127.0.0.1:%1").arg(cli.port());
    CliProcess first;
    first.begin({QStringLiteral("send"), address, QStringLiteral("--wait"), QStringLiteral("1m")});
    QTRY_COMPARE(first.out(), QByteArray("hi"));
    CliProcess second;
    QCOMPARE(
        second.run({QStringLiteral("send"), address, QStringLiteral("--expect"), QStringLiteral("hi")}) == 0,
        false);
    first.signal(SIGTERM);
    QCOMPARE(first.end(), 130);
}

void tst_usage::noColorsAndNoWarningsInAPlainLocale()
{
    CliProcess cli;
    cli.withVariable(QStringLiteral("LC_ALL"), QStringLiteral("C"));
    QCOMPARE(cli.run({QStringLiteral("config")}), 0);
    QCOMPARE(cli.words(), QByteArray());
    QVERIFY(!cli.out().contains('\x1b'));
}

QTEST_GUILESS_MAIN(tst_usage)
#include "tst_usage.moc"
