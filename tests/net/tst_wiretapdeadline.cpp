// SPDX-License-Identifier: MIT
#include "net/wiretapdeadline.h"

#include <QtTest>

using namespace wl;

class TestWireTapDeadline : public QObject
{
    Q_OBJECT
private slots:
    void deadlines_data();
    void deadlines();
};

void TestWireTapDeadline::deadlines_data()
{
    QTest::addColumn<int>("phase");
    QTest::addColumn<int>("firstByteMs");
    QTest::addColumn<int>("idleMs");
    QTest::addColumn<int>("code"); // None = there is no deadline
    QTest::addColumn<qint64>("atMs");

    const auto row = [](const char* name, TapPhase phase, int firstByteMs, int idleMs, ErrorCode code,
                        qint64 atMs = 0) {
        QTest::newRow(name) << int(phase) << firstByteMs << idleMs << int(code) << atMs;
    };
    // Sent at 1000 ms, last activity at 3000 ms.
    row("resolving", TapPhase::Resolving, 100, 200, ErrorCode::None);
    row("connecting", TapPhase::Connecting, 100, 200, ErrorCode::None);
    row("handshaking", TapPhase::Handshaking, 100, 200, ErrorCode::None);
    row("sending", TapPhase::Sending, 100, 200, ErrorCode::IdleTimeout, 3200);
    row("waiting", TapPhase::Waiting, 100, 200, ErrorCode::FirstByteTimeout, 1100);
    row("receiving", TapPhase::Receiving, 100, 200, ErrorCode::IdleTimeout, 3200);
    row("ended", TapPhase::Ended, 100, 200, ErrorCode::None);
    row("sending for ever", TapPhase::Sending, 100, 0, ErrorCode::None);
    row("waiting for ever", TapPhase::Waiting, 0, 200, ErrorCode::None);
    row("receiving for ever", TapPhase::Receiving, 100, 0, ErrorCode::None);
}

void TestWireTapDeadline::deadlines()
{
    QFETCH(int, phase);
    QFETCH(int, firstByteMs);
    QFETCH(int, idleMs);
    QFETCH(int, code);
    QFETCH(qint64, atMs);
    const TapTimeouts timeouts{std::chrono::seconds(10), std::chrono::milliseconds(firstByteMs),
                               std::chrono::milliseconds(idleMs)};
    const auto deadline =
        tapDeadline(TapPhase(phase), timeouts, Timestamp{1'000'000'000}, Timestamp{3'000'000'000});
    QCOMPARE(deadline.has_value(), code != int(ErrorCode::None));
    if (deadline) {
        QCOMPARE(int(deadline->code), code);
        QCOMPARE(deadline->at.ns, atMs * 1'000'000);
    }
}

QTEST_GUILESS_MAIN(TestWireTapDeadline)
#include "tst_wiretapdeadline.moc"
