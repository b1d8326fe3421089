// SPDX-License-Identifier: MIT
#pragma once

#include <QHashFunctions>
#include <QtGlobal>

#include <compare>
#include <limits>

namespace wl {

/// An integer that only compares with its own kind. The default is "none".
template <typename Tag, typename Int>
class Id
{
public:
    static constexpr Int noValue = std::numeric_limits<Int>::max();

    constexpr Id() = default;
    constexpr explicit Id(Int value)
        : m_value(value)
    {
    }

    [[nodiscard]] constexpr Int value() const { return m_value; }
    [[nodiscard]] constexpr bool isValid() const { return m_value != noValue; }
    constexpr auto operator<=>(const Id&) const = default;

    friend size_t qHash(Id id, size_t seed = 0) noexcept { return ::qHash(id.m_value, seed); }

private:
    Int m_value = noValue;
};

/// A connection of a capture: its row in the connection table, counted from 0.
using ConnectionId = Id<struct ConnectionTag, quint32>;
/// A record of a capture: its row in the record index, counted from 0.
using RecordId = Id<struct RecordTag, quint64>;
/// A running endpoint (a server, a client, a UDP socket, an HTTP client) of the running set.
using EndpointId = Id<struct EndpointTag, quint32>;
/// One exchange (request, redirects, response) of the HTTP room.
using ExchangeId = Id<struct ExchangeTag, quint32>;

} // namespace wl
