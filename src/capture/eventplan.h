// SPDX-License-Identifier: MIT
#pragma once

#include "base/trafficsink.h"
#include "capture/recordsource.h"

#include <QByteArrayView>
#include <QLatin1String>

#include <array>
#include <optional>

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

    /// The direction that the packets tell for the event: who began to close, else whose the last packet is.
    [[nodiscard]] Direction direction(RecordKind kind) const
    {
        return packets[kind == RecordKind::Closed ? 0 : static_cast<size_t>(count - 1)].direction;
    }
};

/// Decides how an event is told in packets (docs/capture-format.md, "Turning points").
[[nodiscard]] EventPlan planEvent(const FlowState& state, Role role, RecordKind kind, Direction direction);

/// Whether a connection's records end with it.
[[nodiscard]] constexpr bool isEnd(RecordKind kind)
{
    return kind == RecordKind::Closed || kind == RecordKind::Reset || kind == RecordKind::Failed;
}

/// The state of a connection after a record.
[[nodiscard]] ConnectionState stateAfter(ConnectionState before, RecordKind kind, Direction direction);

/// "opened", "half-closed", …: what a comment of ours begins with.
[[nodiscard]] QLatin1String kindName(RecordKind kind);

/// A comment of ours taken apart.
struct EventComment
{
    RecordKind kind = RecordKind::Note;
    qsizetype textOffset = 0; ///< where the text begins; the comment's size where there is none
};
/// Nothing where it is not one of ours.
[[nodiscard]] std::optional<EventComment> parseEventComment(QByteArrayView comment);

[[nodiscard]] constexpr Direction opposite(Direction direction)
{
    return direction == Direction::Sent ? Direction::Received : Direction::Sent;
}
[[nodiscard]] constexpr size_t index(Direction direction)
{
    return static_cast<size_t>(direction);
}

} // namespace wl
