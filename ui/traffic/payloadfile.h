// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"

#include <QList>

#include <functional>
#include <stop_token>

namespace wl {

/// What came of putting the payloads of records one after the other.
struct PayloadSum
{
    quint64 messages = 0; ///< taken, the last one perhaps only in part
    qint64 bytes = 0;
    quint64 gone = 0;   ///< messages whose bytes the cap of the capture had let go, or that could not be read
    qint64 tooMuch = 0; ///< bytes that a limit left out
    quint64 unselected = 0; ///< records that were chosen but are more than are taken at once

    /// What was left out, in sentences for people; empty where all was taken.
    [[nodiscard]] QString leftOut() const;
};

struct JoinedPayloads
{
    QByteArray bytes;
    PayloadSum sum;
};

/// The payloads of these records one after the other, at most `maxBytes`. Ends early when it is stopped.
[[nodiscard]] JoinedPayloads joinedPayloads(const RecordSource& source, const QList<RecordId>& records,
                                            qint64 maxBytes, const std::stop_token& stop = {});

/// Writes the payloads to a file of the user's, which is replaced only when all of it is written. Tells every
/// now and then how many records are done. Blocks, for the pool. Errors: Canceled when it was stopped; those
/// of writing.
[[nodiscard]] Result<PayloadSum> writePayloads(const RecordSource& source, const QList<RecordId>& records,
                                               const QString& path, const std::stop_token& stop,
                                               const std::function<void(qsizetype)>& progress);

} // namespace wl
