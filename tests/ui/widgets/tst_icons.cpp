// SPDX-License-Identifier: MIT
#include "ui/widgets/colors.h"
#include "ui/widgets/icons.h"
#include "ui/widgets/messagebar.h"

#include <QDir>
#include <QFile>
#include <QLabel>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace wl;

class TestIcons : public QObject
{
    Q_OBJECT
private slots:
    void cleanup() { Colors::setDark(false); }
    void allHaveOneStrokeWidth();
    void followTheLook();
    void unknownNameIsEmpty();
    void messageBarShowsPlainText();
};

void TestIcons::allHaveOneStrokeWidth()
{
    QVERIFY(!icons::icon(QStringLiteral("play")).isNull()); // also registers the resources
    const QDir folder(QStringLiteral(":/wireloupe/icons"));
    const QStringList names = folder.entryList();
    QVERIFY(names.size() > 30);
    static const QRegularExpression width(QStringLiteral("stroke-width=\"([0-9.]+)\""));
    for (const QString& name : names) {
        if (name == QLatin1String("wireloupe.svg"))
            continue;
        QFile file(folder.filePath(name));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString svg = QString::fromUtf8(file.readAll());
        QVERIFY2(svg.contains(QLatin1String("currentColor")), qPrintable(name));
        QCOMPARE(width.match(svg).captured(1), QStringLiteral("1.5"));
        const QIcon icon = icons::icon(name.chopped(4));
        const QImage image = icon.pixmap(QSize(16, 16)).toImage();
        bool hasInk = false;
        for (int y = 0; y < image.height(); ++y) {
            for (int x = 0; x < image.width(); ++x)
                hasInk = hasInk || qAlpha(image.pixel(x, y)) > 128;
        }
        QVERIFY2(hasInk, qPrintable(name));
    }
}

void TestIcons::followTheLook()
{
    const QIcon icon = icons::icon(QStringLiteral("mark-active"));
    const QColor light = icon.pixmap(QSize(16, 16)).toImage().pixelColor(8, 8);
    Colors::setDark(true);
    const QColor dark = icon.pixmap(QSize(16, 16)).toImage().pixelColor(8, 8);
    QCOMPARE(light.rgb(), Colors::light().text.rgb());
    QCOMPARE(dark.rgb(), Colors::dark().text.rgb());
}

void TestIcons::unknownNameIsEmpty()
{
    QVERIFY(icons::icon(QStringLiteral("no-such-icon")).pixmap(16).toImage().pixelColor(8, 8).alpha() == 0);
}

void TestIcons::messageBarShowsPlainText()
{
    MessageBar bar;
    QVERIFY(bar.isHidden());
    QSignalSpy action(&bar, &MessageBar::actionTriggered);
    bar.showMessage(MessageBar::Kind::Error, QStringLiteral("<b>not bold</b>"), QStringLiteral("Do it"));
    QVERIFY(!bar.isHidden());
    QCOMPARE(bar.text(), QStringLiteral("<b>not bold</b>"));
    QCOMPARE(bar.findChild<QLabel*>(QStringLiteral("messageText"))->textFormat(), Qt::PlainText);
    bar.findChild<QToolButton*>(QStringLiteral("messageAction"))->click();
    QCOMPARE(action.count(), 1);
    bar.findChild<QToolButton*>(QStringLiteral("messageClose"))->click();
    QVERIFY(bar.isHidden());
    bar.showMessage(MessageBar::Kind::Information, QString());
    QVERIFY(bar.isHidden());
}

QTEST_MAIN(TestIcons)
#include "tst_icons.moc"
