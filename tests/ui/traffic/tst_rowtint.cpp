// SPDX-License-Identifier: MIT
#include "ui/traffic/rowtint.h"

#include <QTest>

using namespace wl;

class TestRowTint : public QObject
{
    Q_OBJECT
private slots:
    void contrastIsAsTheStandardSays();
    void everyTextStaysReadable();
    void colorsCanBeToldApart();
    void unknownNameIsNoColor();
};

void TestRowTint::contrastIsAsTheStandardSays()
{
    QVERIFY(qAbs(rowtint::contrast(Qt::black, Qt::white) - 21) < 0.001);
    QVERIFY(qAbs(rowtint::contrast(QColor(0x77, 0x77, 0x77), Qt::white) - 4.478) < 0.01);
    QCOMPARE(rowtint::contrast(Qt::red, Qt::red), 1.0);
}

void TestRowTint::everyTextStaysReadable()
{
    for (const Colors* colors : {&Colors::light(), &Colors::dark()}) {
        for (const QString& name : rowtint::names()) {
            const QColor background = rowtint::background(name, *colors);
            for (const QColor& text :
                 {colors->text, colors->muted, colors->sent, colors->received, colors->error})
                QVERIFY2(rowtint::contrast(text, background) >= 4.5, qUtf8Printable(name));
        }
    }
}

void TestRowTint::colorsCanBeToldApart()
{
    for (const Colors* colors : {&Colors::light(), &Colors::dark()}) {
        QSet<QRgb> seen{colors->base.rgb()};
        for (const QString& name : rowtint::names()) {
            const QColor background = rowtint::background(name, *colors);
            QVERIFY2(!seen.contains(background.rgb()), qUtf8Printable(name));
            seen += background.rgb();
            QVERIFY(!rowtint::label(name).isEmpty());
        }
    }
}

void TestRowTint::unknownNameIsNoColor()
{
    QVERIFY(!rowtint::background(QStringLiteral("mauve"), Colors::light()).isValid());
    QVERIFY(!rowtint::background({}, Colors::dark()).isValid());
    QVERIFY(rowtint::label(QStringLiteral("mauve")).isEmpty());
}

QTEST_GUILESS_MAIN(TestRowTint)
#include "tst_rowtint.moc"
