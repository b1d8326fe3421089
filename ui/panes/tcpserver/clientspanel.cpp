// SPDX-License-Identifier: MIT
#include "ui/panes/tcpserver/clientspanel.h"

#include "ui/widgets/icons.h"

#include <QToolBar>

namespace wl {

namespace {

constexpr int textPadding = 20; ///< of a button, around its icon and text

} // namespace

ClientsPanel::ClientsPanel(const RecordSource& source, Pulse& pulse, QWidget* parent)
    : QWidget(parent)
    , m_table(new ConnectionTable(source, pulse, this))
    , m_bar(new QToolBar(tr("Clients"), this))
{
    m_table->setObjectName(QStringLiteral("clients"));
    m_table->setAccessibleName(tr("Clients"));
    setUpActions();
    connectAll();
    updateActions();
}

QAction* ClientsPanel::addAction(const QString& name, const QString& icon, const QString& text,
                                 const QString& toolTip)
{
    QAction* action = m_bar->addAction(icons::icon(icon), text);
    action->setObjectName(name);
    action->setData(QStringLiteral("%1: %2").arg(text, toolTip));
    QWidget* button = m_bar->widgetForAction(action);
    button->setObjectName(name + QStringLiteral("Button"));
    button->setAccessibleName(text);
    button->setFocusPolicy(Qt::StrongFocus);
    m_table->addAction(action);
    return action;
}

void ClientsPanel::setUpActions()
{
    m_bar->setObjectName(QStringLiteral("clientActions"));
    m_bar->setIconSize({16, 16});
    m_close = addAction(QStringLiteral("closeClients"), QStringLiteral("close"), tr("Close"),
                        tr("end the selected clients after what is queued (Del)"));
    m_close->setShortcut(Qt::Key_Delete);
    m_close->setShortcutContext(Qt::WidgetShortcut);
    m_reset = addAction(QStringLiteral("resetClients"), QStringLiteral("reset"), tr("Reset"),
                        tr("cut the selected clients at once (RST)"));
    m_finish = addAction(QStringLiteral("finishClients"), QStringLiteral("finish"), tr("Send FIN"),
                         tr("tell the selected clients that nothing more comes, and go on reading"));
    m_mute = addAction(QStringLiteral("muteClients"), QStringLiteral("mute"), tr("Mute"),
                       tr("leave the selected clients out of the conversation"));
    m_mute->setCheckable(true);
    m_follow = addAction(QStringLiteral("followClients"), QStringLiteral("conversation"), tr("Follow"),
                         tr("keep the conversation on the selected clients"));
    m_follow->setCheckable(true);
    m_closeAll = addAction(QStringLiteral("closeAllClients"), QStringLiteral("close-all"), tr("Close all"),
                           tr("end every client after what is queued"));
    m_dropEnded = addAction(QStringLiteral("dropEndedClients"), QStringLiteral("trash"), tr("Clear ended"),
                            tr("take clients that have ended out of the table"));
    m_table->setContextMenuPolicy(Qt::ActionsContextMenu);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(2);
    layout->addWidget(m_bar);
    layout->addWidget(m_table, 1);
}

/// Words beside the icons where all of them fit.
void ClientsPanel::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    int needed = 0;
    for (const QAction* action : m_bar->actions())
        needed += m_bar->iconSize().width() + fontMetrics().horizontalAdvance(action->text()) + textPadding;
    m_bar->setToolButtonStyle(needed <= width() ? Qt::ToolButtonTextBesideIcon : Qt::ToolButtonIconOnly);
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
    if (!std::exchange(m_hasNew, false))
        return;
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

ConversationSelection ClientsPanel::shown() const
{
    if (!m_followed.isEmpty())
        return {m_followed};
    if (m_table->selectionModel()->hasSelection())
        return {m_table->selectedConnections()};
    return m_table->connections().unmuted();
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

/// Switches an action on, or off with the reason in its tooltip.
void ClientsPanel::setPossible(QAction& action, bool isPossible, const QString& whyNot)
{
    const QString does = action.data().toString();
    action.setEnabled(isPossible);
    action.setToolTip(isPossible ? does : does + u'\n' + whyNot);
}

void ClientsPanel::updateActions()
{
    const ConnectionModel& model = m_table->connections();
    const QList<ConnectionId> selected = m_table->selectedConnections();
    const bool hasOpen =
        std::any_of(selected.begin(), selected.end(), [&](ConnectionId id) { return model.isOpen(id); });
    const QString select = tr("Select a client in the table first.");
    for (QAction* action : {m_close, m_reset, m_finish})
        setPossible(*action, hasOpen,
                    selected.isEmpty() ? select : tr("The selected clients have already ended."));
    setPossible(*m_mute, !selected.isEmpty(), select);
    m_mute->setChecked(
        !selected.isEmpty() &&
        std::all_of(selected.begin(), selected.end(), [&](ConnectionId id) { return model.isMuted(id); }));
    setPossible(*m_follow, !selected.isEmpty() || !m_followed.isEmpty(), select);
    m_follow->setChecked(!m_followed.isEmpty());
    setPossible(*m_closeAll, model.openCount() > 0, tr("No client is connected."));
    setPossible(*m_dropEnded, model.openCount() < model.rowCount(), tr("No client in the table has ended."));
}

} // namespace wl
