// SPDX-License-Identifier: MIT
#include "base/limits.h"
#include "respond/echo.h"
#include "respond/fixedreply.h"
#include "respond/responderspec.h"

#include <QFile>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

using namespace wl;
using namespace std::chrono_literals;

namespace {

/// A peer that only remembers. Delayed calls run when they are told to.
class FakePeer final : public ResponderPeer
{
public:
    bool send(QByteArrayView bytes) override
    {
        if (isClosed || isFull)
            return false;
        sent.append(bytes.toByteArray());
        return true;
    }
    void finish() override { isFinished = true; }
    void close() override { isClosed = true; }
    void reset() override { isReset = true; }
    qint64 queuedBytes() const override { return queued; }
    void after(std::chrono::milliseconds delay, std::function<void()> call) override
    {
        delays.append(delay);
        calls.push_back(std::move(call));
    }
    void setReadingPaused(bool paused) override { isPaused = paused; }
    SocketAddress address() const override { return {}; }
    SocketAddress localAddress() const override { return {}; }

    /// Runs the first delayed call.
    void runNext()
    {
        const std::function<void()> call = calls.front();
        calls.erase(calls.begin());
        call();
    }

    QByteArrayList sent;
    QList<std::chrono::milliseconds> delays;
    std::vector<std::function<void()>> calls;
    qint64 queued = 0;
    bool isFull = false;
    bool isFinished = false;
    bool isClosed = false;
    bool isReset = false;
    bool isPaused = false;
};

PayloadSpec text(const QString& value)
{
    PayloadSpec spec;
    spec.text = value;
    return spec;
}

ResponderSpec fixed(const QString& reply, std::chrono::milliseconds delay = 0ms, bool closes = false)
{
    ResponderSpec spec;
    spec.kind = ResponderSpec::Kind::FixedReply;
    spec.reply = text(reply);
    spec.delay = delay;
    spec.closeAfterReply = closes;
    return spec;
}

/// The responder of a spec that is known to be right.
std::unique_ptr<Responder> made(const ResponderSpec& spec, const PayloadSpec& greeting = {})
{
    return makeResponder(spec, greeting).value()();
}

} // namespace

class tst_Responders : public QObject
{
    Q_OBJECT

private slots:
    void echoSendsBack();
    void echoPausesAtHighWater();
    void echoHoldsWhatHasNoRoom();
    void echoClosesAfterTheAnswer();
    void noneIsNone();
    void greets();
    void greetsAndCloses();
    void greetsBeforeAnotherKind();
    void repliesToEachMessage();
    void rendersAnewPerMessageAndConnection();
    void closesAfterTheReply();
    void repliesLater();
    void laterRepliesComeBeforeTheEnd();
    void closesOnceAfterLaterReplies();
    void tooManyLaterRepliesPauseReading();
    void pausesWhereThePeerDoesNotRead();
    void laterRepliesWaitForRoom();
    void refusesBadPayloads_data();
    void refusesBadPayloads();
    void repliesWithAFileAsItIsNow();
    void fileThatHasGone();
    void leavesTheEndToTheEndpointWithoutReply();
};

void tst_Responders::echoSendsBack()
{
    FakePeer peer;
    Echo echo;
    echo.received(peer, "abc");
    echo.received(peer, "");
    QCOMPARE(peer.sent, (QByteArrayList{"abc", ""})); // an empty datagram is one too
    QVERIFY(!peer.isPaused);
    echo.peerFinished(peer);
    QVERIFY(peer.isClosed);
}

void tst_Responders::echoPausesAtHighWater()
{
    FakePeer peer;
    Echo echo;
    peer.queued = Echo::highWater - 1;
    echo.received(peer, "x");
    QVERIFY(!peer.isPaused);
    peer.queued = Echo::highWater;
    echo.received(peer, "x");
    QVERIFY(peer.isPaused);
    peer.queued = 0;
    echo.drained(peer);
    QVERIFY(!peer.isPaused);
}

void tst_Responders::echoHoldsWhatHasNoRoom()
{
    FakePeer peer;
    Echo echo;
    peer.queued = limits::sendQueueBytes - 2; // somebody else filled it
    echo.received(peer, "abc");
    QVERIFY(peer.sent.isEmpty());
    QVERIFY(peer.isPaused);
    peer.queued = 0;
    echo.drained(peer);
    QCOMPARE(peer.sent, QByteArrayList{"abc"});
    QVERIFY(!peer.isPaused);
    echo.drained(peer);
    QCOMPARE(peer.sent.size(), 1);
}

void tst_Responders::echoClosesAfterTheAnswer()
{
    FakePeer peer;
    ResponderSpec spec;
    spec.kind = ResponderSpec::Kind::Echo;
    spec.closeAfterReply = true;
    const auto responder = made(spec, text(QStringLiteral("hello")));
    responder->opened(peer);
    QVERIFY(!peer.isClosed);
    responder->received(peer, "abc");
    QCOMPARE(peer.sent, (QByteArrayList{"hello", "abc"}));
    QVERIFY(peer.isClosed);
}

void tst_Responders::noneIsNone()
{
    const auto none = makeResponder(ResponderSpec{}, PayloadSpec{});
    QVERIFY(none);
    QVERIFY(!*none);
    ResponderSpec ignoresReply;
    ignoresReply.reply = text(QStringLiteral("\\xZZ")); // not of this kind: not looked at
    QVERIFY(makeResponder(ignoresReply, PayloadSpec{}));
}

void tst_Responders::greets()
{
    FakePeer peer;
    const auto responder = made(ResponderSpec{}, text(QStringLiteral("220 hello\\r\\n")));
    responder->opened(peer);
    responder->received(peer, "HELO");
    QCOMPARE(peer.sent, QByteArrayList{"220 hello\r\n"});
    QVERIFY(!peer.isClosed);
}

void tst_Responders::greetsAndCloses()
{
    FakePeer peer;
    ResponderSpec spec;
    spec.closeAfterReply = true;
    made(spec, text(QStringLiteral("hello")))->opened(peer);
    QCOMPARE(peer.sent, QByteArrayList{"hello"});
    QVERIFY(peer.isClosed);
}

void tst_Responders::greetsBeforeAnotherKind()
{
    FakePeer peer;
    ResponderSpec spec;
    spec.kind = ResponderSpec::Kind::Echo;
    const auto responder = made(spec, text(QStringLiteral("hi ")));
    responder->opened(peer);
    responder->received(peer, "you");
    QCOMPARE(peer.sent, (QByteArrayList{"hi ", "you"}));
    responder->peerFinished(peer);
    QVERIFY(peer.isClosed);
}

void tst_Responders::repliesToEachMessage()
{
    FakePeer peer;
    const auto responder = made(fixed(QStringLiteral("OK\\0")), text(QStringLiteral("ready")));
    responder->opened(peer);
    responder->received(peer, "a");
    responder->received(peer, "");
    QCOMPARE(peer.sent, (QByteArrayList{"ready", QByteArray("OK\0", 3), QByteArray("OK\0", 3)}));
    QVERIFY(!peer.isClosed);
    responder->peerFinished(peer);
    QVERIFY(peer.isClosed);
}

void tst_Responders::rendersAnewPerMessageAndConnection()
{
    const ResponderFactory factory =
        makeResponder(fixed(QStringLiteral("{{counter}};")), PayloadSpec{}).value();
    FakePeer first;
    FakePeer second;
    const auto a = factory();
    const auto b = factory();
    a->received(first, "x");
    a->received(first, "x");
    b->received(second, "x");
    QCOMPARE(first.sent.size(), 2);
    QVERIFY(first.sent[0] != first.sent[1]);
    QCOMPARE(second.sent[0], first.sent[0]); // a counter of its own
}

void tst_Responders::closesAfterTheReply()
{
    FakePeer peer;
    const auto responder = made(fixed(QStringLiteral("bye"), 0ms, true), text(QStringLiteral("hello ")));
    responder->opened(peer);
    QVERIFY(!peer.isClosed);
    responder->received(peer, "x");
    QCOMPARE(peer.sent, (QByteArrayList{"hello ", "bye"}));
    QVERIFY(peer.isClosed);
}

void tst_Responders::repliesLater()
{
    FakePeer peer;
    const auto responder = made(fixed(QStringLiteral("late"), 300ms));
    responder->received(peer, "x");
    QVERIFY(peer.sent.isEmpty());
    QCOMPARE(peer.delays, QList<std::chrono::milliseconds>{300ms});
    peer.runNext();
    QCOMPARE(peer.sent, QByteArrayList{"late"});
    QVERIFY(!peer.isClosed);
}

void tst_Responders::laterRepliesComeBeforeTheEnd()
{
    FakePeer peer;
    const auto responder = made(fixed(QStringLiteral("late"), 300ms));
    responder->received(peer, "x");
    responder->received(peer, "y");
    responder->peerFinished(peer);
    QVERIFY(!peer.isClosed);
    peer.runNext();
    QVERIFY(!peer.isClosed);
    peer.runNext();
    QCOMPARE(peer.sent.size(), 2);
    QVERIFY(peer.isClosed);
}

void tst_Responders::closesOnceAfterLaterReplies()
{
    FakePeer peer;
    const auto responder = made(fixed(QStringLiteral("late"), 300ms, true));
    responder->received(peer, "x");
    responder->received(peer, "y");
    peer.runNext();
    QVERIFY(peer.isClosed);
    peer.runNext(); // nobody is there any more
    QCOMPARE(peer.sent.size(), 1);
}

void tst_Responders::tooManyLaterRepliesPauseReading()
{
    FakePeer peer;
    const auto responder = made(fixed(QStringLiteral("."), 300ms));
    int messages = 0;
    for (; !peer.isPaused && messages < 1'000'000; ++messages)
        responder->received(peer, "x");
    QCOMPARE(messages, 10'000);
    peer.runNext();
    QVERIFY(!peer.isPaused);
}

void tst_Responders::pausesWhereThePeerDoesNotRead()
{
    FakePeer peer;
    const auto responder = made(fixed(QStringLiteral("reply")));
    peer.queued = 2'000'000;
    responder->received(peer, "x");
    QVERIFY(peer.isPaused);
    peer.queued = 0;
    responder->drained(peer);
    QVERIFY(!peer.isPaused);
}

void tst_Responders::laterRepliesWaitForRoom()
{
    FakePeer peer;
    const auto responder = made(fixed(QStringLiteral("reply"), 300ms));
    for (int i = 0; i < 3; ++i)
        responder->received(peer, "x");
    responder->peerFinished(peer);
    peer.runNext();
    QCOMPARE(peer.sent.size(), 1);
    peer.queued = 2'000'000; // the peer does not read
    peer.runNext();
    peer.runNext();
    QCOMPARE(peer.sent.size(), 1);
    QVERIFY(peer.isPaused);
    QVERIFY(!peer.isClosed);
    peer.queued = 0;
    responder->drained(peer);
    QCOMPARE(peer.sent.size(), 3);
    QVERIFY(!peer.isPaused);
    QVERIFY(peer.isClosed);
}

void tst_Responders::refusesBadPayloads_data()
{
    QTest::addColumn<PayloadSpec>("reply");
    QTest::addColumn<PayloadSpec>("greeting");
    QTest::addColumn<ErrorCode>("code");
    PayloadSpec hex = text(QStringLiteral("0x4"));
    hex.form = PayloadSpec::Form::Hex;
    PayloadSpec file = text(QStringLiteral("/nowhere/at/all"));
    file.form = PayloadSpec::Form::File;
    const PayloadSpec good = text(QStringLiteral("x"));
    QTest::newRow("escape") << text(QStringLiteral("\\xZZ")) << PayloadSpec{} << ErrorCode::BadPayload;
    QTest::newRow("greeting") << good << text(QStringLiteral("\\x1")) << ErrorCode::BadPayload;
    QTest::newRow("file") << file << PayloadSpec{} << ErrorCode::FileNotFound;
    QTest::newRow("greeting file") << good << file << ErrorCode::FileNotFound;
    QTest::newRow("unknown template")
        << text(QStringLiteral("{{nope}}")) << PayloadSpec{} << ErrorCode::BadPayload;
}

void tst_Responders::refusesBadPayloads()
{
    QFETCH(PayloadSpec, reply);
    QFETCH(PayloadSpec, greeting);
    QFETCH(ErrorCode, code);
    ResponderSpec spec = fixed(QString());
    spec.reply = reply;
    const auto refused = makeResponder(spec, greeting);
    QVERIFY(!refused);
    QCOMPARE(refused.error().code, code);
    QVERIFY(!refused.error().detail.isEmpty());
}

void tst_Responders::repliesWithAFileAsItIsNow()
{
    QTemporaryDir dir;
    QFile file(dir.filePath(QStringLiteral("reply")));
    const auto write = [&file](const QByteArray& content) {
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(content);
        file.close();
    };
    write("one");
    ResponderSpec spec = fixed(file.fileName());
    spec.reply.form = PayloadSpec::Form::File;
    FakePeer peer;
    const auto responder = made(spec);
    responder->received(peer, "x");
    write("two");
    responder->received(peer, "x");
    QCOMPARE(peer.sent, (QByteArrayList{"one", "two"}));
    QVERIFY(QFile::resize(file.fileName(), 65LL * 1024 * 1024));
    const auto tooLarge = makeResponder(spec, PayloadSpec{});
    QVERIFY(!tooLarge);
    QCOMPARE(tooLarge.error().code, ErrorCode::TooLarge);
}

void tst_Responders::fileThatHasGone()
{
    QTemporaryDir dir;
    QFile file(dir.filePath(QStringLiteral("reply")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("x");
    file.close();
    ResponderSpec spec = fixed(file.fileName());
    spec.reply.form = PayloadSpec::Form::File;
    const ResponderFactory factory = makeResponder(spec, PayloadSpec{}).value();
    FakePeer peer;
    const auto responder = factory();
    QVERIFY(file.remove());
    QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("no reply: .*")));
    responder->received(peer, "x");
    QVERIFY(peer.sent.isEmpty());
    factory()->received(peer, "x"); // made after it went
    QVERIFY(peer.sent.isEmpty());
}

void tst_Responders::leavesTheEndToTheEndpointWithoutReply()
{
    QVERIFY(!made(ResponderSpec{}, text(QStringLiteral("hello")))->decidesEnd());
    QVERIFY(made(fixed(QStringLiteral("x")))->decidesEnd());
    ResponderSpec echo;
    echo.kind = ResponderSpec::Kind::Echo;
    QVERIFY(made(echo)->decidesEnd());
}

QTEST_GUILESS_MAIN(tst_Responders)
#include "tst_responders.moc"
