// SPDX-License-Identifier: MIT
#include "ui/shell/appearance.h"
#include "ui/shell/theme.h"

#include <QApplication>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPainter>
#include <QProgressBar>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QSpinBox>
#include <QStyleOption>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace wl;

class TestTheme : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { theme::install(); }
    void cleanup() { theme::apply(false); }
    void contrast_data();
    void contrast();
    void paletteUsesOnlyCheckedPairs_data() { contrast_data(); }
    void paletteUsesOnlyCheckedPairs();
    void switchesLive();
    void controlsAreOfOneHeight();
    void focusIsVisible();
    void portalValues_data();
    void portalValues();
    void settingForcesAndIsStored();

private:
    /// WCAG 2.1, contrast ratio.
    static double ratio(const QColor& a, const QColor& b)
    {
        const auto luminance = [](const QColor& color) {
            const auto part = [](double c) {
                return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
            };
            return 0.2126 * part(double(color.redF())) + 0.7152 * part(double(color.greenF())) +
                   0.0722 * part(double(color.blueF()));
        };
        const double one = luminance(a) + 0.05;
        const double two = luminance(b) + 0.05;
        return std::max(one, two) / std::min(one, two);
    }
};

void TestTheme::contrast_data()
{
    QTest::addColumn<bool>("isDark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void TestTheme::contrast()
{
    QFETCH(bool, isDark);
    const Colors& c = isDark ? Colors::dark() : Colors::light();
    // Every text color may stand on every surface.
    for (const QColor& text : {c.text, c.muted, c.accent, c.sent, c.received, c.good, c.warning, c.error}) {
        for (const QColor& surface : {c.window, c.base, c.alternate, c.selection})
            QVERIFY2(ratio(text, surface) >= 4.5, qPrintable(text.name() + u' ' + surface.name()));
    }
    QVERIFY(ratio(c.base, c.accent) >= 4.5);   // the tick of a check box
    QVERIFY(ratio(c.sent, c.received) > 1.05); // and the arrow tells them apart
}

void TestTheme::paletteUsesOnlyCheckedPairs()
{
    QFETCH(bool, isDark);
    const Colors& c = isDark ? Colors::dark() : Colors::light();
    const QPalette palette = theme::palette(c);
    struct Pair
    {
        QPalette::ColorRole text;
        QPalette::ColorRole surface;
    };
    for (const auto group : {QPalette::Active, QPalette::Inactive}) {
        for (const Pair& pair :
             {Pair{QPalette::WindowText, QPalette::Window}, Pair{QPalette::Text, QPalette::Base},
              Pair{QPalette::Text, QPalette::AlternateBase}, Pair{QPalette::ButtonText, QPalette::Button},
              Pair{QPalette::HighlightedText, QPalette::Highlight},
              Pair{QPalette::PlaceholderText, QPalette::Base},
              Pair{QPalette::ToolTipText, QPalette::ToolTipBase}, Pair{QPalette::Link, QPalette::Base},
              Pair{QPalette::LinkVisited, QPalette::Base}, Pair{QPalette::BrightText, QPalette::Window}})
            QVERIFY2(ratio(palette.color(group, pair.text), palette.color(group, pair.surface)) >= 4.5,
                     qPrintable(QStringLiteral("%1 on %2").arg(pair.text).arg(pair.surface)));
    }
}

void TestTheme::switchesLive()
{
    QLineEdit field;
    field.resize(100, 30);
    theme::apply(false);
    const QColor light = field.grab().toImage().pixelColor(50, 15);
    theme::apply(true);
    const QColor dark = field.grab().toImage().pixelColor(50, 15);
    QCOMPARE(light.rgb(), Colors::light().base.rgb());
    QCOMPARE(dark.rgb(), Colors::dark().base.rgb());
    QVERIFY(Colors::isDark());
}

void TestTheme::controlsAreOfOneHeight()
{
    QLineEdit field;
    QPushButton button(QStringLiteral("Listen"));
    QComboBox combo;
    QSpinBox spin;
    for (const QWidget* widget : std::initializer_list<const QWidget*>{&field, &button, &combo, &spin})
        QCOMPARE(widget->sizeHint().height(), 28);
}

void TestTheme::focusIsVisible()
{
    const auto hasRing = [](QWidget& widget, QStyle::State state) {
        widget.resize(widget.sizeHint().expandedTo(QSize(60, 28)));
        QImage image(widget.size(), QImage::Format_ARGB32);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        QStyleOptionButton button;
        button.initFrom(&widget);
        button.state = QStyle::State_Enabled | state;
        if (qobject_cast<QPushButton*>(&widget)) {
            widget.style()->drawPrimitive(QStyle::PE_PanelButtonCommand, &button, &painter, &widget);
        } else {
            QStyleOptionFrame frame;
            frame.initFrom(&widget);
            frame.lineWidth = 1;
            frame.state = button.state;
            widget.style()->drawPrimitive(QStyle::PE_PanelLineEdit, &frame, &painter, &widget);
        }
        painter.end();
        const QColor edge = image.pixelColor(image.width() / 2, 0);
        return ratio(edge, Colors::current().window) > 3;
    };
    for (const bool isDark : {false, true}) {
        theme::apply(isDark);
        QPushButton button(QStringLiteral("Send"));
        QLineEdit field;
        QVERIFY(hasRing(button, QStyle::State_HasFocus));
        QVERIFY(hasRing(field, QStyle::State_HasFocus));
        QVERIFY(!hasRing(button, QStyle::State_None));
        QVERIFY(!hasRing(field, QStyle::State_None));
    }
}

void TestTheme::portalValues_data()
{
    QTest::addColumn<QVariant>("value");
    QTest::addColumn<QString>("look");
    const auto wrapped = [](uint value) { return QVariant::fromValue(QDBusVariant(value)); };
    QTest::newRow("no preference") << wrapped(0) << QStringLiteral("light");
    QTest::newRow("dark") << wrapped(1) << QStringLiteral("dark");
    QTest::newRow("light") << wrapped(2) << QStringLiteral("light");
    QTest::newRow("wrapped twice") << QVariant::fromValue(QDBusVariant(wrapped(1))) << QStringLiteral("dark");
    QTest::newRow("bare") << QVariant(1U) << QStringLiteral("dark");
    QTest::newRow("unknown number") << wrapped(77) << QStringLiteral("light");
    QTest::newRow("not a number") << QVariant(QStringLiteral("dark")) << QString();
    QTest::newRow("nothing") << QVariant() << QString();
}

void TestTheme::portalValues()
{
    QFETCH(QVariant, value);
    QFETCH(QString, look);
    const std::optional<bool> isDark = Appearance::isDarkScheme(value);
    QCOMPARE(isDark.has_value(), !look.isEmpty());
    if (isDark)
        QCOMPARE(*isDark, look == QLatin1String("dark"));
}

void TestTheme::settingForcesAndIsStored()
{
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("settings.ini"));
    Settings settings = Settings::load(path);
    Appearance appearance(settings, true);
    QVERIFY(Colors::isDark()); // what the desktop said the last time
    QSignalSpy changed(&appearance, &Appearance::changed);
    QVERIFY(appearance.choose(Appearance::Choice::Light));
    QVERIFY(!Colors::isDark());
    QCOMPARE(changed.count(), 1);
    QCOMPARE(Settings::load(path).value(QStringLiteral("look/theme")), QStringLiteral("light"));
    QVERIFY(appearance.choose(Appearance::Choice::System));
    QVERIFY(Colors::isDark());
    appearance.askDesktop(); // no bus here: nothing happens
    QVERIFY(Colors::isDark());

    Settings forced = Settings::load(path);
    QVERIFY(forced.override(QStringLiteral("look/theme"), QStringLiteral("dark")));
    const Appearance dark(forced, false);
    QCOMPARE(dark.choice(), Appearance::Choice::Dark);
    QVERIFY(Colors::isDark());
}

QTEST_MAIN(TestTheme)
#include "tst_theme.moc"
