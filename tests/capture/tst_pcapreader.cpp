// SPDX-License-Identifier: MIT
#include "capture/capturefile.h"
#include "capture/captureloader.h"
#include "capture/pcapreader.h"
#include "tests/capture/tcptalk.h"

#include <QTemporaryDir>
#include <QTest>

using namespace wl;
using namespace wl::kit;

namespace {

struct Outcome
{
    quint64 packets = 0;
    qint64 lastNs = 0;
    QByteArray bytes;
    Error error;
};

// Reads all packets; `step` bytes at most come at a time.
Outcome readAll(const QByteArray& file, qsizetype step = 1'000'000)
{
    PcapReader reader(
        [&](qint64 offset, char* to, qsizetype size) -> Result<qsizetype> {
            const qsizetype read = std::min({size, step, file.size() - qsizetype(offset)});
            std::memcpy(to, file.constData() + offset, static_cast<size_t>(read));
            return read;
        },
        file.size());
    Outcome outcome;
    if (const auto begun = reader.begin(); !begun) {
        outcome.error = begun.error();
        return outcome;
    }
    for (;;) {
        const auto packet = reader.next();
        if (!packet || !*packet) {
            outcome.error = packet ? Error() : packet.error();
            return outcome;
        }
        ++outcome.packets;
        outcome.lastNs = (*packet)->timeNs;
        outcome.bytes += (*packet)->bytes;
    }
}

} // namespace

class TestPcapReader : public QObject
{
    Q_OBJECT
private slots:
    void kinds_data()
    {
        QTest::addColumn<bool>("isBig");
        QTest::addColumn<quint32>("magic");
        QTest::addColumn<qint64>("ns");
        QTest::newRow("microseconds") << false << 0xA1B2C3D4U << qint64(1'700'000'000'000'007'000);
        QTest::newRow("microseconds, big endian") << true << 0xA1B2C3D4U << qint64(1'700'000'000'000'007'000);
        QTest::newRow("nanoseconds") << false << 0xA1B23C4DU << qint64(1'700'000'000'000'000'007);
        QTest::newRow("nanoseconds, big endian") << true << 0xA1B23C4DU << qint64(1'700'000'000'000'000'007);
    }
    void kinds()
    {
        QFETCH(bool, isBig);
        QFETCH(quint32, magic);
        const PcapMaker make(isBig, magic);
        const QByteArray file =
            make.head() + make.packet(1, 2, "hello") + make.packet(1'700'000'000, 7, " there");
        QVERIFY(PcapReader::isPcap(file));
        for (const qsizetype step : {1'000, 1}) {
            const Outcome outcome = readAll(file, step);
            QCOMPARE(outcome.error.code, ErrorCode::None);
            QCOMPARE(outcome.packets, quint64(2));
            QCOMPARE(outcome.bytes, QByteArray("hello there"));
            QTEST(outcome.lastNs, "ns");
        }
    }

    void refused_data()
    {
        QTest::addColumn<QByteArray>("file");
        QTest::addColumn<quint64>("packets");
        QTest::addColumn<QByteArray>("reason");
        for (const bool isBig : {false, true}) {
            const PcapMaker make(isBig);
            const QByteArray good = make.head() + make.packet(1, 2, "hello");
            const auto row = [isBig](const char* name, const QByteArray& file, quint64 packets,
                                     const char* reason) {
                QTest::addRow("%s, %s endian", name, isBig ? "big" : "little")
                    << file << packets << QByteArray(reason);
            };
            const auto lengths = [&](quint32 captured) {
                return good + make.number(1) + make.number(2) + make.number(captured) + make.number(5);
            };
            row("empty", {}, 0, "offset 0: pcap header cut short: 0 of 24 bytes");
            row("only the header", make.head(), 0, "");
            row("modified", PcapMaker(isBig, 0xA1B2CD34).head(), 0,
                "offset 0: a modified kind of pcap (magic 0xa1b2cd34)");
            row("of Ixia", PcapMaker(isBig, 0x1C0001AC).head(), 0, "(magic 0x1c0001ac)");
            row("header cut short", make.head().left(23), 0, "offset 0: pcap header cut short: 23 of 24");
            row("version 1", QByteArray(make.head()).replace(4, 2, isBig ? "\0\1" : "\1\0", 2), 0,
                "offset 0: pcap of version 1");
            row("half a packet's header", good + make.number(1), 1, "offset 45: packet cut short: 4 bytes");
            row("half a packet", good + make.packet(1, 2, "hello").chopped(2), 1,
                "offset 45: packet cut short: 3 of 5 bytes");
            row("length 2^32-1", lengths(0xFFFF'FFFF), 1,
                "offset 45: captured length 4294967295 is over the limit of 16777216");
            row("length over the limit", lengths(16'777'217), 1, "is over the limit");
            row("length beyond the end", lengths(16'777'216), 1, "packet cut short: 0 of 16777216 bytes");
            row("empty packet", good + make.packet(1, 2, {}), 2, "");
        }
    }
    void refused()
    {
        QFETCH(QByteArray, file);
        QFETCH(QByteArray, reason);
        for (const qsizetype step : {100'000, 1}) {
            const Outcome outcome = readAll(file, step);
            QTEST(outcome.packets, "packets");
            QCOMPARE(outcome.error.code, reason.isEmpty() ? ErrorCode::None : ErrorCode::FileMalformed);
            QVERIFY2(outcome.error.detail.contains(QString::fromLatin1(reason)),
                     qPrintable(outcome.error.detail));
        }
    }

    void isPcap()
    {
        QVERIFY(PcapReader::isPcap(PcapMaker(true, 0xA1B2CD34).head()));
        QVERIFY(!PcapReader::isPcap(PcapMaker().head().left(3)));
        QVERIFY(!PcapReader::isPcap("GET / HTTP/1.1"));
        QVERIFY(!PcapReader::isPcap(QByteArray::fromHex("0a0d0d0a")));
        QVERIFY(!PcapReader::isPcap({}));
    }

    // The whole way, each kind of link that carries IP.
    void opens_data()
    {
        QTest::addColumn<quint32>("linkType");
        QTest::addColumn<QByteArray>("before"); // in place of the Ethernet header
        QTest::newRow("ethernet") << 1U
                                  << QByteArray::fromHex("020000000002"
                                                         "020000000001"
                                                         "0800");
        QTest::newRow("frame check sequence") << 0x2400'0001U
                                              << QByteArray::fromHex("020000000002"
                                                                     "020000000001"
                                                                     "0800");
        QTest::newRow("raw") << 101U << QByteArray();
        QTest::newRow("raw of BSD") << 12U << QByteArray();
        QTest::newRow("raw of OpenBSD") << 14U << QByteArray();
        QTest::newRow("loopback") << 0U << QByteArray::fromHex("02000000");
        QTest::newRow("loopback of OpenBSD") << 108U << QByteArray::fromHex("00000002");
        QTest::newRow("linux cooked") << 113U << QByteArray(14, '\0') + QByteArray::fromHex("0800");
        QTest::newRow("linux cooked 2") << 276U << QByteArray::fromHex("0800") + QByteArray(18, '\0');
    }
    void opens()
    {
        QFETCH(quint32, linkType);
        QFETCH(QByteArray, before);
        const PcapMaker make;
        const QByteArray frame = TcpPacket{true, 1, 1, Ack, "hello"}.frame();
        QVERIFY(writeFile(m_path(), make.head(linkType) + make.packet(1, 2, before + frame.mid(14))));
        const auto file = CaptureFile::open(m_path());
        QVERIFY(file);
        const CaptureFileProgress end = (*file)->finish();
        QVERIFY(!end.error);
        QCOMPARE(end.packets, quint64(1));
        QCOMPARE((*file)->recordCount(), quint64(1));
        QCOMPARE((*file)->payload(RecordId(0)).value(), QByteArray("hello"));
        QCOMPARE((*file)->record(RecordId(0)).timeNs, qint64(1'000'002'000));
        QCOMPARE((*file)->connection(ConnectionId(0)).info.local, address("10.0.0.1", 40'001));
    }

    void anotherLinkIsDescribed()
    {
        const PcapMaker make;
        QVERIFY(writeFile(m_path(), make.head(147) + make.packet(1, 2, "hello")));
        const auto file = CaptureFile::open(m_path());
        QVERIFY(file && !(*file)->finish().error);
        QCOMPARE((*file)->payload(RecordId(0)).value(), QByteArray("link type 147, 5 bytes"));
    }

    void aModifiedKindIsRefusedAtOnce()
    {
        QVERIFY(writeFile(m_path(), PcapMaker(false, 0xA1B2CD34).head()));
        const auto file = CaptureFile::open(m_path());
        QVERIFY(!file);
        QCOMPARE(file.error().code, ErrorCode::FileMalformed);
        QVERIFY(file.error().detail.contains(m_path() + QStringLiteral(", offset 0: a modified kind")));
    }

    // Cut at each byte of the first 4 KiB: what came before stays, and the place is named.
    void cutAtEveryByte()
    {
        const QByteArray whole = pcapOf(TcpTalk(1, {10, 10, 10, 10, 10, 10}).packets()).left(4096);
        quint64 before = 0;
        for (qsizetype size = 0; size < whole.size(); ++size) {
            const Outcome outcome = readAll(whole.left(size));
            QVERIFY(outcome.packets >= before && outcome.packets <= before + 1);
            before = outcome.packets;
            if (outcome.error.code != ErrorCode::None) {
                QVERIFY(outcome.error.detail.startsWith(QStringLiteral("offset ")));
                QVERIFY(outcome.error.detail.contains(QStringLiteral("cut short")));
            }
        }
        QVERIFY(before > 3);
    }

    // One bit turned, and one number made as large as can be, all over the first 4 KiB: opened and read.
    void damaged()
    {
        const QByteArray whole = pcapOf(TcpTalk(2, {10, 10, 10, 10, 10, 10}).packets()).left(4096);
        for (qsizetype at = 0; at < whole.size(); ++at) {
            QByteArray turned = whole;
            turned[at] = static_cast<char>(turned[at] ^ (1 << at % 8));
            at % 29 == 0 ? open(turned) : loadInMemory(turned);
            if (at % 4 == 0) {
                const QByteArray large = QByteArray(whole).replace(at, 4, QByteArray(4, '\xFF'));
                at % 116 == 0 ? open(large) : loadInMemory(large);
            }
        }
    }

private:
    [[nodiscard]] QString m_path() const { return m_scratch.filePath(QStringLiteral("file.pcap")); }

    // Most of them without the way through a file and a thread.
    static void loadInMemory(const QByteArray& bytes)
    {
        RestoredTables tables;
        CaptureLoader loader(tables, [&](quint64 position, char* to, qsizetype size) -> Result<void> {
            std::memcpy(to, bytes.constData() + position, static_cast<size_t>(size));
            return {};
        });
        PcapReader reader(
            [&](qint64 offset, char* to, qsizetype size) -> Result<qsizetype> {
                const qsizetype read = std::min(size, bytes.size() - qsizetype(offset));
                std::memcpy(to, bytes.constData() + offset, static_cast<size_t>(read));
                return read;
            },
            bytes.size());
        if (!reader.begin()) {
            return;
        }
        loader.pcap(reader.linkType());
        for (auto packet = reader.next(); packet && *packet; packet = reader.next()) {
            QVERIFY(loader.pcapPacket(**packet));
        }
        loader.finish();
    }

    void open(const QByteArray& bytes)
    {
        QVERIFY(writeFile(m_path(), bytes));
        const auto file = CaptureFile::open(m_path());
        if (!file) {
            QCOMPARE(file.error().code, ErrorCode::FileMalformed);
            return;
        }
        const CaptureFileProgress end = (*file)->finish();
        QVERIFY(!end.error || end.error->detail.contains(QStringLiteral(", offset ")));
        for (quint64 row = 0; row < (*file)->recordCount(); ++row) {
            const auto payload = (*file)->payload(RecordId(row));
            QVERIFY(payload);
            QCOMPARE(payload->size(), qsizetype((*file)->record(RecordId(row)).length));
            QVERIFY((*file)->record(RecordId(row)).connection < (*file)->connectionCount());
        }
    }

    QTemporaryDir m_scratch;
};

QTEST_GUILESS_MAIN(TestPcapReader)
#include "tst_pcapreader.moc"
