// SPDX-License-Identifier: MIT
#include "ui/panes/udp/udppane.h"

#include "capture/capturestore.h"
#include "ui/panes/common/addressinput.h"
#include "ui/panes/common/connectiontable.h"
#include "ui/panes/common/endpointbar.h"
#include "ui/panes/common/endpointrunner.h"
#include "ui/panes/common/livearea.h"
#include "ui/panes/common/payloadcheck.h"
#include "ui/panes/common/sendbar.h"
#include "ui/panes/udp/udpform.h"
#include "ui/traffic/conversationview.h"
#include "ui/widgets/format.h"

namespace wl {

struct UdpPane::Private
{
    Private(const PaneContext& paneContext, UdpPane* pane)
        : context(paneContext)
        , runner(context.sessions)
        , jobs(context.sessions)
        , form(new UdpForm(pane))
        , bar(new EndpointBar(EndpointWords::Role::Udp, pane))
        , peers(new ConnectionTable(context.records, context.pulse, pane))
        , conversation(new ConversationView(context.records, context.pulse, pane))
        , sendBar(new SendBar(pane))
        , live(new LiveArea({form, bar, peers, conversation, sendBar}, pane))
    {
    }

    PaneContext context;
    EndpointRunner runner;
    SendJobs jobs;
    UdpForm* form;
    EndpointBar* bar;
    ConnectionTable* peers;
    ConversationView* conversation;
    SendBar* sendBar;
    LiveArea* live;
    QList<ConnectionId> receivers; ///< empty = the target
    PaneState shownState;
    QString shownTitle;
    quint64 dropsOfAll = 0; ///< datagrams that the kernel dropped, of all sockets of the capture
    int ticks = 0;
    bool sendsWhenBound = false; ///< Send was pressed before the socket was there

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
    connect(&context.pulse, &Pulse::tick, this, &UdpPane::pullDrops);
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
    connect(d->peers, &ConnectionTable::connectionsAdded, this, [this] {
        if (!d->peers->selectionModel()->hasSelection())
            showConversation();
    });
    connect(d->conversation, &ConversationView::recordActivated, this, &Pane::recordActivated);
}

void UdpPane::connectSending()
{
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
    const UdpSpec& udp = d->form->item().udp;
    quint16 port = udp.address.port;
    // A free port says nothing beside a name.
    if (port == 0 && udp.label.isEmpty() && !d->runner.state().local.isEmpty())
        port = d->runner.state().local.constFirst().port;
    const QString name = udp.label.isEmpty() ? tr("UDP") : udp.label;
    return port == 0 ? name : QStringLiteral("%1 :%2").arg(name, QString::number(port));
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

void UdpPane::focusForm()
{
    d->form->focusAddress();
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
    const Result<EndpointId> started = d->runner.start(startable());
    if (started)
        d->peers->connections().addEndpoint(*started);
    else
        d->bar->showError(tr("Cannot bind %1").arg(d->address()), started.error());
    return started.has_value();
}

void UdpPane::send()
{
    if (d->runner.state().phase != EndpointState::Phase::Listening) {
        d->sendsWhenBound = isRunning() || start();
        return;
    }
    QList<ConnectionId> to = d->receivers;
    if (to.isEmpty() && isTargetNew()) {
        const ConnectionId known = peerAtTarget();
        if (!known.isValid()) {
            d->sendsWhenBound = bindAgain();
            return;
        }
        to.append(known);
    }
    startServer();
    if (const Result<void> sent = d->jobs.start({{d->runner.current(), to}}, d->sendBar->job()); !sent)
        d->bar->showError(tr("Cannot send"), sent.error());
    else
        d->sendBar->remember();
}

/// Whether the target was changed since the socket was bound: it still has the old one.
bool UdpPane::isTargetNew() const
{
    return d->runner.startedFrom() &&
           std::get<UdpItem>(*d->runner.startedFrom()).udp.target != d->form->item().udp.target;
}

/// The peer of the socket that has the target's address, where there is one.
ConnectionId UdpPane::peerAtTarget() const
{
    const Address& target = d->form->item().udp.target;
    const SocketAddress wanted = SocketAddress::from(QHostAddress(target.host), target.port);
    const ConnectionModel& model = d->peers->connections();
    for (const ConnectionId id : model.connections()) {
        const ConnectionInfo& info = d->context.records.connection(id).info;
        if (info.endpoint == d->runner.current() && info.peer == wanted)
            return id;
    }
    return {};
}

/// A socket with the new target on the port that the old one has.
bool UdpPane::bindAgain()
{
    UdpItem item = startable();
    if (!d->runner.state().local.isEmpty())
        item.udp.address.port = d->runner.state().local.constFirst().port;
    const Result<EndpointId> started = d->runner.restart(item);
    if (started)
        d->peers->connections().addEndpoint(*started);
    else
        d->bar->showError(tr("Cannot bind %1").arg(d->address()), started.error());
    return started.has_value();
}

/// The workspace's own server that the target points to.
void UdpPane::startServer()
{
    const Address& target = d->form->item().udp.target;
    if (!d->receivers.isEmpty() || !d->context.startServerFor)
        return;
    const QString server = d->context.startServerFor(target.host, target.port, true);
    if (!server.isEmpty())
        d->bar->showInformation(tr("Started \"%1\", which listens there.").arg(server));
}

void UdpPane::showState()
{
    const EndpointState& state = d->runner.state();
    d->form->setRemark(remark());
    showDetail();
    d->bar->showState(state, d->address(), false);
    const QString where = EndpointWords::addresses(state.local);
    d->peers->setEmptyText(isRunning() && !where.isEmpty()
                               ? tr("No peer yet. Send a datagram, or let one come to %1.").arg(where)
                               : tr("Peers show here. Send a datagram, or press Bind and let one come."));
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

void UdpPane::showDetail()
{
    const EndpointState& state = d->runner.state();
    QString detail = EndpointWords::detail(state, EndpointWords::Role::Udp);
    if (isRunning() && state.kernelDrops == 0 && d->dropsOfAll > 0)
        detail += tr(" · %1 dropped by the kernel, all sockets").arg(format::count(d->dropsOfAll));
    d->form->showState(this->state(), detail, isRunning());
}

/// Where the socket itself does not tell, the capture knows how many datagrams all of them lost.
void UdpPane::pullDrops()
{
    constexpr int ticksBetween = 5;
    const auto* capture = dynamic_cast<const CaptureStore*>(&d->context.records);
    if (capture == nullptr || ++d->ticks % ticksBetween != 0)
        return;
    const quint64 now = capture->statistics().datagramsDropped;
    if (now == d->dropsOfAll)
        return;
    d->dropsOfAll = now;
    showDetail();
}

Remark UdpPane::remark() const
{
    if (!isRunning() || !d->runner.startedFrom())
        return {};
    UdpItem started = std::get<UdpItem>(*d->runner.startedFrom());
    const UdpItem& now = d->form->item();
    started.message = now.message; // sent as it is now
    started.udp.target = now.udp.target;
    started.udp.address.scheme = now.udp.address.scheme;
    if (now.udp.address.port == 0)
        started.udp.address.port = 0; // whichever it was
    if (started == now)
        return {};
    return {tr("changed"), tr("The form was changed since Bind. Close and bind again to use the changes.")};
}

void UdpPane::showReceivers()
{
    d->receivers = d->peers->selectedConnections();
    const EndpointId current = d->runner.current();
    const ConnectionModel& model = d->peers->connections();
    d->receivers.removeIf([&](ConnectionId id) { return model.endpointOf(id) != current; });
    const bool isOld = d->receivers.isEmpty() && d->peers->selectionModel()->hasSelection();
    const qsizetype count = d->receivers.size();
    if (count == 0)
        d->sendBar->setSendText(d->target().isEmpty() ? tr("Send") : tr("Send to target"));
    else
        d->sendBar->setSendText(count == 1 ? tr("Reply to peer")
                                           : tr("Send to %1 peers").arg(format::count(quint64(count))));
    if (!d->form->problem().isEmpty() && !isRunning())
        d->sendBar->setBlocked(d->form->problem());
    else if (isOld || (count > 0 && !isRunning()))
        d->sendBar->setBlocked(tr("The selected peers belong to a socket that is closed."));
    else if (count == 0 && d->target().isEmpty())
        d->sendBar->setBlocked(tr("Enter a target under To, or select a peer."));
    else
        d->sendBar->setBlocked({});
}

void UdpPane::showConversation()
{
    const bool hasSelection = d->peers->selectionModel()->hasSelection();
    d->conversation->setConnections(hasSelection ? d->peers->selectedConnections()
                                                 : d->peers->connections().connections());
}

} // namespace wl
