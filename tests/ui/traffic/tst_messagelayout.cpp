// SPDX-License-Identifier: MIT
#include "ui/traffic/messagelayout.h"

#include <QTest>

using namespace wl;

class TestMessageLayout : public QObject
{
    Q_OBJECT
private slots:
    void breaksLines_data();
    void breaksLines();
    void neverExceedsColumns();
    void dumps();
};

void TestMessageLayout::breaksLines_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<int>("columns");
    QTest::addColumn<int>("maxLines");
    QTest::addColumn<QStringList>("lines");
    const auto list = [](const char* text) { return QString::fromUtf8(text).split(u'|'); };
    QTest::newRow("empty") << QByteArray() << 10 << 5 << list("");
    QTest::newRow("short") << QByteArray("hello") << 10 << 5 << list("hello");
    QTest::newRow("exact") << QByteArray("0123456789") << 10 << 5 << list("0123456789");
    QTest::newRow("one over") << QByteArray("0123456789a") << 10 << 5 << list("0123456789|a");
    QTest::newRow("line ends") << QByteArray("a\r\nb\n\nc") << 10 << 5 << list("a|b||c");
    QTest::newRow("line end at the end") << QByteArray("a\n") << 10 << 5 << list("a");
    QTest::newRow("two of them") << QByteArray("a\n\n") << 10 << 5 << list("a|");
    QTest::newRow("cut") << QByteArray("a\nb\nc") << 10 << 2 << list("a|b");
    QTest::newRow("tab") << QByteArray("\tx") << 10 << 5 << list("    x");
    QTest::newRow("wide") << QByteArray("한글한글") << 4 << 5 << list("한글|한글");
    QTest::newRow("wide that does not fit") << QByteArray("한글한") << 5 << 5 << list("한글|한");
    QTest::newRow("surrogates stay together")
        << QByteArray("\xf0\x9f\x98\x80\xf0\x9f\x98\x80") << 2 << 5 << list("😀|😀");
}

void TestMessageLayout::breaksLines()
{
    QFETCH(QByteArray, bytes);
    QFETCH(int, columns);
    QFETCH(int, maxLines);
    QFETCH(QStringList, lines);
    QCOMPARE(messagelayout::textLines(bytes, columns, maxLines), lines);
}

void TestMessageLayout::neverExceedsColumns()
{
    QByteArray bytes;
    for (int i = 0; i < 5000; ++i)
        bytes += char((i * 7919) % 256);
    for (const int columns : {20, 33, 80}) {
        const QStringList lines = messagelayout::textLines(bytes, columns, 10'000);
        QVERIFY(lines.size() > 10);
        for (const QString& line : lines)
            QVERIFY(messagelayout::cells(line) <= columns);
    }
}

void TestMessageLayout::dumps()
{
    QCOMPARE(messagelayout::hexLines(QByteArray(100, 'x'), 3).size(), 3);
    QCOMPARE(messagelayout::hexLines(QByteArray(17, 'x'), 3).size(), 2);
    QVERIFY(messagelayout::hexLines({}, 3).isEmpty());
}

QTEST_GUILESS_MAIN(TestMessageLayout)
#include "tst_messagelayout.moc"
