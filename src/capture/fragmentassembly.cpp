// SPDX-License-Identifier: MIT
#include "capture/fragmentassembly.h"

#include "base/limits.h"

#include <algorithm>

namespace wl {

namespace {

constexpr quint32 greatestPayload = 65'535;

} // namespace

std::optional<FragmentAssembly::Whole> FragmentAssembly::add(const ParsedPacket& fragment, quint64 position)
{
    const Piece piece{fragment.fragmentOffset, fragment.payloadBytes, position};
    if (piece.length == 0 || piece.length > greatestPayload || piece.end() > greatestPayload)
        return std::nullopt;
    const Key key{fragment.from, fragment.to, fragment.fragmentId,
                  fragment.isIp6 ? quint16{0} : fragment.number};
    const auto [known, isFirst] = m_waiting.try_emplace(key);
    Waiting& waiting = known->second;
    if (isFirst) {
        waiting.arrival = m_arrivals++;
        m_byArrival.emplace(waiting.arrival, key);
    }
    const auto place = std::upper_bound(waiting.pieces.begin(), waiting.pieces.end(), piece.offset,
                                        [](quint32 offset, const Piece& p) { return offset < p.offset; });
    waiting.pieces.insert(place, piece);
    ++m_held;
    if (!fragment.hasMoreFragments && !waiting.length)
        waiting.length = piece.end();
    if (piece.offset == 0 && waiting.first.kind != ParsedPacket::Kind::Fragment)
        waiting.first = fragment;
    if (isWhole(waiting)) {
        Whole whole{std::move(waiting.pieces), *waiting.length, waiting.first};
        m_held -= whole.pieces.size();
        waiting.pieces.clear();
        drop(key);
        return whole;
    }
    if (waiting.pieces.size() >= limits::heldFragmentsOfPacket)
        drop(key);
    makeRoom();
    return std::nullopt;
}

bool FragmentAssembly::isWhole(const Waiting& waiting)
{
    if (!waiting.length)
        return false;
    quint32 reached = 0;
    for (const Piece& piece : waiting.pieces) {
        if (piece.offset > reached || reached >= *waiting.length)
            break;
        reached = std::max(reached, piece.end());
    }
    return reached >= *waiting.length;
}

void FragmentAssembly::drop(const Key& key)
{
    const auto known = m_waiting.find(key);
    m_held -= known->second.pieces.size();
    m_byArrival.erase(known->second.arrival);
    m_waiting.erase(known);
}

void FragmentAssembly::makeRoom()
{
    while (m_held > limits::heldFragmentsInAll) {
        const Key oldest = m_byArrival.begin()->second;
        drop(oldest);
    }
}

} // namespace wl
