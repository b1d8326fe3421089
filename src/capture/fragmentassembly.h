// SPDX-License-Identifier: MIT
#pragma once

#include "capture/packetparser.h"

#include <map>
#include <optional>
#include <unordered_map>
#include <vector>

namespace wl {

/// Collects the fragments of IP packets (RFC 791 §3.2, RFC 8200 §4.5) until one is whole, as tshark does:
/// the fragment that ends first says how long the packet is. Keeps places, not bytes, of a bounded number
/// of fragments; beyond it the packets that wait for the longest are given up. Decides only. One thread.
class FragmentAssembly
{
public:
    /// Bytes of a fragment and where the capture has them.
    struct Piece
    {
        quint32 offset = 0; ///< in the whole payload
        quint32 length = 0;
        quint64 position = 0;

        [[nodiscard]] quint32 end() const { return offset + length; }
    };
    struct Whole
    {
        std::vector<Piece> pieces; ///< by offset, of equal ones the first that came before; they may overlap
        quint32 length = 0;
        ParsedPacket first; ///< the fragment at offset 0
    };

    /// A fragment whose bytes are all there, at this position of the capture; the packet, where it is whole
    /// now.
    [[nodiscard]] std::optional<Whole> add(const ParsedPacket& fragment, quint64 position);

    /// Fragments that wait.
    [[nodiscard]] size_t held() const { return m_held; }

private:
    struct Key
    {
        SocketAddress from;
        SocketAddress to;
        quint32 id = 0;
        quint16 protocol = 0; ///< of IPv4 only

        bool operator==(const Key&) const = default;
    };
    struct KeyHash
    {
        size_t operator()(const Key& key) const noexcept
        {
            return qHashMulti(0, key.from, key.to, key.id, key.protocol);
        }
    };
    struct Waiting
    {
        std::vector<Piece> pieces;
        std::optional<quint32> length; ///< where its end is known
        ParsedPacket first;
        quint64 arrival = 0;
    };

    [[nodiscard]] static bool isWhole(const Waiting& waiting);
    void drop(const Key& key);
    void makeRoom();

    std::unordered_map<Key, Waiting, KeyHash> m_waiting;
    std::map<quint64, Key> m_byArrival;
    quint64 m_arrivals = 0;
    size_t m_held = 0;
};

} // namespace wl
