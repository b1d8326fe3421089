// SPDX-License-Identifier: MIT
#pragma once

#include "base/trafficsink.h"
#include "capture/recordsource.h"

#include <QLatin1String>

#include <array>

namespace wl {

/// How far a connection's packets have come. A value.
struct FlowState
{
    enum class Stage : quint8 {
        Nothing, ///< no packet yet
        Asked,   ///< only the SYN
        Running, ///< the handshake, or data without one
    };

    std::array<quint32, 2> next{};         ///< sequence number of each direction's next byte
    std::array<quint32, 2> acknowledged{}; ///< what each direction has acknowledged last
    Stage stage = Stage::Nothing;
    std::array<bool, 2> finished{};     ///< FIN was written
    std::array<bool, 2> narrowWindow{}; ///< the last packet told the smaller window
    bool reset = false;
};

/// One packet that tells a turning point.
struct PlannedPacket
{
    Direction direction = Direction::Sent;
    quint8 tcpFlags = 0;
};

/// The packets that tell one turning point of a TCP connection, in order; the comment goes to the last one.
struct EventPlan
{
    std::array<PlannedPacket, 3> packets{};
    int count = 0;
    bool needsComment = false; ///< the packets alone do not tell what happened
};

/// Decides how an event is told in packets (docs/capture-format.md, "Turning points").
[[nodiscard]] EventPlan planEvent(const FlowState& state, Role role, RecordKind kind, Direction direction);

/// The state of a connection after an event; Data and Note do not change it.
[[nodiscard]] ConnectionState stateAfter(ConnectionState before, RecordKind kind, Direction direction);

/// "opened", "half-closed", …: what a comment of ours begins with.
[[nodiscard]] QLatin1String kindName(RecordKind kind);

[[nodiscard]] constexpr Direction opposite(Direction direction)
{
    return direction == Direction::Sent ? Direction::Received : Direction::Sent;
}
[[nodiscard]] constexpr size_t index(Direction direction)
{
    return static_cast<size_t>(direction);
}

} // namespace wl
