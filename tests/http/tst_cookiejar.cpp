// SPDX-License-Identifier: MIT
#include "http/cookiejar.h"
#include "http/cookiestore.h"
#include "http/setcookie.h"

#include <QtTest>

using namespace wl;

namespace {

constexpr qint64 now = 1'800'000'000'000; // 2027-01-15 in milliseconds

QByteArray sent(const CookieJar& jar, const QString& url, qint64 time = now)
{
    return CookieJar::fieldValue(jar.cookiesFor({QUrl(url), {}, true}, time));
}

} // namespace

Q_DECLARE_METATYPE(wl::CookieRefusal)

class TestCookieJar : public QObject
{
    Q_OBJECT
private slots:
    void rules_data();
    void rules();
    void sending_data();
    void sending();
    void replacing();
    void order();
    void secureIsLeftAlone();
    void expiry_data();
    void expiry();
    void sameSiteAcrossRedirects();
    void tooManyOfADomain();
    void tooManyInAll();
    void tenThousandFields();
    void notes();
    void prettyTexts();
};

void TestCookieJar::rules_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<CookieRefusal>("refusal");
    const auto row = [](const char* name, const char* url, const QByteArray& field,
                        CookieRefusal refusal = CookieRefusal::None) {
        QTest::newRow(name) << QString::fromUtf8(url) << field << refusal;
    };
    using R = CookieRefusal;
    const char* home = "http://www.example.com/a/b";
    const char* secure = "https://www.example.com/a/b";
    row("plain", home, "a=b");
    row("empty value", home, "a=");
    row("no name", home, "b");
    row("no name with equals", home, "=b");
    row("nothing", home, "", R::Empty);
    row("nothing but attributes", home, "; Secure", R::Empty);
    row("blanks alone", home, " \t = \t ; Path=/", R::Empty);
    row("quotes stay", home, "a=\"b\"");
    row("tab within", home, "a=b\tc");
    row("NUL", home, QByteArray("a=b\0c", 5), R::ControlCharacter);
    row("CR", home, "a=b\rc", R::ControlCharacter);
    row("LF in an attribute", home, "a=b; Path=/\n", R::ControlCharacter);
    row("DEL", home, "a=b\x7f", R::ControlCharacter);
    row("invalid UTF-8", home, "a=\xff\xfe");
    row("4096 bytes", home, "a=" + QByteArray(4095, 'x'));
    row("4097 bytes", home, "a=" + QByteArray(4096, 'x'), R::TooLong);
    row("long attribute is ignored", home, "a=b; Domain=" + QByteArray(1025, 'x'));
    row("own domain", home, "a=b; Domain=www.example.com");
    row("parent domain", home, "a=b; Domain=example.com");
    row("parent domain with dot", home, "a=b; domain=.EXAMPLE.com");
    row("two dots", home, "a=b; Domain=..example.com", R::ForeignDomain);
    row("empty domain is host-only", home, "a=b; Domain=");
    row("last domain counts", home, "a=b; Domain=example.org; Domain=example.com");
    row("foreign domain", home, "a=b; Domain=example.org", R::ForeignDomain);
    row("child domain", home, "a=b; Domain=x.www.example.com", R::ForeignDomain);
    row("a tail of the name", home, "a=b; Domain=ample.com", R::ForeignDomain);
    row("top level", home, "a=b; Domain=com", R::PublicSuffix);
    row("co.uk", "http://shop.co.uk/", "a=b; Domain=co.uk", R::PublicSuffix);
    row("github.io", "http://me.github.io/", "a=b; Domain=github.io", R::PublicSuffix);
    row("wildcard rule", "http://a.b.ck/", "a=b; Domain=b.ck", R::PublicSuffix);
    row("exception of it", "http://x.www.ck/", "a=b; Domain=www.ck");
    row("a suffix itself", "http://github.io/", "a=b; Domain=github.io");
    row("localhost", "http://localhost/", "a=b; Domain=localhost");
    row("a name of one label", "http://x.localhost/", "a=b; Domain=localhost", R::PublicSuffix);
    row("IP address", "http://127.0.0.1/", "a=b; Domain=127.0.0.1");
    row("tail of an IP address", "http://127.0.0.1/", "a=b; Domain=0.0.1", R::ForeignDomain);
    row("IPv6", "http://[::1]/", "a=b");
    row("IPv6 domain", "http://[::1]/", "a=b; Domain=::2", R::ForeignDomain);
    row("IDN", "http://www.b\u00fccher.de/", "a=b; Domain=b\u00fccher.de");
    row("IDN in ASCII", "http://www.b\u00fccher.de/", "a=b; Domain=xn--bcher-kva.de");
    row("domain is no UTF-8", home, "a=b; Domain=\xff.com", R::ForeignDomain);
    row("domain with a blank", home, "a=b; Domain=exam ple.com", R::ForeignDomain);
    row("Secure over http", home, "a=b; Secure", R::SecureOverHttp);
    row("Secure over https", secure, "a=b; Secure");
    row("SameSite=None alone", secure, "a=b; SameSite=None", R::SameSiteWithoutSecure);
    row("SameSite=None with Secure", secure, "a=b; SameSite=none; Secure");
    row("SameSite unknown", home, "a=b; SameSite=odd");
    row("__Secure- without", secure, "__Secure-a=b", R::SecurePrefix);
    row("__Secure- with", secure, "__Secure-a=b; Secure");
    row("__SECURE- in capitals", secure, "__SECURE-a=b", R::SecurePrefix);
    row("__Host- whole", secure, "__Host-a=b; Secure; Path=/");
    row("__Host- without Secure", secure, "__Host-a=b; Path=/", R::HostPrefix);
    row("__Host- without Path", "https://www.example.com/", "__Host-a=b; Secure", R::HostPrefix);
    row("__Host- another path", secure, "__Host-a=b; Secure; Path=/a", R::HostPrefix);
    row("__Host- with Domain", secure, "__Host-a=b; Secure; Path=/; Domain=example.com", R::HostPrefix);
    row("__host- in small letters", secure, "__host-a=b; Secure", R::HostPrefix);
    row("hidden prefix", secure, "=__Host-a=b; Secure; Path=/", R::HiddenPrefix);
    row("hidden prefix without equals", secure, "__Secure-a", R::HiddenPrefix);
}

void TestCookieJar::rules()
{
    QFETCH(QString, url);
    QFETCH(QByteArray, field);
    QFETCH(CookieRefusal, refusal);
    CookieJar jar;
    QCOMPARE(int(jar.take(QUrl(url), field, now)), int(refusal));
    QCOMPARE(jar.size(), refusal == CookieRefusal::None ? 1 : 0);
}

void TestCookieJar::sending_data()
{
    QTest::addColumn<QString>("from");
    QTest::addColumn<QByteArray>("field");
    QTest::addColumn<QString>("to");
    QTest::addColumn<QByteArray>("value");
    const auto row = [](const char* name, const char* from, const QByteArray& field, const char* to,
                        const QByteArray& value) {
        QTest::newRow(name) << QString::fromUtf8(from) << field << QString::fromUtf8(to) << value;
    };
    row("same host", "http://h.example.com/", "a=b", "http://h.example.com/x", "a=b");
    row("no name", "http://h.example.com/", "b", "http://h.example.com/x", "b");
    row("host in capitals", "http://h.example.com/", "a=b", "http://H.EXAMPLE.com/x", "a=b");
    row("another port", "http://h.example.com/", "a=b", "http://h.example.com:81/x", "a=b");
    row("host-only below", "http://example.com/", "a=b", "http://h.example.com/", "");
    row("domain below", "http://example.com/", "a=b; Domain=example.com", "http://h.example.com/", "a=b");
    row("domain, sister", "http://x.example.com/", "a=b; Domain=example.com", "http://y.example.com/", "a=b");
    row("host-only of a suffix", "http://github.io/", "a=b; Domain=github.io", "http://me.github.io/", "");
    row("another host", "http://example.com/", "a=b", "http://example.org/", "");
    row("IP address", "http://127.0.0.1/", "a=b; Domain=127.0.0.1", "http://127.0.0.1/", "a=b");
    row("another spelling", "http://127.0.0.1/", "a=b", "http://127.1/", "a=b");
    row("IDN", "http://b\u00fccher.de/", "a=b; Domain=b\u00fccher.de", "http://x.xn--bcher-kva.de/", "a=b");
    row("default path", "http://h.test/a/b", "a=b", "http://h.test/a/c", "a=b");
    row("default path, another", "http://h.test/a/b", "a=b", "http://h.test/c", "");
    row("default path of the root", "http://h.test/a", "a=b", "http://h.test/c", "a=b");
    row("path", "http://h.test/", "a=b; Path=/a", "http://h.test/a", "a=b");
    row("path below", "http://h.test/", "a=b; Path=/a", "http://h.test/a/b", "a=b");
    row("path with a slash", "http://h.test/", "a=b; Path=/a/", "http://h.test/a/b", "a=b");
    row("path with a slash, without", "http://h.test/", "a=b; Path=/a/", "http://h.test/a", "");
    row("path is a beginning", "http://h.test/", "a=b; Path=/a", "http://h.test/ab", "");
    row("path in another case", "http://h.test/", "a=b; Path=/a", "http://h.test/A", "");
    row("path that is none", "http://h.test/x/y", "a=b; Path=a", "http://h.test/x/z", "a=b");
    row("last path counts", "http://h.test/", "a=b; Path=/a; Path=/b", "http://h.test/b", "a=b");
    row("query is no path", "http://h.test/?/a/b", "a=b", "http://h.test/", "a=b");
    row("secure to https", "https://h.test/", "a=b; Secure", "https://h.test/", "a=b");
    row("secure to http", "https://h.test/", "a=b; Secure", "http://h.test/", "");
    row("plain to https", "http://h.test/", "a=b", "https://h.test/", "a=b");
    row("HttpOnly goes too", "http://h.test/", "a=b; HttpOnly", "http://h.test/", "a=b");
    row("blanks are trimmed", "http://h.test/", "  a  =  b c  ; Path=/", "http://h.test/", "a=b c");
    row("second equals", "http://h.test/", "a=b=c", "http://h.test/", "a=b=c");
}

void TestCookieJar::sending()
{
    QFETCH(QString, from);
    QFETCH(QByteArray, field);
    QFETCH(QString, to);
    CookieJar jar;
    QCOMPARE(int(jar.take(QUrl(from), field, now)), int(CookieRefusal::None));
    QTEST(sent(jar, to), "value");
}

void TestCookieJar::replacing()
{
    const QUrl url(QStringLiteral("http://h.example.com/"));
    CookieJar jar;
    QCOMPARE(int(jar.take(url, "a=1", now)), 0);
    QCOMPARE(int(jar.take(url, "a=2", now + 5000)), 0);
    QCOMPARE(jar.size(), 1);
    QCOMPARE(jar.all().first().value, QByteArray("2"));
    QCOMPARE(jar.all().first().createdMs, now);
    // Another path, and another scope, are other cookies.
    QCOMPARE(int(jar.take(url, "a=3; Path=/x", now)), 0);
    QCOMPARE(int(jar.take(url, "a=4; Domain=h.example.com", now)), 0);
    QCOMPARE(jar.size(), 3);
    QCOMPARE(int(jar.take(url, "a=; Max-Age=0", now)), 0);
    QCOMPARE(jar.size(), 2);
    QVERIFY(jar.remove(jar.all().first()));
    QCOMPARE(jar.size(), 1);
}

void TestCookieJar::order()
{
    const QUrl url(QStringLiteral("http://h.test/a/b/c"));
    CookieJar jar;
    for (const char* field : {"one=1; Path=/", "two=2; Path=/a/b", "three=3; Path=/", "four=4; Path=/a"})
        QCOMPARE(int(jar.take(url, field, now)), 0);
    QCOMPARE(sent(jar, url.toString()), QByteArray("two=2; four=4; one=1; three=3"));
}

void TestCookieJar::secureIsLeftAlone()
{
    CookieJar jar;
    const QUrl secure(QStringLiteral("https://h.example.com/a/b"));
    QCOMPARE(int(jar.take(secure, "a=good; Secure; Path=/a; Domain=example.com", now)), 0);
    const QUrl plain(QStringLiteral("http://h.example.com/a/b"));
    QCOMPARE(jar.take(plain, "a=bad; Path=/a", now), CookieRefusal::CoversSecure);
    QCOMPARE(jar.take(plain, "a=bad; Path=/a/b", now), CookieRefusal::CoversSecure);
    QCOMPARE(jar.take(plain, "a=bad; Domain=example.com; Path=/a", now), CookieRefusal::CoversSecure);
    QCOMPARE(int(jar.take(plain, "a=ok; Path=/", now)), 0); // does not stand before it
    QCOMPARE(int(jar.take(plain, "other=ok; Path=/a", now)), 0);
    QCOMPARE(int(jar.take(secure, "a=new; Path=/a", now)), 0); // over https anything may
}

void TestCookieJar::expiry_data()
{
    QTest::addColumn<QByteArray>("attributes");
    QTest::addColumn<qint64>("lives"); // seconds; −1 = a session cookie, 0 = not at all
    QTest::newRow("none") << QByteArray() << qint64(-1);
    QTest::newRow("Max-Age") << QByteArray("; Max-Age=60") << qint64(60);
    QTest::newRow("Max-Age before Expires")
        << QByteArray("; Max-Age=60; Expires=Thu, 01 Jan 1970 00:00:00 GMT") << qint64(60);
    QTest::newRow("Max-Age 0") << QByteArray("; Max-Age=0") << qint64(0);
    QTest::newRow("Max-Age below") << QByteArray("; Max-Age=-5") << qint64(0);
    QTest::newRow("Max-Age no number") << QByteArray("; Max-Age=1h") << qint64(-1);
    QTest::newRow("Max-Age empty") << QByteArray("; Max-Age=") << qint64(-1);
    QTest::newRow("Max-Age plus") << QByteArray("; Max-Age=+5") << qint64(-1);
    QTest::newRow("Max-Age huge") << QByteArray("; Max-Age=99999999999999999999999")
                                  << cookielimits::lifeSecs;
    QTest::newRow("Expires") << QByteArray("; Expires=Fri, 15 Jan 2027 08:01:00 GMT") << qint64(60);
    QTest::newRow("Expires past") << QByteArray("; Expires=Thu, 01 Jan 1970 00:00:00 GMT") << qint64(0);
    QTest::newRow("Expires far") << QByteArray("; Expires=Fri, 15 Jan 2999 08:01:00 GMT")
                                 << cookielimits::lifeSecs;
    QTest::newRow("Expires no date") << QByteArray("; Expires=soon") << qint64(-1);
}

void TestCookieJar::expiry()
{
    QFETCH(QByteArray, attributes);
    QFETCH(qint64, lives);
    CookieJar jar;
    const QUrl url(QStringLiteral("http://h.test/"));
    QCOMPARE(int(jar.take(url, "a=b" + attributes, now)), 0);
    QCOMPARE(sent(jar, url.toString()), lives == 0 ? QByteArray() : QByteArray("a=b"));
    if (lives < 0) {
        QVERIFY(!jar.all().first().expiresSecs);
    } else if (lives > 0) {
        QCOMPARE(*jar.all().first().expiresSecs, now / 1000 + lives);
        QCOMPARE(sent(jar, url.toString(), now + lives * 1000), QByteArray());
        jar.removeExpired(now + lives * 1000);
        QCOMPARE(jar.size(), 0);
    }
}

void TestCookieJar::sameSiteAcrossRedirects()
{
    CookieJar jar;
    const QUrl url(QStringLiteral("https://www.example.com/"));
    for (const char* field :
         {"none=1; SameSite=None; Secure", "lax=1; SameSite=Lax", "strict=1; SameSite=Strict", "plain=1"})
        QCOMPARE(int(jar.take(url, field, now)), 0);
    const auto names = [&](const QList<QUrl>& from, bool isSafe) {
        QByteArrayList list;
        for (const Cookie& cookie : jar.cookiesFor({url, from, isSafe}, now))
            list.append(cookie.name);
        return list.join(' ');
    };
    const QUrl sister(QStringLiteral("https://api.example.com/"));
    const QUrl foreign(QStringLiteral("https://example.org/"));
    QCOMPARE(names({}, false), QByteArray("none lax strict plain"));
    QCOMPARE(names({sister}, false), QByteArray("none lax strict plain"));
    QCOMPARE(names({foreign}, true), QByteArray("none lax plain"));
    QCOMPARE(names({foreign}, false), QByteArray("none"));
    QCOMPARE(names({url, foreign, sister}, true), QByteArray("none lax plain"));
    QCOMPARE(names({QUrl(QStringLiteral("http://www.example.com/"))}, true), QByteArray("none lax plain"));
}

void TestCookieJar::tooManyOfADomain()
{
    CookieJar jar;
    const QUrl url(QStringLiteral("https://h.test/"));
    QCOMPARE(int(jar.take(url, "secure=1; Secure", now - 1000)), 0);
    QCOMPARE(int(jar.take(url, "expired=1; Max-Age=1", now - 500)), 0);
    for (int i = 0; i < cookielimits::perDomain - 1; ++i)
        QCOMPARE(int(jar.take(url, "c" + QByteArray::number(i) + "=1", now + i)), 0);
    // The expired one is still there, so that one must go: itself, at a time when it is expired.
    QCOMPARE(jar.size(), cookielimits::perDomain);
    QCOMPARE(int(jar.take(url, "new=1", now + 10'000)), 0);
    QCOMPARE(jar.size(), cookielimits::perDomain);
    const QByteArray all = sent(jar, url.toString(), now + 10'000);
    QVERIFY(all.contains("secure=1") && all.contains("new=1"));
    QVERIFY2(!all.contains("c0=1") && all.contains("c1=1"), "the oldest that is not Secure goes first");
}

void TestCookieJar::tooManyInAll()
{
    CookieJar jar;
    for (int i = 0; i < cookielimits::inAll + 10; ++i) {
        const QUrl url(QStringLiteral("http://h%1.test/").arg(i));
        QCOMPARE(int(jar.take(url, "a=b", now + i)), 0);
    }
    QCOMPARE(jar.size(), cookielimits::inAll);
    QCOMPARE(sent(jar, QStringLiteral("http://h9.test/")), QByteArray());
    QCOMPARE(sent(jar, QStringLiteral("http://h10.test/")), QByteArray("a=b"));
}

void TestCookieJar::tenThousandFields()
{
    QList<QByteArray> fields;
    for (int i = 0; i < 10'000; ++i)
        fields.append("c" + QByteArray::number(i) + "=" + QByteArray(200, 'x') + "; Path=/" +
                      QByteArray::number(i % 7));
    CookieStore store;
    QSignalSpy spy(&store, &CookieStore::changed);
    QVERIFY(store.take(QUrl(QStringLiteral("http://h.test/")), fields).isEmpty());
    QCOMPARE(store.jar().size(), cookielimits::perDomain);
    QCOMPARE(spy.count(), 1);
    QVERIFY(store.peek({QUrl(QStringLiteral("http://h.test/4")), {}, true}).contains("c9999=x") ||
            store.peek({QUrl(QStringLiteral("http://h.test/3")), {}, true}).contains("c9999=x"));
}

void TestCookieJar::notes()
{
    const auto set = parseSetCookie("a=b; Expires=soon; Max-Age=x; Path=" + QByteArray(2000, '/'));
    QVERIFY(set);
    QCOMPARE(set->notes.size(), 3);
    QVERIFY(set->path.isEmpty());
}

void TestCookieJar::prettyTexts()
{
    QCOMPARE(cookieRefusalText(CookieRefusal::PublicSuffix, "co.uk"),
             QStringLiteral("the domain co.uk is a public suffix"));
    for (int i = int(CookieRefusal::ControlCharacter); i <= int(CookieRefusal::BadPath); ++i)
        QVERIFY2(!cookieRefusalText(CookieRefusal(i), "x").isEmpty(), QByteArray::number(i).constData());
}

QTEST_GUILESS_MAIN(TestCookieJar)
#include "tst_cookiejar.moc"
