// SPDX-License-Identifier: MIT
#include "ui/panes/tcpclient/tcpclientpane.h"

#include "ui/panes/common/connectionmodel.h"
#include "ui/panes/common/endpointbar.h"
#include "ui/panes/common/endpointrunner.h"
#include "ui/panes/common/livearea.h"
#include "ui/panes/common/sendbar.h"
#include "ui/panes/tcpclient/clientform.h"
#include "ui/traffic/conversationview.h"

namespace wl {

struct TcpClientPane::Private
{
    Private(const PaneContext& paneContext, TcpClientPane* pane)
        : context(paneContext)
        , runner(context.sessions)
        , jobs(context.sessions)
        , connections(context.records)
        , form(new ClientForm(pane))
        , bar(new EndpointBar(EndpointWords::Role::TcpClient, pane))
        , conversation(new ConversationView(context.records, context.pulse, pane, context.decodeChoices))
        , sendBar(new SendBar(pane))
        , live(new LiveArea({form, bar, nullptr, conversation, sendBar}, pane))
    {
    }

    PaneContext context;
    EndpointRunner runner;
    SendJobs jobs;
    ConnectionModel connections; ///< every connection of this pane, also earlier ones
    ClientForm* form;
    EndpointBar* bar;
    ConversationView* conversation;
    SendBar* sendBar;
    LiveArea* live;
    PaneState shownState;
    QString shownTitle;
    ConnectionState shownConnection = ConnectionState::Closed;
    bool waitsForServer = false;
    std::optional<ClientItem> refused; ///< not opened, because its server did not start

    [[nodiscard]] bool isOpen() const
    {
        using Phase = EndpointState::Phase;
        const Phase phase = runner.state().phase;
        return phase == Phase::Open || phase == Phase::PeerFinished;
    }
    [[nodiscard]] bool hasSentFin() const
    {
        const ConnectionId id = runner.state().connection;
        return isOpen() && id.isValid() && connections.stateOf(id) == ConnectionState::WeFinished;
    }
    [[nodiscard]] QString address() const { return formatAddress(form->item().client.address); }
};

namespace {

bool isCertificateError(ErrorCode code)
{
    return code == ErrorCode::CertificateExpired || code == ErrorCode::CertificateNotYetValid ||
           code == ErrorCode::CertificateWrongHost || code == ErrorCode::CertificateUntrusted ||
           code == ErrorCode::CertificateInvalid;
}

} // namespace

TcpClientPane::TcpClientPane(const PaneContext& context, QWidget* parent)
    : Pane(parent)
    , d(std::make_unique<Private>(context, this))
{
    setObjectName(QStringLiteral("tcpClientPane"));
    setAccessibleName(tr("TCP client"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(d->live);
    d->conversation->setEmptyText(tr("Press Connect; what both sides say shows here."));
    connectForm();
    connectSending();
    connect(&d->runner, &EndpointRunner::stateChanged, this, &TcpClientPane::showState);
    connect(&context.pulse, &Pulse::tick, this, &TcpClientPane::pull);
    connect(d->conversation, &ConversationView::recordActivated, this, &Pane::recordActivated);
    showState();
}

TcpClientPane::~TcpClientPane() = default;

void TcpClientPane::connectForm()
{
    connect(d->form, &ClientForm::edited, this, [this] {
        showState();
        emit contentEdited();
    });
    connect(d->form, &ClientForm::toggleRequested, this, [this] { trigger(true); });
    connect(d->form, &ClientForm::finishRequested, this,
            [this] { d->runner.sessions().finish(d->runner.current(), {}); });
    connect(d->form, &ClientForm::resetRequested, this,
            [this] { d->runner.sessions().reset(d->runner.current(), {}); });
    connect(d->form, &ClientForm::optionsToggled, d->live, &LiveArea::setOptionsShown);
    connect(d->bar, &MessageBar::actionTriggered, this, [this] {
        if (const auto item = std::exchange(d->refused, std::nullopt))
            open(*item, {});
        else
            start(false);
    });
}

void TcpClientPane::connectSending()
{
    d->sendBar->sendFromAllOf(this);
    connect(d->sendBar, &SendBar::edited, this, &Pane::contentEdited);
    connect(d->sendBar, &SendBar::sendRequested, this, &TcpClientPane::send);
    connect(d->sendBar, &SendBar::stopRequested, &d->jobs, &SendJobs::cancel);
    connect(&d->jobs, &SendJobs::progressed, this, [this] { d->sendBar->showTotal(d->jobs.total()); });
    connect(&d->runner, &EndpointRunner::sendFailed, this, [this](ConnectionId, const Error& error) {
        d->bar->showError(tr("Cannot send to %1").arg(d->address()), error);
    });
}

ItemContent TcpClientPane::content() const
{
    ClientItem item = d->form->item();
    item.message = d->sendBar->spec();
    return item;
}

void TcpClientPane::setContent(const ItemContent& content)
{
    const auto* item = std::get_if<ClientItem>(&content);
    if (item == nullptr || *item == std::get<ClientItem>(this->content()))
        return;
    d->form->setItem(*item);
    if (d->sendBar->spec() != item->message)
        d->sendBar->setSpec(item->message);
    showState();
}

QString TcpClientPane::title() const
{
    const TcpClientSpec& client = d->form->item().client;
    if (!client.label.isEmpty())
        return client.label;
    if (client.address.port == 0)
        return tr("TCP client");
    const QString where = formatHostPort(client.address.host, client.address.port);
    return client.address.scheme == Scheme::Tls ? QStringLiteral("tls ") + where : where;
}

PaneState TcpClientPane::state() const
{
    return EndpointWords::state(d->runner.state(), EndpointWords::Role::TcpClient);
}

bool TcpClientPane::isRunning() const
{
    return d->runner.isRunning();
}

EndpointId TcpClientPane::endpoint() const
{
    return d->runner.current();
}

QJsonObject TcpClientPane::memory() const
{
    return d->sendBar->memory().toJson();
}

void TcpClientPane::setMemory(const QJsonObject& memory)
{
    d->sendBar->setMemory(SendMemory::fromJson(memory));
}

void TcpClientPane::focusForm()
{
    d->form->focusAddress();
}

bool TcpClientPane::hasConnection(ConnectionId id) const
{
    return d->connections.isOfEndpoints(id);
}

bool TcpClientPane::editPayload(const PayloadSpec& payload, ConnectionId)
{
    d->sendBar->setSpec(payload);
    d->sendBar->focusEditor();
    emit contentEdited();
    return true;
}

void TcpClientPane::trigger(bool toggle)
{
    if (!isRunning())
        start(d->form->item().client.tls.verify);
    else if (toggle)
        d->runner.stop(true);
}

void TcpClientPane::start(bool verify)
{
    if (d->waitsForServer)
        return;
    if (!d->form->problem().isEmpty()) {
        focusForm();
        return;
    }
    ClientItem item = std::get<ClientItem>(content());
    item.client.tls.verify = verify;
    d->bar->clear();
    d->refused.reset();
    if (!d->context.startServerFor) {
        open(item, {});
        return;
    }
    d->waitsForServer = true;
    const Address& address = item.client.address;
    d->context.startServerFor(address.host, address.port, false, this,
                              [this, item](const ServerStart& server) {
                                  d->waitsForServer = false;
                                  if (server.hasFailed()) {
                                      d->refused = item;
                                      d->bar->showServerStart(server, tr("Connect anyway"));
                                  } else {
                                      open(item, server);
                                  }
                              });
}

void TcpClientPane::open(const ClientItem& item, const ServerStart& server)
{
    d->bar->clear();
    const Result<EndpointId> started = d->runner.start(item);
    if (!started) {
        d->bar->showError(tr("Cannot connect to %1").arg(d->address()), started.error());
        return;
    }
    d->bar->showServerStart(server, {});
    d->connections.addEndpoint(*started);
}

void TcpClientPane::send()
{
    if (const Result<void> sent = d->jobs.start({{d->runner.current(), {}}}, d->sendBar->job()); !sent)
        d->bar->showError(tr("Cannot send to %1").arg(d->address()), sent.error());
    else
        d->sendBar->remember();
}

void TcpClientPane::pull()
{
    if (d->connections.pull())
        d->conversation->setSelection(d->connections.unmuted());
    const ConnectionId id = d->runner.state().connection;
    const ConnectionState now = id.isValid() ? d->connections.stateOf(id) : ConnectionState::Closed;
    if (now != d->shownConnection) {
        d->shownConnection = now;
        showControls();
    }
}

void TcpClientPane::showState()
{
    const EndpointState& state = d->runner.state();
    d->form->setRemark(remark());
    const bool canConnectAnyway = state.phase == EndpointState::Phase::Failed &&
                                  isCertificateError(state.error.code) && !d->runner.hasBeenUp();
    d->bar->showState(state, d->address(), d->runner.hasBeenUp(),
                      canConnectAnyway ? tr("Connect anyway") : QString());
    showControls();
    if (const QString now = title(); now != d->shownTitle) {
        d->shownTitle = now;
        emit titleChanged();
    }
    if (const PaneState now = this->state(); now != d->shownState) {
        d->shownState = now;
        emit stateChanged();
    }
}

void TcpClientPane::showControls()
{
    const bool isOpen = d->isOpen();
    const bool hasSentFin = d->hasSentFin();
    QString detail = EndpointWords::detail(d->runner.state(), EndpointWords::Role::TcpClient);
    if (hasSentFin)
        detail += tr(" · FIN sent, still reading");
    d->form->showState(state(), detail, isRunning(), isOpen, isOpen && !hasSentFin);
    if (!isOpen)
        d->sendBar->setBlocked(isRunning() ? tr("Not connected yet.")
                                           : tr("Not connected; press Connect first."));
    else
        d->sendBar->setBlocked(hasSentFin ? tr("FIN was sent; nothing more can be sent.") : QString());
}

Remark TcpClientPane::remark() const
{
    if (!isRunning() || !d->runner.startedFrom())
        return {};
    ClientItem started = std::get<ClientItem>(*d->runner.startedFrom());
    const bool isUnverified = !started.client.tls.verify && started.client.address.scheme == Scheme::Tls;
    started.message = d->form->item().message; // sent as it is now
    started.client.tls.verify = d->form->item().client.tls.verify;
    if (started != d->form->item())
        return {tr("changed"), tr("The form was changed since the start. Connect again to use the changes.")};
    if (!isUnverified)
        return {};
    return {tr("not verified"), tr("The certificate of this connection was not verified."), true};
}

} // namespace wl
