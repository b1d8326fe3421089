// SPDX-License-Identifier: MIT
#include "statsreport.h"

#include "decode/protocoltable.h"
#include "duration.h"
#include "figures.h"

#include <algorithm>
#include <functional>

namespace wl::cli {

namespace {

constexpr size_t rowsShown = 20;
constexpr std::array transportNames{"TCP", "TLS", "UDP"};

QString in(const TrafficCount& traffic)
{
    return grouped(traffic.bytes[size_t(Direction::Received)]);
}

QString out(const TrafficCount& traffic)
{
    return grouped(traffic.bytes[size_t(Direction::Sent)]);
}

QString rate(double bytesPerSecond)
{
    return grouped(quint64(bytesPerSecond)) + QStringLiteral(" B/s");
}

QString duration(qint64 ns)
{
    return durationText(std::chrono::nanoseconds(ns));
}

/// The rows with the most bytes, and how many there are beside them.
template <typename Row>
QString largest(const std::vector<Row>& rows, const std::function<QString(const Row&)>& line)
{
    std::vector<const Row*> order;
    for (const Row& row : rows)
        order.push_back(&row);
    const size_t shown = std::min(order.size(), rowsShown);
    std::partial_sort(order.begin(), order.begin() + std::ptrdiff_t(shown), order.end(),
                      [](const Row* a, const Row* b) {
                          return std::pair(b->traffic.allBytes(), a) < std::pair(a->traffic.allBytes(), b);
                      });
    QString text;
    for (size_t i = 0; i < shown; ++i)
        text += line(*order[i]);
    if (rows.size() > shown)
        text += QStringLiteral("  … and %1 more\n").arg(grouped(rows.size() - shown));
    return text;
}

QString totals(const TrafficStatistics& all)
{
    QString text =
        QStringLiteral("Records       %1, %2 of them data\nBytes         %3 in, %4 out\n")
            .arg(grouped(all.records), grouped(all.traffic.allRecords()), in(all.traffic), out(all.traffic));
    if (all.records == 0)
        return text;
    return text + QStringLiteral("First         %1\nLast          %2\nDuration      %3\n")
                      .arg(isoTime(Timestamp{all.firstNs}), isoTime(Timestamp{all.lastNs}),
                           duration(all.durationNs()));
}

QString throughput(const TrafficStatistics& all)
{
    const auto buckets = all.throughput.buckets();
    if (buckets.empty() || all.durationNs() <= 0)
        return {};
    const auto bytesOf = [](const TrafficSeries::Bucket& bucket) {
        return bucket.bytes[0] + bucket.bytes[1];
    };
    const auto peak = std::max_element(buckets.begin(), buckets.end(),
                                       [&](const auto& a, const auto& b) { return bytesOf(a) < bytesOf(b); });
    const qint64 at = all.throughput.startNs() + (peak - buckets.begin()) * all.throughput.widthNs();
    const double seconds = double(all.throughput.widthNs()) / 1e9;
    return QStringLiteral("Throughput    %1 on average, at most %2 (in %3 from %4)\n")
        .arg(rate(double(all.traffic.allBytes()) * 1e9 / double(all.durationNs())),
             rate(double(bytesOf(*peak)) / seconds), duration(all.throughput.widthNs()),
             clockTime(Timestamp{at}));
}

QString protocols(const TrafficStatistics& all)
{
    QString text;
    for (size_t i = 0; i < all.transports.size(); ++i) {
        const TrafficCount& row = all.transports[i];
        if (row.allRecords() > 0)
            text += QStringLiteral("  %1 %2, %3 B\n")
                        .arg(QLatin1String(transportNames[i]), -10)
                        .arg(counted(row.allRecords(), QStringLiteral("record")), grouped(row.allBytes()));
    }
    for (size_t i = 0; i < all.protocols.size(); ++i) {
        const ProtocolStatistics& row = all.protocols[i];
        if (row.messages > 0)
            text += QStringLiteral("  %1 %2 in %3, %4 B\n")
                        .arg(QString::fromLatin1(protocolName(Protocol(i))), -10)
                        .arg(counted(row.messages, QStringLiteral("message")),
                             counted(row.records, QStringLiteral("record")), grouped(row.bytes));
    }
    return QStringLiteral("Protocols\n") + text;
}

QString responseTimes(const TrafficStatistics& all)
{
    QString text;
    for (size_t i = 0; i < all.responseTimes.size(); ++i) {
        const ResponseStatistics& row = all.responseTimes[i];
        const auto line = [&](const char* what, const DurationHistogram& times) {
            return QStringLiteral("  %1 %2  %3 × min %4, median %5, p95 %6, p99 %7, max %8\n")
                .arg(QString::fromLatin1(protocolName(Protocol(i))), -7)
                .arg(QLatin1String(what), -10)
                .arg(grouped(times.count()), duration(times.minNs()), duration(times.medianNs()),
                     duration(times.quantileNs(0.95)), duration(times.quantileNs(0.99)),
                     duration(times.maxNs()));
        };
        if (row.toFirstByte.count() > 0)
            text += line("first byte", row.toFirstByte) + line("last byte", row.toLastByte);
        if (row.unanswered > 0)
            text += QStringLiteral("  %1 %2\n")
                        .arg(QString::fromLatin1(protocolName(Protocol(i))), -7)
                        .arg(counted(row.unanswered, QStringLiteral("request")) +
                             QStringLiteral(" without a response"));
    }
    return text.isEmpty() ? text : QStringLiteral("Response times\n") + text;
}

QString lengths(const LengthHistogram& lengths)
{
    QString text;
    for (size_t i = 0; i < LengthHistogram::bucketCount; ++i) {
        if (lengths.records(i) == 0)
            continue;
        const QString range =
            i < 2 ? grouped(LengthHistogram::from(i))
                  : grouped(LengthHistogram::from(i)) + u'–' + grouped(LengthHistogram::to(i));
        text += QStringLiteral("  %1 B  %2, %3 B\n")
                    .arg(range, 21)
                    .arg(counted(lengths.records(i), QStringLiteral("record")), grouped(lengths.bytes(i)));
    }
    return QStringLiteral("Lengths\n") + text;
}

QString conversationLine(const ConversationStatistics& row)
{
    return QStringLiteral("  %1  %2 ↔ %3  %4 B in, %5 B out, %6, %7\n")
        .arg(row.connection.value() + 1, 5)
        .arg(row.local.toString(), -22)
        .arg(row.peer.toString(), -22)
        .arg(in(row.traffic), out(row.traffic), duration(row.durationNs()), rate(row.bytesPerSecond()));
}

QString endpointLine(const EndpointStatistics& row)
{
    return QStringLiteral("  %1  %2, %3 B sent, %4 B received\n")
        .arg(row.address.host().toString(), -22)
        .arg(counted(row.conversations, QStringLiteral("conversation")), out(row.traffic), in(row.traffic));
}

} // namespace

QByteArray statisticsText(const TrafficStatistics& all)
{
    QString text = totals(all) + throughput(all);
    if (all.records == 0)
        return text.toUtf8();
    text += protocols(all) + responseTimes(all) + lengths(all.lengths);
    text += QStringLiteral("Conversations %1\n").arg(grouped(all.conversations.size()));
    text += largest<ConversationStatistics>(all.conversations, conversationLine);
    const auto endpoints = endpointsOf(all.conversations, EndpointDetail::Host);
    text += QStringLiteral("Endpoints     %1\n").arg(grouped(endpoints.size()));
    text += largest<EndpointStatistics>(endpoints, endpointLine);
    return text.toUtf8();
}

} // namespace wl::cli
