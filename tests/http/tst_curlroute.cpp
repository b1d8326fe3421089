// SPDX-License-Identifier: MIT
#include "http/requestcode.h"

#include <QtTest>

using namespace wl;

class TestCurlRoute : public QObject
{
    Q_OBJECT
private slots:
    void defaultsAddNothing();
    void options_data();
    void options();
    void passwordsStayHere();
    void othersSayWhatIsMissing();
};

namespace {

HttpRequest request(const std::function<void(HttpSettings&)>& change,
                    const QString& scheme = QStringLiteral("https"))
{
    HttpRequest typed;
    typed.url = scheme + QStringLiteral("://api.example/");
    change(typed.settings);
    return typed;
}

/// One line, one space.
QString curl(const HttpRequest& typed)
{
    const Result<CodeText> code = requestCode(typed, CodeForm::Curl);
    return code ? QString(code->text).replace(QStringLiteral(" \\\n "), QString()) : QString();
}

} // namespace

void TestCurlRoute::defaultsAddNothing()
{
    QCOMPARE(curl(request([](HttpSettings&) {})), QStringLiteral("curl https://api.example/ -L"));
}

void TestCurlRoute::options_data()
{
    QTest::addColumn<HttpRequest>("typed");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* words, const std::function<void(HttpSettings&)>& change) {
        QTest::newRow(words) << request(change) << QString::fromUtf8(words);
    };
    row("--proxy http://127.0.0.1:3128 --proxy-user 'al ice'", [](HttpSettings& s) {
        s.proxy = {ProxySpec::Kind::Http, QStringLiteral("127.0.0.1"), 3128, QStringLiteral("al ice"), {}};
    });
    row("--proxy 'socks5h://[::1]:1080'", [](HttpSettings& s) {
        s.proxy = {ProxySpec::Kind::Socks5, QStringLiteral("::1"), 1080, {}, {}};
    });
    row("--resolve api.example:443:127.0.0.1", [](HttpSettings& s) {
        s.resolve = {{QStringLiteral("*"), 0, QStringLiteral("127.0.0.1")}};
    });
    row("--cacert ca.pem --cert-type P12 --cert me.p12 --tlsv1.2 --tls-max 1.3", [](HttpSettings& s) {
        s.tls.caFile = QStringLiteral("ca.pem");
        s.tls.certificateFile = QStringLiteral("me.p12");
        s.tls.minVersion = TlsVersion::Tls12;
        s.tls.maxVersion = TlsVersion::Tls13;
    });
    row("--cert me.pem --key key.pem", [](HttpSettings& s) {
        s.tls.certificateFile = QStringLiteral("me.pem");
        s.tls.keyFile = QStringLiteral("key.pem");
    });
    row("--http2-prior-knowledge", [](HttpSettings& s) { s.version = HttpVersion::Http2Prior; });
}

void TestCurlRoute::options()
{
    QFETCH(HttpRequest, typed);
    QFETCH(QString, words);
    QVERIFY2(curl(typed).contains(QStringLiteral(" ") + words), qPrintable(curl(typed)));
}

void TestCurlRoute::passwordsStayHere()
{
    const HttpRequest typed = request([](HttpSettings& s) {
        s.proxy = {ProxySpec::Kind::Http, QStringLiteral("h"), 1, QStringLiteral("u"),
                   QStringLiteral("s3cret")};
        s.tls.certificateFile = QStringLiteral("me.pem");
        s.tls.keyPassword = QStringLiteral("s3cret");
    });
    const Result<CodeText> code = requestCode(typed, CodeForm::Curl);
    QVERIFY(code);
    QVERIFY2(!code->text.contains(QStringLiteral("s3cret")), qPrintable(code->text));
    QCOMPARE(code->notes.size(), 2);
}

void TestCurlRoute::othersSayWhatIsMissing()
{
    const HttpRequest typed = request([](HttpSettings& s) {
        s.proxy = {ProxySpec::Kind::Http, QStringLiteral("h"), 1, {}, {}};
    });
    QVERIFY(requestCode(typed, CodeForm::JavaScriptFetch)
                ->notes.join(u' ')
                .contains(QStringLiteral("the proxy")));
    QVERIFY(requestCode(typed, CodeForm::PythonRequests)->text.contains(QStringLiteral("\"http://h:1\"")));
    QVERIFY(requestCode(typed, CodeForm::CppQt)->text.contains(QStringLiteral("setProxy")));
    for (const CodeForm form : {CodeForm::PythonRequests, CodeForm::JavaScriptFetch, CodeForm::CppQt})
        QCOMPARE(requestCode(request([](HttpSettings&) {}), form)->notes, QStringList());
}

QTEST_GUILESS_MAIN(TestCurlRoute)
#include "tst_curlroute.moc"
