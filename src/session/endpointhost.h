// SPDX-License-Identifier: MIT
#pragma once

#include "net/endpoint.h"
#include "net/responder.h"
#include "payload/payloadsource.h"
#include "session/sessions.h"

#include <QHash>
#include <QTimer>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <vector>

namespace wl {

class ReplayRun;
class SendRun;

/// The network thread's half of Sessions: owns the endpoints and the send runs. Every call on the network
/// thread (Sessions queues them), every signal from it.
class EndpointHost final : public QObject
{
    Q_OBJECT
public:
    /// `sink` outlives this object.
    explicit EndpointHost(TrafficSink& sink);
    ~EndpointHost() override;

    void open(EndpointId id, const EndpointSpec& spec, const ResponderFactory& responder);
    /// Opens a client or UDP socket that a replay sends over.
    void openReplay(EndpointId id, const EndpointSpec& spec, const ReplayJob& job);
    /// Null where this endpoint replays nothing.
    [[nodiscard]] ReplayRun* replay(EndpointId id) const;
    /// Closes all in order and deletes it once its last connection has ended, at the latest after
    /// closingTime.
    void remove(EndpointId id);
    /// Removes every endpoint; `done` is called when the last one is gone.
    void removeAll(std::function<void()> done);

    /// Null where it was removed.
    [[nodiscard]] Endpoint* endpoint(EndpointId id) const;

    void send(quint32 number, EndpointId id, const SendJob& job, PayloadSource payload);
    void cancelSend(quint32 number);

    void changeGroup(EndpointId id, const MulticastGroup& group, bool isJoin);
    void setTtl(EndpointId id, int ttl);

signals:
    void stateChanged(wl::EndpointId id, const wl::EndpointState& state);
    void sendProgress(const wl::SendProgress& progress);
    void replayProgress(wl::EndpointId id, const wl::ReplayProgress& progress);
    void sendFailed(wl::EndpointId id, wl::ConnectionId connection, const wl::Error& error);
    void groupFailed(wl::EndpointId id, const wl::MulticastGroup& group, const wl::Error& error);

private:
    struct Entry
    {
        std::unique_ptr<Endpoint> endpoint;
        EndpointState state;
        std::chrono::nanoseconds deadline{0}; ///< of a removed one
        std::map<quint32, std::unique_ptr<SendRun>> runs;
        std::unique_ptr<ReplayRun> replay;

        Entry();
        ~Entry();
    };

    Entry& add(EndpointId id, const EndpointSpec& spec, const ResponderFactory& responder);

    void forgetRun(EndpointId id, quint32 number);
    void sweep();

    TrafficSink& m_sink;
    std::map<EndpointId, std::unique_ptr<Entry>> m_entries;
    std::vector<std::unique_ptr<Entry>> m_closing;
    QTimer m_sweeps;
    std::function<void()> m_allGone;
};

} // namespace wl
