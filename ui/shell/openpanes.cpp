// SPDX-License-Identifier: MIT
#include "ui/shell/openpanes.h"

#include "ui/panes/http/httppane.h"
#include "ui/shell/panefactory.h"
#include "ui/shell/paneplaces.h"
#include "workspace/secretkeeper.h"

#include <QScopedValueRollback>

#include <algorithm>

namespace wl {

namespace {
constexpr std::chrono::milliseconds saveDelay{400};
constexpr qsizetype maxClosed = 20;
constexpr qsizetype maxSteps = 100; ///< of an unsaved pane that can be undone
} // namespace

OpenPanes::OpenPanes(PaneTabs& tabs, const PaneContext& context, std::unique_ptr<Workspace> scratch,
                     MakePane make, QObject* parent)
    : QObject(parent)
    , m_tabs(tabs)
    , m_context(context)
    , m_scratch(std::move(scratch))
    , m_make(std::move(make))
{
    m_context.startServerFor = [this](const QString& host, quint16 port, bool udp, QObject* asker,
                                      const PaneContext::ServerAnswer& answer) {
        startServerFor(host, port, udp, asker, answer);
    };
    m_context.holderOf = [this](const Error& error, bool udp) { return holderOf(error, udp); };
    m_saveTimer.setSingleShot(true);
    m_saveTimer.setInterval(saveDelay);
    connect(&m_saveTimer, &QTimer::timeout, this, &OpenPanes::saveEdits);
    if (m_scratch)
        watchSecrets(m_scratch.get());
}

OpenPanes::~OpenPanes()
{
    commitEdits();
    saveEdits();
    // A pane that was moved into the workspace leaves the unsaved ones only now.
    if (m_workspace && !m_workspace->isSaved())
        m_workspace->flush();
    for (const Entry& entry : m_entries) {
        disconnect(entry.pane, nullptr, this, nullptr);
        delete entry.pane;
    }
}

void OpenPanes::setWorkspace(Workspace* workspace)
{
    commitEdits();
    saveEdits();
    if (m_workspace) {
        disconnect(m_workspace, nullptr, this, nullptr);
        QList<Pane*> panes;
        for (const Entry& entry : m_entries) {
            if (entry.workspace == m_workspace)
                panes += entry.pane;
        }
        for (Pane* pane : std::as_const(panes))
            discard(pane);
    }
    m_workspace = workspace;
    if (!workspace)
        return;
    connect(workspace, &Workspace::structureChanged, this, &OpenPanes::workspaceChanged);
    connect(workspace, &Workspace::contentChanged, this, &OpenPanes::contentChanged);
    watchSecrets(workspace);
}

void OpenPanes::watchSecrets(Workspace* workspace)
{
    connect(
        workspace, &Workspace::secretsFilled, this,
        [this, workspace](ItemId id, const ItemSecrets& secrets) { fillSecrets(workspace, id, secrets); });
    if (m_context.secrets)
        new SecretKeeper(*workspace, *m_context.secrets); // goes with the workspace
}

OpenPanes::Entry* OpenPanes::entryOf(const Pane* pane)
{
    const auto found =
        std::find_if(m_entries.begin(), m_entries.end(), [pane](const Entry& e) { return e.pane == pane; });
    return found == m_entries.end() ? nullptr : &*found;
}

const OpenPanes::Entry* OpenPanes::entryOf(const Pane* pane) const
{
    return const_cast<OpenPanes*>(this)->entryOf(pane);
}

OpenPanes::Entry* OpenPanes::entryOf(const Workspace* workspace, ItemId id)
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(),
                                    [&](const Entry& e) { return e.workspace == workspace && e.item == id; });
    return found == m_entries.end() ? nullptr : &*found;
}

Pane* OpenPanes::add(Workspace* workspace, ItemId id, const ItemContent& content)
{
    Pane* pane = m_make(content, m_context, &m_tabs);
    pane->hide();
    m_entries.push_back({pane, workspace, id});
    connectPane(pane);
    return pane;
}

void OpenPanes::connectPane(Pane* pane)
{
    if (auto* http = qobject_cast<HttpPane*>(pane)) {
        http->setInheritance([this, pane] {
            const Entry* entry = entryOf(pane);
            return entry && entry->workspace ? entry->workspace->inheritedAuth(entry->item) : InheritedAuth();
        });
    }
    connect(pane, &Pane::contentEdited, this, [this, pane] {
        entryOf(pane)->isEdited = true;
        m_saveTimer.start();
    });
    connect(pane, &Pane::titleChanged, this, [this, pane] { m_tabs.setPageTitle(pane, pane->title()); });
    connect(pane, &Pane::stateChanged, this, [this, pane] { updateState(pane); });
    connect(pane, &Pane::recordActivated, this, &OpenPanes::recordActivated);
    connect(pane, &Pane::connectionActivated, this, &OpenPanes::connectionActivated);
}

void OpenPanes::showPage(Pane* pane, bool isCurrent)
{
    if (m_tabs.indexOf(pane) < 0) {
        m_tabs.addPage(pane, pane->title());
        entryOf(pane)->isLeftRunning = false;
        updateState(pane);
    }
    if (isCurrent)
        m_tabs.setCurrentWidget(pane);
}

bool OpenPanes::isAlive(const Pane& pane)
{
    return pane.isRunning() || pane.openConnections() > 0;
}

void OpenPanes::updateState(Pane* pane)
{
    const EndpointState endpoint =
        pane->endpoint().isValid() ? m_context.sessions.state(pane->endpoint()) : EndpointState();
    const bool isExposed = endpoint.phase == EndpointState::Phase::Listening &&
                           std::any_of(endpoint.local.begin(), endpoint.local.end(),
                                       [](const SocketAddress& address) { return !address.isLoopback(); });
    const PaneState state = pane->state();
    m_tabs.setPageState(pane, state, isExposed);
    Entry& held = *entryOf(pane);
    const bool hasStopped = std::exchange(held.wasRunning, pane->isRunning()) && !held.wasRunning;
    const Entry entry = held;
    const bool isOver = entry.isLeftRunning && !isAlive(*pane);
    if (entry.isLeftRunning && !isOver && hasStopped)
        emit leftRunning(entry.item); // its clients are still there
    if (isOver)
        discard(pane);
    if (entry.workspace == m_workspace && m_workspace && (!isOver || state.mark == PaneState::Mark::Failed))
        emit itemStateChanged(entry.item, state);
}

Pane* OpenPanes::openItem(ItemId id)
{
    const Workspace::Node* node = m_workspace ? m_workspace->node(id) : nullptr;
    if (!node || node->isFolder)
        return nullptr;
    const Entry* entry = entryOf(m_workspace, id);
    Pane* pane = entry ? entry->pane : add(m_workspace, id, node->content);
    showPage(pane, true);
    return pane;
}

Pane* OpenPanes::openNew(const ItemContent& content)
{
    ItemId id;
    ItemContent stored = content;
    if (m_scratch) {
        if (const Result<ItemId> added = m_scratch->addItem({}, freeName(content), content)) {
            id = *added;
            stored = m_scratch->node(id)->content;
        } else {
            emit failed(tr("Cannot save the new pane"), added.error());
        }
    }
    Pane* pane = add(id.isValid() ? m_scratch.get() : nullptr, id, stored);
    showPage(pane, true);
    pane->focusForm();
    return pane;
}

Pane* OpenPanes::openStopped(const ItemContent& content)
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& entry) {
        return isScratch(entry.pane) && !entry.pane->isRunning() &&
               panefactory::withoutLabel(entry.pane->content()) == panefactory::withoutLabel(content);
    });
    if (found == m_entries.end())
        return openNew(content);
    showPage(found->pane, true);
    return found->pane;
}

QString OpenPanes::freeName(const ItemContent& content) const
{
    QSet<QString> taken;
    const QList<ItemId> items = m_scratch->topLevel();
    for (const ItemId id : items)
        taken.insert(m_scratch->node(id)->name);
    const QString kind = panefactory::kindName(content);
    QString name = kind;
    for (int i = 2; taken.contains(name); ++i)
        name = QStringLiteral("%1 %2").arg(kind).arg(i);
    return name;
}

void OpenPanes::triggerItem(ItemId id)
{
    if (Pane* pane = openItem(id))
        pane->trigger(true);
}

Result<ItemId> OpenPanes::saveToWorkspace(Pane* pane)
{
    Entry* entry = entryOf(pane);
    if (!m_workspace || !entry || entry->workspace == m_workspace)
        return fail(ErrorCode::NotConnected);
    pane->commitEdits();
    saveEdits();
    const QString name = pane->title().isEmpty() ? panefactory::kindName(pane->content()) : pane->title();
    const Result<ItemId> added = m_workspace->addItem({}, name, pane->content());
    if (!added)
        return added;
    if (entry->workspace)
        forgetWhenSaved(entry->item);
    *entry = {pane, m_workspace, *added};
    emit undoChanged();
    contentChanged(*added);
    updateState(pane);
    return added;
}

void OpenPanes::forgetWhenSaved(ItemId unsaved)
{
    // Also after the workspace was changed for another one, while it is still being saved.
    connect(
        m_workspace, &Workspace::saved, m_scratch.get(),
        [scratch = m_scratch.get(), unsaved] {
            // It can only be gone already.
            [[maybe_unused]] const Result<void> removed = scratch->remove(unsaved);
        },
        Qt::SingleShotConnection);
}

bool OpenPanes::isScratch(const Pane* pane) const
{
    const Entry* entry = entryOf(pane);
    return entry && (!entry->workspace || entry->workspace == m_scratch.get());
}

Pane* OpenPanes::currentPane() const
{
    return qobject_cast<Pane*>(m_tabs.currentWidget());
}

void OpenPanes::close(Pane* pane)
{
    Entry* entry = entryOf(pane);
    if (!entry)
        return;
    pane->commitEdits();
    saveEdits();
    if (!isScratch(pane) && isAlive(*pane)) {
        m_tabs.removeTab(m_tabs.indexOf(pane));
        pane->setParent(&m_tabs); // hidden, and still alive
        entry->isLeftRunning = true;
        entry->wasRunning = pane->isRunning();
        emit leftRunning(entry->item);
        return;
    }
    if (isScratch(pane)) {
        m_closed += pane->content();
        while (m_closed.size() > maxClosed)
            m_closed.removeFirst();
        if (entry->workspace) {
            if (const Result<void> removed = entry->workspace->remove(entry->item); !removed)
                emit failed(tr("Cannot forget the closed pane"), removed.error());
        }
    }
    discard(pane);
}

void OpenPanes::stopItem(ItemId id)
{
    const Entry* entry = entryOf(m_workspace, id);
    if (entry && entry->pane->isRunning())
        entry->pane->trigger(true);
    else if (entry)
        entry->pane->closeConnections();
}

const Pane* OpenPanes::paneOf(ItemId id) const
{
    const Entry* entry = const_cast<OpenPanes*>(this)->entryOf(m_workspace, id);
    return entry ? entry->pane : nullptr;
}

Pane* OpenPanes::showPaneOf(ConnectionId connection)
{
    const auto found = std::find_if(m_entries.begin(), m_entries.end(), [&](const Entry& entry) {
        return entry.pane->hasConnection(connection);
    });
    if (found == m_entries.end())
        return nullptr;
    showPage(found->pane, true);
    return found->pane;
}

void OpenPanes::discard(Pane* pane)
{
    const int index = m_tabs.indexOf(pane);
    if (index >= 0)
        m_tabs.removeTab(index);
    const Entry* entry = entryOf(pane);
    if (entry->workspace == m_workspace && m_workspace && m_workspace->node(entry->item))
        emit itemStateChanged(entry->item, {});
    std::erase_if(m_entries, [pane](const Entry& e) { return e.pane == pane; });
    disconnect(pane, nullptr, this, nullptr);
    pane->hide();
    pane->deleteLater();
}

void OpenPanes::reopenClosed()
{
    if (canReopen())
        openNew(m_closed.takeLast());
}

void OpenPanes::commitEdits()
{
    for (const Entry& entry : m_entries)
        entry.pane->commitEdits();
}

void OpenPanes::saveEdits()
{
    m_saveTimer.stop();
    const QScopedValueRollback guard(m_isSaving, true);
    for (size_t i = 0; i < m_entries.size(); ++i) {
        if (!m_entries[i].isEdited)
            continue;
        m_entries[i].isEdited = false;
        if (!m_entries[i].workspace)
            continue;
        keepStep(m_entries[i]);
        const Result<void> saved =
            m_entries[i].workspace->setContent(m_entries[i].item, m_entries[i].pane->content());
        if (!saved)
            emit failed(tr("Cannot save %1").arg(m_entries[i].pane->title()), saved.error());
    }
}

/// Before what was typed into an unsaved pane is stored.
void OpenPanes::keepStep(Entry& entry)
{
    if (entry.workspace != m_scratch.get())
        return;
    entry.before += m_scratch->node(entry.item)->content;
    while (entry.before.size() > maxSteps)
        entry.before.removeFirst();
    entry.after.clear();
    emit undoChanged();
}

void OpenPanes::undoOrRedo(Pane* pane, bool isUndo)
{
    pane->commitEdits();
    saveEdits();
    Entry* entry = entryOf(pane);
    QList<ItemContent>& from = isUndo ? entry->before : entry->after;
    if (from.isEmpty())
        return;
    const ItemContent content = from.takeLast();
    (isUndo ? entry->after : entry->before) += pane->content();
    pane->setContent(content);
    entry->isEdited = false;
    if (const Result<void> saved = entry->workspace->setContent(entry->item, content); !saved)
        emit failed(tr("Cannot save %1").arg(pane->title()), saved.error());
}

bool OpenPanes::canUndo(const Pane* pane) const
{
    const Entry* entry = entryOf(pane);
    return entry && (!entry->before.isEmpty() || (entry->isEdited && entry->workspace == m_scratch.get()));
}

bool OpenPanes::canRedo(const Pane* pane) const
{
    const Entry* entry = entryOf(pane);
    return entry && !entry->after.isEmpty();
}

int OpenPanes::currentPlace() const
{
    int place = -1;
    for (int i = 0; i <= m_tabs.currentIndex(); ++i) {
        const Entry* entry = entryOf(qobject_cast<const Pane*>(m_tabs.widget(i)));
        place += entry && entry->workspace ? 1 : 0;
    }
    return place;
}

void OpenPanes::saveAgain()
{
    for (Workspace* workspace : {m_scratch.get(), m_workspace}) {
        if (workspace)
            workspace->saveAgain();
    }
}

void OpenPanes::workspaceChanged()
{
    QList<Pane*> gone;
    for (const Entry& entry : m_entries) {
        if (entry.workspace != m_workspace)
            continue;
        if (!m_workspace->node(entry.item))
            gone += entry.pane;
        else
            contentChanged(entry.item);
    }
    for (Pane* pane : std::as_const(gone))
        discard(pane);
}

void OpenPanes::contentChanged(ItemId id)
{
    const Entry* entry = entryOf(m_workspace, id);
    if (!entry || entry->isEdited || m_isSaving)
        return;
    const Workspace::Node* node = m_workspace->node(id);
    if (node && !(node->content == entry->pane->content()))
        entry->pane->setContent(node->content);
}

/// Also where something was typed already: only what is still empty gets them.
void OpenPanes::fillSecrets(const Workspace* workspace, ItemId id, const ItemSecrets& secrets)
{
    Entry* entry = entryOf(workspace, id);
    if (!entry)
        return;
    for (QList<ItemContent>* steps : {&entry->before, &entry->after}) {
        for (ItemContent& step : *steps)
            wl::fillSecrets(step, secrets);
    }
    entry->pane->commitEdits(); // setContent() drops what stands in an open editor
    const ItemContent shown = entry->pane->content();
    ItemContent filled = shown;
    wl::fillSecrets(filled, secrets);
    if (!(filled == shown))
        entry->pane->setContent(filled);
}

QList<PanePlace> OpenPanes::places() const
{
    QList<PanePlace> places;
    for (int i = 0; i < m_tabs.count(); ++i) {
        const auto* pane = qobject_cast<const Pane*>(m_tabs.widget(i));
        const Entry* entry = pane ? entryOf(pane) : nullptr;
        if (!entry || !entry->workspace)
            continue;
        PanePlace place = paneplaces::placeOf(*entry->workspace, entry->item);
        place.isScratch = entry->workspace == m_scratch.get();
        place.memory = pane->memory();
        places += place;
    }
    return places;
}

void OpenPanes::restore(const QList<PanePlace>& places, int current)
{
    Pane* shown = nullptr;
    for (qsizetype i = 0; i < places.size(); ++i) {
        const PanePlace& place = places.at(i);
        Workspace* workspace = place.isScratch ? m_scratch.get() : m_workspace;
        const ItemId id = workspace ? paneplaces::find(*workspace, place) : ItemId();
        if (!id.isValid() || entryOf(workspace, id))
            continue;
        Pane* pane = add(workspace, id, workspace->node(id)->content);
        if (!place.memory.isEmpty())
            pane->setMemory(place.memory);
        showPage(pane, false);
        shown = i == current ? pane : shown;
    }
    const QList<ItemId> unsaved = m_scratch ? m_scratch->topLevel() : QList<ItemId>();
    for (const ItemId id : unsaved) {
        if (!entryOf(m_scratch.get(), id))
            showPage(add(m_scratch.get(), id, m_scratch->node(id)->content), false);
    }
    if (shown)
        m_tabs.setCurrentWidget(shown);
}

} // namespace wl
