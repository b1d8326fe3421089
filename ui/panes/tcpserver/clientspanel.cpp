// SPDX-License-Identifier: MIT
#include "ui/panes/tcpserver/clientspanel.h"

#include <QToolBar>

namespace wl {

namespace {

/// New clients join the conversation of "all" at most this often (ticks of the pulse).
constexpr int ticksBetweenJoins = 5;

} // namespace

ClientsPanel::ClientsPanel(const RecordSource& source, Pulse& pulse, QWidget* parent)
    : QWidget(parent)
    , m_table(new ConnectionTable(source, pulse, this))
{
    m_table->setObjectName(QStringLiteral("clients"));
    m_table->setAccessibleName(tr("Clients"));
    setUpActions();
    connectAll();
    updateActions();
}

QAction* ClientsPanel::addAction(QToolBar& bar, const QString& name, const QString& text,
                                 const QString& toolTip)
{
    QAction* action = bar.addAction(text);
    action->setObjectName(name);
    action->setToolTip(toolTip);
    QWidget* button = bar.widgetForAction(action);
    button->setObjectName(name + QStringLiteral("Button"));
    button->setAccessibleName(text);
    button->setFocusPolicy(Qt::StrongFocus);
    m_table->addAction(action);
    return action;
}

void ClientsPanel::setUpActions()
{
    auto* bar = new QToolBar(tr("Clients"), this);
    bar->setObjectName(QStringLiteral("clientActions"));
    bar->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_close = addAction(*bar, QStringLiteral("closeClients"), tr("Close"),
                        tr("Close the selected clients after what is queued (Del)"));
    m_close->setShortcut(Qt::Key_Delete);
    m_close->setShortcutContext(Qt::WidgetShortcut);
    m_reset = addAction(*bar, QStringLiteral("resetClients"), tr("Reset"),
                        tr("Cut the selected clients at once (RST)"));
    m_finish = addAction(*bar, QStringLiteral("finishClients"), tr("Send FIN"),
                         tr("Tell the selected clients that nothing more comes, and go on reading"));
    m_mute = addAction(*bar, QStringLiteral("muteClients"), tr("Mute"),
                       tr("Leave the selected clients out of the conversation"));
    m_mute->setCheckable(true);
    m_follow = addAction(*bar, QStringLiteral("followClients"), tr("Follow"),
                         tr("Keep the conversation on the selected clients"));
    m_follow->setCheckable(true);
    m_closeAll = addAction(*bar, QStringLiteral("closeAllClients"), tr("Close all"),
                           tr("Close every client after what is queued"));
    m_dropEnded = addAction(*bar, QStringLiteral("dropEndedClients"), tr("Clear ended"),
                            tr("Take clients that have ended out of the table"));
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(bar);
    layout->addWidget(m_table, 1);
}

void ClientsPanel::connectAll()
{
    connect(m_close, &QAction::triggered, this, [this] { emit closeRequested(selectedOpen()); });
    connect(m_reset, &QAction::triggered, this, [this] { emit resetRequested(selectedOpen()); });
    connect(m_finish, &QAction::triggered, this, [this] { emit finishRequested(selectedOpen()); });
    connect(m_closeAll, &QAction::triggered, this, &ClientsPanel::closeAllRequested);
    connect(m_mute, &QAction::triggered, this, &ClientsPanel::toggleMute);
    connect(m_follow, &QAction::triggered, this, &ClientsPanel::toggleFollow);
    connect(m_dropEnded, &QAction::triggered, this, [this] {
        m_table->dropEnded();
        emit shownChanged();
    });
    connect(m_table, &ConnectionTable::selectionEdited, this, [this] {
        updateActions();
        emit receiversChanged();
        if (m_followed.isEmpty())
            emit shownChanged();
    });
    connect(m_table, &ConnectionTable::connectionsAdded, this, [this] { m_hasNew = true; });
    connect(m_table, &ConnectionTable::pulled, this, &ClientsPanel::pulled);
}

void ClientsPanel::pulled()
{
    const ConnectionModel& model = m_table->connections();
    if (model.openCount() != m_open) {
        m_open = model.openCount();
        updateActions();
        emit receiversChanged();
    }
    m_ticks = std::min(m_ticks + 1, ticksBetweenJoins);
    if (!m_hasNew || m_ticks < ticksBetweenJoins)
        return;
    m_hasNew = false;
    m_ticks = 0;
    updateActions();
    if (m_followed.isEmpty() && !m_table->selectionModel()->hasSelection())
        emit shownChanged();
}

QList<ConnectionId> ClientsPanel::selectedOpen() const
{
    QList<ConnectionId> selected = m_table->selectedConnections();
    const ConnectionModel& model = m_table->connections();
    selected.removeIf([&](ConnectionId id) { return !model.isOpen(id); });
    return selected;
}

QList<ConnectionId> ClientsPanel::shown() const
{
    if (!m_followed.isEmpty())
        return m_followed;
    if (m_table->selectionModel()->hasSelection())
        return m_table->selectedConnections();
    const ConnectionModel& model = m_table->connections();
    QList<ConnectionId> all = model.connections();
    if (!model.muted().isEmpty())
        all.removeIf([&](ConnectionId id) { return model.isMuted(id); });
    return all;
}

void ClientsPanel::toggleMute()
{
    m_table->connections().setMuted(m_table->selectedConnections(), m_mute->isChecked());
    // What was just muted must not go on being shown because it is selected.
    if (m_mute->isChecked())
        m_table->clearSelection();
    emit shownChanged();
}

void ClientsPanel::toggleFollow(bool on)
{
    m_followed = on ? m_table->selectedConnections() : QList<ConnectionId>();
    if (!m_followed.isEmpty())
        emit followRequested(m_followed.constFirst());
    updateActions();
    emit shownChanged();
}

void ClientsPanel::updateActions()
{
    const ConnectionModel& model = m_table->connections();
    const QList<ConnectionId> selected = m_table->selectedConnections();
    const bool hasOpen =
        std::any_of(selected.begin(), selected.end(), [&](ConnectionId id) { return model.isOpen(id); });
    for (QAction* action : {m_close, m_reset, m_finish})
        action->setEnabled(hasOpen);
    m_mute->setEnabled(!selected.isEmpty());
    m_mute->setChecked(
        !selected.isEmpty() &&
        std::all_of(selected.begin(), selected.end(), [&](ConnectionId id) { return model.isMuted(id); }));
    m_follow->setEnabled(!selected.isEmpty() || !m_followed.isEmpty());
    m_follow->setChecked(!m_followed.isEmpty());
    m_closeAll->setEnabled(model.openCount() > 0);
    m_dropEnded->setEnabled(model.openCount() < model.rowCount());
}

} // namespace wl
