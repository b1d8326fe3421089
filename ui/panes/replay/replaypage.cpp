// SPDX-License-Identifier: MIT
#include "ui/panes/replay/replaypage.h"

#include "base/errortext.h"
#include "ui/panes/common/endpointwords.h"
#include "ui/panes/replay/replayform.h"
#include "ui/panes/replay/replaywords.h"
#include "ui/traffic/conversationview.h"
#include "ui/widgets/messagebar.h"

#include <QBoxLayout>
#include <QtConcurrentRun>

namespace wl {

using Phase = ReplayProgress::Phase;

ReplayPage::ReplayPage(const Subject& subject, Sessions& sessions, const RecordSource& live, Pulse& pulse,
                       QWidget* parent)
    : QWidget(parent)
    , m_subject(subject)
    , m_sessions(sessions)
    , m_bar(new MessageBar(this))
    , m_form(new ReplayForm(this))
    , m_conversation(new ConversationView(live, pulse, this))
{
    setObjectName(QStringLiteral("replayPage"));
    setAccessibleName(tr("Replay"));
    m_conversation->setEmptyText(tr("Press Start; what is sent and what comes back shows here."));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_bar);
    column->addWidget(m_form);
    column->addWidget(m_conversation, 1);
    connect(m_form, &ReplayForm::startRequested, this, &ReplayPage::start);
    connect(m_form, &ReplayForm::stopRequested, this, &ReplayPage::stop);
    connect(m_form, &ReplayForm::stepRequested, this, [this] { m_sessions.stepReplay(m_endpoint); });
    connect(m_form, &ReplayForm::directionChanged, this, &ReplayPage::makePlan);
    connect(m_form, &ReplayForm::paceChanged, this, [this] {
        if (m_isRunning)
            m_sessions.setReplayPace(m_endpoint, m_form->pace());
    });
    connect(&sessions, &Sessions::replayProgress, this, &ReplayPage::takeProgress);
    connect(&sessions, &Sessions::stateChanged, this, &ReplayPage::takeState);
    connect(m_conversation, &ConversationView::recordActivated, this, &ReplayPage::recordActivated);
    connect(&m_planning, &QFutureWatcherBase::finished, this, [this] {
        m_plan = m_planning.result();
        showState();
    });
    prefill();
    makePlan();
}

ReplayPage::~ReplayPage()
{
    m_planStop.request_stop();
    m_planning.waitForFinished();
    if (m_endpoint.isValid())
        m_sessions.remove(m_endpoint);
}

QString ReplayPage::title() const
{
    return tr("Replay of %1").arg(m_subject.name);
}

ConnectionId ReplayPage::subjectConnection() const
{
    return m_subject.connections.isEmpty()
               ? m_subject.source->record(m_subject.records.front()).connectionId()
               : m_subject.connections.constFirst();
}

/// The address that the recorded client talked to, and of a selection the direction of its first message.
void ReplayPage::prefill()
{
    const ConnectionInfo& info = m_subject.source->connection(subjectConnection()).info;
    const SocketAddress& server = info.role == Role::Client ? info.peer : info.local;
    const Scheme scheme = info.transport == Transport::Udp   ? Scheme::Udp
                          : info.transport == Transport::Tls ? Scheme::Tls
                                                             : Scheme::Tcp;
    m_form->setAddress({scheme, server.host().toString(), server.port, {}});
    for (const RecordId id : m_subject.records) {
        const RecordEntry entry = m_subject.source->record(id);
        if (entry.kind != RecordKind::Data)
            continue;
        m_form->setDirection(entry.direction == clientDirection(info));
        break;
    }
}

void ReplayPage::makePlan()
{
    m_planStop.request_stop();
    m_planStop = {};
    m_plan.reset();
    const Direction clients = clientDirection(m_subject.source->connection(subjectConnection()).info);
    const Direction servers = clients == Direction::Sent ? Direction::Received : Direction::Sent;
    ReplayChoice choice;
    choice.connections = m_subject.connections;
    choice.records = m_subject.records;
    choice.direction = m_form->isClientsDirection() ? clients : servers;
    m_planning.setFuture(
        QtConcurrent::run([source = m_subject.source, choice, stop = m_planStop.get_token()] {
            return std::make_shared<const ReplayPlan>(makeReplayPlan(source, choice, stop));
        }));
    showState();
}

void ReplayPage::start()
{
    const auto target = m_form->target();
    if (!target || !m_plan)
        return;
    if (m_endpoint.isValid())
        m_sessions.remove(std::exchange(m_endpoint, {}));
    m_bar->clear();
    m_progress = {};
    ReplayJob job;
    job.plan = m_plan;
    m_form->fill(job);
    const auto started = m_sessions.startReplay(*target, job);
    if (!started) {
        m_bar->showMessage(
            MessageBar::Kind::Error,
            ErrorText::sentence(tr("Cannot replay to %1").arg(m_form->addressText()), started.error()));
        return;
    }
    m_endpoint = *started;
    m_conversation->setSelection({{}, {m_endpoint}});
    m_isRunning = true;
    showState();
}

void ReplayPage::stop()
{
    m_sessions.cancelReplay(m_endpoint);
    m_sessions.stop(m_endpoint, true);
}

void ReplayPage::takeProgress(EndpointId id, const ReplayProgress& progress)
{
    if (id != m_endpoint)
        return;
    m_progress = progress;
    if (progress.phase == Phase::Failed && progress.error.code != ErrorCode::Canceled)
        m_bar->showMessage(
            MessageBar::Kind::Error,
            ErrorText::sentence(progress.sent == 0
                                    ? tr("Cannot replay to %1").arg(m_form->addressText())
                                    : tr("The replay ended early, %1").arg(ReplayWords::detail(progress)),
                                progress.error));
    showState();
}

void ReplayPage::takeState(EndpointId id, const EndpointState& state)
{
    if (id != m_endpoint)
        return;
    m_isRunning = EndpointWords::isRunning(state);
    showState();
}

void ReplayPage::showState()
{
    const QString facts = m_plan ? ReplayWords::facts(*m_plan) : tr("being looked through…");
    m_form->setFacts(tr("%1: %2").arg(m_subject.name, facts));
    const QString blocked = !m_plan                    ? tr("The capture is being looked through.")
                            : m_plan->messages.empty() ? tr("There is nothing to send in this direction.")
                                                       : QString();
    const PaneState now = ReplayWords::state(m_progress, m_isRunning);
    m_form->showState(now, m_isRunning || m_progress.isOver() ? ReplayWords::detail(m_progress) : QString(),
                      m_isRunning, m_progress.phase == Phase::AwaitsStep && m_isRunning, blocked);
    m_form->showProgress(m_progress.sent, m_progress.total);
    if (std::exchange(m_state, now) != now)
        emit stateChanged();
}

} // namespace wl
