// SPDX-License-Identifier: MIT
#pragma once

#include "session/sessions.h"

#include <QHash>

namespace wl {

/// The sends that a pane has under way, with their figures added up. UI thread.
class SendJobs : public QObject
{
    Q_OBJECT
public:
    /// Where one part of a send goes; an empty list is all of the endpoint.
    struct Part
    {
        EndpointId endpoint;
        QList<ConnectionId> to;
    };
    /// All sends since the last time that none was under way.
    struct Total
    {
        quint64 sent = 0;
        quint64 bytes = 0;
        double messagesPerSecond = 0;
        qint64 queued = 0;  ///< the slowest receiver's, in bytes
        qint64 dropped = 0; ///< bytes that cancel() took back
        bool isRunning = false;
        Error error;
        PayloadSpec payload;      ///< of the latest send
        quint64 messagesUsed = 0; ///< of that payload, with those before the round: its counters go on there
    };

    /// `sessions` outlives this object.
    explicit SendJobs(Sessions& sessions, QObject* parent = nullptr);

    /// Sends `job` to every part (its own `to` is not used). Errors: those of Sessions::send for the first
    /// part that fails; parts before it are on their way.
    Result<void> start(const QList<Part>& parts, SendJob job);
    void cancel();
    [[nodiscard]] const Total& total() const { return m_total; }

signals:
    void progressed();

private:
    void take(const SendProgress& progress);
    void sumUp();

    Sessions& m_sessions;
    struct Sent
    {
        SendProgress progress;
        PayloadSpec payload;
        quint64 messagesBefore = 0;
        bool isSingle = true;

        [[nodiscard]] quint64 messagesUsed() const;
    };

    QHash<quint32, Sent> m_jobs; ///< of this round, finished ones too
    qsizetype m_running = 0;
    Total m_total;
};

} // namespace wl
