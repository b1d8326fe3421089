// SPDX-License-Identifier: MIT
#pragma once

#include "capture/ownrestorer.h"

namespace wl {

/// Packets of a capture from elsewhere into rows, one each: TCP segments with bytes and UDP datagrams are
/// data, what ends the handshake, FIN and RST are turning points, all else is described.
class ForeignRestorer
{
public:
    explicit ForeignRestorer(RestoredTables& tables)
        : m_tables(tables)
    {
    }

    void packet(const PacketFacts& facts);

private:
    struct Flow
    {
        ConnectionId id;
        SocketAddress local;
        bool isFresh = true; ///< only SYNs so far
        bool handshake = false;
        std::array<bool, 2> finished{};
        bool closed = false;
    };

    Flow& flowOf(const PacketFacts& facts, Transport transport);
    Flow& newFlow(const PacketFacts& facts, Transport transport, const FlowKey& key);
    void tcp(const PacketFacts& facts);
    void tcpWithoutPayload(const PacketFacts& facts, Flow& flow, Direction direction);
    void data(const PacketFacts& facts, const Flow& flow, Direction direction);
    void event(const PacketFacts& facts, const Flow& flow, RecordKind kind, Direction direction);

    RestoredTables& m_tables;
    QHash<FlowKey, Flow> m_tcp; ///< by both addresses, the lower one first
    QHash<FlowKey, Flow> m_udp;
};

} // namespace wl
