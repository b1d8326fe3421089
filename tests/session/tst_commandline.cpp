// SPDX-License-Identifier: MIT
#include "session/commandline.h"

#include <QTest>

using namespace wl;

class tst_commandline : public QObject
{
    Q_OBJECT
private slots:
    void listens();
    void listensUdp();
    void listenDefaults();
    void connects_data();
    void connects();
    void udpIsBoundWhereItsTargetIs_data();
    void udpIsBoundWhereItsTargetIs();
    void http();
    void curl();
    void refuses_data();
    void refuses();
    void leavesTheRest();
    void restIsOptional();
};

void tst_commandline::listens()
{
    const auto opened =
        parseOpenCommand(QStringLiteral("listen tcp://127.0.0.1:8080 --reply 'hi {{counter}}\\n' "
                                        "--greet=hello --close-after-reply --max-clients 7"));
    QVERIFY(opened);
    const auto& item = std::get<ServerItem>(*opened);
    QCOMPARE(item.server.address.host, QStringLiteral("127.0.0.1"));
    QCOMPARE(item.server.address.port, quint16(8080));
    QCOMPARE(item.server.maxClients, 7);
    QCOMPARE(item.responder.kind, ResponderSpec::Kind::FixedReply);
    QCOMPARE(item.responder.reply.text, QStringLiteral("hi {{counter}}\\n"));
    QVERIFY(item.responder.reply.escapes);
    QVERIFY(item.responder.closeAfterReply);
    QCOMPARE(item.greeting.text, QStringLiteral("hello"));
}

void tst_commandline::listensUdp()
{
    const auto opened = parseOpenCommand(QStringLiteral("listen udp://[::1]:0 --echo"));
    QVERIFY(opened);
    const auto& item = std::get<UdpItem>(*opened);
    QCOMPARE(item.udp.address.host, QStringLiteral("::1"));
    QCOMPARE(item.udp.target.port, quint16(0));
    QCOMPARE(item.responder.kind, ResponderSpec::Kind::Echo);
}

void tst_commandline::listenDefaults()
{
    const auto opened = parseOpenCommand(QStringLiteral(" listen tcp://:0 "));
    QVERIFY(opened);
    ServerItem expected;
    expected.server.address = *parseAddress(QStringLiteral("tcp://:0"));
    QCOMPARE(std::get<ServerItem>(*opened), expected);
}

void tst_commandline::connects_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("scheme");
    QTest::newRow("tcp") << QStringLiteral("tcp://h:1") << int(Scheme::Tcp);
    QTest::newRow("no scheme") << QStringLiteral("h:1") << int(Scheme::Tcp);
    QTest::newRow("tls") << QStringLiteral("tls://h:1") << int(Scheme::Tls);
    QTest::newRow("quoted") << QStringLiteral("'tcp://h:1'") << int(Scheme::Tcp);
}

void tst_commandline::connects()
{
    QFETCH(QString, text);
    QFETCH(int, scheme);
    const auto opened = parseOpenCommand(text);
    QVERIFY(opened);
    const auto& address = std::get<ClientItem>(*opened).client.address;
    QCOMPARE(int(address.scheme), scheme);
    QCOMPARE(address.host, QStringLiteral("h"));
    QCOMPARE(address.port, quint16(1));
}

void tst_commandline::udpIsBoundWhereItsTargetIs_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("bind");
    QTest::newRow("loopback") << QStringLiteral("udp://127.0.0.1:9") << QStringLiteral("127.0.0.1");
    QTest::newRow("loopback 6") << QStringLiteral("udp://[::1]:9") << QStringLiteral("::1");
    QTest::newRow("localhost") << QStringLiteral("udp://localhost:9") << QString();
    QTest::newRow("another") << QStringLiteral("udp://192.0.2.1:9") << QStringLiteral("*");
    QTest::newRow("name") << QStringLiteral("udp://example.org:9") << QStringLiteral("*");
}

void tst_commandline::udpIsBoundWhereItsTargetIs()
{
    QFETCH(QString, text);
    QFETCH(QString, bind);
    const auto opened = parseOpenCommand(text);
    QVERIFY(opened);
    const auto& udp = std::get<UdpItem>(*opened).udp;
    QCOMPARE(udp.address.host, bind);
    QCOMPARE(udp.address.port, quint16(0));
    QCOMPARE(udp.target.port, quint16(9));
}

void tst_commandline::http()
{
    const auto plain = parseOpenCommand(QStringLiteral("http://h/a/../b?x=1&y=%7e"));
    QVERIFY(plain);
    QCOMPARE(std::get<HttpRequest>(*plain).url, QStringLiteral("http://h/a/../b?x=1&y=%7e"));
    QCOMPARE(std::get<HttpRequest>(*plain).method, QStringLiteral("GET"));
    const auto post = parseOpenCommand(QStringLiteral("POST https://h/"));
    QVERIFY(post);
    QCOMPARE(std::get<HttpRequest>(*post).method, QStringLiteral("POST"));
    // A URL is taken letter by letter: blanks, quotes, and a user are its own.
    for (const char* url : {"http://h/a b?c='d e'", "HTTPS://u:p@h:1/\"x", "http://u@[::1]/"}) {
        const auto odd = parseOpenCommand(QStringLiteral(" PUT  ") + QString::fromUtf8(url) + u' ');
        QVERIFY(odd);
        QCOMPARE(std::get<HttpRequest>(*odd).url, QString::fromUtf8(url));
        QCOMPARE(std::get<HttpRequest>(*odd).method, QStringLiteral("PUT"));
    }
}

void tst_commandline::curl()
{
    const auto opened = parseOpenCommand(QStringLiteral("curl -X PUT http://h/ -H 'A: b'"));
    QVERIFY(opened);
    QCOMPARE(std::get<HttpRequest>(*opened).method, QStringLiteral("PUT"));
}

void tst_commandline::refuses_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<int>("code");
    QTest::addColumn<QString>("named");
    const auto row = [](const char* name, const QString& text, ErrorCode code, const QString& named) {
        QTest::newRow(name) << text << int(code) << named;
    };
    row("empty", QString(), ErrorCode::BadAddress, QStringLiteral("address"));
    row("listen alone", QStringLiteral("listen"), ErrorCode::BadAddress, QStringLiteral("address"));
    row("bad port", QStringLiteral("tcp://h:99999"), ErrorCode::BadAddress, QStringLiteral("99999"));
    row("ws", QStringLiteral("ws://h/"), ErrorCode::BadAddress, QStringLiteral("ws"));
    row("listen http", QStringLiteral("listen http://:80"), ErrorCode::BadAddress, QStringLiteral("http"));
    row("listen tls", QStringLiteral("listen tls://:443"), ErrorCode::BadAddress, QStringLiteral("tls"));
    row("unknown option", QStringLiteral("listen tcp://:1 --ecoh"), ErrorCode::BadOption,
        QStringLiteral("--ecoh"));
    row("option of listen", QStringLiteral("tcp://h:1 --echo"), ErrorCode::BadOption,
        QStringLiteral("--echo"));
    row("option of http", QStringLiteral("http://h/ --echo"), ErrorCode::BadOption, QStringLiteral("--echo"));
    row("no value", QStringLiteral("listen tcp://:1 --reply"), ErrorCode::BadOption,
        QStringLiteral("--reply"));
    row("two roles", QStringLiteral("listen tcp://:1 --echo --reply a"), ErrorCode::BadOption,
        QStringLiteral("--reply"));
    row("bad count", QStringLiteral("listen tcp://:1 --max-clients many"), ErrorCode::BadOption,
        QStringLiteral("many"));
    row("count of none", QStringLiteral("listen tcp://:1 --max-clients 0"), ErrorCode::BadOption,
        QStringLiteral("--max-clients"));
    row("close after nothing", QStringLiteral("listen tcp://:1 --close-after-reply"), ErrorCode::BadOption,
        QStringLiteral("--close-after-reply"));
    row("udp greets", QStringLiteral("listen udp://:1 --greet hi"), ErrorCode::BadOption,
        QStringLiteral("--greet"));
    row("method before tcp", QStringLiteral("POST tcp://h:1"), ErrorCode::BadOption, QStringLiteral("POST"));
    row("open quote", QStringLiteral("listen tcp://:1 --reply 'a"), ErrorCode::BadSyntax,
        QStringLiteral("quote"));
    row("bad curl", QStringLiteral("curl 'http://h/"), ErrorCode::BadSyntax, QStringLiteral("column 6"));
    row("curl without a URL", QStringLiteral("curl --nope"), ErrorCode::BadAddress, QStringLiteral("URL"));
}

void tst_commandline::refuses()
{
    QFETCH(QString, text);
    QFETCH(int, code);
    QFETCH(QString, named);
    const auto opened = parseOpenCommand(text);
    QVERIFY(!opened);
    QCOMPARE(int(opened.error().code), code);
    QVERIFY2(opened.error().detail.contains(named), qPrintable(opened.error().detail));
}

void tst_commandline::leavesTheRest()
{
    QStringList rest;
    const auto opened =
        parseListenOptions(*parseAddress(QStringLiteral("tcp://:1")),
                           {QStringLiteral("--for"), QStringLiteral("2s"), QStringLiteral("--echo")}, &rest);
    QVERIFY(opened);
    QCOMPARE(rest, (QStringList{QStringLiteral("--for"), QStringLiteral("2s")}));
    QCOMPARE(std::get<ServerItem>(*opened).responder.kind, ResponderSpec::Kind::Echo);
}

void tst_commandline::restIsOptional()
{
    const auto opened =
        parseListenOptions(*parseAddress(QStringLiteral("tcp://:1")), {QStringLiteral("--for")}, nullptr);
    QVERIFY(!opened);
    QCOMPARE(opened.error().code, ErrorCode::BadOption);
}

QTEST_GUILESS_MAIN(tst_commandline)
#include "tst_commandline.moc"
