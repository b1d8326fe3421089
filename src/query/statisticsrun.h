// SPDX-License-Identifier: MIT
#pragma once

#include "query/choicerun.h"
#include "query/conversationpool.h"
#include "query/exchangepairing.h"
#include "query/trafficstatistics.h"

namespace wl {

/// What to count.
struct StatisticsOptions
{
    QueryContext context = {};
    /// Protocols and response times too: payloads are read and decoded, which takes most of the time.
    bool messages = true;
};

/// Counts the records of a source that are chosen, in one pass, as far as it has grown; goes on where
/// it was. Begins with the first record that is kept. An exchange counts where the last record of its request
/// or of its response matches. Memory grows with the conversations, not with the records. One thread at a
/// time (not the UI's); the source outlives it.
class StatisticsRun
{
public:
    explicit StatisticsRun(const RecordSource& source, const RecordChoice& choice = {},
                           const StatisticsOptions& options = {});
    StatisticsRun(const StatisticsRun&) = delete;
    StatisticsRun& operator=(const StatisticsRun&) = delete;

    /// Counts one more batch of records, but none from `to` on. False where there was nothing, or `stop` was
    /// requested.
    bool advance(quint64 to, const std::stop_token& stop = {});

    /// Records before this one were counted.
    [[nodiscard]] quint64 position() const { return m_run.position(); }
    /// What was counted so far; copy it to hand it on.
    [[nodiscard]] const TrafficStatistics& result() const { return m_result; }

private:
    void count(RecordId id, const RecordEntry& entry, bool isSelected);
    void countSelected(const RecordEntry& entry);
    [[nodiscard]] ConversationStatistics& conversationOf(quint32 connection);
    void decode(RecordId id, const RecordEntry& entry, bool isSelected);
    void takeMessage(const DecodedMessage& message, const RecordEntry& entry);
    void takeExchange(const PairedExchange& exchange);

    const RecordSource& m_source;
    const bool m_wantsMessages;
    ChoiceRun m_run;
    PayloadCursor m_cursor;
    ConversationPool m_pool;
    ExchangePairing m_pairing;
    std::vector<quint32> m_places; ///< by connection: index in the result, or none
    TrafficStatistics m_result;
};

/// All records of a source that match now; what was counted by then where `stop` is requested.
[[nodiscard]] TrafficStatistics statisticsOf(const RecordSource& source, const RecordChoice& choice = {},
                                             const StatisticsOptions& options = {},
                                             const std::stop_token& stop = {});

} // namespace wl
