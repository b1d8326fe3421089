// SPDX-License-Identifier: MIT
#pragma once

#include "session/replayplan.h"
#include "session/sessions.h"
#include "ui/panes/pane.h"

#include <QFutureWatcher>

#include <stop_token>

namespace wl {

class ConversationView;
class MessageBar;
class ReplayForm;

/// A tab that replays records of a capture to an address: form on top, the new connection's conversation
/// below. It owns the endpoint that it starts, and keeps the capture alive. UI thread.
class ReplayPage : public QWidget
{
    Q_OBJECT
public:
    /// What is replayed, but for the direction, which the form chooses.
    struct Subject
    {
        std::shared_ptr<const RecordSource> source;
        QList<ConnectionId> connections = {};
        std::vector<RecordId> records = {}; ///< empty: all of the connections
        QString name = {};                  ///< "Conversation 3"
    };
    /// `live` is the capture that the sessions record into; references outlive this widget.
    ReplayPage(const Subject& subject, Sessions& sessions, const RecordSource& live, Pulse& pulse,
               QWidget* parent = nullptr);
    ~ReplayPage() override;

    [[nodiscard]] QString title() const;
    [[nodiscard]] PaneState state() const { return m_state; }

signals:
    void stateChanged();
    /// A record of the live capture was clicked.
    void recordActivated(wl::RecordId id);

private:
    [[nodiscard]] ConnectionId subjectConnection() const;
    void prefill();
    void makePlan();
    void start();
    void stop();
    void takeProgress(EndpointId id, const ReplayProgress& progress);
    void takeState(EndpointId id, const EndpointState& state);
    void showState();

    Subject m_subject;
    Sessions& m_sessions;
    MessageBar* m_bar = nullptr;
    ReplayForm* m_form = nullptr;
    ConversationView* m_conversation = nullptr;
    QFutureWatcher<std::shared_ptr<const ReplayPlan>> m_planning;
    std::stop_source m_planStop;
    std::shared_ptr<const ReplayPlan> m_plan; ///< null while it is being made
    EndpointId m_endpoint;
    ReplayProgress m_progress;
    PaneState m_state;
    bool m_isRunning = false;
};

} // namespace wl
