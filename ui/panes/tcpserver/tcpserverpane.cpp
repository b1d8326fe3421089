// SPDX-License-Identifier: MIT
#include "ui/panes/tcpserver/tcpserverpane.h"

#include "ui/panes/common/addressinput.h"
#include "ui/panes/common/endpointbar.h"
#include "ui/panes/common/endpointrunner.h"
#include "ui/panes/common/livearea.h"
#include "ui/panes/common/sendbar.h"
#include "ui/panes/tcpserver/clientspanel.h"
#include "ui/panes/tcpserver/serverform.h"
#include "ui/traffic/conversationview.h"
#include "ui/widgets/format.h"

#include <QMap>

namespace wl {

struct TcpServerPane::Private
{
    explicit Private(const PaneContext& context, TcpServerPane* pane)
        : runner(context.sessions)
        , jobs(context.sessions)
        , form(new ServerForm(pane))
        , bar(new EndpointBar(EndpointWords::Role::TcpServer, pane))
        , clients(new ClientsPanel(context.records, context.pulse, pane))
        , conversation(new ConversationView(context.records, context.pulse, pane, context.decodeChoices))
        , sendBar(new SendBar(pane))
        , live(new LiveArea({form, bar, clients, conversation, sendBar, TcpServerPane::tr("Clients")}, pane))
    {
    }

    EndpointRunner runner;
    SendJobs jobs;
    ServerForm* form;
    EndpointBar* bar;
    ClientsPanel* clients;
    ConversationView* conversation;
    SendBar* sendBar;
    LiveArea* live;
    QList<ConnectionId> receivers; ///< empty = all
    QString shownTitle;
    PaneState shownState;
    bool hadClients = false;

    [[nodiscard]] const ConnectionModel& model() const { return clients->table().connections(); }
};

TcpServerPane::TcpServerPane(const PaneContext& context, QWidget* parent)
    : Pane(parent)
    , d(std::make_unique<Private>(context, this))
{
    setObjectName(QStringLiteral("tcpServerPane"));
    setAccessibleName(tr("TCP server"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(d->live);
    d->conversation->setEmptyText(tr("What clients and server say shows here."));
    connectForm();
    connectClients();
    connectSending();
    d->bar->setHolderOf(context.holderOf);
    connect(&d->runner, &EndpointRunner::stateChanged, this, &TcpServerPane::showState);
    showState();
    showReceivers();
}

TcpServerPane::~TcpServerPane() = default;

void TcpServerPane::connectForm()
{
    connect(d->form, &ServerForm::edited, this, [this] {
        showState();
        emit contentEdited();
    });
    connect(d->form, &ServerForm::toggleRequested, this, [this] { trigger(true); });
    connect(d->form, &ServerForm::optionsToggled, d->live, &LiveArea::setOptionsShown);
}

void TcpServerPane::connectClients()
{
    ClientsPanel* clients = d->clients;
    connect(clients, &ClientsPanel::closeRequested, this,
            [this](const QList<ConnectionId>& ids) { command(&Sessions::close, ids); });
    connect(clients, &ClientsPanel::resetRequested, this,
            [this](const QList<ConnectionId>& ids) { command(&Sessions::reset, ids); });
    connect(clients, &ClientsPanel::finishRequested, this,
            [this](const QList<ConnectionId>& ids) { command(&Sessions::finish, ids); });
    connect(clients, &ClientsPanel::closeAllRequested, this, &TcpServerPane::closeConnections);
    connect(clients, &ClientsPanel::followRequested, this, &Pane::connectionActivated);
    connect(clients, &ClientsPanel::shownChanged, this, &TcpServerPane::showConversation);
    connect(clients, &ClientsPanel::receiversChanged, this, &TcpServerPane::showReceivers);
    connect(d->conversation, &ConversationView::recordActivated, this, &Pane::recordActivated);
}

void TcpServerPane::connectSending()
{
    d->sendBar->sendFromAllOf(this);
    connect(d->sendBar, &SendBar::edited, this, &Pane::contentEdited);
    connect(d->sendBar, &SendBar::sendRequested, this, &TcpServerPane::send);
    connect(d->sendBar, &SendBar::stopRequested, &d->jobs, &SendJobs::cancel);
    connect(&d->jobs, &SendJobs::progressed, this, [this] { d->sendBar->showTotal(d->jobs.total()); });
    connect(&d->runner, &EndpointRunner::sendFailed, this, [this](ConnectionId id, const Error& error) {
        d->bar->showError(
            id.isValid() ? tr("Cannot send to %1").arg(d->model().peerOf(id)) : tr("Cannot send"), error);
    });
}

ItemContent TcpServerPane::content() const
{
    ServerItem item = d->form->item();
    item.message = d->sendBar->spec();
    return item;
}

void TcpServerPane::setContent(const ItemContent& content)
{
    const auto* item = std::get_if<ServerItem>(&content);
    if (item == nullptr || *item == std::get<ServerItem>(this->content()))
        return;
    d->form->setItem(*item);
    if (d->sendBar->spec() != item->message)
        d->sendBar->setSpec(item->message);
    showState();
}

QString TcpServerPane::title() const
{
    const TcpServerSpec& server = d->form->item().server;
    quint16 port = server.address.port;
    if (port == 0 && !d->runner.state().local.isEmpty())
        port = d->runner.state().local.constFirst().port;
    const QString name = server.label.isEmpty() ? tr("TCP server") : server.label;
    return port == 0 ? name : QStringLiteral("%1 :%2").arg(name, QString::number(port));
}

PaneState TcpServerPane::state() const
{
    return EndpointWords::state(d->runner.state(), EndpointWords::Role::TcpServer);
}

bool TcpServerPane::isRunning() const
{
    return d->runner.isRunning();
}

qsizetype TcpServerPane::openConnections() const
{
    return d->model().openCount();
}

void TcpServerPane::closeConnections()
{
    for (const EndpointId id : d->runner.all())
        d->runner.sessions().close(id, {});
}

EndpointId TcpServerPane::endpoint() const
{
    return d->runner.current();
}

QJsonObject TcpServerPane::memory() const
{
    return d->sendBar->memory().toJson();
}

void TcpServerPane::setMemory(const QJsonObject& memory)
{
    d->sendBar->setMemory(SendMemory::fromJson(memory));
}

void TcpServerPane::focusForm()
{
    d->form->focusAddress();
}

bool TcpServerPane::hasConnection(ConnectionId id) const
{
    return d->model().isOfEndpoints(id);
}

bool TcpServerPane::editPayload(const PayloadSpec& payload, ConnectionId receiver)
{
    d->sendBar->setSpec(payload);
    if (receiver.isValid() && d->model().isOpen(receiver))
        d->clients->table().selectConnections({receiver});
    d->sendBar->focusEditor();
    emit contentEdited();
    return true;
}

void TcpServerPane::trigger(bool toggle)
{
    if (!isRunning())
        start();
    else if (toggle)
        d->runner.stop(false);
}

void TcpServerPane::start()
{
    if (!d->form->problem().isEmpty()) {
        focusForm();
        return;
    }
    d->bar->clear();
    const Result<EndpointId> started = d->runner.start(
        std::get<ServerItem>(content()), [this](EndpointId earlier) { return d->model().hasOpen(earlier); });
    if (started)
        d->clients->table().connections().addEndpoint(*started);
    else
        d->bar->showError(tr("Cannot listen"), started.error());
}

void TcpServerPane::command(Command what, const QList<ConnectionId>& clients)
{
    QMap<EndpointId, QList<ConnectionId>> byEndpoint;
    for (const ConnectionId id : clients)
        byEndpoint[d->model().endpointOf(id)].append(id);
    for (auto part = byEndpoint.cbegin(); part != byEndpoint.cend(); ++part)
        (d->runner.sessions().*what)(part.key(), part.value());
}

void TcpServerPane::send()
{
    QMap<EndpointId, QList<ConnectionId>> byEndpoint;
    for (const ConnectionId id : std::as_const(d->receivers))
        byEndpoint[d->model().endpointOf(id)].append(id);
    if (d->receivers.isEmpty()) {
        for (const EndpointId id : d->runner.all()) {
            if (d->model().hasOpen(id))
                byEndpoint.insert(id, {});
        }
    }
    QList<SendJobs::Part> parts;
    for (auto part = byEndpoint.cbegin(); part != byEndpoint.cend(); ++part)
        parts.append({part.key(), part.value()});
    if (const Result<void> sent = d->jobs.start(parts, d->sendBar->job()); !sent)
        d->bar->showError(tr("Cannot send"), sent.error());
    else
        d->sendBar->remember();
}

void TcpServerPane::showState()
{
    d->form->setRemark(remark());
    d->bar->showState(d->runner.state(),
                      AddressInput::text(d->form->item().server.address, AddressInput::Use::TcpListen),
                      false);
    showReceivers();
    if (const QString now = title(); now != d->shownTitle) {
        d->shownTitle = now;
        emit titleChanged();
    }
    if (const PaneState now = state(); now != d->shownState) {
        d->shownState = now;
        emit stateChanged();
    }
}

Remark TcpServerPane::remark() const
{
    if (!isRunning() || !d->runner.startedFrom())
        return {};
    ServerItem started = std::get<ServerItem>(*d->runner.startedFrom());
    started.message = d->form->item().message; // sent as it is now
    if (started == d->form->item())
        return {};
    return {tr("changed"),
            tr("The form was changed since the start. Stop and listen again to use the changes.")};
}

void TcpServerPane::showDetail()
{
    const EndpointState& state = d->runner.state();
    const qsizetype open = d->model().openCount();
    QStringList parts;
    if (const QString detail = EndpointWords::detail(state, EndpointWords::Role::TcpServer);
        !detail.isEmpty())
        parts.append(detail);
    if (open > 0)
        parts.append(open == 1 ? tr("1 client connected")
                               : tr("%1 clients connected").arg(format::count(quint64(open))));
    d->form->showState(this->state(), parts.join(QStringLiteral(" · ")), isRunning());
    d->live->setLeftCount(open);
    const QString where = EndpointWords::reachable(state.local);
    d->clients->table().setEmptyText(isRunning() && !where.isEmpty()
                                         ? tr("No client yet. Connect one to %1.").arg(where)
                                         : tr("Clients show here. Press Listen, then connect one."));
}

void TcpServerPane::showReceivers()
{
    const bool hasSelection = d->clients->table().selectionModel()->hasSelection();
    d->receivers = hasSelection ? d->clients->selectedOpen() : QList<ConnectionId>();
    const qsizetype count = d->receivers.size();
    if (count == 0)
        d->sendBar->setSendText(tr("Send to all"));
    else
        d->sendBar->setSendText(count == 1 ? tr("Send to 1 client")
                                           : tr("Send to %1 clients").arg(format::count(quint64(count))));
    if (d->model().openCount() == 0)
        d->sendBar->setBlocked(isRunning() ? tr("No client is connected.")
                                           : tr("Listen first; then clients can connect."));
    else if (hasSelection && count == 0)
        d->sendBar->setBlocked(tr("The selected clients have ended."));
    else
        d->sendBar->setBlocked({});
    showDetail();
    const bool hasClients = openConnections() > 0;
    if (std::exchange(d->hadClients, hasClients) != hasClients && !isRunning())
        emit stateChanged(); // what was stopped ends with its last client
}

void TcpServerPane::showConversation()
{
    d->conversation->setSelection(d->clients->shown());
}

} // namespace wl
