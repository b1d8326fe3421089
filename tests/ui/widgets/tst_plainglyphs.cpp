// SPDX-License-Identifier: MIT
#include "ui/widgets/plainglyphs.h"

#include "ui/widgets/fixedfont.h"

#include <QFontMetricsF>
#include <QImage>
#include <QPainter>
#include <QtTest>

using namespace wl;

class tst_PlainGlyphs : public QObject
{
    Q_OBJECT
private slots:
    void knowsWhatItCanDraw_data();
    void knowsWhatItCanDraw();
    void isAsWideAsShapedText();
    void looksLikeShapedText_data();
    void looksLikeShapedText();
    void endsInAnEllipsisWithinItsRoom_data();
    void endsInAnEllipsisWithinItsRoom();

private:
    static constexpr QSize size{200, 30};
    static constexpr QPointF origin{10, 20};

    template <class Draw>
    static QImage painted(qreal ratio, Draw draw)
    {
        QImage image(size * ratio, QImage::Format_ARGB32_Premultiplied);
        image.setDevicePixelRatio(ratio);
        image.fill(Qt::white);
        QPainter painter(&image);
        painter.setPen(Qt::black);
        draw(painter);
        return image;
    }
    /// The last column, in logical pixels, that is not white; −1 where all is.
    static int inkEnd(const QImage& image)
    {
        for (int x = image.width() - 1; x >= 0; --x) {
            for (int y = 0; y < image.height(); ++y) {
                if (image.pixel(x, y) != qRgb(255, 255, 255))
                    return int(x / image.devicePixelRatio());
            }
        }
        return -1;
    }
};

void tst_PlainGlyphs::knowsWhatItCanDraw_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<bool>("isPlain");
    QTest::newRow("nothing") << QString() << true;
    QTest::newRow("ASCII") << QStringLiteral(R"( !"#~ GET /a?b=c HTTP/1.1)") << true;
    QTest::newRow("arrow and ellipsis") << QStringLiteral("→ ← …") << true;
    QTest::newRow("accents") << QStringLiteral("Grüße") << true;
    QTest::newRow("Hangul") << QStringLiteral("한글") << false;
    QTest::newRow("Arabic") << QStringLiteral("سلام") << false;
    QTest::newRow("a mark that joins") << QStringLiteral("e\u0301") << false;
    QTest::newRow("a pair") << QStringLiteral("a\U0001F600") << false;
    QTest::newRow("half a pair") << QString(QChar(0xd83d)) << false;
    QTest::newRow("NUL") << QString(QChar(0)) << false;
    QTest::newRow("tab") << QStringLiteral("a\tb") << false;
    QTest::newRow("line end") << QStringLiteral("a\nb") << false;
    QTest::newRow("soft hyphen") << QStringLiteral("a\u00adb") << false;
    QTest::newRow("right to left mark") << QStringLiteral("a\u200fb") << false;
}

void tst_PlainGlyphs::knowsWhatItCanDraw()
{
    QFETCH(QString, text);
    QFETCH(bool, isPlain);
    QCOMPARE(PlainGlyphs(fixedFont()).has(text), isPlain);
}

void tst_PlainGlyphs::isAsWideAsShapedText()
{
    const QString text = QStringLiteral("127.0.0.1:8080 → GET /posts");
    const PlainGlyphs glyphs(fixedFont());
    QVERIFY(std::abs(glyphs.width(text) - QFontMetricsF(fixedFont()).horizontalAdvance(text)) < 1);
    QCOMPARE(glyphs.width({}), 0.0);
}

void tst_PlainGlyphs::looksLikeShapedText_data()
{
    QTest::addColumn<qreal>("ratio");
    QTest::newRow("1x") << 1.0;
    QTest::newRow("2x") << 2.0;
}

void tst_PlainGlyphs::looksLikeShapedText()
{
    QFETCH(qreal, ratio);
    const QString text = QStringLiteral("GET /posts #1042");
    const PlainGlyphs glyphs(fixedFont());
    const QImage ours = painted(ratio, [&](QPainter& painter) { glyphs.draw(painter, origin, text, 180); });
    const QImage shaped = painted(ratio, [&](QPainter& painter) {
        painter.setFont(fixedFont());
        painter.drawText(origin, text);
    });
    QVERIFY(inkEnd(ours) > 50);
    int different = 0;
    for (int y = 0; y < ours.height(); ++y) {
        for (int x = 0; x < ours.width(); ++x)
            different += std::abs(qGray(ours.pixel(x, y)) - qGray(shaped.pixel(x, y))) > 64 ? 1 : 0;
    }
    QVERIFY2(different * 50 < ours.width() * ours.height(), qPrintable(QString::number(different)));
}

void tst_PlainGlyphs::endsInAnEllipsisWithinItsRoom_data()
{
    QTest::addColumn<qreal>("room");
    QTest::newRow("wide enough") << 180.0;
    QTest::newRow("half") << 60.0;
    QTest::newRow("one character") << 10.0;
}

void tst_PlainGlyphs::endsInAnEllipsisWithinItsRoom()
{
    QFETCH(qreal, room);
    const PlainGlyphs glyphs(fixedFont());
    const QString text(8, u'W');
    const qreal whole = glyphs.width(text);
    const QImage ours = painted(1, [&](QPainter& painter) { glyphs.draw(painter, origin, text, room); });
    QVERIFY(inkEnd(ours) > int(origin.x()));
    QVERIFY(inkEnd(ours) <= int(origin.x() + std::min(room, whole)) + 1);
    const QImage unlimited = painted(1, [&](QPainter& painter) { glyphs.draw(painter, origin, text, 180); });
    QCOMPARE(ours == unlimited, whole <= room);
}

QTEST_MAIN(tst_PlainGlyphs)
#include "tst_plainglyphs.moc"
