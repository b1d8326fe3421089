// SPDX-License-Identifier: MIT
#pragma once

#include "base/trafficsink.h"
#include "capture/blockbuffer.h"

#include <QHash>
#include <QList>

#include <vector>

namespace wl {

/// What an interface of a capture of ours says about its connections.
struct InterfaceFacts
{
    EndpointId endpoint;
    QString label;
    Transport transport = Transport::Tcp;
    Role role = Role::Client;

    bool operator==(const InterfaceFacts&) const = default;
    friend size_t qHash(const InterfaceFacts& f, size_t seed = 0) noexcept
    {
        return qHashMulti(seed, f.endpoint, f.label, int(f.transport), int(f.role));
    }
};

/// The text of an interface description: "TCP server", "TCP client (TLS, plaintext)", …
[[nodiscard]] QByteArray interfaceText(Transport transport, Role role);
/// Takes that text back; false where it is not one of ours.
[[nodiscard]] bool parseInterfaceText(QByteArrayView text, Transport& transport, Role& role);

/// Numbers the interfaces of a capture and writes their blocks. One interface is one endpoint's connections
/// of one kind. Used under the lock of who owns the buffer.
class InterfaceTable
{
public:
    /// The number of the connection's interface; writes its block when it is new.
    [[nodiscard]] quint32 interfaceOf(const ConnectionInfo& info, BlockBuffer& buffer);
    /// A section's beginning: section header and all interfaces known so far.
    void writeSection(BlockBuffer& buffer) const;
    /// Packets that went to the interface, and the time of the last one, for its statistics.
    void count(quint32 interface, qint64 timeNs, quint64 packets);
    void countDropped(EndpointId endpoint, quint64 count);
    /// Statistics of each interface: the end of a capture.
    void writeStatistics(BlockBuffer& buffer) const;

private:
    struct Counters
    {
        quint64 received = 0;
        quint64 dropped = 0;
        qint64 firstNs = 0;
        qint64 lastNs = 0;
    };

    QHash<InterfaceFacts, quint32> m_numbers;
    QList<InterfaceFacts> m_interfaces;
    std::vector<Counters> m_counters;
};

} // namespace wl
