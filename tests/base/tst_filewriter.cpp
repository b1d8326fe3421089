// SPDX-License-Identifier: MIT
#include "base/filecommit.h"
#include "base/filewriter.h"
#include "support/slowdisk.h"

#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>
#include <QTimer>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace wl;

class TestFileWriter : public QObject
{
    Q_OBJECT
private:
    std::unique_ptr<QTemporaryDir> m_folder;
    [[nodiscard]] QString path(const char* name) const { return m_folder->filePath(QString::fromUtf8(name)); }
    [[nodiscard]] QByteArray contentOf(const char* name) const
    {
        return readFile(path(name), 1'000'000).value_or("missing");
    }

private slots:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }

    void writesAndTells()
    {
        FileWriter writer;
        QSignalSpy written(&writer, &FileWriter::written);
        QVERIFY(!writer.isPending(path("a")));
        writer.write(path("a"), "one");
        QVERIFY(writer.isPending(path("a")));
        QVERIFY(!writer.isPending(path("b")));
        QTRY_COMPARE(written.size(), 1);
        QCOMPARE(written.first().first().toString(), path("a"));
        QCOMPARE(contentOf("a"), QByteArray("one"));
        QVERIFY(!writer.isPending(path("a")));
    }

    void tellsInItsOwnThreadOnly()
    {
        FileWriter writer;
        QThread* jobThread = nullptr;
        QThread* signalThread = nullptr;
        connect(
            &writer, &FileWriter::written, &writer, [&] { signalThread = QThread::currentThread(); },
            Qt::DirectConnection);
        writer.run(path("a"), [&]() -> Result<void> {
            jobThread = QThread::currentThread();
            return {};
        });
        QTRY_VERIFY(signalThread);
        QCOMPARE(signalThread, thread());
        QVERIFY(jobThread && jobThread != thread());
    }

    void tellsWhatFailed()
    {
        FileWriter writer;
        QSignalSpy written(&writer, &FileWriter::written);
        QSignalSpy failed(&writer, &FileWriter::failed);
        writer.write(path("file"), "x");
        writer.write(path("file/below"), "y");
        writer.write(path("after"), "z");
        QTRY_COMPARE(failed.size(), 1);
        QCOMPARE(failed.first().at(0).toString(), path("file/below"));
        QVERIFY(failed.first().at(1).value<Error>().code != ErrorCode::None);
        QTRY_COMPARE(written.size(), 2); // a failure stops nothing else
        QCOMPARE(contentOf("after"), QByteArray("z"));
    }

    void aSlowDiskHoldsUpNobody()
    {
        FileWriter writer;
        SlowDisk disk;
        QSignalSpy written(&writer, &FileWriter::written);
        disk.holdUp(writer, path("slow"));
        for (int i = 0; i < 1'000; ++i)
            writer.write(path("a"), QByteArray::number(i));
        bool hasTurned = false;
        QTimer::singleShot(0, this, [&] { hasTurned = true; });
        QTRY_VERIFY(hasTurned); // the event loop goes on
        QVERIFY(!QFileInfo::exists(path("a")));
        QVERIFY(writer.isPending(path("a")) && writer.isPending(path("slow")));
        QCOMPARE(written.size(), 0);
        disk.release();
        QTRY_COMPARE(written.size(), 2); // only the newest of a thousand was written
        QCOMPARE(contentOf("a"), QByteArray("999"));
    }

    void keepsTheOrderOfPathsAndTheNewestOfEach()
    {
        FileWriter writer;
        SlowDisk disk;
        disk.holdUp(writer, path("slow"));
        QStringList done;
        const auto note = [&done](const char* text) -> FileWriter::Job {
            return [&done, text]() -> Result<void> {
                done += QString::fromLatin1(text);
                return {};
            };
        };
        int one = 0;
        int two = 0;
        writer.run(path("a"), note("a1"), &one);
        writer.run(path("b"), note("b1"));
        writer.run(path("a"), note("a by another"), &two);
        writer.run(path("a"), note("a2"), &one);
        writer.run(path("b"), note("b2"));
        disk.release();
        writer.flush();
        QCOMPARE(done,
                 QStringList({QStringLiteral("a2"), QStringLiteral("b2"), QStringLiteral("a by another")}));
    }

    void whatHasBegunIsNotReplaced()
    {
        FileWriter writer;
        SlowDisk disk;
        QSignalSpy written(&writer, &FileWriter::written);
        disk.holdUp(writer, path("a"));
        writer.write(path("a"), "later");
        disk.release();
        writer.flush();
        QCOMPARE(written.size(), 2);
        QCOMPARE(contentOf("a"), QByteArray("later"));
    }

    void theEndWritesWhatIsLeft()
    {
        QStringList told;
        {
            FileWriter writer;
            connect(&writer, &FileWriter::written, this, [&](const QString& name) { told += name; });
            connect(&writer, &FileWriter::failed, this,
                    [&](const QString& name) { told += QStringLiteral("failed ") + name; });
            SlowDisk disk;
            disk.holdUp(writer, path("slow"));
            writer.write(path("a"), "a");
            writer.write(path("b"), "b");
            writer.write(path("a/below"), "c");
        }
        QCOMPARE(contentOf("a"), QByteArray("a"));
        QCOMPARE(contentOf("b"), QByteArray("b"));
        QCOMPARE(told, QStringList({path("slow"), path("a"), path("b"),
                                    QStringLiteral("failed ") + path("a/below")}));
    }

    void flushOfNothing()
    {
        FileWriter writer;
        writer.flush();
        writer.write(path("a"), "a");
        writer.flush();
        writer.flush();
        QCOMPARE(contentOf("a"), QByteArray("a"));
    }

    void aSlotMayEndTheWriter()
    {
        auto writer = std::make_unique<FileWriter>();
        connect(writer.get(), &FileWriter::written, this, [&] { writer.reset(); });
        writer->write(path("a"), "a");
        writer->write(path("b"), "b");
        QTRY_VERIFY(!writer);
        QCOMPARE(contentOf("b"), QByteArray("b"));
    }

    /// commitFile() itself hangs: the file that it writes beside the target is a pipe that nobody reads.
    void aHangingWriteHoldsUpNobody()
    {
        const QByteArray beside = QFile::encodeName(path("a")) + ".new-" + QByteArray::number(::getpid());
        QVERIFY(commitFile(path("a"), "old"));
        QCOMPARE(::mkfifo(beside.constData(), 0600), 0);
        FileWriter writer;
        QSignalSpy failed(&writer, &FileWriter::failed);
        writer.write(path("a"), "new");
        writer.write(path("b"), "other");
        QCOMPARE(contentOf("a"), QByteArray("old"));
        const int reader = ::open(beside.constData(), O_RDONLY | O_NONBLOCK | O_CLOEXEC);
        QVERIFY(reader >= 0);
        QTRY_COMPARE(failed.size(), 1); // a pipe cannot be synced
        ::close(reader);
        QCOMPARE(contentOf("a"), QByteArray("old"));
        writer.write(path("a"), "newer");
        writer.flush();
        QCOMPARE(contentOf("a"), QByteArray("newer"));
        QCOMPARE(contentOf("b"), QByteArray("other"));
    }
};

QTEST_GUILESS_MAIN(TestFileWriter)
#include "tst_filewriter.moc"
