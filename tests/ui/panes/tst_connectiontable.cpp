// SPDX-License-Identifier: MIT
#include "ui/panes/common/connectiontable.h"

#include "tests/ui/panes/fakeconnections.h"

#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace wl;

namespace {

const EndpointId ours(1);

} // namespace

class TestConnectionTable : public QObject
{
    Q_OBJECT

private slots:
    void pullsByThePulse();
    void looksOnlyAtRowsInSight();
    void newRowsLeaveTheViewWhereItIs();
    void selectionSurvivesClearing();
    void selectsManyAtOnce();
};

void TestConnectionTable::pullsByThePulse()
{
    FakeConnections source;
    Pulse pulse;
    ConnectionTable table(source, pulse);
    table.connections().addEndpoint(ours);
    QSignalSpy added(&table, &ConnectionTable::connectionsAdded);
    source.add(ours, 1);
    QCOMPARE(table.model()->rowCount(), 0);
    emit pulse.tick();
    QCOMPARE(table.model()->rowCount(), 1);
    QCOMPARE(added.count(), 1);
    emit pulse.tick();
    QCOMPARE(added.count(), 1);
}

void TestConnectionTable::looksOnlyAtRowsInSight()
{
    FakeConnections source;
    Pulse pulse;
    ConnectionTable table(source, pulse);
    table.connections().addEndpoint(ours);
    for (int client = 0; client < 10'000; ++client)
        source.add(ours, quint16(client));
    table.resize(600, 400);
    table.show();
    QVERIFY(QTest::qWaitForWindowExposed(&table));
    emit pulse.tick();
    QTRY_VERIFY(table.verticalScrollBar()->maximum() > 5000);
    table.verticalScrollBar()->setValue(5000);
    emit pulse.tick();
    QSignalSpy changed(table.model(), &QAbstractItemModel::dataChanged);
    for (int client = 0; client < 10'000; ++client)
        source.row(ConnectionId(quint32(client))).bytesReceived = 10;
    const quint64 before = source.looks();
    emit pulse.tick();
    QVERIFY2(source.looks() - before < 5000, "a pulse looks at all rows");
    QCOMPARE(changed.count(), 1);
    const int first = changed.constFirst().at(0).toModelIndex().row();
    const int last = changed.constFirst().at(1).toModelIndex().row();
    QVERIFY2(first >= 4900 && last <= 5100, qPrintable(QStringLiteral("%1 to %2").arg(first).arg(last)));
    // A table that nobody sees costs less still.
    table.hide();
    const quint64 hidden = source.looks();
    emit pulse.tick();
    QVERIFY(source.looks() - hidden < 4200);
    QCOMPARE(changed.count(), 1);
}

void TestConnectionTable::newRowsLeaveTheViewWhereItIs()
{
    FakeConnections source;
    Pulse pulse;
    ConnectionTable table(source, pulse);
    table.connections().addEndpoint(ours);
    for (quint16 client = 0; client < 1000; ++client)
        source.add(ours, client);
    table.resize(600, 400);
    table.show();
    emit pulse.tick();
    QTRY_VERIFY(table.verticalScrollBar()->maximum() > 300);
    table.verticalScrollBar()->setValue(300);
    table.selectRow(301);
    const int top = table.rowAt(0);
    QCOMPARE(top, 300);
    for (quint16 client = 0; client < 1000; ++client)
        source.add(ours, client);
    emit pulse.tick();
    QCOMPARE(table.model()->rowCount(), 2000);
    QCOMPARE(table.rowAt(0), top);
    QCOMPARE(table.selectedConnections(), QList<ConnectionId>{ConnectionId(301)});
}

void TestConnectionTable::selectionSurvivesClearing()
{
    FakeConnections source;
    Pulse pulse;
    ConnectionTable table(source, pulse);
    table.connections().addEndpoint(ours);
    for (quint16 client = 0; client < 10; ++client)
        source.add(ours, client);
    emit pulse.tick();
    table.selectConnections({ConnectionId(2), ConnectionId(5), ConnectionId(7)});
    source.row(ConnectionId(0)).state = ConnectionState::Closed;
    source.row(ConnectionId(5)).state = ConnectionState::Failed;
    table.dropEnded();
    QCOMPARE(table.model()->rowCount(), 8);
    QCOMPARE(table.selectedConnections(), (QList<ConnectionId>{ConnectionId(2), ConnectionId(7)}));
}

void TestConnectionTable::selectsManyAtOnce()
{
    FakeConnections source;
    Pulse pulse;
    ConnectionTable table(source, pulse);
    table.connections().addEndpoint(ours);
    for (int client = 0; client < 20'000; ++client)
        source.add(ours, quint16(client));
    emit pulse.tick();
    table.selectAll();
    const QList<ConnectionId> selected = table.selectedConnections();
    QCOMPARE(selected.size(), 20'000);
    QVERIFY(std::is_sorted(selected.begin(), selected.end()));
    table.selectConnections({ConnectionId(99'999)}); // nobody's
    QVERIFY(table.selectedConnections().isEmpty());
}

QTEST_MAIN(TestConnectionTable)
#include "tst_connectiontable.moc"
