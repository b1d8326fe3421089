// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"

#include <QString>
#include <QStringList>

#include <optional>

namespace wl {

/// What the history is searched for; all of it must hold. A value.
struct HistoryQuery
{
    struct Range
    {
        int least = 0;
        int most = 999;

        bool operator==(const Range&) const = default;
    };

    QStringList words;   ///< of URL, heads and bodies; each is the beginning of a word, or several in a row
    QStringList hosts;   ///< parts of the host's name
    QStringList urls;    ///< parts of the URL
    QStringList methods; ///< any of them
    std::optional<Range> status;
    std::optional<qint64> sinceMs; ///< since 1970 in UTC, as is the next
    std::optional<qint64> beforeMs;
    bool isPinned = false;
    bool hasFailed = false; ///< no answer, or none to its end

    bool operator==(const HistoryQuery&) const = default;

    /// Reads what is typed: words, "quoted words", and `host:`, `url:`, `method:`, `status:` (404, 4xx,
    /// 400-499, >=500), `since:` and `before:` (1h, 30m, 2d, 2026-11-27, 2026-11-27T14:00, today, yesterday),
    /// `is:pinned`, `is:failed`. Words with a colon that are none of these are words. Errors: BadSyntax with
    /// words.
    [[nodiscard]] static Result<HistoryQuery> parse(const QString& text, qint64 nowMs);
};

} // namespace wl
