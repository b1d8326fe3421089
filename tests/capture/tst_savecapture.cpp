// SPDX-License-Identifier: MIT
#include "capture/capturefile.h"
#include "capture/follow.h"
#include "capture/savecapture.h"
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

    void aSelection()
    {
        QList<RecordId> ids;
        for (quint64 row = 0; row < m_store->recordCount(); ++row) {
            if (m_store->record(RecordId(row)).kind == RecordKind::Data && row % 2 == 0) {
                ids.append(RecordId(row));
            }
        }
        SaveOptions options;
        options.selection = std::span<const RecordId>(ids.constData(), static_cast<size_t>(ids.size()));
        const auto saved = saveCapture(*m_store, m_target, options);
        QVERIFY(saved);
        const auto file = opened();
        QCOMPARE(file->recordCount(), quint64(ids.size()));
        for (qsizetype i = 0; i < ids.size(); ++i) {
            QVERIFY(*file->payload(RecordId(static_cast<quint64>(i))) == *m_store->payload(ids[i]));
        }
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
