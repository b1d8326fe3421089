// SPDX-License-Identifier: MIT
#include "support/networkplace.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/openpanes.h"
#include "ui/shell/theme.h"
#include "ui/workspace/workspacedelegate.h"
#include "ui/workspace/workspacemodel.h"
#include "ui/workspace/workspacetree.h"
#include "windowtest.h"
#include "workspace/workspace.h"

#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

using namespace wl;

namespace {

/// The Playground's ports are fixed, so this process has a network of its own, made while it has one thread.
bool hasOwnNetwork = false;

} // namespace

/// Each entry of the Playground, with one click on its button in the real window.
class TestPlaygroundClicks : public WindowTest
{
    Q_OBJECT

public:
    static void initMain()
    {
        hasOwnNetwork = ::unshare(CLONE_NEWNET) == 0 && std::system("ip link set lo up 2>/dev/null") == 0;
    }

private slots:
    void initTestCase();
    void init() { open(); }
    void cleanup() { close(); }
    void everyEntryIsClicked();
    void servers_data() { entries("Servers"); }
    void servers();
    void clients_data() { entries("Clients"); }
    void clients();
    void requests_data() { entries("HTTP"); }
    void requests();

private:
    static void entries(const char* folder);
    /// Clicks the entry's button; the pane that is open then.
    [[nodiscard]] const Pane* click(const QString& name);
    [[nodiscard]] EndpointState stateOf(const Pane* pane) const
    {
        return m_sessions->state(pane->endpoint());
    }
    /// What came in on the connections of a pane.
    [[nodiscard]] quint64 receivedBy(const Pane* pane) const
    {
        quint64 bytes = 0;
        for (quint32 i = 0; i < m_capture->connectionCount(); ++i) {
            const ConnectionRow& row = m_capture->connection(ConnectionId(i));
            bytes += row.info.endpoint == pane->endpoint() ? row.bytesReceived.load() : 0;
        }
        return bytes;
    }
};

void TestPlaygroundClicks::initTestCase()
{
    if (!hasOwnNetwork)
        QSKIP("no rights to make a network of its own");
    theme::install();
}

void TestPlaygroundClicks::entries(const char* folder)
{
    QTest::addColumn<QString>("name");
    const QTemporaryDir copy;
    const QString path = copy.filePath(QStringLiteral("playground.yml"));
    QVERIFY(QFile::copy(QStringLiteral(":/playground/playground.yml"), path));
    const auto workspace = Workspace::load(path);
    QVERIFY(workspace);
    for (const ItemId id : (*workspace)->topLevel()) {
        const Workspace::Node& top = *(*workspace)->node(id);
        for (const ItemId child : top.name == QLatin1String(folder) ? top.children : QList<ItemId>()) {
            const QString name = (*workspace)->node(child)->name;
            QTest::newRow(qPrintable(name)) << name;
        }
    }
}

const Pane* TestPlaygroundClicks::click(const QString& name)
{
    auto* tree = m_window->findChild<WorkspaceTree*>();
    auto* view = tree->findChild<QTreeView*>();
    view->expandAll();
    const QModelIndexList found = view->model()->match(view->model()->index(0, 0), Qt::DisplayRole, name, 1,
                                                       Qt::MatchExactly | Qt::MatchRecursive);
    if (found.isEmpty())
        return nullptr;
    view->scrollTo(found.first());
    const QRect button = WorkspaceDelegate::buttonRect(view->visualRect(found.first()), found.first());
    QTest::mouseClick(view->viewport(), Qt::LeftButton, {}, button.center());
    return m_window->panes().currentPane();
}

// No folder has come or gone that this test does not know.
void TestPlaygroundClicks::everyEntryIsClicked()
{
    const auto workspace = Workspace::load(m_folder->filePath(QStringLiteral("playground.yml")));
    QVERIFY(workspace);
    QStringList folders;
    for (const ItemId id : (*workspace)->topLevel()) {
        folders += (*workspace)->node(id)->name;
        QVERIFY(!(*workspace)->node(id)->children.isEmpty());
    }
    QCOMPARE(folders,
             QStringList({QStringLiteral("Servers"), QStringLiteral("Clients"), QStringLiteral("HTTP")}));
}

void TestPlaygroundClicks::servers()
{
    QFETCH(QString, name);
    const Pane* pane = click(name);
    QVERIFY(pane);
    QTRY_COMPARE(stateOf(pane).phase, EndpointState::Phase::Listening);
    QVERIFY(stateOf(pane).local.constFirst().isLoopback());
    QCOMPARE(pane->state().mark, PaneState::Mark::Active);
    QCOMPARE(click(name), pane); // the same button stops it
    QTRY_COMPARE(stateOf(pane).phase, EndpointState::Phase::Stopped);
}

void TestPlaygroundClicks::clients()
{
    QFETCH(QString, name);
    const Pane* pane = click(name);
    QVERIFY(pane);
    auto* send = pane->findChild<QPushButton*>(QStringLiteral("sendButton"));
    QVERIFY(send);
    if (name != QLatin1String("Hear the greeter")) { // which speaks first
        QTRY_VERIFY(send->isEnabled());
        QTest::mouseClick(send, Qt::LeftButton);
    }
    // Nobody else is in this network: the server that it talks to was started with it.
    QTRY_VERIFY(receivedBy(pane) > 0);
}

void TestPlaygroundClicks::requests()
{
    QFETCH(QString, name);
    const Pane* pane = click(name);
    QVERIFY(pane);
    const QString status = name.startsWith(QLatin1String("POST"))        ? QStringLiteral("201")
                           : name.contains(QLatin1String("/status/404")) ? QStringLiteral("404")
                                                                         : QStringLiteral("200");
    QTRY_VERIFY2_WITH_TIMEOUT(!pane->isRunning() && pane->state().word.startsWith(status),
                              qPrintable(pane->state().word), 60'000);
}

QTEST_MAIN(TestPlaygroundClicks)
#include "tst_playgroundclicks.moc"
