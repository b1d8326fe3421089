// SPDX-License-Identifier: MIT
#include "ui/panes/udp/groupsmodel.h"

#include <QAbstractItemModelTester>
#include <QTest>

using namespace wl;

class TestGroupsModel : public QObject
{
    Q_OBJECT

private slots:
    void addsAndRemoves();
    void outOfRangeIsEmpty();
    void judgesGroups_data();
    void judgesGroups();
};

void TestGroupsModel::addsAndRemoves()
{
    GroupsModel model;
    QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    const MulticastGroup first{QStringLiteral("239.0.0.1"), QStringLiteral("lo")};
    QVERIFY(model.add(first));
    QVERIFY(!model.add(first));
    QVERIFY(model.add({QStringLiteral("239.0.0.1"), QString()})); // the same group on another interface
    QCOMPARE(model.rowCount(), 2);
    QCOMPARE(model.index(0, GroupsModel::Interface).data().toString(), QStringLiteral("lo"));
    QVERIFY(!model.index(1, GroupsModel::Interface).data().toString().isEmpty());
    model.removeAt(0);
    model.removeAt(7);
    model.removeAt(-1);
    QCOMPARE(model.rowCount(), 1);
    model.setGroups({first, first});
    QCOMPARE(model.groups().size(), 2);
}

void TestGroupsModel::outOfRangeIsEmpty()
{
    GroupsModel model;
    model.setGroups({{QStringLiteral("ff02::1"), {}}});
    QVERIFY(!model.index(1, 0).isValid());
    QVERIFY(!model.index(0, GroupsModel::ColumnCount).isValid());
    QVERIFY(!model.headerData(GroupsModel::ColumnCount, Qt::Horizontal).isValid());
    QVERIFY(!model.headerData(0, Qt::Vertical).isValid());
    QVERIFY(!model.data({}).isValid());
}

void TestGroupsModel::judgesGroups_data()
{
    QTest::addColumn<QString>("group");
    QTest::addColumn<bool>("isGood");
    QTest::newRow("IPv4") << QStringLiteral("239.0.0.1") << true;
    QTest::newRow("mDNS") << QStringLiteral("224.0.0.251") << true;
    QTest::newRow("IPv6") << QStringLiteral("ff02::fb") << true;
    QTest::newRow("unicast") << QStringLiteral("127.0.0.1") << false;
    QTest::newRow("below") << QStringLiteral("223.255.255.255") << false;
    QTest::newRow("above") << QStringLiteral("240.0.0.0") << false;
    QTest::newRow("unicast IPv6") << QStringLiteral("fe80::1") << false;
    QTest::newRow("a name") << QStringLiteral("group.example") << false;
    QTest::newRow("empty") << QString() << false;
    QTest::newRow("with port") << QStringLiteral("239.0.0.1:5000") << false;
}

void TestGroupsModel::judgesGroups()
{
    QFETCH(QString, group);
    QFETCH(bool, isGood);
    QCOMPARE(GroupsModel::problem(group).isEmpty(), isGood);
}

QTEST_GUILESS_MAIN(TestGroupsModel)
#include "tst_groupsmodel.moc"
