// SPDX-License-Identifier: MIT
#include "ui/panes/common/connectionmodel.h"

#include "tests/ui/panes/fakeconnections.h"

#include <QAbstractItemModelTester>
#include <QSignalSpy>
#include <QTest>

using namespace wl;

namespace {

const EndpointId ours(1);
const EndpointId other(2);

} // namespace

class TestConnectionModel : public QObject
{
    Q_OBJECT

private slots:
    void takesOnlyItsEndpoints();
    void insertsInOneBatch();
    void outOfRangeIsEmpty();
    void tellsOnlyWhatChanged();
    void ratesAreOverTime();
    void tenThousandClients();
    void endedOnesLeaveTheCount();
    void dropsEnded();
    void stateWordsNeedNoColor();
    void mutes();
};

void TestConnectionModel::takesOnlyItsEndpoints()
{
    FakeConnections source;
    source.add(ours, 1); // before the model: another pane's business
    ConnectionModel model(source);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.addEndpoint(ours);
    QVERIFY(!model.pull());
    const ConnectionId first = source.add(ours, 5001);
    source.add(other, 5002);
    const ConnectionId second = source.add(ours, 5003);
    QVERIFY(model.pull());
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.connectionAt(0), first);
    QCOMPARE(model.connectionAt(1), second);
    QCOMPARE(model.rowOf(second), 1);
    QCOMPARE(model.rowOf(ConnectionId(2)), -1);
    QCOMPARE(model.index(1, ConnectionModel::Peer).data().toString(), QStringLiteral("127.0.0.1:5003"));
    QVERIFY(!model.pull());
}

void TestConnectionModel::insertsInOneBatch()
{
    FakeConnections source;
    ConnectionModel model(source);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.addEndpoint(ours);
    QSignalSpy inserted(&model, &QAbstractItemModel::rowsInserted);
    for (quint16 port = 1; port <= 500; ++port)
        source.add(ours, port);
    model.pull();
    QCOMPARE(inserted.count(), 1);
    QCOMPARE(inserted.constFirst().at(1).toInt(), 0);
    QCOMPARE(inserted.constFirst().at(2).toInt(), 499);
}

void TestConnectionModel::outOfRangeIsEmpty()
{
    FakeConnections source;
    ConnectionModel model(source);
    model.addEndpoint(ours);
    source.add(ours, 1);
    model.pull();
    QVERIFY(!model.index(1, 0).isValid());
    QVERIFY(!model.index(0, ConnectionModel::ColumnCount).isValid());
    QVERIFY(!model.data(QModelIndex()).isValid());
    QVERIFY(!model.headerData(ConnectionModel::ColumnCount, Qt::Horizontal).isValid());
    QVERIFY(!model.headerData(-1, Qt::Horizontal).isValid());
    QVERIFY(!model.connectionAt(1).isValid());
    QVERIFY(!model.connectionAt(-1).isValid());
    QVERIFY(!model.isOpen(ConnectionId()));
    QVERIFY(!model.isOpen(ConnectionId(77)));
    model.refreshVisible(-5, 1'000'000, 0); // what a view may ask while rows come and go
    for (int column = 0; column < ConnectionModel::ColumnCount; ++column) {
        QVERIFY(!model.headerData(column, Qt::Horizontal).toString().isEmpty());
        QVERIFY(!model.index(0, column).data().toString().isEmpty());
    }
}

void TestConnectionModel::tellsOnlyWhatChanged()
{
    FakeConnections source;
    ConnectionModel model(source);
    model.addEndpoint(ours);
    for (quint16 port = 1; port <= 20; ++port)
        source.add(ours, port);
    model.pull();
    model.refreshVisible(0, 9, 0);
    QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
    model.refreshVisible(0, 9, 40);
    QCOMPARE(changed.count(), 0);
    source.row(ConnectionId(3)).bytesReceived = 100;
    source.row(ConnectionId(15)).bytesReceived = 100; // not in sight
    model.refreshVisible(0, 9, 80);
    QCOMPARE(changed.count(), 1);
    QCOMPARE(changed.constFirst().at(0).toModelIndex().row(), 3);
    QCOMPARE(changed.constFirst().at(1).toModelIndex().row(), 3);
    QCOMPARE(model.index(3, ConnectionModel::BytesIn).data(ConnectionModel::ValueRole).toULongLong(), 100ULL);
}

void TestConnectionModel::ratesAreOverTime()
{
    FakeConnections source;
    ConnectionModel model(source);
    model.addEndpoint(ours);
    ConnectionRow& row = source.row(source.add(ours, 1));
    row.bytesReceived = 1'000'000; // before it was in sight: no rate
    model.pull();
    const QModelIndex rate = model.index(0, ConnectionModel::RateIn);
    model.refreshVisible(0, 0, 1000);
    QCOMPARE(rate.data(ConnectionModel::ValueRole).toDouble(), 0.0);
    row.bytesReceived += 5000;
    model.refreshVisible(0, 0, 1500);
    QCOMPARE(rate.data(ConnectionModel::ValueRole).toDouble(), 10'000.0);
    QCOMPARE(rate.data().toString(), QStringLiteral("10 kB/s"));
    model.refreshVisible(0, 0, 2000);
    QCOMPARE(rate.data(ConnectionModel::ValueRole).toDouble(), 0.0);
}

void TestConnectionModel::tenThousandClients()
{
    FakeConnections source;
    ConnectionModel model(source);
    model.addEndpoint(ours);
    for (int client = 0; client < 10'000; ++client)
        source.add(ours, quint16(client));
    model.pull();
    QCOMPARE(model.rowCount(), 10'000);
    QCOMPARE(model.openCount(), 10'000);
    model.refreshVisible(5000, 5029, 0);
    const quint64 before = source.looks();
    for (int client = 0; client < 10'000; ++client)
        source.row(ConnectionId(quint32(client))).bytesReceived = 10;
    model.refreshVisible(5000, 5029, 40);
    QVERIFY2(source.looks() - before <= 60, "a refresh looks at rows that are not in sight");
    const quint64 beforePull = source.looks();
    model.pull();
    QVERIFY2(source.looks() - beforePull <= 5000, "a pull looks at all rows");
}

void TestConnectionModel::endedOnesLeaveTheCount()
{
    FakeConnections source;
    ConnectionModel model(source);
    model.addEndpoint(ours);
    for (int client = 0; client < 10'000; ++client)
        source.add(ours, quint16(client));
    model.pull();
    for (quint32 client = 0; client < 10'000; client += 2)
        source.row(ConnectionId(client)).state =
            client % 4 == 0 ? ConnectionState::Closed : ConnectionState::Reset;
    QVERIFY(model.hasOpen(ours));
    for (int pulls = 0; pulls < 6; ++pulls)
        model.pull();
    QCOMPARE(model.openCount(), 5000);
    for (quint32 client = 1; client < 10'000; client += 2)
        source.row(ConnectionId(client)).state = ConnectionState::Failed;
    QVERIFY(!model.hasOpen(ours));
    for (int pulls = 0; pulls < 6; ++pulls)
        model.pull();
    QCOMPARE(model.openCount(), 0);
    QCOMPARE(model.rowCount(), 10'000); // rows stay until they are cleared
}

void TestConnectionModel::dropsEnded()
{
    FakeConnections source;
    ConnectionModel model(source);
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    model.addEndpoint(ours);
    for (quint16 port = 0; port < 10; ++port)
        source.add(ours, port);
    model.pull();
    source.row(ConnectionId(0)).state = ConnectionState::Closed;
    source.row(ConnectionId(9)).state = ConnectionState::Reset;
    model.dropEnded();
    QCOMPARE(model.rowCount(), 8);
    QCOMPARE(model.connectionAt(0), ConnectionId(1));
    source.add(ours, 10);
    model.pull();
    QCOMPARE(model.rowCount(), 9);
    QCOMPARE(model.connectionAt(8), ConnectionId(10));
}

void TestConnectionModel::stateWordsNeedNoColor()
{
    FakeConnections source;
    ConnectionModel model(source);
    model.addEndpoint(ours);
    ConnectionRow& row = source.row(source.add(ours, 1));
    model.pull();
    QSet<QString> words;
    for (const ConnectionState state :
         {ConnectionState::Connecting, ConnectionState::Open, ConnectionState::PeerFinished,
          ConnectionState::WeFinished, ConnectionState::Closed, ConnectionState::Reset,
          ConnectionState::Failed}) {
        row.state = state;
        words.insert(model.index(0, ConnectionModel::State).data().toString());
    }
    QCOMPARE(words.size(), 7);
    QVERIFY(!words.contains(QString()));
}

void TestConnectionModel::mutes()
{
    FakeConnections source;
    ConnectionModel model(source);
    model.addEndpoint(ours);
    const ConnectionId id = source.add(ours, 1);
    model.pull();
    model.setMuted({id}, true);
    QVERIFY(model.isMuted(id));
    QVERIFY(model.index(0, ConnectionModel::State).data().toString().contains(QStringLiteral("muted")));
    model.setMuted({id}, false);
    QVERIFY(!model.isMuted(id));
}

QTEST_GUILESS_MAIN(TestConnectionModel)
#include "tst_connectionmodel.moc"
