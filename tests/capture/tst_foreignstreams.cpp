// SPDX-License-Identifier: MIT
#include "base/limits.h"
#include "capture/capturefile.h"
#include "capture/follow.h"
#include "tests/capture/tcptalk.h"

#include <QTemporaryDir>
#include <QTest>

using namespace wl;
using namespace wl::kit;

namespace {

constexpr quint32 c = 1000; // the client's first byte
constexpr quint32 s = 5000;

const QList<TcpPacket> shake = {{true, c - 1, 0, Syn}, {false, s - 1, c, Syn | Ack}, {true, c, s, Ack}};

TcpPacket client(quint32 at, const char* text, int flags = Psh | Ack)
{
    return {true, c + at, s, flags, text};
}

TcpPacket server(quint32 at, const char* text, quint32 acknowledged = 0, int flags = Ack)
{
    return {false, s + at, c + acknowledged, flags, text};
}

} // namespace

class TestForeignStreams : public QObject
{
    Q_OBJECT
private slots:
    void rows_data()
    {
        QTest::addColumn<QList<TcpPacket>>("packets");
        QTest::addColumn<QByteArrayList>("rows"); // after the handshake's three
        const auto row = [](const char* name, const QList<TcpPacket>& packets, const QByteArrayList& rows) {
            QTest::newRow(name) << shake + packets << rows;
        };
        row("in order", {client(0, "abc"), client(3, "def"), server(0, "xy", 6)}, {">abc", ">def", "<xy"});
        row("retransmission", {client(0, "abc"), client(0, "abc")}, {">abc", "TCP retransmission, 57 bytes"});
        row("retransmission of two as one", {client(0, "abc"), client(3, "def"), client(0, "abcdef")},
            {">abc", ">def", "TCP retransmission, 60 bytes"});
        row("retransmission with other bytes", {client(0, "abc"), client(0, "aXc")},
            {">abc", "TCP retransmission with other bytes, 57 bytes"});
        row("retransmission with more", {client(0, "abc"), client(0, "abcdef")}, {">abc", ">def"});
        row("overlap, first copy wins", {client(0, "abcd"), client(2, "XXef")},
            {">abcd", ">ef", "overlaps with other bytes than came first"});
        row("reordered", {client(3, "def"), client(0, "abc"), client(6, "g")}, {">abc", ">def", ">g"});
        row("reordered, last first", {client(4, "e"), client(2, "cd"), client(0, "ab"), client(5, "f")},
            {">ab", ">cd", ">e", ">f"});
        row("reordered and overlapping", {client(4, "efgh"), client(2, "cdXY"), client(0, "ab")},
            {">ab", ">cdXY", ">gh", "overlaps with other bytes than came first"});
        row("held twice", {client(3, "def"), client(3, "def"), client(0, "abc")},
            {"TCP retransmission, 57 bytes", ">abc", ">def"});
        row("gap that the answer tells", {client(0, "abc"), client(6, "ghi"), server(0, "xy", 9)},
            {">abc", "3 bytes missing in the capture", ">ghi", "<xy"});
        row("gap at the end", {client(0, "abc"), client(6, "ghi")},
            {">abc", "3 bytes missing in the capture", ">ghi"});
        row("two gaps", {client(2, "c"), client(5, "f"), server(0, "xy", 6)},
            {"2 bytes missing in the capture", ">c", "2 bytes missing in the capture", ">f", "<xy"});
        row("gap before a reset", {client(3, "def"), server(0, "", 0, Rst | Ack)},
            {"3 bytes missing in the capture", ">def", "reset"});
        row("keep-alive", {client(0, "abc"), client(2, "c"), server(0, "", 3)},
            {">abc", "TCP keep-alive, 55 bytes", "TCP ACK, 54 bytes"});
        row("fin with bytes",
            {client(0, "abc", Fin | Ack), server(0, "xy", 4, Fin | Ack), client(4, "", Ack)},
            {">abc", "<xy", "closed"});
        row("fin early", {client(3, "", Fin | Ack), client(0, "abc")}, {">abc", "half-closed"});
        row("fin twice", {client(0, "", Fin | Ack), client(0, "", Fin | Ack)},
            {"half-closed", "TCP FIN ACK, 54 bytes"});
        row("ports again", {client(0, "abc"), {true, 70'000, 0, Syn}, {true, 70'001, s, Ack, "new"}},
            {">abc", "TCP SYN, 54 bytes", ">new"});
        row("syn again", {{true, c - 1, 0, Syn}, client(0, "abc")}, {"TCP SYN, 54 bytes", ">abc"});
        row("cut short by the snap length", {{true, c, s, Ack, "abcdef", 2}, client(6, "g")}, {">ab", ">g"});
        row("payload not captured", {{true, c, s, Ack, "abcdef", 0}, client(6, "g")},
            {"TCP payload not captured, 6 bytes", ">g"});
        row("before the first byte", {client(0U - 10, "abc")},
            {"TCP segment before the first one seen, 57 bytes"});
        row("reset with bytes", {client(0, "gone", Rst | Ack)}, {">gone"});
    }
    void rows()
    {
        QFETCH(QList<TcpPacket>, packets);
        const auto file = opened(packets);
        QVERIFY(file);
        QTEST(rowsOf(*file).mid(3), "rows");
    }

    void theHandshakeIsARow()
    {
        const auto file = opened(shake);
        QCOMPARE(rowsOf(*file), (QByteArrayList{"TCP SYN, 54 bytes", "TCP SYN ACK, 54 bytes", "opened"}));
        QCOMPARE(file->connectionCount(), 1U);
        QCOMPARE(file->connection(ConnectionId(0)).state.load(), ConnectionState::Open);
    }

    // The first packet that is seen of each direction is its beginning.
    void begunInTheMiddle()
    {
        const auto file = opened({client(100, "abc"), server(50, "xy", 103), client(103, "def")});
        QCOMPARE(rowsOf(*file), (QByteArrayList{">abc", "<xy", ">def"}));
        const auto synLater = opened({client(100, "abc"), {true, c - 1, 0, Syn}, client(0, "new")});
        QCOMPARE(synLater->connectionCount(), 2U);
    }

    // Where another program keeps its place by wrapping, so do we.
    void sequenceNumbersWrap()
    {
        QList<TcpPacket> packets;
        QByteArray all;
        for (quint32 number = 0; number < 100; ++number) {
            const quint32 other = number ^ 1; // each two the wrong way round
            packets.append({true, 0U - 50'300 + other * 1'000, 1, Ack, pattern(1'000, other)});
            all += pattern(1'000, number);
        }
        packets.prepend({true, 0U - 50'301, 0, Syn});
        const auto file = opened(packets);
        QVERIFY(followed(*file, ConnectionId(0), Direction::Sent) == all);
    }

    // A flow that waits for bytes that never come gives up at its bound and not before.
    void whatWaitsIsBounded()
    {
        QList<TcpPacket> packets = shake;
        packets.append(client(0, "a"));
        for (quint32 i = 0; i <= limits::heldSegments; ++i) {
            packets.append(client(2 + i, "b"));
        }
        packets.append(client(1, "X"));
        const auto file = opened(packets);
        const QByteArrayList rows = rowsOf(*file).mid(3);
        QCOMPARE(rows.first(), QByteArray(">a"));
        QCOMPARE(rows.at(1), QByteArray("1 bytes missing in the capture"));
        QCOMPARE(rows.last(), QByteArray("TCP keep-alive, 55 bytes").replace("keep-alive", "retransmission"));
        QCOMPARE(rows.size(), qsizetype(limits::heldSegments) + 4);
        packets.remove(packets.size() - 2); // one less waits
        const auto fits = opened(packets);
        QVERIFY(rowsOf(*fits).contains(">X"));
        QVERIFY(!rowsOf(*fits).contains("1 bytes missing in the capture"));
    }

    // Each row is its own packet: time and place of the segment, trimmed where it repeats.
    void rowsPointAtTheirPackets()
    {
        const QList<TcpPacket> packets = shake + QList<TcpPacket>{client(3, "def"), client(0, "abcd")};
        const auto file = opened(packets);
        QCOMPARE(rowsOf(*file).mid(3), (QByteArrayList{">abcd", ">ef"}));
        const RecordEntry early = file->record(RecordId(4));
        const RecordEntry late = file->record(RecordId(3));
        QVERIFY(early.timeNs < late.timeNs);
        QVERIFY(early.position < late.position);
        const QByteArray bytes = contentOf(m_path());
        QCOMPARE(bytes.mid(qsizetype(early.position + early.payloadOffset), 2), QByteArray("ef"));
        QCOMPARE(file->connection(ConnectionId(0)).lastTimeNs.load(), late.timeNs);
    }

    // Without a gap the streams are what was sent, whatever the network did.
    void badNetworks()
    {
        for (quint32 seed = 0; seed < 50; ++seed) {
            const TcpTalk talk(seed, {10, 10, 10, 0, 0, 5});
            const auto file = opened(talk.packets());
            QVERIFY(followed(*file, ConnectionId(0), Direction::Sent) == talk.sent(true));
            QVERIFY(followed(*file, ConnectionId(0), Direction::Received) == talk.sent(false));
            QVERIFY(file->recordCount() >= quint64(talk.packets().size()));
        }
    }

private:
    [[nodiscard]] QString m_path() const { return m_scratch.filePath(QStringLiteral("foreign.pcap")); }

    std::unique_ptr<CaptureFile> opened(const QList<TcpPacket>& packets)
    {
        writeFile(m_path(), pcapOf(packets));
        auto file = CaptureFile::open(m_path());
        if (!file || (*file)->finish().error) {
            return nullptr;
        }
        return std::move(*file);
    }

    static QByteArray followed(const CaptureFile& file, ConnectionId id, Direction direction)
    {
        FollowStream stream(file, id, direction);
        QByteArray all;
        for (auto part = stream.next(1'000'000); part && !part->isEmpty(); part = stream.next(1'000'000)) {
            all += *part;
        }
        return all;
    }

    static QByteArrayList rowsOf(const CaptureFile& file)
    {
        QByteArrayList rows;
        for (quint64 row = 0; row < file.recordCount(); ++row) {
            const RecordEntry entry = file.record(RecordId(row));
            const QByteArray payload = file.payload(RecordId(row)).value_or("unreadable");
            switch (entry.kind) {
            case RecordKind::Data: rows << (entry.direction == Direction::Sent ? ">" : "<") + payload; break;
            case RecordKind::Note: rows << payload; break;
            case RecordKind::Opened: rows << "opened"; break;
            case RecordKind::HalfClosed: rows << "half-closed"; break;
            case RecordKind::Closed: rows << "closed"; break;
            case RecordKind::Reset: rows << "reset"; break;
            case RecordKind::Failed: rows << "failed"; break;
            }
        }
        return rows;
    }

    QTemporaryDir m_scratch;
};

QTEST_GUILESS_MAIN(TestForeignStreams)
#include "tst_foreignstreams.moc"
