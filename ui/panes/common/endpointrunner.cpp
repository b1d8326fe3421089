// SPDX-License-Identifier: MIT
#include "ui/panes/common/endpointrunner.h"

#include "ui/panes/common/endpointwords.h"

namespace wl {

namespace {

bool isUp(EndpointState::Phase phase)
{
    using Phase = EndpointState::Phase;
    return phase == Phase::Listening || phase == Phase::Open || phase == Phase::PeerFinished;
}

} // namespace

EndpointRunner::EndpointRunner(Sessions& sessions, QObject* parent)
    : QObject(parent)
    , m_sessions(sessions)
{
    connect(&sessions, &Sessions::stateChanged, this, &EndpointRunner::take);
    connect(&sessions, &Sessions::sendFailed, this,
            [this](EndpointId id, ConnectionId connection, const Error& error) {
                if (m_all.contains(id))
                    emit sendFailed(connection, error);
            });
}

EndpointRunner::~EndpointRunner()
{
    for (const EndpointId id : std::as_const(m_all))
        m_sessions.remove(id);
}

Result<EndpointId> EndpointRunner::start(const EndpointSpec& spec,
                                         const std::function<bool(EndpointId)>& keeps)
{
    const Result<EndpointId> started = m_sessions.start(spec);
    if (!started)
        return started;
    for (const EndpointId id : QList<EndpointId>(m_all)) {
        if (keeps && keeps(id))
            continue;
        m_sessions.remove(id);
        m_all.removeOne(id);
    }
    m_current = *started;
    m_all.append(*started);
    m_startedFrom = spec;
    m_hasBeenUp = false;
    take(*started, m_sessions.state(*started));
    return started;
}

Result<EndpointId> EndpointRunner::restart(const EndpointSpec& spec)
{
    m_sessions.remove(m_current);
    m_all.removeOne(m_current);
    m_current = {};
    m_state = {};
    return start(spec);
}

void EndpointRunner::stop(bool closeAll)
{
    if (m_current.isValid())
        m_sessions.stop(m_current, closeAll);
}

bool EndpointRunner::isRunning() const
{
    return EndpointWords::isRunning(m_state);
}

void EndpointRunner::take(EndpointId id, const EndpointState& state)
{
    if (id != m_current)
        return;
    m_state = state;
    m_hasBeenUp = m_hasBeenUp || isUp(state.phase);
    emit stateChanged();
}

} // namespace wl
