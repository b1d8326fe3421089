// SPDX-License-Identifier: MIT
#include "base/limits.h"
#include "capture/captureappender.h"
#include "tests/capture/capturekit.h"

#include <QTest>

using namespace wl;
using namespace wl::kit;

namespace {

// An appender whose writer is the test.
class Bench
{
public:
    Bench()
        : appender(0, {[this] { ++chunksReady; }, [this] { ++wakes; }, [this] { return isFailing; }})
        , id(appender.addConnection(connection(Transport::Tcp, Role::Client, "x", address("127.0.0.1", 1),
                                               address("127.0.0.1", 2))))
    {
    }

    void append(qsizetype bytes = 0)
    {
        appender.data(id, Direction::Sent, Timestamp{++time}, QByteArray(bytes, 'x'));
    }

    // Takes what is published; returns its size.
    qsizetype drain()
    {
        qsizetype bytes = 0;
        for (auto span = appender.stream().unwritten(); span.size > 0; span = appender.stream().unwritten()) {
            appender.stream().wrote(span.size);
            bytes += span.size;
        }
        return bytes;
    }

    // Appends until a record is lost; returns how much is unwritten then.
    qint64 fill()
    {
        while (appender.recordsLost() == 0) {
            append(1'000'000);
        }
        return static_cast<qint64>(appender.unwritten());
    }

    int chunksReady = 0;
    int wakes = 0;
    bool isFailing = false;
    CaptureAppender appender;
    ConnectionId id;
    qint64 time = 0;
};

} // namespace

class TestCaptureAppender : public QObject
{
    Q_OBJECT
private slots:
    void theWriterIsWokenOnce()
    {
        Bench bench;
        QVERIFY(!bench.appender.declareIdle()); // the section header is to be written
        QCOMPARE(bench.wakes, 0);
        bench.drain();
        QVERIFY(bench.appender.declareIdle());
        bench.append();
        bench.append();
        QCOMPARE(bench.wakes, 1);
        QVERIFY(!bench.appender.declareIdle());
        bench.drain();
        QVERIFY(bench.appender.declareIdle());
        bench.appender.event(bench.id, RecordKind::Note, Direction::Sent, Timestamp{1}, u"x");
        QCOMPARE(bench.wakes, 2);
    }

    void wholeChunksAreTold()
    {
        Bench bench;
        for (int i = 0; i < 30; ++i) {
            bench.append(100'000);
        }
        QCOMPARE(bench.chunksReady, 2); // 3 MB and a bit, a block never lies in two chunks
        QVERIFY(bench.drain() > 3'000'000);
        QCOMPARE(bench.appender.unwritten(), quint64(0));
    }

    // A slow disk: streams stop at the limit; what comes all the same may fill as much again.
    void aSlowDiskHasTwiceTheLimit()
    {
        Bench bench;
        const qint64 unwritten = bench.fill();
        QVERIFY(unwritten > 2 * limits::sinkUnwrittenBytes - 2'000'000);
        QVERIFY(unwritten <= 2 * limits::sinkUnwrittenBytes);
    }

    void aFailingDiskHasTheLimit()
    {
        Bench bench;
        bench.isFailing = true;
        const qint64 unwritten = bench.fill();
        QVERIFY(unwritten > limits::sinkUnwrittenBytes - 2'000'000);
        QVERIFY(unwritten <= limits::sinkUnwrittenBytes);
    }

    void whatWasLostIsTold()
    {
        Bench bench;
        bench.isFailing = true;
        bench.fill();
        const quint64 before = bench.appender.records().size();
        bench.drain();
        bench.append(10);
        bench.append(10);
        QCOMPARE(bench.appender.recordsLost(), quint64(1));
        QCOMPARE(bench.appender.records().size(), before + 3);
        QCOMPARE(int(bench.appender.records()[before].kind), int(RecordKind::Note));
        QCOMPARE(int(bench.appender.records()[before + 1].kind), int(RecordKind::Data));
    }

    // A turning point that could not be captured counts for the connection all the same.
    void aLostEventStillCounts()
    {
        Bench bench;
        bench.isFailing = true;
        bench.fill();
        while (bench.appender.recordsLost() < 2) {
            bench.append(1);
        }
        bench.appender.event(bench.id, RecordKind::HalfClosed, Direction::Sent, Timestamp{1}, {});
        QCOMPARE(bench.appender.recordsLost(), quint64(3));
        QCOMPARE(int(bench.appender.connection(bench.id).state.load()), int(ConnectionState::WeFinished));
    }

    void rowsDoNotMove()
    {
        GrowingTable<QByteArray, 16> table;
        QList<const QByteArray*> places;
        for (int i = 0; i < 5'000; ++i) {
            places.append(&table.append(QByteArray::number(i)));
            QCOMPARE(table.size(), static_cast<size_t>(i));
            table.publish();
        }
        for (int i = 0; i < 5'000; ++i) {
            QCOMPARE(&table[static_cast<size_t>(i)], places[i]);
            QCOMPARE(table[static_cast<size_t>(i)], QByteArray::number(i));
        }
    }
};

QTEST_GUILESS_MAIN(TestCaptureAppender)
#include "tst_captureappender.moc"
