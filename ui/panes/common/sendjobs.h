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
        bool isRunning = false;
        Error error;
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

    Sessions& m_sessions;
    QHash<quint32, SendProgress> m_jobs; ///< of this round, finished ones too
    qsizetype m_running = 0;
    Total m_total;
};

} // namespace wl
