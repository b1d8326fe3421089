// SPDX-License-Identifier: MIT
#include "net/proxyhandshake.h"

#include "base/limits.h"

#include <QtTest>

using namespace wl;
using State = ProxyHandshake::State;

namespace {

ProxySpec httpProxy(const QString& user = {}, const QString& password = {})
{
    return {ProxySpec::Kind::Http, QStringLiteral("127.0.0.1"), 3128, user, password};
}

ProxySpec socksProxy(const QString& user = {}, const QString& password = {})
{
    return {ProxySpec::Kind::Socks5, QStringLiteral("127.0.0.1"), 1080, user, password};
}

QByteArray hex(const char* digits)
{
    return QByteArray::fromHex(digits);
}

/// What a handshake sent and how it ended.
struct Outcome
{
    QByteArray sent;
    State state = State::Talking;
    Error error;
};

Outcome talk(const ProxySpec& proxy, const QByteArray& answer, qsizetype piece, bool ends = false,
             const QString& host = QStringLiteral("api.example"))
{
    const auto handshake = ProxyHandshake::make(proxy, host, 443);
    Outcome outcome;
    outcome.sent = handshake->begin();
    for (qsizetype at = 0; at < answer.size(); at += piece)
        outcome.sent +=
            handshake->feed(QByteArrayView(answer).sliced(at, std::min(piece, answer.size() - at)));
    if (ends)
        handshake->ended();
    outcome.state = handshake->state();
    outcome.error = handshake->error();
    return outcome;
}

} // namespace

class TestProxyHandshake : public QObject
{
    Q_OBJECT
private slots:
    void answers_data();
    void answers();
    void connectRequest();
    void socksRequests_data();
    void socksRequests();
    void surplusIsTheTargets();
    void endlessAnswerIsBounded();
    void digest_data();
    void digest();
    void endlessRefusalIsBounded();
    void endOfTheStream();
    void aLongNameIsNotCut();
    void credentialsAreInNoError();
};

void TestProxyHandshake::answers_data()
{
    QTest::addColumn<ProxySpec>("proxy");
    QTest::addColumn<QByteArray>("answer");
    QTest::addColumn<State>("state");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* name, const ProxySpec& proxy, const QByteArray& answer, State state,
                        const char* words = "") {
        QTest::newRow(name) << proxy << answer << state << QString::fromUtf8(words);
    };
    const ProxySpec login = httpProxy(QStringLiteral("u"), QStringLiteral("p"));
    row("200", httpProxy(), "HTTP/1.1 200 Connection established\r\n\r\n", State::Done);
    row("200 with fields", httpProxy(), "HTTP/1.0 200 OK\r\nVia: x\r\nContent-Length: 5\r\n\r\n",
        State::Done);
    row("bare LF", httpProxy(), "HTTP/1.1 200 OK\n\n", State::Done);
    row("1xx first", httpProxy(), "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\n", State::Done);
    row("head not whole", httpProxy(), "HTTP/1.1 200 OK\r\nVia: x\r\n", State::Talking);
    row("407", httpProxy(),
        "HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"the \\office\"\r\n"
        "Content-Length: 3\r\n\r\nxyz",
        State::Failed, "it wants a user and a password, realm \"the \\office\"");
    row("407 for credentials", login, "HTTP/1.1 407 X\r\nProxy-Authenticate: Basic realm=\"a\"\r\n\r\n",
        State::Failed, "it does not take this user and password, realm \"a\"");
    row("another login", login,
        "HTTP/1.1 407 X\r\nProxy-Authenticate: Negotiate\r\nProxy-Authenticate: NTLM\r\n\r\n", State::Failed,
        "it wants negotiate, ntlm, and only Basic and Digest are there");
    row("a Digest that cannot be answered", login,
        "HTTP/1.1 407 X\r\nProxy-Authenticate: Digest nonce=\"a\", algorithm=SHA-512\r\n"
        "Content-Length: 0\r\n\r\n",
        State::Failed, "it wants digest, and only Basic and Digest are there");
    row("Digest that ends the connection", login,
        "HTTP/1.1 407 X\r\nProxy-Authenticate: Digest nonce=\"a\"\r\nConnection: close\r\n"
        "Content-Length: 0\r\n\r\n",
        State::Failed, "it wants Digest, and ends the connection before that");
    row("Digest for nobody", httpProxy(),
        "HTTP/1.1 407 X\r\nProxy-Authenticate: Digest nonce=\"a\"\r\nContent-Length: 0\r\n\r\n",
        State::Failed, "it wants a user and a password");
    row("403", httpProxy(), "HTTP/1.1 403 Forbidden\r\n\r\n", State::Failed, "answered 403 Forbidden");
    row("503", httpProxy(), "HTTP/1.1 503 Service \x01Unavailable\r\n\r\n", State::Failed,
        "answered 503 Service \\x01Unavailable");
    row("redirect", httpProxy(), "HTTP/1.1 302 Found\r\nLocation: http://x/\r\n\r\n", State::Failed, "302");
    row("garbage", httpProxy(), "SSH-2.0-OpenSSH_9.2\r\n\r\n", State::Failed, "did not answer as HTTP");

    const ProxySpec socks = socksProxy();
    const ProxySpec socksLogin = socksProxy(QStringLiteral("u"), QStringLiteral("p"));
    const QByteArray granted = hex("05000001000000000000");
    row("socks", socks, hex("0500") + granted, State::Done);
    row("socks, bound to a name", socks, hex("0500") + hex("050000030161") + hex("0050"), State::Done);
    row("socks, bound to IPv6", socks, hex("0500") + hex("05000004") + QByteArray(16, '\0') + hex("0050"),
        State::Done);
    row("socks login", socksLogin, hex("0502") + hex("0100") + granted, State::Done);
    row("socks login not needed", socksLogin, hex("0500") + granted, State::Done);
    row("socks login refused", socksLogin, hex("0502") + hex("0101"), State::Failed,
        "does not take this user and password");
    row("socks wants a login", socks, hex("05ff"), State::Failed, "wants a user and a password");
    row("socks takes no login", socksLogin, hex("05ff"), State::Failed, "takes no user and password");
    row("socks chooses what was not offered", socks, hex("0502"), State::Failed, "not offered");
    row("socks GSSAPI", socksLogin, hex("0501"), State::Failed, "not offered");
    row("socks version", socks, hex("0400"), State::Failed, "does not speak SOCKS5");
    row("http to socks", socks, "HTTP/1.1 400 Bad Request\r\n\r\n", State::Failed, "does not speak SOCKS5");
    row("socks login version", socksLogin, hex("0502") + hex("0500"), State::Failed, "does not speak SOCKS5");
    const char* codes[] = {"general failure",       "not allowed by its rules",   "network unreachable",
                           "host unreachable",      "connection refused",         "TTL expired",
                           "command not supported", "address type not supported", "unknown"};
    for (int code = 1; code <= 9; ++code) {
        const QByteArray reply = hex("0500") + hex("05") + char(code) + hex("0001000000000000");
        row(QByteArray("socks code " + QByteArray::number(code)).constData(), socks, reply, State::Failed,
            codes[code - 1]);
    }
    row("socks code and no more", socks, hex("0500") + hex("0505"), State::Failed, "SOCKS code 5");
    row("socks reply not whole", socks, hex("0500") + hex("0500000100"), State::Talking);
}

void TestProxyHandshake::answers()
{
    QFETCH(ProxySpec, proxy);
    QFETCH(QByteArray, answer);
    QFETCH(State, state);
    QFETCH(QString, words);
    Outcome whole;
    for (const qsizetype piece : {answer.size(), qsizetype(1), qsizetype(3)}) {
        const Outcome outcome = talk(proxy, answer, piece);
        QCOMPARE(outcome.state, state);
        QVERIFY2(outcome.error.detail.contains(words), qPrintable(outcome.error.detail));
        if (state == State::Failed) {
            QVERIFY(outcome.error.code != ErrorCode::None);
            QVERIFY2(outcome.error.detail.startsWith(QStringLiteral("the proxy ")),
                     qPrintable(outcome.error.detail));
        }
        if (piece == answer.size())
            whole = outcome;
        QCOMPARE(outcome.sent, whole.sent);
        QCOMPARE(outcome.error.code, whole.error.code);
    }
}

void TestProxyHandshake::connectRequest()
{
    const auto plain = ProxyHandshake::make(httpProxy(), QStringLiteral("api.example"), 8443);
    QCOMPARE(plain->begin(),
             QByteArray("CONNECT api.example:8443 HTTP/1.1\r\nHost: api.example:8443\r\n\r\n"));
    const auto login = ProxyHandshake::make(
        httpProxy(QStringLiteral("Aladdin"), QStringLiteral("open sesame")), QStringLiteral("::1"), 443);
    QCOMPARE(login->begin(), QByteArray("CONNECT [::1]:443 HTTP/1.1\r\nHost: [::1]:443\r\n"
                                        "Proxy-Authorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n\r\n"));
}

void TestProxyHandshake::socksRequests_data()
{
    QTest::addColumn<QString>("host");
    QTest::addColumn<QByteArray>("request");
    QTest::newRow("name") << QStringLiteral("a.b")
                          << hex("05010003") +
                                 "\x03"
                                 "a.b" +
                                 hex("01bb");
    QTest::newRow("IPv4") << QStringLiteral("127.0.0.1") << hex("050100017f00000101bb");
    QTest::newRow("IPv6") << QStringLiteral("::1") << hex("05010004") + QByteArray(15, '\0') + hex("0101bb");
}

void TestProxyHandshake::socksRequests()
{
    QFETCH(QString, host);
    QFETCH(QByteArray, request);
    QCOMPARE(talk(socksProxy(), hex("0500"), 1, false, host).sent, hex("050100") + request);
    QCOMPARE(
        talk(socksProxy(QStringLiteral("us"), QStringLiteral("pwd")), hex("05020100"), 1, false, host).sent,
        hex("05020002") + hex("01") + "\x02us\x03pwd" + request);
}

/// Behind the last word; one that waits for an answer of ours has nothing behind it.
void TestProxyHandshake::surplusIsTheTargets()
{
    for (const ProxySpec& proxy : {socksProxy(), httpProxy()}) {
        const bool isHttp = proxy.kind == ProxySpec::Kind::Http;
        const QByteArray granted = isHttp ? "HTTP/1.1 200 OK\r\n\r\n" : hex("050005000001000000000000");
        const auto handshake = ProxyHandshake::make(proxy, QStringLiteral("h"), 1);
        (void)handshake->begin();
        (void)handshake->feed(granted + "early");
        QCOMPARE(handshake->state(), State::Done);
        QCOMPARE(handshake->surplus(), QByteArray("early"));
    }
    const QByteArray refused = "HTTP/1.1 407 X\r\nProxy-Authenticate: Digest nonce=\"a\"\r\n"
                               "Content-Length: 0\r\n\r\n";
    const Outcome outcome =
        talk(httpProxy(QStringLiteral("u"), QStringLiteral("p")), refused + "HTTP/1.1 200 OK\r\n\r\n", 100);
    QCOMPARE(outcome.error.code, ErrorCode::BadProxy);
}

void TestProxyHandshake::endlessAnswerIsBounded()
{
    const auto handshake = ProxyHandshake::make(httpProxy(), QStringLiteral("h"), 443);
    (void)handshake->begin();
    (void)handshake->feed("HTTP/1.1 200 OK\r\n");
    const QByteArray field = "X: " + QByteArray(1000, 'y') + "\r\n";
    qint64 fed = 0;
    while (handshake->state() == State::Talking && fed < 4 * limits::headerBytes) {
        (void)handshake->feed(field);
        fed += field.size();
    }
    QCOMPARE(handshake->state(), State::Failed);
    QCOMPARE(handshake->error().code, ErrorCode::BadProxy);
    QVERIFY(fed <= limits::headerBytes + field.size());
}

void TestProxyHandshake::digest_data()
{
    QTest::addColumn<qsizetype>("piece");
    QTest::newRow("whole") << qsizetype(1000);
    QTest::newRow("byte by byte") << qsizetype(1);
}

/// The challenge is answered over the same connection once its body has come; a second refusal is the end,
/// unless the answer was only too old.
void TestProxyHandshake::digest()
{
    QFETCH(qsizetype, piece);
    const auto refusal = [](const QByteArray& nonce, const QByteArray& more = {}) {
        return "HTTP/1.1 407 Login\r\nProxy-Authenticate: Digest realm=\"r\", qop=\"auth\", nonce=\"" +
               nonce + '"' + more + "\r\nContent-Length: 5\r\n\r\nwords";
    };
    const ProxySpec proxy = httpProxy(QStringLiteral("u"), QStringLiteral("p"));
    const auto handshake = ProxyHandshake::make(proxy, QStringLiteral("api.example"), 443);
    const auto feed = [&](const QByteArray& bytes) {
        QByteArray sent;
        for (qsizetype at = 0; at < bytes.size(); at += piece)
            sent += handshake->feed(QByteArrayView(bytes).sliced(at, std::min(piece, bytes.size() - at)));
        return sent;
    };
    QVERIFY(handshake->begin().contains("Proxy-Authorization: Basic "));
    QByteArray answer = feed(refusal("first"));
    QVERIFY2(answer.startsWith("CONNECT api.example:443 HTTP/1.1\r\nHost: api.example:443\r\n"
                               "Proxy-Authorization: Digest username=\"u\", realm=\"r\", nonce=\"first\", "
                               "uri=\"api.example:443\", "),
             answer.constData());
    answer = feed(refusal("second", ", stale=true"));
    QVERIFY2(answer.contains("nonce=\"second\""), answer.constData());
    QCOMPARE(handshake->state(), State::Talking);
    const auto again = ProxyHandshake::make(proxy, QStringLiteral("api.example"), 443);
    QVERIFY(feed("HTTP/1.1 200 OK\r\n\r\n").isEmpty());
    QCOMPARE(handshake->state(), State::Done);
    (void)again->begin();
    QVERIFY(!again->feed(refusal("first")).isEmpty());
    QVERIFY(again->feed(refusal("third")).isEmpty());
    QCOMPARE(again->error().code, ErrorCode::ProxyLoginRefused);
    QVERIFY2(again->error().detail.contains(QStringLiteral("does not take this user and password")),
             qPrintable(again->error().detail));
}

void TestProxyHandshake::endlessRefusalIsBounded()
{
    const auto handshake =
        ProxyHandshake::make(httpProxy(QStringLiteral("u"), QStringLiteral("p")), QStringLiteral("h"), 443);
    (void)handshake->begin();
    (void)handshake->feed("HTTP/1.1 407 X\r\nProxy-Authenticate: Digest nonce=\"a\"\r\n"
                          "Transfer-Encoding: chunked\r\n\r\n");
    const QByteArray chunk = "400\r\n" + QByteArray(1024, 'x') + "\r\n";
    int chunks = 0;
    while (handshake->state() == State::Talking && chunks < 1000) {
        (void)handshake->feed(chunk);
        ++chunks;
    }
    QCOMPARE(handshake->error().code, ErrorCode::BadProxy);
    QVERIFY(chunks <= 257);
}

void TestProxyHandshake::endOfTheStream()
{
    for (const ProxySpec& proxy : {httpProxy(), socksProxy()}) {
        QCOMPARE(talk(proxy, {}, 1, true).state, State::Failed);
        QVERIFY(talk(proxy, {}, 1, true).error.detail.contains(QStringLiteral("without an answer")));
    }
    QCOMPARE(talk(httpProxy(), "HTTP/1.1 200 OK\r\n\r\n", 100, true).state, State::Done);
}

void TestProxyHandshake::aLongNameIsNotCut()
{
    const Outcome outcome = talk(socksProxy(), hex("0500"), 1, false, QString(256, u'a'));
    QCOMPARE(outcome.state, State::Failed);
    QCOMPARE(outcome.sent, hex("050100"));
}

void TestProxyHandshake::credentialsAreInNoError()
{
    const QString user = QStringLiteral("alice");
    const QString password = QStringLiteral("s3cret");
    for (const QByteArray& answer : {QByteArray("HTTP/1.1 407 X\r\n\r\n"), QByteArray("garbage\r\n\r\n")}) {
        const QString detail = talk(httpProxy(user, password), answer, 100).error.detail;
        QVERIFY(!detail.isEmpty());
        QVERIFY2(!detail.contains(user) && !detail.contains(password), qPrintable(detail));
    }
    const QString detail = talk(socksProxy(user, password), hex("05020101"), 1).error.detail;
    QVERIFY2(!detail.isEmpty() && !detail.contains(user) && !detail.contains(password), qPrintable(detail));
}

QTEST_GUILESS_MAIN(TestProxyHandshake)
#include "tst_proxyhandshake.moc"
