// SPDX-License-Identifier: MIT
#include "capture/capturefile.h"
#include "capture/captureloader.h"
#include "tests/capture/capturekit.h"

#include <QDir>
#include <QTemporaryDir>
#include <QtEndian>
#include <QTest>

#include <tuple>

using namespace wl;
using namespace wl::kit;

namespace {

// A small block builder of its own, in either byte order.
class Maker
{
public:
    explicit Maker(bool isBig = false)
        : m_isBig(isBig)
    {
    }

    [[nodiscard]] QByteArray u16(quint16 value) const
    {
        return number(m_isBig ? qToBigEndian(value) : qToLittleEndian(value));
    }
    [[nodiscard]] QByteArray u32(quint32 value) const
    {
        return number(m_isBig ? qToBigEndian(value) : qToLittleEndian(value));
    }
    [[nodiscard]] QByteArray block(quint32 type, const QByteArray& body) const
    {
        const auto total = static_cast<quint32>(body.size() + 12);
        return u32(type) + u32(total) + body + u32(total);
    }
    [[nodiscard]] QByteArray section() const
    {
        return block(0x0A0D0D0A, u32(0x1A2B3C4D) + u16(1) + u16(0) + QByteArray(8, '\xFF'));
    }
    [[nodiscard]] QByteArray option(quint16 code, const QByteArray& value) const
    {
        return u16(code) + u16(static_cast<quint16>(value.size())) + value +
               QByteArray((4 - value.size() % 4) % 4, '\0');
    }
    [[nodiscard]] QByteArray interface(quint16 linkType, const QByteArray& options = {}) const
    {
        return block(1, u16(linkType) + u16(0) + u32(0) + options);
    }
    [[nodiscard]] QByteArray packet(quint32 interface, quint64 time, const QByteArray& bytes,
                                    const QByteArray& options = {}) const
    {
        const auto size = static_cast<quint32>(bytes.size());
        return block(6, u32(interface) + u32(static_cast<quint32>(time >> 32)) +
                            u32(static_cast<quint32>(time)) + u32(size) + u32(size) + bytes +
                            QByteArray((4 - bytes.size() % 4) % 4, '\0') + options);
    }

private:
    template <typename T>
    static QByteArray number(T value)
    {
        return {reinterpret_cast<const char*>(&value), sizeof value};
    }

    bool m_isBig;
};

QByteArray udpPacket()
{
    return QByteArray::fromHex("4500001e00000000401100007f0000017f000001"
                               "1388"
                               "1770"
                               "000a"
                               "0000"
                               "6869");
}

} // namespace

class TestMalformed : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase()
    {
        const QString path = m_scratch.filePath(QStringLiteral("small.pcapng"));
        {
            const auto capture = fileStore(path);
            QVERIFY(capture);
            Teller tell(*capture);
            const auto id = tell.add(connection(Transport::Tcp, Role::Server, "Echo", address("127.0.0.1", 1),
                                                address("127.0.0.1", 2)));
            tell.opened(id);
            tell.received(id, "hello");
            tell.sent(id, "hello");
            tell.event(id, RecordKind::Note, Direction::Received, "a note");
            const auto udp = tell.add(
                connection(Transport::Udp, Role::Server, "UDP", address("::1", 1), address("::1", 2)));
            tell.received(udp, "");
            tell.closed(id);
        }
        m_small = contentOf(path);
        QVERIFY(m_small.size() > 500);
    }

    // Cut at every byte: what came before is there, and only where a block is cut is there an error.
    void cutAtEveryByte()
    {
        quint64 before = 0;
        qsizetype whole = 0;
        for (qsizetype size = 0; size <= m_small.size(); ++size) {
            const auto [records, error] = load(m_small.left(size));
            if (size > 0 && size < 28) {
                QCOMPARE(records, quint64(0));
                continue;
            }
            QVERIFY(records >= before);
            before = records;
            if (error.code == ErrorCode::None) {
                ++whole;
            } else {
                QCOMPARE(error.code, ErrorCode::FileMalformed);
                QVERIFY2(error.detail.contains(QStringLiteral("cut short")), qPrintable(error.detail));
            }
        }
        QCOMPARE(before, quint64(6));
        QVERIFY(whole >= 13 && whole < 30); // once a block
    }

    // Every bit once: no crash, no endless loop, payloads still readable or refused. Most of them without the
    // way through a file and a thread.
    void everyBitOnce()
    {
        quint64 errors = 0;
        for (qsizetype at = 0; at < m_small.size(); ++at) {
            for (int bit = 0; bit < 8; ++bit) {
                QByteArray bytes = m_small;
                bytes[at] = static_cast<char>(bytes[at] ^ (1 << bit));
                const Error error = (at * 8 + bit) % 17 == 0 ? std::get<1>(load(bytes)) : loadInMemory(bytes);
                errors += error.code != ErrorCode::None ? 1 : 0;
            }
        }
        QVERIFY(errors > 100);
    }

    void badBlocks_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::addColumn<quint64>("records");
        QTest::addColumn<QByteArray>("reason"); // empty = none
        for (const bool isBig : {false, true}) {
            const Maker make(isBig);
            const QByteArray start = make.section() + make.interface(101);
            const QByteArray good = make.packet(0, 1, udpPacket());
            const QByteArray offset = "offset " + QByteArray::number(start.size() + good.size()) + ": ";
            const auto row = [&](const char* name, const QByteArray& bad, quint64 records,
                                 const QByteArray& reason) {
                QTest::addRow("%s, %s endian", name, isBig ? "big" : "little")
                    << start + good + bad + good << records << (reason.isEmpty() ? reason : offset + reason);
            };
            row("good", {}, 2, {});
            row("unknown block", make.block(0x777, "12345678"), 2, {});
            row("empty block", make.block(0x777, {}), 2, {});
            row("custom block", make.block(0xBAD, "12345678"), 2, {});
            row("length 0", make.u32(6) + make.u32(0), 1, "block length 0 is impossible");
            row("length 8", make.u32(6) + make.u32(8), 1, "block length 8 is impossible");
            row("odd length", make.u32(6) + make.u32(33), 1, "block length 33 is impossible");
            row("length 2^32-1", make.u32(6) + make.u32(0xFFFF'FFFF), 1,
                "block length 4294967295 is impossible");
            row("length 2^32-4", make.u32(6) + make.u32(0xFFFF'FFFC), 1,
                "block length 4294967292 is over the limit of 16777216");
            row("length beyond the end", make.u32(6) + make.u32(1000), 1, "block cut short: ");
            row("lengths differ", make.u32(6) + make.u32(16) + QByteArray(4, 'x') + make.u32(20), 1,
                "block lengths differ: 16 and 20");
            row("packet block too small", make.block(6, QByteArray(16, '\0')), 1, "packet block cut short");
            row("captured too long",
                make.block(6,
                           make.u32(0) + make.u32(0) + make.u32(0) + make.u32(100) + make.u32(100) + "abcd"),
                1, "captured length 100 is more than the block holds");
            row("captured 2^32-1",
                make.block(6,
                           make.u32(0) + make.u32(0) + make.u32(0) + make.u32(0xFFFF'FFFF) + make.u32(100)),
                1, "captured length 4294967295 is more than the block holds");
            row("interface too small", make.block(1, "1234"), 1, "interface description cut short");
            row("no such interface", make.packet(7, 1, udpPacket()), 3, {});
            row("simple packet too small", make.block(3, {}), 1, "packet block cut short");
            row("section of version 2",
                make.block(0x0A0D0D0A,
                           make.u32(0x1A2B3C4D) + make.u16(2) + make.u16(0) + QByteArray(8, '\xFF')),
                1, "section of pcapng version 2");
            row("section without magic", make.block(0x0A0D0D0A, QByteArray(16, 'x')), 1,
                "section header without byte-order magic");
            row("filler", make.u32(0x8000'574C) + make.u32(0x1000), 1, {});
            row("option too long", make.packet(0, 1, udpPacket(), make.u16(1) + make.u16(0xFFFF) + "abcd"), 3,
                {});
            row("options without end", make.packet(0, 1, udpPacket(), make.option(1, "hi")), 3, {});
            row("half an option", make.packet(0, 1, udpPacket(), make.u16(1)), 1,
                "block length 66 is impossible");
            row("empty packet", make.packet(0, 1, {}), 3, {});
        }
    }
    void badBlocks()
    {
        QFETCH(QByteArray, bytes);
        QFETCH(quint64, records);
        QFETCH(QByteArray, reason);
        const auto [count, error] = load(bytes);
        QCOMPARE(count, records);
        QCOMPARE(error.code, reason.isEmpty() ? ErrorCode::None : ErrorCode::FileMalformed);
        QVERIFY2(error.detail.contains(QString::fromLatin1(reason)), qPrintable(error.detail));
    }

    // Each capture of the test data: cut at each byte of its first 4 KiB, a bit turned at each, each number
    // made as large as can be. What comes out is a place, or rows that can be read.
    void damagedCapturesOfOthers_data()
    {
        QTest::addColumn<QString>("path");
        const QDir folder(qEnvironmentVariable("WIRELOUPE_TEST_DATA") + QStringLiteral("/pcapng"));
        const QStringList names = folder.entryList({QStringLiteral("*.pcapng")}, QDir::Files, QDir::Name);
        for (const QString& name : names) {
            QTest::newRow(qPrintable(name)) << folder.filePath(name);
        }
        if (names.isEmpty()) {
            QTest::newRow("no data") << QString();
        }
    }
    void damagedCapturesOfOthers()
    {
        QFETCH(QString, path);
        if (path.isEmpty()) {
            QSKIP("WIRELOUPE_TEST_DATA is not set");
        }
        damage(contentOf(path));
    }
    void damagedCapturesOfOurs() { damage(m_small); }

    void times_data()
    {
        QTest::addColumn<QByteArray>("resolution");
        QTest::addColumn<quint64>("units");
        QTest::addColumn<qint64>("ns");
        const auto row = [](const char* name, int resolution, quint64 units, qint64 ns) {
            QTest::newRow(name) << (resolution < 0 ? QByteArray()
                                                   : QByteArray(1, static_cast<char>(resolution)))
                                << units << ns;
        };
        const qint64 greatest = std::numeric_limits<qint64>::max();
        row("default is microseconds", -1, 1'700'000'000'123'456, 1'700'000'000'123'456'000);
        row("nanoseconds", 9, 1'700'000'000'123'456'789, 1'700'000'000'123'456'789);
        row("milliseconds", 3, 1'700'000'000'123, 1'700'000'000'123'000'000);
        row("seconds", 0, 1'700'000'000, 1'700'000'000'000'000'000);
        row("picoseconds", 12, 1'700'000'123'456'789'012, 1'700'000'123'456'789);
        row("2^-1 s", 0x81, 3, 1'500'000'000);
        row("2^-32 s", 0xA0, (7ULL << 32) + (1ULL << 31), 7'500'000'000);
        row("2^-63 s", 0xFF - 0x40, 1ULL << 62, 500'000'000);
        row("2^-127 s", 0xFF, ~quint64{0}, 0);
        row("too large", 3, ~quint64{0}, greatest);
        row("10^-127 s", 0x7F, ~quint64{0}, 0);
    }
    void times()
    {
        QFETCH(QByteArray, resolution);
        QFETCH(quint64, units);
        const Maker make;
        const QByteArray options = resolution.isEmpty() ? QByteArray() : make.option(9, resolution);
        write(make.section() + make.interface(101, options) + make.packet(0, units, udpPacket()));
        const auto file = CaptureFile::open(m_path());
        QVERIFY(file);
        (void)(*file)->finish();
        QCOMPARE((*file)->recordCount(), quint64(1));
        QTEST((*file)->record(RecordId(0)).timeNs, "ns");
    }

    void aTimeOffsetCounts()
    {
        for (const bool isBig : {false, true}) {
            const Maker make(isBig);
            const QByteArray offset = isBig ? make.u32(0) + make.u32(1000) : make.u32(1000) + make.u32(0);
            write(make.section() + make.interface(101, make.option(14, offset)) +
                  make.packet(0, 5, udpPacket()));
            const auto file = CaptureFile::open(m_path());
            (void)(*file)->finish();
            QCOMPARE((*file)->record(RecordId(0)).timeNs, qint64(1'000'000'005'000));
        }
    }

    // More connections or descriptions than there are rows for: reading ends with the reason.
    void moreThanCanBeListed_data()
    {
        QTest::addColumn<RestoredTables::Limits>("limits");
        QTest::addColumn<QString>("what");
        QTest::newRow("connections") << RestoredTables::Limits{1000, 3, 1000} << "more connections than";
        QTest::newRow("records") << RestoredTables::Limits{3, 1000, 1000} << "more records than";
        QTest::newRow("descriptions")
            << RestoredTables::Limits{1000, 1000, 3} << "more kinds of packets than";
    }

    void moreThanCanBeListed()
    {
        QFETCH(RestoredTables::Limits, limits);
        QFETCH(QString, what);
        const QString path = m_scratch.filePath(QStringLiteral("many.pcapng"));
        {
            const auto capture = fileStore(path);
            tellEverything(*capture);
        }
        QByteArray bytes = contentOf(path);
        if (limits.descriptions < 1000) {
            bytes.replace("Wireloupe", "Somebody!"); // then ACKs are described
        }
        const Error error = loadInMemory(bytes, limits);
        QCOMPARE(error.code, ErrorCode::TooLarge);
        QVERIFY2(error.detail.startsWith(QLatin1String("offset ")) && error.detail.contains(what),
                 qPrintable(error.detail));
    }

private:
    [[nodiscard]] QString m_path() const { return m_scratch.filePath(QStringLiteral("bytes.pcapng")); }

    static void damage(const QByteArray& whole)
    {
        const qsizetype end = std::min<qsizetype>(whole.size(), 4096);
        const auto check = [](const Error& error) {
            QVERIFY(error.code == ErrorCode::None || error.code == ErrorCode::FileMalformed);
            QVERIFY(error.code == ErrorCode::None || error.detail.startsWith(QStringLiteral("offset ")));
        };
        for (qsizetype at = 0; at < end; ++at) {
            check(loadInMemory(whole.left(at)));
            QByteArray turned = whole;
            turned[at] = static_cast<char>(turned[at] ^ (1 << at % 8));
            check(loadInMemory(turned));
            if (at % 4 == 0) {
                check(loadInMemory(QByteArray(whole).replace(at, 4, QByteArray(4, '\xFF'))));
            }
            if (at % 2 == 0) {
                check(loadInMemory(QByteArray(whole).replace(at, 2, QByteArray(2, '\xFF'))));
            }
        }
    }

    void write(const QByteArray& bytes)
    {
        QFile file(m_path());
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }

    // Opens the bytes as a file and reads every payload.
    std::tuple<quint64, Error> load(const QByteArray& bytes)
    {
        write(bytes);
        const auto file = CaptureFile::open(m_path());
        if (!file) {
            return {0, file.error()};
        }
        const CaptureFileProgress end = (*file)->finish();
        const quint64 count = (*file)->recordCount();
        for (quint64 row = 0; row < count; ++row) {
            const RecordEntry entry = (*file)->record(RecordId(row));
            const auto payload = (*file)->payload(RecordId(row));
            if ((payload && payload->size() != entry.length) ||
                entry.connection >= (*file)->connectionCount()) {
                QTest::qFail("a record contradicts itself", __FILE__, __LINE__);
            }
        }
        return {count, end.error.value_or(Error())};
    }

    static Error loadInMemory(const QByteArray& bytes, const RestoredTables::Limits& limits = {})
    {
        BlockReader blocks(
            [&](qint64 offset, char* to, qsizetype size) -> Result<qsizetype> {
                const qsizetype read = std::min<qsizetype>(size, bytes.size() - offset);
                std::memcpy(to, bytes.constData() + offset, static_cast<size_t>(read));
                return read;
            },
            bytes.size());
        RestoredTables tables(limits);
        CaptureLoader loader(tables);
        for (;;) {
            const auto block = blocks.next();
            if (!block || !*block) {
                loader.finish();
                return block ? Error() : block.error();
            }
            if (const auto taken = loader.block(**block); !taken) {
                return taken.error();
            }
        }
    }

    QTemporaryDir m_scratch;
    QByteArray m_small;
};

QTEST_GUILESS_MAIN(TestMalformed)
#include "tst_malformed.moc"
