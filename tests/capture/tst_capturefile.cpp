// SPDX-License-Identifier: MIT
#include "capture/capturefile.h"
#include "tests/capture/capturekit.h"

#include <QDir>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <array>
#include <thread>
#include <unistd.h>

using namespace wl;
using namespace wl::kit;

namespace {

QByteArray kindOf(const RecordEntry& record)
{
    static const char* const names[] = {"data", "opened", "half-closed", "closed", "reset", "failed", "note"};
    return names[static_cast<int>(record.kind)];
}

// A record as a line, with all that must come back.
QByteArray lineOf(const RecordSource& source, quint64 row)
{
    const RecordEntry record = source.record(RecordId(row));
    const ConnectionInfo& info = source.connection(record.connectionId()).info;
    const auto payload = source.payload(RecordId(row));
    QByteArray line = QByteArray::number(record.timeNs) + ' ' + kindOf(record);
    line += record.direction == Direction::Sent ? " sent" : " received";
    line += " conn=" + QByteArray::number(record.connection) +
            " transport=" + QByteArray::number(int(info.transport)) +
            " role=" + QByteArray::number(int(info.role)) + ' ' + info.local.toString().toUtf8() + ' ' +
            info.peer.toString().toUtf8() + " '" + info.label.toUtf8() + "' " +
            QByteArray::number(record.length) + ' ';
    return line + (payload ? (payload->size() > 100 ? QByteArray::number(qHash(*payload)) : *payload)
                           : "unreadable");
}

QByteArrayList linesOf(const RecordSource& source)
{
    QByteArrayList lines;
    for (quint64 row = 0; row < source.recordCount(); ++row) {
        lines.append(lineOf(source, row));
    }
    return lines;
}

std::unique_ptr<CaptureFile> opened(const QStringList& paths)
{
    auto file = CaptureFile::open(paths);
    return file ? std::move(*file) : nullptr;
}

quint64 packetsOfDescription(const QString& path)
{
    static const QRegularExpression line(QStringLiteral("^\\s+(EPB|SPB|OPB): (\\d+)"),
                                         QRegularExpression::MultilineOption);
    quint64 packets = 0;
    auto match = line.globalMatch(QString::fromUtf8(contentOf(path)));
    while (match.hasNext()) {
        packets += match.next().captured(2).toULongLong();
    }
    return packets;
}

} // namespace

class TestCaptureFile : public QObject
{
    Q_OBJECT
private slots:
    void restoresWhatWasRecorded()
    {
        const QString path = m_scratch.filePath(QStringLiteral("all.pcapng"));
        QByteArrayList recorded;
        QList<ConnectionState> states;
        QList<quint64> counters;
        {
            const auto capture = fileStore(path);
            QVERIFY(capture);
            tellEverything(*capture);
            recorded = linesOf(*capture);
            for (quint32 i = 0; i < capture->connectionCount(); ++i) {
                const ConnectionRow& row = capture->connection(ConnectionId(i));
                states << row.state;
                counters << row.bytesSent << row.bytesReceived << row.messagesSent << row.messagesReceived;
            }
        }
        const auto file = opened({path});
        QVERIFY(file);
        const CaptureFileProgress end = file->finish();
        QVERIFY(!end.error);
        QVERIFY(end.isFinished);
        QCOMPARE(end.bytesRead, end.bytesTotal);
        QCOMPARE(linesOf(*file).join('\n'), recorded.join('\n'));
        QCOMPARE(file->connectionCount(), static_cast<quint32>(states.size()));
        for (quint32 i = 0; i < file->connectionCount(); ++i) {
            const ConnectionRow& row = file->connection(ConnectionId(i));
            QCOMPARE(int(row.state.load()), int(states[i]));
            QCOMPARE(
                (QList<quint64>{row.bytesSent, row.bytesReceived, row.messagesSent, row.messagesReceived}),
                counters.mid(i * 4, 4));
        }
    }

    void restoresBothEnds()
    {
        const QString path = m_scratch.filePath(QStringLiteral("both.pcapng"));
        const SocketAddress server = address("::1", 7407);
        const SocketAddress client = address("::1", 50'123);
        QByteArrayList recorded;
        {
            const auto capture = fileStore(path);
            QVERIFY(capture);
            Teller tell(*capture);
            const ConnectionId ours =
                tell.add(connection(Transport::Tcp, Role::Client, "Client", client, server, 1));
            const ConnectionId theirs =
                tell.add(connection(Transport::Tcp, Role::Server, "Echo", server, client, 2));
            tell.opened(ours);
            tell.opened(theirs);
            tell.sent(ours, "there");
            tell.received(theirs, "there");
            tell.sent(theirs, pattern(70'000, 2));
            tell.received(ours, pattern(70'000, 2));
            tell.closed(theirs, Direction::Sent);
            tell.closed(ours);
            recorded = linesOf(*capture);
        }
        const auto file = opened({path});
        QVERIFY(file);
        QVERIFY(!file->finish().error);
        QCOMPARE(linesOf(*file).join('\n'), recorded.join('\n'));
    }

    void readsPartsOfPayloads()
    {
        const QString path = m_scratch.filePath(QStringLiteral("parts.pcapng"));
        const QByteArray bytes = pattern(200'000, 1);
        {
            const auto capture = fileStore(path);
            Teller tell(*capture);
            const auto id =
                tell.add(connection(Transport::Tcp, Role::Client, "", address("::1", 1), address("::1", 2)));
            tell.sent(id, bytes);
        }
        const auto file = opened({path});
        QVERIFY(file);
        QCOMPARE(file->finish().packets, quint64(4));
        QCOMPARE(file->recordCount(), quint64(1));
        for (const qint64 offset : {0, 1, 65'494, 65'495, 65'496, 130'990, 199'999, 200'000, 300'000}) {
            for (const qint64 size : {0, 1, 2, 65'495, 70'000, 200'000, -1}) {
                QVERIFY(*file->payload(RecordId(0), offset, size) == bytes.mid(offset, size));
            }
        }
    }

    // Rows can be read as soon as they are counted; canceling keeps them.
    void rowsAppearWhileItReads()
    {
        const QString path = m_scratch.filePath(QStringLiteral("many.pcapng"));
        constexpr quint64 count = 50'000;
        {
            const auto capture = fileStore(path);
            Teller tell(*capture);
            const auto id = tell.add(connection(Transport::Tcp, Role::Client, "", address("127.0.0.1", 1),
                                                address("127.0.0.1", 2)));
            for (quint64 row = 0; row < count; ++row) {
                tell.sent(id, pattern(static_cast<qsizetype>(row % 300), static_cast<quint32>(row)));
            }
        }
        const auto file = opened({path});
        QVERIFY(file);
        quint64 right = 0;
        for (quint64 row = 0; row < count;) {
            const bool wasFinished = file->progress().isFinished;
            const quint64 known = file->recordCount();
            QVERIFY(known > row || !wasFinished);
            for (; row < known; ++row) {
                const QByteArray expected =
                    pattern(static_cast<qsizetype>(row % 300), static_cast<quint32>(row));
                right += *file->payload(RecordId(row)) == expected ? 1 : 0;
            }
        }
        QCOMPARE(right, count);
        QCOMPARE(file->finish().bytesRead, QFileInfo(path).size());

        const auto canceled = opened({path});
        canceled->cancel();
        const CaptureFileProgress end = canceled->finish();
        QVERIFY(end.isFinished && end.isCanceled);
        QVERIFY(canceled->recordCount() <= count);
        for (quint64 row = 0; row < canceled->recordCount(); row += 100) {
            QVERIFY(canceled->payload(RecordId(row)));
        }
    }

    void readsCapturesOfOthers_data()
    {
        QTest::addColumn<QString>("base");
        const QDir folder(qEnvironmentVariable("WIRELOUPE_TEST_DATA") + QStringLiteral("/pcapng"));
        const QStringList names = folder.entryList({QStringLiteral("*.pcapng")}, QDir::Files, QDir::Name);
        for (const QString& name : names) {
            QTest::newRow(qPrintable(name)) << folder.filePath(name).chopped(7);
        }
        if (names.isEmpty()) {
            QTest::newRow("no data") << QString();
        }
    }
    void readsCapturesOfOthers()
    {
        QFETCH(QString, base);
        if (base.isEmpty()) {
            QSKIP("WIRELOUPE_TEST_DATA is not set");
        }
        const auto file = opened({base + QStringLiteral(".pcapng")});
        QVERIFY(file);
        const CaptureFileProgress end = file->finish();
        QVERIFY2(!end.error, end.error ? qPrintable(end.error->detail) : "");
        const quint64 packets = packetsOfDescription(base + QStringLiteral(".txt"));
        QCOMPARE(end.packets, packets);
        QCOMPARE(file->recordCount(), packets);
        for (quint64 row = 0; row < file->recordCount(); ++row) {
            const auto payload = file->payload(RecordId(row));
            QVERIFY(payload);
            QCOMPARE(payload->size(), qsizetype(file->record(RecordId(row)).length));
        }
    }

    // Rows appear while the pipe stays open, and their payloads can be read at any time.
    void throughAPipe()
    {
        const QString path = m_scratch.filePath(QStringLiteral("piped.pcapng"));
        {
            const auto capture = fileStore(path);
            tellEverything(*capture);
        }
        const auto whole = opened({path});
        const QByteArray bytes = contentOf(path);
        std::array<int, 2> ends{};
        QCOMPARE(::pipe(ends.data()), 0);
        const auto piped = CaptureFile::openPipe(ends[0], QStringLiteral("standard input"));
        QVERIFY(piped);
        std::thread writer([&] {
            for (qsizetype at = 0; at < bytes.size();) {
                const auto size = std::min<qsizetype>(at < 2'000 ? 1 : 5'000, bytes.size() - at);
                at += ::write(ends[1], bytes.constData() + at, static_cast<size_t>(size));
            }
        });
        writer.join();
        const auto count = whole->recordCount();
        QTRY_COMPARE((*piped)->recordCount(), count); // all came, though the pipe is open
        QVERIFY(!(*piped)->progress().isFinished);
        for (quint64 row = 0; row < count; ++row) {
            QCOMPARE(*(*piped)->payload(RecordId(row)), *whole->payload(RecordId(row)));
        }
        ::close(ends[1]);
        const CaptureFileProgress end = (*piped)->finish();
        QVERIFY(!end.error);
        QCOMPARE(end.bytesRead, bytes.size());
        QCOMPARE(end.bytesTotal, bytes.size());
    }

    void pipesThatSayNothing()
    {
        std::array<int, 2> ends{};
        QCOMPARE(::pipe(ends.data()), 0);
        {
            const auto waiting = CaptureFile::openPipe(ends[0], QStringLiteral("standard input"));
            QVERIFY(waiting); // and goes at once, though nothing ever came
        }
        ::close(ends[1]);
        for (const QByteArray& bytes :
             {QByteArray("GET / HTTP/1.1\r\n\r\n"), QByteArray("\x0A\x0D\x0D\x0A")}) {
            QCOMPARE(::pipe(ends.data()), 0);
            QCOMPARE(::write(ends[1], bytes.constData(), static_cast<size_t>(bytes.size())), bytes.size());
            ::close(ends[1]);
            const auto bad = CaptureFile::openPipe(ends[0], QStringLiteral("standard input"));
            const CaptureFileProgress end = (*bad)->finish();
            QVERIFY(end.error);
            QCOMPARE(end.error->code, ErrorCode::FileMalformed);
            QVERIFY(end.error->detail.startsWith(QStringLiteral("standard input, offset 0: ")));
        }
    }

    void refusesWhatIsNoCapture()
    {
        const auto missing = CaptureFile::open(m_scratch.filePath(QStringLiteral("missing")));
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, ErrorCode::FileNotFound);

        const QString path = m_scratch.filePath(QStringLiteral("text"));
        QFile text(path);
        QVERIFY(text.open(QIODevice::WriteOnly));
        text.write("GET / HTTP/1.1\r\nHost: example.org\r\n\r\n");
        text.close();
        const auto other = CaptureFile::open(path);
        QVERIFY(!other);
        QCOMPARE(other.error().code, ErrorCode::FileMalformed);
        QVERIFY(other.error().detail.contains(QStringLiteral("offset 0: not a pcapng file")));

        const auto folder = CaptureFile::open(m_scratch.path());
        QVERIFY(!folder);
    }

private:
    QTemporaryDir m_scratch;
};

QTEST_GUILESS_MAIN(TestCaptureFile)
#include "tst_capturefile.moc"
