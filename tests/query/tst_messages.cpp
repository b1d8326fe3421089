// SPDX-License-Identifier: MIT
#include "linedecoder.h"
#include "query/queryrun.h"
#include "support/memorysource.h"

#include <QTest>

using namespace wl;
using namespace wl::test;

class TestMessages : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void matches_data();
    void matches();
    void onlyConnectionsThatCanMatch_data();
    void onlyConnectionsThatCanMatch();
    void droppedBytesAreGaps();
    void asksOnlyForItsFields();
    void theOldestGivesWay();
    void acrossBatchesAndGrowth();
    void decodesAsChosen();

private:
    [[nodiscard]] QueryContext context()
    {
        QueryContext context;
        context.decoders = [this](const ConversationFacts&, const DecodeWishes& wishes,
                                  ConversationDecoder::Sink sink) {
            ++m_decoders;
            m_wishes = wishes;
            return std::make_unique<LineDecoder>(wishes, std::move(sink));
        };
        return context;
    }
    [[nodiscard]] QString matching(const QString& filter)
    {
        const auto query = Query::parse(filter);
        if (!query)
            return query.error().text;
        QStringList numbers;
        for (const quint32 id : recordsMatching(*query, *m_source, context()))
            numbers += QString::number(id + 1);
        return numbers.join(u' ');
    }

    std::unique_ptr<MemorySource> m_source;
    int m_decoders = 0;
    DecodeWishes m_wishes;
};

void TestMessages::init()
{
    using D = Direction;
    m_decoders = 0;
    m_source = std::make_unique<MemorySource>();
    const auto a = m_source->addConnection(QStringLiteral("A"), {}, QStringLiteral("10.0.0.1:1"));
    const auto b = m_source->addConnection(QStringLiteral("B"), {}, QStringLiteral("10.0.0.2:2"));
    m_source->append(a, D::Received, "http.status 200\n");                    // 1
    m_source->append(a, D::Received, "http.sta");                             // 2
    m_source->append(b, D::Received, "http.status 500\nhttp.status 404\n");   // 3
    m_source->append(a, D::Sent, "http.method GET\n");                        // 4
    m_source->append(a, D::Received, "tus 404\nhttp.header[Content-Type] x"); // 5
    m_source->append(a, D::Received, "ml\n");                                 // 6
    m_source->append(b, D::Sent, "{\"a\":{\"b\":1}}\n{\"c\": true}\n");       // 7
    m_source->append(b, D::Sent, "{\"a\":{\"b\":\"one\"}}\n{\"d\":false}\n"); // 8
    m_source->append(a, D::Received, "http.host till the end");               // 9
    m_source->append(a, D::Received, {}, RecordKind::HalfClosed);             // 10
    m_source->append(b, D::Sent, "dns.name also");                            // 11
    m_source->append(b, D::Received, {}, RecordKind::Closed);                 // 12
}

void TestMessages::matches_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<QString>("numbers");
    const auto row = [](const char* filter, const char* numbers) {
        QTest::newRow(filter) << QString::fromLatin1(filter) << QString::fromLatin1(numbers);
    };
    row("http.status", "1 3 5");
    row("http.status == 404", "3 5"); // the record with the last byte
    row("http.status >= 400", "3 5");
    row("http.status > 404", "3");
    row("http.status < 404", "1");
    row("http.status <= 404", "1 3 5");
    row("http.status != 404", "1 2 4 6 7 8 9 10 11 12"); // none of its values
    row("http.status in {200, 404}", "1 3 5");
    row("http.status in 100..300", "1");
    row("http.status == \"404\"", "3 5");
    row("http.status startsWith \"4\"", "3 5");
    row("http.method == GET", "4");
    row("http.method == get", "");
    row("http.method in {PUT, GET}", "4");
    row("http.header", "6");
    row("http.header[\"content-type\"] == xml", "6");
    row("http.header[\"content\"]", "");
    row("http.header[\"Content-Type\"] matches \"^x.l$\"", "6");
    row("json[\"a.b\"] == 1", "7");
    row("json[\"a.b\"] == one", "8");
    row("json[\"A.B\"]", "");
    row("json[\"a.b\"]", "7 8");
    row("json[\"c\"]", "7");
    row("json[\"c\"] == true", "7");
    row("json[\"d\"]", ""); // false is no
    row("json[\"d\"] == false", "8");
    row("json", "7 8");
    row("http.host contains end", "10"); // ended by the end
    row("dns.name == also", "12");
    row("proto == lines", "1 3 4 5 6 7 8 10 12");
    row("http.status == 404 and dir == in and conn == 1", "5");
    row("http.status == 200 or http.method or length == 8", "1 2 4");
    row("not http.status and number < 6", "2 4");
}

void TestMessages::matches()
{
    QFETCH(QString, filter);
    QFETCH(QString, numbers);
    QCOMPARE(matching(filter), numbers);
}

void TestMessages::onlyConnectionsThatCanMatch_data()
{
    QTest::addColumn<QString>("filter");
    QTest::addColumn<int>("decoders");
    QTest::newRow("all") << QStringLiteral("http.status") << 2;
    QTest::newRow("none asked") << QStringLiteral("length > 3") << 0;
    QTest::newRow("by number") << QStringLiteral("http.status and conn == 2") << 1;
    QTest::newRow("by peer") << QStringLiteral("peer == 10.0.0.2 and http.status") << 1;
    QTest::newRow("by no") << QStringLiteral("not conn == 1 and http.status") << 1;
    QTest::newRow("by neither") << QStringLiteral("pane == C and http.status") << 0;
    QTest::newRow("or") << QStringLiteral("(pane == C or pane == A) and http.status") << 1;
    QTest::newRow("or else") << QStringLiteral("pane == A or http.status") << 2;
}

void TestMessages::onlyConnectionsThatCanMatch()
{
    QFETCH(QString, filter);
    QFETCH(int, decoders);
    (void)matching(filter);
    QCOMPARE(m_decoders, decoders);
}

void TestMessages::droppedBytesAreGaps()
{
    m_source->setFirstKept(2); // 1 and 2 are gone
    QCOMPARE(matching(QStringLiteral("http.trailer[\"gap\"] == 16")), QStringLiteral("1"));
    QCOMPARE(matching(QStringLiteral("http.trailer[\"gap\"] == 8")), QStringLiteral("2"));
    QCOMPARE(matching(QStringLiteral("http.status")), QStringLiteral("3"));
}

void TestMessages::asksOnlyForItsFields()
{
    (void)matching(QStringLiteral("http.status == 1 or http.header[\"x\"] or proto == dns"));
    QCOMPARE(m_wishes.fields.size(), 2U);
    QCOMPARE(m_wishes.fields.at(0), "http.status");
    QCOMPARE(m_wishes.fields.at(1), "http.header");
    QVERIFY(!m_wishes.tree && !m_wishes.info && m_wishes.contentBytes == 0);
}

// With one decoder at a time, a conversation that comes back begins behind a gap as long as what came before.
void TestMessages::theOldestGivesWay()
{
    DecodeWishes wishes;
    wishes.fields = {"http.trailer"};
    ConversationPool pool(*m_source, context().decoders, wishes, 1);
    QList<qint64> gaps;
    const auto feed = [&](quint64 number) {
        const RecordId id(number - 1);
        const QByteArray bytes = *m_source->payload(id, 0, -1);
        pool.feed(m_source->record(id), bytes, [&](const DecodedMessage& message) {
            if (!message.fields.empty() && message.fields.front().key == "gap")
                gaps += std::get<qint64>(message.fields.front().value);
        });
    };
    feed(1);
    feed(2);
    QCOMPARE(pool.restarts(), 0U);
    feed(3);
    feed(4);
    QCOMPARE(pool.restarts(), 1U);
    QCOMPARE(gaps, QList<qint64>{24});
    feed(5);
    QCOMPARE(pool.restarts(), 1U);
}

void TestMessages::acrossBatchesAndGrowth()
{
    const auto id = m_source->addConnection(QStringLiteral("C"), {}, {});
    m_source->append(id, Direction::Sent, "http.host 4");
    QueryRun run(*Query::parse(u"http.host contains \"400\" and conn == 3"), *m_source, context());
    std::vector<quint32> found;
    QVERIFY(run.advance(1000, found));
    found.clear();
    for (int i = 0; i < 9000; ++i)
        m_source->append(id, Direction::Sent, "0");
    const RecordId last = m_source->append(id, Direction::Sent, "\n");
    while (run.advance(100'000, found)) {
    }
    QCOMPARE(found, (std::vector<quint32>{quint32(last.value())}));
    QCOMPARE(run.restartedConversations(), 0U);
}

void TestMessages::decodesAsChosen()
{
    MemorySource source;
    for (int i = 0; i < 2; ++i) {
        const auto connection = source.addConnection(QStringLiteral("A"), {}, QStringLiteral("10.0.0.1:1"));
        source.append(connection, Direction::Sent, "GET /one HTTP/1.1\r\n\r\n");
    }
    QueryContext chosen;
    chosen.decodeAs.insert(ConnectionId(1), Protocol::Lines);
    const auto query = Query::parse(u"http.method == \"GET\"");
    QVERIFY(query);
    QCOMPARE(recordsMatching(*query, source, chosen), std::vector<quint32>{0});
    QCOMPARE(recordsMatching(*query, source), (std::vector<quint32>{0, 1}));
}

QTEST_GUILESS_MAIN(TestMessages)
#include "tst_messages.moc"
