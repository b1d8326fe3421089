// SPDX-License-Identifier: MIT
#include "support/memorysource.h"
#include "ui/traffic/conversationrecords.h"

#include <QTest>

using namespace wl;
using namespace wl::test;

class TestConversationRecords : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void showsOnlyItsConnections();
    void growsWithTheSource();
    void addingAConnectionFindsItsOlderRecords();
    void whatIsShownStaysWhileMoreIsLookedFor();
    void endpointsBringTheirNewConnections();
    void removingAConnectionTakesItsRecordsAway();
    void manyChangesWhileItScans();
    void emptySetIsEmpty();

private:
    [[nodiscard]] static QString ids(const ConversationRecords& records)
    {
        QStringList texts;
        for (qsizetype i = 0; i < records.count(); ++i)
            texts += QString::number(records.at(i).value());
        return texts.join(u' ');
    }
    [[nodiscard]] static QString updated(ConversationRecords& records)
    {
        records.update();
        return ids(records);
    }

    std::unique_ptr<MemorySource> m_source;
    ConnectionId m_a;
    ConnectionId m_b;
};

void TestConversationRecords::init()
{
    m_source = std::make_unique<MemorySource>();
    m_a = m_source->addConnection(QStringLiteral("A"), 1);
    m_b = m_source->addConnection(QStringLiteral("B"), 2);
    for (int i = 0; i < 6; ++i)
        m_source->append(i % 2 == 0 ? m_a : m_b, Direction::Sent, "x");
}

void TestConversationRecords::showsOnlyItsConnections()
{
    ConversationRecords records(*m_source);
    records.show({{m_b}});
    QTRY_COMPARE(updated(records), QStringLiteral("1 3 5"));
    QCOMPARE(records.indexOf(RecordId(3)), 1);
    QCOMPARE(records.indexOf(RecordId(4)), 2);
    QCOMPARE(records.indexOf(RecordId(99)), 3);
}

void TestConversationRecords::growsWithTheSource()
{
    ConversationRecords records(*m_source);
    records.show({{m_a}});
    QTRY_COMPARE(updated(records), QStringLiteral("0 2 4"));
    m_source->append(m_b, Direction::Sent, "x");
    m_source->append(m_a, Direction::Sent, "x");
    QTRY_COMPARE(updated(records), QStringLiteral("0 2 4 7"));
}

void TestConversationRecords::addingAConnectionFindsItsOlderRecords()
{
    ConversationRecords records(*m_source);
    records.show({{m_a}});
    QTRY_COMPARE(updated(records), QStringLiteral("0 2 4"));
    records.show({{m_b, m_a, m_b}});
    QTRY_COMPARE(updated(records), QStringLiteral("0 1 2 3 4 5"));
    const ConnectionId late = m_source->addConnection(QStringLiteral("C"), 3);
    m_source->append(late, Direction::Sent, "x");
    records.show({{m_a, m_b, late}});
    QTRY_COMPARE(updated(records), QStringLiteral("0 1 2 3 4 5 6"));
}

void TestConversationRecords::whatIsShownStaysWhileMoreIsLookedFor()
{
    ConversationRecords records(*m_source);
    records.show({{m_a}});
    QTRY_COMPARE(updated(records), QStringLiteral("0 2 4"));
    const ConnectionId late = m_source->addConnection(QStringLiteral("C"), 3);
    m_source->append(late, Direction::Sent, "x");
    records.show({{m_a, late}});
    QCOMPARE(ids(records), QStringLiteral("0 2 4")); // not one of them goes
    records.show({{m_a, late, m_b}});
    QVERIFY(ids(records).startsWith(QStringLiteral("0 2 4"))); // by now perhaps with the late one
    QTRY_COMPARE(updated(records), QStringLiteral("0 1 2 3 4 5 6"));
    records.show({{m_b}}); // while nothing is looked for
    QTRY_COMPARE(updated(records), QStringLiteral("1 3 5"));
}

void TestConversationRecords::endpointsBringTheirNewConnections()
{
    const EndpointId endpoint(7);
    const ConnectionId first = m_source->addConnection(QStringLiteral("C"), 3, Transport::Tcp, endpoint);
    m_source->append(first, Direction::Sent, "x");
    ConversationRecords records(*m_source);
    records.show({{}, {endpoint}});
    QTRY_COMPARE(updated(records), QStringLiteral("6"));
    const ConnectionId second = m_source->addConnection(QStringLiteral("D"), 4, Transport::Tcp, endpoint);
    m_source->append(second, Direction::Sent, "x");
    m_source->append(m_a, Direction::Sent, "x");
    m_source->append(first, Direction::Sent, "x");
    QTRY_COMPARE(updated(records), QStringLiteral("6 7 9")); // nobody had to say that there is one more
    records.show({{}, {endpoint}, {first}});
    QTRY_COMPARE(updated(records), QStringLiteral("7"));
    records.show({{}, {endpoint}});
    QTRY_COMPARE(updated(records), QStringLiteral("6 7 9"));
}

void TestConversationRecords::removingAConnectionTakesItsRecordsAway()
{
    ConversationRecords records(*m_source);
    records.show({{m_a, m_b}});
    QTRY_COMPARE(updated(records), QStringLiteral("0 1 2 3 4 5"));
    records.show({{m_b}});
    QTRY_COMPARE(updated(records), QStringLiteral("1 3 5"));
}

void TestConversationRecords::manyChangesWhileItScans()
{
    QList<ConnectionId> connections{m_a, m_b};
    for (int i = 0; i < 200; ++i) {
        connections += m_source->addConnection(QString::number(i), quint16(10 + i));
        for (int record = 0; record < 100; ++record)
            m_source->append(connections.at(record % connections.size()), Direction::Received, "x");
    }
    ConversationRecords records(*m_source);
    for (qsizetype size = 1; size <= connections.size(); ++size) {
        records.show({connections.first(size)});
        records.update();
    }
    const auto count = [&] {
        records.update();
        return quint64(records.count());
    };
    QTRY_COMPARE(count(), m_source->recordCount());
    for (qsizetype i = 0; i < records.count(); ++i)
        QCOMPARE(records.at(i), RecordId(quint64(i)));
}

void TestConversationRecords::emptySetIsEmpty()
{
    ConversationRecords records(*m_source);
    QVERIFY(!records.update());
    QVERIFY(records.isEmptySet());
    records.show({{m_a}});
    QTRY_COMPARE(updated(records), QStringLiteral("0 2 4"));
    records.show({{}});
    QVERIFY(records.update());
    QCOMPARE(records.count(), 0);
    records.show({{ConnectionId(77)}}); // not in the table yet
    QCOMPARE(updated(records), QString());
}

QTEST_GUILESS_MAIN(TestConversationRecords)
#include "tst_conversationrecords.moc"
