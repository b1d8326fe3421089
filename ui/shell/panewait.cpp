// SPDX-License-Identifier: MIT
#include "ui/shell/panewait.h"

namespace wl {

using Phase = EndpointState::Phase;

PaneWait::PaneWait(Pane& pane, const Sessions& sessions, QObject* parent)
    : QObject(parent)
    , m_pane(&pane)
    , m_sessions(sessions)
    , m_before(pane.isRunning() ? EndpointId() : pane.endpoint())
{
    connect(&pane, &QObject::destroyed, this, [this] {
        m_pane.clear(); // it is no Pane any more
        finish(false);
    });
    connect(&sessions, &Sessions::stateChanged, this, &PaneWait::check);
    m_limit.setSingleShot(true);
    connect(&m_limit, &QTimer::timeout, this, [this] { finish(false); });
    m_limit.start(patience);
}

void PaneWait::check()
{
    if (!m_pane || m_isOver)
        return;
    const EndpointId endpoint = m_pane->endpoint();
    if (!endpoint.isValid() || endpoint == m_before)
        return;
    const Phase phase = m_sessions.state(endpoint).phase;
    if (phase == Phase::Open || phase == Phase::PeerFinished || phase == Phase::Listening)
        finish(true);
    else if (phase == Phase::Failed || phase == Phase::Stopped)
        finish(false);
}

void PaneWait::finish(bool isReady)
{
    if (std::exchange(m_isOver, true))
        return;
    deleteLater();
    if (isReady)
        emit ready(m_pane->endpoint());
    else
        emit gaveUp();
}

} // namespace wl
