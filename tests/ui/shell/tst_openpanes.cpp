// SPDX-License-Identifier: MIT
#include "capture/capturestore.h"
#include "support/memorysource.h"
#include "ui/shell/openpanes.h"

#include <QDir>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace wl;
using namespace wl::test;

namespace {

/// A pane whose form is a value and that never touches a network.
class FakePane final : public Pane
{
public:
    FakePane(const PaneContext& context, QWidget* parent)
        : Pane(parent)
        , m_context(context)
    {
    }

    [[nodiscard]] ItemContent content() const override { return m_content; }
    void setContent(const ItemContent& content) override
    {
        m_content = content;
        ++contentsSet;
    }
    [[nodiscard]] QString title() const override
    {
        const auto* server = std::get_if<ServerItem>(&m_content);
        return server ? server->server.label : QStringLiteral("Other");
    }
    [[nodiscard]] PaneState state() const override { return m_state; }
    void trigger(bool toggle) override
    {
        ++triggers;
        if (m_isRunning && !toggle)
            return;
        if (startsSlowly && !m_isRunning)
            setMark(PaneState::Mark::Busy);
        else
            setRunning(!m_isRunning);
    }
    [[nodiscard]] bool isRunning() const override { return m_isRunning; }
    [[nodiscard]] EndpointId endpoint() const override { return {}; }
    void focusForm() override {}

    [[nodiscard]] qsizetype openConnections() const override { return clients; }
    void closeConnections() override { setClients(0); }
    void setClients(qsizetype count)
    {
        clients = count;
        emit stateChanged();
    }
    void setRunning(bool isRunning)
    {
        m_isRunning = isRunning;
        m_state = {isRunning ? PaneState::Mark::Active : PaneState::Mark::Idle,
                   isRunning ? QStringLiteral("Listening") : QString()};
        emit stateChanged();
    }
    void edit(quint16 port)
    {
        std::get<ServerItem>(m_content).server.address.port = port;
        emit contentEdited();
    }
    /// The label of the server that was started for this port; "waits" until it answers.
    QString startServer(quint16 port)
    {
        answer = {};
        m_context.startServerFor(QStringLiteral("127.0.0.1"), port, false, this,
                                 [this](const ServerStart& start) { answer = start; });
        return answer ? answer->label : QStringLiteral("waits");
    }
    void setMark(PaneState::Mark mark)
    {
        m_isRunning = mark == PaneState::Mark::Busy || mark == PaneState::Mark::Active;
        m_state = {mark, QStringLiteral("x")};
        emit stateChanged();
    }
    std::optional<ServerStart> answer;
    bool startsSlowly = false;

    qsizetype clients = 0;
    int contentsSet = 0;
    int triggers = 0;

private:
    PaneContext m_context;
    ItemContent m_content;
    PaneState m_state;
    bool m_isRunning = false;
};

} // namespace

class TestOpenPanes : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void opensAnItemOnce();
    void savesWhatIsTyped();
    void undoComesBackIntoThePane();
    void deletedItemClosesItsPane();
    void runningItemGoesOnWithoutItsTab();
    void hiddenPaneGoesWhenItStops();
    void clientsOfAStoppedServerKeepItAlive();
    void closedUnsavedPaneComesBack();
    void startsTheServerThatAnAddressNames();
    void waitsForTheServer();
    void restoresFromPlaces();
    void sameAddressAgainUsesTheStoppedPane();
    void stepsOfAnUnsavedPane();
    void placesLeaveOtherPagesOut();
    void unsavedPanesComeBackAfterACrash();
    void savesToTheWorkspace();
    void keepsTheUnsavedCopyUntilTheWorkspaceIsOnDisk();
    void worksWithoutScratch();
    void changesTheWorkspace();

private:
    [[nodiscard]] static ServerItem server(quint16 port)
    {
        ServerItem item;
        item.server.address = {Scheme::Tcp, QStringLiteral("127.0.0.1"), port, {}};
        return item;
    }
    [[nodiscard]] FakePane* fake(Pane* pane) const { return static_cast<FakePane*>(pane); }
    [[nodiscard]] quint16 storedPort(ItemId id) const
    {
        return std::get<ServerItem>(m_workspace->node(id)->content).server.address.port;
    }
    [[nodiscard]] std::unique_ptr<Workspace> loadOrMake(const QString& name) const
    {
        const QString path = m_folder->filePath(name + QStringLiteral(".yml"));
        if (auto loaded = Workspace::load(path))
            return std::move(*loaded);
        auto made = Workspace::create(path, name);
        return made ? std::move(*made) : nullptr;
    }
    void makePanes()
    {
        m_tabs = std::make_unique<PaneTabs>();
        const PaneContext context{*m_sessions, *m_source, *m_settings, *m_pulse, {}};
        m_panes = std::make_unique<OpenPanes>(
            *m_tabs, context, loadOrMake(QStringLiteral("scratch")),
            [](const ItemContent& content, const PaneContext& c, QWidget* parent) {
                auto* pane = new FakePane(c, parent);
                pane->setContent(content);
                return pane;
            });
        m_panes->setWorkspace(m_workspace.get());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<CaptureStore> m_capture;
    std::unique_ptr<Sessions> m_sessions;
    std::unique_ptr<MemorySource> m_source;
    std::unique_ptr<Pulse> m_pulse;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<PaneTabs> m_tabs;
    std::unique_ptr<OpenPanes> m_panes;
    ItemId m_echo;
};

void TestOpenPanes::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings =
        std::make_unique<Settings>(Settings::load(m_folder->filePath(QStringLiteral("settings.ini"))));
    auto capture = CaptureStore::create({m_folder->filePath(QStringLiteral("c.pcapng")), false});
    QVERIFY(capture);
    m_capture = std::move(*capture);
    m_sessions = std::make_unique<Sessions>(*m_capture);
    m_source = std::make_unique<MemorySource>();
    m_pulse = std::make_unique<Pulse>();
    m_workspace = loadOrMake(QStringLiteral("main"));
    QVERIFY(m_workspace);
    m_echo = *m_workspace->addItem({}, QStringLiteral("Echo"), server(7777));
    makePanes();
}

void TestOpenPanes::cleanup()
{
    m_panes.reset();
    m_tabs.reset();
    m_workspace.reset();
    m_sessions.reset();
    m_capture.reset();
}

void TestOpenPanes::opensAnItemOnce()
{
    Pane* pane = m_panes->openItem(m_echo);
    QVERIFY(pane);
    QCOMPARE(m_panes->openItem(m_echo), pane);
    QCOMPARE(m_tabs->count(), 1);
    QCOMPARE(m_panes->currentPane(), pane);
    QVERIFY(!m_panes->isScratch(pane));
    QVERIFY(!m_panes->openItem(ItemId(999)));
    const ItemId folder = *m_workspace->addFolder({}, QStringLiteral("Folder"));
    QVERIFY(!m_panes->openItem(folder));
}

void TestOpenPanes::savesWhatIsTyped()
{
    FakePane* pane = fake(m_panes->openItem(m_echo));
    const int set = pane->contentsSet;
    pane->edit(8001);
    pane->edit(8002);
    QCOMPARE(storedPort(m_echo), 7777); // not at every key
    QTRY_COMPARE(storedPort(m_echo), 8002);
    QCOMPARE(pane->contentsSet, set); // its own change does not come back
    pane->edit(8003);
    m_panes->saveEdits();
    QCOMPARE(storedPort(m_echo), 8003);
    m_workspace->flush();
    const auto again = Workspace::load(m_workspace->path());
    QVERIFY(again);
    QCOMPARE(std::get<ServerItem>((*again)->node((*again)->topLevel().at(0))->content).server.address.port,
             8003);
}

void TestOpenPanes::undoComesBackIntoThePane()
{
    FakePane* pane = fake(m_panes->openItem(m_echo));
    pane->edit(8001);
    m_panes->saveEdits();
    QVERIFY(m_workspace->undo());
    QCOMPARE(std::get<ServerItem>(pane->content()).server.address.port, 7777);
    QVERIFY(m_workspace->rename(m_echo, QStringLiteral("Renamed")));
    QCOMPARE(pane->title(), QStringLiteral("Renamed"));
}

void TestOpenPanes::deletedItemClosesItsPane()
{
    QPointer<Pane> pane = m_panes->openItem(m_echo);
    QVERIFY(m_workspace->remove(m_echo));
    QCOMPARE(m_tabs->count(), 0);
    QTRY_VERIFY(pane.isNull());
    QVERIFY(m_workspace->undo());
    QVERIFY(m_panes->openItem(m_workspace->topLevel().at(0)));
}

void TestOpenPanes::runningItemGoesOnWithoutItsTab()
{
    QSignalSpy states(m_panes.get(), &OpenPanes::itemStateChanged);
    m_panes->triggerItem(m_echo);
    QPointer<Pane> pane = m_panes->currentPane();
    QVERIFY(pane->isRunning());
    QVERIFY(m_tabs->tabText(0).contains(QStringLiteral("Listening")));
    QCOMPARE(states.last().at(1).value<PaneState>().word, QStringLiteral("Listening"));
    m_panes->close(pane);
    QCOMPARE(m_tabs->count(), 0);
    QVERIFY(pane && pane->isRunning());
    m_panes->triggerItem(m_echo); // stops it, in its tab again
    QCOMPARE(m_tabs->count(), 1);
    QVERIFY(!pane->isRunning());
    m_panes->close(pane);
    QTRY_VERIFY(pane.isNull());
}

void TestOpenPanes::hiddenPaneGoesWhenItStops()
{
    QSignalSpy left(m_panes.get(), &OpenPanes::leftRunning);
    QSignalSpy states(m_panes.get(), &OpenPanes::itemStateChanged);
    m_panes->triggerItem(m_echo);
    QPointer<Pane> pane = m_panes->currentPane();
    m_panes->close(pane);
    QCOMPARE(left.count(), 1);
    QCOMPARE(left.at(0).at(0).value<ItemId>(), m_echo);
    m_panes->openItem(m_echo); // in its tab again, it stays
    m_panes->stopItem(m_echo);
    QCOMPARE(m_tabs->count(), 1);
    m_panes->triggerItem(m_echo);
    m_panes->close(pane);
    QCOMPARE(left.count(), 2);
    fake(pane)->setMark(PaneState::Mark::Failed);
    QTRY_VERIFY(pane.isNull());
    QCOMPARE(states.last().at(1).value<PaneState>().mark, PaneState::Mark::Failed); // its row still says so
    m_panes->stopItem(m_echo);                                                      // nothing runs
    pane = m_panes->openItem(m_echo);
    QVERIFY(!pane->isRunning());
    m_panes->close(pane);
    QCOMPARE(left.count(), 2);
}

void TestOpenPanes::clientsOfAStoppedServerKeepItAlive()
{
    QSignalSpy left(m_panes.get(), &OpenPanes::leftRunning);
    m_panes->triggerItem(m_echo);
    QPointer<Pane> pane = m_panes->currentPane();
    fake(pane)->setClients(2);
    m_panes->stopItem(m_echo); // listens no more
    m_panes->close(pane);
    QCOMPARE(left.count(), 1);
    QVERIFY(pane && m_panes->paneOf(m_echo) == pane.data());
    m_panes->stopItem(m_echo); // now its clients go too
    QTRY_VERIFY(pane.isNull());

    m_panes->triggerItem(m_echo);
    pane = m_panes->currentPane();
    fake(pane)->setClients(1);
    m_panes->close(pane);
    QCOMPARE(left.count(), 2);
    m_panes->stopItem(m_echo); // by the bar: what is left is told
    QCOMPARE(left.count(), 3);
    QVERIFY(pane && !pane->isRunning());
    fake(pane)->setClients(0);
    QTRY_VERIFY(pane.isNull());
    QCOMPARE(left.count(), 3);
}

void TestOpenPanes::closedUnsavedPaneComesBack()
{
    QPointer<Pane> pane = m_panes->openNew(server(5000));
    QVERIFY(m_panes->isScratch(pane));
    QCOMPARE(pane->title(), QStringLiteral("Server"));
    QCOMPARE(m_panes->openNew(server(5001))->title(), QStringLiteral("Server 2"));
    QVERIFY(!m_panes->canReopen());
    fake(pane)->setRunning(true);
    m_panes->close(pane);
    QTRY_VERIFY(pane.isNull()); // an unsaved pane ends
    QVERIFY(m_panes->canReopen());
    m_panes->reopenClosed();
    QCOMPARE(std::get<ServerItem>(m_panes->currentPane()->content()).server.address.port, 5000);
    QVERIFY(!m_panes->canReopen());
    m_panes->reopenClosed();
    QCOMPARE(m_tabs->count(), 2);
}

void TestOpenPanes::startsTheServerThatAnAddressNames()
{
    FakePane* client = fake(m_panes->openNew(ClientItem()));
    QCOMPARE(client->startServer(7777), QStringLiteral("Echo"));
    QCOMPARE(m_tabs->count(), 2);
    QCOMPARE(m_panes->currentPane(), client);       // its tab does not come to the front
    QCOMPARE(client->startServer(7777), QString()); // it runs already
    QCOMPARE(client->startServer(1234), QString());
    m_panes->setWorkspace(nullptr);
    QCOMPARE(client->startServer(7777), QString());
}

void TestOpenPanes::waitsForTheServer()
{
    FakePane* client = fake(m_panes->openNew(ClientItem()));
    FakePane* other = fake(m_panes->openNew(ClientItem()));
    FakePane* server = fake(m_panes->openItem(m_echo));
    server->startsSlowly = true;
    QCOMPARE(client->startServer(7777), QStringLiteral("waits"));
    QCOMPARE(other->startServer(7777), QStringLiteral("waits")); // the same start serves both
    QCOMPARE(server->triggers, 1);
    server->setMark(PaneState::Mark::Active);
    QVERIFY(client->answer && other->answer);
    QVERIFY(!client->answer->hasFailed() && client->answer->label == QStringLiteral("Echo"));
    server->setMark(PaneState::Mark::Failed);
    QCOMPARE(client->startServer(7777), QStringLiteral("waits"));
    server->setMark(PaneState::Mark::Failed);
    QVERIFY(client->answer && client->answer->hasFailed());
    QCOMPARE(client->startServer(7777), QStringLiteral("waits"));
    m_panes->close(other); // an asker that goes is not answered
    QVERIFY(m_workspace->remove(m_echo));
    QTRY_VERIFY(client->answer); // its pane went
    QCOMPARE(client->answer->error.code, ErrorCode::Canceled);
}

void TestOpenPanes::restoresFromPlaces()
{
    m_panes->openItem(m_echo);
    fake(m_panes->openNew(server(5000)))->edit(5005);
    m_panes->saveEdits();
    const QList<PanePlace> places = m_panes->places();
    QCOMPARE(places.size(), 2);
    QVERIFY(!places.at(0).isScratch);
    QVERIFY(places.at(1).isScratch);
    m_panes.reset();
    m_tabs.reset();
    m_workspace = loadOrMake(QStringLiteral("main"));
    makePanes();
    m_panes->restore(places, 1);
    QCOMPARE(m_tabs->count(), 2);
    QCOMPARE(m_tabs->currentIndex(), 1);
    QCOMPARE(std::get<ServerItem>(m_panes->currentPane()->content()).server.address.port, 5005);
    QCOMPARE(fake(m_panes->currentPane())->triggers, 0); // nothing starts by itself
    m_panes->restore(places, 99);
    QCOMPARE(m_tabs->count(), 2);
}

void TestOpenPanes::sameAddressAgainUsesTheStoppedPane()
{
    Pane* pane = m_panes->openStopped(server(5000));
    QCOMPARE(m_panes->openStopped(server(5000)), pane);
    fake(pane)->setRunning(true);
    Pane* second = m_panes->openStopped(server(5000));
    QVERIFY(second != pane);
    fake(pane)->setRunning(false);
    QVERIFY(m_panes->openStopped(server(5001)) != pane);
    QCOMPARE(m_tabs->count(), 3);
}

void TestOpenPanes::stepsOfAnUnsavedPane()
{
    FakePane* pane = fake(m_panes->openNew(server(5000)));
    QVERIFY(!m_panes->canUndo(pane) && !m_panes->canRedo(pane));
    pane->edit(5001);
    m_panes->saveEdits();
    pane->edit(5002); // not saved yet
    QVERIFY(m_panes->canUndo(pane));
    const auto port = [pane] { return std::get<ServerItem>(pane->content()).server.address.port; };
    m_panes->undoOrRedo(pane, true);
    QCOMPARE(port(), 5001);
    m_panes->undoOrRedo(pane, true);
    QCOMPARE(port(), 5000);
    QVERIFY(!m_panes->canUndo(pane));
    m_panes->undoOrRedo(pane, true); // nothing
    m_panes->undoOrRedo(pane, false);
    m_panes->undoOrRedo(pane, false);
    QCOMPARE(port(), 5002);
    QVERIFY(!m_panes->canRedo(pane));
}

void TestOpenPanes::placesLeaveOtherPagesOut()
{
    auto* conversation = new QWidget; // the tabs'
    m_tabs->addPage(conversation, QStringLiteral("Conversation 1"));
    m_panes->openNew(server(5000));
    Pane* second = m_panes->openNew(server(5001));
    QCOMPARE(m_tabs->currentIndex(), 2);
    const QList<PanePlace> places = m_panes->places();
    const int current = m_panes->currentPlace();
    QCOMPARE(places.size(), 2);
    QCOMPARE(current, 1);
    const QString title = second->title();
    m_panes.reset();
    m_tabs.reset();
    makePanes();
    m_panes->restore(places, current);
    QCOMPARE(m_tabs->currentIndex(), 1);
    QCOMPARE(m_panes->currentPane()->title(), title);
}

void TestOpenPanes::unsavedPanesComeBackAfterACrash()
{
    m_panes->openNew(server(5000));
    m_panes.reset();
    m_tabs.reset();
    makePanes();
    m_panes->restore({}, -1); // the window's state was never written
    QCOMPARE(m_tabs->count(), 1);
    QCOMPARE(std::get<ServerItem>(m_panes->currentPane()->content()).server.address.port, 5000);
}

void TestOpenPanes::savesToTheWorkspace()
{
    Pane* pane = m_panes->openNew(server(5000));
    const Result<ItemId> saved = m_panes->saveToWorkspace(pane);
    QVERIFY(saved);
    QVERIFY(!m_panes->isScratch(pane));
    QCOMPARE(m_workspace->node(*saved)->name, QStringLiteral("Server"));
    QCOMPARE(m_panes->openItem(*saved), pane);
    QVERIFY(!m_panes->saveToWorkspace(pane)); // it is there already
    fake(pane)->edit(5001);
    m_panes->saveEdits();
    QCOMPARE(storedPort(*saved), 5001);
    m_panes->setWorkspace(nullptr);
    QVERIFY(!m_panes->saveToWorkspace(m_panes->openNew(server(1))));
}

void TestOpenPanes::keepsTheUnsavedCopyUntilTheWorkspaceIsOnDisk()
{
    const auto storedCopies = [this]() -> qsizetype {
        const auto scratch = Workspace::load(m_folder->filePath(QStringLiteral("scratch.yml")));
        return scratch ? (*scratch)->topLevel().size() : -1;
    };
    const QString path = m_workspace->path();
    m_workspace->flush();
    QVERIFY(QFile::rename(path, path + QStringLiteral(".away")) && QDir().mkdir(path));
    QSignalSpy failed(m_workspace.get(), &Workspace::saveFailed);
    const Result<ItemId> moved = m_panes->saveToWorkspace(m_panes->openNew(server(5000)));
    QVERIFY(moved);
    QTRY_COMPARE(failed.size(), 1);
    QTRY_COMPARE(storedCopies(), 1);
    QVERIFY(QDir().rmdir(path) && QFile::rename(path + QStringLiteral(".away"), path));
    m_panes->saveAgain();
    QTRY_COMPARE(storedCopies(), 0);
    const auto again = Workspace::load(path);
    QVERIFY(again);
    QCOMPARE((*again)->topLevel().size(), 2);
}

void TestOpenPanes::worksWithoutScratch()
{
    m_panes.reset();
    const PaneContext context{*m_sessions, *m_source, *m_settings, *m_pulse, {}};
    m_panes = std::make_unique<OpenPanes>(
        *m_tabs, context, nullptr, [](const ItemContent& content, const PaneContext& c, QWidget* parent) {
            auto* pane = new FakePane(c, parent);
            pane->setContent(content);
            return pane;
        });
    m_panes->setWorkspace(m_workspace.get());
    Pane* pane = m_panes->openNew(server(5000));
    fake(pane)->edit(5001);
    m_panes->saveEdits();
    QVERIFY(m_panes->places().isEmpty());
    QVERIFY(m_panes->isScratch(pane));
    QVERIFY(m_panes->saveToWorkspace(pane));
}

void TestOpenPanes::changesTheWorkspace()
{
    QPointer<Pane> mine = m_panes->openItem(m_echo);
    QPointer<Pane> scratch = m_panes->openNew(server(1));
    fake(mine)->edit(9999);
    const auto other = loadOrMake(QStringLiteral("other"));
    m_panes->setWorkspace(other.get());
    QCOMPARE(storedPort(m_echo), 9999); // saved before it went
    QTRY_VERIFY(mine.isNull());
    QVERIFY(scratch);
    QCOMPARE(m_tabs->count(), 1);
    m_panes->setWorkspace(nullptr);
}

QTEST_MAIN(TestOpenPanes)
#include "tst_openpanes.moc"
