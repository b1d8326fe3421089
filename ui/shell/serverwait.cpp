// SPDX-License-Identifier: MIT
#include "ui/shell/serverwait.h"

namespace wl {

ServerWait::ServerWait(Pane& pane, const Sessions& sessions, const ServerStart& start, HolderOf holderOf,
                       PaneContext::ServerAnswer answer, QObject* asker)
    : QObject(asker)
    , m_pane(&pane)
    , m_sessions(sessions)
    , m_start(start)
    , m_holderOf(std::move(holderOf))
    , m_answer(std::move(answer))
{
    connect(&pane, &Pane::stateChanged, this, &ServerWait::check);
    connect(&pane, &QObject::destroyed, this, [this] {
        m_pane.clear(); // it is no Pane any more
        m_start.error = {ErrorCode::Canceled, {}, 0};
        finish();
    });
}

void ServerWait::check()
{
    const PaneState::Mark mark = m_pane->state().mark;
    if (mark == PaneState::Mark::Busy)
        return;
    m_start.isListening = mark == PaneState::Mark::Active;
    if (!m_start.isListening && m_pane->endpoint().isValid()) {
        m_start.error = m_sessions.state(m_pane->endpoint()).error;
        m_start.holder = m_holderOf(m_start.error);
    }
    finish();
}

void ServerWait::finish()
{
    if (m_pane)
        disconnect(m_pane, nullptr, this, nullptr);
    const PaneContext::ServerAnswer answer = std::exchange(m_answer, {});
    deleteLater();
    if (answer)
        answer(m_start);
}

} // namespace wl
