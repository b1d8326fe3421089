// SPDX-License-Identifier: MIT
#include "cli/httpclitest.h"

#include <QTemporaryDir>

using namespace wl::test;

/// `http` and the commands of other programs: --code, --curl.
class tst_httpcurl : public HttpCliTest
{
    Q_OBJECT
private slots:
    void initTestCase() { VERIFY_PROGRAM(); }
    void init() { startServer(); }
    void printsCode();
    void takesCurlCommands();
    void optionsCountOverCurlCommands();
};

void tst_httpcurl::printsCode()
{
    CliProcess curl;
    QCOMPARE(curl.run({QStringLiteral("http"), QStringLiteral("POST"), m_server->url(QStringLiteral("/")),
                       QStringLiteral("-d"), QStringLiteral("it's"), QStringLiteral("--code"),
                       QStringLiteral("curl")}),
             0);
    QVERIFY2(curl.out().startsWith("curl ") && curl.out().contains("--data-raw 'it'\\''s'\n"),
             curl.out().constData());
    QCOMPARE(m_server->requests, QByteArrayList());
    // Raw HTTP is the bytes and nothing else.
    QTemporaryDir folder;
    const QByteArray binary("\xff\0\r\n\x80", 5);
    QFile body(folder.filePath(QStringLiteral("body")));
    QVERIFY(body.open(QIODevice::WriteOnly) && body.write(binary) == binary.size() && body.flush());
    CliProcess raw;
    QCOMPARE(
        raw.run({QStringLiteral("http"), QStringLiteral("PUT"), m_server->url(QStringLiteral("/")),
                 QStringLiteral("--file"), body.fileName(), QStringLiteral("--code"), QStringLiteral("raw")}),
        0);
    QVERIFY2(raw.out().startsWith("PUT / HTTP/1.1\r\nHost: "), raw.out().constData());
    QVERIFY(raw.out().endsWith("\r\nContent-Length: 5\r\n\r\n" + binary));
    CliProcess unknown;
    QCOMPARE(unknown.run({QStringLiteral("http"), m_server->url(QStringLiteral("/")),
                          QStringLiteral("--code"), QStringLiteral("perl")}),
             2);
    CliProcess noFile;
    QCOMPARE(noFile.run({QStringLiteral("http"), m_server->url(QStringLiteral("/")), QStringLiteral("--file"),
                         QStringLiteral("/nonexistent"), QStringLiteral("--code"), QStringLiteral("curl")}),
             4);
}

void tst_httpcurl::takesCurlCommands()
{
    const QString command = QStringLiteral("curl %1 -X PUT -H 'A: b' -d '{\"a\": 1}' --retry 3")
                                .arg(m_server->url(QStringLiteral("/c")));
    m_server->answers["/c"] = AnswerServer::ok("ok");
    CliProcess given;
    QCOMPARE(given.run({QStringLiteral("http"), QStringLiteral("--curl"), command}), 0);
    QVERIFY(given.words().contains("Not taken over: --retry"));
    QVERIFY(m_server->requests.constLast().startsWith("PUT /c HTTP/1.1\r\n"));
    QVERIFY(m_server->requests.constLast().contains("\r\nA: b\r\n"));
    QVERIFY(m_server->requests.constLast().endsWith("\r\n\r\n{\"a\": 1}"));
    for (const QStringList& bad :
         {QStringList{QStringLiteral("--curl"), QStringLiteral("curl 'x")},
          QStringList{QStringLiteral("--curl"), QStringLiteral("curl file:///etc/passwd")},
          QStringList{QStringLiteral("--curl"), command, QStringLiteral("-d"), QStringLiteral("x")},
          QStringList{QStringLiteral("--curl"), command, QStringLiteral("--bearer"), QStringLiteral("x")},
          QStringList{QStringLiteral("--curl"), command, QStringLiteral("--path"), QStringLiteral("a=b")},
          QStringList{QStringLiteral("--curl"), command, QStringLiteral("GET"),
                      QStringLiteral("http://h/")}}) {
        CliProcess refused;
        QCOMPARE(refused.run(QStringList{QStringLiteral("http")} + bad), 2);
        QVERIFY(refused.words().contains("--curl"));
    }
    QCOMPARE(m_server->requests.size(), 1);
}

void tst_httpcurl::optionsCountOverCurlCommands()
{
    m_server->answers["/c"] = "HTTP/1.1 302 Found\r\nLocation: /d\r\nContent-Length: 0\r\n\r\n";
    m_server->answers["/d"] = AnswerServer::ok("ok");
    const QString port = QString::number(m_server->serverPort());
    const QString command = QStringLiteral("curl -L 'http://example.test:%1/a/../c'").arg(port);
    const QStringList words{QStringLiteral("http"), QStringLiteral("--curl"), command,
                            QStringLiteral("--resolve"),
                            QStringLiteral("example.test:%1:127.0.0.1").arg(port)};
    CliProcess followed;
    QCOMPARE(followed.run(words), 0);
    QCOMPARE(m_server->requests.size(), 2);
    CliProcess one;
    QCOMPARE(one.run(words + QStringList{QStringLiteral("--no-redirect"), QStringLiteral("--engine"),
                                         QStringLiteral("qt")}),
             0);
    QCOMPARE(m_server->requests.size(), 3);
    QVERIFY(m_server->requests.constLast().contains("example.test"));
    CliProcess code;
    QCOMPARE(code.run(QStringList{QStringLiteral("http"), QStringLiteral("--curl"),
                                  QStringLiteral("curl https://h/ --pass a"), QStringLiteral("--insecure"),
                                  QStringLiteral("--tls-min"), QStringLiteral("1.3"),
                                  QStringLiteral("--code"), QStringLiteral("curl")}),
             0);
    QVERIFY2(code.out().contains("--tlsv1.3") && code.out().contains("-k"), code.out().constData());
}

QTEST_GUILESS_MAIN(tst_httpcurl)
#include "tst_httpcurl.moc"
