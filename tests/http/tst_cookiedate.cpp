// SPDX-License-Identifier: MIT
#include "http/cookiedate.h"

#include <QDateTime>
#include <QtTest>

using namespace wl;

class TestCookieDate : public QObject
{
    Q_OBJECT
private slots:
    void dates_data();
    void dates();
};

void TestCookieDate::dates_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QString>("time"); // ISO in UTC; "" = none
    const auto row = [](const QByteArray& text, const char* time) {
        QTest::newRow(text.isEmpty() ? "empty" : text.toPercentEncoding(" ,:-").constData())
            << text << QString::fromLatin1(time);
    };
    row("Sun, 06 Nov 1994 08:49:37 GMT", "1994-11-06T08:49:37Z");
    row("Sunday, 06-Nov-94 08:49:37 GMT", "1994-11-06T08:49:37Z");
    row("Sun Nov  6 08:49:37 1994", "1994-11-06T08:49:37Z");
    row("6 november 1994 8:9:7", "1994-11-06T08:09:07Z");
    row("1994 Nov 06 08:49:37", "1994-11-06T08:49:37Z");
    row("08:49:37 6 Nov 94", "1994-11-06T08:49:37Z");
    row("06 Nov 69 00:00:00", "2069-11-06T00:00:00Z");
    row("06 Nov 70 00:00:00", "1970-11-06T00:00:00Z");
    row("06 Nov 00 00:00:00", "2000-11-06T00:00:00Z");
    row("29 Feb 2028 23:59:59", "2028-02-29T23:59:59Z");
    row("08:49:37x 6th Nov 94zz", "1994-11-06T08:49:37Z");
    row("Fri, 31 Dec 9999 23:59:59 GMT", "9999-12-31T23:59:59Z");
    row("1 Jan 1601 00:00:00", "1601-01-01T00:00:00Z");
    row("31 Dec 1600 00:00:00", "");
    row("29 Feb 2027 00:00:00", "");
    row("31 Apr 2027 00:00:00", "");
    row("0 Apr 2027 00:00:00", "");
    row("32 Apr 2027 00:00:00", "");
    row("1 Apr 2027 24:00:00", "");
    row("1 Apr 2027 00:60:00", "");
    row("1 Apr 2027 00:00:60", "");
    row("1 Apr 2027 00:00", "");
    row("1 Apr 2027 000:00:00", "");
    row("1 Apr 20277 00:00:00", "");
    row("1 Apr 7 00:00:00", "");
    row("Apr 2027 00:00:00", "");
    row("1 2027 00:00:00", "");
    row("soon", "");
    row("", "");
    row(QByteArray("\xff\xfe\0:", 4), "");
    row(QByteArray(10'000, ':'), "");
}

void TestCookieDate::dates()
{
    QFETCH(QByteArray, text);
    QFETCH(QString, time);
    const std::optional<qint64> date = parseCookieDate(text);
    QCOMPARE(date ? QDateTime::fromSecsSinceEpoch(*date, Qt::UTC).toString(Qt::ISODate) : QString(), time);
}

QTEST_GUILESS_MAIN(TestCookieDate)
#include "tst_cookiedate.moc"
