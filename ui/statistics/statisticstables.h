// SPDX-License-Identifier: MIT
#pragma once

#include "query/trafficstatistics.h"
#include "ui/statistics/figuremodel.h"

#include <QCoreApplication>

#include <memory>

namespace wl {

/// A protocol above the transport, or a transport.
struct ProtocolFigures
{
    QString name;
    quint64 messages = 0;
    quint64 records = 0;
    quint64 bytes = 0;
};

/// Records whose payloads have about one length.
struct LengthFigures
{
    quint32 from = 0;
    quint32 to = 0;
    quint64 records = 0;
    quint64 bytes = 0;
    double share = 0; ///< of all records, 0 … 1
};

/// Requests of one protocol and the time to the response's first or last byte.
struct ResponseFigures
{
    QString name;
    quint64 count = 0;
    qint64 minNs = 0;
    qint64 medianNs = 0;
    qint64 p95Ns = 0;
    qint64 p99Ns = 0;
    qint64 maxNs = 0;
    quint64 unanswered = 0;
};

/// The columns of the statistics' tables and the rows that a snapshot gives. Plain decisions, translated.
class StatisticsTables
{
    Q_DECLARE_TR_FUNCTIONS(StatisticsTables)
public:
    /// Conversations and endpoints that a table lists; the rest is counted.
    static constexpr size_t mostListed = 20'000;

    [[nodiscard]] static std::vector<FigureColumn<ConversationStatistics>> conversationColumns();
    [[nodiscard]] static std::vector<FigureColumn<EndpointStatistics>> endpointColumns();
    [[nodiscard]] static std::vector<FigureColumn<ProtocolFigures>> protocolColumns();
    [[nodiscard]] static std::vector<FigureColumn<LengthFigures>> lengthColumns();
    [[nodiscard]] static std::vector<FigureColumn<ResponseFigures>> responseColumns();

    [[nodiscard]] static std::vector<ProtocolFigures> protocols(const TrafficStatistics& all);
    [[nodiscard]] static std::vector<LengthFigures> lengths(const TrafficStatistics& all);
    [[nodiscard]] static std::vector<ResponseFigures> responses(const TrafficStatistics& all);
};

} // namespace wl
