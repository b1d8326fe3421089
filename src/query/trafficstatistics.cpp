// SPDX-License-Identifier: MIT
#include "query/trafficstatistics.h"

namespace wl {

double ConversationStatistics::bytesPerSecond() const
{
    const qint64 duration = durationNs();
    return duration > 0 ? double(traffic.allBytes()) * 1e9 / double(duration) : 0;
}

namespace {

/// The rows of endpointsOf(), by address.
class EndpointTable
{
public:
    explicit EndpointTable(EndpointDetail detail)
        : m_detail(detail)
    {
    }

    /// `sent`: what is "sent" of the conversation's, seen from this address.
    void add(SocketAddress address, const ConversationStatistics& conversation, Direction sent)
    {
        if (m_detail == EndpointDetail::Host)
            address.port = 0;
        EndpointStatistics& row = rowOf(address, conversation);
        if (std::exchange(row.last, conversation.connection) != conversation.connection)
            ++row.conversations; // once where a host talks with itself
        row.firstNs = std::min(row.firstNs, conversation.firstNs);
        row.lastNs = std::max(row.lastNs, conversation.lastNs);
        for (const Direction direction : {Direction::Sent, Direction::Received}) {
            const Direction own = direction == sent ? Direction::Sent : Direction::Received;
            row.traffic.records[size_t(own)] += conversation.traffic.records[size_t(direction)];
            row.traffic.bytes[size_t(own)] += conversation.traffic.bytes[size_t(direction)];
        }
    }

    [[nodiscard]] std::vector<EndpointStatistics> take() { return std::move(m_rows); }

private:
    [[nodiscard]] EndpointStatistics& rowOf(const SocketAddress& address,
                                            const ConversationStatistics& conversation)
    {
        const auto known = m_places.constFind(address);
        if (known != m_places.constEnd())
            return m_rows[*known];
        m_places.insert(address, m_rows.size());
        EndpointStatistics& row = m_rows.emplace_back();
        row.address = address;
        row.firstNs = conversation.firstNs;
        row.lastNs = conversation.lastNs;
        return row;
    }

    EndpointDetail m_detail;
    QHash<SocketAddress, size_t> m_places;
    std::vector<EndpointStatistics> m_rows;
};

} // namespace

std::vector<EndpointStatistics> endpointsOf(std::span<const ConversationStatistics> conversations,
                                            EndpointDetail detail)
{
    EndpointTable table(detail);
    for (const ConversationStatistics& conversation : conversations) {
        table.add(conversation.local, conversation, Direction::Sent);
        table.add(conversation.peer, conversation, Direction::Received);
    }
    return table.take();
}

} // namespace wl
