// SPDX-License-Identifier: MIT
#include "capture/eventplan.h"
#include "capture/pcapng.h"

#include <QTest>

using namespace wl;

Q_DECLARE_METATYPE(wl::FlowState)

namespace {

// "S>" is a SYN of ours, "SA<" a SYN-ACK of the peer, and so on; a trailing "!" says that a comment is
// needed.
QByteArray textOf(const EventPlan& plan)
{
    QByteArray text;
    for (int i = 0; i < plan.count; ++i) {
        const PlannedPacket& packet = plan.packets[static_cast<size_t>(i)];
        const std::pair<int, char> letters[] = {{pcapng::tcpSyn, 'S'},
                                                {pcapng::tcpFin, 'F'},
                                                {pcapng::tcpRst, 'R'},
                                                {pcapng::tcpPsh, 'P'},
                                                {pcapng::tcpAck, 'A'}};
        for (const auto& [flag, letter] : letters) {
            if ((packet.tcpFlags & flag) != 0) {
                text += letter;
            }
        }
        text += packet.direction == Direction::Sent ? "> " : "< ";
    }
    return text.trimmed() + (plan.needsComment ? "!" : "");
}

FlowState state(FlowState::Stage stage, bool weFinished = false, bool peerFinished = false,
                bool reset = false)
{
    FlowState result;
    result.stage = stage;
    result.finished = {weFinished, peerFinished};
    result.reset = reset;
    return result;
}

} // namespace

class TestEventPlan : public QObject
{
    Q_OBJECT
private slots:
    void packetsOfEvents_data()
    {
        QTest::addColumn<FlowState>("state");
        QTest::addColumn<Role>("role");
        QTest::addColumn<RecordKind>("kind");
        QTest::addColumn<Direction>("direction");
        QTest::addColumn<QByteArray>("packets");
        using Stage = FlowState::Stage;
        const FlowState nothing = state(Stage::Nothing);
        const FlowState asked = state(Stage::Asked);
        const FlowState running = state(Stage::Running);
        const FlowState peerDone = state(Stage::Running, false, true);
        const FlowState bothDone = state(Stage::Running, true, true);
        const FlowState reset = state(Stage::Running, false, false, true);
        const auto row = [](const char* name, const FlowState& s, Role role, RecordKind kind,
                            Direction direction, const char* packets) {
            QTest::newRow(name) << s << role << kind << direction << QByteArray(packets);
        };
        const auto out = Direction::Sent;
        const auto in = Direction::Received;
        row("open, server", nothing, Role::Server, RecordKind::Opened, in, "S< SA> A<");
        row("open, client", nothing, Role::Client, RecordKind::Opened, out, "S> SA< A>");
        row("open after a note", asked, Role::Client, RecordKind::Opened, out, "SA< A>");
        row("open in the middle", running, Role::Client, RecordKind::Opened, out, "A>!");
        row("open after a reset", state(Stage::Asked, false, false, true), Role::Client, RecordKind::Opened,
            out, "A>!");
        row("half-close", running, Role::Server, RecordKind::HalfClosed, in, "FPA<");
        row("half-close twice", peerDone, Role::Server, RecordKind::HalfClosed, in, "A<!");
        row("half-close of nothing", nothing, Role::Server, RecordKind::HalfClosed, in, "S<!");
        row("half-close after a reset", reset, Role::Server, RecordKind::HalfClosed, out, "A>!");
        row("close, peer first", running, Role::Server, RecordKind::Closed, in, "FA< FA> A<");
        row("close, we first", running, Role::Server, RecordKind::Closed, out, "FA> FA< A>");
        row("close the other half", peerDone, Role::Server, RecordKind::Closed, out, "FA> A<");
        row("close after both halves", bothDone, Role::Server, RecordKind::Closed, in, "A<");
        FlowState peerLast = bothDone; // the peer's FIN came last, so it has seen ours
        peerLast.next = {100, 200};
        peerLast.acknowledged = {150, 100};
        row("close, the ACK is ours", peerLast, Role::Server, RecordKind::Closed, in, "A>");
        row("close, it is ours anyway", peerLast, Role::Server, RecordKind::Closed, out, "A>");
        row("close what never opened", asked, Role::Client, RecordKind::Closed, out, "A>!");
        row("close after a reset", reset, Role::Client, RecordKind::Closed, out, "A>!");
        row("reset", running, Role::Server, RecordKind::Reset, in, "RA<");
        row("reset before opening", nothing, Role::Client, RecordKind::Reset, in, "S> RA<");
        row("reset twice", reset, Role::Client, RecordKind::Reset, in, "A<!");
        row("fail at once", nothing, Role::Client, RecordKind::Failed, out, "S>!");
        row("fail later", running, Role::Client, RecordKind::Failed, in, "A<!");
        row("note at once", nothing, Role::Server, RecordKind::Note, out, "S<!");
        row("note", running, Role::Server, RecordKind::Note, out, "A>!");
    }
    void packetsOfEvents()
    {
        QFETCH(FlowState, state);
        QFETCH(Role, role);
        QFETCH(RecordKind, kind);
        QFETCH(Direction, direction);
        QTEST(textOf(planEvent(state, role, kind, direction)), "packets");
    }

    void commentsComeBack_data()
    {
        QTest::addColumn<QByteArray>("comment");
        QTest::addColumn<int>("kind");
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("note") << QByteArray("note: a: b") << int(RecordKind::Note) << QByteArray("a: b");
        QTest::newRow("no text") << QByteArray("closed") << int(RecordKind::Closed) << QByteArray();
        QTest::newRow("empty text") << QByteArray("failed: ") << int(RecordKind::Failed) << QByteArray();
        QTest::newRow("half-closed") << QByteArray("half-closed: x") << int(RecordKind::HalfClosed)
                                     << QByteArray("x");
        QTest::newRow("another word") << QByteArray("noted: x") << -1 << QByteArray();
        QTest::newRow("no blank") << QByteArray("note:x") << -1 << QByteArray();
        QTest::newRow("data is none") << QByteArray("data: x") << -1 << QByteArray();
        QTest::newRow("empty") << QByteArray() << -1 << QByteArray();
    }
    void commentsComeBack()
    {
        QFETCH(QByteArray, comment);
        QFETCH(int, kind);
        const auto parsed = parseEventComment(comment);
        QCOMPARE(parsed ? int(parsed->kind) : -1, kind);
        if (parsed) {
            QTEST(comment.mid(parsed->textOffset), "text");
        }
    }

    void states()
    {
        using State = ConnectionState;
        const auto out = Direction::Sent;
        const auto in = Direction::Received;
        QCOMPARE(int(stateAfter(State::Connecting, RecordKind::Opened, in)), int(State::Open));
        QCOMPARE(int(stateAfter(State::Connecting, RecordKind::Data, in)), int(State::Open));
        QCOMPARE(int(stateAfter(State::Connecting, RecordKind::Note, in)), int(State::Connecting));
        QCOMPARE(int(stateAfter(State::Open, RecordKind::HalfClosed, in)), int(State::PeerFinished));
        QCOMPARE(int(stateAfter(State::Open, RecordKind::HalfClosed, out)), int(State::WeFinished));
        QCOMPARE(int(stateAfter(State::PeerFinished, RecordKind::Data, out)), int(State::PeerFinished));
        QCOMPARE(int(stateAfter(State::PeerFinished, RecordKind::Closed, out)), int(State::Closed));
        QCOMPARE(int(stateAfter(State::Open, RecordKind::Reset, out)), int(State::Reset));
        QCOMPARE(int(stateAfter(State::Connecting, RecordKind::Failed, out)), int(State::Failed));
    }
};

QTEST_GUILESS_MAIN(TestEventPlan)
#include "tst_eventplan.moc"
