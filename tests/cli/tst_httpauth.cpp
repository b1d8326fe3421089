// SPDX-License-Identifier: MIT
#include "cli/answerserver.h"
#include "cli/cliprocess.h"

#include <QTemporaryDir>

using namespace wl::test;

class tst_httpauth : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { VERIFY_PROGRAM(); }
    void sends_data();
    void sends();
    void answersDigest();
    void getsATokenFirst();
    void tokenIsRefused();
    void tellsThePage();
    void badOptions_data();
    void badOptions();
};

void tst_httpauth::sends_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QByteArray>("part"); // of the request
    const auto row = [](const char* options, const QByteArray& part) {
        QTest::newRow(options) << QString::fromUtf8(options).split(u' ') << part;
    };
    row("--user me:pw", "Authorization: Basic " + QByteArray("me:pw").toBase64());
    row("-u me:a:b", "Authorization: Basic " + QByteArray("me:a:b").toBase64());
    row("--user me:@FILE", "Authorization: Basic " + QByteArray("me:of a file").toBase64());
    row("--user me:env:MY_SECRET", "Authorization: Basic " + QByteArray("me:of the environment").toBase64());
    row("--bearer abc", "Authorization: Bearer abc\r\n");
    row("--bearer env:MY_SECRET --engine exact", "Authorization: Bearer of the environment\r\n");
    row("--api-key X-Key=v=1", "X-Key: v=1\r\n");
    row("--api-key X-Key=@FILE@query", "GET /?X-Key=of%20a%20file HTTP/1.1\r\n");
    row("--aws-sigv4 us-east-1/s3 --user ID:secret", "Authorization: AWS4-HMAC-SHA256 Credential=ID/");
    row("--aws-sigv4 r/s --user ID:secret --aws-session-token env:MY_SECRET",
        "X-Amz-Security-Token: of the environment\r\n");
}

void tst_httpauth::sends()
{
    QFETCH(QStringList, options);
    QFETCH(QByteArray, part);
    const QTemporaryDir folder;
    QFile file(folder.filePath(QStringLiteral("secret")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("of a file\nnot this\n");
    file.close();
    options.replaceInStrings(QStringLiteral("FILE"), file.fileName());
    AnswerServer server;
    server.answers["/"] = AnswerServer::ok("in");
    server.answers["/?X-Key=of%20a%20file"] = AnswerServer::ok("in");
    CliProcess cli;
    cli.withVariable(QStringLiteral("MY_SECRET"), QStringLiteral("of the environment"));
    QCOMPARE(cli.run(QStringList{QStringLiteral("http"), server.url(QStringLiteral("/"))} + options), 0);
    QCOMPARE(cli.out(), QByteArray("in"));
    QVERIFY2(server.requests.constFirst().contains(part), server.requests.constFirst().constData());
}

void tst_httpauth::answersDigest()
{
    AnswerServer server;
    server.answers["/"] = "HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm=r, nonce=n\r\n"
                          "Content-Length: 4\r\n\r\nnope";
    CliProcess cli;
    QCOMPARE(cli.run({QStringLiteral("http"), server.url(QStringLiteral("/")), QStringLiteral("--digest"),
                      QStringLiteral("--user"), QStringLiteral("me:pw")}),
             0);
    QCOMPARE(cli.out(), QByteArray("nope"));
    QCOMPARE(server.requests.size(), 2);
    QVERIFY(server.requests.last().contains("Authorization: Digest username=\"me\""));
    QCOMPARE(cli.words().count("401"), 2); // both hops are told
}

void tst_httpauth::getsATokenFirst()
{
    AnswerServer server;
    server.answers["/token"] = AnswerServer::ok("{\"access_token\":\"T\"}");
    server.answers["/api"] = AnswerServer::ok("in");
    CliProcess cli;
    QCOMPARE(cli.run({QStringLiteral("http"), server.url(QStringLiteral("/api")), QStringLiteral("--oauth2"),
                      server.url(QStringLiteral("/token")), QStringLiteral("--user"), QStringLiteral("id"),
                      QStringLiteral("--oauth2-scope"), QStringLiteral("a b")}),
             0);
    QCOMPARE(cli.out(), QByteArray("in"));
    QCOMPARE(server.requests.size(), 2);
    QVERIFY(server.requests[0].endsWith("grant_type=client_credentials&scope=a+b&client_id=id"));
    QVERIFY(server.requests[1].contains("Authorization: Bearer T\r\n"));
}

void tst_httpauth::tokenIsRefused()
{
    AnswerServer server;
    server.answers["/token"] = "HTTP/1.1 400 Bad\r\nContent-Length: 26\r\n\r\n{\"error\":\"invalid_client\"}";
    CliProcess cli;
    QCOMPARE(
        cli.run({QStringLiteral("http"), server.url(QStringLiteral("/api")), QStringLiteral("--oauth2"),
                 server.url(QStringLiteral("/token")), QStringLiteral("--user"), QStringLiteral("id:wrong")}),
        3);
    QVERIFY2(cli.words().contains("Cannot get an access token: the client id or secret is not right"),
             cli.words().constData());
    QVERIFY(!cli.words().contains("wrong"));
    QCOMPARE(server.requests.size(), 1); // the request itself was not sent
}

void tst_httpauth::tellsThePage()
{
    AnswerServer server;
    CliProcess cli;
    cli.begin({QStringLiteral("http"), server.url(QStringLiteral("/api")), QStringLiteral("--oauth2"),
               server.url(QStringLiteral("/token")), QStringLiteral("--oauth2-authorize"),
               QStringLiteral("https://a.example/authorize"), QStringLiteral("--user"), QStringLiteral("id"),
               QStringLiteral("--oauth2-redirect"), QStringLiteral("0/back")});
    QTRY_VERIFY(cli.words().contains("Open this page in a browser: https://a.example/authorize?"));
    QTRY_VERIFY(cli.words().contains("%2Fback"));
    cli.signal(SIGTERM);
    QCOMPARE(cli.end(), 130);
    QCOMPARE(server.requests.size(), 0);
}

void tst_httpauth::badOptions_data()
{
    QTest::addColumn<QStringList>("options");
    for (const char* options :
         {"--user me", "--user me:@/nonexistent/file", "--user me:env:NOT_THERE", "--digest",
          "--bearer a --api-key b=c", "--bearer a --user me:pw", "--digest --user me:pw --aws-sigv4 r/s",
          "--api-key novalue", "--api-key =v", "--aws-sigv4 us-east-1 --user a:b", "--aws-sigv4 r/s",
          "--aws-sigv4 r/s --user a", "--oauth2 http://a/", "--oauth2-scope x",
          "--oauth2 http://a/ --user id --oauth2-redirect x/y"})
        QTest::newRow(options) << QString::fromLatin1(options).split(u' ');
}

void tst_httpauth::badOptions()
{
    QFETCH(QStringList, options);
    CliProcess cli;
    QCOMPARE(cli.run(QStringList{QStringLiteral("http"), QStringLiteral("http://127.0.0.1:1/")} + options),
             2);
    QVERIFY(cli.words().contains("--"));
}

QTEST_GUILESS_MAIN(tst_httpauth)
#include "tst_httpauth.moc"
