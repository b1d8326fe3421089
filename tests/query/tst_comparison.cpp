// SPDX-License-Identifier: MIT
#include "query/comparison.h"
#include "support/memorysource.h"

#include <QTest>

using namespace wl;

class tst_comparison : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void twoMessages();
    void twoConversations();
    void messageByMessage();
    void decodedAsChosen();
    void withoutMessages();
    void cutAtTheCap();
    void unreadIsCounted();
    void eventsHaveNoBytes();
    void canceled();

private:
    std::shared_ptr<test::MemorySource> m_source;
    ConnectionId m_first;
    ConnectionId m_second;
};

void tst_comparison::init()
{
    m_source = std::make_shared<test::MemorySource>();
    m_first = m_source->addConnection({}, QStringLiteral("127.0.0.1:1"), QStringLiteral("127.0.0.1:2"));
    m_second = m_source->addConnection({}, QStringLiteral("127.0.0.1:1"), QStringLiteral("127.0.0.1:3"));
    m_source->append(m_first, Direction::Received, "GET /a\n");
    m_source->append(m_second, Direction::Received, "GET /b\n");
    m_source->append(m_first, Direction::Sent, "200 OK\n");
    m_source->append(m_second, Direction::Sent, "200 OK\n");
    m_source->append(m_first, Direction::Sent, "closed", RecordKind::Closed);
}

void tst_comparison::twoMessages()
{
    const Comparison result = compareRecords({m_source, {RecordId(0)}}, {m_source, {RecordId(1)}});
    QCOMPARE(result.a.bytes, QByteArray("GET /a\n"));
    QCOMPARE(result.bytes.runs.size(), 3U);
    QVERIFY(!result.text.lines.isSame());
    QVERIFY(compareRecords({m_source, {RecordId(2)}}, {m_source, {RecordId(3)}}).bytes.isSame());
}

void tst_comparison::twoConversations()
{
    ComparedRecords a{m_source, {}, m_first};
    ComparedRecords b{m_source, {}, m_second};
    Comparison result = compareRecords(a, b);
    QCOMPARE(result.a.bytes, QByteArray("GET /a\n200 OK\n"));
    QCOMPARE(result.text.lines.runs.size(), 2U);
    a.received = b.received = false;
    result = compareRecords(a, b);
    QCOMPARE(result.b.bytes, QByteArray("200 OK\n"));
    QVERIFY(result.bytes.isSame());
}

/// Chunks, and how the bytes came, say nothing.
void tst_comparison::messageByMessage()
{
    const ConnectionId plain =
        m_source->addConnection({}, QStringLiteral("127.0.0.1:80"), QStringLiteral("127.0.0.1:4"));
    const ConnectionId chunked =
        m_source->addConnection({}, QStringLiteral("127.0.0.1:80"), QStringLiteral("127.0.0.1:5"));
    for (const ConnectionId id : {plain, chunked})
        m_source->append(id, Direction::Received, "GET /a HTTP/1.1\r\nHost: x\r\n\r\n");
    m_source->append(plain, Direction::Sent, "HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n{\"a\":1}");
    m_source->append(chunked, Direction::Sent,
                     "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\n{\"a");
    m_source->append(chunked, Direction::Sent, "\r\n4\r\n\":2}\r\n0\r\n\r\n");
    ComparedRecords a{m_source, {}, plain};
    ComparedRecords b{m_source, {}, chunked};
    const Comparison result = compareRecords(a, b);
    QCOMPARE(result.a.messages, QByteArray("← GET /a HTTP/1.1\n  Host: x\n"
                                           "→ HTTP/1.1 200 OK\n  Content-Length: 7\n\n{\n  \"a\": 1\n}\n"));
    QVERIFY(result.messages);
    QCOMPARE(result.messages->lines.runs.size(), 5U); // the field of the length, and the value
    a.sent = b.sent = false;
    QVERIFY(compareRecords(a, b).messages->lines.isSame());
}

void tst_comparison::decodedAsChosen()
{
    ComparedRecords a{m_source, {}, m_first};
    ComparedRecords b{m_source, {}, m_second};
    const Comparison lines = compareRecords(a, b);
    QCOMPARE(lines.a.messages, QByteArray("← GET /a\n→ 200 OK\n"));
    a.decodeAs = Protocol::Modbus;
    QVERIFY(compareRecords(a, b).a.messages != lines.a.messages);
}

void tst_comparison::withoutMessages()
{
    const ConnectionId binary =
        m_source->addConnection({}, QStringLiteral("127.0.0.1:9"), QStringLiteral("127.0.0.1:6"));
    m_source->append(binary, Direction::Sent, QByteArray(200, '\xfe'));
    QVERIFY(!compareRecords({m_source, {}, binary}, {m_source, {}, m_first}).messages);
    QVERIFY(!compareRecords({m_source, {RecordId(0)}}, {m_source, {RecordId(1)}}).messages);
    QVERIFY(!compareRecords({m_source, {}, ConnectionId(99)}, {m_source, {}, m_first}).messages);
}

void tst_comparison::cutAtTheCap()
{
    const RecordId large =
        m_source->append(m_first, Direction::Sent, QByteArray(Comparison::mostBytes + 5, 'x'));
    const Comparison result = compareRecords({m_source, {large}}, {m_source, {RecordId(0), large}});
    QVERIFY(result.a.isCut);
    QVERIFY(result.b.isCut);
    QCOMPARE(result.a.bytes.size(), Comparison::mostBytes);
    QCOMPARE(result.b.bytes.size(), Comparison::mostBytes);
}

void tst_comparison::unreadIsCounted()
{
    m_source->setFirstKept(2);
    const Comparison result = compareRecords({m_source, {RecordId(0)}}, {m_source, {}, m_second});
    QCOMPARE(result.a.unread, 1U);
    QVERIFY(result.a.bytes.isEmpty());
    QCOMPARE(result.b.bytes, QByteArray("200 OK\n"));
}

void tst_comparison::eventsHaveNoBytes()
{
    const Comparison result = compareRecords({m_source, {RecordId(4)}}, {m_source, {}});
    QVERIFY(result.a.bytes.isEmpty());
    QVERIFY(result.bytes.isSame());
}

void tst_comparison::canceled()
{
    std::stop_source stop;
    stop.request_stop();
    QVERIFY(
        compareRecords({m_source, {RecordId(0)}}, {m_source, {RecordId(1)}}, stop.get_token()).isCanceled);
}

QTEST_GUILESS_MAIN(tst_comparison)
#include "tst_comparison.moc"
