// SPDX-License-Identifier: MIT
#include "cli/answerserver.h"
#include "cli/cliprocess.h"
#include "support/networkplace.h"
#include "support/rawpeer.h"
#include "support/securepeer.h"

#include <QTemporaryDir>

using namespace wl::test;

/// What `http` says of a network that fails and of certificates.
class tst_httpnetwork : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void unreachable_data();
    void unreachable();
    void resolverThatNeverAnswers_data();
    void resolverThatNeverAnswers();
    void oneEventForOneFailure_data();
    void oneEventForOneFailure();
    void certificates_data();
    void certificates();
    void insecureHoldsForOnePlace();

private:
    QTemporaryDir m_folder;
    Certificate m_authority{authorityTerms()};
    QString m_authorityFile;
};

void tst_httpnetwork::initTestCase()
{
    VERIFY_PROGRAM();
    QVERIFY(m_folder.isValid());
    m_authorityFile = m_folder.filePath(QStringLiteral("authority.pem"));
    QFile file(m_authorityFile);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(m_authority.pem());
}

void tst_httpnetwork::unreachable_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<QByteArray>("named");
    QTest::newRow("host") << QStringLiteral("10.8.0.1")
                          << QByteArray("the host is unreachable (10.8.0.1:80)");
    QTest::newRow("network") << QStringLiteral("10.7.0.1")
                             << QByteArray("the network is unreachable (10.7.0.1:80)");
    QTest::newRow("silent") << QStringLiteral("10.9.0.1")
                            << QByteArray("no answer within the connect timeout (10.9.0.1:80)");
}

void tst_httpnetwork::unreachable()
{
    QFETCH(QString, host);
    QFETCH(QByteArray, named);
    const QStringList routes{QStringLiteral("route add unreachable 10.8.0.0/24"),
                             QStringLiteral("route add 10.9.0.0/24 dev lo")};
    int code = 0;
    QByteArray words;
    const bool isMade = inOwnNetwork(routes, [&] {
        QProcess cli;
        cli.start(CliProcess::program(),
                  {QStringLiteral("http"), QStringLiteral("http://%1/").arg(host), QStringLiteral("--set"),
                   QStringLiteral("network/connect_timeout_ms=200")});
        cli.waitForFinished();
        code = cli.exitCode();
        words = cli.readAllStandardError();
    });
    if (!isMade)
        QSKIP("no rights to make a network of its own");
    QCOMPARE(code, 3);
    QVERIFY2(words.startsWith("Cannot send GET http://" + host.toLatin1() + "/: " + named),
             words.constData());
    QCOMPARE(words.count('\n'), 1);
}

void tst_httpnetwork::resolverThatNeverAnswers_data()
{
    QTest::addColumn<QStringList>("words");
    QTest::newRow("http") << split("http http://silent.example/");
    QTest::newRow("send") << split("send tcp://silent.example:80 x");
}

void tst_httpnetwork::resolverThatNeverAnswers()
{
    // The system's resolver is at it for minutes, in a thread that cannot be stopped.
    QFETCH(QStringList, words);
    QFile resolver(m_folder.filePath(QStringLiteral("resolv.conf")));
    QVERIFY(resolver.open(QIODevice::WriteOnly));
    resolver.write("nameserver 10.9.0.1\noptions timeout:30 attempts:5\n");
    resolver.close();
    const QString script = QStringLiteral("ip link set lo up && ip route add 10.9.0.0/24 dev lo && mount "
                                          "--bind \"$1\" /etc/resolv.conf || exit 77\n"
                                          "shift; exec \"$@\" --set network/connect_timeout_ms=200");
    QProcess cli;
    cli.start(QStringLiteral("unshare"),
              QStringList{QStringLiteral("-n"), QStringLiteral("-m"), QStringLiteral("sh"),
                          QStringLiteral("-c"), script, QStringLiteral("sh"), resolver.fileName(),
                          CliProcess::program()} +
                  words);
    const bool hasEnded = cli.waitForFinished(60'000);
    const QByteArray told = cli.readAllStandardError();
    if (!hasEnded) {
        cli.kill();
        cli.waitForFinished();
    }
    QVERIFY2(hasEnded, told.constData());
    if (cli.exitCode() != 3)
        QSKIP("no rights to make a network of its own");
    QVERIFY2(told.contains("no answer within the connect timeout"), told.constData());
}

void tst_httpnetwork::oneEventForOneFailure_data()
{
    QTest::addColumn<QByteArray>("answer"); // null: nobody listens
    QTest::addColumn<QString>("error");
    QTest::addColumn<bool>("isConnections"); // the event is a connection's own
    QTest::newRow("refused") << QByteArray() << QStringLiteral("connection-refused") << true;
    QTest::newRow("no answer") << QByteArray("") << QStringLiteral("no-answer") << false;
    QTest::newRow("garbage") << QByteArray("garbage\r\n") << QStringLiteral("not-http") << false;
}

void tst_httpnetwork::oneEventForOneFailure()
{
    QFETCH(QByteArray, answer);
    QFETCH(QString, error);
    QFETCH(bool, isConnections);
    AnswerServer server;
    server.answers["/"] = answer;
    const QString url = server.url(QStringLiteral("/"));
    if (isConnections)
        server.close();
    CliProcess cli;
    QCOMPARE(cli.run({QStringLiteral("http"), url, QStringLiteral("--print"), QStringLiteral("json")}), 3);
    QCOMPARE(cli.events(QStringLiteral("broken")).size(), 0);
    const QList<QJsonObject> failed = cli.events(QStringLiteral("failed"));
    QCOMPARE(failed.size(), 1);
    const QJsonObject event = failed.constFirst();
    QCOMPARE(event.value(QLatin1String("error")).toString(), error);
    QVERIFY(!event.value(QLatin1String("text")).toString().isEmpty());
    QCOMPARE(event.value(QLatin1String("conn")).toInt(), isConnections ? 1 : 0);
    QCOMPARE(event.contains(QLatin1String("peer")), isConnections);
    QCOMPARE(cli.words().count('\n'), 1);
}

void tst_httpnetwork::certificates_data()
{
    QTest::addColumn<int>("endDays");
    QTest::addColumn<QByteArray>("altNames");
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QByteArray>("named"); // empty: it works
    const QByteArray here = "DNS:localhost,IP:127.0.0.1";
    const QStringList ca{QStringLiteral("--ca"), QStringLiteral("AUTHORITY")};
    const QStringList insecure{QStringLiteral("--insecure")};
    QTest::newRow("verified") << 30 << here << ca << QByteArray();
    QTest::newRow("unknown authority") << 30 << here << QStringList() << QByteArray("issuer is not trusted");
    QTest::newRow("expired") << -1 << here << ca << QByteArray("has expired");
    QTest::newRow("another name") << 30 << QByteArray("DNS:other.example") << ca
                                  << QByteArray("is for another host");
    QTest::newRow("insecure: unknown authority") << 30 << here << insecure << QByteArray();
    QTest::newRow("insecure: expired") << -1 << here << ca + insecure << QByteArray();
    QTest::newRow("insecure: another name")
        << 30 << QByteArray("DNS:other.example") << ca + insecure << QByteArray();
}

void tst_httpnetwork::certificates()
{
    QFETCH(int, endDays);
    QFETCH(QByteArray, altNames);
    QFETCH(QStringList, options);
    QFETCH(QByteArray, named);
    CertificateTerms terms;
    terms.commonName = "other.example";
    terms.altNames = altNames;
    terms.startDays = -10;
    terms.endDays = endDays;
    SecurePeer peer(Certificate(terms, &m_authority));
    options.replaceInStrings(QStringLiteral("AUTHORITY"), m_authorityFile);
    CliProcess cli;
    QCOMPARE(cli.run(QStringList{QStringLiteral("http"), peer.url()} + options), named.isEmpty() ? 0 : 3);
    QCOMPARE(cli.out(), named.isEmpty() ? QByteArray("secure") : QByteArray());
    QCOMPARE(peer.requests, named.isEmpty() ? 1 : 0);
    QVERIFY2(cli.words().contains(named), cli.words().constData());
    if (named.isEmpty())
        return;
    // What to do, in the terminal's words.
    QVERIFY2(cli.words().contains("--ca FILE") && cli.words().contains("--insecure"),
             cli.words().constData());
    QVERIFY2(!cli.words().contains("Options ("), cli.words().constData());
}

void tst_httpnetwork::insecureHoldsForOnePlace()
{
    const Certificate unknown({});
    SecurePeer other(unknown);
    SecurePeer home(unknown);
    home.answers = {"HTTP/1.1 307 X\r\nLocation: " + other.url().toUtf8() + "\r\nContent-Length: 0\r\n\r\n"};
    CliProcess cli;
    QCOMPARE(cli.run({QStringLiteral("http"), home.url(), QStringLiteral("--insecure")}), 3);
    QVERIFY2(cli.words().contains("Cannot follow the redirect to " + other.url().toUtf8() + ": "),
             cli.words().constData());
    QCOMPARE(other.received, QByteArray());
}

QTEST_GUILESS_MAIN(tst_httpnetwork)
#include "tst_httpnetwork.moc"
