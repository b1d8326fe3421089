// SPDX-License-Identifier: MIT
#include "query/statisticsrun.h"
#include "support/memorysource.h"

#include <QTest>

using namespace wl;
using namespace wl::test;

namespace {

constexpr qint64 ms = 1'000'000;

} // namespace

class TestStatisticsRun : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void counts();
    void conversations();
    void endpoints();
    void responseTimes();
    void aBodyUntilTheEnd();
    void anAnswerBeforeItsRequestEnded();
    void numbersPairOutOfOrder();
    void datagrams();
    void requestsWithoutResponse();
    void responsesWithoutRequest();
    void onlyWhatMatches();
    void withoutMessages();
    void decodedAsChosen();
    void growsAndStops();
    void onlyWhatIsKept();
    void unreadPayloads();
    void countsTheBytesOfBatches();

private:
    ConnectionId add(const char* peer, Transport transport = Transport::Tcp,
                     const char* local = "10.0.0.9:80")
    {
        return m_source->addConnection({}, QString::fromLatin1(local), QString::fromLatin1(peer), transport);
    }
    void send(ConnectionId id, const QByteArray& bytes) { m_source->append(id, Direction::Sent, bytes); }
    void receive(ConnectionId id, const QByteArray& bytes)
    {
        m_source->append(id, Direction::Received, bytes);
    }
    [[nodiscard]] TrafficStatistics filtered(const char* filter) const
    {
        return statisticsOf(*m_source, *Query::parse(QString::fromLatin1(filter)));
    }
    [[nodiscard]] static const ResponseStatistics& times(const TrafficStatistics& all, Protocol protocol)
    {
        return all.responseTimes[size_t(protocol)];
    }

    std::unique_ptr<MemorySource> m_source;
};

/// A DNS message with one question, "a" IN A.
static QByteArray dns(quint8 id, bool isResponse)
{
    QByteArray message(12, '\0');
    message[1] = char(id);
    message[2] = char(isResponse ? 0x80 : 0x01);
    message[5] = 1;
    return message + QByteArray("\1a\0\0\1\0\1", 7);
}

static QByteArray modbus(quint8 transaction, const QByteArray& pdu)
{
    QByteArray head(6, '\0');
    head[1] = char(transaction);
    head[5] = char(pdu.size() + 1);
    return head + '\1' + pdu;
}

void TestStatisticsRun::init()
{
    m_source = std::make_unique<MemorySource>(); // a record each millisecond
}

void TestStatisticsRun::counts()
{
    const auto a = add("10.0.0.1:5000");
    const auto b = add("10.0.0.2:5000", Transport::Udp, "10.0.0.9:7");
    m_source->append(a, Direction::Received, {}, RecordKind::Opened);
    receive(a, "GET / HTTP/1.1\r\n\r\n");
    send(a, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    receive(b, "12");
    receive(b, {});
    const TrafficStatistics all = statisticsOf(*m_source);
    QCOMPARE(all.records, 5U);
    QCOMPARE(all.traffic.allRecords(), 4U);
    QCOMPARE(all.traffic.records[size_t(Direction::Received)], 3U);
    QCOMPARE(all.traffic.bytes[size_t(Direction::Received)], 20U);
    QCOMPARE(all.traffic.bytes[size_t(Direction::Sent)], 43U);
    QCOMPARE(all.durationNs(), 4 * ms);
    QCOMPARE(all.transports[size_t(Transport::Tcp)].allBytes(), 61U);
    QCOMPARE(all.transports[size_t(Transport::Udp)].allRecords(), 2U);
    const ProtocolStatistics& http = all.protocols[size_t(Protocol::Http)];
    QCOMPARE(http.messages, 2U);
    QCOMPARE(http.records, 2U);
    QCOMPARE(http.bytes, 61U);
    QCOMPARE(all.lengths.records(0), 1U);
    QCOMPARE(all.lengths.records(2), 1U);
    QCOMPARE(all.lengths.records(5), 1U); // 16 to 31 bytes
    QCOMPARE(all.lengths.bytes(6), 43U);
    QCOMPARE(all.throughput.buckets().size(), 4U); // the turning point carries nothing
    QCOMPARE(all.throughput.buckets()[1].bytes[size_t(Direction::Sent)], 43U);
}

void TestStatisticsRun::conversations()
{
    const auto unused = add("10.0.0.8:1");
    const auto a = add("10.0.0.1:5000");
    const auto b = add("10.0.0.2:5000");
    send(b, "bb");
    send(a, "a");
    receive(b, "bbbb");
    m_source->append(b, Direction::Sent, {}, RecordKind::Closed);
    Q_UNUSED(unused)
    const TrafficStatistics all = statisticsOf(*m_source);
    QCOMPARE(all.conversations.size(), 2U);
    const ConversationStatistics& first = all.conversations.front();
    QCOMPARE(first.connection, b);
    QCOMPARE(first.peer.toString(), QStringLiteral("10.0.0.2:5000"));
    QCOMPARE(first.traffic.bytes, (std::array<quint64, 2>{2, 4}));
    QCOMPARE(first.traffic.records, (std::array<quint64, 2>{1, 1}));
    QCOMPARE(first.durationNs(), 3 * ms);
    QCOMPARE(first.bytesPerSecond(), 2000.0);
    QCOMPARE(first.series.buckets().size(), 3U);
    QCOMPARE(first.series.buckets()[1], TrafficSeries::Bucket{});
    QCOMPARE(all.conversations.back().bytesPerSecond(), 0.0); // of one record
}

void TestStatisticsRun::endpoints()
{
    send(add("10.0.0.1:5000"), "123");
    receive(add("10.0.0.1:5001"), "1");
    const TrafficStatistics all = statisticsOf(*m_source);
    const auto hosts = endpointsOf(all.conversations, EndpointDetail::Host);
    QCOMPARE(hosts.size(), 2U);
    QCOMPARE(hosts[1].address, MemorySource::address(QStringLiteral("10.0.0.1:0")));
    QCOMPARE(hosts[1].conversations, 2U);
    QCOMPARE(hosts[1].traffic.bytes[size_t(Direction::Sent)], 1U);
    QCOMPARE(hosts[1].traffic.bytes[size_t(Direction::Received)], 3U);
    QCOMPARE(hosts[0].traffic.bytes[size_t(Direction::Sent)], 3U);
    QCOMPARE(hosts[0].lastNs - hosts[0].firstNs, ms);
    QCOMPARE(endpointsOf(all.conversations, EndpointDetail::HostAndPort).size(), 3U);
    QVERIFY(endpointsOf({}, EndpointDetail::Host).empty());
    init();
    send(add("10.0.0.9:5000"), "12"); // with itself
    const auto one = endpointsOf(statisticsOf(*m_source).conversations, EndpointDetail::Host);
    QCOMPARE(one.size(), 1U);
    QCOMPARE(one[0].conversations, 1U);
    QCOMPARE(one[0].traffic.bytes, (std::array<quint64, 2>{2, 2}));
}

// Pipelined requests, an interim response, and a response in three records.
void TestStatisticsRun::responseTimes()
{
    const auto a = add("10.0.0.1:5000");
    receive(a, "GET /1 HT");                                   // 0 ms
    receive(a, "TP/1.1\r\n\r\nGET /2 HTTP/1.1\r\n\r\n");       // 1
    send(a, "HTTP/1.1 103 Early Hints\r\n\r\n");               // 2
    send(a, "HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nab"); // 3
    send(a, "cd");                                             // 4
    send(a, "efHTTP/1.1 204 No Content\r\n\r\n");              // 5
    const TrafficStatistics all = statisticsOf(*m_source);
    const ResponseStatistics& http = times(all, Protocol::Http);
    QCOMPARE(http.toFirstByte.count(), 2U);
    QCOMPARE(http.toFirstByte.minNs(), 2 * ms); // of /1
    QCOMPARE(http.toFirstByte.maxNs(), 4 * ms); // of /2, in the record that ends the one before
    QCOMPARE(http.toLastByte.minNs(), 4 * ms);
    QCOMPARE(http.unanswered, 0U);
}

void TestStatisticsRun::aBodyUntilTheEnd()
{
    const auto a = add("10.0.0.1:5000");
    receive(a, "GET / HTTP/1.0\r\n\r\n");
    send(a, "HTTP/1.0 200 OK\r\n\r\nabc");
    m_source->append(a, Direction::Sent, {}, RecordKind::Closed);
    const TrafficStatistics all = statisticsOf(*m_source);
    QCOMPARE(times(all, Protocol::Http).toLastByte.maxNs(), ms); // not when it was closed
}

void TestStatisticsRun::anAnswerBeforeItsRequestEnded()
{
    const auto a = add("10.0.0.1:5000");
    receive(a, "POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nab");
    send(a, "HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
    receive(a, "cd");
    receive(a, "GET / HTTP/1.1\r\n\r\n");
    send(a, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    const TrafficStatistics all = statisticsOf(*m_source);
    QCOMPARE(times(all, Protocol::Http).toFirstByte.count(), 1U); // the second pair, not across
    QCOMPARE(times(all, Protocol::Http).toFirstByte.maxNs(), ms);
    QCOMPARE(times(all, Protocol::Http).unanswered, 0U);
}

void TestStatisticsRun::numbersPairOutOfOrder()
{
    const auto modbusTalk = add("10.0.0.1:502", Transport::Tcp, "10.0.0.9:5000");
    send(modbusTalk, modbus(1, QByteArray("\3\0\0\0\1", 5)));  // 0 ms
    send(modbusTalk, modbus(2, QByteArray("\3\0\0\0\1", 5)));  // 1
    receive(modbusTalk, modbus(2, QByteArray("\3\2\0\7", 4))); // 2
    receive(modbusTalk, modbus(1, QByteArray("\3\2\0\7", 4))); // 3
    const auto mqtt = add("10.0.0.2:1883", Transport::Tcp, "10.0.0.9:5000");
    send(mqtt, QByteArray("\x10\x0c\0\4MQTT\4\2\0\x3c\0\0", 14)); // 4: CONNECT
    receive(mqtt, QByteArray("\x20\2\0\0", 4));                   // 5: CONNACK
    send(mqtt, QByteArray("\x32\5\0\1t\0\7", 7));                 // 6: PUBLISH, QoS 1
    send(mqtt, QByteArray("\x30\3\0\1t", 5));                     // 7: PUBLISH, QoS 0: no answer
    send(mqtt, QByteArray("\xc0\0", 2));                          // 8: PINGREQ
    receive(mqtt, QByteArray("\xd0\0", 2));                       // 9
    receive(mqtt, QByteArray("\x40\2\0\7", 4));                   // 10: PUBACK
    const TrafficStatistics all = statisticsOf(*m_source);
    QCOMPARE(times(all, Protocol::Modbus).toLastByte.count(), 2U);
    QCOMPARE(times(all, Protocol::Modbus).toLastByte.minNs(), ms);
    QCOMPARE(times(all, Protocol::Modbus).toLastByte.maxNs(), 3 * ms);
    QCOMPARE(times(all, Protocol::Mqtt).toLastByte.count(), 3U);
    QCOMPARE(times(all, Protocol::Mqtt).toLastByte.maxNs(), 4 * ms);
    QCOMPARE(times(all, Protocol::Mqtt).unanswered, 0U);
}

void TestStatisticsRun::datagrams()
{
    const auto a = add("10.0.0.1:53", Transport::Udp, "10.0.0.9:5000");
    send(a, dns(1, false));
    send(a, dns(2, false));
    receive(a, dns(2, true));
    receive(a, dns(2, true)); // again: of no request any more
    const TrafficStatistics all = statisticsOf(*m_source);
    QCOMPARE(times(all, Protocol::Dns).toFirstByte.count(), 1U);
    QCOMPARE(times(all, Protocol::Dns).toFirstByte.maxNs(), ms);
    QCOMPARE(times(all, Protocol::Dns).toLastByte.maxNs(), ms);
    QCOMPARE(times(all, Protocol::Dns).unanswered, 1U);
}

void TestStatisticsRun::requestsWithoutResponse()
{
    const auto a = add("10.0.0.1:5000");
    receive(a, "GET / HTTP/1.1\r\n\r\n");
    receive(a, "GET / HTTP/1.1\r\n\r\n");
    m_source->append(a, Direction::Received, {}, RecordKind::Reset);
    const TrafficStatistics all = statisticsOf(*m_source);
    QCOMPARE(times(all, Protocol::Http).unanswered, 2U);
    QCOMPARE(times(all, Protocol::Http).toFirstByte.count(), 0U);
    QCOMPARE(times(all, Protocol::Http).toFirstByte.medianNs(), 0);
}

// A capture that began in the middle, and bytes that are no HTTP in between.
void TestStatisticsRun::responsesWithoutRequest()
{
    const auto a = add("10.0.0.1:5000");
    send(a, "HTTP/1.1 204 No Content\r\n\r\n");
    send(a, "junk\r\n\r\n");
    receive(a, "GET / HTTP/1.1\r\n\r\n");
    send(a, "HTTP/1.1 204 No Content\r\n\r\n");
    const TrafficStatistics all = statisticsOf(*m_source);
    QCOMPARE(times(all, Protocol::Http).toLastByte.count(), 1U);
    QCOMPARE(times(all, Protocol::Http).toLastByte.maxNs(), ms);
}

void TestStatisticsRun::onlyWhatMatches()
{
    for (const char* peer : {"10.0.0.1:5000", "10.0.0.2:5000"}) {
        const auto id = add(peer);
        receive(id, "GET /x HTTP/1.1\r\n\r\n");
        send(id, "HTTP/1.1 204 No Content\r\n\r\n");
    }
    const TrafficStatistics one = filtered("conn == 2");
    QCOMPARE(one.records, 2U);
    QCOMPARE(one.conversations.size(), 1U);
    QCOMPARE(one.protocols[size_t(Protocol::Http)].messages, 2U);
    QCOMPARE(times(one, Protocol::Http).toFirstByte.count(), 1U);
    const TrafficStatistics requests = filtered("http.url == \"/x\""); // exchanges by their request
    QCOMPARE(requests.traffic.allRecords(), 2U);
    QCOMPARE(requests.protocols[size_t(Protocol::Http)].messages, 2U);
    QCOMPARE(times(requests, Protocol::Http).toFirstByte.count(), 2U);
    const TrafficStatistics none = filtered("length > 1000");
    QCOMPARE(none.records, 0U);
    QVERIFY(none.conversations.empty());
    QCOMPARE(times(none, Protocol::Http).toFirstByte.count(), 0U);
    QCOMPARE(times(none, Protocol::Http).unanswered, 0U);
}

void TestStatisticsRun::withoutMessages()
{
    receive(add("10.0.0.1:5000"), "GET / HTTP/1.1\r\n\r\n");
    StatisticsOptions options;
    options.messages = false;
    m_source->failPayload(0); // and nothing is read
    const TrafficStatistics all = statisticsOf(*m_source, {}, options);
    QCOMPARE(all.traffic.allRecords(), 1U);
    QCOMPARE(all.protocols[size_t(Protocol::Http)].messages, 0U);
    QCOMPARE(all.unreadRecords, 0U);
}

void TestStatisticsRun::decodedAsChosen()
{
    const ConnectionId id = add("10.0.0.1:5000");
    receive(id, "GET / HTTP/1.1\r\n\r\n");
    StatisticsOptions options;
    options.context.decodeAs.insert(id, Protocol::Lines);
    const TrafficStatistics all = statisticsOf(*m_source, {}, options);
    QCOMPARE(all.protocols[size_t(Protocol::Http)].messages, 0U);
    QCOMPARE(all.protocols[size_t(Protocol::Lines)].messages, 2U);
}

void TestStatisticsRun::growsAndStops()
{
    const auto a = add("10.0.0.1:5000");
    StatisticsRun run(*m_source);
    QVERIFY(!run.advance(100));
    for (int i = 0; i < 5000; ++i)
        send(a, "x");
    std::stop_source stop;
    stop.request_stop();
    QVERIFY(!run.advance(m_source->recordCount(), stop.get_token()));
    QCOMPARE(run.result().records, 0U);
    QVERIFY(run.advance(10));
    QCOMPARE(run.result().records, 10U);
    while (run.advance(m_source->recordCount())) {
    }
    QCOMPARE(run.position(), 5000U);
    QCOMPARE(run.result().traffic.allBytes(), 5000U);
}

void TestStatisticsRun::onlyWhatIsKept()
{
    const auto a = add("10.0.0.1:5000");
    for (int i = 0; i < 10; ++i)
        send(a, "x");
    m_source->setFirstKept(7);
    QCOMPARE(statisticsOf(*m_source).records, 3U);
}

void TestStatisticsRun::unreadPayloads()
{
    const auto a = add("10.0.0.1:5000");
    receive(a, "GET / HTTP/1.1\r\n\r\n");
    send(a, "HTTP/1.1 204 No Content\r\n\r\n");
    m_source->failPayload(1);
    const TrafficStatistics all = statisticsOf(*m_source);
    QCOMPARE(all.unreadRecords, 1U);
    QCOMPARE(all.traffic.allRecords(), 2U); // their lengths are known
    QCOMPARE(times(all, Protocol::Http).unanswered, 1U);
}

void TestStatisticsRun::countsTheBytesOfBatches()
{
    const auto a = add("10.0.0.1:5000");
    for (int i = 0; i < 9000; ++i)
        i % 2 == 0 ? send(a, "GET / HTTP/1.1\r\n\r\n") : receive(a, "HTTP/1.1 204 No Content\r\n\r\n");
    const TrafficStatistics all = statisticsOf(*m_source);
    QCOMPARE(times(all, Protocol::Http).toFirstByte.count(), 4500U);
    QCOMPARE(all.protocols[size_t(Protocol::Http)].messages, 9000U);
    QCOMPARE(all.throughput.widthNs(), 16 * ms); // 9 s in at most 1024 buckets
    quint64 records = 0;
    for (const TrafficSeries::Bucket& bucket : all.throughput.buckets())
        records += bucket.records[0] + bucket.records[1];
    QCOMPARE(records, 9000U);
    QVERIFY(all.conversations.front().series.buckets().size() <= ConversationStatistics::seriesBuckets);
}

QTEST_GUILESS_MAIN(TestStatisticsRun)
#include "tst_statisticsrun.moc"
