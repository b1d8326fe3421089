// SPDX-License-Identifier: MIT
#include "cli/httpclitest.h"
#include "support/rawpeer.h"

using namespace wl::test;

/// What `http` says and gives back where a server, a file or the output fails.
class tst_httpfailures : public HttpCliTest
{
    Q_OBJECT
private slots:
    void initTestCase() { VERIFY_PROGRAM(); }
    void init() { startServer(); }
    void broken_data();
    void broken();
    void oneRequestForOneClick();
    void refused();
    void bodyFileMissing();
    void outputCannotBeWritten();
    void diskFull();
    void interrupted();
};

void tst_httpfailures::broken_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<QByteArray>("named");
    QTest::newRow("no answer") << QByteArray() << QByteArray("without an answer");
    QTest::newRow("garbage") << QByteArray("SSH-2.0-OpenSSH_9.2\r\n") << QByteArray("not HTTP");
    QTest::newRow("cut short")
        << QByteArray("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 100\r\n\r\npart")
        << QByteArray("before the body was complete");
    QTest::newRow("chunk cut short")
        << QByteArray("HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n64\r\npart")
        << QByteArray("before the body was complete");
    QTest::newRow("bad chunk")
        << QByteArray(
               "HTTP/1.1 200 OK\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\npart\r\n")
        << QByteArray();
    QTest::newRow("header of 1 MB") << "HTTP/1.1 200 OK\r\nConnection: close\r\nX: " +
                                           QByteArray(1'000'000, 'x') + "\r\n\r\n"
                                    << QByteArray("header is larger");
    QTest::newRow("redirect loop") << QByteArray(
                                          "HTTP/1.1 302 Found\r\nLocation: /bad\r\nContent-Length: 0\r\n\r\n")
                                   << QByteArray("too many redirects");
    QTest::newRow("redirect to a file")
        << QByteArray("HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n")
        << QByteArray("Cannot follow the redirect of http://");
}

void tst_httpfailures::broken()
{
    QFETCH(QByteArray, answer);
    QFETCH(QByteArray, named);
    m_server->answers["/bad"] = answer;
    CliProcess cli;
    QCOMPARE(cli.run(get(QStringLiteral("/bad"))), 3);
    QVERIFY2(cli.words().contains(named), cli.words().constData());
    if (answer.endsWith("100\r\n\r\npart"))
        QCOMPARE(cli.out(), QByteArray("part")); // what came is not lost
}

void tst_httpfailures::oneRequestForOneClick()
{
    for (const char* method : {"GET", "POST"}) {
        m_server->requests.clear();
        CliProcess cli;
        QCOMPARE(cli.run({QStringLiteral("http"), QString::fromLatin1(method),
                          m_server->url(QStringLiteral("/closes"))}),
                 3);
        QCOMPARE(m_server->requests.size(), 1);
    }
}

void tst_httpfailures::refused()
{
    RawListener gone;
    const quint16 port = gone.port();
    gone.close();
    CliProcess cli;
    QCOMPARE(cli.run({QStringLiteral("http"), QStringLiteral("GET"),
                      QStringLiteral("http://127.0.0.1:%1/").arg(port)}),
             3);
    QVERIFY2(cli.words().contains("refused"), cli.words().constData());
    QCOMPARE(cli.words().count('\n'), 1);
    CliProcess name;
    QCOMPARE(name.run(split("http GET http://no-such-name.invalid/")), 3);
    QVERIFY2(name.words().contains("not found"), name.words().constData());
}

void tst_httpfailures::bodyFileMissing()
{
    CliProcess cli;
    QCOMPARE(cli.run({QStringLiteral("http"), QStringLiteral("PUT"), m_server->url(QStringLiteral("/")),
                      QStringLiteral("--file"), QStringLiteral("/nonexistent")}),
             4);
    QVERIFY(cli.words().contains("/nonexistent"));
    QCOMPARE(m_server->connections, 0);
}

void tst_httpfailures::outputCannotBeWritten()
{
    CliProcess cli;
    QCOMPARE(cli.run(get(QStringLiteral("/")) +
                     QStringList{QStringLiteral("-o"), QStringLiteral("/nonexistent/out")}),
             4);
    QVERIFY(cli.words().contains("/nonexistent/out"));
}

void tst_httpfailures::diskFull()
{
    CliProcess file;
    QCOMPARE(
        file.run(get(QStringLiteral("/")) + QStringList{QStringLiteral("-o"), QStringLiteral("/dev/full")}),
        4);
    QVERIFY2(file.words().contains("space"), file.words().constData());
    CliProcess out;
    out.setStandardOutputFile(QStringLiteral("/dev/full"));
    QCOMPARE(out.run(get(QStringLiteral("/"))), 4);
}

void tst_httpfailures::interrupted()
{
    RawListener listener;
    CliProcess cli;
    cli.begin({QStringLiteral("http"), QStringLiteral("GET"),
               QStringLiteral("http://127.0.0.1:%1/").arg(listener.port())});
    RawPeer peer;
    QTRY_VERIFY([&] {
        if (auto accepted = listener.accept())
            peer = std::move(*accepted);
        return peer.isConnected();
    }());
    cli.signal(SIGINT);
    QTRY_VERIFY(peer.pump().isFinished() || peer.error() != 0);
    QCOMPARE(cli.end(), 130);
}

QTEST_GUILESS_MAIN(tst_httpfailures)
#include "tst_httpfailures.moc"
