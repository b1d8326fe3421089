// SPDX-License-Identifier: MIT
#include "http/cookiefile.h"
#include "http/cookiestore.h"
#include "http/httpfixture.h"
#include "support/program.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QtTest>

using namespace wl;
using namespace wl::test;
using namespace wltest;

namespace {

/// It has httpbin.
const QString debianPython = QStringLiteral("/usr/bin/python3");

QByteArray fileContent(const QString& path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

} // namespace

/// Cookies with servers and clients that other people wrote: httpbin, curl, python's http.cookiejar.
class tst_cookiepeers : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void cleanupTestCase();
    void httpbinSetsAndGets_data();
    void httpbinSetsAndGets();
    void httpbinDeletes();
    void curlReadsOurs();
    void curlWritesForUs();
    void pythonReadsOurs();

private:
    [[nodiscard]] QString url(const QString& target) const
    {
        return QStringLiteral("http://127.0.0.1:%1%2").arg(m_port).arg(target);
    }
    /// What httpbin says it got.
    [[nodiscard]] QJsonObject gotten(const HttpExchange& exchange) const
    {
        return QJsonDocument::fromJson(contentOf(exchange.decoded))
            .object()
            .value(QLatin1String("cookies"))
            .toObject();
    }
    [[nodiscard]] QString path(const QString& name) const { return m_dir.filePath(name); }

    QTemporaryDir m_dir;
    std::unique_ptr<Program> m_httpbin;
    quint16 m_port = 0;
    std::unique_ptr<HttpFixture> m_http;
    std::shared_ptr<CookieStore> m_cookies;
};

void tst_cookiepeers::initTestCase()
{
    qputenv("XDG_CACHE_HOME", path(QStringLiteral("cache")).toUtf8());
    m_httpbin = std::make_unique<Program>(debianPython, QStringList{QFINDTESTDATA("httpbin_server.py")});
    m_port = m_httpbin->line().toUShort();
}

void tst_cookiepeers::init()
{
    if (m_port == 0)
        QSKIP("python3-httpbin is not there");
    m_http = std::make_unique<HttpFixture>();
    m_cookies = std::make_shared<CookieStore>();
    m_http->client->setCookies(m_cookies);
}

void tst_cookiepeers::cleanupTestCase()
{
    m_http.reset();
    m_httpbin.reset();
}

void tst_cookiepeers::httpbinSetsAndGets_data()
{
    QTest::addColumn<bool>("isExact");
    QTest::newRow("Qt engine") << false;
    QTest::newRow("exact engine") << true;
}

void tst_cookiepeers::httpbinSetsAndGets()
{
    QFETCH(bool, isExact);
    HttpRequest set = request(url(QStringLiteral("/cookies/set?one=1&two=a%20b%22c")));
    set.settings.engine = isExact ? HttpEngine::Exact : HttpEngine::Qt;
    // It redirects to /cookies, which answers with what it got.
    const HttpExchange exchange = m_http->run(set);
    QCOMPARE(exchange.hops.size(), 2);
    const QJsonObject expected{{QStringLiteral("one"), QStringLiteral("1")},
                               {QStringLiteral("two"), QStringLiteral("a b\"c")}};
    QCOMPARE(gotten(exchange), expected);
    HttpRequest off = request(url(QStringLiteral("/cookies")));
    off.settings.useCookies = false;
    QCOMPARE(gotten(m_http->run(off)), QJsonObject());
}

void tst_cookiepeers::httpbinDeletes()
{
    m_http->run(request(url(QStringLiteral("/cookies/set?one=1&two=2"))));
    const HttpExchange exchange = m_http->run(request(url(QStringLiteral("/cookies/delete?one"))));
    QCOMPARE(gotten(exchange), (QJsonObject{{QStringLiteral("two"), QStringLiteral("2")}}));
    QCOMPARE(m_cookies->jar().size(), 1);
}

void tst_cookiepeers::curlReadsOurs()
{
    if (!Program::isThere(QStringLiteral("curl")))
        QSKIP("curl is not there");
    m_http->run(request(url(QStringLiteral("/cookies/set?one=1&two=2"))));
    QFile file(path(QStringLiteral("ours.txt")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(writeCookiesTxt(m_cookies->jar().all())) > 0);
    file.close();
    QProcess curl;
    curl.start(QStringLiteral("curl"), {QStringLiteral("-s"), QStringLiteral("-b"), file.fileName(),
                                        url(QStringLiteral("/cookies"))});
    QVERIFY(curl.waitForFinished(wl::test::kPatienceMs));
    const QJsonObject cookies = QJsonDocument::fromJson(curl.readAllStandardOutput())
                                    .object()
                                    .value(QLatin1String("cookies"))
                                    .toObject();
    QCOMPARE(cookies.size(), 2);
}

void tst_cookiepeers::curlWritesForUs()
{
    if (!Program::isThere(QStringLiteral("curl")))
        QSKIP("curl is not there");
    const QString jar = path(QStringLiteral("curls.txt"));
    QProcess curl;
    curl.start(QStringLiteral("curl"),
               {QStringLiteral("-s"), QStringLiteral("-c"), jar,
                url(QStringLiteral("/response-headers?Set-Cookie=kept%3Dv%3B%20Max-Age%3D3600%3B%20HttpOnly"
                                   "&Set-Cookie=session%3Dw%3B%20Path%3D%2Fcookies"))});
    QVERIFY(curl.waitForFinished(wl::test::kPatienceMs));
    const CookieFileContent content = readCookiesTxt(fileContent(jar), QDateTime::currentMSecsSinceEpoch());
    QVERIFY2(content.notes.isEmpty(), qUtf8Printable(content.notes.join(u'\n')));
    QCOMPARE(content.cookies.size(), 2);
    m_cookies->change([&](CookieJar& mine) {
        for (const Cookie& cookie : content.cookies)
            mine.put(cookie);
    });
    const QJsonObject expected{{QStringLiteral("kept"), QStringLiteral("v")},
                               {QStringLiteral("session"), QStringLiteral("w")}};
    QCOMPARE(gotten(m_http->run(request(url(QStringLiteral("/cookies"))))), expected);
}

void tst_cookiepeers::pythonReadsOurs()
{
    m_http->run(request(url(QStringLiteral("/response-headers?Set-Cookie=kept%3Dv%3B%20Max-Age%3D3600"))));
    QFile file(path(QStringLiteral("python.txt")));
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(writeCookiesTxt(m_cookies->jar().all())) > 0);
    file.close();
    QProcess python;
    python.start(debianPython, {QStringLiteral("-c"),
                                QStringLiteral("import http.cookiejar, sys\n"
                                               "jar = http.cookiejar.MozillaCookieJar(sys.argv[1])\n"
                                               "jar.load()\n"
                                               "print([(c.name, c.value, c.domain) for c in jar])"),
                                file.fileName()});
    QVERIFY(python.waitForFinished(wl::test::kPatienceMs));
    QCOMPARE(python.readAllStandardOutput().trimmed(), QByteArray("[('kept', 'v', '127.0.0.1')]"));
}

QTEST_GUILESS_MAIN(tst_cookiepeers)
#include "tst_cookiepeers.moc"
