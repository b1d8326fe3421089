// SPDX-License-Identifier: MIT
#pragma once

#include "session/sessions.h"

namespace wl {

/// What a pane runs: the endpoint that it started last, and earlier ones whose connections live on. When it
/// goes, all of them are closed and forgotten. UI thread.
class EndpointRunner : public QObject
{
    Q_OBJECT
public:
    /// `sessions` outlives this object.
    explicit EndpointRunner(Sessions& sessions, QObject* parent = nullptr);
    ~EndpointRunner() override;

    /// Starts a new endpoint. Earlier ones go, but for those that `keeps` says true for. Errors: those of
    /// Sessions::start; then everything stays as it was.
    Result<EndpointId> start(const EndpointSpec& spec, const std::function<bool(EndpointId)>& keeps = {});
    /// The same, but the current endpoint goes first, so that the new one can take its port.
    Result<EndpointId> restart(const EndpointSpec& spec);
    void stop(bool closeAll);

    [[nodiscard]] EndpointId current() const { return m_current; } ///< invalid before the first start
    [[nodiscard]] const QList<EndpointId>& all() const { return m_all; }
    [[nodiscard]] const EndpointState& state() const { return m_state; }
    [[nodiscard]] bool isRunning() const;
    /// Whether the current endpoint was connected or listening since it was started.
    [[nodiscard]] bool hasBeenUp() const { return m_hasBeenUp; }
    /// What the current endpoint was started from.
    [[nodiscard]] const std::optional<EndpointSpec>& startedFrom() const { return m_startedFrom; }
    [[nodiscard]] Sessions& sessions() { return m_sessions; }

signals:
    void stateChanged();
    void sendFailed(wl::ConnectionId connection, const wl::Error& error);

private:
    void take(EndpointId id, const EndpointState& state);

    Sessions& m_sessions;
    EndpointId m_current;
    QList<EndpointId> m_all;
    EndpointState m_state;
    std::optional<EndpointSpec> m_startedFrom;
    bool m_hasBeenUp = false;
};

} // namespace wl
