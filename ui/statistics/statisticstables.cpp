// SPDX-License-Identifier: MIT
#include "ui/statistics/statisticstables.h"

#include "decode/protocoltable.h"
#include "ui/widgets/format.h"

#include <QDateTime>

#include <algorithm>

namespace wl {

namespace {

constexpr auto sentIndex = size_t(Direction::Sent);
constexpr auto receivedIndex = size_t(Direction::Received);

QString clockText(qint64 ns)
{
    return QDateTime::fromMSecsSinceEpoch(ns / 1'000'000).toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz"));
}

QString durationText(qint64 ns)
{
    return format::duration(std::chrono::nanoseconds(ns));
}

template <typename Row>
FigureColumn<Row> countColumn(const QString& title, std::function<double(const Row&)> number)
{
    return {title, [number](const Row& row) { return format::count(quint64(number(row))); }, number};
}

template <typename Row>
FigureColumn<Row> sizeColumn(const QString& title, std::function<double(const Row&)> number)
{
    return {title, [number](const Row& row) { return format::size(qint64(number(row))); }, number};
}

template <typename Row>
FigureColumn<Row> durationColumn(const QString& title, std::function<double(const Row&)> number)
{
    return {title, [number](const Row& row) { return durationText(qint64(number(row))); }, number};
}

template <typename Row>
FigureColumn<Row> clockColumn(const QString& title, std::function<double(const Row&)> number)
{
    return {title, [number](const Row& row) { return clockText(qint64(number(row))); }, number};
}

QString nameOf(Protocol protocol)
{
    return QString::fromLatin1(protocolName(protocol));
}

QString nameOf(Transport transport)
{
    return transport == Transport::Udp   ? QStringLiteral("UDP")
           : transport == Transport::Tls ? QStringLiteral("TLS")
                                         : QStringLiteral("TCP");
}

} // namespace

std::vector<FigureColumn<ConversationStatistics>> StatisticsTables::conversationColumns()
{
    using Row = ConversationStatistics;
    return {
        countColumn<Row>(tr("Conn"), [](const Row& row) { return double(row.connection.value()) + 1; }),
        {tr("Transport"), [](const Row& row) { return nameOf(row.transport); }},
        {tr("Protocol"),
         [](const Row& row) { return row.protocol == Protocol::Unknown ? QString() : nameOf(row.protocol); }},
        {tr("Ours"), [](const Row& row) { return row.local.toString(); }},
        {tr("Peer"), [](const Row& row) { return row.peer.toString(); }},
        countColumn<Row>(tr("→ Records"),
                         [](const Row& row) { return double(row.traffic.records[sentIndex]); }),
        countColumn<Row>(tr("← Records"),
                         [](const Row& row) { return double(row.traffic.records[receivedIndex]); }),
        sizeColumn<Row>(tr("→ Bytes"), [](const Row& row) { return double(row.traffic.bytes[sentIndex]); }),
        sizeColumn<Row>(tr("← Bytes"),
                        [](const Row& row) { return double(row.traffic.bytes[receivedIndex]); }),
        clockColumn<Row>(tr("First"), [](const Row& row) { return double(row.firstNs); }),
        durationColumn<Row>(tr("Duration"), [](const Row& row) { return double(row.durationNs()); }),
        {tr("Rate"), [](const Row& row) { return format::rate(row.bytesPerSecond()); },
         [](const Row& row) { return row.bytesPerSecond(); }},
    };
}

std::vector<FigureColumn<EndpointStatistics>> StatisticsTables::endpointColumns()
{
    using Row = EndpointStatistics;
    return {
        {tr("Address"), [](const Row& row) { return row.address.host().toString(); }},
        countColumn<Row>(tr("Conversations"), [](const Row& row) { return double(row.conversations); }),
        countColumn<Row>(tr("Sent records"),
                         [](const Row& row) { return double(row.traffic.records[sentIndex]); }),
        countColumn<Row>(tr("Received records"),
                         [](const Row& row) { return double(row.traffic.records[receivedIndex]); }),
        sizeColumn<Row>(tr("Sent bytes"),
                        [](const Row& row) { return double(row.traffic.bytes[sentIndex]); }),
        sizeColumn<Row>(tr("Received bytes"),
                        [](const Row& row) { return double(row.traffic.bytes[receivedIndex]); }),
        clockColumn<Row>(tr("First"), [](const Row& row) { return double(row.firstNs); }),
        clockColumn<Row>(tr("Last"), [](const Row& row) { return double(row.lastNs); }),
    };
}

std::vector<FigureColumn<ProtocolFigures>> StatisticsTables::protocolColumns()
{
    using Row = ProtocolFigures;
    return {
        {tr("Protocol"), [](const Row& row) { return row.name; }},
        countColumn<Row>(tr("Messages"), [](const Row& row) { return double(row.messages); }),
        countColumn<Row>(tr("Records"), [](const Row& row) { return double(row.records); }),
        sizeColumn<Row>(tr("Bytes"), [](const Row& row) { return double(row.bytes); }),
    };
}

std::vector<FigureColumn<LengthFigures>> StatisticsTables::lengthColumns()
{
    using Row = LengthFigures;
    return {
        {tr("Length"),
         [](const Row& row) {
             return row.from == row.to ? format::count(row.from)
                                       : tr("%1 to %2").arg(format::count(row.from), format::count(row.to));
         },
         [](const Row& row) { return double(row.from); }},
        countColumn<Row>(tr("Records"), [](const Row& row) { return double(row.records); }),
        {tr("Share"), [](const Row& row) { return tr("%1 %").arg(row.share * 100, 0, 'f', 1); },
         [](const Row& row) { return row.share; }},
        sizeColumn<Row>(tr("Bytes"), [](const Row& row) { return double(row.bytes); }),
    };
}

std::vector<FigureColumn<ResponseFigures>> StatisticsTables::responseColumns()
{
    using Row = ResponseFigures;
    return {
        {tr("Response"), [](const Row& row) { return row.name; }},
        countColumn<Row>(tr("Count"), [](const Row& row) { return double(row.count); }),
        durationColumn<Row>(tr("Shortest"), [](const Row& row) { return double(row.minNs); }),
        durationColumn<Row>(tr("Median"), [](const Row& row) { return double(row.medianNs); }),
        durationColumn<Row>(tr("95 %"), [](const Row& row) { return double(row.p95Ns); }),
        durationColumn<Row>(tr("99 %"), [](const Row& row) { return double(row.p99Ns); }),
        durationColumn<Row>(tr("Longest"), [](const Row& row) { return double(row.maxNs); }),
        countColumn<Row>(tr("Unanswered"), [](const Row& row) { return double(row.unanswered); }),
    };
}

std::vector<ProtocolFigures> StatisticsTables::protocols(const TrafficStatistics& all)
{
    std::vector<ProtocolFigures> rows;
    for (const Transport transport : {Transport::Tcp, Transport::Tls, Transport::Udp}) {
        const TrafficCount& traffic = all.transports[size_t(transport)];
        if (traffic.allRecords() > 0)
            rows.push_back({nameOf(transport), 0, traffic.allRecords(), traffic.allBytes()});
    }
    for (size_t i = 0; i < all.protocols.size(); ++i) {
        const ProtocolStatistics& figures = all.protocols[i];
        if (figures.messages > 0 && Protocol(i) != Protocol::Unknown)
            rows.push_back({nameOf(Protocol(i)), figures.messages, figures.records, figures.bytes});
    }
    return rows;
}

std::vector<LengthFigures> StatisticsTables::lengths(const TrafficStatistics& all)
{
    std::vector<LengthFigures> rows;
    const double total = std::max(1.0, double(all.traffic.allRecords()));
    for (size_t i = 0; i < LengthHistogram::bucketCount; ++i) {
        if (all.lengths.records(i) > 0)
            rows.push_back({LengthHistogram::from(i), LengthHistogram::to(i), all.lengths.records(i),
                            all.lengths.bytes(i), double(all.lengths.records(i)) / total});
    }
    return rows;
}

std::vector<ResponseFigures> StatisticsTables::responses(const TrafficStatistics& all)
{
    std::vector<ResponseFigures> rows;
    const auto add = [&rows](const QString& name, const DurationHistogram& times, quint64 unanswered) {
        rows.push_back({name, times.count(), times.minNs(), times.medianNs(), times.quantileNs(0.95),
                        times.quantileNs(0.99), times.maxNs(), unanswered});
    };
    for (size_t i = 0; i < all.responseTimes.size(); ++i) {
        const ResponseStatistics& figures = all.responseTimes[i];
        if (figures.toFirstByte.count() == 0 && figures.unanswered == 0)
            continue;
        add(tr("%1, to the first byte").arg(nameOf(Protocol(i))), figures.toFirstByte, figures.unanswered);
        add(tr("%1, to the last byte").arg(nameOf(Protocol(i))), figures.toLastByte, figures.unanswered);
    }
    return rows;
}

} // namespace wl
