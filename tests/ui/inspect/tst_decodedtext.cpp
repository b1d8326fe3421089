// SPDX-License-Identifier: MIT
#include "ui/inspect/decodedtext.h"

#include <QTest>

using namespace wl;

class TestDecodedText : public QObject
{
    Q_OBJECT
private slots:
    void decodes_data();
    void decodes();
    void offsetsAndUnitsAgree_data() { decodes_data(); }
    void offsetsAndUnitsAgree();
    void unknownEncodingIsUtf8();
};

void TestDecodedText::decodes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("encoding");
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("offsets");
    const QString utf8 = QStringLiteral("UTF-8");
    QTest::newRow("empty") << QByteArray() << utf8 << QString() << QStringLiteral("0");
    QTest::newRow("ascii") << QByteArray("ab") << utf8 << QStringLiteral("ab") << QStringLiteral("0 1 2");
    QTest::newRow("two bytes") << QByteArray("\xc3\xa4x") << utf8 << QStringLiteral("äx")
                               << QStringLiteral("0 2 3");
    QTest::newRow("surrogates") << QByteArray("a\xf0\x9f\x98\x80z") << utf8 << QStringLiteral("a😀z")
                                << QStringLiteral("0 1 1 5 6");
    QTest::newRow("CR LF") << QByteArray("a\r\nb") << utf8 << QStringLiteral("a\nb")
                           << QStringLiteral("0 1 3 4");
    QTest::newRow("lone CR") << QByteArray("a\rb") << utf8 << QStringLiteral("a␍b")
                             << QStringLiteral("0 1 2 3");
    QTest::newRow("CR at the end") << QByteArray("\r") << utf8 << QStringLiteral("␍")
                                   << QStringLiteral("0 1");
    QTest::newRow("zero") << QByteArray("\0x", 2) << utf8 << QStringLiteral("␀x") << QStringLiteral("0 1 2");
    QTest::newRow("invalid") << QByteArray("a\xff"
                                           "b")
                             << utf8 << QStringLiteral("a\uFFFDb") << QStringLiteral("0 1 2 3");
    QTest::newRow("broken sequence") << QByteArray("\xe2(x") << utf8 << QStringLiteral("\uFFFD(x")
                                     << QStringLiteral("0 1 2 3");
    QTest::newRow("overlong") << QByteArray("\xc0\xaf") << utf8 << QStringLiteral("\uFFFD\uFFFD")
                              << QStringLiteral("0 1 2");
    QTest::newRow("encoded surrogate") << QByteArray("\xed\xa0\x80") << utf8
                                       << QStringLiteral("\uFFFD\uFFFD\uFFFD") << QStringLiteral("0 1 2 3");
    QTest::newRow("beyond Unicode") << QByteArray("\xf4\x90\x80\x80") << utf8
                                    << QStringLiteral("\uFFFD\uFFFD\uFFFD\uFFFD")
                                    << QStringLiteral("0 1 2 3 4");
    QTest::newRow("cut off") << QByteArray("a\xe2\x82") << utf8 << QStringLiteral("a\uFFFD")
                             << QStringLiteral("0 1 3");
    QTest::newRow("UTF-16LE") << QByteArray("a\0\xe4\0", 4) << QStringLiteral("UTF-16LE")
                              << QStringLiteral("aä") << QStringLiteral("0 2 4");
    QTest::newRow("UTF-16LE odd") << QByteArray("a\0b", 3) << QStringLiteral("UTF-16LE")
                                  << QStringLiteral("a\uFFFD") << QStringLiteral("0 2 3");
    QTest::newRow("Latin-1") << QByteArray("\xe4") << QStringLiteral("ISO-8859-1") << QStringLiteral("ä")
                             << QStringLiteral("0 1");
}

void TestDecodedText::decodes()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, encoding);
    QFETCH(QString, text);
    QFETCH(QString, offsets);
    const DecodedText decoded = decodeText(bytes, encoding);
    QCOMPARE(decoded.text, text);
    QStringList got;
    for (const quint32 offset : decoded.offsets)
        got += QString::number(offset);
    QCOMPARE(got.join(u' '), offsets);
}

void TestDecodedText::offsetsAndUnitsAgree()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, encoding);
    const DecodedText decoded = decodeText(bytes, encoding);
    QCOMPARE(qsizetype(decoded.offsets.size()), decoded.text.size() + 1);
    QVERIFY(std::is_sorted(decoded.offsets.begin(), decoded.offsets.end()));
    for (qsizetype unit = 0; unit < decoded.text.size(); ++unit) {
        const qint64 byte = decoded.byteAt(unit);
        QVERIFY(decoded.unitAt(byte) <= unit);
        QCOMPARE(decoded.byteAt(decoded.unitAt(byte)), byte);
    }
    QCOMPARE(decoded.byteAt(1'000), bytes.size());
    QCOMPARE(decoded.byteAt(-1), 0);
    QCOMPARE(decoded.unitAt(1'000), decoded.text.size());
}

void TestDecodedText::unknownEncodingIsUtf8()
{
    QCOMPARE(decodeText("\xc3\xa4", QStringLiteral("no such encoding")).text, QStringLiteral("ä"));
}

QTEST_GUILESS_MAIN(TestDecodedText)
#include "tst_decodedtext.moc"
