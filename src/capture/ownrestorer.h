// SPDX-License-Identifier: MIT
#pragma once

#include "capture/restoredtables.h"

namespace wl {

/// The local and the peer's address on an interface.
struct FlowKey
{
    quint32 interface = 0;
    SocketAddress local;
    SocketAddress peer;

    bool operator==(const FlowKey&) const = default;
    friend size_t qHash(const FlowKey& key, size_t seed = 0) noexcept
    {
        return qHashMulti(seed, key.interface, key.local, key.peer);
    }
};

/// Packets of a capture of ours back into the records and connections that they were
/// (docs/capture-format.md).
class OwnRestorer
{
public:
    explicit OwnRestorer(RestoredTables& tables)
        : m_tables(tables)
    {
    }

    void packet(const PacketFacts& facts);
    /// Whether a packet's comment tells what happened to its connection; others are a person's.
    [[nodiscard]] static bool isEvent(const ParsedPacket& packet, QByteArrayView comment);
    /// No more packets come: a record that was cut short is a record too.
    void finish();

private:
    struct Flow
    {
        ConnectionId id;
        bool handshake = false;           ///< SYN-ACK seen, the ACK to come
        std::optional<Direction> closing; ///< whose the first FIN of an orderly close was
        std::array<bool, 2> halfClosed{};
        bool ended = false;
        std::optional<quint64> comments; ///< position of a packet with comments that is no row
    };

    void tcp(const PacketFacts& facts);
    void tcpWithoutPayload(const PacketFacts& facts, Flow& flow, Direction direction);
    void udp(const PacketFacts& facts);
    void mark(const PacketFacts& facts);
    void data(const PacketFacts& facts, Flow& flow, Direction direction, bool isComplete);
    void keepComments(const PacketFacts& facts, Flow& flow);
    void takeComments(Flow& flow, quint64 position);
    void event(const PacketFacts& facts, Flow& flow, RecordKind kind, Direction direction);
    [[nodiscard]] bool continues(const PacketFacts& facts) const;
    [[nodiscard]] FlowKey keyOf(const PacketFacts& facts) const;
    Flow& knownFlow(const PacketFacts& facts);
    Flow& newFlow(const PacketFacts& facts, ConnectionState state);

    RestoredTables& m_tables;
    QHash<FlowKey, Flow> m_flows;
    std::optional<RecordEntry> m_pending; ///< pieces of a record whose last one is still to come
    quint64 m_pendingEnd = 0;
};

} // namespace wl
