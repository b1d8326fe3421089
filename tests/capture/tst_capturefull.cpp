// SPDX-License-Identifier: MIT
#include "capture/recovery.h"
#include "tests/capture/capturekit.h"

#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace wl;
using namespace wl::kit;

class TestCaptureFull : public QObject
{
    Q_OBJECT
private slots:
    // Full at first, then there is room again: what fits in memory waits, the rest is counted, and the file
    // is whole.
    void aFullDiskThatIsEmptiedAgain()
    {
        QTemporaryDir scratch;
        const QString path = scratch.filePath(QStringLiteral("capture.pcapng"));
        QProcess pump;
        pump.start(QStringLiteral(CAPTURE_PUMP), {QStringLiteral("full"), path});
        QVERIFY(pump.waitForFinished(60'000));
        QCOMPARE(pump.exitStatus(), QProcess::NormalExit);
        const QByteArrayList said = pump.readAllStandardOutput().trimmed().split('\n');
        QCOMPARE(said.size(), 8);
        const QByteArray diskFull = QByteArray::number(int(ErrorCode::DiskFull));
        QCOMPARE(said[0], "failed " + diskFull);
        QCOMPARE(said[1], "flush " + diskFull);
        const quint64 lost = said[2].mid(5).toULongLong();
        QVERIFY(lost > 10'000 && lost < 80'000);
        QCOMPARE(said[3], QByteArray("congested 0")); // the disk's trouble does not stop the traffic
        QCOMPARE(said[4], QByteArray("readable 1000"));
        QCOMPARE(said[5], QByteArray("recovered 1"));
        QCOMPARE(said[6], QByteArray("appended 86000"));
        QCOMPARE(said[7], said[2]);

        const auto file = CaptureFile::open(path);
        QVERIFY(file);
        const CaptureFileProgress end = (*file)->finish();
        QVERIFY2(!end.error, end.error ? qPrintable(end.error->detail) : "");
        checkRecords(**file, lost);
    }

    void aDeviceThatIsAlwaysFull()
    {
        const auto capture = fileStore(QStringLiteral("/dev/full"));
        if (!capture) {
            QSKIP("there is no /dev/full");
        }
        Teller tell(*capture);
        const auto id = tell.add(
            connection(Transport::Tcp, Role::Client, "", address("127.0.0.1", 1), address("127.0.0.1", 2)));
        tell.sent(id, "kept in memory");
        const auto flushed = capture->flush();
        QVERIFY(!flushed);
        QCOMPARE(flushed.error().code, ErrorCode::DiskFull);
        QCOMPARE(flushed.error().detail, QStringLiteral("/dev/full"));
        const CaptureStatistics statistics = capture->statistics();
        QVERIFY(statistics.writeError);
        QVERIFY(statistics.bytesUnwritten > 0);
        QCOMPARE(statistics.recordsLost, quint64(0));
        QCOMPARE(*capture->payload(RecordId(0)), QByteArray("kept in memory"));

        const CaptureStatistics end = capture->end();
        QVERIFY(end.writeError);
        QCOMPARE(end.records, quint64(1));
        QCOMPARE(end.recordsUnwritten, quint64(1));
        QCOMPARE(end.recordsLost, quint64(1));
        QVERIFY(!capture->flush());
        QCOMPARE(capture->end().recordsLost, quint64(1));
        QCOMPARE(*capture->payload(RecordId(0)), QByteArray("kept in memory"));
    }

    // All descriptors are the clients': segments go on without losing a record.
    void noDescriptorLeft()
    {
#ifdef __SANITIZE_ADDRESS__
        QSKIP("the undefined-behavior sanitizer ends a program that has no descriptor left for its own look "
              "at a type");
#endif
        QTemporaryDir scratch;
        const QString path = scratch.filePath(QStringLiteral("capture"));
        QProcess pump;
        pump.start(QStringLiteral(CAPTURE_PUMP), {QStringLiteral("roll"), path});
        QVERIFY(pump.waitForFinished(60'000));
        QCOMPARE(pump.readAllStandardOutput(), QByteArray("none left error 0 lost 0 wrong 0 kept many\n"
                                                          "reused error 0 lost 0 wrong 0 kept many\n"
                                                          "free again error 0 lost 0 wrong 0 kept many\n"));
        const QList<CaptureFolder> found = findCaptures(scratch.path());
        QCOMPARE(found.size(), 1);
        QCOMPARE(found[0].state, CaptureFolderState::Ended);
        const auto file = openCapture(found[0]);
        QVERIFY(file);
        QVERIFY(!(*file)->finish().error);
    }

    // A file system of its own, which a user namespace may mount.
    void aFullDiskUnderSegments()
    {
        QTemporaryDir scratch;
        const QStringList inside{QStringLiteral("--user"), QStringLiteral("--map-root-user"),
                                 QStringLiteral("--mount"), QStringLiteral("sh"), QStringLiteral("-c")};
        const QString mount = QStringLiteral("mount -t tmpfs -o size=8m,nr_inodes=32 tmpfs \"$0\"");
        if (QProcess::execute(QStringLiteral("unshare"), inside + QStringList{mount, scratch.path()}) != 0) {
            QSKIP("this machine lets nobody mount a disk");
        }
        QProcess pump;
        pump.start(QStringLiteral("unshare"),
                   inside + QStringList{mount + QStringLiteral(" && exec \"$1\" disk \"$0\""), scratch.path(),
                                        QStringLiteral(CAPTURE_PUMP)});
        QVERIFY(pump.waitForFinished(120'000));
        const QByteArray full = QByteArray::number(int(ErrorCode::DiskFull));
        const QByteArray fine = " error 0 lost 0 wrong 0 kept many";
        const QByteArrayList said = pump.readAllStandardOutput().split('\n');
        const QByteArrayList expected{"full error " + full + " lost 0 wrong 0 kept many",
                                      "emptied" + fine,
                                      "reusing" + fine,
                                      "full while reusing error " + full + " lost 0 wrong 0 kept many",
                                      "emptied again" + fine,
                                      "no file more" + fine,
                                      "state 1",
                                      "lost many in file the rest",
                                      ""};
        QCOMPARE(said, expected);
    }

private:
    void checkRecords(const CaptureFile& file, quint64 lost)
    {
        quint64 expected = 0;
        quint64 data = 0;
        quint64 notes = 0;
        for (quint64 row = 0; row < file.recordCount(); ++row) {
            const RecordEntry entry = file.record(RecordId(row));
            const auto payload = file.payload(RecordId(row));
            QVERIFY(payload);
            if (entry.kind == RecordKind::Note) {
                const QByteArray words = QByteArray::number(lost) + " records with " +
                                         QByteArray::number(lost * 1000) + " bytes were not captured";
                QVERIFY2(payload->startsWith(words), payload->constData());
                expected += lost;
                ++notes;
            } else if (entry.kind == RecordKind::Data) {
                quint64 number = 0;
                std::memcpy(&number, payload->constData(), sizeof number);
                QCOMPARE(number, expected);
                ++expected;
                ++data;
            }
        }
        QCOMPARE(notes, quint64(1));
        QCOMPARE(data, 86'000 - lost);
        QCOMPARE(expected, quint64(86'000));
    }
};

QTEST_GUILESS_MAIN(TestCaptureFull)
#include "tst_capturefull.moc"
