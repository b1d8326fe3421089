// SPDX-License-Identifier: MIT
#include "ui/shell/windowplace.h"

#include <QTest>

using namespace wl;

class TestWindowPlace : public QObject
{
    Q_OBJECT
private slots:
    void fits_data();
    void fits();
    void docks();
};

void TestWindowPlace::fits_data()
{
    QTest::addColumn<QRect>("wanted");
    QTest::addColumn<QRect>("available");
    QTest::addColumn<QRect>("fitted");
    const QRect screen(0, 0, 1024, 700);
    const QRect room(0, 24, 1024, 676);
    QTest::newRow("fits") << QRect(10, 50, 800, 600) << screen << QRect(10, 50, 800, 600);
    QTest::newRow("too large") << QRect(0, 0, 1280, 860) << screen << room;
    QTest::newRow("too wide") << QRect(0, 24, 1280, 500) << screen << QRect(0, 24, 1024, 500);
    QTest::newRow("too low on it") << QRect(10, 400, 800, 600) << screen << QRect(10, 100, 800, 600);
    QTest::newRow("too far right") << QRect(900, 50, 800, 600) << screen << QRect(224, 50, 800, 600);
    QTest::newRow("on a screen that is gone")
        << QRect(-1500, -900, 800, 600) << screen << QRect(0, 24, 800, 600);
    QTest::newRow("second screen") << QRect(2100, 50, 800, 600) << QRect(1920, 0, 1280, 1024)
                                   << QRect(2100, 50, 800, 600);
}

void TestWindowPlace::fits()
{
    QFETCH(QRect, wanted);
    QFETCH(QRect, available);
    QFETCH(QRect, fitted);
    QCOMPARE(windowplace::fitted(wanted, available, 24), fitted);
}

void TestWindowPlace::docks()
{
    QCOMPARE(windowplace::dockSizes({1024, 700}).trafficHeight, 150);
    QCOMPARE(windowplace::dockSizes({640, 400}).trafficHeight, 150);
    QCOMPARE(windowplace::dockSizes({1280, 860}).trafficHeight, 240);
    QCOMPARE(windowplace::dockSizes({1280, 860}).workspaceWidth, 220);
    QCOMPARE(windowplace::dockSizes({1400, 900}).workspaceWidth, 270);
    QCOMPARE(windowplace::dockSizes({1600, 1000}).trafficHeight, 318);
    QCOMPARE(windowplace::dockSizes({3840, 2160}).trafficHeight, 720);
}

QTEST_APPLESS_MAIN(TestWindowPlace)
#include "tst_windowplace.moc"
