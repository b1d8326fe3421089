// SPDX-License-Identifier: MIT
#include "ui/panes/http/certificatefacts.h"
#include "ui/panes/http/fieldrows.h"
#include "ui/panes/http/httpwords.h"
#include "ui/panes/http/savebody.h"
#include "ui/panes/http/timingrows.h"
#include "ui/panes/http/urlquery.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace wl;
using std::chrono::nanoseconds;

/// What the HTTP pane decides, as values.
class TestHttpValues : public QObject
{
    Q_OBJECT
private slots:
    void parameters_data();
    void parameters();
    void replacedParameter_data();
    void replacedParameter();
    void timings();
    void timingsOfAFailure();
    void words();
    void whatWasTried();
    void titles_data();
    void titles();
    void fileNames_data();
    void fileNames();
    void rowsRoundTrip();
    void savedBody();
    void savingFails();
    void certificate();
};

void TestHttpValues::parameters_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* url, const char* expected) {
        QTest::newRow(url) << QString::fromLatin1(url) << QString::fromLatin1(expected);
    };
    row("", "");
    row("http://h/p", "");
    row("http://h/p?", "");
    row("http://h/p?a=1&b=2", "a=1 b=2");
    row("http://h/p?a&b=", "a b=");
    row("h?a=1=2#f?x=1", "a=1=2");
    row("h#f?x=1", "");
    row("h?a=1&&b", "a=1  b");
    row("h?%41=%20+", "%41=%20+");
}

void TestHttpValues::parameters()
{
    QFETCH(QString, url);
    QFETCH(QString, expected);
    QStringList parts;
    for (const auto& parameter : urlquery::parameters(url))
        parts << parameter.name + (parameter.hasEquals ? QStringLiteral("=") : QString()) + parameter.value;
    QCOMPARE(parts.join(u' '), expected);
    // Putting each back as it is changes nothing.
    const auto all = urlquery::parameters(url);
    for (qsizetype i = 0; i < all.size(); ++i) {
        if (!all.at(i).name.isEmpty() || !all.at(i).value.isEmpty())
            QCOMPARE(urlquery::withParameter(url, i, all.at(i)), url);
    }
}

void TestHttpValues::replacedParameter_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<int>("index");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("value");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char* url, int index, const char* name, const char* value,
                        const char* expected) {
        QTest::addRow("%s %d", url, index) << QString::fromLatin1(url) << index << QString::fromLatin1(name)
                                           << QString::fromLatin1(value) << QString::fromLatin1(expected);
    };
    row("h?a=1&b=2#f", 0, "a", "9", "h?a=9&b=2#f");
    row("h?a=1&b=2#f", 1, "c d", "", "h?a=1&c d=#f");
    row("h?a=1&b=2#f", 0, "", "", "h?b=2#f");
    row("h?a=1#f", 0, "", "", "h#f");
    row("h?a=1", 5, "x", "y", "h?a=1");
    row("h", 0, "x", "y", "h");
}

void TestHttpValues::replacedParameter()
{
    QFETCH(QString, url);
    QFETCH(int, index);
    QFETCH(QString, name);
    QFETCH(QString, value);
    QFETCH(QString, expected);
    QCOMPARE(urlquery::withParameter(url, index, {name, value, true}), expected);
}

void TestHttpValues::timings()
{
    using Phase = TimingRow::Phase;
    HttpHop first;
    first.timings = {{100}, {110}, {130}, {}, {}, {131}, {200}, {250}, false};
    HttpHop second;
    second.timings = {{260}, {}, {}, {}, {}, {261}, {270}, {300}, true};
    const QList<TimingRow> expected{{Phase::Hop, 0, nanoseconds(0), nanoseconds(150)},
                                    {Phase::Lookup, 0, nanoseconds(0), nanoseconds(10)},
                                    {Phase::Connect, 0, nanoseconds(10), nanoseconds(20)},
                                    {Phase::Send, 0, nanoseconds(30), nanoseconds(1)},
                                    {Phase::Wait, 0, nanoseconds(31), nanoseconds(69)},
                                    {Phase::Download, 0, nanoseconds(100), nanoseconds(50)},
                                    {Phase::Hop, 1, nanoseconds(160), nanoseconds(40)},
                                    {Phase::Send, 1, nanoseconds(160), nanoseconds(1)},
                                    {Phase::Wait, 1, nanoseconds(161), nanoseconds(9)},
                                    {Phase::Download, 1, nanoseconds(170), nanoseconds(30)}};
    QCOMPARE(timingRows({first, second}), expected);
    QCOMPARE(totalTime({first, second}), nanoseconds(200));
    QVERIFY(timingRows({}).isEmpty());
    QCOMPARE(totalTime({}), nanoseconds(0));
}

void TestHttpValues::timingsOfAFailure()
{
    HttpHop hop;
    hop.timings = {{100}, {110}, {}, {}, {}, {}, {}, false};
    const auto rows = timingRows({hop});
    QCOMPARE(rows.size(), 2);
    QCOMPARE(rows.last().length, nanoseconds(10));
    HttpHop nothing;
    QCOMPARE(timingRows({nothing}).size(), 1);
    // An answer that came before the request was sent to its end: no phase runs backwards.
    hop.timings = {{100}, {110}, {120}, {}, {200}, {150}, {210}, false};
    for (const TimingRow& row : timingRows({hop}))
        QVERIFY(row.length.count() >= 0);
}

void TestHttpValues::words()
{
    HttpExchange exchange;
    QCOMPARE(HttpWords::state(nullptr), PaneState());
    QCOMPARE(HttpWords::state(&exchange).mark, PaneState::Mark::Busy);
    exchange.phase = HttpExchange::Phase::Done;
    QCOMPARE(HttpWords::state(&exchange).mark, PaneState::Mark::Failed);
    HttpHop hop;
    hop.status = 404;
    hop.reason = "Not Found";
    exchange.hops = {hop};
    QCOMPARE(HttpWords::state(&exchange), (PaneState{PaneState::Mark::Failed, QStringLiteral("404")}));
    QCOMPARE(HttpWords::status(hop), QStringLiteral("404 Not Found"));
    exchange.phase = HttpExchange::Phase::Canceled;
    QCOMPARE(HttpWords::state(&exchange).mark, PaneState::Mark::Idle);
    exchange.phase = HttpExchange::Phase::Receiving;
    exchange.bodyBytes = 1500;
    exchange.expectedBytes = 3000;
    QCOMPARE(HttpWords::phase(exchange), QStringLiteral("Receiving, 1.5 kB of 3 kB…"));
    for (int phase = 0; phase <= int(HttpExchange::Phase::Canceled); ++phase) {
        exchange.phase = HttpExchange::Phase(phase);
        QVERIFY(!HttpWords::phase(exchange).isEmpty());
    }
}

/// What fails behind a redirect is not told of the place that was typed.
void TestHttpValues::whatWasTried()
{
    HttpRequest request;
    request.url = QStringLiteral("http://h.test/a");
    HttpExchange exchange;
    exchange.error = {ErrorCode::ConnectionRefused, {}, 0};
    QCOMPARE(HttpWords::tried(request, exchange), QStringLiteral("Cannot GET http://h.test/a"));
    HttpHop hop;
    hop.url = request.url;
    hop.status = 302;
    exchange.hops = {hop};
    QCOMPARE(HttpWords::tried(request, exchange), QStringLiteral("Cannot GET http://h.test/a"));
    exchange.error.code = ErrorCode::UnsupportedScheme;
    QCOMPARE(HttpWords::tried(request, exchange),
             QStringLiteral("Cannot follow the redirect of http://h.test/a"));
    hop.url = QStringLiteral("http://other.test/");
    hop.status = 0;
    exchange.hops.append(hop);
    exchange.error.code = ErrorCode::ConnectionRefused;
    QCOMPARE(HttpWords::tried(request, exchange),
             QStringLiteral("Cannot follow the redirect to http://other.test/"));
}

void TestHttpValues::titles_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QString>("title");
    QTest::newRow("none") << QString() << QStringLiteral("New request");
    QTest::newRow("path") << QStringLiteral("http://h:1/posts?x=1#f") << QStringLiteral("GET /posts");
    QTest::newRow("host") << QStringLiteral("http://h:1") << QStringLiteral("GET h:1");
    QTest::newRow("root") << QStringLiteral("http://h:1/") << QStringLiteral("GET h:1/");
    QTest::newRow("no scheme") << QStringLiteral("h/a/b") << QStringLiteral("GET /a/b");
    QTest::newRow("user") << QStringLiteral("http://u:secret@h:1/") << QStringLiteral("GET h:1/");
}

void TestHttpValues::titles()
{
    QFETCH(QString, url);
    QFETCH(QString, title);
    HttpRequest request;
    request.url = url;
    QCOMPARE(HttpWords::title(request), title);
    QVERIFY(!HttpWords::tried(request).contains(QStringLiteral("secret")));
    request.isRaw = true;
    QVERIFY(!HttpWords::title(request).contains(QStringLiteral("secret")));
    QVERIFY(!HttpWords::tried(request).contains(QStringLiteral("secret")));
}

void TestHttpValues::fileNames_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QByteArray>("disposition");
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QString>("name");
    QTest::newRow("url") << QStringLiteral("http://h/a/b.txt?x") << QByteArray() << QByteArray()
                         << QStringLiteral("b.txt");
    QTest::newRow("type") << QStringLiteral("http://h/posts") << QByteArray()
                          << QByteArray("application/json; charset=x") << QStringLiteral("posts.json");
    QTest::newRow("quoted") << QStringLiteral("http://h/x") << QByteArray("attachment; filename=\"a b.pdf\"")
                            << QByteArray() << QStringLiteral("a b.pdf");
    QTest::newRow("token") << QStringLiteral("http://h/x") << QByteArray("attachment; filename=c.pdf; size=1")
                           << QByteArray() << QStringLiteral("c.pdf");
    QTest::newRow("no way up") << QStringLiteral("http://h/x")
                               << QByteArray("attachment; filename=\"../../.bashrc\"") << QByteArray()
                               << QStringLiteral("bashrc");
    QTest::newRow("nothing") << QStringLiteral("http://h/") << QByteArray() << QByteArray()
                             << QStringLiteral("download");
}

void TestHttpValues::fileNames()
{
    QFETCH(QString, url);
    QFETCH(QByteArray, disposition);
    QFETCH(QByteArray, type);
    QFETCH(QString, name);
    HttpHop hop;
    hop.url = url;
    hop.fields = {{"content-DISPOSITION", disposition}, {"Content-Type", type}};
    const QString found = HttpWords::bodyFileName(hop);
    QVERIFY(!found.contains(u'/') && !found.startsWith(u'.'));
    QCOMPARE(found, name);
}

void TestHttpValues::rowsRoundTrip()
{
    const QList<HttpField> fields{
        {QStringLiteral("a"), QStringLiteral("b"), false, true, QStringLiteral("c")}, {}};
    QCOMPARE(fieldrows::toFields(fieldrows::fromFields(fields)), fields);
    const QList<HttpPart> parts{{QStringLiteral("a"),
                                 QStringLiteral("b"),
                                 {QStringLiteral("/x"), QStringLiteral("/y")},
                                 QStringLiteral("t"),
                                 false,
                                 QStringLiteral("d"),
                                 QStringLiteral("f")}};
    QCOMPARE(fieldrows::toParts(fieldrows::fromParts(parts)), parts);
}

void TestHttpValues::savedBody()
{
    QTemporaryDir dir;
    const QString bodyPath = dir.filePath(QStringLiteral("body"));
    QByteArray bytes;
    for (int i = 0; i < 3'000'000; ++i)
        bytes += char(i * 7);
    QFile in(bodyPath);
    QVERIFY(in.open(QIODevice::WriteOnly));
    in.write(bytes);
    in.close();
    const BodyFile body(bodyPath);
    const QString path = dir.filePath(QStringLiteral("saved"));
    CopyProgress done;
    QCOMPARE(copyBody(body, path, done, {}), QString());
    QCOMPARE(done.done.load(), bytes.size());
    QCOMPARE(done.all.load(), bytes.size());
    QFile out(path);
    QVERIFY(out.open(QIODevice::ReadOnly));
    QVERIFY(out.readAll() == bytes);
}

void TestHttpValues::savingFails()
{
    QTemporaryDir dir;
    const QString path = dir.filePath(QStringLiteral("kept"));
    QFile kept(path);
    QVERIFY(kept.open(QIODevice::WriteOnly));
    kept.write("old");
    kept.close();
    const BodyFile gone(dir.filePath(QStringLiteral("gone")));
    CopyProgress done;
    QVERIFY(copyBody(gone, path, done, {}).contains(path));
    QVERIFY(kept.open(QIODevice::ReadOnly));
    QCOMPARE(kept.readAll(), "old");
    const BodyFile body(path + QStringLiteral("-body"));
    QFile file(body.path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("x");
    file.close();
    QVERIFY(!copyBody(body, QStringLiteral("/nowhere/at/all"), done, {}).isEmpty());
}

void TestHttpValues::certificate()
{
    TlsFacts tls;
    tls.problems = {QStringLiteral("the certificate has expired")};
    QCOMPARE(CertificateFacts::text(tls), QStringLiteral("Problem: the certificate has expired"));
    tls.certificateChainPem = "-----BEGIN CERTIFICATE-----\nbm90IG9uZQ==\n-----END CERTIFICATE-----\n";
    QCOMPARE(CertificateFacts::text(tls), QStringLiteral("Problem: the certificate has expired"));
    QVERIFY(CertificateFacts::isCertificateError(Error{ErrorCode::CertificateWrongHost, {}, 0}));
    QVERIFY(!CertificateFacts::isCertificateError(Error{ErrorCode::TlsFailed, {}, 0}));
    QVERIFY(!CertificateFacts::isCertificateError(Error{ErrorCode::ConnectionRefused, {}, 0}));
}

QTEST_MAIN(TestHttpValues)
#include "tst_httpvalues.moc"
