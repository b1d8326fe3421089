// SPDX-License-Identifier: MIT
#pragma once

#include "query/bytepattern.h"
#include "query/bytesearch.h"

#include <optional>
#include <stop_token>
#include <vector>

namespace wl {

/// What is looked for in a body.
struct FindQuestion
{
    QByteArray text; ///< UTF-8, or bytes
    bool isPattern = false;
    bool matchCase = false;
    bool wholeWords = false;
    bool overBytes = false; ///< a pattern works on bytes, not on characters

    bool operator==(const FindQuestion&) const = default;
};

/// Looks for a text or a regular expression (RE2) in a text of any size, a piece at a time, so that it can be
/// canceled. A match is at most overlapBytes long and never empty. Immutable; any thread.
class TextFinder
{
public:
    static constexpr qsizetype overlapBytes = 64 * 1024;
    /// Matches that are counted at most.
    static constexpr size_t maxCounted = 1'000'000;

    using Place = BytePattern::Place;

    /// Errors: what is wrong with the pattern, with the place in bytes.
    [[nodiscard]] static QueryResult<TextFinder> create(const FindQuestion& question);

    /// The first match that begins at or behind `from`.
    [[nodiscard]] std::optional<Place> next(QByteArrayView text, qsizetype from,
                                            const std::stop_token& stop) const;
    /// The last match that begins before `before`.
    [[nodiscard]] std::optional<Place> previous(QByteArrayView text, qsizetype before,
                                                const std::stop_token& stop) const;
    /// Where all matches begin, up to maxCounted and one more.
    [[nodiscard]] std::vector<qsizetype> all(QByteArrayView text, const std::stop_token& stop) const;

private:
    TextFinder() = default;
    /// The first match that begins in the range.
    [[nodiscard]] std::optional<Place> inPiece(QByteArrayView text, qsizetype from, qsizetype to,
                                               const std::stop_token& stop) const;

    std::optional<ByteSearch> m_plain;
    std::optional<BytePattern> m_pattern;
};

} // namespace wl
