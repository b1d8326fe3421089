// SPDX-License-Identifier: MIT
#include "ui/inspect/bytenumbers.h"

#include <QTest>

using namespace wl;

class TestByteNumbers : public QObject
{
    Q_OBJECT
private slots:
    void numbers_data();
    void numbers();
    void showsOnlyWhatFits();
};

void TestByteNumbers::numbers_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("type");
    QTest::addColumn<QString>("little");
    QTest::addColumn<QString>("big");
    const auto row = [](const char* name, const QByteArray& hex, const char* type, const char* little,
                        const char* big) {
        QTest::newRow(name) << QByteArray::fromHex(hex) << QString::fromLatin1(type)
                            << QString::fromLatin1(little) << QString::fromLatin1(big);
    };
    row("u8", "ff", "u8", "255", "255");
    row("i8", "ff", "i8", "-1", "-1");
    row("u16", "0102", "u16", "513", "258");
    row("i16", "00ff", "i16", "-256", "255");
    row("u24", "010203", "u24", "197121", "66051");
    row("i24", "ffffff", "i24", "-1", "-1");
    row("u32", "474554 20", "u32", "542393671", "1195725856");
    row("i32", "00000080", "i32", "-2147483648", "128");
    row("f32", "0000803f", "f32", "1", "4.60060299e-41");
    row("f32 infinity", "0000807f", "f32", "inf", "4.6095713e-41");
    row("u40", "0100000000", "u40", "1", "4294967296");
    row("u56", "ffffffffffffff", "u56", "72057594037927935", "72057594037927935");
    row("u64", "ffffffffffffffff", "u64", "18446744073709551615", "18446744073709551615");
    row("i64", "ffffffffffffffff", "i64", "-1", "-1");
    row("f64", "000000000000f03f", "f64", "1", "3.0386519416174186e-319");
    row("f64 big", "3ff0000000000000", "f64", "3.0386519416174186e-319", "1");
    row("of a longer selection", "01000000000000000000", "u64", "1", "72057594037927936");
}

void TestByteNumbers::numbers()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, type);
    QFETCH(QString, little);
    QFETCH(QString, big);
    const QList<ByteNumber> numbers = byteNumbers(bytes);
    const auto found = std::find_if(numbers.begin(), numbers.end(),
                                    [&](const ByteNumber& number) { return number.type == type; });
    QVERIFY(found != numbers.end());
    QCOMPARE(found->little, little);
    if (!type.startsWith(u'f') || found->big == big)
        QCOMPARE(found->big, big);
    else // floats: the same value, however many digits it has
        QVERIFY(qFuzzyCompare(found->big.toDouble(), big.toDouble()));
}

void TestByteNumbers::showsOnlyWhatFits()
{
    const auto types = [](qsizetype size) {
        QStringList result;
        const QList<ByteNumber> numbers = byteNumbers(QByteArray(size, 'x'));
        for (const ByteNumber& number : numbers)
            result += number.type;
        return result.join(u' ');
    };
    QCOMPARE(types(0), QString());
    QCOMPARE(types(1), QStringLiteral("u8 i8"));
    QCOMPARE(types(2), QStringLiteral("u16 i16 u8 i8"));
    QCOMPARE(types(3), QStringLiteral("u24 i24 u16 i16 u8 i8"));
    QCOMPARE(types(4), QStringLiteral("u32 i32 f32 u16 i16 u8 i8"));
    QCOMPARE(types(100), QStringLiteral("u64 i64 f64 u32 i32 f32 u16 i16 u8 i8"));
}

QTEST_GUILESS_MAIN(TestByteNumbers)
#include "tst_bytenumbers.moc"
