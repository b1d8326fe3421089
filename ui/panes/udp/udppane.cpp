// SPDX-License-Identifier: MIT
#include "ui/panes/udp/udppane.h"

#include "ui/panes/common/addressinput.h"
#include "ui/panes/common/connectiontable.h"
#include "ui/panes/common/endpointbar.h"
#include "ui/panes/common/endpointrunner.h"
#include "ui/panes/common/livearea.h"
#include "ui/panes/common/payloadcheck.h"
#include "ui/panes/common/sendbar.h"
#include "ui/panes/udp/udpchanges.h"
#include "ui/panes/udp/udpform.h"
#include "ui/panes/udp/udpwords.h"
#include "ui/traffic/conversationview.h"

namespace wl {

struct UdpPane::Private
{
    Private(const PaneContext& paneContext, UdpPane* pane)
        : context(paneContext)
        , runner(context.sessions)
        , jobs(context.sessions)
        , changes(context.sessions)
        , form(new UdpForm(pane))
        , bar(new EndpointBar(EndpointWords::Role::Udp, pane))
        , peers(new ConnectionTable(context.records, context.pulse, pane))
        , conversation(new ConversationView(context.records, context.pulse, pane, context.decodeChoices))
        , sendBar(new SendBar(pane))
        , live(new LiveArea({form, bar, peers, conversation, sendBar, UdpPane::tr("Peers")}, pane))
    {
    }

    PaneContext context;
    EndpointRunner runner;
    SendJobs jobs;
    UdpChanges changes;
    UdpForm* form;
    EndpointBar* bar;
    ConnectionTable* peers;
    ConversationView* conversation;
    SendBar* sendBar;
    LiveArea* live;
    QList<ConnectionId> receivers; ///< empty = the target
    PaneState shownState;
    QString shownTitle;
    bool sendsWhenBound = false; ///< Send was pressed before the socket was there
    bool waitsForServer = false;

    [[nodiscard]] QString address() const
    {
        return AddressInput::text(form->item().udp.address, AddressInput::Use::UdpBind);
    }
    [[nodiscard]] QString target() const
    {
        return AddressInput::text(form->item().udp.target, AddressInput::Use::UdpTarget);
    }
};

UdpPane::UdpPane(const PaneContext& context, QWidget* parent)
    : Pane(parent)
    , d(std::make_unique<Private>(context, this))
{
    setObjectName(QStringLiteral("udpPane"));
    setAccessibleName(tr("UDP"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(d->live);
    d->conversation->setEmptyText(tr("Datagrams that are sent and that come show here."));
    d->sendBar->setPayloadCheck(&datagramProblem);
    connectForm();
    connectPeers();
    connectSending();
    connect(&d->runner, &EndpointRunner::stateChanged, this, &UdpPane::showState);
    d->bar->setHolderOf(context.holderOf);
    showState();
}

UdpPane::~UdpPane() = default;

void UdpPane::connectForm()
{
    connect(d->form, &UdpForm::edited, this, [this] {
        showState();
        emit contentEdited();
    });
    connect(d->form, &UdpForm::toggleRequested, this, [this] { trigger(true); });
    connect(d->form, &UdpForm::optionsToggled, d->live, &LiveArea::setOptionsShown);
    connect(d->bar, &MessageBar::actionTriggered, this, [this] { // though the target's server failed
        d->bar->clear();
        transmit();
    });
    connect(&d->changes, &UdpChanges::failed, this, &UdpPane::showGroupError);
}

void UdpPane::connectPeers()
{
    d->peers->setObjectName(QStringLiteral("peers"));
    d->peers->setAccessibleName(tr("Peers"));
    // A datagram has no connection that could be open or closed.
    d->peers->setColumnHidden(ConnectionModel::State, true);
    connect(d->peers, &ConnectionTable::selectionEdited, this, [this] {
        showReceivers();
        showConversation();
    });
    connect(d->peers, &ConnectionTable::connectionsAdded, this, &UdpPane::showConversation);
    connect(d->conversation, &ConversationView::recordActivated, this, &Pane::recordActivated);
}

void UdpPane::connectSending()
{
    d->sendBar->sendFromAllOf(this);
    connect(d->sendBar, &SendBar::edited, this, &Pane::contentEdited);
    connect(d->sendBar, &SendBar::sendRequested, this, &UdpPane::send);
    connect(d->sendBar, &SendBar::stopRequested, &d->jobs, &SendJobs::cancel);
    connect(&d->jobs, &SendJobs::progressed, this, [this] { d->sendBar->showTotal(d->jobs.total()); });
    connect(&d->runner, &EndpointRunner::sendFailed, this, [this](ConnectionId id, const Error& error) {
        const QString to = id.isValid() ? d->peers->connections().peerOf(id) : d->target();
        d->bar->showError(tr("Cannot send to %1").arg(to), error);
    });
}

ItemContent UdpPane::content() const
{
    UdpItem item = d->form->item();
    item.message = d->sendBar->spec();
    return item;
}

void UdpPane::setContent(const ItemContent& content)
{
    const auto* item = std::get_if<UdpItem>(&content);
    if (item == nullptr || *item == std::get<UdpItem>(this->content()))
        return;
    d->form->setItem(*item);
    if (d->sendBar->spec() != item->message)
        d->sendBar->setSpec(item->message);
    showState();
}

QString UdpPane::title() const
{
    return UdpWords::title(d->form->item().udp, d->runner.state().local);
}

PaneState UdpPane::state() const
{
    return EndpointWords::state(d->runner.state(), EndpointWords::Role::Udp);
}

bool UdpPane::isRunning() const
{
    return d->runner.isRunning();
}

EndpointId UdpPane::endpoint() const
{
    return d->runner.current();
}

QJsonObject UdpPane::memory() const
{
    return d->sendBar->memory().toJson();
}

void UdpPane::setMemory(const QJsonObject& memory)
{
    d->sendBar->setMemory(SendMemory::fromJson(memory));
}

void UdpPane::focusForm()
{
    d->form->focusAddress();
}

bool UdpPane::hasConnection(ConnectionId id) const
{
    return d->peers->connections().isOfEndpoints(id);
}

bool UdpPane::editPayload(const PayloadSpec& payload, ConnectionId receiver)
{
    d->sendBar->setSpec(payload);
    if (receiver.isValid() && d->peers->connections().endpointOf(receiver) == d->runner.current())
        d->peers->selectConnections({receiver});
    d->sendBar->focusEditor();
    emit contentEdited();
    return true;
}

void UdpPane::trigger(bool toggle)
{
    if (!isRunning())
        static_cast<void>(start());
    else if (toggle)
        d->runner.stop(true);
}

/// The form's item; a new one has addresses of no scheme yet.
UdpItem UdpPane::startable() const
{
    UdpItem item = std::get<UdpItem>(content());
    item.udp.address.scheme = Scheme::Udp;
    item.udp.target.scheme = Scheme::Udp;
    return item;
}

bool UdpPane::start()
{
    if (!d->form->problem().isEmpty()) {
        focusForm();
        return false;
    }
    d->bar->clear();
    const UdpItem item = startable();
    return began(item, d->runner.start(item));
}

/// A socket that the new target can be reached from, on the port that the old one has.
bool UdpPane::bindAgain()
{
    UdpItem item = startable();
    if (!d->runner.state().local.isEmpty())
        item.udp.address.port = d->runner.state().local.constFirst().port;
    return began(item, d->runner.restart(item));
}

bool UdpPane::began(const UdpItem& item, const Result<EndpointId>& started)
{
    if (!started) {
        d->bar->showError(tr("Cannot bind %1").arg(d->address()), started.error());
        return false;
    }
    d->changes.begin(*started, item.udp);
    d->peers->connections().addEndpoint(*started);
    return true;
}

void UdpPane::send()
{
    if (d->runner.state().phase != EndpointState::Phase::Listening) {
        d->sendsWhenBound = isRunning() || start();
        return;
    }
    const bool isToNewTarget = d->receivers.isEmpty() && d->changes.isTargetNew(startable().udp);
    if (isToNewTarget && UdpChanges::needsOtherSocket(d->form->item().udp, d->runner.state().local)) {
        d->sendsWhenBound = bindAgain();
        return;
    }
    const Address target = d->form->item().udp.target;
    if (!d->receivers.isEmpty() || !d->context.startServerFor) {
        transmit();
        return;
    }
    if (d->waitsForServer)
        return;
    d->waitsForServer = true;
    d->context.startServerFor(target.host, target.port, true, this, [this](const ServerStart& server) {
        d->waitsForServer = false;
        d->bar->showServerStart(server, tr("Send anyway"));
        if (!server.hasFailed())
            transmit();
    });
}

void UdpPane::transmit()
{
    SendJob job = d->sendBar->job();
    if (d->receivers.isEmpty() && d->changes.isTargetNew(startable().udp))
        job.target = startable().udp.target;
    if (const Result<void> sent = d->jobs.start({{d->runner.current(), d->receivers}}, job); !sent)
        d->bar->showError(tr("Cannot send"), sent.error());
    else
        d->sendBar->remember();
}

void UdpPane::showState()
{
    const EndpointState& state = d->runner.state();
    if (state.phase == EndpointState::Phase::Listening)
        d->changes.apply(d->form->item().udp);
    d->form->setRemark(remark());
    d->form->showState(this->state(), EndpointWords::detail(state, EndpointWords::Role::Udp), isRunning());
    d->bar->showState(state, d->address(), false);
    d->peers->setEmptyText(UdpWords::noPeers(EndpointWords::reachable(state.local)));
    showReceivers();
    if (d->sendsWhenBound && state.phase == EndpointState::Phase::Listening)
        send();
    d->sendsWhenBound = d->sendsWhenBound && state.phase == EndpointState::Phase::Starting;
    if (const QString now = title(); now != d->shownTitle) {
        d->shownTitle = now;
        emit titleChanged();
    }
    if (const PaneState now = this->state(); now != d->shownState) {
        d->shownState = now;
        emit stateChanged();
    }
}

void UdpPane::showGroupError(const MulticastGroup& group, bool isMissing, const Error& error)
{
    d->bar->showError((isMissing ? tr("Cannot join %1") : tr("Cannot leave %1")).arg(group.group), error);
    d->form->setRemark(remark());
}

Remark UdpPane::remark() const
{
    if (!isRunning() || !d->runner.startedFrom())
        return {};
    return UdpWords::remark(std::get<UdpItem>(*d->runner.startedFrom()), d->form->item(),
                            d->changes.missingGroups());
}

void UdpPane::showReceivers()
{
    d->receivers = d->peers->selectedConnections();
    const EndpointId current = d->runner.current();
    d->receivers.removeIf([&](ConnectionId id) { return d->peers->connections().endpointOf(id) != current; });
    UdpWords::Receivers to;
    to.peers = d->receivers.size();
    to.areOfClosedSocket = d->peers->selectionModel()->hasSelection() && (to.peers == 0 || !isRunning());
    to.target = d->target();
    to.problem = !isRunning() ? d->form->problem() : to.peers == 0 ? d->form->targetProblem() : QString();
    d->sendBar->setSendText(UdpWords::sendText(to));
    d->sendBar->setBlocked(UdpWords::whyNotSend(to));
}

void UdpPane::showConversation()
{
    d->live->setLeftCount(d->peers->connections().rowCount());
    const bool hasSelection = d->peers->selectionModel()->hasSelection();
    d->conversation->setSelection(hasSelection ? ConversationSelection{d->peers->selectedConnections()}
                                               : d->peers->connections().unmuted());
}

} // namespace wl
