// SPDX-License-Identifier: MIT
#include "capture/blockbuffer.h"
#include "capture/capturefile.h"
#include "capture/capturestore.h"
#include "capture/flow.h"
#include "capture/interfacetable.h"
#include "capture/savecapture.h"
#include "tests/capture/capturekit.h"

#include <QDir>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>

using namespace wl;
using namespace wl::kit;

namespace {

struct Output
{
    QByteArray out;
    QByteArray err;
    int code = -1;
};

Output run(const QString& program, const QStringList& arguments)
{
    QProcess process;
    process.start(program, arguments);
    if (!process.waitForFinished(60'000)) {
        process.kill();
        process.waitForFinished();
        return {};
    }
    return {process.readAllStandardOutput(), process.readAllStandardError(), process.exitCode()};
}

Output tshark(const QString& file, const QStringList& arguments)
{
    return run(QStringLiteral("tshark"), QStringList{QStringLiteral("-r"), file} + arguments);
}

// What tshark says on stderr beside its word about root.
QByteArray complaint(const Output& output)
{
    QByteArrayList lines;
    for (const QByteArray& line : output.err.split('\n')) {
        if (!line.isEmpty() && !line.contains("Running as user")) {
            lines.append(line);
        }
    }
    return lines.join('\n');
}

// The summaries of tshark's expert information of the kinds that mean trouble.
QByteArray troubles(const QString& file)
{
    QByteArrayList found;
    bool bad = false;
    for (const QByteArray& line :
         tshark(file, {QStringLiteral("-q"), QStringLiteral("-z"), QStringLiteral("expert")})
             .out.split('\n')) {
        if (line.contains(" (") && line.trimmed().endsWith(')') && !line.startsWith(' ')) {
            bad = line.startsWith("Errors") || line.startsWith("Warn");
        } else if (bad && line.startsWith(' ') && !line.contains("Frequency")) {
            found.append(line.simplified());
        }
    }
    return found.join('\n');
}

struct Followed
{
    QByteArray first; ///< bytes of the side that tshark calls node 0
    QByteArray second;
};

Followed follow(const QString& file, const char* protocol, int stream)
{
    const QString what = QStringLiteral("follow,%1,raw,%2").arg(QLatin1String(protocol)).arg(stream);
    Followed result;
    for (const QByteArray& line :
         tshark(file, {QStringLiteral("-q"), QStringLiteral("-z"), what}).out.split('\n')) {
        const QByteArray digits = line.trimmed();
        if (digits.isEmpty() || digits != QByteArray::fromHex(digits).toHex()) {
            continue;
        }
        (line.startsWith('\t') ? result.second : result.first) += QByteArray::fromHex(digits);
    }
    return result;
}

QByteArrayList fields(const QString& file, const QString& filter, const QStringList& names)
{
    QStringList arguments{QStringLiteral("-Y"), filter, QStringLiteral("-T"), QStringLiteral("fields")};
    for (const QString& name : names) {
        arguments << QStringLiteral("-e") << name;
    }
    QByteArrayList lines = tshark(file, arguments).out.split('\n');
    lines.removeAll(QByteArray());
    return lines;
}

// Two passes: only the second knows what came after a packet.
QByteArray completeness(const QString& file, int stream)
{
    const QString filter = QStringLiteral("tcp.stream==%1").arg(stream);
    const QByteArrayList lines =
        tshark(file, {QStringLiteral("-2"), QStringLiteral("-Y"), filter, QStringLiteral("-T"),
                      QStringLiteral("fields"), QStringLiteral("-e"), QStringLiteral("tcp.completeness")})
            .out.split('\n');
    return lines.value(0);
}

} // namespace

class TestCaptureTshark : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase()
    {
        if (QStandardPaths::findExecutable(QStringLiteral("tshark")).isEmpty()) {
            QSKIP("tshark is not installed");
        }
        m_file = m_scratch.filePath(QStringLiteral("everything.pcapng"));
        const auto capture = fileStore(m_file);
        QVERIFY(capture);
        tellEverything(*capture);
        m_records = capture->recordCount();
    }

    void readsWithoutComplaint()
    {
        const Output read = tshark(m_file, {});
        QCOMPARE(read.code, 0);
        QCOMPARE(complaint(read), QByteArray());
        QVERIFY(!read.out.contains("Malformed"));
        QVERIFY(read.out.count('\n') > static_cast<qsizetype>(m_records));
        QCOMPARE(troubles(m_file), QByteArray("1 Sequence TCP Connection reset (RST)"));
    }

    void checksumsAreRight()
    {
        QStringList arguments;
        for (const char* protocol : {"ip", "tcp", "udp"}) {
            arguments << QStringLiteral("-o")
                      << QStringLiteral("%1.check_checksum:TRUE").arg(QLatin1String(protocol));
        }
        const QString bad = QStringLiteral(
            "ip.checksum.status==\"Bad\" || tcp.checksum.status==\"Bad\" || udp.checksum.status==\"Bad\"");
        QCOMPARE(tshark(m_file, arguments + QStringList{QStringLiteral("-Y"), bad}).out, QByteArray());
        const Output good =
            tshark(m_file, arguments + QStringList{QStringLiteral("-Y"),
                                                   QStringLiteral("tcp.checksum.status==\"Good\"")});
        QVERIFY(good.out.count('\n') > 20);
    }

    void followGivesTheBytes_data()
    {
        QTest::addColumn<QByteArray>("protocol");
        QTest::addColumn<int>("stream");
        QTest::addColumn<QByteArray>("first");
        QTest::addColumn<QByteArray>("second");
        QTest::newRow("echo") << QByteArray("tcp") << 0 << QByteArray("hello\n")
                              << QByteArray("hello\n") + pattern(200'000, 1);
        QTest::newRow("same ports again")
            << QByteArray("tcp") << 1 << pattern(65'495, 2) << pattern(65'496, 3);
        QTest::newRow("ipv6") << QByteArray("tcp") << 2 << pattern(130'990, 4) << pattern(1, 5);
        QTest::newRow("tls client") << QByteArray("tcp") << 3
                                    << QByteArray("GET / HTTP/1.1\r\nHost: example.org\r\n\r\n")
                                    << QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi");
        QTest::newRow("udp") << QByteArray("udp") << 0 << pattern(65'507, 6) << pattern(1, 7);
        QTest::newRow("udp ipv6") << QByteArray("udp") << 1 << pattern(65'527, 8) << pattern(512, 9);
    }
    void followGivesTheBytes()
    {
        QFETCH(QByteArray, protocol);
        QFETCH(int, stream);
        QFETCH(QByteArray, first);
        QFETCH(QByteArray, second);
        const Followed followed = follow(m_file, protocol.constData(), stream);
        QCOMPARE(followed.first.size(), first.size());
        QVERIFY(followed.first == first);
        QCOMPARE(followed.second.size(), second.size());
        QVERIFY(followed.second == second);
    }

    void conversationsAreComplete()
    {
        // 31: SYN, SYN-ACK, ACK, data and FIN were seen; 47: RST instead of FIN.
        QCOMPARE(completeness(m_file, 0), QByteArray("31"));
        QCOMPARE(completeness(m_file, 1), QByteArray("31"));
        QCOMPARE(completeness(m_file, 2), QByteArray("47"));
    }

    void timesAreInOrder()
    {
        const Output facts = run(QStringLiteral("capinfos"), {m_file});
        QVERIFY(facts.out.contains("Strict time order:   True"));
        QVERIFY(facts.out.contains("Time precision = nanoseconds"));
        QVERIFY(facts.out.contains("Capture application: Wireloupe"));
    }

    void interfacesCommentsAndDirections()
    {
        const QByteArrayList all =
            fields(m_file, QStringLiteral("frame.comment"),
                   {QStringLiteral("frame.interface_name"), QStringLiteral("frame.interface_description"),
                    QStringLiteral("frame.packet_flags_direction"), QStringLiteral("frame.comment")});
        QVERIFY(all.contains("Echo\tTCP server\t0x00000001\tnote: delayed by 20 ms"));
        QVERIFY(all.contains(
            "Länder\tTCP client (TLS, plaintext)\t0x00000002\topened: TLSv1.3, TLS_AES_256_GCM_SHA384"));
        QVERIFY(all.contains("Client\tTCP client\t0x00000002\tfailed: connection refused"));
        QVERIFY(all.contains("DNS\tUDP server\t0x00000001\tnote: 3 datagrams dropped"));
        const QByteArrayList echoed = fields(m_file, QStringLiteral("tcp.stream==0 && tcp.len==6"),
                                             {QStringLiteral("frame.packet_flags_direction")});
        QCOMPARE(echoed, (QByteArrayList{"0x00000001", "0x00000002"}));
    }

    // A client pane that talks to a server pane: for tshark each byte was on the wire once.
    void bothEndsAreOurs()
    {
        const QString file = m_scratch.filePath(QStringLiteral("both.pcapng"));
        const SocketAddress server = address("127.0.0.1", 7407);
        const SocketAddress client = address("127.0.0.1", 50'123);
        {
            const auto capture = fileStore(file);
            QVERIFY(capture);
            Teller tell(*capture);
            for (int time = 0; time < 2; ++time) { // the same ports again
                const ConnectionId ours =
                    tell.add(connection(Transport::Tcp, Role::Client, "Client", client, server, 1));
                tell.opened(ours);
                const ConnectionId theirs =
                    tell.add(connection(Transport::Tcp, Role::Server, "Echo", server, client, 2));
                tell.opened(theirs);
                tell.sent(ours, pattern(70'000, 1));
                tell.received(theirs, pattern(70'000, 1));
                tell.sent(theirs, "back");
                tell.received(ours, "back");
                tell.closed(ours, Direction::Sent);
                tell.closed(theirs);
            }
        }
        QCOMPARE(troubles(file), QByteArray());
        QVERIFY(!tshark(file, {}).out.contains("Malformed"));
        for (int stream = 0; stream < 2; ++stream) {
            const Followed followed = follow(file, "tcp", stream);
            QVERIFY(followed.first == pattern(70'000, 1));
            QCOMPARE(followed.second, QByteArray("back"));
            QCOMPARE(completeness(file, stream), QByteArray("31"));
        }
        QCOMPARE(fields(file, QStringLiteral("tcp.stream==2"), {QStringLiteral("frame.number")}).size(), 0);
    }

    // A selection with notes: the comments are shown, and nothing looks lost or out of order.
    void savedSelectionWithNotes()
    {
        const auto source = CaptureFile::open(m_file);
        QVERIFY(source && !(*source)->finish().error);
        std::vector<RecordId> ids;
        RecordNotes notes;
        for (quint64 row = 0; row < (*source)->recordCount(); ++row) {
            const RecordEntry entry = (*source)->record(RecordId(row));
            if (entry.transport == Transport::Udp || entry.direction == Direction::Received ||
                entry.kind == RecordKind::Closed) {
                notes.set(RecordId(row), {QStringLiteral("number %1").arg(ids.size()), ids.size() % 3 == 0});
                ids.emplace_back(row);
            }
        }
        SaveOptions options;
        options.selection = ids;
        options.notes = &notes;
        const QString file = m_scratch.filePath(QStringLiteral("selection.pcapng"));
        QVERIFY(saveCapture(**source, file, options));
        QCOMPARE(complaint(tshark(file, {})), QByteArray());
        QCOMPARE(troubles(file), QByteArray("1 Sequence TCP Connection reset (RST)"));
        const QByteArrayList comments =
            fields(file, QStringLiteral("frame.comment"), {QStringLiteral("frame.comment")});
        qsizetype found = 0;
        for (size_t number = 0; number < ids.size(); ++number) {
            const QByteArray text = "number " + QByteArray::number(number);
            const QByteArray marked = number % 3 == 0 ? "[marked]," + text : text;
            found += std::count_if(comments.begin(), comments.end(), [&](const QByteArray& line) {
                return line == marked || line.endsWith("," + marked);
            });
        }
        QCOMPARE(found, qsizetype(ids.size()));
        QVERIFY(!comments.contains("[marked]"));
        QVERIFY(fields(file, QStringLiteral("frame.len > frame.cap_len"), {QStringLiteral("frame.number")})
                    .size() > 2);
    }

    // Comments that another program wrote come back as notes.
    void commentsOfOthers()
    {
        const QString file = m_scratch.filePath(QStringLiteral("edited.pcapng"));
        const Output edited =
            run(QStringLiteral("editcap"), {QStringLiteral("-a"), QStringLiteral("4:my own"), m_file, file});
        QCOMPARE(edited.code, 0);
        const auto opened = CaptureFile::open(file);
        QVERIFY(opened && !(*opened)->finish().error);
        const std::vector<RecordId> noted = (*opened)->notes().records();
        // editcap keeps the section's application, so the records are ours: the fourth packet is the second.
        QCOMPARE(noted, std::vector<RecordId>{RecordId(1)});
        QCOMPARE((*opened)->notes().note(noted.front()).comment, QStringLiteral("my own"));
        QCOMPARE((*opened)->recordCount(), m_records);
    }

    // A connection whose sequence numbers pass 2^32, both on a piece's border and within one.
    void sequenceNumbersWrap_data()
    {
        QTest::addColumn<quint32>("before");
        QTest::newRow("on a border") << 65'495U;
        QTest::newRow("within a piece") << 100U;
        QTest::newRow("at the SYN") << 0U;
        QTest::newRow("by the FIN") << 200'000U;
    }
    void sequenceNumbersWrap()
    {
        QFETCH(quint32, before);
        const QString file = m_scratch.filePath(QStringLiteral("wrap.pcapng"));
        const QByteArray bytes = pattern(200'000, 10);
        MemoryBlockBuffer buffer;
        InterfaceTable interfaces;
        interfaces.writeSection(buffer);
        const ConnectionInfo info = connection(Transport::Tcp, Role::Client, "Wrap",
                                               address("127.0.0.1", 1000), address("127.0.0.1", 2000));
        const quint32 interface = interfaces.interfaceOf(info, buffer);
        const FlowTemplates templates(info, interface, false);
        FlowState state;
        state.next = {0U - before, 0U - before};
        Flow flow(buffer, state, templates);
        flow.tcpEvent(Role::Client, RecordKind::Opened, Direction::Sent, 1000, {});
        flow.tcpData(Direction::Sent, 2000, bytes);
        flow.tcpData(Direction::Received, 3000, bytes);
        flow.tcpEvent(Role::Client, RecordKind::Closed, Direction::Sent, 4000, {});
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write(buffer.take());
        out.close();

        QCOMPARE(complaint(tshark(file, {})), QByteArray());
        QCOMPARE(troubles(file), QByteArray());
        const Followed followed = follow(file, "tcp", 0);
        QVERIFY(followed.first == bytes);
        QVERIFY(followed.second == bytes);
        QCOMPARE(completeness(file, 0), QByteArray("31"));
    }

    // Segments that began in the middle of a connection, also one whose file is just being used again.
    void segmentsReadAlone()
    {
        CaptureConfig config;
        config.path = m_scratch.filePath(QStringLiteral("segments"));
        config.segmented = true;
        config.segmentBytes = 256 * 1024;
        config.diskBytes = 1024 * 1024;
        const auto capture = store(config);
        QVERIFY(capture);
        Teller tell(*capture);
        const auto id = tell.add(connection(Transport::Tcp, Role::Server, "Echo",
                                            address("127.0.0.1", 40'080), address("127.0.0.1", 50'001)));
        tell.opened(id);
        for (int i = 0; i < 1'000; ++i) {
            tell.received(id, pattern(2'000, 1));
            tell.event(id, RecordKind::Note, Direction::Received, "still here");
        }
        QVERIFY(capture->flush());
        QVERIFY(capture->firstKept() > 0);
        const QFileInfoList segments =
            QDir(config.path).entryInfoList({QStringLiteral("segment-*")}, QDir::Files, QDir::Name);
        QVERIFY(segments.size() >= 3);
        qsizetype packets = 0;
        for (const QFileInfo& segment : segments) {
            const Output read = tshark(segment.filePath(), {});
            QCOMPARE(complaint(read), QByteArray());
            QCOMPARE(troubles(segment.filePath()), QByteArray());
            packets += read.out.count('\n');
        }
        QCOMPARE(static_cast<quint64>(packets), capture->recordCount() - capture->firstKept());
    }

private:
    QTemporaryDir m_scratch;
    QString m_file;
    quint64 m_records = 0;
};

QTEST_GUILESS_MAIN(TestCaptureTshark)
#include "tst_capturetshark.moc"
