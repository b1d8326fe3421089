// SPDX-License-Identifier: MIT
#include "ui/workspace/workspacetree.h"
#include "workspace/workspace.h"

#include "ui/widgets/messagebar.h"
#include "ui/workspace/workspacedelegate.h"
#include "ui/workspace/workspacemodel.h"
#include "ui/workspace/workspaceview.h"

#include <QAbstractItemModelTester>
#include <QAccessible>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>
#include <QPushButton>
#include <QSignalSpy>
#include <QStackedWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QToolButton>

using namespace wl;
using RunState = WorkspaceTree::RunState;

namespace {

QStringList shownNames(const QAbstractItemModel& model, const QModelIndex& parent = {})
{
    QStringList names;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        names.append(index.data().toString());
        names += shownNames(model, index);
    }
    return names;
}

} // namespace

class TestWorkspaceTree : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void modelIsSound();
    void modelTellsOfEachRow();
    void showsHtmlAsText();
    void filters();
    void renamesInPlace();
    void refusesAnEmptyName();
    void createsWhereOneIs();
    void deletesAndUndoes();
    void undoFromTheBar();
    void undoOfferGoesWithTheNextChange();
    void duplicatesByKey();
    void movesByKey();
    void dragsAndDrops();
    void refusesDropsThatCannotBe();
    void triggersByButton();
    void triggersByKey();
    void opensByKeyAndDoubleClick();
    void buttonNeedsPressAndReleaseOnIt();
    void oneClickOnACoveredRowIsEnough();
    void nameComesBeforeTheWord();
    void showsStates();
    void keepsFoldersClosed();
    void saysWhatToDo();
    void showsWarnings();
    void everyControlHasAName();
    void rowsSpeak();
    void survivesItsWorkspace();

private:
    [[nodiscard]] QAction* action(const char* name) const
    {
        return m_tree->findChild<QAction*>(QString::fromLatin1(name));
    }
    [[nodiscard]] QModelIndex at(ItemId id) const { return m_model->indexOf(id); }
    [[nodiscard]] QPoint buttonOf(ItemId id) const
    {
        return WorkspaceDelegate::buttonRect(m_view->visualRect(at(id)), at(id)).center();
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Workspace> m_workspace;
    std::unique_ptr<WorkspaceTree> m_tree;
    WorkspaceModel* m_model = nullptr;
    WorkspaceView* m_view = nullptr;
    ItemId m_servers, m_echo, m_http, m_get, m_post;
};

void TestWorkspaceTree::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    auto made = Workspace::create(m_folder->filePath(QStringLiteral("w.yml")), QStringLiteral("W"));
    QVERIFY(made);
    m_workspace = std::move(*made);
    m_servers = *m_workspace->addFolder({}, QStringLiteral("Servers"));
    m_echo = *m_workspace->addItem(m_servers, QStringLiteral("Echo"), ServerItem(), -1);
    m_http = *m_workspace->addFolder({}, QStringLiteral("HTTP"));
    m_get = *m_workspace->addItem(m_http, QStringLiteral("GET /posts"), HttpRequest(), -1);
    m_post = *m_workspace->addItem(m_http, QStringLiteral("POST"), HttpRequest(), -1);
    m_tree = std::make_unique<WorkspaceTree>();
    m_model = m_tree->findChild<WorkspaceModel*>();
    m_view = m_tree->findChild<WorkspaceView*>();
    m_tree->setWorkspace(m_workspace.get());
    m_tree->resize(300, 400);
    m_tree->show();
    QVERIFY(QTest::qWaitForWindowExposed(m_tree.get()));
    m_view->setFocus();
}

void TestWorkspaceTree::cleanup()
{
    m_tree.reset();
    m_workspace.reset();
}

void TestWorkspaceTree::modelIsSound()
{
    const QAbstractItemModelTester tester(m_model, QAbstractItemModelTester::FailureReportingMode::QtTest);
    QCOMPARE(shownNames(*m_model),
             QStringList({QStringLiteral("Servers"), QStringLiteral("Echo"), QStringLiteral("HTTP"),
                          QStringLiteral("GET /posts"), QStringLiteral("POST")}));
    const ItemId made = *m_workspace->addItem(m_servers, QStringLiteral("UDP"), UdpItem(), 0);
    QVERIFY(m_workspace->rename(made, QStringLiteral("UDP 2")));
    QCOMPARE(at(made).data().toString(), QStringLiteral("UDP 2"));
    QVERIFY(m_workspace->move(made, {}, -1));
    QVERIFY(m_workspace->duplicate(m_http));
    m_tree->setItemState(m_echo, RunState::Running, QStringLiteral("Listening"));
    m_model->setFilter(QStringLiteral("p"));
    m_model->setFilter({});
    QVERIFY(m_workspace->remove(m_http));
    while (m_workspace->canUndo())
        QVERIFY(m_workspace->undo());
    QCOMPARE(m_model->rowCount(), 0);
    while (m_workspace->canRedo())
        QVERIFY(m_workspace->redo());
    QVERIFY(!m_model->index(m_model->rowCount(), 0).isValid());
    QVERIFY(!m_model->index(0, 1).isValid());
    QVERIFY(!m_model->index(-1, 0).isValid());
    QVERIFY(!m_model->headerData(1, Qt::Horizontal).isValid());
    QVERIFY(!m_model->indexOf(ItemId(999)).isValid() && !m_model->indexOf({}).isValid());
    m_tree->setWorkspace(nullptr);
    QCOMPARE(m_model->rowCount(), 0);
}

void TestWorkspaceTree::modelTellsOfEachRow()
{
    const auto data = [this](ItemId id, int role) { return at(id).data(role); };
    QCOMPARE(data(m_servers, WorkspaceModel::TriggerTextRole).toString(), QString());
    QCOMPARE(data(m_echo, WorkspaceModel::TriggerTextRole).toString(), QStringLiteral("Start"));
    QCOMPARE(data(m_get, WorkspaceModel::TriggerTextRole).toString(), QStringLiteral("Send"));
    QCOMPARE(data(m_echo, Qt::AccessibleTextRole).toString(), QStringLiteral("Echo, TCP server"));
    QCOMPARE(data(m_get, WorkspaceModel::KindRole).toInt(), int(WorkspaceModel::Kind::Request));
    m_tree->setItemState(m_echo, RunState::Running, QStringLiteral("Listening"));
    QCOMPARE(data(m_echo, WorkspaceModel::TriggerTextRole).toString(), QStringLiteral("Stop"));
    QCOMPARE(data(m_echo, Qt::AccessibleTextRole).toString(), QStringLiteral("Echo, TCP server, Listening"));
    m_tree->setItemState(m_get, RunState::Busy, {});
    QCOMPARE(data(m_get, WorkspaceModel::TriggerTextRole).toString(), QStringLiteral("Cancel"));
    m_tree->clearItemStates();
    QCOMPARE(data(m_echo, WorkspaceModel::TriggerTextRole).toString(), QStringLiteral("Start"));
    m_tree->setItemState(ItemId(999), RunState::Running, {}); // an item that is not there
}

void TestWorkspaceTree::showsHtmlAsText()
{
    QFile file(m_folder->filePath(QStringLiteral("html.yml")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("opencollection: 1.0.0\nitems:\n  - info:\n      name: <b>x</b>\n      type: http\n"
               "      description: <img src='file:///etc/passwd'>\n    http: {}\n");
    file.close();
    auto loaded = Workspace::load(file.fileName());
    QVERIFY(loaded);
    m_tree->setWorkspace(loaded->get());
    const QString tip = m_model->index(0, 0).data(Qt::ToolTipRole).toString();
    QVERIFY2(tip.contains(QLatin1String("&lt;img")), qPrintable(tip));
    m_tree->setWorkspace(nullptr);
}

void TestWorkspaceTree::filters()
{
    auto* search = m_tree->findChild<QLineEdit*>(QStringLiteral("workspaceSearch"));
    QTest::keyClicks(search, QStringLiteral("post"));
    QCOMPARE(shownNames(*m_model),
             QStringList({QStringLiteral("HTTP"), QStringLiteral("GET /posts"), QStringLiteral("POST")}));
    search->setText(QStringLiteral("http"));
    QCOMPARE(m_model->rowCount(at(m_http)), 2); // all that is in a folder that matches
    search->setText(QStringLiteral("nothing"));
    QCOMPARE(m_model->rowCount(), 0);
    auto* text = m_tree->findChild<QLabel*>(QStringLiteral("workspaceEmptyText"));
    QVERIFY(text->isVisible());
    QVERIFY(text->text().contains(QLatin1String("\"nothing\"")));
    QTest::mouseClick(m_tree->findChild<QPushButton*>(QStringLiteral("workspaceEmptyAction")),
                      Qt::LeftButton);
    QCOMPARE(search->text(), QString());
    QCOMPARE(shownNames(*m_model).size(), 5);
    QVERIFY(m_view->isVisible());
}

void TestWorkspaceTree::renamesInPlace()
{
    m_tree->setCurrentItem(m_get);
    QTest::keyClick(m_view, Qt::Key_F2);
    auto* editor = m_view->findChild<QLineEdit*>(QStringLiteral("workspaceRename"));
    QVERIFY(editor);
    QCOMPARE(editor->text(), QStringLiteral("GET /posts"));
    editor->setText(QStringLiteral("  All posts "));
    QTest::keyClick(editor, Qt::Key_Return);
    QTRY_COMPARE(m_workspace->node(m_get)->name, QStringLiteral("All posts"));
    QTRY_VERIFY(m_view->hasFocus());
    QCOMPARE(m_tree->currentItem(), m_get);
    QTest::keyClick(m_view, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(m_workspace->node(m_get)->name, QStringLiteral("GET /posts"));
}

void TestWorkspaceTree::refusesAnEmptyName()
{
    QSignalSpy failed(m_tree.get(), &WorkspaceTree::failed);
    QVERIFY(!m_model->setData(at(m_get), QStringLiteral("  ")));
    QVERIFY(!m_model->setData({}, QStringLiteral("x")));
    QVERIFY(!m_model->setData(at(m_get), QStringLiteral("x"), Qt::CheckStateRole));
    QCOMPARE(m_workspace->node(m_get)->name, QStringLiteral("GET /posts"));
    QCOMPARE(failed.size(), 0);
}

void TestWorkspaceTree::createsWhereOneIs()
{
    QSignalSpy activated(m_tree.get(), &WorkspaceTree::itemActivated);
    m_tree->setCurrentItem(m_get);
    action("newRequest")->trigger();
    const ItemId made = m_tree->currentItem();
    QCOMPARE(m_workspace->node(m_http)->children, QList<ItemId>({m_get, made, m_post}));
    QCOMPARE(activated.size(), 1);
    m_tree->setCurrentItem(m_servers);
    action("newServer")->trigger();
    action("newClient")->trigger();
    action("newUdp")->trigger();
    QCOMPARE(m_workspace->node(m_servers)->children.size(), 4);
    m_tree->setCurrentItem(m_servers);
    action("newServer")->trigger();
    QCOMPARE(m_workspace->node(m_tree->currentItem())->name, QStringLiteral("New server 2"));
    m_tree->setCurrentItem({});
    action("newFolder")->trigger();
    QVERIFY(
        m_view->findChild<QLineEdit*>(QStringLiteral("workspaceRename"))); // its name can be typed at once
    QCOMPARE(m_workspace->topLevel().size(), 3);
}

void TestWorkspaceTree::deletesAndUndoes()
{
    m_tree->setCurrentItem(m_get);
    QTest::keyClick(m_view, Qt::Key_Delete);
    QVERIFY(!m_workspace->node(m_get));
    QCOMPARE(m_tree->currentItem(), m_post); // the neighbor
    QTest::keyClick(m_view, Qt::Key_Delete);
    QCOMPARE(m_tree->currentItem(), m_http); // the folder
    QTest::keyClick(m_view, Qt::Key_Delete);
    QVERIFY(!m_workspace->node(m_http));
    for (int i = 0; i < 3; ++i)
        QTest::keyClick(m_view, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(m_workspace->node(m_http)->children, QList<ItemId>({m_get, m_post}));
    QTest::keyClick(m_view, Qt::Key_Z, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(!m_workspace->node(m_get));
}

void TestWorkspaceTree::undoFromTheBar()
{
    auto* bar = m_tree->findChild<MessageBar*>();
    m_tree->setCurrentItem(m_echo);
    action("deleteItem")->trigger();
    QCOMPARE(bar->text(), QStringLiteral("Deleted Echo"));
    emit bar->actionTriggered();
    QVERIFY(m_workspace->node(m_echo));
    QVERIFY(!bar->isVisible());
}

void TestWorkspaceTree::undoOfferGoesWithTheNextChange()
{
    auto* bar = m_tree->findChild<MessageBar*>();
    const auto removeEcho = [&] {
        m_tree->setCurrentItem(m_echo);
        action("deleteItem")->trigger();
        return bar->isVisible();
    };
    QVERIFY(removeEcho());
    QTest::keyClick(m_view, Qt::Key_Z, Qt::ControlModifier);
    QVERIFY(!bar->isVisible());
    QVERIFY(m_workspace->node(m_echo));
    QVERIFY(removeEcho());
    HttpRequest put;
    put.method = QStringLiteral("PUT");
    QVERIFY(m_workspace->setContent(m_get, put));
    QVERIFY(!bar->isVisible()); // Undo would not bring the item back now
    bar->showMessage(MessageBar::Kind::Warning, QStringLiteral("other"));
    QVERIFY(m_workspace->undo());
    QVERIFY(bar->isVisible()); // what says something else stays
}

void TestWorkspaceTree::duplicatesByKey()
{
    m_tree->setCurrentItem(m_get);
    QTest::keyClick(m_view, Qt::Key_D, Qt::ControlModifier);
    QCOMPARE(m_workspace->node(m_tree->currentItem())->name, QStringLiteral("GET /posts copy"));
    QCOMPARE(m_workspace->node(m_http)->children.size(), 3);
}

void TestWorkspaceTree::movesByKey()
{
    m_tree->setCurrentItem(m_post);
    QTest::keyClick(m_view, Qt::Key_Down, Qt::AltModifier | Qt::ShiftModifier);
    QCOMPARE(m_workspace->node(m_http)->children, QList<ItemId>({m_get, m_post}));
    QTest::keyClick(m_view, Qt::Key_Up, Qt::AltModifier | Qt::ShiftModifier);
    QCOMPARE(m_workspace->node(m_http)->children, QList<ItemId>({m_post, m_get}));
    QCOMPARE(m_tree->currentItem(), m_post);
}

void TestWorkspaceTree::dragsAndDrops()
{
    const std::unique_ptr<QMimeData> get(m_model->mimeData({at(m_get)}));
    QVERIFY(m_model->dropMimeData(get.get(), Qt::MoveAction, 2, 0, at(m_http))); // behind POST
    QCOMPARE(m_workspace->node(m_http)->children, QList<ItemId>({m_post, m_get}));
    QVERIFY(m_model->dropMimeData(get.get(), Qt::MoveAction, 0, 0, at(m_http)));
    QCOMPARE(m_workspace->node(m_http)->children, QList<ItemId>({m_get, m_post}));
    QVERIFY(m_model->dropMimeData(get.get(), Qt::MoveAction, -1, -1, at(m_servers))); // onto a folder
    QCOMPARE(m_workspace->node(m_servers)->children, QList<ItemId>({m_echo, m_get}));
    QVERIFY(m_model->dropMimeData(get.get(), Qt::MoveAction, 1, 0, {}));
    QCOMPARE(m_workspace->topLevel(), QList<ItemId>({m_servers, m_get, m_http}));
    QVERIFY(m_model->flags(at(m_http)).testFlag(Qt::ItemIsDropEnabled));
    QVERIFY(!m_model->flags(at(m_get)).testFlag(Qt::ItemIsDropEnabled));
}

void TestWorkspaceTree::refusesDropsThatCannotBe()
{
    const std::unique_ptr<QMimeData> folder(m_model->mimeData({at(m_http)}));
    const std::unique_ptr<QMimeData> leaf(m_model->mimeData({at(m_get)}));
    QVERIFY(!m_model->canDropMimeData(folder.get(), Qt::MoveAction, -1, -1, at(m_http)));
    QVERIFY(!m_model->canDropMimeData(leaf.get(), Qt::MoveAction, -1, -1, at(m_post)));
    QVERIFY(!m_model->canDropMimeData(leaf.get(), Qt::CopyAction, -1, -1, at(m_servers)));
    QMimeData foreign;
    QVERIFY(!m_model->dropMimeData(&foreign, Qt::MoveAction, 0, 0, {}));
    foreign.setData(leaf->formats().first(), "12 " + QByteArray::number(m_get.value()));
    QVERIFY(!m_model->dropMimeData(&foreign, Qt::MoveAction, 0, 0, {}));
    foreign.setData(leaf->formats().first(), "garbage");
    QVERIFY(!m_model->dropMimeData(&foreign, Qt::MoveAction, 0, 0, {}));
    QVERIFY(!m_model->dropMimeData(nullptr, Qt::MoveAction, 0, 0, {}));
    m_model->setFilter(QStringLiteral("post"));
    QVERIFY(!m_model->canDropMimeData(leaf.get(), Qt::MoveAction, 0, 0, {}));
    QVERIFY(!m_model->mimeData({}));
}

void TestWorkspaceTree::triggersByButton()
{
    QSignalSpy triggered(m_tree.get(), &WorkspaceTree::itemTriggered);
    QSignalSpy activated(m_tree.get(), &WorkspaceTree::itemActivated);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, buttonOf(m_echo));
    QCOMPARE(triggered.size(), 1);
    QCOMPARE(triggered.first().first().value<ItemId>(), m_echo);
    QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, buttonOf(m_echo));
    QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, buttonOf(m_echo));
    QCOMPARE(triggered.size(), 2);
    QCOMPARE(activated.size(), 0);
    QCOMPARE(m_tree->currentItem(), m_echo);
    auto* button = m_tree->findChild<QToolButton*>(QStringLiteral("workspaceTrigger"));
    QVERIFY(button->isEnabled());
    QCOMPARE(button->accessibleName(), QStringLiteral("Start Echo"));
    const auto before = triggered.size();
    QTest::mouseClick(button, Qt::LeftButton);
    QCOMPARE(triggered.size(), before + 1);
    m_tree->setCurrentItem(m_http);
    QVERIFY(!button->isEnabled());
    QVERIFY(!button->toolTip().isEmpty()); // says why
}

void TestWorkspaceTree::triggersByKey()
{
    QSignalSpy triggered(m_tree.get(), &WorkspaceTree::itemTriggered);
    m_tree->setCurrentItem(m_get);
    QTest::keyClick(m_view, Qt::Key_Return, Qt::ControlModifier);
    QTest::keyClick(m_view, Qt::Key_Space);
    QCOMPARE(triggered.size(), 2);
    m_tree->setCurrentItem(m_http);
    QTest::keyClick(m_view, Qt::Key_Return, Qt::ControlModifier);
    QTest::keyClick(m_view, Qt::Key_Space);
    QCOMPARE(triggered.size(), 2);
}

void TestWorkspaceTree::opensByKeyAndDoubleClick()
{
    QSignalSpy activated(m_tree.get(), &WorkspaceTree::itemActivated);
    m_tree->setCurrentItem(m_get);
    QTest::keyClick(m_view, Qt::Key_Return);
    QCOMPARE(activated.size(), 1);
    const QPoint name = m_view->visualRect(at(m_post)).center();
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, name);
    QCOMPARE(activated.size(), 1);
    QTest::mouseDClick(m_view->viewport(), Qt::LeftButton, {}, name);
    QCOMPARE(activated.size(), 2);
    QCOMPARE(activated.last().first().value<ItemId>(), m_post);
    m_tree->setCurrentItem(m_http);
    QTest::keyClick(m_view, Qt::Key_Return);
    QCOMPARE(activated.size(), 2);
    QVERIFY(!m_view->isExpanded(at(m_http)));
}

void TestWorkspaceTree::buttonNeedsPressAndReleaseOnIt()
{
    QSignalSpy triggered(m_tree.get(), &WorkspaceTree::itemTriggered);
    QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, buttonOf(m_echo));
    QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, buttonOf(m_get));
    QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, m_view->visualRect(at(m_echo)).center());
    QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, buttonOf(m_echo));
    QTest::mouseClick(m_view->viewport(), Qt::RightButton, {}, buttonOf(m_echo));
    QCOMPARE(triggered.size(), 0);
    // The row goes while the button is pressed.
    QTest::mousePress(m_view->viewport(), Qt::LeftButton, {}, buttonOf(m_echo));
    QVERIFY(m_workspace->remove(m_echo));
    QTest::mouseRelease(m_view->viewport(), Qt::LeftButton, {}, QPoint(5, 5));
    QCOMPARE(triggered.size(), 0);
}

void TestWorkspaceTree::oneClickOnACoveredRowIsEnough()
{
    for (int i = 0; i < 20; ++i)
        QVERIFY(m_workspace->addItem({}, QStringLiteral("Server %1").arg(i), ServerItem(), -1));
    m_view->scrollToTop();
    const int rowHeight = m_view->visualRect(at(m_echo)).height();
    const int room = m_view->viewport()->height();
    // The last row that begins in the viewport, with a few pixels of it to be seen.
    m_tree->resize(m_tree->width(), m_tree->height() - room % rowHeight + rowHeight * 2 / 3);
    QTRY_COMPARE(m_view->viewport()->height() % rowHeight, rowHeight * 2 / 3);
    const QPoint click(m_view->viewport()->width() - 15, m_view->viewport()->height() - 3);
    const QModelIndex row = m_view->indexAt(click);
    QVERIFY(row.isValid() && m_view->visualRect(row).bottom() > m_view->viewport()->height());
    const QPoint button = WorkspaceDelegate::buttonRect(m_view->visualRect(row), row).center();
    QVERIFY(m_view->viewport()->rect().contains(button));
    QSignalSpy triggered(m_tree.get(), &WorkspaceTree::itemTriggered);
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, button);
    QCOMPARE(triggered.size(), 1);
    QCOMPARE(triggered.first().first().value<ItemId>(), WorkspaceModel::idOf(row));
    QTest::mouseClick(m_view->viewport(), Qt::LeftButton, {}, button); // stop it at the same place
    QCOMPARE(triggered.size(), 2);
    QCOMPARE(triggered.last().first().value<ItemId>(), WorkspaceModel::idOf(row));
}

void TestWorkspaceTree::nameComesBeforeTheWord()
{
    QVERIFY(m_workspace->rename(m_echo, QStringLiteral("A server with quite a long name")));
    const QRect row = m_view->visualRect(at(m_echo));
    const int name = m_view->fontMetrics().horizontalAdvance(at(m_echo).data().toString());
    m_tree->resize(row.left() + name + 80, 300); // room for icon, name, button and a mark, but no word
    m_tree->setItemState(m_echo, RunState::Running, {});
    const QImage wordless = m_view->grab().toImage();
    m_tree->setItemState(m_echo, RunState::Running, QStringLiteral("Listening"));
    QVERIFY(m_view->grab().toImage() == wordless);
    m_tree->resize(m_tree->width() + 60, 300);
    QTRY_VERIFY(m_view->grab().toImage().width() != wordless.width());
    m_tree->setItemState(m_echo, RunState::Running, {});
    const QImage wide = m_view->grab().toImage();
    m_tree->setItemState(m_echo, RunState::Running, QStringLiteral("Listening"));
    QVERIFY(m_view->grab().toImage() != wide);
}

void TestWorkspaceTree::showsStates()
{
    m_tree->setCurrentItem(m_echo);
    const QImage idle = m_view->grab().toImage();
    m_tree->setItemState(m_echo, RunState::Running, QStringLiteral("Listening"));
    const QImage running = m_view->grab().toImage();
    QVERIFY(idle != running);
    m_tree->setItemState(m_echo, RunState::Failed, QStringLiteral("Failed"));
    QVERIFY(m_view->grab().toImage() != running);
    auto* button = m_tree->findChild<QToolButton*>(QStringLiteral("workspaceTrigger"));
    QCOMPARE(button->text(), QStringLiteral("Start"));
    m_tree->setItemState(m_echo, RunState::Busy, {});
    QCOMPARE(button->text(), QStringLiteral("Stop"));
    m_tree->clearItemStates();
    QCOMPARE(button->text(), QStringLiteral("Start"));
    QVERIFY(m_view->grab().toImage() == idle);
}

void TestWorkspaceTree::keepsFoldersClosed()
{
    m_view->collapse(at(m_http));
    QVERIFY(m_workspace->addFolder({}, QStringLiteral("new")));
    QVERIFY(!m_view->isExpanded(at(m_http)));
    QVERIFY(m_view->isExpanded(at(m_servers)));
    m_model->setFilter(QStringLiteral("post"));
    QVERIFY(m_view->isExpanded(at(m_http))); // what was found is shown
    m_model->setFilter({});
    QVERIFY(!m_view->isExpanded(at(m_http)));
    m_tree->setCurrentItem(m_get);
    QVERIFY(m_view->isExpanded(at(m_http)));
}

void TestWorkspaceTree::saysWhatToDo()
{
    while (!m_workspace->topLevel().isEmpty())
        QVERIFY(m_workspace->remove(m_workspace->topLevel().first()));
    auto* text = m_tree->findChild<QLabel*>(QStringLiteral("workspaceEmptyText"));
    auto* button = m_tree->findChild<QPushButton*>(QStringLiteral("workspaceEmptyAction"));
    QVERIFY(text->isVisible());
    QVERIFY(button->menu() && button->menu()->actions().size() == 5);
    m_tree->setWorkspace(nullptr);
    QSignalSpy create(m_tree.get(), &WorkspaceTree::newWorkspaceRequested);
    QSignalSpy open(m_tree.get(), &WorkspaceTree::openWorkspaceRequested);
    QVERIFY(text->isVisible() && !button->menu());
    QTest::mouseClick(button, Qt::LeftButton);
    QTest::mouseClick(m_tree->findChild<QPushButton*>(QStringLiteral("workspaceEmptyOther")), Qt::LeftButton);
    QCOMPARE(create.size(), 1);
    QCOMPARE(open.size(), 1);
    for (const char* name : {"newRequest", "deleteItem", "undoWorkspace", "triggerItem"})
        QVERIFY(!action(name)->isEnabled());
}

void TestWorkspaceTree::showsWarnings()
{
    QFile file(m_folder->filePath(QStringLiteral("grpc.yml")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("opencollection: 1.0.0\nitems:\n  - info: {name: G, type: grpc}\n    grpc: {}\n");
    file.close();
    auto loaded = Workspace::load(file.fileName());
    QVERIFY(loaded);
    m_tree->setWorkspace(loaded->get());
    auto* bar = m_tree->findChild<MessageBar*>();
    QVERIFY2(bar->text().contains(QLatin1String("grpc")), qPrintable(bar->text()));
    m_tree->setWorkspace(m_workspace.get());
    QVERIFY(!bar->isVisible());
}

void TestWorkspaceTree::everyControlHasAName()
{
    for (const QWidget* widget : m_tree->findChildren<QWidget*>()) {
        const bool isControl = qobject_cast<const QToolButton*>(widget) ||
                               qobject_cast<const QLineEdit*>(widget) ||
                               qobject_cast<const QAbstractItemView*>(widget);
        if (!isControl || widget->objectName().startsWith(QLatin1String("qt_")) || !widget->isVisible())
            continue;
        const auto* button = qobject_cast<const QToolButton*>(widget);
        const QString name = button ? button->text() + widget->accessibleName() : widget->accessibleName();
        QVERIFY2(!name.isEmpty() || qobject_cast<const QLineEdit*>(widget->parentWidget()),
                 qPrintable(widget->objectName()));
    }
}

void TestWorkspaceTree::rowsSpeak()
{
    QAccessibleInterface* tree = QAccessible::queryAccessibleInterface(m_view);
    QVERIFY(tree);
    QCOMPARE(tree->role(), QAccessible::Tree);
    QCOMPARE(tree->text(QAccessible::Name), QStringLiteral("Workspace"));
    m_tree->setItemState(m_echo, RunState::Running, QStringLiteral("Listening"));
    QStringList names;
    for (int i = 0; i < tree->childCount(); ++i)
        names.append(tree->child(i)->text(QAccessible::Name));
    QVERIFY2(names.contains(QStringLiteral("Echo, TCP server, Listening")), qPrintable(names.join(u'|')));
}

void TestWorkspaceTree::survivesItsWorkspace()
{
    m_tree->setWorkspace(nullptr);
    m_workspace.reset();
    QTest::keyClick(m_view, Qt::Key_Delete);
    QTest::keyClick(m_view, Qt::Key_Z, Qt::ControlModifier);
    QCOMPARE(m_tree->currentItem(), ItemId());
    m_tree->setCurrentItem(m_get);
    m_tree->setItemState(m_get, RunState::Busy, {});
}

QTEST_MAIN(TestWorkspaceTree)
#include "tst_workspacetree.moc"
