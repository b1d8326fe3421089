// SPDX-License-Identifier: MIT
#pragma once

#include "base/trafficsink.h"
#include "net/endpoint.h"
#include "net/networkthread.h"
#include "session/replayjob.h"
#include "workspace/item.h"

#include <QObject>

#include <optional>
#include <variant>

namespace wl {

class HttpClient;

/// What can be started: the stored forms of the panes.
using EndpointSpec = std::variant<ServerItem, ClientItem, UdpItem>;

/// How often and how fast a payload is sent.
struct SendJob
{
    PayloadSpec payload;
    std::optional<QByteArray> bytes = {}; ///< exactly these instead of the payload
    QList<ConnectionId> to;               ///< empty = all (UDP: the target)
    Address target;                       ///< UDP: one peer by name or address instead of `to`; port 0 = none
    quint64 times = 1;                    ///< 0 = until stopped
    std::chrono::microseconds interval{0}; ///< between messages; 0 = as fast as the peer takes them
    quint64 messagesBefore = 0; ///< of this payload that were sent by earlier jobs: its counters go on there
};

/// Progress of a SendJob.
struct SendProgress
{
    quint32 job = 0;
    quint64 sent = 0; ///< messages
    quint64 bytes = 0;
    double messagesPerSecond = 0; ///< achieved, over the last second
    bool finished = false;
    Error error;
    qint64 queuedBytes = 0;  ///< the slowest receiver's, not yet taken by the kernel
    qint64 droppedBytes = 0; ///< of all receivers, by cancelSend(); not in `bytes`
};

/// The running set: every endpoint that was started from a window or a terminal. Lives on the thread that
/// made it (UI or main) and talks to the network thread by queued calls with plain values; signals arrive on
/// its own thread.
class Sessions : public QObject
{
    Q_OBJECT
public:
    /// `sink` outlives this object.
    explicit Sessions(TrafficSink& sink, QObject* parent = nullptr);
    /// Closes all in order, waits for the network thread.
    ~Sessions() override;

    /// Checks the spec, compiles its payloads and starts. Errors, before anything is opened: BadAddress,
    /// BadPayload, file errors. Later failures come as a state with Phase::Failed.
    Result<EndpointId> start(const EndpointSpec& spec);
    /// Starts a client or UDP socket that replays over its connection and stays open afterwards; progress
    /// comes with replayProgress(). Errors: those of start(); BadOption for a server or a job without a plan.
    Result<EndpointId> startReplay(const EndpointSpec& spec, const ReplayJob& job);
    /// Sends the next message of a replay that goes step by step.
    void stepReplay(EndpointId id);
    void setReplayPace(EndpointId id, const ReplayPace& pace);
    /// Ends the sending; the connection stays open.
    void cancelReplay(EndpointId id);
    /// Stops listening or disconnects; with `closeAll` a server's clients are closed too.
    void stop(EndpointId id, bool closeAll);
    /// Stops, closes all and forgets.
    void remove(EndpointId id);

    /// Compiles the payload and sends. Returns the job's number; progress comes by signal, at most 20 times a
    /// second.
    Result<quint32> send(EndpointId id, const SendJob& job);
    /// Ends it. What is queued of a file or of a single message is dropped, and the connections stay open;
    /// what a repeated send has queued still goes out, so that no message is cut.
    void cancelSend(quint32 job);
    void finish(EndpointId id, const QList<ConnectionId>& which);
    void close(EndpointId id, const QList<ConnectionId>& which);
    void reset(EndpointId id, const QList<ConnectionId>& which);

    /// UDP, while it is bound. What fails comes with groupFailed().
    void joinGroup(EndpointId id, const MulticastGroup& group);
    void leaveGroup(EndpointId id, const MulticastGroup& group);
    /// UDP: for what is sent from now on; 0 = the system's default.
    void setTtl(EndpointId id, int ttl);

    [[nodiscard]] EndpointState state(EndpointId id) const;
    /// Whether it was started here and not removed yet.
    [[nodiscard]] bool knows(EndpointId id) const;
    [[nodiscard]] QList<EndpointId> running() const;
    /// Whether it was started to be reached by others: a server, or a UDP socket that is more than the near
    /// end of a target (it answers, has no target, or is on a port that was chosen).
    [[nodiscard]] bool isServer(EndpointId id) const;

    /// A new id for something that records but is not started here (an HTTP pane).
    [[nodiscard]] EndpointId newEndpointId();
    [[nodiscard]] NetworkThread& network();
    /// The one HTTP client of this program.
    [[nodiscard]] HttpClient& http();

signals:
    void stateChanged(wl::EndpointId id, const wl::EndpointState& state);
    void sendProgress(const wl::SendProgress& progress);
    void replayProgress(wl::EndpointId id, const wl::ReplayProgress& progress);
    void sendFailed(wl::EndpointId id, wl::ConnectionId connection, const wl::Error& error);
    /// A group could not be joined or left. Errors: those of UdpEndpoint::join, BadOption (no UDP socket).
    void groupFailed(wl::EndpointId id, const wl::MulticastGroup& group, const wl::Error& error);

private:
    void remember(EndpointId id, const EndpointSpec& spec);

    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace wl

Q_DECLARE_METATYPE(wl::SendProgress)
