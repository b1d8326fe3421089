// SPDX-License-Identifier: MIT
#pragma once

#include "history/historyentry.h"

#include <QCoreApplication>

namespace wl {

/// What lists say about an entry of the history. Plain text; any thread.
class HistoryWords
{
    Q_DECLARE_TR_FUNCTIONS(HistoryWords)
public:
    [[nodiscard]] static QString request(const HistoryEntry& entry); ///< "GET host/path"
    /// "GET /path?query", for where there is no room for the host.
    [[nodiscard]] static QString shortRequest(const HistoryEntry& entry);
    [[nodiscard]] static QString status(const HistoryEntry& entry); ///< "200", "failed", "canceled", …
    [[nodiscard]] static QString time(const HistoryEntry& entry);   ///< the clock of today, else the day too
    [[nodiscard]] static QString duration(const HistoryEntry& entry); ///< "" where it is not known
    [[nodiscard]] static QString size(const HistoryEntry& entry);
    /// Several lines, for tooltips.
    [[nodiscard]] static QString all(const HistoryEntry& entry);
    /// "1 exchange", "1,234 exchanges"
    [[nodiscard]] static QString exchanges(qint64 count);
};

} // namespace wl
