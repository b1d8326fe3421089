// SPDX-License-Identifier: MIT
#include "http/cookiestore.h"
#include "tests/http/httpfixture.h"
#include "tests/support/scriptedpeer.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace wl;
using namespace wltest;
using Phase = HttpExchange::Phase;

namespace {

QByteArray cookieOf(const QByteArray& request)
{
    for (const QByteArray& line : request.split('\n')) {
        if (line.toLower().startsWith("cookie:"))
            return line.mid(7).trimmed();
    }
    return {};
}

} // namespace

/// Cookies of exchanges on the wire, by both engines.
class TestHttpCookies : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void comeBack();
    void onEveryHop();
    void notAcrossHosts();
    void foreignDomainsAreRefused();
    void tenThousand();
    void typedFieldWins();
    void off_data();
    void off();
    void previewIsWhatIsSent();
    void ofAFailedExchange();

private:
    QTemporaryDir m_dir;
    std::unique_ptr<HttpFixture> m_http;
    std::shared_ptr<CookieStore> m_cookies;
};

void TestHttpCookies::initTestCase()
{
    QVERIFY(m_dir.isValid());
    qputenv("XDG_CACHE_HOME", m_dir.path().toUtf8());
}

void TestHttpCookies::init()
{
    m_http = std::make_unique<HttpFixture>();
    m_cookies = std::make_shared<CookieStore>();
    m_http->client->setCookies(m_cookies);
}

void TestHttpCookies::comeBack()
{
    ScriptedPeer peer(ScriptedPeer::fixed(
        ScriptedPeer::ok("x", "Set-Cookie: a=1; Path=/\r\nset-cookie: b=2, 3; HttpOnly\r\n"), false));
    QCOMPARE(m_http->run(request(peer.url())).phase, Phase::Done);
    QCOMPARE(m_http->run(request(peer.url())).phase, Phase::Done);
    QCOMPARE(cookieOf(peer.requests.value(0)), QByteArray());
    QCOMPARE(cookieOf(peer.requests.value(1)), QByteArray("a=1; b=2, 3"));
    HttpRequest post = request(peer.url(), QStringLiteral("POST"));
    post.body.kind = HttpBody::Kind::Text;
    post.body.text = QStringLiteral("body");
    QCOMPARE(m_http->run(post).phase, Phase::Done);
    QCOMPARE(cookieOf(peer.requests.value(2)), QByteArray("a=1; b=2, 3"));
}

void TestHttpCookies::onEveryHop()
{
    ScriptedPeer peer([](QTcpSocket& socket, const QByteArray& bytes) {
        if (bytes.startsWith("GET /a"))
            socket.write("HTTP/1.1 302 Found\r\nLocation: /b\r\nSet-Cookie: hop=1\r\nSet-Cookie: only=b; "
                         "Path=/b\r\nContent-Length: 0\r\n\r\n");
        else if (bytes.startsWith("GET /b"))
            socket.write(
                "HTTP/1.1 302 Found\r\nLocation: /c\r\nSet-Cookie: hop=2\r\nContent-Length: 0\r\n\r\n");
        else
            socket.write(ScriptedPeer::ok("end"));
    });
    const HttpExchange exchange = m_http->run(request(peer.url(QStringLiteral("/a"))));
    QCOMPARE(exchange.phase, Phase::Done);
    QCOMPARE(exchange.hops.size(), 3);
    QCOMPARE(cookieOf(peer.requests.value(1)), QByteArray("only=b; hop=1"));
    QCOMPARE(cookieOf(peer.requests.value(2)), QByteArray("hop=2"));
}

void TestHttpCookies::notAcrossHosts()
{
    ScriptedPeer other(ScriptedPeer::fixed(ScriptedPeer::ok("there", "Set-Cookie: theirs=1\r\n"), false));
    const QString away = QStringLiteral("http://localhost:%1/").arg(other.serverPort());
    ScriptedPeer home(ScriptedPeer::fixed("HTTP/1.1 302 Found\r\nLocation: " + away.toUtf8() +
                                              "\r\nSet-Cookie: ours=1\r\nContent-Length: 0\r\n\r\n",
                                          false));
    QCOMPARE(m_http->run(request(home.url())).phase, Phase::Done);
    QCOMPARE(m_http->run(request(home.url())).phase, Phase::Done);
    QCOMPARE(cookieOf(home.requests.value(1)), QByteArray("ours=1"));
    QCOMPARE(cookieOf(other.requests.value(0)), QByteArray());
    QCOMPARE(cookieOf(other.requests.value(1)), QByteArray("theirs=1"));
}

void TestHttpCookies::foreignDomainsAreRefused()
{
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("x", "Set-Cookie: a=1; Domain=example.com\r\n"
                                                                "Set-Cookie: b=1; Secure\r\n"
                                                                "Set-Cookie: \xff=\xfe\r\n"
                                                                "Set-Cookie:\r\n"),
                                          false));
    const HttpExchange exchange = m_http->run(request(peer.url()));
    QCOMPARE(exchange.phase, Phase::Done);
    const QString warnings = exchange.hops.last().warnings.join(u'\n');
    QVERIFY2(warnings.contains(
                 QStringLiteral("the cookie a was refused: the domain example.com is not the server's")),
             qUtf8Printable(warnings));
    QVERIFY(warnings.contains(QStringLiteral("the cookie b was refused: Secure")));
    QVERIFY(warnings.contains(QStringLiteral("without a name was refused")));
    QCOMPARE(m_cookies->jar().size(), 1); // the bytes of the third are its own business
    QCOMPARE(m_http->run(request(peer.url())).phase, Phase::Done);
    QCOMPARE(cookieOf(peer.requests.value(1)), QByteArray("\xff=\xfe"));
}

void TestHttpCookies::tenThousand()
{
    QByteArray fields;
    for (int i = 0; i < 9'990; ++i)
        fields += "Set-Cookie: c" + QByteArray::number(i) + "=1" + (i % 2 ? "; Secure" : "") + "\r\n";
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("x", fields), false));
    const HttpExchange exchange = m_http->run(request(peer.url()));
    QCOMPARE(exchange.phase, Phase::Done);
    QCOMPARE(m_cookies->jar().size(), cookielimits::perDomain);
    QCOMPARE(exchange.hops.last().warnings.size(), 21);
    QVERIFY(exchange.hops.last().warnings.last().contains(QStringLiteral("4975 more")));
}

void TestHttpCookies::typedFieldWins()
{
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("x", "Set-Cookie: a=1\r\n"), false));
    HttpRequest typed = request(peer.url());
    QCOMPARE(m_http->run(typed).phase, Phase::Done);
    typed.headers.append({QStringLiteral("Cookie"), QStringLiteral("mine=1"), true, false, {}});
    const auto preview = HttpClient::preview(typed, m_cookies.get());
    QVERIFY(preview->notes.join(u' ').contains(QStringLiteral("A Cookie field was typed")));
    QCOMPARE(m_http->run(typed).phase, Phase::Done);
    QCOMPARE(cookieOf(peer.requests.value(1)), QByteArray("mine=1"));
    typed.headers[0].enabled = false;
    QCOMPARE(m_http->run(typed).phase, Phase::Done);
    QCOMPARE(cookieOf(peer.requests.value(2)), QByteArray("a=1"));
}

void TestHttpCookies::off_data()
{
    QTest::addColumn<bool>("hasJar");
    QTest::newRow("by the request") << true;
    QTest::newRow("without a jar") << false;
}

void TestHttpCookies::off()
{
    QFETCH(bool, hasJar);
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("x", "Set-Cookie: a=2\r\n"), false));
    HttpRequest plain = request(peer.url());
    QVERIFY(m_cookies->take(QUrl(peer.url()), {"a=1"}).isEmpty());
    if (hasJar)
        plain.settings.useCookies = false;
    else
        m_http->client->setCookies(nullptr);
    QCOMPARE(m_http->run(plain).phase, Phase::Done);
    QCOMPARE(cookieOf(peer.requests.value(0)), QByteArray());
    QCOMPARE(m_cookies->jar().all().first().value, QByteArray("1"));
    QVERIFY(!HttpClient::preview(plain, hasJar ? m_cookies.get() : nullptr)->head.contains("Cookie"));
}

void TestHttpCookies::previewIsWhatIsSent()
{
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("x"), false));
    QVERIFY(m_cookies->take(QUrl(peer.url()), {"a=1", "b=2; Path=/x"}).isEmpty());
    HttpRequest post = request(peer.url(QStringLiteral("/x")), QStringLiteral("POST"));
    post.body.kind = HttpBody::Kind::Json;
    post.body.text = QStringLiteral("{}");
    const auto preview = HttpClient::preview(post, m_cookies.get());
    QVERIFY(preview->head.contains("Cookie: b=2; a=1\r\n"));
    QCOMPARE(m_http->run(post).phase, Phase::Done);
    QCOMPARE(peer.requests.value(0), preview->head + "{}");
}

void TestHttpCookies::ofAFailedExchange()
{
    ScriptedPeer peer(
        ScriptedPeer::fixed("HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nContent-Length: 100\r\n\r\nshort", true));
    QCOMPARE(m_http->run(request(peer.url())).phase, Phase::Failed);
    QCOMPARE(m_cookies->peek({QUrl(peer.url()), {}, true}), QByteArray("a=1"));
}

QTEST_GUILESS_MAIN(TestHttpCookies)
#include "tst_httpcookies.moc"
