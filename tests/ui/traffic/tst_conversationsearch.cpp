// SPDX-License-Identifier: MIT
#include "support/memorysource.h"
#include "ui/traffic/conversationfind.h"
#include "ui/traffic/streammatcher.h"
#include "ui/widgets/findline.h"

#include <QLabel>
#include <QLineEdit>
#include <QSignalSpy>
#include <QTest>

using namespace wl;
using namespace wl::test;

class TestConversationSearch : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void matchesAcrossRecords_data();
    void matchesAcrossRecords();
    void findsInItsConversationOnly();
    void findsInWordsOfEvents();
    void goesOnAsItGrows();
    void passesOverWhatIsGone();
    void datagramsDoNotContinue();
    void canBeCanceledAndBegunAnew();
    void goesFromMatchToMatch();

private:
    RecordId append(const QByteArray& bytes, Direction direction = Direction::Sent)
    {
        return m_source->append(m_connection, direction, bytes);
    }
    std::vector<quint32> found(const QByteArray& needle, ByteSearch::Case letters = ByteSearch::Case::Any)
    {
        m_search->start(m_source, {{m_connection}}, needle, letters);
        [this] { QTRY_VERIFY((m_search->update(), m_search->isDone())); }();
        return m_search->records();
    }
    using Records = std::vector<quint32>;

    std::shared_ptr<MemorySource> m_source;
    ConnectionId m_connection;
    ConnectionId m_other;
    std::unique_ptr<ConversationSearch> m_search;
};

void TestConversationSearch::init()
{
    m_search = std::make_unique<ConversationSearch>();
    m_source = std::make_shared<MemorySource>();
    m_other = m_source->addConnection(QStringLiteral("Other"), 1);
    m_connection = m_source->addConnection(QStringLiteral("Echo"), 2);
}

void TestConversationSearch::matchesAcrossRecords_data()
{
    QTest::addColumn<QByteArrayList>("records");
    QTest::addColumn<QByteArray>("needle");
    QTest::addColumn<Records>("expected");
    const auto row = [](const char* name, const QByteArrayList& records, const char* needle,
                        const Records& expected) {
        QTest::newRow(name) << records << QByteArray(needle) << expected;
    };
    row("inside", {"xabx", "ab", "cd"}, "ab", {0, 1});
    row("twice in one", {"ab ab"}, "ab", {0, 0});
    row("over two", {"xa", "bx"}, "ab", {0});
    row("over three", {"xa", "b", "cx"}, "abc", {0});
    row("over many single bytes", {"a", "b", "c", "d", "a", "b", "c", "d"}, "bcda", {1});
    row("begins in the later one", {"xa", "ab"}, "ab", {1});
    row("do not overlap", {"aa", "aa", "a"}, "aa", {0, 1});
    row("do not overlap across", {"aaa", "a", "aa"}, "aa", {0, 0, 2});
    row("empty records between", {"a", "", "b"}, "ab", {0});
    row("one byte", {"a", "ba", ""}, "a", {0, 1});
    row("none", {"a", "c", "b"}, "ab", {});
    row("longer than all", {"a", "b"}, "abc", {});
    row("a start that fails", {"aab", "aaa", "b"}, "aaab", {1});
}

void TestConversationSearch::matchesAcrossRecords()
{
    QFETCH(QByteArrayList, records);
    QFETCH(QByteArray, needle);
    QFETCH(Records, expected);
    const ByteSearch search(needle, ByteSearch::Case::Exact);
    StreamMatcher matcher;
    Records found;
    for (quint32 i = 0; i < quint32(records.size()); ++i)
        matcher.feed(search, i, records[i], [&](quint32 record) { found.push_back(record); });
    QCOMPARE(found, expected);
}

void TestConversationSearch::findsInItsConversationOnly()
{
    append("Needle");
    m_source->append(m_other, Direction::Sent, "needle");
    append("nee", Direction::Sent);
    append("needle", Direction::Received);
    append("dle", Direction::Sent);
    QCOMPARE(found("needle"), (Records{0, 2, 3}));
    QCOMPARE(m_search->matches(), quint64{3});
    QCOMPARE(found("needle", ByteSearch::Case::Exact), (Records{2, 3}));
    QVERIFY(found("nothing").empty());
    QCOMPARE(m_search->percent(), 100);
}

void TestConversationSearch::findsInWordsOfEvents()
{
    append("x");
    m_source->append(m_connection, Direction::Received, {}, RecordKind::Reset);
    QCOMPARE(found("RESET"), (Records{1}));
    QVERIFY(found("RESET", ByteSearch::Case::Exact).empty()); // bytes are not words
}

void TestConversationSearch::goesOnAsItGrows()
{
    append("one ne");
    QVERIFY(found("needle").empty());
    append("edle");
    QTRY_COMPARE((m_search->update(), m_search->records()), (Records{0}));
    for (int i = 0; i < 30'000; ++i)
        append("a needle");
    QTRY_COMPARE((m_search->update(), m_search->matches()), quint64{30'001});
    QVERIFY(std::is_sorted(m_search->records().begin(), m_search->records().end()));
}

void TestConversationSearch::passesOverWhatIsGone()
{
    append("needle");
    append("nee");
    append("dle needle");
    m_source->setFirstKept(2);
    QCOMPARE(found("needle"), (Records{2}));
}

void TestConversationSearch::datagramsDoNotContinue()
{
    m_connection = m_source->addConnection(QStringLiteral("UDP"), 3, Transport::Udp);
    append("nee");
    append("dle");
    append("needle");
    QCOMPARE(found("needle"), (Records{2}));
}

void TestConversationSearch::canBeCanceledAndBegunAnew()
{
    for (int i = 0; i < 20'000; ++i)
        append("a needle or two needles");
    for (int i = 0; i < 20; ++i) {
        m_search->start(m_source, {{m_connection}}, "needle", ByteSearch::Case::Any);
        m_search->update();
        m_search->cancel();
        QVERIFY(!m_search->isActive());
        QVERIFY(m_search->records().empty());
    }
    QCOMPARE(found("two needles").size(), size_t{20'000});
    m_search->start(m_source, {{m_connection}}, "needle", ByteSearch::Case::Any);
    m_search.reset(); // while it works
}

void TestConversationSearch::goesFromMatchToMatch()
{
    for (int i = 0; i < 5; ++i)
        append(i % 2 == 0 ? "needle" : "hay");
    Pulse pulse;
    QWidget view;
    FindLine line(QStringLiteral("Find"), &view);
    ConversationFind find(m_source, line, pulse);
    find.setSelection({{m_connection}});
    QSignalSpy found(&find, &ConversationFind::found);
    QSignalSpy marked(&find, &ConversationFind::textChanged);
    const auto last = [&found] { return found.last().at(0).value<RecordId>(); };
    const auto* result = line.findChild<QLabel*>(QStringLiteral("findResult"));
    line.open(QStringLiteral("needle"));
    emit line.findWanted(line.text(), true); // from the end
    QTRY_COMPARE(found.count(), 1);
    QCOMPARE(last(), RecordId(4));
    QCOMPARE(result->text(), QStringLiteral("3 of 3"));
    QCOMPARE(marked.last().at(0).toString(), QStringLiteral("needle"));
    emit line.findWanted(line.text(), false);
    QCOMPARE(last(), RecordId(0));
    QCOMPARE(result->text(), QStringLiteral("1 of 3, from the other end"));
    find.setCurrent(RecordId(1)); // somebody clicked elsewhere
    emit line.findWanted(line.text(), false);
    QCOMPARE(last(), RecordId(2));
    find.setSelection({{m_other}}); // looks there
    QTRY_COMPARE(result->text(), QStringLiteral("Not found"));
    emit line.closed();
    QCOMPARE(marked.last().at(0).toString(), QString());
}

QTEST_MAIN(TestConversationSearch)
#include "tst_conversationsearch.moc"
