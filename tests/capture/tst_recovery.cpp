// SPDX-License-Identifier: MIT
#include "capture/capturelock.h"
#include "capture/recovery.h"
#include "tests/capture/capturekit.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTest>

using namespace wl;
using namespace wl::kit;

class TestRecovery : public QObject
{
    Q_OBJECT
private slots:
    void init() { m_scratch = std::make_unique<QTemporaryDir>(); }

    void aRunningCaptureIsInUse()
    {
        auto capture = begin("a");
        fill(*capture, 10);
        QVERIFY(capture->flush());
        const CaptureFolder folder = only();
        QCOMPARE(int(folder.state), int(CaptureFolderState::InUse));
        QVERIFY(!removeCapture(folder));
        QVERIFY(!settleCapture(folder));
        QCOMPARE(removeOldCaptures(m_scratch->path(), 0), 0);
        capture.reset();
        QCOMPARE(int(only().state), int(CaptureFolderState::Ended));
        QVERIFY(removeCapture(only()));
        QVERIFY(findCaptures(m_scratch->path()).isEmpty());
    }

    // A crash leaves the mark behind: as if the program had ended, it is put there again.
    void aCaptureThatWasCutShort()
    {
        crashed("a", 2'000);
        const CaptureFolder folder = only();
        QCOMPARE(int(folder.state), int(CaptureFolderState::CutShort));
        QVERIFY(folder.segments.size() > 1);
        const auto file = openCapture(folder);
        QVERIFY(file);
        QVERIFY(!(*file)->finish().error);
        QCOMPARE((*file)->recordCount(), quint64(2'000));
        QCOMPARE((*file)->connectionCount(), 1U);
        QCOMPARE(removeOldCaptures(m_scratch->path(), 0), 0); // it has not been seen to
        QVERIFY(settleCapture(folder));
        QCOMPARE(int(only().state), int(CaptureFolderState::Ended));
    }

    // The last segment ends in the middle of a block: all before it is there, and the error says where.
    void theLastBlockIsCutShort()
    {
        crashed("a", 2'000);
        QFile last(only().segments.last());
        QVERIFY(last.open(QIODevice::ReadWrite) && last.resize(last.size() - 50));
        const auto file = openCapture(only());
        QVERIFY(file);
        const CaptureFileProgress end = (*file)->finish();
        QVERIFY(end.error);
        QVERIFY(end.error->detail.startsWith(last.fileName()));
        QVERIFY((*file)->recordCount() >= 1'998);
    }

    // A segment in the middle is damaged: what lies before and behind is there.
    void aDamagedSegment()
    {
        crashed("a", 2'000);
        const CaptureFolder folder = only();
        QFile second(folder.segments[1]);
        QVERIFY(second.open(QIODevice::ReadWrite) && second.seek(5'000));
        second.write(QByteArray(100, 'x'));
        second.close();
        const auto file = openCapture(folder);
        QVERIFY(file);
        QVERIFY((*file)->finish().error);
        const quint64 count = (*file)->recordCount();
        QVERIFY(count > 1'000 && count < 2'000);
        QCOMPARE(*(*file)->payload(RecordId(count - 1)), pattern(200, 1'999));
    }

    void theNewestIsFirstAndTheOldestGo()
    {
        for (const char* name : {"a", "b", "c"}) {
            fill(*begin(name), 100);
        }
        QDateTime time = QDateTime::currentDateTime().addSecs(-1'000);
        for (const char* name : {"b", "a", "c"}) {
            time = time.addSecs(10);
            for (const QString& segment : named(name).segments) {
                QFile file(segment);
                QVERIFY(file.open(QIODevice::ReadWrite) &&
                        file.setFileTime(time, QFileDevice::FileModificationTime));
            }
        }
        QCOMPARE(names(), (QStringList{QStringLiteral("c"), QStringLiteral("a"), QStringLiteral("b")}));
        QCOMPARE(removeOldCaptures(m_scratch->path(), named("c").bytes * 2), 1);
        QCOMPARE(names(), (QStringList{QStringLiteral("c"), QStringLiteral("a")}));
        QCOMPARE(removeOldCaptures(m_scratch->path(), 0), 2);
        QVERIFY(names().isEmpty());
    }

    void nothingElseIsTouched()
    {
        QDir(m_scratch->path()).mkdir(QStringLiteral("not a capture"));
        QVERIFY(findCaptures(m_scratch->path()).isEmpty());
        QVERIFY(findCaptures(m_scratch->filePath(QStringLiteral("missing"))).isEmpty());
        fill(*begin("a"), 10);
        const CaptureFolder folder = only();
        QFile note(folder.path + QStringLiteral("/notes.txt"));
        QVERIFY(note.open(QIODevice::WriteOnly));
        note.close();
        QVERIFY(!removeCapture(folder)); // the folder is not empty
        QVERIFY(note.exists());
        QVERIFY(!openCapture({}));
    }

private:
    [[nodiscard]] std::unique_ptr<CaptureStore> begin(const char* name) const
    {
        CaptureConfig config;
        config.path = m_scratch->filePath(QString::fromLatin1(name));
        config.segmented = true;
        config.segmentBytes = 64 * 1024;
        config.diskBytes = 16 * 1024 * 1024;
        return store(config);
    }

    static void fill(CaptureStore& capture, int records)
    {
        Teller tell(capture);
        const auto id = tell.add(
            connection(Transport::Tcp, Role::Client, "x", address("127.0.0.1", 1), address("127.0.0.1", 2)));
        for (int i = 0; i < records; ++i) {
            tell.sent(id, pattern(200, static_cast<quint32>(i)));
        }
    }

    void crashed(const char* name, int records) const
    {
        fill(*begin(name), records);
        QFile mark(m_scratch->filePath(QString::fromLatin1(name) + QStringLiteral("/capturing")));
        QVERIFY(!mark.exists());
        QVERIFY(mark.open(QIODevice::WriteOnly));
    }

    [[nodiscard]] CaptureFolder only() const
    {
        const QList<CaptureFolder> found = findCaptures(m_scratch->path());
        return found.size() == 1 ? found[0] : CaptureFolder();
    }

    [[nodiscard]] CaptureFolder named(const char* name) const
    {
        for (const CaptureFolder& folder : findCaptures(m_scratch->path())) {
            if (folder.path.endsWith(QLatin1Char('/') + QLatin1String(name))) {
                return folder;
            }
        }
        return {};
    }

    [[nodiscard]] QStringList names() const
    {
        QStringList result;
        for (const CaptureFolder& folder : findCaptures(m_scratch->path())) {
            result.append(QFileInfo(folder.path).fileName());
        }
        return result;
    }

    std::unique_ptr<QTemporaryDir> m_scratch;
};

QTEST_GUILESS_MAIN(TestRecovery)
#include "tst_recovery.moc"
