// SPDX-License-Identifier: MIT
#include "http/shownurl.h"

#include <QtTest>

using namespace wl;

class TestShownUrl : public QObject
{
    Q_OBJECT
private slots:
    void masks_data();
    void masks();
};

void TestShownUrl::masks_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("shown");
    QTest::addColumn<QString>("bare");
    const auto row = [](const char* typed, const char* shown, const char* bare) {
        QTest::newRow(typed) << QString::fromUtf8(typed) << QString::fromUtf8(shown)
                             << QString::fromUtf8(bare);
    };
    row("http://h/a", "http://h/a", "http://h/a");
    row("http://u:pw@h/a?b#c", "http://u:***@h/a?b#c", "http://h/a?b#c");
    row("http://u:p:w@x@h:80/", "http://u:***@h:80/", "http://h:80/");
    row("http://:pw@h/", "http://:***@h/", "http://h/");
    row("http://joe@example.com:pw@h/", "http://joe@example.com:***@h/", "http://h/");
    row("http://u@h/", "http://u@h/", "http://h/");
    row("http://u:@h/", "http://u:@h/", "http://h/");
    row("u:pw@h:80/x", "u:***@h:80/x", "h:80/x");
    row("  HTTPS://u:pw@[::1]:1", "  HTTPS://u:***@[::1]:1", "  HTTPS://[::1]:1");
    row("http://h/u:pw@x", "http://h/u:pw@x", "http://h/u:pw@x");
    row("http://h?u:pw@x", "http://h?u:pw@x", "http://h?u:pw@x");
    row("h:80/a@b", "h:80/a@b", "h:80/a@b");
    row("", "", "");
    row("{{base}}/x", "{{base}}/x", "{{base}}/x");
    row("http://ü:p%40ß@h/", "http://ü:***@h/", "http://h/");
}

void TestShownUrl::masks()
{
    QFETCH(QString, typed);
    QFETCH(QString, shown);
    QFETCH(QString, bare);
    QCOMPARE(shownUrl(typed), shown);
    QCOMPARE(urlWithoutUser(typed), bare);
}

QTEST_GUILESS_MAIN(TestShownUrl)
#include "tst_shownurl.moc"
