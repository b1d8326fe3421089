// SPDX-License-Identifier: MIT
#include "payload/checksum.h"

#include <QtTest>

using namespace wl;

/// CRCs against the check values of the published catalogue, other checksums against published vectors.
class TestCrc : public QObject
{
    Q_OBJECT
private slots:
    void checkValue_data();
    void checkValue();
    void defaults();
    void tableAgreesWithBits();
    void otherVectors_data();
    void otherVectors();
    void unknownNames();
};

namespace {

/// The definition itself, bit by bit.
quint32 bitwise(const CrcModel& model, QByteArrayView bytes)
{
    quint64 value = model.init;
    const quint64 top = 1ULL << (model.width - 1);
    for (const char byte : bytes) {
        for (int bit = 0; bit < 8; ++bit) {
            const int index = model.reflected ? bit : 7 - bit;
            const bool in = (static_cast<unsigned char>(byte) >> index & 1) != 0;
            const bool out = (value & top) != 0;
            value = value << 1;
            if (in != out)
                value ^= model.poly;
        }
    }
    value &= (top << 1) - 1;
    if (model.reflected) {
        quint64 turned = 0;
        for (int bit = 0; bit < model.width; ++bit)
            turned |= (value >> bit & 1) << (model.width - 1 - bit);
        value = turned;
    }
    return quint32(value ^ model.xorOut);
}

} // namespace

void TestCrc::checkValue_data()
{
    QTest::addColumn<const CrcModel*>("model");
    for (const CrcModel& model : crcModels())
        QTest::newRow(model.name) << &model;
}

void TestCrc::checkValue()
{
    QFETCH(const CrcModel*, model);
    QCOMPARE(Crc(*model).compute("123456789"), model->check);
    QVERIFY(Checksum::byName(QString::fromLatin1(model->name)));
    QCOMPARE(Checksum::byName(QString::fromLatin1(model->name))->width(), model->width / 8);
    for (const QString& alias : QString::fromLatin1(model->aliases).split(u' ', Qt::SkipEmptyParts)) {
        const auto sum = Checksum::byName(alias);
        QVERIFY2(sum, qPrintable(alias));
        QCOMPARE(sum->compute("123456789").toHex().toUInt(nullptr, 16), model->check);
    }
}

void TestCrc::defaults()
{
    QCOMPARE(Checksum::byName(u"crc8")->compute("123456789").toHex(), "f4");
    QCOMPARE(Checksum::byName(u"crc16")->compute("123456789").toHex(), "bb3d");
    QCOMPARE(Checksum::byName(u"crc32")->compute("123456789").toHex(), "cbf43926");
}

void TestCrc::tableAgreesWithBits()
{
    QByteArray bytes;
    for (int i = 0; i < 700; ++i)
        bytes.append(char(i * 31 + 7));
    for (const CrcModel& model : crcModels()) {
        const Crc crc(model);
        for (const qsizetype size : {0, 1, 2, 3, 255, 700})
            QCOMPARE(crc.compute(bytes.first(size)), bitwise(model, bytes.first(size)));
    }
}

void TestCrc::otherVectors_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QByteArray>("hex");
    QTest::newRow("sum8 wraps") << QStringLiteral("sum8") << QByteArray("\xff\x02") << QByteArray("01");
    QTest::newRow("sum16") << QStringLiteral("sum16") << QByteArray("\xff\x02") << QByteArray("0101");
    QTest::newRow("lrc") << QStringLiteral("lrc") << QByteArray::fromHex("f7031389000a") << QByteArray("60");
    QTest::newRow("xor") << QStringLiteral("xor") << QByteArray("\x0f\xf0\x01") << QByteArray("fe");
    // RFC 1071 §3: the words 0001 f203 f4f5 f6f7 sum up to ddf2.
    QTest::newRow("inet") << QStringLiteral("inet") << QByteArray::fromHex("0001f203f4f5f6f7")
                          << QByteArray("220d");
    QTest::newRow("inet odd") << QStringLiteral("inet") << QByteArray("\x01") << QByteArray("feff");
    QTest::newRow("md5 of nothing") << QStringLiteral("MD5") << QByteArray()
                                    << QByteArray("d41d8cd98f00b204e9800998ecf8427e");
    QTest::newRow("sha256") << QStringLiteral("SHA-256") << QByteArray("abc")
                            << QByteArray("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    QTest::newRow("sha512") << QStringLiteral("sha512") << QByteArray("abc")
                            << QByteArray("ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
                                          "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f");
}

void TestCrc::otherVectors()
{
    QFETCH(QString, name);
    QFETCH(QByteArray, bytes);
    QFETCH(QByteArray, hex);
    const auto sum = Checksum::byName(name);
    QVERIFY(sum);
    QCOMPARE(sum->compute(bytes).toHex(), hex);
    QCOMPARE(sum->width() * 2, hex.size());
}

void TestCrc::unknownNames()
{
    for (const char* name : {"", "crc", "crc7", "crc16/ccitt", "crc64", "sha3", "sum32", "md"})
        QVERIFY2(!Checksum::byName(QString::fromLatin1(name)), name);
    for (const QString& name : Checksum::names())
        QVERIFY2(Checksum::byName(name), qPrintable(name));
}

QTEST_GUILESS_MAIN(TestCrc)
#include "tst_crc.moc"
