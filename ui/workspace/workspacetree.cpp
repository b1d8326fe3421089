// SPDX-License-Identifier: MIT
#include "ui/workspace/workspacetree.h"

#include "ui/widgets/icons.h"
#include "ui/widgets/messagebar.h"
#include "ui/workspace/workspaceactions.h"
#include "ui/workspace/workspacemodel.h"
#include "ui/workspace/workspacepage.h"
#include "ui/workspace/workspaceview.h"

#include <QBoxLayout>
#include <QFileInfo>
#include <QLineEdit>
#include <QMenu>
#include <QStackedWidget>
#include <QToolButton>

namespace wl {

struct WorkspaceTree::Private
{
    explicit Private(WorkspaceTree* widget)
        : q(widget)
    {
    }

    void setUpBar();
    void setUpPages();
    void connectAll();
    void updatePage();
    void showMenu(const QPoint& position);
    void showWarnings();
    void clearUndoOffer();

    WorkspaceTree* q;
    Workspace* workspace = nullptr;
    WorkspaceModel* model = nullptr;
    WorkspaceView* view = nullptr;
    WorkspaceActions* actions = nullptr;
    QLineEdit* search = nullptr;
    QToolButton* trigger = nullptr;
    QToolButton* create = nullptr;
    QMenu* createMenu = nullptr;
    MessageBar* bar = nullptr;
    bool offersUndo = false; ///< the bar does, of what can be undone next
    QStackedWidget* pages = nullptr;
    WorkspacePage* empty = nullptr;
};

void WorkspaceTree::Private::setUpBar()
{
    search = new QLineEdit(q);
    search->setObjectName(QStringLiteral("workspaceSearch"));
    search->setAccessibleName(tr("Search the workspace"));
    search->setPlaceholderText(tr("Search"));
    search->setClearButtonEnabled(true);
    search->addAction(icons::icon(QStringLiteral("search"), icons::Tint::Muted), QLineEdit::LeadingPosition);
    trigger = new QToolButton(q);
    trigger->setObjectName(QStringLiteral("workspaceTrigger"));
    trigger->setDefaultAction(actions->trigger());
    trigger->setAutoRaise(true);
    createMenu = new QMenu(q);
    createMenu->addActions(actions->creating());
    create = new QToolButton(q);
    create->setObjectName(QStringLiteral("workspaceNew"));
    create->setAccessibleName(tr("New item"));
    create->setToolTip(tr("New request, server, client, UDP socket or folder"));
    create->setIcon(icons::icon(QStringLiteral("plus")));
    create->setMenu(createMenu);
    create->setPopupMode(QToolButton::InstantPopup);
    create->setAutoRaise(true);
}

void WorkspaceTree::Private::setUpPages()
{
    bar = new MessageBar(q);
    empty = new WorkspacePage(q);
    pages = new QStackedWidget(q);
    pages->addWidget(view);
    pages->addWidget(empty);
    auto* top = new QHBoxLayout;
    top->setContentsMargins(8, 8, 8, 4);
    top->setSpacing(4);
    top->addWidget(search, 1);
    top->addWidget(trigger);
    top->addWidget(create);
    auto* layout = new QVBoxLayout(q);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(top);
    layout->addWidget(bar);
    layout->addWidget(pages, 1);
}

void WorkspaceTree::Private::connectAll()
{
    connect(search, &QLineEdit::textChanged, q, [this](const QString& text) {
        model->setFilter(text);
        updatePage();
    });
    connect(model, &QAbstractItemModel::modelReset, q, [this] { updatePage(); });
    connect(model, &QAbstractItemModel::dataChanged, actions, &WorkspaceActions::update);
    connect(model, &WorkspaceModel::failed, q, &WorkspaceTree::failed);
    connect(view, &WorkspaceView::currentItemChanged, actions, &WorkspaceActions::update);
    connect(actions->trigger(), &QAction::changed, q, [this] {
        const QString name = view->currentIndex().data().toString();
        trigger->setAccessibleName(
            tr("%1 %2", "Start, name of the item").arg(actions->trigger()->text(), name).trimmed());
    });
    connect(view, &WorkspaceView::itemOpened, q, &WorkspaceTree::itemActivated);
    connect(view, &WorkspaceView::itemTriggered, q, &WorkspaceTree::itemTriggered);
    connect(view, &QWidget::customContextMenuRequested, q,
            [this](const QPoint& position) { showMenu(position); });
    connect(actions, &WorkspaceActions::itemOpened, q, &WorkspaceTree::itemActivated);
    connect(actions, &WorkspaceActions::itemTriggered, q, &WorkspaceTree::itemTriggered);
    connect(actions, &WorkspaceActions::failed, q, &WorkspaceTree::failed);
    connect(actions, &WorkspaceActions::removed, q, [this](const QString& name) {
        bar->showMessage(MessageBar::Kind::Information, tr("Deleted %1").arg(name), tr("Undo"));
        offersUndo = true;
    });
    connect(bar, &MessageBar::actionTriggered, q, [this] { actions->undo()->trigger(); });
    connect(empty, &WorkspacePage::newWorkspaceRequested, q, &WorkspaceTree::newWorkspaceRequested);
    connect(empty, &WorkspacePage::openWorkspaceRequested, q, &WorkspaceTree::openWorkspaceRequested);
    connect(empty, &WorkspacePage::searchCleared, search, &QLineEdit::clear);
}

void WorkspaceTree::Private::updatePage()
{
    if (!workspace)
        empty->showNoWorkspace();
    else if (model->isFiltered())
        empty->showNothingFound(search->text().trimmed());
    else
        empty->showNoItems(createMenu);
    create->setEnabled(workspace);
    pages->setCurrentWidget(model->rowCount() > 0 ? static_cast<QWidget*>(view) : empty);
    search->setEnabled(workspace && (model->rowCount() > 0 || model->isFiltered()));
}

void WorkspaceTree::Private::showMenu(const QPoint& position)
{
    auto* menu = new QMenu(q);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    if (view->indexAt(position).isValid()) {
        for (QAction* action : actions->ofItem()) {
            if (action)
                menu->addAction(action);
            else
                menu->addSeparator();
        }
        menu->addSeparator();
        menu->addMenu(createMenu)->setText(tr("New"));
    } else {
        menu->addActions(actions->creating());
        menu->addSeparator();
        menu->addAction(actions->undo());
    }
    menu->popup(view->viewport()->mapToGlobal(position));
}

/// Undo means another step once something else was done.
void WorkspaceTree::Private::clearUndoOffer()
{
    if (std::exchange(offersUndo, false))
        bar->clear();
}

void WorkspaceTree::Private::showWarnings()
{
    offersUndo = false;
    const QStringList warnings = workspace ? workspace->warnings() : QStringList();
    if (warnings.isEmpty()) {
        bar->clear();
        return;
    }
    constexpr int shown = 3;
    QString text = warnings.mid(0, shown).join(u'\n');
    if (warnings.size() > shown)
        text += u'\n' + tr("and %n more", nullptr, int(warnings.size()) - shown);
    bar->showMessage(MessageBar::Kind::Warning, text);
}

WorkspaceTree::WorkspaceTree(QWidget* parent)
    : QWidget(parent)
    , d(std::make_unique<Private>(this))
{
    setObjectName(QStringLiteral("workspaceTree"));
    d->model = new WorkspaceModel(this);
    d->view = new WorkspaceView(*d->model, this);
    d->view->setContextMenuPolicy(Qt::CustomContextMenu);
    d->actions = new WorkspaceActions(*d->view);
    addActions(d->view->actions());
    setFocusProxy(d->view);
    d->setUpBar();
    d->setUpPages();
    d->connectAll();
    d->updatePage();
}

WorkspaceTree::~WorkspaceTree() = default;

void WorkspaceTree::setWorkspace(Workspace* workspace)
{
    if (d->workspace)
        d->workspace->disconnect(this);
    d->workspace = workspace;
    d->search->clear();
    d->model->setWorkspace(workspace);
    d->actions->setWorkspace(workspace);
    d->view->openAllFolders();
    d->showWarnings();
    d->updatePage();
    if (!workspace)
        return;
    connect(workspace, &Workspace::structureChanged, this, [this] { d->clearUndoOffer(); });
    connect(workspace, &Workspace::contentChanged, this, [this] { d->clearUndoOffer(); });
    connect(workspace, &Workspace::otherVersionKept, this, [this](const QString& path) {
        d->offersUndo = false;
        d->bar->showMessage(
            MessageBar::Kind::Warning,
            tr("Another program had changed the workspace. Its version was kept as %1.").arg(path));
    });
}

void WorkspaceTree::setItemState(ItemId id, RunState state, const QString& word)
{
    d->model->setItemState(id, state, word);
}

void WorkspaceTree::clearItemStates()
{
    d->model->clearItemStates();
}

ItemId WorkspaceTree::currentItem() const
{
    return d->view->currentItem();
}

void WorkspaceTree::setCurrentItem(ItemId id)
{
    d->view->setCurrentItem(id);
}

} // namespace wl
