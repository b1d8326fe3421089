// SPDX-License-Identifier: MIT
#include "history/historyquery.h"

#include <QDateTime>
#include <QtTest>

using namespace wl;

namespace {

const QDateTime now(QDate(2026, 11, 27), QTime(14, 0)); // the tests run in UTC

Result<HistoryQuery> parse(const char* text)
{
    return HistoryQuery::parse(QString::fromUtf8(text), now.toMSecsSinceEpoch());
}

qint64 at(const char* time)
{
    return QDateTime::fromString(QString::fromUtf8(time), Qt::ISODate).toMSecsSinceEpoch();
}

} // namespace

class TestHistoryQuery : public QObject
{
    Q_OBJECT
private slots:
    void words();
    void parts();
    void statuses_data();
    void statuses();
    void times_data();
    void times();
    void refused_data();
    void refused();
};

void TestHistoryQuery::words()
{
    QCOMPARE(*parse(""), HistoryQuery());
    QCOMPARE(*parse(" \t "), HistoryQuery());
    QCOMPARE(parse("one  two")->words, QStringList({QStringLiteral("one"), QStringLiteral("two")}));
    QCOMPARE(parse("\"one  two\" three")->words,
             QStringList({QStringLiteral("one  two"), QStringLiteral("three")}));
    QCOMPARE(parse("\"open")->words, QStringList({QStringLiteral("open")}));
    QCOMPARE(parse("http://x/y?z=1")->words, QStringList({QStringLiteral("http://x/y?z=1")}));
    QCOMPARE(parse(":a \"\"")->words, QStringList({QStringLiteral(":a")}));
}

void TestHistoryQuery::parts()
{
    const auto query = parse("host:Example.COM url:/a/B method:get method:POST is:pinned is:failed rest");
    QVERIFY(query);
    QCOMPARE(query->hosts, QStringList({QStringLiteral("example.com")}));
    QCOMPARE(query->urls, QStringList({QStringLiteral("/a/B")}));
    QCOMPARE(query->methods.size(), 2);
    QVERIFY(query->isPinned && query->hasFailed);
    QCOMPARE(query->words, QStringList({QStringLiteral("rest")}));
}

void TestHistoryQuery::statuses_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<int>("least");
    QTest::addColumn<int>("most");
    QTest::newRow("one") << QByteArray("status:404") << 404 << 404;
    QTest::newRow("class") << QByteArray("status:4xx") << 400 << 499;
    QTest::newRow("class in capitals") << QByteArray("STATUS:5XX") << 500 << 599;
    QTest::newRow("range") << QByteArray("status:200-299") << 200 << 299;
    QTest::newRow(">=") << QByteArray("status:>=500") << 500 << 999;
    QTest::newRow(">") << QByteArray("status:>500") << 501 << 999;
    QTest::newRow("<=") << QByteArray("status:<=299") << 1 << 299;
    QTest::newRow("<") << QByteArray("status:<300") << 1 << 299;
    QTest::newRow("none") << QByteArray("status:0") << 0 << 0;
}

void TestHistoryQuery::statuses()
{
    QFETCH(QByteArray, text);
    const auto query = parse(text.constData());
    QVERIFY(query && query->status);
    QTEST(query->status->least, "least");
    QTEST(query->status->most, "most");
}

void TestHistoryQuery::times_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<qint64>("time");
    QTest::newRow("seconds") << QByteArray("30s") << at("2026-11-27T13:59:30");
    QTest::newRow("minutes") << QByteArray("5m") << at("2026-11-27T13:55:00");
    QTest::newRow("hours") << QByteArray("1h") << at("2026-11-27T13:00:00");
    QTest::newRow("days") << QByteArray("2D") << at("2026-11-25T14:00:00");
    QTest::newRow("weeks") << QByteArray("1w") << at("2026-11-20T14:00:00");
    QTest::newRow("today") << QByteArray("today") << at("2026-11-27T00:00:00");
    QTest::newRow("yesterday") << QByteArray("yesterday") << at("2026-11-26T00:00:00");
    QTest::newRow("date") << QByteArray("2026-11-01") << at("2026-11-01T00:00:00");
    QTest::newRow("date and time") << QByteArray("2026-11-01t12:30") << at("2026-11-01T12:30:00");
}

void TestHistoryQuery::times()
{
    QFETCH(QByteArray, text);
    QFETCH(qint64, time);
    QCOMPARE(*parse(QByteArray("since:" + text).constData())->sinceMs, time);
    QCOMPARE(*parse(QByteArray("before:" + text).constData())->beforeMs, time);
}

void TestHistoryQuery::refused_data()
{
    QTest::addColumn<QByteArray>("text");
    for (const char* text :
         {"status:", "status:abc", "status:4x", "status:>=", "status:>400-500", "status:4000",
          "since:", "since:soon", "since:1y", "before:2026-13-01", "since:99999999999h", "is:", "is:great"})
        QTest::newRow(text) << QByteArray(text);
}

void TestHistoryQuery::refused()
{
    QFETCH(QByteArray, text);
    const auto query = parse(text.constData());
    QVERIFY(!query);
    QCOMPARE(query.error().code, ErrorCode::BadSyntax);
    QVERIFY(!query.error().detail.isEmpty());
}

QTEST_GUILESS_MAIN(TestHistoryQuery)
#include "tst_historyquery.moc"
