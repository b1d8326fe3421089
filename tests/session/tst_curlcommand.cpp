// SPDX-License-Identifier: MIT
#include "session/commandwords.h"
#include "session/curlcommand.h"

#include <QDir>
#include <QFile>
#include <QTest>

using namespace wl;

class tst_curlcommand : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void methodAndUrl_data();
    void methodAndUrl();
    void headers();
    void dataIsJoinedAndTyped();
    void contentTypeOfTheUserWins();
    void json();
    void getPutsDataIntoTheQuery();
    void urlEncodes();
    void parts();
    void timeoutsAndRedirects();
    void redirectsOnlyWhenAsked();
    void refuses_data();
    void refuses();
    void commandsOfOthers();

private:
    static Result<HttpRequest> parse(const QString& line)
    {
        auto words = splitCommandWords(line);
        if (!words)
            return tl::make_unexpected(words.error());
        words->removeFirst();
        return parseCurlCommand(*words);
    }
    static QString header(const HttpRequest& request, const QString& name)
    {
        for (const HttpField& field : request.headers) {
            if (field.name == name)
                return field.value;
        }
        return QStringLiteral("(none)");
    }
};

void tst_curlcommand::initTestCase()
{
    if (qEnvironmentVariableIsEmpty("WIRELOUPE_TEST_DATA"))
        qWarning("WIRELOUPE_TEST_DATA is not set: the commands of others are not tried");
}

void tst_curlcommand::methodAndUrl_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("method");
    QTest::addColumn<QString>("url");
    const QString url = QStringLiteral("http://h/p?a=1&b=%20");
    QTest::newRow("plain") << QStringLiteral("curl 'http://h/p?a=1&b=%20'") << QStringLiteral("GET") << url;
    QTest::newRow("--url") << QStringLiteral("curl -sS --url 'http://h/p?a=1&b=%20'") << QStringLiteral("GET")
                           << url;
    QTest::newRow("-X joined") << QStringLiteral("curl -XDELETE 'http://h/p?a=1&b=%20'")
                               << QStringLiteral("DELETE") << url;
    QTest::newRow("--request") << QStringLiteral("curl 'http://h/p?a=1&b=%20' --request brew")
                               << QStringLiteral("brew") << url;
    QTest::newRow("letters") << QStringLiteral("curl -sSvXPUT 'http://h/p?a=1&b=%20'")
                             << QStringLiteral("PUT") << url;
    QTest::newRow("no scheme") << QStringLiteral("curl h:8080/x") << QStringLiteral("GET")
                               << QStringLiteral("http://h:8080/x");
    QTest::newRow("head") << QStringLiteral("curl -I http://h/") << QStringLiteral("HEAD")
                          << QStringLiteral("http://h/");
    QTest::newRow("data means POST") << QStringLiteral("curl -d x http://h/") << QStringLiteral("POST")
                                     << QStringLiteral("http://h/");
    QTest::newRow("-X wins") << QStringLiteral("curl -X PUT -d x http://h/") << QStringLiteral("PUT")
                             << QStringLiteral("http://h/");
    QTest::newRow("after --") << QStringLiteral("curl -- http://h/") << QStringLiteral("GET")
                              << QStringLiteral("http://h/");
}

void tst_curlcommand::methodAndUrl()
{
    QFETCH(QString, line);
    QFETCH(QString, method);
    QFETCH(QString, url);
    const auto request = parse(line);
    QVERIFY2(request, request ? "" : qPrintable(request.error().detail));
    QCOMPARE(request->method, method);
    QCOMPARE(request->url, url);
}

void tst_curlcommand::headers()
{
    const auto request = parse(QStringLiteral("curl http://h/ -H 'Accept: */*' -H 'X-A:1' --header "
                                              "'X-Empty;' -A agent -e ref -b 'k=v; l=w' -u 'me:pass'"));
    QVERIFY(request);
    QCOMPARE(header(*request, QStringLiteral("Accept")), QStringLiteral("*/*"));
    QCOMPARE(header(*request, QStringLiteral("X-A")), QStringLiteral("1"));
    QCOMPARE(header(*request, QStringLiteral("X-Empty")), QString());
    QCOMPARE(header(*request, QStringLiteral("User-Agent")), QStringLiteral("agent"));
    QCOMPARE(header(*request, QStringLiteral("Referer")), QStringLiteral("ref"));
    QCOMPARE(header(*request, QStringLiteral("Cookie")), QStringLiteral("k=v; l=w"));
    QCOMPARE(header(*request, QStringLiteral("Authorization")), QStringLiteral("Basic bWU6cGFzcw=="));
}

void tst_curlcommand::dataIsJoinedAndTyped()
{
    const auto request = parse(QStringLiteral("curl http://h/ -d a=1 --data-raw @b --data-binary 'c d'"));
    QVERIFY(request);
    QCOMPARE(request->body.kind, HttpBody::Kind::Text);
    QCOMPARE(request->body.text, QStringLiteral("a=1&@b&c d"));
    QCOMPARE(request->body.contentType, QStringLiteral("application/x-www-form-urlencoded"));
}

void tst_curlcommand::contentTypeOfTheUserWins()
{
    const auto request = parse(QStringLiteral("curl http://h/ -H 'content-type: text/csv' -d a,b"));
    QVERIFY(request);
    QCOMPARE(request->body.contentType, QString());
    QCOMPARE(header(*request, QStringLiteral("content-type")), QStringLiteral("text/csv"));
}

void tst_curlcommand::json()
{
    const auto request = parse(QStringLiteral("curl --json '{ \"drink\":' --json ' 1.10 }' http://h/"));
    QVERIFY(request);
    QCOMPARE(request->body.kind, HttpBody::Kind::Json);
    QCOMPARE(request->body.text, QStringLiteral("{ \"drink\": 1.10 }"));
    QCOMPARE(request->method, QStringLiteral("POST"));
    QCOMPARE(header(*request, QStringLiteral("Accept")), QStringLiteral("application/json"));
}

void tst_curlcommand::getPutsDataIntoTheQuery()
{
    const auto first = parse(QStringLiteral("curl -G http://h/p -d a=1 -d b=2"));
    QVERIFY(first);
    QCOMPARE(first->url, QStringLiteral("http://h/p?a=1&b=2"));
    QCOMPARE(first->method, QStringLiteral("GET"));
    QCOMPARE(first->body.kind, HttpBody::Kind::None);
    const auto second = parse(QStringLiteral("curl -G 'http://h/p?z=0' -d a=1"));
    QVERIFY(second);
    QCOMPARE(second->url, QStringLiteral("http://h/p?z=0&a=1"));
}

void tst_curlcommand::urlEncodes()
{
    const auto request =
        parse(QStringLiteral("curl http://h/ --data-urlencode 'q=a b&c' --data-urlencode '=x y'"));
    QVERIFY(request);
    QCOMPARE(request->body.text, QStringLiteral("q=a%20b%26c&x%20y"));
}

void tst_curlcommand::parts()
{
    const auto request = parse(QStringLiteral("curl http://h/ -F 'user=a b' --form x=1"));
    QVERIFY(request);
    QCOMPARE(request->body.kind, HttpBody::Kind::Multipart);
    QCOMPARE(request->body.parts.size(), 2);
    QCOMPARE(request->body.parts.at(0).name, QStringLiteral("user"));
    QCOMPARE(request->body.parts.at(0).text, QStringLiteral("a b"));
    QCOMPARE(request->method, QStringLiteral("POST"));
}

void tst_curlcommand::timeoutsAndRedirects()
{
    const auto request =
        parse(QStringLiteral("curl -L -m 2.5 --connect-timeout 1 --max-redirs 3 -k https://h/"));
    QVERIFY(request);
    QCOMPARE(request->settings.totalTimeout.count(), 2500);
    QCOMPARE(request->settings.connectTimeout.count(), 1000);
    QCOMPARE(request->settings.maxRedirects, 3);
    QVERIFY(!request->settings.tls.verify);
}

void tst_curlcommand::redirectsOnlyWhenAsked()
{
    QVERIFY(!parse(QStringLiteral("curl http://h/"))->settings.followRedirects);
    QVERIFY(parse(QStringLiteral("curl -L http://h/"))->settings.followRedirects);
}

void tst_curlcommand::refuses_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QString>("named");
    QTest::newRow("nothing") << QStringLiteral("curl") << QStringLiteral("URL");
    QTest::newRow("unknown long") << QStringLiteral("curl --upload-file a http://h/")
                                  << QStringLiteral("--upload-file");
    QTest::newRow("unknown short") << QStringLiteral("curl -T a http://h/") << QStringLiteral("-T");
    QTest::newRow("unknown among letters") << QStringLiteral("curl -sZ http://h/") << QStringLiteral("-Z");
    QTest::newRow("no value") << QStringLiteral("curl http://h/ -H") << QStringLiteral("-H needs a value");
    QTest::newRow("no value, long") << QStringLiteral("curl http://h/ --data")
                                    << QStringLiteral("--data needs a value");
    QTest::newRow("data file") << QStringLiteral("curl http://h/ -d @/etc/passwd") << QStringLiteral("file");
    QTest::newRow("encoded file") << QStringLiteral("curl http://h/ --data-urlencode name@/etc/passwd")
                                  << QStringLiteral("file");
    QTest::newRow("header file") << QStringLiteral("curl http://h/ -H @f") << QStringLiteral("file");
    QTest::newRow("cookie file") << QStringLiteral("curl http://h/ -b cookies.txt") << QStringLiteral("file");
    QTest::newRow("part file") << QStringLiteral("curl http://h/ -F a=@f") << QStringLiteral("file");
    QTest::newRow("part without name")
        << QStringLiteral("curl http://h/ -F =x") << QStringLiteral("name=value");
    QTest::newRow("bad header") << QStringLiteral("curl http://h/ -H nonsense")
                                << QStringLiteral("Name: value");
    QTest::newRow("two URLs") << QStringLiteral("curl http://h/ http://i/") << QStringLiteral("http://i/");
    QTest::newRow("a pipe") << QStringLiteral("curl http://h/ | jq .") << QStringLiteral("|");
    QTest::newRow("bad time") << QStringLiteral("curl http://h/ -m soon") << QStringLiteral("seconds");
    QTest::newRow("bad count") << QStringLiteral("curl http://h/ --max-redirs -1")
                               << QStringLiteral("number");
    QTest::newRow("-d with -F") << QStringLiteral("curl http://h/ -d a -F b=c") << QStringLiteral("-F");
}

void tst_curlcommand::refuses()
{
    QFETCH(QString, line);
    QFETCH(QString, named);
    const auto request = parse(line);
    QVERIFY(!request);
    QVERIFY2(request.error().detail.contains(named), qPrintable(request.error().detail));
}

void tst_curlcommand::commandsOfOthers()
{
    const QString data = qEnvironmentVariable("WIRELOUPE_TEST_DATA");
    if (data.isEmpty())
        QSKIP("WIRELOUPE_TEST_DATA is not set");
    int taken = 0;
    int refused = 0;
    const QDir folder(data + QStringLiteral("/curl"));
    const QStringList names = folder.entryList({QStringLiteral("*.sh")});
    QVERIFY(!names.isEmpty());
    for (const QString& name : names) {
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        QString line;
        for (const QString& part : QString::fromUtf8(file.readAll()).split(u'\n')) {
            if (!part.startsWith(u'#'))
                line += part + u'\n';
        }
        const auto request = parse(line);
        if (request) {
            ++taken;
            QVERIFY2(request->url.startsWith(QLatin1String("http")), qPrintable(name + u' ' + request->url));
            QVERIFY(!request->method.isEmpty());
        } else {
            ++refused;
            QVERIFY2(!request.error().detail.isEmpty(), qPrintable(name));
        }
    }
    qInfo("%d taken, %d refused", taken, refused);
    QVERIFY(taken > refused);
}

QTEST_GUILESS_MAIN(tst_curlcommand)
#include "tst_curlcommand.moc"
