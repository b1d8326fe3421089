// SPDX-License-Identifier: MIT
#include "net/proxyaddress.h"

#include <QtTest>

using namespace wl;
using Kind = ProxySpec::Kind;

class TestProxyAddress : public QObject
{
    Q_OBJECT
private slots:
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
    void textHasNoCredentials();
};

void TestProxyAddress::reads_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<ProxySpec>("proxy");
    const auto row = [](const char* text, const ProxySpec& proxy) {
        QTest::newRow(text) << QString::fromUtf8(text) << proxy;
    };
    const QString host = QStringLiteral("proxy.example");
    row("none", {});
    row(" system ", {Kind::System, {}, 0, {}, {}});
    row("http://proxy.example:3128", {Kind::Http, host, 3128, {}, {}});
    row("http://proxy.example:3128/", {Kind::Http, host, 3128, {}, {}});
    row("proxy.example:3128", {Kind::Http, host, 3128, {}, {}});
    row("http://proxy.example", {Kind::Http, host, 8080, {}, {}});
    row("socks5://proxy.example", {Kind::Socks5, host, 1080, {}, {}});
    row("SOCKS5h://[::1]:9050", {Kind::Socks5, QStringLiteral("::1"), 9050, {}, {}});
    row("socks5://u:p%40%20w@proxy.example:1",
        {Kind::Socks5, host, 1, QStringLiteral("u"), QStringLiteral("p@ w")});
    row("http://u@proxy.example:1", {Kind::Http, host, 1, QStringLiteral("u"), {}});
}

void TestProxyAddress::reads()
{
    QFETCH(QString, text);
    QFETCH(ProxySpec, proxy);
    const Result<ProxySpec> read = parseProxy(text);
    QVERIFY2(read, qPrintable(read ? QString() : read.error().detail));
    QCOMPARE(*read, proxy);
}

void TestProxyAddress::refuses_data()
{
    QTest::addColumn<QString>("text");
    for (const char* text :
         {"", "http://", "http://:3128", "https://proxy.example:1", "socks4://proxy.example", "ftp://x",
          "http://proxy.example:0", "http://proxy.example:99999", "http://proxy.example/path",
          "http://user:s3cret@:1", "http://a b", "http://user%3Acolon:x@h"})
        QTest::newRow(text) << QString::fromUtf8(text);
    QTest::newRow("long user") << QStringLiteral("socks5://%1:s3cret@h").arg(QString(256, u'u'));
}

void TestProxyAddress::refuses()
{
    QFETCH(QString, text);
    const Result<ProxySpec> read = parseProxy(text);
    QVERIFY(!read);
    QCOMPARE(read.error().code, ErrorCode::BadOption);
    QVERIFY(!read.error().detail.isEmpty());
    QVERIFY(!read.error().detail.contains(QStringLiteral("s3cret")));
}

void TestProxyAddress::textHasNoCredentials()
{
    const ProxySpec proxy = *parseProxy(QStringLiteral("socks5://user:s3cret@[::1]:9050"));
    QCOMPARE(proxyText(proxy), QStringLiteral("socks5://[::1]:9050"));
    QCOMPARE(proxyUrl(proxy), QStringLiteral("socks5h://[::1]:9050"));
    QCOMPARE(proxyText({}), QStringLiteral("none"));
    QCOMPARE(proxyUrl({}), QString());
}

QTEST_GUILESS_MAIN(TestProxyAddress)
#include "tst_proxyaddress.moc"
