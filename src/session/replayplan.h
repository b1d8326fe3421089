// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"
#include "query/query.h"
#include "query/querycontext.h"

#include <memory>
#include <stop_token>
#include <vector>

namespace wl {

/// What is to be replayed of a capture.
struct ReplayChoice
{
    /// Whose records; empty: those of `records`.
    QList<ConnectionId> connections = {};
    /// Only these, in rising order; empty: all.
    std::vector<RecordId> records = {};
    /// Only what it matches.
    Query filter = {};
    QueryContext context = {}; ///< of the filter
    Direction direction = Direction::Sent;
};

/// The messages of a replay in the order of the capture. A value; the payloads stay in the capture until they
/// are sent.
struct ReplayPlan
{
    /// One record that is sent again.
    struct Message
    {
        quint32 record = 0;
        qint64 answersBefore = 0; ///< bytes that the other side had sent before it, in the recording
    };
    /// More than these are not replayed: 64 MB of memory.
    static constexpr size_t mostMessages = 4'000'000;

    std::shared_ptr<const RecordSource> source;
    std::vector<Message> messages;
    qint64 bytes = 0;
    quint64 dropped = 0; ///< records whose payload the cap on disk use had taken
    bool isCut = false;  ///< there were more than mostMessages

    /// Nanoseconds from the first message to this one.
    [[nodiscard]] qint64 offsetNs(size_t index) const;
};

/// The direction in which the side that connected speaks: what a replay of a conversation sends.
[[nodiscard]] Direction clientDirection(const ConnectionInfo& info);

/// Looks at what the source has now. Not on the UI thread; an empty plan where `stop` was requested.
[[nodiscard]] ReplayPlan makeReplayPlan(std::shared_ptr<const RecordSource> source,
                                        const ReplayChoice& choice, const std::stop_token& stop = {});

} // namespace wl
