// SPDX-License-Identifier: MIT
#include "capture/capturefile.h"
#include "capture/follow.h"
#include "capture/savecapture.h"
#include "capture/saveselection.h"
#include "tests/capture/capturekit.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace wl;
using namespace wl::kit;

class TestSaveCapture : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        m_scratch = std::make_unique<QTemporaryDir>();
        m_store = fileStore(m_scratch->filePath(QStringLiteral("source.pcapng")));
        QVERIFY(m_store);
        tellEverything(*m_store);
        m_target = m_scratch->filePath(QStringLiteral("saved.pcapng"));
    }

    void allRecords()
    {
        QList<quint64> steps;
        SaveOptions options;
        options.progress = [&](quint64 done, quint64 total) { steps << done << total; };
        const auto saved = saveCapture(*m_store, m_target, options);
        QVERIFY(saved);
        QCOMPARE(saved->records, m_store->recordCount());
        QCOMPARE(saved->bytes, QFileInfo(m_target).size());
        QCOMPARE(steps,
                 (QList<quint64>{0, m_store->recordCount(), m_store->recordCount(), m_store->recordCount()}));
        QCOMPARE(QFile::permissions(m_target) & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
        // The same blocks as the capture itself, but for the order of the interfaces' blocks.
        QVERIFY(m_store->flush());
        const auto file = opened();
        QCOMPARE(file->recordCount(), m_store->recordCount());
        for (quint64 row = 0; row < file->recordCount(); ++row) {
            QCOMPARE(*file->payload(RecordId(row)), *m_store->payload(RecordId(row)));
            QCOMPARE(int(file->record(RecordId(row)).kind), int(m_store->record(RecordId(row)).kind));
            QCOMPARE(file->record(RecordId(row)).timeNs, m_store->record(RecordId(row)).timeNs);
        }
    }

    void whatWasOpenedSavesTheSame()
    {
        QVERIFY(saveCapture(*m_store, m_target));
        const QByteArray once = contentOf(m_target);
        const auto file = opened();
        const QString again = m_scratch->filePath(QStringLiteral("again.pcapng"));
        QVERIFY(saveCapture(*file, again));
        QVERIFY(contentOf(again) == once);
    }

    // Every other data record: its conversation's beginning comes along, and what is left out between them is
    // headers, so that the rest keeps its place.
    void aSelection()
    {
        std::vector<RecordId> ids;
        for (quint64 row = 0; row < m_store->recordCount(); ++row) {
            if (m_store->record(RecordId(row)).kind == RecordKind::Data && row % 2 == 0) {
                ids.emplace_back(row);
            }
        }
        const std::vector<RecordId> whole = withOpenings(*m_store, ids);
        QVERIFY(whole.size() > ids.size());
        SaveOptions options;
        options.selection = ids;
        const auto saved = saveCapture(*m_store, m_target, options);
        QVERIFY(saved);
        QCOMPARE(saved->records, quint64(whole.size()));
        const auto file = opened();
        quint64 row = 0;
        for (const RecordId id : whole) {
            while (isLeftOut(*file, row)) {
                ++row;
            }
            QCOMPARE(int(file->record(RecordId(row)).kind), int(m_store->record(id).kind));
            QCOMPARE(file->record(RecordId(row)).timeNs, m_store->record(id).timeNs);
            QVERIFY(*file->payload(RecordId(row++)) == *m_store->payload(id));
        }
        QCOMPARE(row, file->recordCount());
    }

    void whatIsLeftOutBetween()
    {
        Teller tell(*m_store);
        const auto id = tell.add(
            connection(Transport::Tcp, Role::Client, "", address("127.0.0.1", 1), address("127.0.0.1", 2)));
        const quint64 first = m_store->recordCount();
        tell.sent(id, "left out before the first one");
        tell.sent(id, "first");
        tell.sent(id, QByteArray(100'000, 'x'));
        tell.received(id, "answer");
        tell.sent(id, "last");
        tell.sent(id, "left out behind the last one");
        const std::vector<RecordId> ids = {RecordId(first + 1), RecordId(first + 4)};
        SaveOptions options;
        options.selection = ids;
        QVERIFY(saveCapture(*m_store, m_target, options));
        const auto file = opened();
        QByteArrayList rows;
        for (quint64 row = 0; row < file->recordCount(); ++row) {
            rows << *file->payload(RecordId(row));
        }
        QCOMPARE(rows, (QByteArrayList{"first", "payload left out, 6 bytes", "payload left out, 65495 bytes",
                                       "payload left out, 34505 bytes", "last"}));
    }

    void oneConversation()
    {
        const std::vector<ConnectionId> conversations = {ConnectionId(0), ConnectionId(99)};
        const std::vector<RecordId> ids = conversationRecords(*m_store, conversations);
        QCOMPARE(ids.size(), size_t(9));
        SaveOptions options;
        options.selection = ids;
        QVERIFY(saveCapture(*m_store, m_target, options));
        const auto file = opened();
        QCOMPARE(file->recordCount(), quint64(ids.size()));
        QCOMPARE(file->connectionCount(), 1U);
        FollowStream out(*file, ConnectionId(0), Direction::Sent);
        QCOMPARE(all(out, 1'000'000), "hello\n" + pattern(200'000, 1));
    }

    // Notes of every kind of record come back with their records, and what happened stays what it was.
    void marksAndComments()
    {
        RecordNotes notes;
        const QStringList texts = {QStringLiteral("look"), QStringLiteral("two\nlines"),
                                   QStringLiteral("failed: not really"), QStringLiteral("note: mine"),
                                   QString()};
        for (quint64 row = 0; row < m_store->recordCount(); ++row) {
            const QString& text = texts[static_cast<qsizetype>(row) % texts.size()];
            notes.set(RecordId(row), {text, text.isEmpty() || row % 2 == 0});
        }
        SaveOptions options;
        options.notes = &notes;
        QVERIFY(saveCapture(*m_store, m_target, options));
        const auto file = opened();
        QCOMPARE(file->recordCount(), m_store->recordCount());
        for (quint64 row = 0; row < file->recordCount(); ++row) {
            QCOMPARE(file->notes().note(RecordId(row)), notes.note(RecordId(row)));
            QCOMPARE(int(file->record(RecordId(row)).kind), int(m_store->record(RecordId(row)).kind));
            QCOMPARE(*file->payload(RecordId(row)), *m_store->payload(RecordId(row)));
        }
        // And once more from there.
        const QByteArray once = contentOf(m_target);
        const QString again = m_scratch->filePath(QStringLiteral("again.pcapng"));
        SaveOptions same;
        same.notes = &file->notes();
        QVERIFY(saveCapture(*file, again, same));
        QVERIFY(contentOf(again) == once);
    }

    void nothingSelected()
    {
        SaveOptions options;
        options.selection = std::span<const RecordId>();
        QVERIFY(saveCapture(*m_store, m_target, options));
        QCOMPARE(opened()->recordCount(), quint64(0));
    }

    void canceledLeavesNothing()
    {
        std::stop_source stop;
        stop.request_stop();
        SaveOptions options;
        options.stop = stop.get_token();
        const auto saved = saveCapture(*m_store, m_target, options);
        QVERIFY(!saved);
        QCOMPARE(saved.error().code, ErrorCode::Canceled);
        QCOMPARE(filesInScratch(), QStringList{QStringLiteral("source.pcapng")});
    }

    void anExistingFileStaysUntilTheNewOneIsWhole()
    {
        QFile old(m_target);
        QVERIFY(old.open(QIODevice::WriteOnly));
        old.write("old");
        old.close();
        std::stop_source stop;
        stop.request_stop();
        SaveOptions canceled;
        canceled.stop = stop.get_token();
        QVERIFY(!saveCapture(*m_store, m_target, canceled));
        QCOMPARE(contentOf(m_target), QByteArray("old"));
        QVERIFY(saveCapture(*m_store, m_target));
        QCOMPARE(opened()->recordCount(), m_store->recordCount());
        QCOMPARE(filesInScratch().size(), 2);
    }

    void refusesWhereItCannotWrite()
    {
        const auto saved = saveCapture(*m_store, m_scratch->filePath(QStringLiteral("no/folder/x.pcapng")));
        QVERIFY(!saved);
        QVERIFY(saved.error().detail.contains(QStringLiteral("no/folder")));
        // A folder of that name.
        QDir(m_scratch->path()).mkdir(QStringLiteral("taken"));
        QVERIFY(!saveCapture(*m_store, m_scratch->filePath(QStringLiteral("taken"))));
        QCOMPARE(filesInScratch(), QStringList{QStringLiteral("source.pcapng")});
    }

    // What the cap took is counted; the rest is saved.
    void recordsThatTheCapTook()
    {
        CaptureConfig config;
        config.path = m_scratch->filePath(QStringLiteral("folder"));
        config.segmented = true;
        config.segmentBytes = 64 * 1024;
        config.diskBytes = 512 * 1024;
        const auto capture = store(config);
        Teller tell(*capture);
        const auto id = tell.add(
            connection(Transport::Tcp, Role::Client, "", address("127.0.0.1", 1), address("127.0.0.1", 2)));
        for (int i = 0; i < 2'000; ++i) {
            tell.sent(id, QByteArray(1'000, 'x'));
        }
        QVERIFY(capture->flush());
        const auto saved = saveCapture(*capture, m_target);
        QVERIFY(saved);
        QVERIFY(saved->recordsDropped > 0);
        QCOMPARE(saved->recordsDropped, capture->firstKept());
        QCOMPARE(saved->records, 2'000 - saved->recordsDropped);
        QCOMPARE(opened()->recordCount(), saved->records);
    }

    void followGivesABytesOfADirection()
    {
        const ConnectionId echo(0);
        for (const qint64 step : {qint64(1'000'000), qint64(1'000)}) {
            FollowStream out(*m_store, echo, Direction::Sent);
            QCOMPARE(all(out, step), "hello\n" + pattern(200'000, 1));
            FollowStream in(*m_store, echo, Direction::Received);
            QCOMPARE(all(in, step), QByteArray("hello\n"));
        }
        FollowStream none(*m_store, ConnectionId(12'345), Direction::Sent);
        QCOMPARE(all(none, 10), QByteArray());
    }

    void followGoesOnWhileItGrows()
    {
        FollowStream stream(*m_store, ConnectionId(0), Direction::Received);
        QCOMPARE(all(stream, 3), QByteArray("hello\n"));
        Teller tell(*m_store);
        tell.sent(ConnectionId(0), "not this");
        tell.received(ConnectionId(0), "");
        tell.received(ConnectionId(0), "more");
        QCOMPARE(all(stream, 3), QByteArray("more"));
        QCOMPARE(stream.lastRecord(), RecordId(m_store->recordCount() - 1));
    }

private:
    static bool isLeftOut(const CaptureFile& file, quint64 row)
    {
        return file.record(RecordId(row)).kind == RecordKind::Note &&
               file.payload(RecordId(row))->startsWith("payload left out");
    }

    static QByteArray all(FollowStream& stream, qint64 step)
    {
        QByteArray bytes;
        for (auto part = stream.next(step); part && !part->isEmpty(); part = stream.next(step)) {
            bytes += *part;
        }
        return bytes;
    }

    [[nodiscard]] std::unique_ptr<CaptureFile> opened() const
    {
        auto file = CaptureFile::open(m_target);
        if (!file || (*file)->finish().error) {
            return nullptr;
        }
        return std::move(*file);
    }

    [[nodiscard]] QStringList filesInScratch() const
    {
        return QDir(m_scratch->path()).entryList(QDir::Files | QDir::Hidden);
    }

    std::unique_ptr<QTemporaryDir> m_scratch;
    std::unique_ptr<CaptureStore> m_store;
    QString m_target;
};

QTEST_GUILESS_MAIN(TestSaveCapture)
#include "tst_savecapture.moc"
