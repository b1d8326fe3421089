// SPDX-License-Identifier: MIT
#include "capture/eventplan.h"

#include "capture/pcapng.h"

namespace wl {

using namespace pcapng;

namespace {

class Planner
{
public:
    Planner(const FlowState& state, Role role)
        : m_state(state)
        , m_client(role == Role::Client ? Direction::Sent : Direction::Received)
    {
    }

    EventPlan opened(Direction direction)
    {
        if (m_state.stage == Stage::Running || m_state.reset) {
            return mark(direction);
        }
        addSyn();
        add(opposite(m_client), tcpSyn | tcpAck);
        add(m_client, tcpAck);
        return m_plan;
    }

    EventPlan halfClosed(Direction direction)
    {
        if (!isRunning() || m_state.finished[index(direction)]) {
            return mark(direction);
        }
        // PSH tells it from the FINs of an orderly close when the file is read back.
        add(direction, tcpFin | tcpPsh | tcpAck);
        return m_plan;
    }

    EventPlan closed(Direction direction)
    {
        if (!isRunning()) {
            return mark(direction);
        }
        Direction last = direction; // who has not yet acknowledged the other side's FIN
        for (const Direction side : {direction, opposite(direction)}) {
            if (!m_state.finished[index(side)]) {
                add(side, tcpFin | tcpAck);
                last = opposite(side);
            }
        }
        if (m_plan.count == 0 && hasAcknowledged(direction) && !hasAcknowledged(opposite(direction))) {
            last = opposite(direction);
        }
        add(last, tcpAck);
        return m_plan;
    }

    EventPlan reset(Direction direction)
    {
        if (m_state.reset) {
            return mark(direction);
        }
        addSyn();
        add(direction, tcpRst | tcpAck);
        return m_plan;
    }

    // A packet that only carries the comment: the SYN where there is none yet, else an empty ACK.
    EventPlan mark(Direction direction)
    {
        m_plan.needsComment = true;
        addSyn();
        if (m_plan.count == 0) {
            add(direction, tcpAck);
        }
        return m_plan;
    }

private:
    using Stage = FlowState::Stage;

    [[nodiscard]] bool hasAcknowledged(Direction side) const
    {
        return m_state.acknowledged[index(side)] == m_state.next[index(opposite(side))];
    }

    [[nodiscard]] bool isRunning() const { return m_state.stage == Stage::Running && !m_state.reset; }

    void addSyn()
    {
        if (m_state.stage == Stage::Nothing) {
            add(m_client, tcpSyn);
        }
    }

    void add(Direction direction, int flags)
    {
        m_plan.packets[static_cast<size_t>(m_plan.count++)] = {direction, static_cast<quint8>(flags)};
    }

    const FlowState& m_state;
    Direction m_client;
    EventPlan m_plan;
};

} // namespace

EventPlan planEvent(const FlowState& state, Role role, RecordKind kind, Direction direction)
{
    Planner planner(state, role);
    switch (kind) {
    case RecordKind::Opened: return planner.opened(direction);
    case RecordKind::HalfClosed: return planner.halfClosed(direction);
    case RecordKind::Closed: return planner.closed(direction);
    case RecordKind::Reset: return planner.reset(direction);
    case RecordKind::Data:
    case RecordKind::Failed:
    case RecordKind::Note: break;
    }
    return planner.mark(direction);
}

ConnectionState stateAfter(ConnectionState before, RecordKind kind, Direction direction)
{
    switch (kind) {
    case RecordKind::Data:
        // A UDP peer, or a capture that began in the middle.
        return before == ConnectionState::Connecting ? ConnectionState::Open : before;
    case RecordKind::Note: return before;
    case RecordKind::Opened: return ConnectionState::Open;
    case RecordKind::HalfClosed:
        return direction == Direction::Sent ? ConnectionState::WeFinished : ConnectionState::PeerFinished;
    case RecordKind::Closed: return ConnectionState::Closed;
    case RecordKind::Reset: return ConnectionState::Reset;
    case RecordKind::Failed: return ConnectionState::Failed;
    }
    return before;
}

QLatin1String kindName(RecordKind kind)
{
    switch (kind) {
    case RecordKind::Data: return QLatin1String("data");
    case RecordKind::Opened: return QLatin1String("opened");
    case RecordKind::HalfClosed: return QLatin1String("half-closed");
    case RecordKind::Closed: return QLatin1String("closed");
    case RecordKind::Reset: return QLatin1String("reset");
    case RecordKind::Failed: return QLatin1String("failed");
    case RecordKind::Note: return QLatin1String("note");
    }
    return QLatin1String("note");
}

std::optional<EventComment> parseEventComment(QByteArrayView comment)
{
    for (const RecordKind kind : {RecordKind::Opened, RecordKind::HalfClosed, RecordKind::Closed,
                                  RecordKind::Reset, RecordKind::Failed, RecordKind::Note}) {
        const QLatin1String name = kindName(kind);
        const QByteArrayView word(name.data(), name.size());
        if (!comment.startsWith(word)) {
            continue;
        }
        if (comment.size() == word.size()) {
            return EventComment{kind, comment.size()};
        }
        if (comment.sliced(word.size()).startsWith(": ")) {
            return EventComment{kind, word.size() + 2};
        }
    }
    return std::nullopt;
}

} // namespace wl
