// SPDX-License-Identifier: MIT
#pragma once

#include "session/sessions.h"

namespace wl {

/// Brings a bound UDP socket's groups and TTL to what the form says, without binding anew. UI thread.
class UdpChanges : public QObject
{
    Q_OBJECT
public:
    /// `sessions` outlives this object.
    explicit UdpChanges(Sessions& sessions, QObject* parent = nullptr);

    /// A socket was started with this.
    void begin(EndpointId socket, const UdpSpec& spec);
    /// Whether the socket has another target: it was changed since.
    [[nodiscard]] bool isTargetNew(const UdpSpec& wanted) const { return wanted.target != m_target; }
    /// It is bound and shall now have these groups and this TTL; does nothing where it has them.
    void apply(const UdpSpec& wanted);
    /// Whether the target can only be reached from another socket: an empty host left the choice of the
    /// address to the system, which made it for a target on loopback.
    [[nodiscard]] static bool needsOtherSocket(const UdpSpec& wanted, const QList<SocketAddress>& locals);
    /// Those of the wanted groups that the socket is not in.
    [[nodiscard]] const QList<MulticastGroup>& missingGroups() const { return m_missing; }

signals:
    /// A group could not be joined (it is missing now) or left.
    void failed(const wl::MulticastGroup& group, bool isMissing, const wl::Error& error);

private:
    void take(EndpointId socket, const MulticastGroup& group, const Error& error);

    Sessions& m_sessions;
    EndpointId m_socket;
    Address m_target;
    QList<MulticastGroup> m_groups; ///< asked for
    QList<MulticastGroup> m_missing;
    int m_ttl = 0;
};

} // namespace wl
