// SPDX-License-Identifier: MIT
#include "ui/shell/resend.h"

#include "base/errortext.h"
#include "base/limits.h"
#include "payload/exactpayload.h"
#include "ui/shell/openpanes.h"
#include "ui/shell/panewait.h"
#include "ui/widgets/format.h"

#include <QtConcurrentRun>

namespace wl {

using Phase = EndpointState::Phase;

Resend::Resend(Sessions& sessions, OpenPanes& panes, Source live, QObject* parent)
    : QObject(parent)
    , m_sessions(sessions)
    , m_panes(panes)
    , m_live(std::move(live))
{
    connect(&m_loading, &QFutureWatcherBase::finished, this, [this] { take(m_loading.result()); });
    connect(&m_sessions, &Sessions::sendProgress, this, &Resend::takeProgress);
}

Resend::~Resend()
{
    m_loading.disconnect(this);
    m_loading.waitForFinished(); // a live source may go afterwards
}

QString Resend::whyNotAgain(const RecordEntry& entry)
{
    if (entry.kind != RecordKind::Data)
        return tr("This row is an event; it has no bytes that could be sent.");
    if (entry.direction != Direction::Sent)
        return tr("These bytes were received; Edit and Send puts them into an editor.");
    if (entry.length > limits::sendQueueBytes)
        return tr("The payload is larger than %1.").arg(format::size(limits::sendQueueBytes));
    return {};
}

QString Resend::whyNotEdit(const RecordEntry& entry)
{
    if (entry.kind != RecordKind::Data)
        return tr("This row is an event; it has no bytes that could be sent.");
    if (entry.length > mostEdited)
        return tr("The payload is larger than %1; save it and send the file.").arg(format::size(mostEdited));
    return {};
}

void Resend::sendAgain(const Source& source, RecordId id)
{
    load(source, id, false);
}

void Resend::editAndSend(const Source& source, RecordId id)
{
    load(source, id, true);
}

/// A second one while the first is being read is a double click.
void Resend::load(const Source& source, RecordId id, bool isEdit)
{
    const RecordEntry entry = source->record(id);
    if (const QString reason = isEdit ? whyNotEdit(entry) : whyNotAgain(entry); !reason.isEmpty()) {
        emit failed(reason);
        return;
    }
    if (m_loading.isRunning())
        return;
    m_loading.setFuture(QtConcurrent::run([source, id, isEdit] {
        Loaded loaded{source, id, isEdit, source->payload(id), {}};
        if (isEdit && loaded.bytes)
            loaded.payload = exactPayload(*loaded.bytes);
        return loaded;
    }));
}

void Resend::take(const Loaded& loaded)
{
    if (!loaded.bytes) {
        emit failed(ErrorText::sentence(tr("Cannot read record %1").arg(format::count(loaded.id.value() + 1)),
                                        loaded.bytes.error()));
        return;
    }
    const ConnectionId connection = loaded.source->record(loaded.id).connectionId();
    const ConnectionInfo& info = loaded.source->connection(connection).info;
    // Numbers of an opened capture mean nothing in this run.
    const ConnectionId here = isLive(loaded.source) ? connection : ConnectionId();
    if (loaded.isEdit)
        edit(info, here, loaded.payload);
    else
        send(info, here, *loaded.bytes);
}

bool Resend::isOpen(const ConnectionInfo& info, ConnectionId connection) const
{
    if (!connection.isValid())
        return false;
    const Phase phase = m_sessions.state(info.endpoint).phase;
    if (info.transport == Transport::Udp)
        return phase == Phase::Listening;
    const ConnectionState state = m_live->connection(connection).state.load(std::memory_order_relaxed);
    const bool canSend = state == ConnectionState::Open || state == ConnectionState::PeerFinished;
    return canSend && m_sessions.knows(info.endpoint);
}

void Resend::send(const ConnectionInfo& info, ConnectionId connection, const QByteArray& bytes)
{
    Pane* pane = nullptr;
    ResendFacts facts{info.transport, info.role, isOpen(info, connection), false};
    if (!facts.isOpen && connection.isValid())
        pane = m_panes.showPaneOf(connection);
    facts.hasPane = pane != nullptr;
    const QString peer = info.peer.toString();
    switch (resendway::decide(facts)) {
    case ResendWay::Connection: {
        SendJob job;
        job.bytes = bytes;
        job.to = {connection};
        start(info.endpoint, job, peer);
        break;
    }
    case ResendWay::Pane: sendBy(pane, info, bytes); break;
    case ResendWay::NewPane: sendBy(m_panes.openStopped(resendway::contentFor(info)), info, bytes); break;
    case ResendWay::Nobody:
        emit failed(tr("Cannot send to %1 again: this client has gone, and a server cannot connect to it. "
                       "Edit and Send puts the bytes into the server's editor, for another client.")
                        .arg(peer));
        break;
    }
}

void Resend::sendBy(Pane* pane, const ConnectionInfo& info, const QByteArray& bytes)
{
    SendJob job;
    job.bytes = bytes;
    if (info.transport == Transport::Udp)
        job.target = resendway::addressOf(info);
    const QString peer = info.peer.toString();
    auto* wait = new PaneWait(*pane, m_sessions, this);
    connect(wait, &PaneWait::ready, this,
            [this, job, peer](EndpointId endpoint) { start(endpoint, job, peer); });
    connect(wait, &PaneWait::gaveUp, this, [this, peer] {
        emit failed(
            tr("Nothing was sent to %1 again: there is no connection to it. The pane says why.").arg(peer));
    });
    pane->trigger(false);
    wait->check();
}

void Resend::start(EndpointId endpoint, const SendJob& job, const QString& peer)
{
    const Result<quint32> number = m_sessions.send(endpoint, job);
    if (number)
        m_jobs.insert(*number, peer);
    else
        emit failed(ErrorText::sentence(tr("Cannot send to %1 again").arg(peer), number.error()));
}

void Resend::takeProgress(const SendProgress& progress)
{
    if (!progress.finished || !m_jobs.contains(progress.job))
        return;
    const QString peer = m_jobs.take(progress.job);
    if (progress.error.code == ErrorCode::None)
        emit sent(peer, qint64(progress.bytes));
    else
        emit failed(ErrorText::sentence(tr("Cannot send to %1 again").arg(peer), progress.error));
}

void Resend::edit(const ConnectionInfo& info, ConnectionId connection, const PayloadSpec& payload)
{
    Pane* pane = connection.isValid() ? m_panes.showPaneOf(connection) : nullptr;
    if (!pane && info.role == Role::Server && info.transport != Transport::Udp) {
        emit failed(tr("The server that talked to %1 is not open in this window. Open a pane, and paste the "
                       "copied bytes there.")
                        .arg(info.peer.toString()));
        return;
    }
    if (!pane)
        pane = m_panes.openStopped(resendway::contentFor(info));
    pane->editPayload(payload, connection);
}

} // namespace wl
