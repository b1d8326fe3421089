// SPDX-License-Identifier: MIT
#include "decode/protocoltable.h"
#include "query/messagereader.h"
#include "query/messagescan.h"
#include "support/memorysource.h"
#include "tests/decode/conversationkit.h"

#include <QTest>

using namespace wl;
using namespace wl::test;

namespace {

DecodeWishes everything()
{
    return kit::everything();
}

/// What decoding all of it at once gives.
kit::Messages decodedAtOnce(const RecordSource& source, ConnectionId connection)
{
    kit::Messages messages;
    ConversationFeed feed(source, connection, std::nullopt, everything(),
                          [&](DecodedMessage&& message) { messages.push_back(std::move(message)); });
    for (quint64 id = 0; id < source.recordCount(); ++id) {
        if (const RecordEntry entry = source.record(RecordId(id)); entry.connectionId() == connection)
            feed.feed(RecordId(id), entry);
    }
    return messages;
}

} // namespace

class TestMessageReader : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void readsWhatDecodingAtOnceGives_data();
    void readsWhatDecodingAtOnceGives();
    void findsTheMessagesOfARecord();
    void findsRecordsOfBytes();
    void readsDatagrams();
    void readsWebSocketsBehindAHandshake();
    void showsWhatIsUnfinished();
    void readsTheBeginningOfALargeMessage();
    void needsWhatCameLongBefore_data();
    void needsWhatCameLongBefore();
    void saysWhereBytesAreGone();
    void decodesAsChosen();
    void survivesGarbage_data();
    void survivesGarbage();
    void endsWhereItIsStopped();
    void goesOnAsTheSourceGrows();

private:
    [[nodiscard]] std::shared_ptr<MessageIndex> indexed(std::optional<Protocol> decodeAs = {}) const
    {
        auto index = std::make_shared<MessageIndex>(m_source, m_connection, decodeAs);
        while (index->advance(m_source->recordCount())) {
        }
        return index;
    }
    void append(Direction direction, const QByteArray& bytes, qsizetype step)
    {
        for (qsizetype at = 0; at < bytes.size(); at += step) {
            m_source->append(m_connection, direction, bytes.mid(at, step));
            if (at % 3 == 0)
                m_source->append(m_other, direction, "another's");
        }
    }
    void appendExchanges(int count, qsizetype step)
    {
        for (int i = 0; i < count; ++i) {
            const QByteArray number = QByteArray::number(i);
            append(Direction::Received,
                   (i % 5 == 0 ? "HEAD /" : "GET /") + number + " HTTP/1.1\r\nHost: x\r\n\r\n", step);
            append(Direction::Sent,
                   "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
                       QByteArray::number(number.size() + 2) + "\r\n\r\n" +
                       (i % 5 == 0 ? QByteArray() : '[' + number + ']'),
                   step);
        }
    }

    std::shared_ptr<MemorySource> m_source;
    ConnectionId m_connection;
    ConnectionId m_other;
};

void TestMessageReader::init()
{
    m_source = std::make_shared<MemorySource>();
    m_other = m_source->addConnection(QStringLiteral("Other"), QStringLiteral("127.0.0.1:1"), {});
    m_connection = m_source->addConnection(QStringLiteral("Web"), QStringLiteral("127.0.0.1:4000"),
                                           QStringLiteral("127.0.0.1:5000"));
}

void TestMessageReader::readsWhatDecodingAtOnceGives_data()
{
    QTest::addColumn<int>("exchanges");
    QTest::addColumn<qsizetype>("step");
    QTest::newRow("one, byte by byte") << 1 << qsizetype{1};
    QTest::newRow("a few in pieces") << 20 << qsizetype{7};
    QTest::newRow("many whole") << 900 << qsizetype{1000};
    QTest::newRow("many in pieces") << 200 << qsizetype{33};
}

void TestMessageReader::readsWhatDecodingAtOnceGives()
{
    QFETCH(int, exchanges);
    QFETCH(qsizetype, step);
    appendExchanges(exchanges, step);
    m_source->append(m_connection, Direction::Sent, "nonsense\r\nfrom here");
    m_source->append(m_connection, Direction::Sent, {}, RecordKind::Closed);
    const kit::Messages all = decodedAtOnce(*m_source, m_connection);
    const auto index = indexed();
    QCOMPARE(index->count(), quint64(all.size()));
    QCOMPARE(index->protocol(), Protocol::Http);
    const MessageReader reader(*index, everything());
    for (quint64 row = 0; row < all.size(); row += 1 + row / 40) {
        const auto read = reader.read(row, 3);
        QCOMPARE(read.size(), size_t(std::min<quint64>(3, all.size() - row)));
        for (size_t i = 0; i < read.size(); ++i) {
            QCOMPARE(kit::printed(read[i].message), kit::printed(all[row + i]));
            QCOMPARE(read[i].row, std::optional(row + i));
            QCOMPARE(read[i].place.hasProblem, all[row + i].problem.has_value());
        }
    }
    QVERIFY(reader.read(index->count(), 5).empty());
}

void TestMessageReader::findsTheMessagesOfARecord()
{
    using D = Direction;
    const auto one = m_source->append(m_connection, D::Received, "GET /1 HTTP/1.1\r\n\r\nGET /2 HT");
    const auto two = m_source->append(m_connection, D::Received, "TP/1.1\r\nA: ");
    m_source->append(m_other, D::Received, "GET /3 HTTP/1.1\r\n\r\n");
    const auto three = m_source->append(m_connection, D::Received, "b\r\n\r\n");
    const auto answer = m_source->append(m_connection, D::Sent, "HTTP/1.1 204 No\r\n\r\n");
    const auto index = indexed();
    const auto found = [&](RecordId id, D direction) { return index->messagesOf(id, direction, 10); };
    QCOMPARE(found(one, D::Received), (std::vector<quint64>{0, 1}));
    QCOMPARE(found(two, D::Received), (std::vector<quint64>{1}));
    QCOMPARE(found(three, D::Received), (std::vector<quint64>{1}));
    QCOMPARE(found(answer, D::Sent), (std::vector<quint64>{2}));
    QVERIFY(found(RecordId(77), D::Sent).empty());
    QCOMPARE(index->messagesOf(one, D::Received, 1).size(), size_t{1});
    QCOMPARE(index->at(1).firstRecord, quint32(one.value()));
    QCOMPARE(index->at(1).lastRecord, quint32(three.value()));
}

void TestMessageReader::findsRecordsOfBytes()
{
    appendExchanges(400, 11);
    const auto index = indexed();
    std::array<qint64, 2> at{};
    for (quint64 id = 0; id < m_source->recordCount(); ++id) {
        const RecordEntry entry = m_source->record(RecordId(id));
        if (entry.connectionId() != m_connection)
            continue;
        qint64& offset = at[size_t(entry.direction)];
        if (id % 97 < 2) {
            QCOMPARE(index->offsetsBefore(RecordId(id)), at);
            QCOMPARE(index->recordWith(entry.direction, offset), RecordId(id));
            QCOMPARE(index->recordWith(entry.direction, offset + entry.length - 1), RecordId(id));
        }
        offset += entry.length;
    }
    QVERIFY(!index->recordWith(Direction::Sent, at[0]).isValid());
}

void TestMessageReader::readsDatagrams()
{
    m_connection = m_source->addConnection(QStringLiteral("DNS"), QStringLiteral("127.0.0.1:4000"),
                                           QStringLiteral("127.0.0.1:53"), Transport::Udp);
    const auto question = QByteArray::fromHex("123401000001000000000000036f6e65046e616d650000010001");
    for (int i = 0; i < 300; ++i) {
        QByteArray datagram = question;
        datagram[1] = char(i);
        m_source->append(m_connection, i % 3 ? Direction::Sent : Direction::Received, datagram);
    }
    m_source->append(m_connection, Direction::Sent, "no DNS at all, and not short either");
    const kit::Messages all = decodedAtOnce(*m_source, m_connection);
    const auto index = indexed();
    QCOMPARE(index->protocol(), Protocol::Dns);
    QCOMPARE(index->count(), quint64(all.size()));
    const MessageReader reader(*index, everything());
    for (quint64 row = 0; row < all.size(); row += 20)
        QCOMPARE(kit::printed(reader.read(row, 1).at(0).message), kit::printed(all[row]));
    QCOMPARE(index->messagesOf(RecordId(150), m_source->record(RecordId(150)).direction, 5),
             std::vector<quint64>{150});
    QVERIFY(!reader.readTail(Direction::Sent, index->tail(Direction::Sent)));
}

void TestMessageReader::readsWebSocketsBehindAHandshake()
{
    m_source->append(m_connection, Direction::Received,
                     "GET / HTTP/1.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    m_source->append(m_connection, Direction::Sent,
                     "HTTP/1.1 101 S\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    for (int i = 0; i < 500; ++i) {
        // In fragments, with a ping between them.
        m_source->append(m_connection, Direction::Sent, "\x01\x04" + QByteArray::number(1000 + i));
        m_source->append(m_connection, Direction::Sent, QByteArray("\x89\x00", 2));
        m_source->append(m_connection, Direction::Sent, "\x80\x01!");
    }
    const kit::Messages all = decodedAtOnce(*m_source, m_connection);
    const auto index = indexed();
    QCOMPARE(index->count(), quint64(2 + 1000));
    const MessageReader reader(*index, everything());
    for (const quint64 row : {0, 1, 2, 3, 500, 501, 1000, 1001})
        QCOMPARE(kit::printed(reader.read(row, 1).at(0).message), kit::printed(all[row]));
    // The middle record holds a message of its own; the one before it belongs to the message around it.
    QCOMPARE(index->messagesOf(RecordId(2), Direction::Sent, 9), std::vector<quint64>{3});
    QCOMPARE(index->messagesOf(RecordId(3), Direction::Sent, 9), (std::vector<quint64>{2, 3}));
}

void TestMessageReader::showsWhatIsUnfinished()
{
    appendExchanges(60, 1000);
    m_source->append(m_connection, Direction::Received,
                     "POST /up HTTP/1.1\r\nContent-Length: 100\r\n\r\nabc");
    const auto index = indexed();
    const MessageReader reader(*index, everything());
    QVERIFY(!reader.readTail(Direction::Sent, index->tail(Direction::Sent)));
    const auto tail = reader.readTail(Direction::Received, index->tail(Direction::Received));
    QVERIFY(tail);
    QCOMPARE(tail->extent, ReadMessage::Extent::Unfinished);
    QCOMPARE(kit::values(tail->message, "http.method"), QByteArray("POST"));
    QCOMPARE(tail->message.content, QByteArray("abc"));
    QCOMPARE(quint64(tail->place.firstRecord), m_source->recordCount() - 1);
}

void TestMessageReader::readsTheBeginningOfALargeMessage()
{
    appendExchanges(3, 1000);
    const qint64 size = 3 * MessageReader::largestBytes;
    m_source->append(m_connection, Direction::Received, "GET /big HTTP/1.1\r\n\r\n");
    m_source->append(m_connection, Direction::Sent,
                     "HTTP/1.1 200 OK\r\nContent-Length: " + QByteArray::number(size) + "\r\n\r\n");
    for (qint64 at = 0; at < size; at += 65'536)
        m_source->append(m_connection, Direction::Sent, QByteArray(65'536, 'x'));
    appendExchanges(40, 1000);
    const auto index = indexed();
    const MessageReader reader(*index, everything());
    const auto read = reader.read(7, 1);
    QCOMPARE(read.at(0).extent, ReadMessage::Extent::Beginning);
    QCOMPARE(kit::values(read.at(0).message, "http.status"), QByteArray("200"));
    QVERIFY(!read.at(0).message.problem);
    QVERIFY(read.at(0).message.range.length > size);
    // What follows it does not need it.
    QCOMPARE(kit::values(reader.read(8, 1).at(0).message, "http.method"), QByteArray("HEAD"));
    QCOMPARE(kit::values(reader.read(9, 1).at(0).message, "http.status"), QByteArray("200"));
}

void TestMessageReader::needsWhatCameLongBefore_data()
{
    QTest::addColumn<int>("bodies"); // of 64 KiB, before it
    QTest::addColumn<bool>("isDecoded");
    QTest::newRow("near the beginning") << 1 << true;
    QTest::newRow("far from it") << 100 << false;
}

// That these responses have no body is only told by requests that are far before them.
void TestMessageReader::needsWhatCameLongBefore()
{
    QFETCH(int, bodies);
    QFETCH(bool, isDecoded);
    for (int i = 0; i < bodies; ++i) {
        m_source->append(m_connection, Direction::Received, "GET / HTTP/1.1\r\n\r\n");
        m_source->append(m_connection, Direction::Sent,
                         "HTTP/1.1 200 OK\r\nContent-Length: 65536\r\n\r\n" + QByteArray(65'536, 'x'));
    }
    for (int i = 0; i < 100; ++i)
        m_source->append(m_connection, Direction::Received, "HEAD / HTTP/1.1\r\n\r\n");
    for (int i = 0; i < 100; ++i)
        m_source->append(m_connection, Direction::Sent, "HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n");
    const auto index = indexed();
    QCOMPARE(index->count(), quint64(2 * bodies + 200));
    const auto read = MessageReader(*index, everything()).read(index->count() - 10, 1);
    QCOMPARE(read.size(), size_t{1});
    QVERIFY(!read.front().place.hasProblem);
    QCOMPARE(kit::values(read.front().message, "http.status"), isDecoded ? QByteArray("200") : QByteArray());
    QCOMPARE(read.front().message.problem.has_value(), !isDecoded);
}

void TestMessageReader::saysWhereBytesAreGone()
{
    appendExchanges(10, 1000); // in four records each, two of which are another's
    m_source->setFirstKept(8);
    m_source->failPayload(22);
    const auto index = indexed();
    QCOMPARE(index->protocol(), Protocol::Http);
    const auto read = MessageReader(*index, everything()).read(0, index->count());
    QCOMPARE(quint64(read.size()), index->count());
    QCOMPARE(kit::values(read.front().message, "http.url"), QByteArray("/2"));
    QVERIFY(read.front().message.range.offset > 0);
    QCOMPARE(kit::values(read.back().message, "http.status"), QByteArray("200"));
    QVERIFY(!read.back().message.problem);
    QCOMPARE(index->count(), quint64{15}); // of sixteen that are kept
    QVERIFY(index->messagesOf(RecordId(22), Direction::Sent, 5).empty());
}

void TestMessageReader::decodesAsChosen()
{
    m_source->append(m_connection, Direction::Sent, "GET / HTTP/1.1\r\n\r\n");
    const auto index = indexed(Protocol::Lines);
    QCOMPARE(index->count(), quint64{2});
    QCOMPARE(index->at(0).protocol, Protocol::Lines);
    QCOMPARE(MessageReader(*index, everything()).read(0, 1).at(0).message.protocol, Protocol::Lines);
}

void TestMessageReader::survivesGarbage_data()
{
    QTest::addColumn<Protocol>("protocol");
    for (const ProtocolRow& row : protocolTable())
        QTest::newRow(row.name.data()) << row.protocol;
}

void TestMessageReader::survivesGarbage()
{
    QFETCH(Protocol, protocol);
    QRandomGenerator random(4711);
    const QByteArrayList starts{"GET / HTTP/1.1\r\n", "{\"a\":[", QByteArray("\x16\x03\x01\x00\x20", 5),
                                "\x81\xfe"};
    for (int i = 0; i < 1500; ++i) {
        QByteArray bytes = starts[i % starts.size()];
        for (quint32 rest = random.bounded(200U); rest > 0; --rest)
            bytes += char(random.bounded(256U));
        m_source->append(m_connection, Direction(random.bounded(2)), bytes,
                         i % 400 == 399 ? RecordKind::HalfClosed : RecordKind::Data);
    }
    m_source->failPayload(700);
    const auto index = indexed(protocol);
    QCOMPARE(index->position(), m_source->recordCount());
    const MessageReader reader(*index, everything());
    for (quint64 row = 0; row < index->count(); row += 1 + index->count() / 50) {
        const auto read = reader.read(row, 1);
        QCOMPARE(read.size(), size_t{1});
        QCOMPARE(read.front().message.range, index->at(row).range);
        QVERIFY(index->at(row).firstRecord <= index->at(row).lastRecord);
    }
    for (const Direction direction : {Direction::Sent, Direction::Received})
        static_cast<void>(reader.readTail(direction, index->tail(direction)));
    for (quint64 id = 0; id < m_source->recordCount(); id += 97)
        static_cast<void>(index->messagesOf(RecordId(id), Direction::Sent, 10));
}

void TestMessageReader::endsWhereItIsStopped()
{
    appendExchanges(10, 1000);
    std::stop_source stop;
    stop.request_stop();
    MessageIndex stopped(m_source, m_connection, {});
    QVERIFY(!stopped.advance(m_source->recordCount(), stop.get_token()));
    QCOMPARE(stopped.count(), quint64{0});
    QVERIFY(MessageReader(*indexed(), everything()).read(0, 5, stop.get_token()).empty());
}

void TestMessageReader::goesOnAsTheSourceGrows()
{
    MessageScan scan;
    QVERIFY(!scan.update());
    scan.start(std::make_shared<MessageIndex>(m_source, m_connection, std::nullopt));
    appendExchanges(10, 1000);
    QTRY_COMPARE((scan.update(), scan.index()->count()), quint64{20});
    appendExchanges(10, 10);
    QTRY_COMPARE((scan.update(), scan.index()->count()), quint64{40});
    QTRY_VERIFY((scan.update(), !scan.isBehind()));
    QCOMPARE(scan.percent(), 100);
    const auto kept = scan.index();
    scan.pause();
    QCOMPARE(scan.index(), kept);
    appendExchanges(1, 1000);
    QTRY_COMPARE((scan.update(), kept->count()), quint64{42});
    scan.cancel();
    QVERIFY(!scan.update());
    appendExchanges(1, 10);
    scan.start(kept); // goes on with it
    QTRY_COMPARE((scan.update(), kept->count()), quint64{44});
}

QTEST_GUILESS_MAIN(TestMessageReader)
#include "tst_messagereader.moc"
