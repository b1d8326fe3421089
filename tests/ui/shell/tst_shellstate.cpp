// SPDX-License-Identifier: MIT
#include "base/filewriter.h"
#include "ui/shell/paneplaces.h"
#include "ui/shell/shellstate.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace wl;

class TestShellState : public QObject
{
    Q_OBJECT
private slots:
    void comesBackAsItWas();
    void badFilesAreDefaults_data();
    void badFilesAreDefaults();
    void recentAddresses();
    void memoriesStayInBounds();
    void findsPanesAgain();
};

void TestShellState::comesBackAsItWas()
{
    ShellState state;
    state.geometry = QByteArray("\0\1\2\xff", 4);
    state.layout = "layout";
    state.traffic = {{QStringLiteral("time"), 1}};
    state.recentAddresses = {QStringLiteral("tcp://127.0.0.1:1"), QStringLiteral("curl \"x\"")};
    state.panes = {{true, {0}, QStringLiteral("Server")}, {false, {1, 2}, QStringLiteral("GET /ä")}};
    state.panes[1].memory = {{QStringLiteral("repeats"), true}};
    state.currentPane = 1;
    state.wasSystemDark = true;
    const QTemporaryDir folder;
    const QString path = folder.filePath(QStringLiteral("sub/window.json"));
    FileWriter writer;
    state.save(path, writer);
    writer.flush();
    QCOMPARE(ShellState::load(path), state);
    QCOMPARE(QFile(path).permissions() & (QFile::ReadGroup | QFile::ReadOther), QFile::Permissions());
    QCOMPARE(ShellState::load(folder.filePath(QStringLiteral("missing.json"))), ShellState());
}

void TestShellState::badFilesAreDefaults_data()
{
    QTest::addColumn<QByteArray>("json");
    QTest::newRow("empty") << QByteArray();
    QTest::newRow("garbage") << QByteArray("\xff\xfe not json");
    QTest::newRow("cut off") << ShellState().toJson().left(20);
    QTest::newRow("array") << QByteArray("[1,2]");
    QTest::newRow("wrong types") << QByteArray(R"({"geometry": 5, "recentAddresses": {"a": 1}, "panes": "x",
                                                   "currentPane": "first", "wasSystemDark": "yes"})");
    QTest::newRow("wrong inner types") << QByteArray(R"({"recentAddresses": [1, null, {}], "panes": []})");
}

void TestShellState::badFilesAreDefaults()
{
    QFETCH(QByteArray, json);
    QCOMPARE(ShellState::fromJson(json), ShellState());
}

void TestShellState::memoriesStayInBounds()
{
    ShellState state;
    for (int i = 0; i < 100; ++i)
        state.panes +=
            {true, {i}, QStringLiteral("Pane"), {{QStringLiteral("x"), QString(100'000, u'\x01')}}};
    const QByteArray json = state.toJson();
    QVERIFY(json.size() < 4 * 1024 * 1024); // what load() takes
    const ShellState back = ShellState::fromJson(json);
    QCOMPARE(back.panes.size(), 100);
    QVERIFY(!back.panes.first().memory.isEmpty());
    QVERIFY(back.panes.last().memory.isEmpty());
}

void TestShellState::recentAddresses()
{
    ShellState state;
    for (int i = 0; i < 60; ++i)
        state.addRecent(QString::number(i));
    QCOMPARE(state.recentAddresses.size(), ShellState::maxRecentAddresses);
    QCOMPARE(state.recentAddresses.constFirst(), QStringLiteral("59"));
    state.addRecent(QStringLiteral("20"));
    QCOMPARE(state.recentAddresses.constFirst(), QStringLiteral("20"));
    QCOMPARE(state.recentAddresses.count(QStringLiteral("20")), 1);
}

void TestShellState::findsPanesAgain()
{
    const QTemporaryDir folder;
    auto made = Workspace::create(folder.filePath(QStringLiteral("w.yml")), QStringLiteral("Test"));
    QVERIFY(made);
    Workspace& workspace = **made;
    const ItemId first = *workspace.addItem({}, QStringLiteral("Server"), ServerItem());
    const ItemId servers = *workspace.addFolder({}, QStringLiteral("Servers"));
    const ItemId inner = *workspace.addItem(servers, QStringLiteral("Server"), ServerItem());
    const ItemId udp = *workspace.addItem(servers, QStringLiteral("UDP"), UdpItem());

    const PanePlace place = paneplaces::placeOf(workspace, inner);
    QCOMPARE(place.indexes, (QList<int>{1, 0}));
    QCOMPARE(paneplaces::find(workspace, place), inner);
    QCOMPARE(paneplaces::find(workspace, paneplaces::placeOf(workspace, first)), first);

    PanePlace moved = paneplaces::placeOf(workspace, udp);
    moved.indexes = {0};
    QCOMPARE(paneplaces::find(workspace, moved), udp); // by its name
    moved.indexes = {9, -1};
    QCOMPARE(paneplaces::find(workspace, moved), udp);
    moved.name = QStringLiteral("gone");
    QVERIFY(!paneplaces::find(workspace, moved).isValid());
    QVERIFY(!paneplaces::find(workspace, {}).isValid());
    PanePlace atFolder{false, {1}, QStringLiteral("Servers")};
    QVERIFY(!paneplaces::find(workspace, atFolder).isValid());
    QVERIFY(paneplaces::placeOf(workspace, ItemId(12345)).indexes.isEmpty());
}

QTEST_GUILESS_MAIN(TestShellState)
#include "tst_shellstate.moc"
