// SPDX-License-Identifier: MIT
#include "statsreport.h"

#include "decode/protocoltable.h"
#include "query/jsonarray.h"
#include "query/jsonline.h"

namespace wl::cli {

namespace {

constexpr std::array transportNames{"tcp", "tls", "udp"};

double seconds(qint64 ns)
{
    return double(ns) / 1e9;
}

JsonLine& addTraffic(JsonLine& line, const TrafficCount& traffic)
{
    const auto received = size_t(Direction::Received);
    const auto sent = size_t(Direction::Sent);
    line.add("records_in", qint64(traffic.records[received]))
        .add("records_out", qint64(traffic.records[sent]));
    return line.add("bytes_in", qint64(traffic.bytes[received]))
        .add("bytes_out", qint64(traffic.bytes[sent]));
}

QByteArray transports(const TrafficStatistics& all)
{
    JsonArray rows;
    for (size_t i = 0; i < all.transports.size(); ++i) {
        if (all.transports[i].allRecords() == 0)
            continue;
        JsonLine row;
        row.add("name", QString::fromLatin1(transportNames[i]));
        rows.add(addTraffic(row, all.transports[i]).object());
    }
    return rows.json();
}

QByteArray protocols(const TrafficStatistics& all)
{
    JsonArray rows;
    for (size_t i = 0; i < all.protocols.size(); ++i) {
        const ProtocolStatistics& protocol = all.protocols[i];
        if (protocol.messages == 0)
            continue;
        JsonLine row;
        row.add("name", QString::fromLatin1(protocolName(Protocol(i))))
            .add("messages", qint64(protocol.messages));
        row.add("records", qint64(protocol.records)).add("bytes", qint64(protocol.bytes));
        rows.add(row.object());
    }
    return rows.json();
}

QByteArray times(const DurationHistogram& histogram)
{
    JsonLine row;
    row.add("min_s", seconds(histogram.minNs())).add("median_s", seconds(histogram.medianNs()));
    row.add("p95_s", seconds(histogram.quantileNs(0.95))).add("p99_s", seconds(histogram.quantileNs(0.99)));
    return row.add("max_s", seconds(histogram.maxNs())).object();
}

QByteArray responseTimes(const TrafficStatistics& all)
{
    JsonArray rows;
    for (size_t i = 0; i < all.responseTimes.size(); ++i) {
        const ResponseStatistics& response = all.responseTimes[i];
        if (response.toFirstByte.count() == 0 && response.unanswered == 0)
            continue;
        JsonLine row;
        row.add("name", QString::fromLatin1(protocolName(Protocol(i))));
        row.add("count", qint64(response.toFirstByte.count())).add("unanswered", qint64(response.unanswered));
        if (response.toFirstByte.count() > 0) {
            row.addRaw("to_first_byte", times(response.toFirstByte));
            row.addRaw("to_last_byte", times(response.toLastByte));
        }
        rows.add(row.object());
    }
    return rows.json();
}

QByteArray lengths(const LengthHistogram& histogram)
{
    JsonArray rows;
    for (size_t i = 0; i < LengthHistogram::bucketCount; ++i) {
        if (histogram.records(i) == 0)
            continue;
        JsonLine row;
        row.add("from", qint64(LengthHistogram::from(i))).add("to", qint64(LengthHistogram::to(i)));
        row.add("records", qint64(histogram.records(i))).add("bytes", qint64(histogram.bytes(i)));
        rows.add(row.object());
    }
    return rows.json();
}

QByteArray conversations(const TrafficStatistics& all)
{
    JsonArray rows;
    for (const ConversationStatistics& conversation : all.conversations) {
        JsonLine row;
        row.add("conn", qint64(conversation.connection.value()) + 1);
        row.add("proto", QString::fromLatin1(transportNames[size_t(conversation.transport)]));
        if (conversation.protocol != Protocol::Unknown)
            row.add("app", QString::fromLatin1(protocolName(conversation.protocol)));
        row.add("local", conversation.local.toString()).add("peer", conversation.peer.toString());
        addTraffic(row, conversation.traffic);
        row.add("first", isoTime(Timestamp{conversation.firstNs}))
            .add("last", isoTime(Timestamp{conversation.lastNs}));
        row.add("duration_s", seconds(conversation.durationNs()));
        rows.add(row.add("bytes_per_s", conversation.bytesPerSecond()).object());
    }
    return rows.json();
}

QByteArray endpoints(const TrafficStatistics& all)
{
    JsonArray rows;
    for (const EndpointStatistics& endpoint : endpointsOf(all.conversations, EndpointDetail::Host)) {
        JsonLine row;
        row.add("host", endpoint.address.host().toString());
        row.add("conversations", qint64(endpoint.conversations));
        rows.add(addTraffic(row, endpoint.traffic).object());
    }
    return rows.json();
}

/// Each bucket as [records in, records out, bytes in, bytes out].
QByteArray throughput(const TrafficSeries& series)
{
    JsonArray buckets;
    for (const TrafficSeries::Bucket& bucket : series.buckets()) {
        JsonArray numbers;
        for (const auto& pair : {bucket.records, bucket.bytes}) {
            numbers.add(QByteArray::number(pair[size_t(Direction::Received)]));
            numbers.add(QByteArray::number(pair[size_t(Direction::Sent)]));
        }
        buckets.add(numbers.json());
    }
    JsonLine row;
    row.add("start", isoTime(Timestamp{series.startNs()})).add("width_s", seconds(series.widthNs()));
    return row.addRaw("buckets", buckets.json()).object();
}

} // namespace

QByteArray statisticsJson(const TrafficStatistics& all)
{
    JsonLine line;
    line.add("records", qint64(all.records));
    addTraffic(line, all.traffic);
    if (all.records > 0) {
        line.add("first", isoTime(Timestamp{all.firstNs})).add("last", isoTime(Timestamp{all.lastNs}));
        line.add("duration_s", seconds(all.durationNs()));
    }
    line.addRaw("transports", transports(all)).addRaw("protocols", protocols(all));
    line.addRaw("response_times", responseTimes(all)).addRaw("lengths", lengths(all.lengths));
    line.addRaw("conversations", conversations(all)).addRaw("endpoints", endpoints(all));
    if (!all.throughput.buckets().empty())
        line.addRaw("throughput", throughput(all.throughput));
    return line.line();
}

} // namespace wl::cli
