// SPDX-License-Identifier: MIT
#include "capture/checksum.h"
#include "tests/capture/capturekit.h"

#include <QtEndian>
#include <QTest>

using namespace wl;
using namespace wl::kit;

namespace {

// RFC 1071 as it is written down: 16 bits at a time, big endian.
quint16 plainChecksum(QByteArrayView bytes)
{
    quint32 sum = 0;
    for (qsizetype i = 0; i < bytes.size(); i += 2) {
        const auto high = static_cast<quint8>(bytes[i]);
        const auto low = i + 1 < bytes.size() ? static_cast<quint8>(bytes[i + 1]) : quint8{0};
        sum += static_cast<quint32>(high << 8 | low);
        sum = (sum & 0xFFFF) + (sum >> 16);
    }
    return static_cast<quint16>(~sum);
}

quint16 ours(QByteArrayView bytes)
{
    return qFromBigEndian(checksum::finish(checksum::sum(bytes.data(), static_cast<size_t>(bytes.size()))));
}

} // namespace

class TestChecksum : public QObject
{
    Q_OBJECT
private slots:
    void knownValues()
    {
        // The example of RFC 1071 §3.
        QCOMPARE(ours(QByteArray::fromHex("0001f203f4f5f6f7")), quint16(~0xDDF2));
        // An IPv4 header whose checksum field is zero.
        QCOMPARE(ours(QByteArray::fromHex("45000073000040004011"
                                          "0000"
                                          "c0a80001c0a800c7")),
                 quint16(0xB861));
        QCOMPARE(ours({}), quint16(0xFFFF));
    }

    void everySizeAndAlignment()
    {
        const QByteArray bytes = pattern(400, 1);
        for (qsizetype from = 0; from < 9; ++from) {
            for (qsizetype size = 0; size + from <= 200; ++size) {
                QCOMPARE(ours(QByteArrayView(bytes).sliced(from, size)),
                         plainChecksum(QByteArrayView(bytes).sliced(from, size)));
            }
        }
    }

    void carriesGoRound()
    {
        for (const qsizetype size : {8, 64, 65'495}) {
            const QByteArray ones(size, '\xFF');
            QCOMPARE(ours(ones), plainChecksum(ones));
        }
    }

    void copyingGivesTheSameSumAndTheBytes()
    {
        const QByteArray bytes = pattern(400, 2);
        for (qsizetype size = 0; size <= 300; ++size) {
            QByteArray to(size + 8, '#');
            const quint64 sum = checksum::copy(to.data(), bytes.constData(), static_cast<size_t>(size));
            QCOMPARE(checksum::finish(sum),
                     checksum::finish(checksum::sum(bytes.constData(), static_cast<size_t>(size))));
            QCOMPARE(to, bytes.left(size) + "########");
        }
    }

    void partsAddUp()
    {
        const QByteArray bytes = pattern(100, 3);
        for (size_t half = 0; half <= 100; half += 2) {
            const quint64 sum = checksum::add(checksum::sum(bytes.constData(), half),
                                              checksum::sum(bytes.constData() + half, 100 - half));
            QCOMPARE(checksum::finish(sum), checksum::finish(checksum::sum(bytes.constData(), 100)));
        }
    }
};

QTEST_GUILESS_MAIN(TestChecksum)
#include "tst_checksum.moc"
