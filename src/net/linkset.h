// SPDX-License-Identifier: MIT
#pragma once

#include "net/responderlink.h"

#include <QList>
#include <QObject>

#include <unordered_map>
#include <vector>

namespace wl {

/// What a send to several connections came to.
struct SendOutcome
{
    int taken = 0; ///< connections that took the bytes
    ConnectionId failed;
    Error error; ///< the first failure
};

/// The connections of an endpoint by their ids. Owns the links; one that ended is deleted by the event loop,
/// so that it may end in the middle of its own call. Network thread.
class LinkSet final : public QObject
{
    Q_OBJECT
public:
    using QObject::QObject;
    ~LinkSet() override;

    ResponderLink& add(std::unique_ptr<ResponderLink> link);
    /// Forgets an ended link now and deletes it later.
    void bury(ResponderLink& link);
    [[nodiscard]] int count() const { return int(m_links.size()); }

    /// Runs `send` on the given connections, on all where the list is empty. Unknown ones fail with
    /// NotConnected.
    template <typename Send>
    SendOutcome sendTo(const QList<ConnectionId>& to, Send&& send)
    {
        SendOutcome outcome;
        for (ConnectionId id : idsOf(to)) {
            ResponderLink* link = find(id);
            const Result<void> sent = link ? send(link->connection()) : fail(ErrorCode::NotConnected);
            if (sent)
                ++outcome.taken;
            else if (outcome.error.code == ErrorCode::None)
                outcome = {outcome.taken, id, sent.error()};
        }
        return outcome;
    }
    /// Runs `act` on those connections; one may end meanwhile.
    template <typename Act>
    void forEach(const QList<ConnectionId>& which, Act&& act)
    {
        for (ConnectionId id : idsOf(which)) {
            if (ResponderLink* link = find(id))
                act(link->connection());
        }
    }
    /// The largest send queue of those connections, in bytes.
    [[nodiscard]] qint64 queuedBytes(const QList<ConnectionId>& which) const;

private:
    [[nodiscard]] ResponderLink* find(ConnectionId id) const;
    [[nodiscard]] QList<ConnectionId> idsOf(const QList<ConnectionId>& which) const;

    std::unordered_map<quint32, std::unique_ptr<ResponderLink>> m_links;
    std::vector<std::unique_ptr<ResponderLink>> m_dead;
};

} // namespace wl
