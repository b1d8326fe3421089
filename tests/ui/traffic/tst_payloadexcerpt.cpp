// SPDX-License-Identifier: MIT
#include "ui/traffic/payloadexcerpt.h"

#include <QTest>

using namespace wl;

class TestPayloadExcerpt : public QObject
{
    Q_OBJECT
private slots:
    void tells_data();
    void tells();
    void isNeverUnprintable();
    void keepsToItsLength();
};

void TestPayloadExcerpt::tells_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<bool>("isCut");
    QTest::addColumn<QString>("text");
    const auto row = [](const char* name, const QByteArray& bytes, const char* text, bool isCut = false) {
        QTest::newRow(name) << bytes << isCut << QString::fromUtf8(text);
    };
    row("empty", {}, "");
    row("text", "hello", "hello");
    row("text that goes on", "hello", "hello…", true);
    row("line ends", "a\r\nb\nc\td", "a⏎b⏎c d");
    row("one control byte in text", QByteArray("abcdef\0", 7), "abcdef·");
    row("framed by STX and ETX", "\x02measured\x03", "·measured·");
    row("one byte that is not UTF-8",
        "gr\xfc\xdf"
        "e an alle",
        "gr··e an alle");
    row("UTF-8", "Gr\xc3\xbc\xc3\x9f\x65 \xed\x95\x9c", "Grüße 한");
    row("beyond the basic plane", "ok \xf0\x9f\x99\x82", "ok 🙂");
    row("a character behind the cut", "abcd\xed\x95", "abcd…", true);
    row("a character that never ends", "abcdefgh\xed\x95", "abcdefgh··");
    row("direction override", "abcdef\xe2\x80\xae", "abcdef·");
    row("binary", QByteArray("\0\1\0\0\0\6\1\3\0\0\0\x0a", 12), "00 01 00 00 00 06 01 03 00 00 00 0a");
    row("one binary byte", "\x01", "01");
    row("binary with a name in it", QByteArray("\x10\x0c\0\4MQTT\4\2\0\x3c\0\0", 14),
        "10 0c 00 04 4d 51 54 54 04 02 00 3c 00 00");
    row("binary that goes on", QByteArray(2, '\xff'), "ff ff …", true);
}

void TestPayloadExcerpt::tells()
{
    QFETCH(QByteArray, bytes);
    QFETCH(bool, isCut);
    QTEST(payloadExcerpt(bytes, isCut, 200), "text");
}

void TestPayloadExcerpt::isNeverUnprintable()
{
    QByteArray bytes;
    for (int i = 0; i < 256; ++i) {
        bytes += char(i);
        for (const QByteArray& payload :
             {QByteArray(1, char(i)), "eight ok" + QByteArray(1, char(i)), bytes}) {
            const QString text = payloadExcerpt(payload, false, 200);
            QVERIFY(!text.isEmpty());
            for (const QChar c : text)
                QVERIFY2(c.isPrint() && c != QChar(QChar::ReplacementCharacter), qPrintable(text));
        }
    }
}

void TestPayloadExcerpt::keepsToItsLength()
{
    QCOMPARE(payloadExcerpt("abcdef", false, 6), QStringLiteral("abcdef"));
    QCOMPARE(payloadExcerpt("abcdef", false, 5), QStringLiteral("abcde…"));
    QCOMPARE(payloadExcerpt("a\xf0\x9f\x99\x82", false, 2), QStringLiteral("a…"));
    QCOMPARE(payloadExcerpt(QByteArray(1000, '\0'), false, 11), QStringLiteral("00 00 00 00 …"));
    QVERIFY(payloadExcerpt(QByteArray(1000, '\xfe'), true, 200).size() <= 202);
}

QTEST_GUILESS_MAIN(TestPayloadExcerpt)
#include "tst_payloadexcerpt.moc"
