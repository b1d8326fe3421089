// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/pane.h"

#include <QPointer>

namespace wl {

/// Waits until a pane that was just started listens or failed, and answers once with what became of it; then
/// it goes by itself. UI thread; a child of `asker`, with which it goes unanswered.
class ServerWait : public QObject
{
    Q_OBJECT
public:
    /// Who has an address that is in use.
    using HolderOf = std::function<QString(const Error& error)>;

    /// `start.label` is the server's; the rest is filled in. References outlive the wait.
    ServerWait(Pane& pane, const Sessions& sessions, const ServerStart& start, HolderOf holderOf,
               PaneContext::ServerAnswer answer, QObject* asker);

    /// Answers now where it is known already, else with a later change of the pane's state.
    void check();

private:
    void finish();

    QPointer<Pane> m_pane;
    const Sessions& m_sessions;
    ServerStart m_start;
    HolderOf m_holderOf;
    PaneContext::ServerAnswer m_answer;
};

} // namespace wl
