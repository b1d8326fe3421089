// SPDX-License-Identifier: MIT
#pragma once

#include "capture/fragmentassembly.h"
#include "capture/payloadreader.h"
#include "capture/restoredtables.h"
#include "capture/streamorder.h"

#include <unordered_map>

namespace wl {

/// Packets of a capture from elsewhere into rows, one each: UDP datagrams are data, TCP segments are data in
/// stream order without what was there before, IP fragments are put together, what ends the handshake, FIN
/// and RST are turning points, all else is described. A gap in a stream is one row more
/// (docs/capture-format.md, "Reading it back").
class ForeignRestorer
{
public:
    /// Keeps bytes that lie in no one place of the file, and tells their position.
    using Keep = std::function<Result<quint64>(QByteArrayView bytes)>;

    /// `read` gives bytes of the file, for comparing what was sent twice; without it nothing is compared.
    /// Without `keep` fragments of IP packets are not put together.
    ForeignRestorer(RestoredTables& tables, PositionReader read, Keep keep = {})
        : m_tables(tables)
        , m_read(std::move(read))
        , m_keep(std::move(keep))
    {
    }

    void packet(const PacketFacts& facts);
    /// No more packets come: what still waits is given out.
    void finish();

private:
    /// Both addresses, the lower one first. As tshark does, the interface does not count: a packet that was
    /// captured at two of them is a repetition.
    struct Ends
    {
        SocketAddress low;
        SocketAddress high;

        bool operator==(const Ends&) const = default;
    };
    struct EndsHash
    {
        size_t operator()(const Ends& ends) const noexcept { return qHashMulti(0, ends.low, ends.high); }
    };
    struct Flow
    {
        ConnectionId id;
        SocketAddress local;
        bool handshake = false; ///< SYN-ACK seen, the ACK to come
        bool isReset = false;
        bool isClosed = false;
        std::array<bool, 2> hasSyn{};   ///< by Direction, as what follows
        std::array<bool, 2> finished{}; ///< FIN seen
        std::array<StreamOrder, 2> streams;
    };
    using Flows = std::unordered_map<Ends, Flow, EndsHash>;

    Flow& flowOf(const PacketFacts& facts, Transport transport);
    [[nodiscard]] static bool isNewFlow(const Flow& known, const PacketFacts& facts);
    void beginFlow(Flow& flow, const PacketFacts& facts, Transport transport);

    void whole(const PacketFacts& facts);
    void fragment(const PacketFacts& facts);
    [[nodiscard]] std::optional<PacketFacts> assembled(const PacketFacts& last,
                                                       const FragmentAssembly::Whole& whole, bool& isOther);
    void udp(const PacketFacts& facts);
    void tcp(const PacketFacts& facts);
    void tcpWithoutPayload(const PacketFacts& facts, Flow& flow, Direction direction);
    void segment(const StreamSegment& segment, Flow& flow, Direction direction);
    void place(const StreamSegment& segment, Flow& flow, Direction direction);
    void hold(const StreamSegment& segment, Flow& flow, Direction direction);
    void release(Flow& flow, Direction direction);
    void passGap(Flow& flow, Direction direction);
    void acknowledged(Flow& flow, Direction direction, quint32 sequence);
    void giveOut(Flow& flow);
    void ended(Flow& flow, Direction direction, quint8 tcpFlags);
    void repeated(const StreamSegment& segment, const Flow& flow, Direction direction);
    [[nodiscard]] bool differs(const StreamSegment& segment, const StreamOrder& stream) const;
    [[nodiscard]] bool bytesDiffer(const StreamBytes& a, const StreamBytes& b) const;

    RestoredTables& m_tables;
    PositionReader m_read;
    Keep m_keep;
    FragmentAssembly m_fragments;
    Flows m_tcp;
    Flows m_udp;
    size_t m_held = 0; ///< segments that wait, of all flows
};

} // namespace wl
