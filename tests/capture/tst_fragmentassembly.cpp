// SPDX-License-Identifier: MIT
#include "base/limits.h"
#include "capture/capturefile.h"
#include "capture/fragmentassembly.h"
#include "capture/savecapture.h"
#include "foreignkit.h"

#include <QHostAddress>
#include <QTemporaryDir>
#include <QTest>

using namespace wl;
using namespace wl::kit;

namespace {

ParsedPacket fragment(quint32 id, quint32 offset, quint32 bytes, bool hasMore)
{
    ParsedPacket packet;
    packet.kind = ParsedPacket::Kind::Fragment;
    packet.number = 17;
    packet.from = SocketAddress::from(QHostAddress(QStringLiteral("10.0.0.1")), 0);
    packet.to = SocketAddress::from(QHostAddress(QStringLiteral("10.0.0.2")), 0);
    packet.fragmentId = id;
    packet.fragmentOffset = offset;
    packet.payloadBytes = bytes;
    packet.segmentBytes = bytes;
    packet.hasMoreFragments = hasMore;
    return packet;
}

/// An IPv4 packet with a part of an IP payload (RFC 791 §3.1).
QByteArray ip4(quint16 id, quint16 offset, bool hasMore, const QByteArray& part)
{
    return QByteArray::fromHex("4500") + big(quint16(20 + part.size())) + big(id) +
           big(quint16(offset / 8 | (hasMore ? 0x2000 : 0))) + QByteArray::fromHex("40110000") +
           QByteArray::fromHex("0a0000010a000002") + part;
}

const QByteArray datagram = QByteArray::fromHex("c350 2328 0018 0000") + "0123456789abcdef";

} // namespace

class TestFragmentAssembly : public QObject
{
    Q_OBJECT
private slots:
    void wholeInAnyOrder();
    void equalOffsetsInTheOrderOfArrival();
    void otherPacketsDoNotMix();
    void lengthIsWhatTheFirstEndSays();
    void nothingOfBadPlaces_data();
    void nothingOfBadPlaces();
    void tooManyOfOnePacket();
    void tooManyPackets();
    void rowsOfAFile();
    void cutFragmentsAreDescribed();
    void differentBytesAreTold();
    void savesWhatWasPutTogether();
    void damaged();

private:
    static QByteArray bytesOfFile(const QByteArrayList& packets, qsizetype cutLast = 0)
    {
        const PcapMaker make;
        QByteArray bytes = make.head(101);
        quint32 number = 0;
        for (const QByteArray& packet : packets) {
            const bool isLast = number + 1 == quint32(packets.size());
            bytes += make.packet(1'700'000'000, number++, packet, packet.size() - (isLast ? cutLast : 0));
        }
        return bytes;
    }
    /// The file of raw IP packets, read to its end.
    std::unique_ptr<CaptureFile> fileOf(const QByteArrayList& packets, qsizetype cutLast = 0)
    {
        const QByteArray bytes = bytesOfFile(packets, cutLast);
        if (!writeFile(m_folder.filePath(QStringLiteral("f.pcap")), bytes))
            return nullptr;
        auto file = CaptureFile::open(m_folder.filePath(QStringLiteral("f.pcap")));
        return file && !(*file)->finish().error ? std::move(*file) : nullptr;
    }

    QTemporaryDir m_folder;
};

void TestFragmentAssembly::wholeInAnyOrder()
{
    FragmentAssembly assembly;
    QVERIFY(!assembly.add(fragment(1, 16, 5, false), 300));
    QVERIFY(!assembly.add(fragment(1, 8, 8, true), 200));
    const auto whole = assembly.add(fragment(1, 0, 8, true), 100);
    QVERIFY(whole);
    QCOMPARE(whole->length, 21U);
    QCOMPARE(whole->pieces.size(), 3U);
    QCOMPARE(whole->pieces[0].position, 100U);
    QCOMPARE(whole->pieces[2].position, 300U);
    QCOMPARE(assembly.held(), 0U);
    QVERIFY(!assembly.add(fragment(1, 0, 8, true), 400)); // the same number begins anew
    QCOMPARE(assembly.held(), 1U);
}

void TestFragmentAssembly::equalOffsetsInTheOrderOfArrival()
{
    FragmentAssembly assembly;
    QVERIFY(!assembly.add(fragment(1, 0, 8, true), 100));
    QVERIFY(!assembly.add(fragment(1, 0, 16, true), 200));
    const auto whole = assembly.add(fragment(1, 8, 8, false), 300);
    QVERIFY(whole);
    QCOMPARE(whole->pieces[0].position, 100U);
    QCOMPARE(whole->pieces[1].position, 200U);
}

void TestFragmentAssembly::otherPacketsDoNotMix()
{
    FragmentAssembly assembly;
    QVERIFY(!assembly.add(fragment(1, 0, 8, true), 100));
    QVERIFY(!assembly.add(fragment(2, 8, 8, false), 200));
    ParsedPacket other = fragment(1, 8, 8, false);
    other.number = 6;
    QVERIFY(!assembly.add(other, 300));
    other = fragment(1, 8, 8, false);
    other.from.bytes[3] = 9;
    QVERIFY(!assembly.add(other, 400));
    QVERIFY(assembly.add(fragment(1, 8, 8, false), 500));
    QCOMPARE(assembly.held(), 3U);
}

void TestFragmentAssembly::lengthIsWhatTheFirstEndSays()
{
    FragmentAssembly assembly;
    QVERIFY(!assembly.add(fragment(1, 8, 8, false), 100));
    QVERIFY(!assembly.add(fragment(1, 24, 8, false), 200)); // behind the end
    const auto whole = assembly.add(fragment(1, 0, 8, true), 300);
    QVERIFY(whole);
    QCOMPARE(whole->length, 16U);
}

void TestFragmentAssembly::nothingOfBadPlaces_data()
{
    QTest::addColumn<quint32>("offset");
    QTest::addColumn<quint32>("bytes");
    QTest::newRow("no bytes") << 8U << 0U;
    QTest::newRow("beyond 65,535 bytes") << 65'528U << 8U;
    QTest::newRow("a length that wraps around") << 64U << 0xFFFF'FFF0U;
}

void TestFragmentAssembly::nothingOfBadPlaces()
{
    QFETCH(quint32, offset);
    QFETCH(quint32, bytes);
    FragmentAssembly assembly;
    QVERIFY(!assembly.add(fragment(1, offset, bytes, false), 100));
    QCOMPARE(assembly.held(), 0U);
}

void TestFragmentAssembly::tooManyOfOnePacket()
{
    FragmentAssembly assembly;
    for (quint32 i = 0; i < 10 * limits::heldFragmentsOfPacket; ++i) {
        QVERIFY(!assembly.add(fragment(1, 8, 8, true), i));
        QVERIFY(assembly.held() < limits::heldFragmentsOfPacket);
    }
}

void TestFragmentAssembly::tooManyPackets()
{
    FragmentAssembly assembly;
    constexpr auto most = quint32(limits::heldFragmentsInAll);
    for (quint32 id = 0; id <= most; ++id)
        QVERIFY(!assembly.add(fragment(id, 0, 8, true), id));
    QCOMPARE(assembly.held(), size_t(most));
    QVERIFY(assembly.add(fragment(most, 8, 8, false), 1));
    QVERIFY(!assembly.add(fragment(0, 8, 8, false), 1)); // the oldest was given up
}

void TestFragmentAssembly::rowsOfAFile()
{
    const auto file = fileOf({ip4(1, 8, false, datagram.mid(8)), ip4(2, 0, true, datagram.left(8)),
                              ip4(1, 0, true, datagram.left(8))});
    QVERIFY(file);
    QCOMPARE(file->recordCount(), 3U);
    QCOMPARE(*file->payload(RecordId(0)), QByteArray("IP fragment, 36 bytes"));
    QCOMPARE(*file->payload(RecordId(1)), QByteArray("IP fragment, 28 bytes"));
    const RecordEntry whole = file->record(RecordId(2));
    QCOMPARE(whole.kind, RecordKind::Data);
    QCOMPARE(whole.length, 16U);
    QCOMPARE(*file->payload(RecordId(2)), datagram.mid(8));
    QCOMPARE(*file->payload(RecordId(2), 4, 3), datagram.mid(12, 3));
    QCOMPARE(file->connection(whole.connectionId()).info.local.toString(), QStringLiteral("10.0.0.1:50000"));
}

void TestFragmentAssembly::cutFragmentsAreDescribed()
{
    const auto file = fileOf({ip4(1, 0, true, datagram.left(8)), ip4(1, 8, false, datagram.mid(8))}, 1);
    QVERIFY(file);
    QCOMPARE(file->recordCount(), 2U);
    QCOMPARE(*file->payload(RecordId(1)), QByteArray("IP fragment, 36 bytes"));
}

void TestFragmentAssembly::differentBytesAreTold()
{
    const auto file = fileOf(
        {ip4(1, 8, true, "XXXXXXXX"), ip4(1, 8, false, datagram.mid(8)), ip4(1, 0, true, datagram.left(8))});
    QVERIFY(file);
    QCOMPARE(file->recordCount(), 4U);
    QCOMPARE(*file->payload(RecordId(2)), QByteArray("XXXXXXXX89abcdef"));
    QCOMPARE(*file->payload(RecordId(3)), QByteArray("IP fragments overlap with other bytes"));
}

void TestFragmentAssembly::savesWhatWasPutTogether()
{
    const auto file = fileOf({ip4(1, 0, true, datagram.left(8)), ip4(1, 8, false, datagram.mid(8))});
    QVERIFY(file);
    const QString path = m_folder.filePath(QStringLiteral("saved.pcapng"));
    const std::vector<RecordId> selection{RecordId(1)};
    SaveOptions options;
    options.selection = selection;
    QVERIFY(saveCapture(*file, path, options));
    const auto saved = CaptureFile::open(path);
    QVERIFY(saved && !(*saved)->finish().error);
    QCOMPARE((*saved)->recordCount(), 1U);
    QCOMPARE(*(*saved)->payload(RecordId(0)), datagram.mid(8));
}

// Every bit turned, and each number as large as can be: what is listed can be read.
void TestFragmentAssembly::damaged()
{
    const QByteArray whole =
        bytesOfFile({ip4(1, 8, true, datagram.mid(8, 8)), ip4(1, 0, true, datagram.left(8)),
                     ip4(1, 8, true, "XXXXXXXX"), ip4(1, 16, false, datagram.mid(16))});
    const QString path = m_folder.filePath(QStringLiteral("d.pcap"));
    for (qsizetype at = 24; at < whole.size(); ++at) {
        for (int change = 0; change < 9; ++change) {
            QByteArray bytes = whole;
            if (change < 8)
                bytes[at] = char(bytes[at] ^ (1 << change));
            else
                bytes.replace(at, 2, "\xFF\xFF");
            QVERIFY(writeFile(path, bytes));
            const auto file = CaptureFile::open(path);
            QVERIFY(file);
            const auto error = (*file)->finish().error;
            QVERIFY(!error || error->detail.contains(QStringLiteral("offset ")));
            for (quint64 row = 0; row < (*file)->recordCount(); ++row) {
                const auto payload = (*file)->payload(RecordId(row));
                QVERIFY(payload && payload->size() == (*file)->record(RecordId(row)).length);
            }
        }
    }
}

QTEST_GUILESS_MAIN(TestFragmentAssembly)
#include "tst_fragmentassembly.moc"
