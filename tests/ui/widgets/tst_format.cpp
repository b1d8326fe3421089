// SPDX-License-Identifier: MIT
#include "ui/widgets/format.h"

#include <QTest>

using namespace wl;

class TestFormat : public QObject
{
    Q_OBJECT
private slots:
    void size_data();
    void size();
    void duration_data();
    void duration();
    void numbers();
};

void TestFormat::size_data()
{
    QTest::addColumn<qint64>("bytes");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << qint64(0) << QStringLiteral("0 B");
    QTest::newRow("one") << qint64(1) << QStringLiteral("1 B");
    QTest::newRow("below a kilobyte") << qint64(999) << QStringLiteral("999 B");
    QTest::newRow("a kilobyte") << qint64(1000) << QStringLiteral("1 kB");
    QTest::newRow("with a decimal") << qint64(27'520) << QStringLiteral("27.5 kB");
    QTest::newRow("no decimal from 100 on") << qint64(127'520) << QStringLiteral("128 kB");
    QTest::newRow("rounds up to the next unit") << qint64(999'600) << QStringLiteral("1 MB");
    QTest::newRow("stays below it") << qint64(999'400) << QStringLiteral("999 kB");
    QTest::newRow("gigabytes") << qint64(2'147'483'648) << QStringLiteral("2.1 GB");
    QTest::newRow("beyond the last unit") << qint64(5'000'000'000'000'000) << QStringLiteral("5,000 TB");
    QTest::newRow("negative") << qint64(-5) << QStringLiteral("-5 B");
}

void TestFormat::size()
{
    QFETCH(qint64, bytes);
    QFETCH(QString, text);
    QCOMPARE(format::size(bytes), text);
}

void TestFormat::duration_data()
{
    QTest::addColumn<qint64>("ns");
    QTest::addColumn<QString>("text");
    QTest::newRow("none") << qint64(0) << QStringLiteral("0 ns");
    QTest::newRow("nanoseconds") << qint64(850) << QStringLiteral("850 ns");
    QTest::newRow("microseconds") << qint64(1'700) << QStringLiteral("1.7 µs");
    QTest::newRow("milliseconds") << qint64(1'700'000) << QStringLiteral("1.7 ms");
    QTest::newRow("rounds to a second") << qint64(999'700'000) << QStringLiteral("1 s");
    QTest::newRow("seconds") << qint64(12'340'000'000) << QStringLiteral("12.3 s");
    QTest::newRow("minutes") << qint64(245'000'000'000) << QStringLiteral("4 min 05 s");
    QTest::newRow("hours") << qint64(7'380'000'000'000) << QStringLiteral("2 h 03 min");
}

void TestFormat::duration()
{
    QFETCH(qint64, ns);
    QFETCH(QString, text);
    QCOMPARE(format::duration(std::chrono::nanoseconds(ns)), text);
}

void TestFormat::numbers()
{
    QCOMPARE(format::count(0), QStringLiteral("0"));
    QCOMPARE(format::count(1'234'567), QStringLiteral("1,234,567"));
    QCOMPARE(format::exactSize(1), QStringLiteral("1 byte"));
    QCOMPARE(format::exactSize(27'520), QStringLiteral("27,520 bytes"));
    QCOMPARE(format::rate(1'200'000.4), QStringLiteral("1.2 MB/s"));
    QCOMPARE(format::delta(std::chrono::microseconds(1'700)), QStringLiteral("0.001700"));
    QCOMPARE(format::delta(std::chrono::microseconds(-20)), QStringLiteral("-0.000020"));
}

QTEST_GUILESS_MAIN(TestFormat)
#include "tst_format.moc"
