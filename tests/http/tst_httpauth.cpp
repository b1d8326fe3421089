// SPDX-License-Identifier: MIT
#include "net/digestauth.h"
#include "tests/http/httpfixture.h"
#include "tests/support/scriptedpeer.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace wl;
using namespace wltest;

namespace {

QByteArray field(const QByteArray& request, const QByteArray& name)
{
    for (const QByteArray& line : request.split('\n')) {
        const qsizetype colon = line.indexOf(':');
        if (colon > 0 && line.first(colon).compare(name, Qt::CaseInsensitive) == 0)
            return line.sliced(colon + 1).trimmed();
    }
    return {};
}

QByteArray refusal(const QByteArray& challenge)
{
    return "HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: " + challenge +
           "\r\nContent-Length: 4\r\n\r\nnope";
}

QByteArray part(const QByteArray& authorization, const QByteArray& name)
{
    return parseAuthInfo(authorization.mid(7)).value(name);
}

HttpAuth digest()
{
    HttpAuth auth;
    auth.kind = HttpAuth::Kind::Digest;
    auth.user = QStringLiteral("me");
    auth.password = QStringLiteral("pw");
    return auth;
}

} // namespace

/// How requests are sent with each kind of authentication, and how challenges are answered.
class TestHttpAuth : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void sent_data();
    void sent();
    void refused_data();
    void refused();
    void typedFieldWins();
    void digestTakesTwoHops();
    void secondRefusalEnds();
    void staleIsTriedOnceMore_data();
    void staleIsTriedOnceMore();
    void otherChallengesEnd_data();
    void otherChallengesEnd();
    void nonceIsUsedAgain();
    void bodyIsHashed();
    void largeRefusalIsGivenUp();
    void digestThenRedirect();
    void cancelBeforeTheAnswer();
    void awsSignsFiles();
    void awsFileIsGone();
    void awsSignsEachHop();

private:
    QTemporaryDir m_dir;
};

void TestHttpAuth::initTestCase()
{
    QVERIFY(m_dir.isValid());
    qputenv("XDG_CACHE_HOME", m_dir.path().toUtf8());
}

void TestHttpAuth::sent_data()
{
    QTest::addColumn<HttpAuth>("auth");
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QByteArray>("target");
    HttpAuth auth;
    QTest::newRow("none") << auth << QByteArray("Authorization") << QByteArray() << QByteArray("/x?a=b");
    auth.kind = HttpAuth::Kind::Basic;
    auth.user = QString::fromUtf8("Jürgen");
    auth.password = QString::fromUtf8("a:b €");
    QTest::newRow("basic, UTF-8") << auth << QByteArray("Authorization")
                                  << "Basic " + QByteArray("Jürgen:a:b €").toBase64() << QByteArray("/x?a=b");
    auth.password.clear();
    QTest::newRow("basic, no password")
        << auth << QByteArray("Authorization") << "Basic " + QByteArray("Jürgen:").toBase64()
        << QByteArray("/x?a=b");
    auth.kind = HttpAuth::Kind::Bearer;
    auth.token = QStringLiteral(" abc.def ");
    QTest::newRow("bearer") << auth << QByteArray("Authorization") << QByteArray("Bearer abc.def")
                            << QByteArray("/x?a=b");
    auth.kind = HttpAuth::Kind::OAuth2;
    auth.oauth2.headerPrefix = QStringLiteral("Token");
    QTest::newRow("oauth2") << auth << QByteArray("Authorization") << QByteArray("Token abc.def")
                            << QByteArray("/x?a=b");
    auth.kind = HttpAuth::Kind::ApiKey;
    auth.keyName = QStringLiteral("X-Key");
    auth.keyValue = QStringLiteral("k & v");
    QTest::newRow("key in a field") << auth << QByteArray("X-Key") << QByteArray("k & v")
                                    << QByteArray("/x?a=b");
    auth.keyInQuery = true;
    QTest::newRow("key in the query")
        << auth << QByteArray("X-Key") << QByteArray() << QByteArray("/x?a=b&X-Key=k%20%26%20v");
}

void TestHttpAuth::sent()
{
    QFETCH(HttpAuth, auth);
    QFETCH(QByteArray, name);
    QFETCH(QByteArray, value);
    QFETCH(QByteArray, target);
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("in"), false));
    HttpRequest typed = request(peer.url(QStringLiteral("/x?a=b")));
    typed.auth = auth;
    const Result<HttpPreview> preview = HttpClient::preview(typed);
    QVERIFY(preview.has_value());
    HttpFixture http;
    const HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.error, Error());
    QCOMPARE(peer.requests.size(), 1);
    QCOMPARE(field(peer.requests.first(), name), value);
    QVERIFY2(peer.requests.first().startsWith("GET " + target + " HTTP/1.1\r\n"),
             peer.requests.first().constData());
    QCOMPARE(preview->head, peer.requests.first());
    // What is told of it has no secret of the query.
    QCOMPARE(exchange.hops.first().url.contains(QStringLiteral("k%20%26")), false);
    QCOMPARE(exchange.hops.first().url.contains(QStringLiteral("?a=b&X-Key=***")), auth.keyInQuery);
}

void TestHttpAuth::refused_data()
{
    QTest::addColumn<HttpAuth>("auth");
    HttpAuth auth;
    auth.kind = HttpAuth::Kind::Basic;
    auth.user = QStringLiteral("a:b");
    QTest::newRow("colon in the name") << auth;
    auth.kind = HttpAuth::Kind::Bearer;
    auth.token = QStringLiteral("a\r\nX-Evil: 1");
    QTest::newRow("line break in the token") << auth;
    auth.kind = HttpAuth::Kind::ApiKey;
    auth.keyName = QStringLiteral("a b");
    QTest::newRow("name that is none") << auth;
    auth.keyName = QStringLiteral("X-Key");
    auth.keyValue = QStringLiteral("a\nb");
    QTest::newRow("line break in the key") << auth;
    auth.kind = HttpAuth::Kind::AwsV4;
    auth.aws = {QStringLiteral("a"), QStringLiteral("b"), QStringLiteral("x\ny"), QStringLiteral("r"),
                QStringLiteral("s")};
    QTest::newRow("line break in the session token") << auth;
}

void TestHttpAuth::refused()
{
    QFETCH(HttpAuth, auth);
    HttpRequest typed = request(QStringLiteral("http://127.0.0.1:1/"));
    typed.auth = auth;
    const Result<HttpPreview> preview = HttpClient::preview(typed);
    QVERIFY(!preview);
    QCOMPARE(preview.error().code, ErrorCode::BadOption);
}

void TestHttpAuth::typedFieldWins()
{
    for (const HttpAuth::Kind kind : {HttpAuth::Kind::Basic, HttpAuth::Kind::Digest}) {
        ScriptedPeer peer(ScriptedPeer::fixed(refusal("Digest realm=r, nonce=n"), false));
        HttpRequest typed = request(peer.url());
        typed.auth = digest();
        typed.auth.kind = kind;
        typed.headers = {{QStringLiteral("authorization"), QStringLiteral("mine"), true, false, {}}};
        HttpFixture http;
        QCOMPARE(http.run(typed).hops.size(), 1);
        QCOMPARE(field(peer.requests.first(), "Authorization"), QByteArray("mine"));
        QCOMPARE(peer.requests.first().toLower().count("authorization"), 1);
    }
}

void TestHttpAuth::digestTakesTwoHops()
{
    ScriptedPeer peer([](QTcpSocket& socket, const QByteArray& got) {
        const QByteArray answer = field(got, "Authorization");
        socket.write(answer.isEmpty()
                         ? refusal("Basic realm=x, Digest realm=\"r\", nonce=\"n1\", qop=\"auth\"")
                         : ScriptedPeer::ok("in"));
    });
    HttpRequest typed = request(peer.url(QStringLiteral("/a?b=c&d")), QStringLiteral("POST"));
    typed.auth = digest();
    typed.body.kind = HttpBody::Kind::Text;
    typed.body.text = QStringLiteral("body");
    HttpFixture http;
    const HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.error, Error());
    QCOMPARE(exchange.hops.size(), 2);
    QCOMPARE(exchange.hops[0].status, 401);
    QCOMPARE(exchange.hops[0].wireBodyBytes, 4);
    QCOMPARE(exchange.hops[1].status, 200);
    QCOMPARE(contentOf(exchange.body), QByteArray("in"));
    QCOMPARE(peer.requests.size(), 2);
    QVERIFY(!peer.requests[0].contains("Authorization"));
    QVERIFY(peer.requests[1].endsWith("\r\n\r\nbody"));
    const QByteArray answer = field(peer.requests[1], "Authorization");
    QCOMPARE(part(answer, "uri"), QByteArray("/a?b=c&d"));
    QCOMPARE(part(answer, "nc"), QByteArray("00000001"));
    const auto md5 = [](const QByteArray& text) {
        return QCryptographicHash::hash(text, QCryptographicHash::Md5).toHex();
    };
    QCOMPARE(part(answer, "response"), md5(md5("me:r:pw") + ":n1:00000001:" + part(answer, "cnonce") +
                                           ":auth:" + md5("POST:/a?b=c&d")));
}

void TestHttpAuth::secondRefusalEnds()
{
    ScriptedPeer peer(ScriptedPeer::fixed(refusal("Digest realm=r, nonce=n, qop=auth"), false));
    HttpRequest typed = request(peer.url());
    typed.auth = digest();
    HttpFixture http;
    const HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.phase, HttpExchange::Phase::Done);
    QCOMPARE(exchange.hops.size(), 2);
    QCOMPARE(exchange.hops.last().status, 401);
    QCOMPARE(contentOf(exchange.body), QByteArray("nope"));
    QCOMPARE(peer.requests.size(), 2);
}

void TestHttpAuth::staleIsTriedOnceMore_data()
{
    QTest::addColumn<bool>("forEver");
    QTest::newRow("once") << false;
    QTest::newRow("for ever") << true;
}

void TestHttpAuth::staleIsTriedOnceMore()
{
    QFETCH(bool, forEver);
    int nonces = 0;
    ScriptedPeer peer([&](QTcpSocket& socket, const QByteArray& got) {
        const bool isGood = !forEver && part(field(got, "Authorization"), "nonce") == "n2";
        ++nonces;
        socket.write(
            isGood ? ScriptedPeer::ok("in")
                   : refusal("Digest realm=r, qop=auth, stale=true, nonce=n" + QByteArray::number(nonces)));
    });
    HttpRequest typed = request(peer.url());
    typed.auth = digest();
    HttpFixture http;
    const HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.hops.size(), 3);
    QCOMPARE(exchange.hops.last().status, forEver ? 401 : 200);
    QCOMPARE(peer.requests.size(), 3);
}

void TestHttpAuth::otherChallengesEnd_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("none") << QByteArray("HTTP/1.1 401 Unauthorized\r\nContent-Length: 4\r\n\r\nnope");
    QTest::newRow("basic") << refusal("Basic realm=r");
    QTest::newRow("unknown algorithm") << refusal("Digest realm=r, nonce=n, algorithm=SHA-512-256");
    QTest::newRow("garbage") << refusal("Digest \x01\x02,,=");
    QTest::newRow("of a proxy, from a server")
        << QByteArray("HTTP/1.1 407 Nope\r\nProxy-Authenticate: Digest realm=r, nonce=n\r\n"
                      "Content-Length: 4\r\n\r\nnope");
}

void TestHttpAuth::otherChallengesEnd()
{
    QFETCH(QByteArray, answer);
    ScriptedPeer peer(ScriptedPeer::fixed(answer, false));
    HttpRequest typed = request(peer.url());
    typed.auth = digest();
    HttpFixture http;
    const HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.phase, HttpExchange::Phase::Done);
    QCOMPARE(exchange.hops.size(), 1);
    QCOMPARE(contentOf(exchange.body), QByteArray("nope"));
    QCOMPARE(peer.requests.size(), 1);
}

void TestHttpAuth::nonceIsUsedAgain()
{
    ScriptedPeer peer([](QTcpSocket& socket, const QByteArray& got) {
        const QByteArray answer = field(got, "Authorization");
        if (answer.isEmpty())
            socket.write(refusal("Digest realm=r, nonce=n1, qop=auth"));
        else
            socket.write(ScriptedPeer::ok(
                "in", got.contains(" /third ") ? "Authentication-Info: nextnonce=\"n2\"\r\n" : QByteArray()));
    });
    HttpFixture http;
    for (const char* path : {"/first", "/second", "/third", "/fourth"}) {
        HttpRequest typed = request(peer.url(QString::fromLatin1(path)));
        typed.auth = digest();
        QCOMPARE(http.run(typed).hops.last().status, 200);
    }
    QCOMPARE(peer.requests.size(), 5);
    QStringList used;
    for (const QByteArray& got : peer.requests.sliced(1)) {
        const QByteArray answer = field(got, "Authorization");
        used.append(QString::fromLatin1(part(answer, "nonce") + ' ' + part(answer, "nc")));
    }
    QCOMPARE(used, (QStringList{QStringLiteral("n1 00000001"), QStringLiteral("n1 00000002"),
                                QStringLiteral("n1 00000003"), QStringLiteral("n2 00000001")}));
    // Another user starts with nothing.
    HttpRequest other = request(peer.url());
    other.auth = digest();
    other.auth.user = QStringLiteral("you");
    QCOMPARE(http.run(other).hops.size(), 2);
}

void TestHttpAuth::bodyIsHashed()
{
    QFile file(m_dir.filePath(QStringLiteral("body")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const QByteArray content(3'000'000, 'x');
    QCOMPARE(file.write(content), content.size());
    file.close();
    ScriptedPeer peer([](QTcpSocket& socket, const QByteArray& got) {
        socket.write(field(got, "Authorization").isEmpty()
                         ? refusal("Digest realm=r, nonce=n, qop=auth-int, algorithm=SHA-256")
                         : ScriptedPeer::ok("in"));
    });
    HttpRequest typed = request(peer.url(), QStringLiteral("PUT"));
    typed.auth = digest();
    typed.body = fileBody(file.fileName());
    HttpFixture http;
    const HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.error, Error());
    QCOMPARE(exchange.hops.size(), 2);
    const QByteArray answer = field(peer.requests.last(), "Authorization");
    const auto sha = [](const QByteArray& text) {
        return QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex();
    };
    QCOMPARE(part(answer, "response"), sha(sha("me:r:pw") + ":n:00000001:" + part(answer, "cnonce") +
                                           ":auth-int:" + sha("PUT:/:" + sha(content))));
}

void TestHttpAuth::largeRefusalIsGivenUp()
{
    ScriptedPeer peer([](QTcpSocket& socket, const QByteArray& got) {
        if (field(got, "Authorization").isEmpty())
            socket.write("HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm=r, nonce=n\r\n"
                         "Content-Length: 1000000000\r\n\r\n" +
                         QByteArray(200'000, 'x'));
        else
            socket.write(ScriptedPeer::ok("in"));
    });
    HttpRequest typed = request(peer.url());
    typed.auth = digest();
    HttpFixture http;
    const HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.error, Error());
    QCOMPARE(exchange.hops.size(), 2);
    QCOMPARE(contentOf(exchange.body), QByteArray("in"));
}

void TestHttpAuth::digestThenRedirect()
{
    ScriptedPeer peer([](QTcpSocket& socket, const QByteArray& got) {
        const QByteArray answer = field(got, "Authorization");
        if (answer.isEmpty())
            socket.write(refusal("Digest realm=r, nonce=n, qop=auth"));
        else if (got.startsWith("GET /a "))
            socket.write("HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n");
        else
            socket.write(ScriptedPeer::ok("in"));
    });
    HttpRequest typed = request(peer.url(QStringLiteral("/a")));
    typed.auth = digest();
    typed.settings.maxRedirects = 1; // an answer is none
    HttpFixture http;
    const HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.error, Error());
    QCOMPARE(exchange.hops.size(), 3);
    const QByteArray answer = field(peer.requests.last(), "Authorization");
    QCOMPARE(part(answer, "uri"), QByteArray("/b"));
    QCOMPARE(part(answer, "nc"), QByteArray("00000002"));
}

void TestHttpAuth::cancelBeforeTheAnswer()
{
    ScriptedPeer peer([](QTcpSocket& socket, const QByteArray&) {
        socket.write("HTTP/1.1 401 No\r\nWWW-Authenticate: Digest realm=r, nonce=n\r\n"
                     "Content-Length: 10\r\n\r\nhalf");
    });
    HttpRequest typed = request(peer.url());
    typed.auth = digest();
    HttpFixture http;
    const auto id = http.start(typed);
    QVERIFY(id.has_value());
    QTRY_VERIFY(!http.last[*id].hops.isEmpty() && http.last[*id].hops.last().status == 401);
    http.client->cancel(*id);
    QCOMPARE(http.wait(*id).phase, HttpExchange::Phase::Canceled);
    QCOMPARE(peer.requests.size(), 1);
}

namespace {

HttpAuth aws()
{
    HttpAuth auth;
    auth.kind = HttpAuth::Kind::AwsV4;
    auth.aws = {QStringLiteral("AKIDEXAMPLE"),
                QStringLiteral("secret"),
                {},
                QStringLiteral("us-east-1"),
                QStringLiteral("s3")};
    return auth;
}

} // namespace

void TestHttpAuth::awsSignsFiles()
{
    QFile file(m_dir.filePath(QStringLiteral("upload")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const QByteArray content(5'000'001, 'u');
    QCOMPARE(file.write(content), content.size());
    file.close();
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("in"), false));
    HttpRequest typed = request(peer.url(), QStringLiteral("PUT"));
    typed.auth = aws();
    typed.body = fileBody(file.fileName());
    const auto preview = HttpClient::preview(typed);
    QVERIFY(preview.has_value());
    QCOMPARE(preview->notes.size(), 1); // the signature comes later
    HttpFixture http;
    QCOMPARE(http.run(typed).error, Error());
    QCOMPARE(field(peer.requests.first(), "X-Amz-Content-Sha256"),
             QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex());
    QVERIFY(field(peer.requests.first(), "Authorization").startsWith("AWS4-HMAC-SHA256 Credential=AKID"));
    QCOMPARE(field(peer.requests.first(), "Content-Length"), QByteArray("5000001"));
    QCOMPARE(peer.requests.first().count("X-Amz-Date"), 1);
}

void TestHttpAuth::awsFileIsGone()
{
    QFile file(m_dir.filePath(QStringLiteral("short")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(QByteArray(3'000'000, 'u')), 3'000'000);
    file.close();
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("in"), false));
    HttpRequest typed = request(peer.url(), QStringLiteral("PUT"));
    typed.auth = aws();
    typed.body = fileBody(file.fileName());
    HttpFixture http;
    const auto id = http.start(typed);
    QVERIFY(id.has_value());
    QVERIFY(QFile::remove(file.fileName()));
    const HttpExchange exchange = http.wait(*id);
    // Which of the two was first is open; nothing half is sent as if it were whole.
    if (exchange.error.code == ErrorCode::None)
        QVERIFY(peer.requests.first().endsWith(QByteArray(1000, 'u')));
    else
        QCOMPARE(exchange.phase, HttpExchange::Phase::Failed);
}

void TestHttpAuth::awsSignsEachHop()
{
    ScriptedPeer peer([](QTcpSocket& socket, const QByteArray& got) {
        if (got.startsWith("GET /a "))
            socket.write("HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n");
        else
            socket.write(ScriptedPeer::ok("in"));
    });
    HttpRequest typed = request(peer.url(QStringLiteral("/a")));
    typed.auth = aws();
    typed.headers = {{QStringLiteral("X-Amz-Date"), QStringLiteral("20150830T123600Z"), true, false, {}}};
    HttpFixture http;
    QCOMPARE(http.run(typed).hops.size(), 2);
    const QByteArray first = field(peer.requests.first(), "Authorization");
    const QByteArray second = field(peer.requests.last(), "Authorization");
    QVERIFY(!first.isEmpty() && !second.isEmpty());
    QVERIFY(first != second);
    QCOMPARE(peer.requests.last().count("Authorization"), 1);
}

QTEST_GUILESS_MAIN(TestHttpAuth)
#include "tst_httpauth.moc"
