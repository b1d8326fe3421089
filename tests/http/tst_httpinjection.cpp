// SPDX-License-Identifier: MIT
#include "http/cookiefile.h"
#include "http/cookiestore.h"
#include "tests/http/httpfixture.h"
#include "tests/support/scriptedpeer.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace wl;
using namespace wltest;

Q_DECLARE_METATYPE(wl::HttpRequest)

/// No text, typed or from outside, makes a line of its own in what we send.
class TestHttpInjection : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void injection_data();
    void injection();
    void injectionIntoAProxy();
    void injectionIntoAProxysDigest();
    void injectionByTheServersChallenge();
    void injectionByTheJar();

private:
    /// A file whose name is this text, as far as a name can be.
    [[nodiscard]] QString fileNamed(QString text) const
    {
        QFile file(m_dir.filePath(text.replace(u'/', u'_')));
        return file.open(QIODevice::WriteOnly) && file.write("x") == 1 ? file.fileName() : QString();
    }
    QTemporaryDir m_dir;
};

void TestHttpInjection::initTestCase()
{
    QVERIFY(m_dir.isValid());
    qputenv("XDG_CACHE_HOME", m_dir.path().toUtf8());
}

void TestHttpInjection::injection_data()
{
    QTest::addColumn<HttpRequest>("typed");
    QTest::addColumn<bool>("mayBeSent"); // in a form that does no harm
    const auto add = [](const char* name, auto change, bool isSent = false) {
        HttpRequest typed = request(QStringLiteral("http://127.0.0.1:PORT/"), QStringLiteral("POST"));
        change(typed);
        QTest::newRow(name) << typed << isSent;
    };
    const QString evil = QStringLiteral("a\r\nInjected: yes\r\n\r\nGET /second HTTP/1.1\r\nHost: x\r\n\r\n");
    const QString line = QStringLiteral("a\nInjected: yes");
    for (const QString& text : {evil, line}) {
        const char* which = text == evil ? "CR LF" : "LF";
        const auto row = [&](const char* place, auto change, bool isSent = false) {
            add(qPrintable(QStringLiteral("%1 in %2").arg(QLatin1String(which), QLatin1String(place))),
                change, isSent);
        };
        row("the method", [&](HttpRequest& typed) { typed.method = text; });
        row("the path", [&](HttpRequest& typed) { typed.url += text; });
        row("the URL's query", [&](HttpRequest& typed) { typed.url += u'?' + text; });
        row("the host", [&](HttpRequest& typed) { typed.url = QStringLiteral("http://127.0.0.1") + text; });
        row("the URL's user", [&](HttpRequest& typed) {
            typed.url.replace(QStringLiteral("//"), QStringLiteral("//") + text + u'@');
        });
        row(
            "a path variable",
            [&](HttpRequest& typed) {
                typed.url += QStringLiteral(":id");
                typed.pathVariables = {{QStringLiteral("id"), text, true, false, {}}};
            },
            true);
        row(
            "a query row",
            [&](HttpRequest& typed) {
                typed.query = {{text, text, true, false, {}}};
            },
            true);
        row("a query row as typed", [&](HttpRequest& typed) {
            typed.settings.encodeUrl = false;
            typed.query = {{text, text, true, false, {}}};
        });
        row("a field's name", [&](HttpRequest& typed) {
            typed.headers = {{text, QStringLiteral("x"), true, false, {}}};
        });
        row("a field's value", [&](HttpRequest& typed) {
            typed.headers = {{QStringLiteral("X"), text, true, false, {}}};
        });
        row("a cookie", [&](HttpRequest& typed) {
            typed.headers = {{QStringLiteral("Cookie"), text, true, false, {}}};
        });
        row("the content type", [&](HttpRequest& typed) {
            typed.body.kind = HttpBody::Kind::Text;
            typed.body.contentType = text;
        });
        row(
            "a form",
            [&](HttpRequest& typed) {
                typed.body.kind = HttpBody::Kind::Form;
                typed.body.fields = {{text, text, true, false, {}}};
            },
            true);
        row(
            "a part's name",
            [&](HttpRequest& typed) {
                typed.body.kind = HttpBody::Kind::Multipart;
                typed.body.parts = {{text, QStringLiteral("x"), {}, {}, true, {}}};
            },
            true);
        row("a part's type", [&](HttpRequest& typed) {
            typed.body.kind = HttpBody::Kind::Multipart;
            typed.body.parts = {{QStringLiteral("x"), QStringLiteral("x"), {}, text, true, {}}};
        });
        row("a boundary", [&](HttpRequest& typed) {
            typed.body.kind = HttpBody::Kind::Multipart;
            typed.body.contentType = QStringLiteral("multipart/form-data; boundary=\"") + text + u'"';
        });
        row(
            "basic user and password",
            [&](HttpRequest& typed) {
                typed.auth.kind = HttpAuth::Kind::Basic;
                typed.auth.user = typed.auth.password = text;
            },
            true);
        row("a bearer token", [&](HttpRequest& typed) {
            typed.auth.kind = HttpAuth::Kind::Bearer;
            typed.auth.token = text;
        });
        row("an API key's name", [&](HttpRequest& typed) {
            typed.auth.kind = HttpAuth::Kind::ApiKey;
            typed.auth.keyName = text;
            typed.auth.keyValue = QStringLiteral("x");
        });
        row("an API key", [&](HttpRequest& typed) {
            typed.auth.kind = HttpAuth::Kind::ApiKey;
            typed.auth.keyName = QStringLiteral("X-Key");
            typed.auth.keyValue = text;
        });
        row(
            "an API key in the query",
            [&](HttpRequest& typed) {
                typed.auth.kind = HttpAuth::Kind::ApiKey;
                typed.auth.keyInQuery = true;
                typed.auth.keyName = typed.auth.keyValue = text;
            },
            true);
        row("AWS key and region", [&](HttpRequest& typed) {
            typed.auth.kind = HttpAuth::Kind::AwsV4;
            typed.auth.aws = {text, QStringLiteral("s"), {}, text, QStringLiteral("s3")};
        });
        row("an AWS service", [&](HttpRequest& typed) {
            typed.auth.kind = HttpAuth::Kind::AwsV4;
            typed.auth.aws = {QStringLiteral("id"), QStringLiteral("s"), {}, QStringLiteral("r"), text};
        });
        row("a Digest user", [&](HttpRequest& typed) {
            typed.auth.kind = HttpAuth::Kind::Digest;
            typed.auth.user = text;
        });
        row("the word before an OAuth 2 token", [&](HttpRequest& typed) {
            typed.auth.kind = HttpAuth::Kind::OAuth2;
            typed.auth.token = QStringLiteral("x");
            typed.auth.oauth2.headerPrefix = text;
        });
        row("an OAuth 2 token", [&](HttpRequest& typed) {
            typed.auth.kind = HttpAuth::Kind::OAuth2;
            typed.auth.token = text;
        });
        row("a path variable as typed", [&](HttpRequest& typed) {
            typed.settings.encodeUrl = false;
            typed.url += QStringLiteral(":id");
            typed.pathVariables = {{QStringLiteral("id"), text, true, false, {}}};
        });
        row("an API key in the query as typed", [&](HttpRequest& typed) {
            typed.settings.encodeUrl = false;
            typed.auth.kind = HttpAuth::Kind::ApiKey;
            typed.auth.keyInQuery = true;
            typed.auth.keyName = typed.auth.keyValue = text;
        });
        row(
            "a GraphQL query",
            [&](HttpRequest& typed) {
                typed.body.kind = HttpBody::Kind::GraphQl;
                typed.body.text = text;
            },
            true);
        row(
            "a GraphQL query with GET",
            [&](HttpRequest& typed) {
                typed.method = QStringLiteral("GET");
                typed.body.kind = HttpBody::Kind::GraphQl;
                typed.body.text = QStringLiteral("{ a } #") + text;
            },
            true);
        row(
            "GraphQL variables with GET as typed",
            [&](HttpRequest& typed) {
                typed.method = QStringLiteral("GET");
                typed.settings.encodeUrl = false;
                typed.body.kind = HttpBody::Kind::GraphQl;
                typed.body.text = QStringLiteral("{ a }");
                typed.body.variables = QStringLiteral("{\"a\": 1}") + text;
            },
            true);
        row("the proxy's host", [&](HttpRequest& typed) {
            typed.settings.proxy = {ProxySpec::Kind::Http, text, 1, {}, {}};
        });
        row("an address instead of the name", [&](HttpRequest& typed) {
            typed.settings.resolve = {{QStringLiteral("*"), 0, text}};
        });
        row(
            "a part's file name",
            [&](HttpRequest& typed) {
                typed.body.kind = HttpBody::Kind::Multipart;
                typed.body.parts = {{QStringLiteral("x"), {}, {fileNamed(text)}, {}, true, {}}};
            },
            true);
        row("an AWS session token", [&](HttpRequest& typed) {
            typed.auth.kind = HttpAuth::Kind::AwsV4;
            typed.auth.aws = {QStringLiteral("id"), QStringLiteral("s"), text, QStringLiteral("r"),
                              QStringLiteral("s3")};
        });
    }
}

/// No text that we send makes a line of its own: it is refused, or goes in a form that does no harm.
void TestHttpInjection::injection()
{
    QFETCH(HttpRequest, typed);
    QFETCH(bool, mayBeSent);
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("x"), true));
    typed.url.replace(QStringLiteral("PORT"), QString::number(peer.serverPort()));
    HttpFixture http;
    const HttpExchange exchange = http.run(typed);
    if (!mayBeSent) {
        QVERIFY2(exchange.error.code == ErrorCode::BadOption || exchange.error.code == ErrorCode::BadAddress,
                 qPrintable(exchange.error.detail));
        QVERIFY(!exchange.error.detail.isEmpty());
        QCOMPARE(peer.received, QByteArray());
        return;
    }
    if (exchange.error.code == ErrorCode::BadOption) {
        QCOMPARE(peer.received, QByteArray());
        return;
    }
    QCOMPARE(exchange.error, Error());
    QCOMPARE(peer.requests.size(), 1);
    const QByteArray head = peer.received.first(peer.received.indexOf("\r\n\r\n"));
    QVERIFY2(!head.contains("\nInjected") && !peer.received.contains("\nInjected"),
             peer.received.constData());
}

/// Name and password for a proxy go in base64 or with their lengths.
void TestHttpInjection::injectionIntoAProxy()
{
    const QString evil = QStringLiteral("a\r\nInjected\r\n\r\n");
    for (const QString& scheme : {QStringLiteral("http"), QStringLiteral("https")}) {
        ScriptedPeer proxy(ScriptedPeer::fixed("HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n", true));
        HttpRequest typed = request(scheme + QStringLiteral("://h.test/"));
        typed.settings.proxy = {ProxySpec::Kind::Http, QStringLiteral("127.0.0.1"), proxy.serverPort(), evil,
                                evil};
        HttpFixture http;
        QVERIFY(http.run(typed).isFinished());
        QCOMPARE(proxy.requests.size(), 1);
        QVERIFY2(!proxy.received.contains("\nInjected"), proxy.received.constData());
        // An address that the proxy would be asked for.
        proxy.received.clear();
        typed.settings.resolve = {{QStringLiteral("*"), 0, QStringLiteral("127.0.0.1\r\nInjected")}};
        QCOMPARE(http.run(typed).error.code, ErrorCode::BadOption);
        QCOMPARE(proxy.received, QByteArray());
    }
}

/// Digest has the name as it is, in quotes.
void TestHttpInjection::injectionIntoAProxysDigest()
{
    for (const QString& scheme : {QStringLiteral("http"), QStringLiteral("https")}) {
        ScriptedPeer proxy(
            ScriptedPeer::fixed("HTTP/1.1 407 No\r\nContent-Length: 0\r\nProxy-Authenticate: Digest "
                                "realm=\"r\", nonce=\"n\", qop=\"auth\"\r\n\r\n",
                                false));
        HttpRequest typed = request(scheme + QStringLiteral("://h.test/"));
        typed.settings.proxy = {ProxySpec::Kind::Http, QStringLiteral("127.0.0.1"), proxy.serverPort(),
                                QStringLiteral("a\r\nInjected\r\n\r\n"), QStringLiteral("pw")};
        HttpFixture http;
        QVERIFY(http.run(typed).isFinished());
        QCOMPARE(proxy.requests.size(), 1);
        QVERIFY2(!proxy.received.contains("\nInjected"), proxy.received.constData());
    }
}

/// What a server says of Digest goes back to it in quotes, and is not answered where it would be more.
void TestHttpInjection::injectionByTheServersChallenge()
{
    for (const QByteArray& part : {QByteArray("realm=\"a\r\n Injected: yes\", nonce=n"),
                                   QByteArray("realm=\"a\", nonce=\"n\\\", Injected=\\\"yes\""),
                                   QByteArray("realm=\"a\", nonce=n, algorithm=\"MD5\r\n Injected: yes\"")}) {
        ScriptedPeer peer([&](QTcpSocket& socket, const QByteArray& got) {
            socket.write(got.contains("Authorization") ? ScriptedPeer::ok("x")
                                                       : "HTTP/1.1 401 No\r\nWWW-Authenticate: Digest " +
                                                             part + "\r\nContent-Length: 0\r\n\r\n");
        });
        HttpRequest typed = request(peer.url());
        typed.auth.kind = HttpAuth::Kind::Digest;
        typed.auth.user = QStringLiteral("me");
        HttpFixture http;
        QVERIFY(http.run(typed).isFinished());
        QVERIFY(!peer.requests.isEmpty() && peer.requests.size() <= 2);
        QVERIFY2(!peer.received.contains("\nInjected") && !peer.received.contains("\n Injected"),
                 peer.received.constData());
    }
}

/// A cookie of a file that somebody else made.
void TestHttpInjection::injectionByTheJar()
{
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("x"), false));
    const auto content =
        readCookiesJson("[{\"name\": \"a\\r\\nInjected: yes\", \"value\": \"1\", \"domain\": \"127.0.0.1\", "
                        "\"path\": \"/\"}, {\"name\": \"b\", \"value\": \"1\\nInjected: yes\", "
                        "\"domain\": \"127.0.0.1\", \"path\": \"/\"}, {\"name\": \"good\", \"value\": "
                        "\"1\", \"domain\": \"127.0.0.1\", \"path\": \"/\"}]");
    QVERIFY(content);
    QCOMPARE(content->notes.size(), 2);
    CookieJar jar;
    for (const Cookie& cookie : content->cookies)
        jar.put(cookie);
    HttpFixture http;
    http.client->setCookies(std::make_shared<CookieStore>(jar));
    QCOMPARE(http.run(request(peer.url())).error, Error());
    QVERIFY2(peer.received.contains("Cookie: good=1\r\n"), peer.received.constData());
    QVERIFY(!peer.received.contains("Injected"));
}

QTEST_GUILESS_MAIN(TestHttpInjection)
#include "tst_httpinjection.moc"
