// SPDX-License-Identifier: MIT
#include "payload/hex.h"

#include <QtTest>

using namespace wl;

class TestHex : public QObject
{
    Q_OBJECT
private slots:
    void parse_data();
    void parse();
    void refused_data();
    void refused();
    void formats();
    void roundTrips();
};

void TestHex::parse_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QByteArray>("bytes");
    const auto row = [](const char* text, const char* hex) {
        QTest::newRow(text) << QString::fromUtf8(text) << QByteArray::fromHex(hex);
    };
    row("", "");
    row(" \n\t ", "");
    row("00", "00");
    row("48656c6C6F", "48656c6c6f");
    row("48 65\n6c", "48656c");
    row("48,65;6c", "48656c");
    row("de-ad-be-ef", "deadbeef");
    row("de:ad:be:ef", "deadbeef");
    row("0x48 0X65", "4865");
    row("0x1", "01");
    row("0x0102", "0102");
    row("0x48,0x65,", "4865");
    row("{0x48, 0x65}", "4865");
    row("{ 0x48 , 0x65, };", "4865");
    row("{1,2,3}", "010203");
    row("{}", "");
    row("unsigned char data[] = { 0x01 };", "01");
    row("static const std::uint8_t data[ 2 ] = {0xbe, 0xef};", "beef");
    row("\\x01\\x02", "0102");
    row("\\xab \\xCD", "abcd");
}

void TestHex::parse()
{
    QFETCH(QString, text);
    QFETCH(QByteArray, bytes);
    const auto parsed = parseHex(text);
    QVERIFY2(parsed, parsed ? "" : qPrintable(parsed.error().what));
    QCOMPARE(*parsed, bytes);
}

void TestHex::refused_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<qsizetype>("at");
    const auto row = [](const char* text, qsizetype at) {
        QTest::newRow(text) << QString::fromUtf8(text) << at;
    };
    row("1", 0);
    row("123", 0);
    row("12 3", 3);
    row("12 3 45", 3);
    row("0x", 2);
    row("0x 12", 2);
    row("0x123", 0);
    row("xy", 0);
    row("12zz", 2);
    row("12 \xf0\x9f\x99\x82", 3);
    row("{", 0);
    row("}", 0);
    row("{{0x01}}", 1);
    row("{0x01} 0x02", 7);
    row("{0x01}{0x02}", 6);
    row("{12}", 1);
    row("{a0}", 1);
    row("be {0x01}", 3);
    row("\\x", 0);
    row("\\x1", 0);
    row("\\x123", 0);
    row("\\n", 0);
    row("\"\\x01\"", 0);
    row("12 h", 3);
}

void TestHex::refused()
{
    QFETCH(QString, text);
    QFETCH(qsizetype, at);
    const auto parsed = parseHex(text);
    QVERIFY(!parsed);
    QCOMPARE(parsed.error().at, at);
}

void TestHex::formats()
{
    QCOMPARE(formatHex("abc"), QStringLiteral("61 62 63"));
    QCOMPARE(formatHex("abc", HexStyle::Compact), QStringLiteral("616263"));
    QCOMPARE(formatHex("abc", HexStyle::CArray), QStringLiteral("{0x61, 0x62, 0x63}"));
    QCOMPARE(formatHex("abc", HexStyle::Python), QStringLiteral("b\"\\x61\\x62\\x63\""));
    QCOMPARE(formatHex({}), QString());
    QCOMPARE(formatHex(QByteArray(17, '\xff')).count(u'\n'), 1);
}

void TestHex::roundTrips()
{
    QByteArray bytes;
    for (int i = 0; i < 300; ++i)
        bytes.append(char(i));
    for (const auto style : {HexStyle::Spaced, HexStyle::Compact, HexStyle::CArray})
        QCOMPARE(parseHex(formatHex(bytes, style)).value(), bytes);
}

QTEST_GUILESS_MAIN(TestHex)
#include "tst_hex.moc"
