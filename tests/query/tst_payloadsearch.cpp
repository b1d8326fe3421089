// SPDX-License-Identifier: MIT
#include "capture/capturefile.h"
#include "capture/capturestore.h"
#include "query/queryrun.h"
#include "support/memorysource.h"

#include <QRandomGenerator>
#include <QTemporaryDir>
#include <QTest>

using namespace wl;
using namespace wl::test;

namespace {

/// Payloads of few letters, in which short needles are everywhere, also across the ends of records.
QByteArray payload(QRandomGenerator& random, int size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    for (char& byte : bytes)
        byte = "abAB"[random.bounded(4)];
    return bytes;
}

} // namespace

class TestPayloadSearch : public QObject
{
    Q_OBJECT
private slots:
    void asTheSlowWay_data();
    void asTheSlowWay();
    void headersAreNotSearched();

private:
    /// Empty where each filter gives the same records of both.
    static QString differences(const RecordSource& blocks, const RecordSource& memory);
};

QString TestPayloadSearch::differences(const RecordSource& blocks, const RecordSource& memory)
{
    for (const char* filter :
         {"payload contains ab", "abba", "payload contains aBaBaBa", "payload contains x", "\"\"",
          "not payload contains abA", "|41 42| and number > 40", "conn == 2 and aabb",
          "payload contains BBBB or abab", "payload startsWith ab", "payload endsWith BA",
          "payload matches \"(ab){3}\"", "payload[1:2] == ab", "text matches \"(ab){4}\""}) {
        const auto query = Query::parse(QString::fromLatin1(filter));
        if (!query)
            return QString::fromLatin1(filter);
        if (recordsMatching(*query, blocks) != recordsMatching(*query, memory))
            return QStringLiteral("%1: %2, not %3")
                .arg(QLatin1String(filter))
                .arg(recordsMatching(*query, blocks).size())
                .arg(recordsMatching(*query, memory).size());
    }
    return {};
}

void TestPayloadSearch::asTheSlowWay_data()
{
    QTest::addColumn<int>("mostBytes");
    QTest::addColumn<int>("records");
    QTest::newRow("tiny") << 4 << 20'000;
    QTest::newRow("small") << 100 << 10'000;
    QTest::newRow("of all sizes") << 5000 << 2000;
    QTest::newRow("in pieces") << 200'000 << 60;
    QTest::newRow("larger than a window") << 700'000 << 12;
}

void TestPayloadSearch::asTheSlowWay()
{
    QFETCH(int, mostBytes);
    QFETCH(int, records);
    QRandomGenerator random(3);
    QTemporaryDir folder;
    CaptureConfig config;
    config.path = folder.filePath(QStringLiteral("c.pcapng"));
    auto store = *CaptureStore::create(config);
    MemorySource memory;
    for (const Transport transport : {Transport::Tcp, Transport::Udp}) {
        const auto local = QStringLiteral("127.0.0.1:1");
        const auto peer = QStringLiteral("127.0.0.1:2");
        store->addConnection({EndpointId(1), transport, Role::Server, MemorySource::address(local),
                              MemorySource::address(peer), QStringLiteral("a")});
        memory.addConnection(QStringLiteral("a"), local, peer, transport);
    }
    for (int i = 0; i < records; ++i) {
        const ConnectionId id(quint32(random.bounded(2)));
        const QByteArray bytes =
            payload(random, random.bounded(id.value() == 1 ? std::min(mostBytes, 60'000) : mostBytes));
        const auto direction = random.bounded(2) == 0 ? Direction::Sent : Direction::Received;
        if (random.bounded(20) == 0) {
            store->event(id, RecordKind::Note, direction, now(), QStringLiteral("abba"));
            memory.append(id, direction, "abba", RecordKind::Note);
        } else {
            store->data(id, direction, now(), bytes);
            memory.append(id, direction, bytes);
        }
    }
    QCOMPARE(store->recordCount(), memory.recordCount());
    QCOMPARE(differences(*store, memory), QString()); // partly unwritten
    QVERIFY(store->flush());
    QCOMPARE(differences(*store, memory), QString());
    store.reset();
    const auto opened = CaptureFile::open(config.path);
    QVERIFY(opened);
    QVERIFY((*opened)->finish().isFinished);
    QCOMPARE(differences(**opened, memory), QString());
}

// The addresses, ports and flags around the payloads are no payload.
void TestPayloadSearch::headersAreNotSearched()
{
    QTemporaryDir folder;
    CaptureConfig config;
    config.path = folder.filePath(QStringLiteral("c.pcapng"));
    const auto store = *CaptureStore::create(config);
    const auto id = store->addConnection({EndpointId(1),
                                          Transport::Tcp,
                                          Role::Server,
                                          MemorySource::address(QStringLiteral("97.98.99.100:24930")),
                                          MemorySource::address(QStringLiteral("97.98.99.100:24930")),
                                          {}});
    for (int i = 0; i < 1000; ++i)
        store->data(id, Direction::Sent, now(), i == 500 ? "abcd" : "\x7F\0\0\1");
    QCOMPARE(recordsMatching(*Query::parse(u"abcd"), *store), (std::vector<quint32>{500}));
    QCOMPARE(recordsMatching(*Query::parse(u"payload contains |08 00|"), *store), std::vector<quint32>());
    QCOMPARE(recordsMatching(*Query::parse(u"payload contains |00|"), *store).size(), 0U);
}

QTEST_GUILESS_MAIN(TestPayloadSearch)
#include "tst_payloadsearch.moc"
