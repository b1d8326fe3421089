// SPDX-License-Identifier: MIT
#include "ui/shell/uistatistics.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace wl;

class TestUiStatistics : public QObject
{
    Q_OBJECT
private slots:
    void nothingPaintedYet();
    void firstFrameIsTold();
    void countsAClickToItsPaint();
    void startFromTheEnvironment();
    void writesJson();
    void saysWhereItCannotWrite();
};

void TestUiStatistics::nothingPaintedYet()
{
    QWidget window;
    const UiStatistics statistics(window, 0);
    QCOMPARE(statistics.figures().startupMs, -1.0);
    QCOMPARE(statistics.figures().clickMaxMs, -1.0);
    QCOMPARE(statistics.figures().lateMaxMs, 0.0);
    QCOMPARE(statistics.figures().lateP999Ms, 0.0);
}

void TestUiStatistics::firstFrameIsTold()
{
    QWidget window;
    UiStatistics statistics(window, UiStatistics::processStartNs());
    QSignalSpy first(&statistics, &UiStatistics::firstFrame);
    window.show();
    QTRY_COMPARE(first.count(), 1);
    const double startup = statistics.figures().startupMs;
    QVERIFY(startup > 0);
    window.repaint();
    QTRY_VERIFY(statistics.figures().lateP999Ms > 0); // the timer runs
    QVERIFY(statistics.figures().lateP999Ms <= statistics.figures().lateMaxMs);
    QCOMPARE(first.count(), 1);
    QCOMPARE(statistics.figures().startupMs, startup);
}

void TestUiStatistics::countsAClickToItsPaint()
{
    QPushButton button(QStringLiteral("Click"));
    UiStatistics statistics(button, UiStatistics::processStartNs());
    button.show();
    QVERIFY(QTest::qWaitForWindowExposed(&button));
    QSignalSpy clicked(&button, &QPushButton::clicked);
    statistics.postClick(button);
    QTRY_COMPARE(clicked.count(), 1);
    QTRY_VERIFY(statistics.figures().clickMaxMs >= 0);
}

void TestUiStatistics::startFromTheEnvironment()
{
    qputenv("WIRELOUPE_STARTED_NS", "12345");
    QCOMPARE(UiStatistics::processStartNs(), 12345);
    qputenv("WIRELOUPE_STARTED_NS", "soon");
    QVERIFY(UiStatistics::processStartNs() > 12345);
    qunsetenv("WIRELOUPE_STARTED_NS");
    QVERIFY(UiStatistics::processStartNs() > 12345);
    QVERIFY(UiStatistics::anonymousMb() > 1);
}

void TestUiStatistics::writesJson()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("stats.json"));
    QVERIFY(UiStatistics::write(path, {12.5, 3.25, 1.5, -1}, 1'000'000, 7));
    QFile file(path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject object = QJsonDocument::fromJson(file.readAll()).object();
    QCOMPARE(object.value(QStringLiteral("startup_ms")).toDouble(), 12.5);
    QCOMPARE(object.value(QStringLiteral("late_max_ms")).toDouble(), 3.25);
    QCOMPARE(object.value(QStringLiteral("late_p999_ms")).toDouble(), 1.5);
    QCOMPARE(object.value(QStringLiteral("click_max_ms")).toDouble(), -1.0);
    QCOMPARE(object.value(QStringLiteral("records")).toInt(), 1'000'000);
    QCOMPARE(object.value(QStringLiteral("dropped")).toInt(), 7);
    QVERIFY(object.value(QStringLiteral("anon_mb")).toDouble() > 0);
}

void TestUiStatistics::saysWhereItCannotWrite()
{
    const Result<void> written = UiStatistics::write(QStringLiteral("/proc/none/stats.json"), {}, 0, 0);
    QVERIFY(!written);
}

QTEST_MAIN(TestUiStatistics)
#include "tst_uistatistics.moc"
