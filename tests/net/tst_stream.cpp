// SPDX-License-Identifier: MIT
#include "base/limits.h"
#include "net/stream.h"
#include "support/rawpeer.h"
#include "support/recordingsink.h"
#include "support/turns.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace wl;
using namespace wl::test;

namespace {

/// A Stream on loopback and the plain socket at its other end.
struct Rig
{
    explicit Rig(Role role = Role::Server)
    {
        TcpPair pair;
        peer = std::move(pair.peer);
        ConnectionInfo info;
        info.role = role;
        const ConnectionId id = sink.addConnection(info);
        stream = std::make_unique<Stream>(Descriptor(pair.takeOurs()), info, id, sink);
        QObject::connect(stream.get(), &Connection::received, stream.get(),
                         [this](QByteArrayView bytes) { received.append(bytes); });
        QObject::connect(stream.get(), &Connection::closed, stream.get(), [this](const Error& error) {
            reason = error;
            ++ends;
        });
        stream->start();
    }
    [[nodiscard]] SinkRow row() const { return sink.row(0); }

    RecordingSink sink;
    RawPeer peer;
    std::unique_ptr<Stream> stream;
    QByteArray received;
    Error reason;
    int ends = 0;
};

QByteArray pattern(qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    for (qsizetype i = 0; i < size; ++i)
        bytes[i] = char((i * 31 + (i >> 8)) & 0xff);
    return bytes;
}

} // namespace

class tst_Stream : public QObject
{
    Q_OBJECT

private slots:
    void carriesBothWays();
    void oneByteWrites();
    void peerFinishesFirst();
    void weFinishFirst();
    void bothFinishAtOnce();
    void peerResets_data();
    void peerResets();
    void weReset();
    void resetDiscardsAndSaysSo();
    void readsWhatCameBeforeAReset();
    void readsWhatCameBeforeAResetWhilePaused();
    void seesAResetThoughPausedWithAFullQueue();
    void countsWhatABrokenSocketDidNotTake();
    void weResetAfterThePeersFin();
    void peerResetsWhatWeFinished();
    void sendAfterPeerClosed();
    void peerFinishedThenReset();
    void deliversTwentyMegabytesQueuedAtFin();
    void closeWaitsForTheQueue();
    void closeRecordsWhatStillComes();
    void closeGivesUpOnASilentPeer();
    void boundsItsQueue();
    void pausedReadingStopsThePeer();
    void waitsForACongestedSink();
    void doesNotSendWhileTheSinkIsCongested();
    void streamsAFile();
    void tellsOfABadFile();
    void refusesToSendAfterFinish();
    void endsOnceWhateverTheListenerDoes();
    void destructorRecordsTheClose();
    void notConnectedDescriptorFails();
};

void tst_Stream::carriesBothWays()
{
    Rig rig;
    QVERIFY(rig.stream->send("hello"));
    QTRY_COMPARE(rig.peer.pump().received(), "hello");
    rig.peer.send("answer");
    QTRY_COMPARE(rig.received, "answer");
    QCOMPARE(rig.row().sent, "hello");
    QCOMPARE(rig.row().sentSizes, QList<qsizetype>{5});
    QCOMPARE(rig.row().received, "answer");
    QCOMPARE(rig.row().story(), QStringLiteral("Opened<"));
    QCOMPARE(rig.stream->queuedBytes(), 0);
}

void tst_Stream::oneByteWrites()
{
    Rig rig;
    const QByteArray text = pattern(600);
    for (qsizetype i = 0; i < text.size(); ++i)
        QVERIFY(rig.stream->send(QByteArrayView(text).sliced(i, 1)));
    QTRY_COMPARE(rig.peer.pump().received(), text);
    QCOMPARE(rig.row().sentSizes.size(), 600); // one record per write, nothing merged
    for (qsizetype i = 0; i < text.size(); ++i) {
        rig.peer.send(QByteArrayView(text).sliced(i, 1));
        QTRY_COMPARE(rig.received.size(), i + 1);
    }
    QCOMPARE(rig.received, text);
    QCOMPARE(rig.row().receivedSizes.size(), 600);
}

void tst_Stream::peerFinishesFirst()
{
    Rig rig;
    QSignalSpy finished(rig.stream.get(), &Connection::peerFinished);
    rig.peer.send("last words");
    rig.peer.finish();
    QTRY_COMPARE(finished.size(), 1);
    QCOMPARE(rig.received, "last words");
    QVERIFY(rig.stream->isPeerFinished());
    // The other direction still lives.
    QVERIFY(rig.stream->send("answer"));
    QTRY_COMPARE(rig.peer.pump().received(), "answer");
    QVERIFY(!rig.peer.isFinished());
    rig.stream->finish();
    QTRY_VERIFY(rig.peer.pump().isFinished());
    QCOMPARE(rig.ends, 1);
    QCOMPARE(rig.reason.code, ErrorCode::None);
    QCOMPARE(rig.row().story(), QStringLiteral("Opened< HalfClosed< Closed>"));
}

void tst_Stream::weFinishFirst()
{
    Rig rig;
    QVERIFY(rig.stream->send("question"));
    rig.stream->finish();
    QTRY_VERIFY(rig.peer.pump().isFinished());
    QCOMPARE(rig.peer.received(), "question");
    rig.peer.send("late answer");
    QTRY_COMPARE(rig.received, "late answer");
    QCOMPARE(rig.ends, 0);
    rig.peer.close();
    QTRY_COMPARE(rig.ends, 1);
    QCOMPARE(rig.reason.code, ErrorCode::None);
    QCOMPARE(rig.row().story(), QStringLiteral("Opened< HalfClosed> Closed<"));
}

void tst_Stream::bothFinishAtOnce()
{
    Rig rig;
    rig.peer.finish();
    rig.stream->finish();
    QTRY_COMPARE(rig.ends, 1);
    QCOMPARE(rig.row().story(), QStringLiteral("Opened< HalfClosed> Closed<"));
    QTRY_VERIFY(rig.peer.pump().isFinished());
}

void tst_Stream::peerResets_data()
{
    QTest::addColumn<bool>("weFinishedBefore");
    QTest::addColumn<QString>("story");
    QTest::newRow("open") << false << QStringLiteral("Opened< Reset<");
    QTest::newRow("after our FIN") << true << QStringLiteral("Opened< HalfClosed> Reset<");
}

void tst_Stream::peerResets()
{
    QFETCH(bool, weFinishedBefore);
    QFETCH(QString, story);
    Rig rig;
    if (weFinishedBefore) {
        rig.stream->finish();
        QTRY_VERIFY(rig.peer.pump().isFinished());
    }
    rig.peer.reset();
    QTRY_COMPARE(rig.ends, 1);
    QCOMPARE(rig.reason.code, ErrorCode::ConnectionReset);
    QCOMPARE(rig.row().story(), story);
}

void tst_Stream::weReset()
{
    Rig rig;
    rig.stream->reset();
    QCOMPARE(rig.ends, 1);
    QCOMPARE(rig.reason.code, ErrorCode::None);
    QCOMPARE(rig.row().story(), QStringLiteral("Opened< Reset>"));
    QTRY_COMPARE(rig.peer.pump().error(), ECONNRESET);
    rig.stream->reset();
    rig.stream->close();
    QCOMPARE(rig.ends, 1);
}

void tst_Stream::resetDiscardsAndSaysSo()
{
    Rig rig;
    QVERIFY(rig.stream->send(QByteArray(30'000'000, 'q')));
    QVERIFY(rig.stream->queuedBytes() > 0);
    const qint64 queued = rig.stream->queuedBytes();
    QSignalSpy failed(rig.stream.get(), &Connection::sendFailed);
    rig.stream->reset();
    QCOMPARE(failed.size(), 1);
    QCOMPARE(failed.first().first().value<Error>().code, ErrorCode::Canceled);
    QCOMPARE(rig.row().events.last().text, QStringLiteral("%1 queued bytes were not sent").arg(queued));
    QCOMPARE(rig.stream->queuedBytes(), 0);
}

void tst_Stream::readsWhatCameBeforeAReset()
{
    Rig rig;
    rig.peer.send("before");
    rig.peer.reset();
    QTRY_COMPARE(rig.ends, 1);
    QCOMPARE(rig.received, "before");
    QCOMPARE(rig.reason.code, ErrorCode::ConnectionReset);
}

void tst_Stream::readsWhatCameBeforeAResetWhilePaused()
{
    Rig rig;
    rig.stream->setReadingPaused(true);
    rig.peer.send("before");
    rig.peer.reset();
    turnEventLoop(); // the hang-up must not make the event loop spin, nor end it
    QCOMPARE(rig.ends, 0);
    QVERIFY(rig.received.isEmpty());
    rig.stream->setReadingPaused(false);
    QTRY_COMPARE(rig.ends, 1);
    QCOMPARE(rig.received, "before");
    QCOMPARE(rig.reason.code, ErrorCode::ConnectionReset);
}

void tst_Stream::seesAResetThoughPausedWithAFullQueue()
{
    // As an echo does: reading waits until the queue is gone, and that waits for the sink.
    Rig rig;
    rig.sink.setCongested(true);
    QVERIFY(rig.stream->send("waits"));
    rig.stream->setReadingPaused(true);
    rig.peer.reset();
    turnEventLoop();
    QCOMPARE(rig.ends, 0);
    rig.sink.setCongested(false);
    QTRY_COMPARE(rig.ends, 1);
    QCOMPARE(rig.reason.code, ErrorCode::ConnectionReset);
    QCOMPARE(rig.row().story(), QStringLiteral("Opened< Reset<"));
    QCOMPARE(rig.row().events.last().text, QStringLiteral("5 queued bytes were not sent"));
}

void tst_Stream::countsWhatABrokenSocketDidNotTake()
{
    Rig rig;
    QSignalSpy failed(rig.stream.get(), &Connection::sendFailed);
    rig.peer.reset();
    QVERIFY(rig.stream->send("lost")); // before the event loop tells of the reset
    QTRY_COMPARE(rig.ends, 1);
    QCOMPARE(rig.row().events.last().text, QStringLiteral("4 queued bytes were not sent"));
    QCOMPARE(failed.size(), 1);
}

void tst_Stream::weResetAfterThePeersFin()
{
    Rig rig;
    QSignalSpy finished(rig.stream.get(), &Connection::peerFinished);
    rig.peer.finish();
    QTRY_COMPARE(finished.size(), 1);
    rig.stream->reset();
    QCOMPARE(rig.ends, 1);
    QCOMPARE(rig.reason.code, ErrorCode::None);
    QCOMPARE(rig.row().story(), QStringLiteral("Opened< HalfClosed< Reset>"));
    QTRY_COMPARE(rig.peer.pump().error(), ECONNRESET);
}

void tst_Stream::peerResetsWhatWeFinished()
{
    Rig rig;
    rig.stream->finish();
    QTRY_VERIFY(rig.peer.pump().isFinished());
    rig.peer.reset();
    QTRY_COMPARE(rig.ends, 1);
    QCOMPARE(rig.reason.code, ErrorCode::ConnectionReset);
    QCOMPARE(rig.row().story(), QStringLiteral("Opened< HalfClosed> Reset<"));
}

void tst_Stream::sendAfterPeerClosed()
{
    Rig rig;
    QSignalSpy finished(rig.stream.get(), &Connection::peerFinished);
    rig.peer.close();
    QTRY_COMPARE(finished.size(), 1);
    QVERIFY(rig.stream->send("nobody is there")); // answered by RST
    QTRY_COMPARE(rig.ends, 1);
    QCOMPARE(rig.reason.code, ErrorCode::ConnectionReset);
    QCOMPARE(rig.row().story(), QStringLiteral("Opened< HalfClosed< Reset<"));
    QCOMPARE(rig.stream->send("again").error().code, ErrorCode::NotConnected);
}

void tst_Stream::peerFinishedThenReset()
{
    Rig rig;
    QSignalSpy finished(rig.stream.get(), &Connection::peerFinished);
    rig.peer.finish();
    QTRY_COMPARE(finished.size(), 1);
    rig.peer.reset();
    QTRY_COMPARE(rig.ends, 1);
    QCOMPARE(rig.reason.code, ErrorCode::ConnectionReset);
    QCOMPARE(rig.row().story(), QStringLiteral("Opened< HalfClosed< Reset<"));
}

void tst_Stream::deliversTwentyMegabytesQueuedAtFin()
{
    Rig rig;
    const QByteArray all = pattern(20'000'000);
    QVERIFY(rig.stream->send(all));
    QVERIFY(rig.stream->queuedBytes() > 0);
    QSignalSpy finished(rig.stream.get(), &Connection::peerFinished);
    rig.peer.finish();
    QTRY_COMPARE(finished.size(), 1);
    rig.stream->close();
    QTRY_VERIFY(rig.peer.pump(1'000'000).isFinished());
    QVERIFY(rig.peer.received() == all);
    QCOMPARE(rig.ends, 1);
    QCOMPARE(rig.reason.code, ErrorCode::None);
    QVERIFY(rig.row().sent == all);
}

void tst_Stream::closeWaitsForTheQueue()
{
    Rig rig;
    const QByteArray all = pattern(8'000'000);
    QVERIFY(rig.stream->send(all));
    rig.stream->close();
    QCOMPARE(rig.stream->send("more").error().code, ErrorCode::NotConnected);
    QTRY_VERIFY(rig.peer.pump(1'000'000).isFinished());
    QVERIFY(rig.peer.received() == all);
    QCOMPARE(rig.ends, 0); // the peer's FIN is still to come
    rig.peer.close();
    QTRY_COMPARE(rig.ends, 1);
    QCOMPARE(rig.row().story(), QStringLiteral("Opened< HalfClosed> Closed<"));
}

void tst_Stream::closeRecordsWhatStillComes()
{
    Rig rig;
    rig.stream->close();
    rig.peer.send("crossed the FIN");
    rig.peer.finish();
    QTRY_COMPARE(rig.ends, 1);
    QCOMPARE(rig.row().received, "crossed the FIN"); // it was on the wire
    QVERIFY(rig.received.isEmpty());                 // but nobody is told any more
    QTRY_VERIFY(rig.peer.pump().isFinished());
    QCOMPARE(rig.peer.error(), 0);
}

void tst_Stream::closeGivesUpOnASilentPeer()
{
    Rig rig;
    rig.stream->close();
    QTRY_COMPARE(rig.ends, 1);
    QCOMPARE(rig.reason.code, ErrorCode::None);
    QCOMPARE(rig.row().story(), QStringLiteral("Opened< HalfClosed> Closed>"));
    QVERIFY(!rig.row().events.last().text.isEmpty());
}

void tst_Stream::boundsItsQueue()
{
    Rig rig;
    const QByteArray piece(1'000'000, 'p');
    qint64 taken = 0;
    Result<void> sent;
    while (taken < 2 * limits::sendQueueBytes && (sent = rig.stream->send(piece)))
        taken += piece.size();
    QVERIFY(!sent);
    QCOMPARE(sent.error().code, ErrorCode::QueueFull);
    QVERIFY(rig.stream->queuedBytes() <= limits::sendQueueBytes);
    QVERIFY(rig.stream->queuedBytes() > limits::sendQueueBytes - piece.size());
    QCOMPARE(rig.stream->send(QByteArray(limits::sendQueueBytes + 1, 'x')).error().code,
             ErrorCode::QueueFull);
    QSignalSpy drained(rig.stream.get(), &Connection::drained);
    QTRY_COMPARE(rig.peer.pump(4'000'000).received().size(), taken);
    QTRY_COMPARE(drained.size(), 1);
    QVERIFY(rig.stream->send("again"));
}

void tst_Stream::pausedReadingStopsThePeer()
{
    Rig rig;
    rig.stream->setReadingPaused(true);
    const QByteArray piece(256 * 1024, 'p');
    qint64 sent = 0;
    // Until the socket buffers of both ends are full.
    for (int idle = 0; idle < 20; ++idle) {
        const qint64 more = rig.peer.send(piece);
        sent += more;
        idle = more > 0 ? 0 : idle;
        turnEventLoop(1);
    }
    QVERIFY(rig.received.isEmpty());
    QVERIFY(rig.row().received.isEmpty());
    rig.stream->setReadingPaused(false);
    QTRY_COMPARE(rig.received.size(), sent);
}

void tst_Stream::waitsForACongestedSink()
{
    Rig rig;
    rig.sink.setCongested(true);
    rig.peer.send("waits");
    rig.peer.finish();
    turnEventLoop();
    QVERIFY(rig.row().received.isEmpty());
    QVERIFY(!rig.stream->isPeerFinished());
    rig.sink.setCongested(false);
    QTRY_COMPARE(rig.received, "waits");
    QTRY_VERIFY(rig.stream->isPeerFinished());
}

void tst_Stream::doesNotSendWhileTheSinkIsCongested()
{
    Rig rig;
    rig.sink.setCongested(true);
    QVERIFY(rig.stream->send("later"));
    QCOMPARE(rig.stream->queuedBytes(), 5);
    turnEventLoop();
    QVERIFY(rig.peer.pump().received().isEmpty());
    rig.sink.setCongested(false);
    QTRY_COMPARE(rig.peer.pump().received(), "later");
    QTRY_COMPARE(rig.stream->queuedBytes(), 0);
}

void tst_Stream::streamsAFile()
{
    QTemporaryDir dir;
    QFile file(dir.filePath(QStringLiteral("large")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    const QByteArray content = pattern(12'000'001);
    QCOMPARE(file.write(content), content.size());
    file.close();
    Rig rig;
    QVERIFY(rig.stream->send("head "));
    QVERIFY(rig.stream->sendFile(file.fileName()));
    QVERIFY(rig.stream->send(" tail"));
    rig.stream->close();
    QTRY_VERIFY(rig.peer.pump(1'000'000).isFinished());
    QVERIFY(rig.peer.received() == "head " + content + " tail");
    for (const qsizetype size : rig.row().sentSizes)
        QVERIFY(size <= 1024 * 1024);
}

void tst_Stream::tellsOfABadFile()
{
    Rig rig;
    const Result<void> sent = rig.stream->sendFile(QStringLiteral("/nowhere/at/all"));
    QVERIFY(!sent);
    QCOMPARE(sent.error().code, ErrorCode::FileNotFound);
    QVERIFY(rig.stream->send("goes on"));
    QTRY_COMPARE(rig.peer.pump().received(), "goes on");
}

void tst_Stream::refusesToSendAfterFinish()
{
    Rig rig;
    rig.stream->finish();
    QCOMPARE(rig.stream->send("x").error().code, ErrorCode::NotConnected);
    QCOMPARE(rig.stream->sendFile(QStringLiteral("/etc/hostname")).error().code, ErrorCode::NotConnected);
}

void tst_Stream::endsOnceWhateverTheListenerDoes()
{
    Rig rig;
    connect(rig.stream.get(), &Connection::received, rig.stream.get(), [&rig] {
        rig.stream->reset();
        rig.stream->close();
        rig.stream->finish();
        QVERIFY(!rig.stream->send("x"));
    });
    rig.peer.send(QByteArray(600'000, 'b'));
    QTRY_COMPARE(rig.ends, 1);
    QTRY_COMPARE(rig.peer.pump().error(), ECONNRESET);
    QCOMPARE(rig.row().count(RecordKind::Reset), 1);
    QCOMPARE(rig.row().events.size(), 2);
}

void tst_Stream::destructorRecordsTheClose()
{
    Rig rig;
    rig.peer.send("unread");
    rig.stream.reset();
    QCOMPARE(rig.row().received, "unread");
    QVERIFY(rig.received.isEmpty());
    QCOMPARE(rig.row().story(), QStringLiteral("Opened< Closed>"));
    QCOMPARE(rig.row().events.last().text, QStringLiteral("the peer did not close"));
    QTRY_VERIFY(rig.peer.pump().isFinished());
    QCOMPARE(rig.peer.error(), 0);
}

void tst_Stream::notConnectedDescriptorFails()
{
    RecordingSink sink;
    const ConnectionId id = sink.addConnection(ConnectionInfo{});
    Stream stream(Descriptor(::open("/dev/null", O_RDWR | O_CLOEXEC)), ConnectionInfo{}, id, sink);
    QSignalSpy closed(&stream, &Connection::closed);
    stream.start(); // epoll refuses it
    QCOMPARE(closed.size(), 1);
    QVERIFY(sink.row(0).has(RecordKind::Failed));
    QVERIFY(!stream.isOpen());
}

QTEST_GUILESS_MAIN(tst_Stream)
#include "tst_stream.moc"
