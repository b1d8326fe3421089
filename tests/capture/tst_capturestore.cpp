// SPDX-License-Identifier: MIT
#include "capture/blockreader.h"
#include "capture/capturefile.h"
#include "capture/capturestore.h"
#include "capture/pcapng.h"
#include "tests/capture/capturekit.h"

#include <QDir>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

#include <thread>

#include <sys/resource.h>
#include <sys/stat.h>

using namespace wl;
using namespace wl::kit;

namespace {

constexpr qint64 kilo = 1024;

int modeOf(const QString& path)
{
    struct stat facts = {};
    return ::stat(QFile::encodeName(path).constData(), &facts) == 0 ? static_cast<int>(facts.st_mode & 0777)
                                                                    : -1;
}

ConnectionInfo plain(quint16 port = 50'000)
{
    return connection(Transport::Tcp, Role::Server, "Echo", address("127.0.0.1", 40'080),
                      address("127.0.0.1", port));
}

CaptureConfig segmented(const QString& path, qint64 segmentBytes, qint64 diskBytes)
{
    CaptureConfig config;
    config.path = path;
    config.segmented = true;
    config.segmentBytes = segmentBytes;
    config.diskBytes = diskBytes;
    return config;
}

QStringList segmentsOf(const QString& folder)
{
    QStringList paths;
    for (const QString& name :
         QDir(folder).entryList({QStringLiteral("segment-*")}, QDir::Files, QDir::Name)) {
        paths.append(folder + QLatin1Char('/') + name);
    }
    return paths;
}

qint64 sizeOf(const QStringList& paths)
{
    qint64 bytes = 0;
    for (const QString& path : paths) {
        bytes += QFileInfo(path).size();
    }
    return bytes;
}

// Reads all payloads and compares them with the pattern of their record's number.
quint64 countRight(const RecordSource& source, quint64 from, quint64 count, qsizetype bytes)
{
    quint64 right = 0;
    for (quint64 row = from; row < count; ++row) {
        const auto payload = source.payload(RecordId(row));
        right += payload && *payload == pattern(bytes, static_cast<quint32>(row)) ? 1 : 0;
    }
    return right;
}

} // namespace

class TestCaptureStore : public QObject
{
    Q_OBJECT
private slots:
    void init() { m_path = m_scratch.filePath(QStringLiteral("capture-%1").arg(++m_number)); }

    void entriesAndRows()
    {
        const auto capture = fileStore(m_path);
        QVERIFY(capture);
        Teller tell(*capture);
        const auto id = tell.add(plain());
        QCOMPARE(id.value(), 0U);
        QCOMPARE(capture->connectionCount(), 1U);
        tell.opened(id, "hello");
        tell.received(id, "abc");
        tell.sent(id, "defg");
        tell.sent(id, "");
        QCOMPARE(capture->recordCount(), quint64(4));
        const RecordEntry first = capture->record(RecordId(0));
        QCOMPARE(first.kind, RecordKind::Opened);
        QCOMPARE(*capture->payload(RecordId(0)), QByteArray("hello"));
        const RecordEntry second = capture->record(RecordId(1));
        QCOMPARE(second.length, 3U);
        QCOMPARE(second.direction, Direction::Received);
        QVERIFY(second.timeNs > first.timeNs);
        QCOMPARE(*capture->payload(RecordId(1)), QByteArray("abc"));
        QCOMPARE(*capture->payload(RecordId(2), 1, 2), QByteArray("ef"));
        QCOMPARE(*capture->payload(RecordId(3)), QByteArray());
        const ConnectionRow& row = capture->connection(id);
        QCOMPARE(row.info.label, QStringLiteral("Echo"));
        QCOMPARE(row.bytesSent.load(), quint64(4));
        QCOMPARE(row.messagesSent.load(), quint64(2));
        QCOMPARE(row.bytesReceived.load(), quint64(3));
        QCOMPARE(row.lastTimeNs.load(), capture->record(RecordId(3)).timeNs);
        QCOMPARE(int(row.state.load()), int(ConnectionState::Open));
        tell.event(id, RecordKind::HalfClosed, Direction::Received);
        QCOMPARE(int(row.state.load()), int(ConnectionState::PeerFinished));
        tell.event(id, RecordKind::Reset, Direction::Sent);
        QCOMPARE(int(row.state.load()), int(ConnectionState::Reset));
    }

    void theFileIsWholeFromTheStart()
    {
        const auto capture = fileStore(m_path);
        QVERIFY(capture);
        QTRY_VERIFY(QFileInfo(m_path).size() > 0);
        QCOMPARE(modeOf(m_path), 0600);
        Teller tell(*capture);
        tell.sent(tell.add(plain()), "x");
        QVERIFY(capture->flush());
        const auto file = CaptureFile::open(m_path);
        QVERIFY(file);
        QVERIFY(!(*file)->finish().error);
        QCOMPARE((*file)->recordCount(), quint64(1));
        QCOMPARE(capture->statistics().bytesUnwritten, qint64(0));
        QCOMPARE(capture->statistics().bytesOnDisk, QFileInfo(m_path).size());
    }

    // Without flush: the writer comes by itself, also after a pause in which it sleeps.
    void theWriterComesByItself()
    {
        const auto capture = fileStore(m_path);
        Teller tell(*capture);
        const auto id = tell.add(plain());
        for (int i = 0; i < 3; ++i) {
            const qint64 before = capture->statistics().bytesOnDisk;
            tell.sent(id, "x");
            QTRY_COMPARE(capture->statistics().bytesUnwritten, qint64(0));
            QVERIFY(capture->statistics().bytesOnDisk > before);
        }
    }

    void anExistingFileIsReplacedAndClosedToOthers()
    {
        QFile old(m_path);
        QVERIFY(old.open(QIODevice::WriteOnly));
        old.write(QByteArray(10'000, 'x'));
        old.close();
        old.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadOther);
        {
            const auto capture = fileStore(m_path);
            QVERIFY(capture);
        }
        QCOMPARE(modeOf(m_path), 0600);
        const auto file = CaptureFile::open(m_path);
        QVERIFY(file);
        QVERIFY(!(*file)->finish().error);
    }

    void refusesWhereItCannotWrite()
    {
        CaptureConfig config;
        config.path = m_scratch.filePath(QStringLiteral("no/such/folder/x.pcapng"));
        const auto missing = CaptureStore::create(config);
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, ErrorCode::FileNotFound);
        config.path = m_scratch.path();
        QVERIFY(!CaptureStore::create(config));
        config.path = m_path;
        QCOMPARE(::mkfifo(QFile::encodeName(m_path).constData(), 0600), 0);
        const auto pipe = CaptureStore::create(config);
        QVERIFY(!pipe);
        QCOMPARE(pipe.error().code, ErrorCode::FileNotWritable);
    }

    void largeRecordsInMemoryAndOnDisk()
    {
        const auto capture = fileStore(m_path);
        Teller tell(*capture);
        const auto id = tell.add(plain());
        const QByteArray large = pattern(16'000'000, 1);
        tell.sent(id, large);
        QCOMPARE(capture->recordCount(), quint64(1));
        QVERIFY(*capture->payload(RecordId(0)) == large);
        QVERIFY(capture->flush());
        QVERIFY(*capture->payload(RecordId(0)) == large);
        QVERIFY(*capture->payload(RecordId(0), 15'999'000, 5000) == large.mid(15'999'000));
        // More than a record can hold is several records.
        tell.sent(id, pattern(17'000'000, 2));
        QCOMPARE(capture->recordCount(), quint64(3));
        QCOMPARE(*capture->payload(RecordId(1)) + *capture->payload(RecordId(2)), pattern(17'000'000, 2));
    }

    void timesNeverGoBack()
    {
        const auto capture = fileStore(m_path);
        const auto id = capture->addConnection(plain());
        capture->data(id, Direction::Sent, Timestamp{2000}, "a");
        capture->data(id, Direction::Sent, Timestamp{1000}, "b");
        QCOMPARE(capture->record(RecordId(1)).timeNs, qint64(2000));
    }

    void kernelDropsAreCounted()
    {
        const auto capture = fileStore(m_path);
        capture->kernelDropped(EndpointId(1), 3);
        capture->kernelDropped(EndpointId(2), 4);
        QCOMPARE(capture->statistics().datagramsDropped, quint64(7));
    }

    void aCommentIsCutAtACharacter()
    {
        const auto capture = fileStore(m_path);
        const auto id = capture->addConnection(plain());
        const QString text = QStringLiteral("x") + QString(20'000, QChar(0xE9)); // two bytes each in UTF-8
        capture->event(id, RecordKind::Note, Direction::Sent, Timestamp{1}, text);
        const QByteArray kept = *capture->payload(RecordId(0));
        QVERIFY(kept.size() <= 16 * kilo && kept.size() > 16 * kilo - 4);
        QVERIFY(text.startsWith(QString::fromUtf8(kept)));
    }

    void segmentsRollAndTheOldestGoes()
    {
        const qsizetype bytes = 1000;
        const quint64 count = 10'000;
        const qint64 cap = 2048 * kilo;
        const auto capture = store(segmented(m_path, 256 * kilo, cap));
        QVERIFY(capture);
        QCOMPARE(modeOf(m_path), 0700);
        Teller tell(*capture);
        const auto id = tell.add(plain());
        tell.opened(id);
        for (quint64 row = 1; row < count; ++row) {
            tell.sent(id, pattern(bytes, static_cast<quint32>(row)));
        }
        QVERIFY(capture->flush());
        const quint64 kept = capture->firstKept();
        QVERIFY(kept > 0 && kept < count);
        QCOMPARE(capture->statistics().recordsDropped, kept);
        QCOMPARE(capture->recordCount(), count);
        QVERIFY(capture->statistics().bytesOnDisk <= cap);
        QVERIFY(sizeOf(segmentsOf(m_path)) <= cap);
        QVERIFY(sizeOf(segmentsOf(m_path)) > cap / 2);
        QCOMPARE(countRight(*capture, kept, count, bytes), count - kept);
        for (const quint64 row : {quint64(0), kept / 2, kept - 1}) {
            QCOMPARE(capture->record(RecordId(row)).connection, 0U);
            const auto gone = capture->payload(RecordId(row));
            QVERIFY(row == 0 ? gone && gone->isEmpty()
                             : !gone && gone.error().code == ErrorCode::FileNotFound);
        }
    }

    // Each segment alone is a valid capture, also the ones whose file was used before, also while one of
    // these is being written.
    void eachSegmentIsACapture()
    {
        const qsizetype bytes = 500;
        auto capture = store(segmented(m_path, 128 * kilo, 1024 * kilo));
        Teller tell(*capture);
        const auto id = tell.add(plain());
        for (quint64 row = 0; row < 6'000; ++row) {
            tell.sent(id, pattern(bytes, static_cast<quint32>(row)));
            if (row % 1'001 == 0) {
                QVERIFY(capture->flush());
                checkSegments(*capture, bytes);
            }
        }
        QVERIFY(capture->flush());
        checkSegments(*capture, bytes);
        capture.reset();
        for (const QString& path : segmentsOf(m_path)) {
            QCOMPARE(modeOf(path), 0600);
        }
        QVERIFY(!QFileInfo::exists(m_path + QStringLiteral("/capturing")));
    }

    // More connections than one: the interfaces are in every segment.
    void segmentsRepeatTheInterfaces()
    {
        {
            const auto capture = store(segmented(m_path, 64 * kilo, 1024 * kilo));
            Teller tell(*capture);
            ConnectionId ids[3];
            for (quint32 i = 0; i < 3; ++i) {
                ids[i] = tell.add(connection(
                    i == 1 ? Transport::Tls : Transport::Tcp, Role::Client, i == 0 ? "first" : "other",
                    address("127.0.0.1", quint16(1000 + i)), address("127.0.0.1", 40'000), i));
            }
            for (int i = 0; i < 3'000; ++i) {
                tell.sent(ids[i % 3], "0123456789");
            }
        }
        const auto file = CaptureFile::open(segmentsOf(m_path));
        QVERIFY(file);
        QVERIFY(!(*file)->finish().error);
        QVERIFY(segmentsOf(m_path).size() > 3);
        QCOMPARE((*file)->recordCount(), quint64(3'000));
        QCOMPARE((*file)->connectionCount(), 3U);
        for (quint32 i = 0; i < 3; ++i) {
            QCOMPARE((*file)->connection(ConnectionId(i)).messagesSent.load(), quint64(1'000));
        }
        QCOMPARE((*file)->connection(ConnectionId(1)).info.transport, Transport::Tls);
    }

    void aFolderWithACaptureIsNotReused()
    {
        {
            const auto capture = store(segmented(m_path, 64 * kilo, 1024 * kilo));
            QVERIFY(capture);
        }
        const auto again = CaptureStore::create(segmented(m_path, 64 * kilo, 1024 * kilo));
        QVERIFY(!again);
        QCOMPARE(segmentsOf(m_path).size(), 1);
    }

    // What the statistics at the end say is what is in the file.
    void statisticsCountEachPacket()
    {
        {
            const auto capture = fileStore(m_path);
            tellEverything(*capture);
        }
        const QByteArray content = contentOf(m_path);
        BlockReader reader(
            [&](qint64 offset, char* to, qsizetype bytes) -> Result<qsizetype> {
                std::memcpy(to, content.constData() + offset, static_cast<size_t>(bytes));
                return bytes;
            },
            content.size());
        QMap<quint32, quint64> counted;
        QMap<quint32, quint64> told;
        for (auto next = reader.next(); next && *next; next = reader.next()) {
            const quint32 interface = (*next)->numbers.u32((*next)->body, 0);
            if ((*next)->type == pcapng::enhancedPacket) {
                ++counted[interface];
            } else if ((*next)->type == pcapng::interfaceStatistics) {
                OptionReader options((*next)->body.sliced(12), (*next)->numbers);
                while (const auto option = options.next()) {
                    if (option->code == pcapng::statisticsReceived) {
                        told[interface] = (*next)->numbers.u32(option->value, 0);
                    }
                }
            }
        }
        QVERIFY(!told.isEmpty());
        QCOMPARE(told, counted);
    }

    // A cap smaller than a segment makes the segments smaller.
    void theCapHoldsBelowTheSegmentSize()
    {
        const qint64 cap = 512 * kilo;
        const auto capture = store(segmented(m_path, 64 * 1024 * kilo, cap));
        const auto id = capture->addConnection(plain());
        for (quint32 i = 0; i < 2'000; ++i) {
            capture->data(id, Direction::Sent, now(), pattern(1'000, i));
            if (i % 50 == 0) {
                QVERIFY(capture->flush());
                QVERIFY(sizeOf(segmentsOf(m_path)) <= cap);
            }
        }
        capture->data(id, Direction::Sent, now(), pattern(400'000, 2'000)); // more than a segment
        QVERIFY(capture->flush());
        QVERIFY(sizeOf(segmentsOf(m_path)) <= cap);
        QVERIFY(capture->firstKept() > 0 && capture->firstKept() <= 2'000);
        QCOMPARE(*capture->payload(RecordId(2'000)), pattern(400'000, 2'000));
    }

    // The index lets go of what the cap dropped long ago; who reads it all the same gets nothing wrong.
    void theIndexForgetsWhatTheCapDropped()
    {
        CaptureConfig config = segmented(m_path, 64 * kilo, 256 * kilo);
        config.recordsIndexed = 70'000;
        const auto capture = store(config);
        const auto id = capture->addConnection(plain());
        constexpr quint64 count = 300'000;
        std::atomic<bool> isRunning{true};
        std::atomic<quint64> wrong{0};
        std::thread reader([&] {
            while (isRunning) {
                for (quint64 row = 0; row < capture->recordCount(); row += 1'009) {
                    const RecordEntry entry = capture->record(RecordId(row));
                    const auto payload = capture->payload(RecordId(row));
                    wrong += entry.length != 0 && entry.length != row % 50 ? 1 : 0;
                    wrong += payload && !payload->isEmpty() &&
                                     *payload != pattern(qsizetype(row % 50), quint32(row))
                                 ? 1
                                 : 0;
                }
            }
        });
        for (quint64 row = 0; row < count; ++row) {
            capture->data(id, Direction::Sent, now(), pattern(qsizetype(row % 50), quint32(row)));
            if (row % 5'000 == 0) {
                QVERIFY(capture->flush());
            }
        }
        QVERIFY(capture->flush());
        isRunning = false;
        reader.join();
        QCOMPARE(wrong.load(), quint64(0));
        QCOMPARE(capture->record(RecordId(30'000)).timeNs, qint64(0)); // of the first chunk of the index
        const auto gone = capture->payload(RecordId(3));
        QVERIFY(!gone && gone.error().code == ErrorCode::FileNotFound);
        QVERIFY(capture->record(RecordId(count - 70'000)).timeNs > 0);
        const quint64 kept = capture->firstKept();
        QVERIFY(kept > count - 70'000);
        for (quint64 row = kept; row < count; row += 97) {
            QCOMPARE(*capture->payload(RecordId(row)), pattern(qsizetype(row % 50), quint32(row)));
        }
    }

    // The file that waits to be used again is deleted by somebody: the capture goes on in a new one.
    void theOldestSegmentIsDeletedByOthers()
    {
        const auto capture = store(segmented(m_path, 64 * kilo, 256 * kilo));
        const auto id = capture->addConnection(plain());
        for (quint32 i = 0; i < 1'000; ++i) {
            capture->data(id, Direction::Sent, now(), pattern(1'000, i));
            QVERIFY(capture->flush());
            if (i % 100 == 99) {
                QVERIFY(QFile::remove(segmentsOf(m_path).first()));
            }
        }
        const CaptureStatistics end = capture->end();
        QVERIFY(!end.writeError);
        QCOMPARE(end.recordsLost, quint64(0));
        const quint64 kept = end.recordsDropped;
        QVERIFY(kept > 0 && kept < 1'000);
        QCOMPARE(countRight(*capture, kept, 1'000, 1'000), 1'000 - kept);
    }

    // Several appenders and several readers at once; readers see only whole records.
    void readersAndWritersAtOnce()
    {
        constexpr int appenders = 2;
        constexpr int each = 20'000;
        const auto capture = store(segmented(m_path, 1024 * kilo, 64 * 1024 * kilo));
        std::atomic<int> running{appenders};
        std::atomic<quint64> wrong{0};
        std::vector<std::thread> threads;
        for (int a = 0; a < appenders; ++a) {
            threads.emplace_back([&, a] {
                const auto id = capture->addConnection(plain(static_cast<quint16>(50'000 + a)));
                for (int i = 0; i < each; ++i) {
                    capture->data(id, Direction::Sent, now(),
                                  pattern(i % 200, static_cast<quint32>(i % 200)));
                }
                --running;
            });
        }
        for (int r = 0; r < 2; ++r) {
            threads.emplace_back([&, r] {
                quint64 row = 0;
                while (running > 0 || row < capture->recordCount()) {
                    const quint64 count = capture->recordCount();
                    for (; row < count; row += static_cast<quint64>(1 + r)) {
                        const RecordEntry entry = capture->record(RecordId(row));
                        const auto payload = capture->payload(RecordId(row));
                        const bool isRight = payload && *payload == pattern(entry.length, entry.length) &&
                                             entry.connection < capture->connectionCount();
                        wrong += isRight ? 0 : 1;
                    }
                }
            });
        }
        for (std::thread& thread : threads) {
            thread.join();
        }
        QCOMPARE(capture->recordCount(), quint64(appenders * each));
        QCOMPARE(wrong.load(), quint64(0));
        for (quint32 a = 0; a < appenders; ++a) {
            QCOMPARE(capture->connection(ConnectionId(a)).messagesSent.load(), quint64(each));
        }
    }

private:
    void checkSegments(const CaptureStore& capture, qsizetype bytes)
    {
        const QStringList paths = segmentsOf(m_path);
        for (const QString& path : paths) {
            const auto one = CaptureFile::open(path);
            QVERIFY2(one, qPrintable(path));
            const CaptureFileProgress end = (*one)->finish();
            QVERIFY2(!end.error, end.error ? qPrintable(end.error->detail) : "");
        }
        const auto all = CaptureFile::open(paths);
        (void)(*all)->finish();
        const quint64 kept = capture.firstKept();
        QCOMPARE((*all)->recordCount(), capture.recordCount() - kept);
        for (quint64 row = 0; row < (*all)->recordCount(); row += 97) {
            QVERIFY(*(*all)->payload(RecordId(row)) == pattern(bytes, static_cast<quint32>(row + kept)));
        }
    }

    QTemporaryDir m_scratch;
    QString m_path;
    int m_number = 0;
};

QTEST_GUILESS_MAIN(TestCaptureStore)
#include "tst_capturestore.moc"
