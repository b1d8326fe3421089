// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"
#include "decode/decodedmessage.h"
#include "query/durationhistogram.h"
#include "query/lengthhistogram.h"
#include "query/trafficseries.h"

#include <QHash>

namespace wl {

/// Payload-carrying records and their bytes, by Direction.
struct TrafficCount
{
    std::array<quint64, 2> records{};
    std::array<quint64, 2> bytes{};

    void add(Direction direction, quint64 length)
    {
        ++records[size_t(direction)];
        bytes[size_t(direction)] += length;
    }
    [[nodiscard]] quint64 allRecords() const { return records[0] + records[1]; }
    [[nodiscard]] quint64 allBytes() const { return bytes[0] + bytes[1]; }
};

/// One conversation of the statistics.
struct ConversationStatistics
{
    static constexpr size_t seriesBuckets = 64;

    ConnectionId connection;
    Transport transport = Transport::Tcp;
    Protocol protocol = Protocol::Unknown; ///< of its last message
    SocketAddress local;
    SocketAddress peer;
    TrafficCount traffic;
    qint64 firstNs = 0; ///< of all its records, turning points too
    qint64 lastNs = 0;
    /// Empty beyond TrafficStatistics::maxSeries conversations; a filter on one gives it as the whole's.
    TrafficSeries series{seriesBuckets};

    [[nodiscard]] qint64 durationNs() const { return lastNs - firstNs; }
    /// Payload of both directions; 0 where it took no time.
    [[nodiscard]] double bytesPerSecond() const;
};

/// An address with all of its conversations.
struct EndpointStatistics
{
    SocketAddress address;
    quint64 conversations = 0;
    ConnectionId last;    ///< the last one of them
    TrafficCount traffic; ///< Sent: what this address sent
    qint64 firstNs = 0;
    qint64 lastNs = 0;
};

/// A protocol above the transport.
struct ProtocolStatistics
{
    quint64 messages = 0;
    quint64 records = 0; ///< in which a message of it ends
    quint64 bytes = 0;   ///< of its messages
};

/// Requests and their responses.
struct ResponseStatistics
{
    DurationHistogram toFirstByte; ///< from the request's last byte to the response's first
    DurationHistogram toLastByte;
    quint64 unanswered = 0;
};

/// What a StatisticsRun counts. A value; payload-carrying records are meant where turning points are not
/// named.
struct TrafficStatistics
{
    static constexpr size_t transportCount = 3;
    static constexpr size_t protocolCount = 10;
    /// Conversations with a series of their own.
    static constexpr size_t maxSeries = 16'384;

    quint64 records = 0; ///< that the filter matches, turning points too
    TrafficCount traffic;
    qint64 firstNs = 0;
    qint64 lastNs = 0;
    std::vector<ConversationStatistics> conversations;       ///< in the order in which they began to match
    std::array<TrafficCount, transportCount> transports;     ///< by Transport
    std::array<ProtocolStatistics, protocolCount> protocols; ///< by Protocol
    std::array<ResponseStatistics, protocolCount> responseTimes; ///< by Protocol; Http, Dns, Mqtt, Modbus
    LengthHistogram lengths;
    TrafficSeries throughput;
    quint64 unreadRecords = 0;          ///< whose payload could not be read
    quint64 restartedConversations = 0; ///< decoded in part only, as too many were open at a time

    [[nodiscard]] qint64 durationNs() const { return lastNs - firstNs; }
};

enum class EndpointDetail : quint8 { Host, HostAndPort };

/// The endpoints of conversations, in the order in which they come first; with Host the ports are 0.
[[nodiscard]] std::vector<EndpointStatistics>
endpointsOf(std::span<const ConversationStatistics> conversations, EndpointDetail detail);

} // namespace wl
