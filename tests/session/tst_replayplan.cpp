// SPDX-License-Identifier: MIT
#include "session/replayfeed.h"
#include "session/replaytarget.h"
#include "support/memorysource.h"
#include "support/patience.h"

#include <QTest>

using namespace wl;

class tst_replayplan : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void oneDirectionInOrder();
    void whatTheClientSent();
    void onlyTheSelected();
    void selectedOfSeveralConnections();
    void onlyWhatPasses();
    void droppedOnesAreCounted();
    void stopLeavesItEmpty();
    void feedReadsAheadInOrder();
    void feedTellsWhatCannotBeRead();
    void targets_data();
    void targets();

private:
    [[nodiscard]] static QByteArrayList bytesOf(const ReplayPlan& plan)
    {
        QByteArrayList all;
        for (const ReplayPlan::Message& message : plan.messages)
            all.append(plan.source->payload(RecordId(message.record)).value_or(QByteArray("?")));
        return all;
    }

    std::shared_ptr<test::MemorySource> m_source;
    ConnectionId m_first;
    ConnectionId m_other;
};

void tst_replayplan::init()
{
    m_source = std::make_shared<test::MemorySource>();
    m_first = m_source->addConnection({}, QStringLiteral("127.0.0.1:1"), QStringLiteral("127.0.0.1:2"),
                                      Transport::Tcp, Role::Client);
    m_other = m_source->addConnection({}, QStringLiteral("127.0.0.1:3"), QStringLiteral("127.0.0.1:4"));
    m_source->append(m_first, Direction::Sent, {}, RecordKind::Opened);
    m_source->append(m_first, Direction::Sent, "one");
    m_source->append(m_first, Direction::Received, "answer");
    m_source->append(m_other, Direction::Sent, "elsewhere");
    m_source->append(m_first, Direction::Sent, "two");
    m_source->append(m_first, Direction::Received, "yes");
    m_source->append(m_first, Direction::Sent, "three");
    m_source->append(m_first, Direction::Sent, {}, RecordKind::Closed);
}

void tst_replayplan::oneDirectionInOrder()
{
    const ReplayPlan plan = makeReplayPlan(m_source, {.connections = {m_first}});
    QCOMPARE(bytesOf(plan), QByteArrayList({"one", "two", "three"}));
    QCOMPARE(plan.bytes, 11);
    QCOMPARE(plan.messages.at(0).answersBefore, 0);
    QCOMPARE(plan.messages.at(1).answersBefore, 6);
    QCOMPARE(plan.messages.at(2).answersBefore, 9);
    QCOMPARE(plan.offsetNs(0), 0);
    QCOMPARE(plan.offsetNs(2), 5'000'000);
    const ReplayPlan back =
        makeReplayPlan(m_source, {.connections = {m_first}, .direction = Direction::Received});
    QCOMPARE(bytesOf(back), QByteArrayList({"answer", "yes"}));
}

void tst_replayplan::whatTheClientSent()
{
    QCOMPARE(clientDirection(m_source->connection(m_first).info), Direction::Sent);
    QCOMPARE(clientDirection(m_source->connection(m_other).info), Direction::Received);
}

void tst_replayplan::onlyTheSelected()
{
    const ReplayPlan plan =
        makeReplayPlan(m_source, {.records = {RecordId(2), RecordId(4), RecordId(6), RecordId(7)}});
    QCOMPARE(bytesOf(plan), QByteArrayList({"two", "three"}));
    QCOMPARE(plan.messages.at(0).answersBefore, 6);
}

void tst_replayplan::selectedOfSeveralConnections()
{
    const ReplayPlan plan = makeReplayPlan(m_source, {.records = {RecordId(1), RecordId(3)}});
    QCOMPARE(bytesOf(plan), QByteArrayList({"one", "elsewhere"}));
}

void tst_replayplan::onlyWhatPasses()
{
    ReplayChoice choice{.connections = {m_first}};
    choice.filter = *Query::parse(QStringLiteral("length > 3"));
    QCOMPARE(bytesOf(makeReplayPlan(m_source, choice)), QByteArrayList({"three"}));
    choice.filter = *Query::parse(QStringLiteral("length > 300"));
    QVERIFY(makeReplayPlan(m_source, choice).messages.empty());
}

void tst_replayplan::droppedOnesAreCounted()
{
    m_source->setFirstKept(3);
    const ReplayPlan plan = makeReplayPlan(m_source, {.connections = {m_first}});
    QCOMPARE(plan.messages.size(), 2U);
    QCOMPARE(plan.dropped, 1U);
}

void tst_replayplan::stopLeavesItEmpty()
{
    std::stop_source stop;
    stop.request_stop();
    QVERIFY(makeReplayPlan(m_source, {.connections = {m_first}}, stop.get_token()).messages.empty());
}

void tst_replayplan::feedReadsAheadInOrder()
{
    for (int i = 0; i < 3000; ++i)
        m_source->append(m_other, Direction::Received, QByteArray::number(i));
    m_source->append(m_other, Direction::Received, QByteArray(3 * 1024 * 1024, 'x'));
    m_source->append(m_other, Direction::Received, "last");
    ReplayFeed feed(std::make_shared<const ReplayPlan>(
        makeReplayPlan(m_source, {.connections = {m_other}, .direction = Direction::Received})));
    QByteArrayList got;
    while (!feed.isAtEnd()) {
        const auto next = feed.front();
        QVERIFY(next);
        if (*next == nullptr) {
            QVERIFY(test::waitFor([&] { return *feed.front() != nullptr || feed.isAtEnd(); }));
            continue;
        }
        got.append((*next)->bytes);
        feed.pop();
    }
    QCOMPARE(got.size(), 3002);
    for (int i = 0; i < 3000; ++i)
        QCOMPARE(got.at(i), QByteArray::number(i));
    QCOMPARE(got.at(3000).size(), 3 * 1024 * 1024);
    QCOMPARE(got.at(3001), QByteArray("last"));
}

void tst_replayplan::feedTellsWhatCannotBeRead()
{
    m_source->failPayload(4);
    ReplayFeed feed(std::make_shared<const ReplayPlan>(makeReplayPlan(m_source, {.connections = {m_first}})));
    QVERIFY(test::waitFor([&] { return !feed.front() || *feed.front() != nullptr; }));
    QVERIFY(feed.front());
    QCOMPARE((*feed.front())->bytes, QByteArray("one"));
    feed.pop();
    QVERIFY(!feed.front());
    QCOMPARE(feed.front().error().code, ErrorCode::FileFailed);
    QVERIFY(!feed.isAtEnd());
}

void tst_replayplan::targets_data()
{
    QTest::addColumn<QString>("address");
    QTest::addColumn<bool>("isTaken");
    QTest::newRow("tcp") << "tcp://127.0.0.1:80" << true;
    QTest::newRow("tls") << "tls://example.org:443" << true;
    QTest::newRow("udp") << "udp://[::1]:53" << true;
    QTest::newRow("without a scheme") << "127.0.0.1:80" << true;
    QTest::newRow("no port") << "tcp://127.0.0.1:0" << false;
    QTest::newRow("every address") << "tcp://*:80" << false;
    QTest::newRow("no host") << "tcp://:80" << false;
    QTest::newRow("http") << "http://127.0.0.1/" << false;
    QTest::newRow("ws") << "ws://127.0.0.1/" << false;
}

void tst_replayplan::targets()
{
    QFETCH(QString, address);
    const auto parsed = parseAddress(address);
    QVERIFY(parsed);
    QTEST(replayTarget(*parsed).has_value(), "isTaken");
}

QTEST_GUILESS_MAIN(tst_replayplan)
#include "tst_replayplan.moc"
