// SPDX-License-Identifier: MIT
#include "capture/recovery.h"
#include "tests/capture/capturekit.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>
#include <QTimer>

using namespace wl;
using namespace wl::kit;

namespace {

// What the pump said last before it was killed.
struct Published
{
    quint64 records = 0;
    qint64 timeNs = 0;
    qint64 worstLatenessNs = 0;
};

Published lastWords(const QByteArray& output)
{
    const QByteArrayList lines = output.left(output.lastIndexOf('\n')).split('\n');
    const QByteArrayList words = lines.last().split(' ');
    return {words.value(0).toULongLong(), words.value(1).toLongLong(), words.value(2).toLongLong()};
}

// Runs the pump at 50 MB/s and kills it after so many milliseconds.
Published killedAfter(int milliseconds, const QString& mode, const QString& path)
{
    QProcess pump;
    pump.start(QStringLiteral(CAPTURE_PUMP),
               {QStringLiteral("traffic"), mode, path, QString::number(50'000'000)});
    QByteArray output;
    QObject::connect(&pump, &QProcess::readyReadStandardOutput, &pump, [&] {
        if (output.isEmpty()) { // from here on it is at work
            QTimer::singleShot(milliseconds, &pump, &QProcess::kill);
        }
        output += pump.readAllStandardOutput();
    });
    QEventLoop loop;
    QObject::connect(&pump, &QProcess::finished, &loop, &QEventLoop::quit);
    loop.exec();
    output += pump.readAllStandardOutput();
    return lastWords(output);
}

// In memory where there is such a place: what a kill takes is the same there, and a disk that is busy with
// other work does not count as ours.
QString scratchTemplate()
{
    const QFileInfo memory(QStringLiteral("/dev/shm"));
    return (memory.isWritable() ? memory.filePath() : QDir::tempPath()) +
           QStringLiteral("/wireloupe-kill-XXXXXX");
}

quint64 numberOf(const RecordSource& source, quint64 row)
{
    const auto payload = source.payload(RecordId(row), 0, 8);
    quint64 number = ~quint64{0};
    if (payload && payload->size() == 8) {
        std::memcpy(&number, payload->constData(), 8);
    }
    return number;
}

} // namespace

class TestCaptureKill : public QObject
{
    Q_OBJECT
private slots:
    // kill -9 at 50 MB/s: each capture reopens, every whole block is there, and at most 100 ms are missing.
    // Where the machine let the process wait, what is missing may be older by as much.
    void nothingWholeIsLost()
    {
        for (int round = 0; round < 50; ++round) {
            QTemporaryDir scratch(scratchTemplate());
            const bool isSegmented = round % 2 == 0;
            const QString path = scratch.filePath(QStringLiteral("capture"));
            const Published published =
                killedAfter(QRandomGenerator::global()->bounded(50, 400), // the writer comes every 20 ms
                            isSegmented ? QStringLiteral("segments") : QStringLiteral("file"), path);
            QVERIFY(published.records > 0);
            check(scratch.path(), path, isSegmented, published);
            if (QTest::currentTestFailed()) {
                qWarning("round %d", round);
                return;
            }
        }
        qInfo("at most %lld ms of traffic were missing", m_worstMissingNs / 1'000'000);
    }

private:
    void check(const QString& parent, const QString& path, bool isSegmented, const Published& published)
    {
        std::unique_ptr<CaptureFile> file;
        if (isSegmented) {
            const QList<CaptureFolder> found = findCaptures(parent);
            QCOMPARE(found.size(), 1);
            QCOMPARE(int(found[0].state), int(CaptureFolderState::CutShort));
            auto opened = openCapture(found[0]);
            QVERIFY(opened);
            file = std::move(*opened);
        } else {
            auto opened = CaptureFile::open(path);
            QVERIFY(opened);
            file = std::move(*opened);
        }
        const CaptureFileProgress end = file->finish();
        if (end.error) { // only the last block may be cut short
            QCOMPARE(end.error->code, ErrorCode::FileMalformed);
            QVERIFY2(end.error->detail.contains(QStringLiteral("cut short")), qPrintable(end.error->detail));
        }
        const quint64 count = file->recordCount();
        QVERIFY(count > 0);
        const bool isBeginning = file->record(RecordId(0)).kind == RecordKind::Opened;
        QVERIFY(isBeginning || isSegmented);
        const quint64 firstRow = isBeginning ? 1 : 0;
        const quint64 firstNumber = count > firstRow ? numberOf(*file, firstRow) : 0;
        for (quint64 row = firstRow; row < count; ++row) {
            QCOMPARE(numberOf(*file, row), firstNumber + row - firstRow);
        }
        const qint64 missingNs = published.timeNs - file->record(RecordId(count - 1)).timeNs;
        m_worstMissingNs = std::max(m_worstMissingNs, missingNs);
        QVERIFY2(missingNs <= 100'000'000 + published.worstLatenessNs,
                 qPrintable(QStringLiteral("%1 ms missing, lateness %2 ms")
                                .arg(missingNs / 1'000'000)
                                .arg(published.worstLatenessNs / 1'000'000)));
    }

    qint64 m_worstMissingNs = 0;
};

QTEST_GUILESS_MAIN(TestCaptureKill)
#include "tst_capturekill.moc"
