// SPDX-License-Identifier: MIT
#include "capture/capturestore.h"
#include "query/queryscan.h"
#include "support/memorysource.h"

#include <QTemporaryDir>
#include <QTest>

#include <thread>

using namespace wl;
using namespace wl::test;

namespace {

/// Takes what there is; whether the scan has come to the end.
bool isBroughtTo(std::vector<quint32>& found, QueryScan& scan)
{
    const bool isBehind = scan.isBehind();
    const auto more = scan.take();
    found.insert(found.end(), more.begin(), more.end());
    return !isBehind;
}

} // namespace

class TestQueryScan : public QObject
{
    Q_OBJECT
private slots:
    void findsInOrderAndAsItGrows();
    void beginsWhereItIsTold();
    void endsWhereItIsTold();
    void aNewOneReplacesTheOld();
    void cancelGivesNothingMore();
    void keepsItsSourceAlive();
    void whileOthersAppend();
};

void TestQueryScan::findsInOrderAndAsItGrows()
{
    const auto source = std::make_shared<MemorySource>();
    const auto id = source->addConnection(QStringLiteral("a"), {}, {});
    for (int i = 0; i < 10'000; ++i)
        source->append(id, Direction::Sent, i % 2 == 0 ? "even" : "odd");
    QueryScan scan;
    QVERIFY(scan.take().empty());
    QVERIFY(!scan.isBehind());
    scan.start(source, *Query::parse(u"odd"), {}, 0);
    std::vector<quint32> found;
    const auto collect = [&] {
        const auto more = scan.take();
        found.insert(found.end(), more.begin(), more.end());
        return found.size();
    };
    QTRY_COMPARE(collect(), 5000U);
    QTRY_VERIFY(!scan.isBehind());
    QCOMPARE(scan.scannedUpTo(), 10'000U);
    source->append(id, Direction::Sent, "odd");
    QTRY_COMPARE(collect(), 5001U);
    QCOMPARE(found.back(), 10'000U);
    QVERIFY(std::is_sorted(found.begin(), found.end()));
    QTRY_COMPARE((collect(), scan.scannedUpTo()), 10'001U);
}

void TestQueryScan::beginsWhereItIsTold()
{
    const auto source = std::make_shared<MemorySource>();
    const auto id = source->addConnection(QStringLiteral("a"), {}, {});
    for (int i = 0; i < 10; ++i)
        source->append(id, Direction::Sent, "x");
    QueryScan scan;
    scan.start(source, *Query::parse(u"number != 8"), {}, 6);
    QCOMPARE(scan.scannedUpTo(), 6U);
    std::vector<quint32> found;
    QTRY_VERIFY(isBroughtTo(found, scan));
    QCOMPARE(found, (std::vector<quint32>{6, 8, 9}));
}

void TestQueryScan::endsWhereItIsTold()
{
    const auto source = std::make_shared<MemorySource>();
    const auto id = source->addConnection(QStringLiteral("a"), {}, {});
    for (int i = 0; i < 100; ++i)
        source->append(id, Direction::Sent, "x");
    QueryScan scan;
    scan.start(source, *Query::parse(u"x"), {}, 0, 40);
    std::vector<quint32> found;
    const auto upTo = [&](quint64 limit) {
        const auto more = scan.take(limit);
        found.insert(found.end(), more.begin(), more.end());
        return found.size();
    };
    QTRY_COMPARE(upTo(40), 40U);
    QTRY_VERIFY(!scan.isBehind());
    QCOMPARE(scan.scannedUpTo(), 40U);
    QTRY_COMPARE(upTo(70), 70U);
    QTRY_COMPARE(upTo(QueryScan::noLimit), 100U);
}

void TestQueryScan::aNewOneReplacesTheOld()
{
    const auto source = std::make_shared<MemorySource>();
    const auto id = source->addConnection(QStringLiteral("a"), {}, {});
    for (int i = 0; i < 50'000; ++i)
        source->append(id, Direction::Sent, QByteArray::number(i));
    QueryScan scan;
    for (int i = 0; i < 20; ++i)
        scan.start(source, *Query::parse(QStringLiteral("payload contains \"%1\"").arg(i)), {}, 0);
    scan.start(source, *Query::parse(u"payload == \"49999\""), {}, 0);
    std::vector<quint32> found;
    QTRY_VERIFY(isBroughtTo(found, scan));
    QCOMPARE(found, (std::vector<quint32>{49'999}));
}

void TestQueryScan::cancelGivesNothingMore()
{
    const auto source = std::make_shared<MemorySource>();
    const auto id = source->addConnection(QStringLiteral("a"), {}, {});
    for (int i = 0; i < 50'000; ++i)
        source->append(id, Direction::Sent, "x");
    QueryScan scan;
    scan.start(source, Query(), {}, 0);
    scan.cancel();
    QVERIFY(scan.take().empty());
    QVERIFY(!scan.isBehind());
}

void TestQueryScan::keepsItsSourceAlive()
{
    auto source = std::make_shared<MemorySource>();
    const auto id = source->addConnection(QStringLiteral("a"), {}, {});
    for (int i = 0; i < 50'000; ++i)
        source->append(id, Direction::Sent, "abc");
    const std::weak_ptr<MemorySource> watched = source;
    {
        QueryScan scan;
        scan.start(std::move(source), *Query::parse(u"x"), {}, 0);
        QVERIFY(!watched.expired());
    }
    QVERIFY(watched.expired());
}

void TestQueryScan::whileOthersAppend()
{
    QTemporaryDir folder;
    CaptureConfig config;
    config.path = folder.filePath(QStringLiteral("c.pcapng"));
    std::shared_ptr<CaptureStore> store = *CaptureStore::create(config);
    constexpr int count = 100'000;
    const auto id = store->addConnection({});
    std::thread writer([&store, id] {
        for (int i = 0; i < count; ++i)
            store->data(id, Direction::Sent, Timestamp{i + 1},
                        i % 10 == 0 ? "needle in the hay" : "hay, and only hay");
    });
    QueryScan scan;
    scan.start(store, *Query::parse(u"NEEDLE"), {}, 0);
    std::vector<quint32> found;
    const auto collect = [&] {
        const auto more = scan.take();
        found.insert(found.end(), more.begin(), more.end());
        return found.size();
    };
    QTRY_COMPARE_WITH_TIMEOUT(collect(), size_t(count / 10), 60'000);
    writer.join();
    for (size_t i = 0; i < found.size(); ++i)
        QCOMPARE(found[i], quint32(i * 10));
}

QTEST_GUILESS_MAIN(TestQueryScan)
#include "tst_queryscan.moc"
