// SPDX-License-Identifier: MIT
#include "http/httpurl.h"
#include "http/pathvariables.h"

#include <QTest>

using namespace wl;

class TestPathVariables : public QObject
{
    Q_OBJECT
private slots:
    void names_data();
    void names();
    void targets_data();
    void targets();
    void refused_data();
    void refused();
    void literalRows();

private:
    static HttpField row(const QString& name, const QString& value, bool enabled = true)
    {
        return {name, value, enabled, false, {}};
    }
};

void TestPathVariables::names_data()
{
    QTest::addColumn<QString>("url");
    QTest::addColumn<QStringList>("names");
    const auto row = [](const char* url, const QStringList& names) {
        QTest::newRow(*url == 0 ? "empty" : url) << QString::fromUtf8(url) << names;
    };
    row("", {});
    row(":id", {});
    row("http://h/:id", {QStringLiteral("id")});
    row("h/:id", {QStringLiteral("id")});
    row("  h/:id  ", {QStringLiteral("id")});
    row("http://h:8080/a/:id/b/:other", {QStringLiteral("id"), QStringLiteral("other")});
    row("http://h:8080", {});
    row("h:8080/:a", {QStringLiteral("a")});
    row("http://[::1]:80/:a", {QStringLiteral("a")});
    row("http://u:p@h/:a", {QStringLiteral("a")});
    row("http://h/a:b/x:", {});
    row("http://h/:", {});
    row("http://h/:/::", {QStringLiteral(":")});
    row("http://h/:a/:a", {QStringLiteral("a")});
    row("http://h/?x=/:id", {});
    row("http://h/#/:id", {});
    row("http://h?/:id", {});
    row("http://h/:id?x=:y#:z", {QStringLiteral("id")});
    row("http://h/a?u=http://x/:y", {});
    row("http://h/:한글/:a.b-c", {QString::fromUtf8("한글"), QStringLiteral("a.b-c")});
    row("http://h/%3Aid", {});
    row("//h/:a", {QStringLiteral("a")});
}

void TestPathVariables::names()
{
    QFETCH(QString, url);
    QFETCH(QStringList, names);
    QCOMPARE(pathVariableNames(url), names);
}

void TestPathVariables::targets_data()
{
    QTest::addColumn<QString>("value");
    QTest::addColumn<bool>("encode");
    QTest::addColumn<QByteArray>("target"); // of /a/:id/b by the exact engine
    const auto both = [](const QString& value, const QByteArray& encoded, const QByteArray& typed) {
        QTest::newRow(qPrintable(value + QStringLiteral(", encoded"))) << value << true << encoded;
        QTest::newRow(qPrintable(value + QStringLiteral(", typed"))) << value << false << typed;
    };
    both(QStringLiteral("7"), "/a/7/b", "/a/7/b");
    both(QStringLiteral("a b"), "/a/a%20b/b", "/a/a b/b");
    both(QStringLiteral("x/y"), "/a/x%2Fy/b", "/a/x/y/b");
    both(QStringLiteral("100%"), "/a/100%25/b", "/a/100%/b");
    both(QStringLiteral("%41"), "/a/%2541/b", "/a/%41/b");
    both(QStringLiteral("a#b"), "/a/a%23b/b", "/a/a%23b/b");
    both(QStringLiteral("a?b"), "/a/a%3Fb/b", "/a/a?b/b");
    both(QStringLiteral(":id"), "/a/%3Aid/b", "/a/:id/b");
    both(QStringLiteral(".."), "/a/../b", "/a/../b");
    both(QString::fromUtf8("ü€😀"), "/a/%C3%BC%E2%82%AC%F0%9F%98%80/b", "/a/ü€😀/b");
    both(QStringLiteral("\"<>\\^`{|}"), "/a/%22%3C%3E%5C%5E%60%7B%7C%7D/b", "/a/\"<>\\^`{|}/b");
    QTest::newRow("CR LF, encoded") << QStringLiteral("a\r\nX: y") << true
                                    << QByteArray("/a/a%0D%0AX%3A%20y/b");
}

void TestPathVariables::targets()
{
    QFETCH(QString, value);
    QFETCH(bool, encode);
    QFETCH(QByteArray, target);
    HttpRequest request;
    request.url = QStringLiteral("http://h:8080/a/:id/b");
    request.pathVariables = {row(QStringLiteral("other"), QStringLiteral("no")),
                             row(QStringLiteral("id"), value),
                             row(QStringLiteral("id"), QStringLiteral("second"))};
    request.settings.engine = HttpEngine::Exact;
    request.settings.encodeUrl = encode;
    const Result<HttpUrl> url = makeHttpUrl(request);
    QVERIFY(url.has_value());
    QCOMPARE(url->target, target);
    QCOMPARE(url->url.port(), 8080);
    // The other engine has the same place, whatever it makes of the target.
    request.settings.engine = HttpEngine::Qt;
    const Result<HttpUrl> other = makeHttpUrl(request);
    QVERIFY(other.has_value());
    QCOMPARE(other->url.host(), QStringLiteral("h"));
    if (encode && value != QStringLiteral(".."))
        QCOMPARE(other->target, target);
}

void TestPathVariables::refused_data()
{
    QTest::addColumn<QList<HttpField>>("rows");
    QTest::addColumn<bool>("encode");
    QTest::newRow("no row") << QList<HttpField>{} << true;
    QTest::newRow("another name") << QList<HttpField>{row(QStringLiteral("ID"), QStringLiteral("1"))} << true;
    QTest::newRow("no value") << QList<HttpField>{row(QStringLiteral("id"), QString())} << true;
    for (const char* bad : {"a\r\nX: y", "a\nb", "\x7f", "\t"})
        QTest::newRow(bad) << QList<HttpField>{row(QStringLiteral("id"), QString::fromUtf8(bad))} << false;
    QTest::newRow("NUL") << QList<HttpField>{row(QStringLiteral("id"), QString(1, QChar()))} << false;
}

void TestPathVariables::refused()
{
    QFETCH(QList<HttpField>, rows);
    QFETCH(bool, encode);
    HttpRequest request;
    request.url = QStringLiteral("http://h/:id");
    request.pathVariables = rows;
    request.settings.encodeUrl = encode;
    const Result<HttpUrl> url = makeHttpUrl(request);
    QVERIFY(!url.has_value());
    QCOMPARE(int(url.error().code), int(ErrorCode::BadAddress));
    QVERIFY2(url.error().detail.contains(QStringLiteral(":id")), qPrintable(url.error().detail));
}

void TestPathVariables::literalRows()
{
    HttpRequest request;
    request.url = QStringLiteral("http://h/:id/:x:y");
    request.pathVariables = literalPathRows(request.url);
    QCOMPARE(request.pathVariables.size(), 2);
    const Result<HttpUrl> url = makeHttpUrl(request);
    QVERIFY(url.has_value());
    QCOMPARE(url->target, QByteArray("/:id/:x:y"));
    QVERIFY(url->notes.isEmpty());
}

QTEST_GUILESS_MAIN(TestPathVariables)
#include "tst_pathvariables.moc"
