// SPDX-License-Identifier: MIT
#include "support/memorysource.h"
#include "ui/inspect/recordmessages.h"
#include "ui/traffic/decodedmodel.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace wl;
using namespace wl::test;

class TestRecordMessages : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void decodesTheMessageOfARecord();
    void tellsWhichRecordsHoldIt();
    void shownAsItGrows();
    void switchesBetweenRecords();
    void eventsHaveNone();
    void boundsWhatIsShown();
    void bytesThatAreGone();
    void modelIsATree();
    void modelSelectsTheInnermostField();
    void modelShowsWhatIsWrong();

private:
    using State = RecordMessages::State;

    RecordId append(const QByteArray& bytes, Direction direction = Direction::Received)
    {
        return m_source->append(m_connection, direction, bytes);
    }
    const DecodedRecord& decoded(RecordId id, std::optional<Protocol> as = {})
    {
        m_messages->show(m_source, id, as);
        [this] { QTRY_COMPARE(m_messages->state(), State::Shown); }();
        return *m_messages->decoded();
    }
    [[nodiscard]] static QModelIndex find(const QAbstractItemModel& model, const QString& text)
    {
        const QModelIndexList found =
            model.match(model.index(0, 0), Qt::DisplayRole, text, 1, Qt::MatchContains | Qt::MatchRecursive);
        return found.value(0);
    }

    std::shared_ptr<MemorySource> m_source;
    ConnectionId m_connection;
    Pulse m_pulse;
    std::unique_ptr<RecordMessages> m_messages;
};

void TestRecordMessages::init()
{
    m_source = std::make_shared<MemorySource>();
    m_connection = m_source->addConnection(QStringLiteral("Web"), 5000);
    m_messages = std::make_unique<RecordMessages>(m_pulse);
}

void TestRecordMessages::decodesTheMessageOfARecord()
{
    const RecordId first = append("GET /one HTTP/1.1\r\n\r\n");
    const RecordId second = append("GET /two HTTP/1.1\r\n\r\n");
    QCOMPARE(decoded(second).messages.size(), size_t{1});
    QCOMPARE(m_messages->decoded()->messages[0].read.message.info, QStringLiteral("GET /two HTTP/1.1"));
    QCOMPARE(m_messages->decoded()->range, (ByteRange{21, 21}));
    QCOMPARE(m_messages->protocol(), Protocol::Http);
    QCOMPARE(decoded(first).messages[0].read.message.info, QStringLiteral("GET /one HTTP/1.1"));
    QCOMPARE(decoded(first, Protocol::Lines).messages.size(), size_t{2});
}

void TestRecordMessages::tellsWhichRecordsHoldIt()
{
    const RecordId first = append("GET /one HT");
    append("answer", Direction::Sent);
    const RecordId second = append("TP/1.1\r\n\r\n");
    const DecodedRecord& record = decoded(second);
    QCOMPARE(record.messages.size(), size_t{1});
    QCOMPARE(record.messages[0].recordWith(0), first);
    QCOMPARE(record.messages[0].recordWith(10), first);
    QCOMPARE(record.messages[0].recordWith(11), second);
}

void TestRecordMessages::shownAsItGrows()
{
    const RecordId first = append("POST / HTTP/1.1\r\nContent-Length: 6\r\n\r\nabc");
    QVERIFY(decoded(first).hasUnfinished());
    append("def");
    QTRY_VERIFY(!m_messages->decoded()->hasUnfinished());
    QCOMPARE(m_messages->decoded()->messages[0].read.message.content, QByteArray("abcdef"));
    QVERIFY(!m_messages->decoded()->messages[0].read.message.problem);
}

void TestRecordMessages::switchesBetweenRecords()
{
    for (int i = 0; i < 3000; ++i)
        append("GET /" + QByteArray::number(i) + " HTTP/1.1\r\n\r\n");
    for (const quint64 id : {0, 2999, 3, 1500, 1501})
        m_messages->show(m_source, RecordId(id), {}); // none but the last one is waited for
    QTRY_COMPARE(m_messages->state(), State::Shown);
    QCOMPARE(m_messages->decoded()->record, RecordId(1501));
    QCOMPARE(m_messages->decoded()->messages[0].read.message.info, QStringLiteral("GET /1501 HTTP/1.1"));
    m_messages->show(m_source, RecordId(7), {});
    m_messages->clear();
    QCOMPARE(m_messages->state(), State::Empty);
    m_messages->show(m_source, RecordId(9), {});
    m_messages.reset(); // while it works
}

void TestRecordMessages::eventsHaveNone()
{
    const RecordId event = m_source->append(m_connection, Direction::Sent, "why", RecordKind::Failed);
    m_messages->show(m_source, event, {});
    QCOMPARE(m_messages->state(), State::Empty);
    const RecordId empty = append({});
    QVERIFY(decoded(empty).messages.empty());
}

void TestRecordMessages::boundsWhatIsShown()
{
    QByteArray many;
    for (int i = 0; i < 2000; ++i)
        many += "GET /" + QByteArray::number(i) + " HTTP/1.1\r\nA: b\r\n\r\n";
    const DecodedRecord& record = decoded(append(many));
    QCOMPARE(record.messages.size(), RecordMessages::mostMessages);
    QVERIFY(record.hasMore);
}

void TestRecordMessages::bytesThatAreGone()
{
    append("GET /one HTTP/1.1\r\n\r\n");
    append("GET /two HTTP/1.1\r\n\r\n");
    m_source->setFirstKept(1);
    QVERIFY(decoded(RecordId(0)).messages.empty());
    QCOMPARE(decoded(RecordId(1)).messages.size(), size_t{1});
}

void TestRecordMessages::modelIsATree()
{
    DecodedModel model;
    const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    append("GET /one HTTP/1.1\r\nHost: a\r\n\r\nPOST /x HTTP/1.1\r\nContent-");
    append("Length: 3\r\n\r\nabc");
    static_cast<void>(decoded(RecordId(0)));
    model.setDecoded(m_messages->decoded());
    QCOMPARE(model.rowCount(), 2);
    QVERIFY(model.index(0, 0).data().toString().contains(QStringLiteral("GET /one")));
    QVERIFY(model.rowCount(model.index(0, 0)) > 1);
    QCOMPARE(model.index(0, 1).data().toString(), QStringLiteral("0–29"));
    const QModelIndex body = find(model, QStringLiteral("Body"));
    QVERIFY(body.isValid());
    QCOMPARE(model.rangeInRecord(body).length, 0);
    QCOMPARE(model.otherRecord(body), RecordId(1));
    QCOMPARE(body.siblingAtColumn(1).data().toString(), QStringLiteral("in #2"));
    QVERIFY(!model.index(9, 0).isValid());
    QVERIFY(!model.headerData(9, Qt::Horizontal, Qt::DisplayRole).isValid());
    model.setDecoded(std::make_shared<DecodedRecord>());
    QCOMPARE(model.rowCount(), 0);
}

void TestRecordMessages::modelSelectsTheInnermostField()
{
    DecodedModel model;
    append("GET /one HTTP/1.1\r\nHost: abc\r\n\r\n");
    static_cast<void>(decoded(RecordId(0)));
    model.setDecoded(m_messages->decoded());
    const QModelIndex target = model.indexOfBytes(4, 4);
    QVERIFY2(target.data().toString().contains(QStringLiteral("Target")),
             qPrintable(target.data().toString()));
    QCOMPARE(model.rangeInRecord(target), (ByteRange{4, 4}));
    QCOMPARE(model.indexOfBytes(5, 1), target);
    QVERIFY(model.indexOfBytes(0, 32).data().toString().startsWith(QStringLiteral("HTTP"))); // all of it
    QVERIFY(!model.indexOfBytes(0, 33).isValid());
    QVERIFY(!model.indexOfBytes(400, 1).isValid());
}

void TestRecordMessages::modelShowsWhatIsWrong()
{
    DecodedModel model;
    append("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n");
    static_cast<void>(decoded(RecordId(0)));
    model.setDecoded(m_messages->decoded());
    const QModelIndex problem = find(model, QStringLiteral("Problem"));
    QVERIFY(problem.isValid());
    QVERIFY2(model.rangeInRecord(problem).offset >= 47, qPrintable(problem.data().toString()));
    append("POST / HTTP/1.1\r\nA: \u202e\x1b[31m\r\n\r\n");
    static_cast<void>(decoded(RecordId(1)));
    model.setDecoded(m_messages->decoded());
    const QString field = find(model, QStringLiteral("A: ")).data().toString();
    QVERIFY2(!field.isEmpty() && !field.contains(QChar(0x202e)) && !field.contains(QChar(0x1b)),
             qPrintable(field));
}

QTEST_MAIN(TestRecordMessages)
#include "tst_recordmessages.moc"
