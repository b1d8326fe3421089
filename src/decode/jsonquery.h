// SPDX-License-Identifier: MIT
#pragma once

#include "decode/jsonindex.h"
#include "decode/jsonqueryast.h"

#include <QCoreApplication>

#include <functional>

#include <tl/expected.hpp>

namespace wl {

/// What is wrong with a query, and where.
struct JsonQueryProblem
{
    QString text;        ///< for people
    qsizetype place = 0; ///< UTF-16 units from the beginning

    bool operator==(const JsonQueryProblem&) const = default;
};

/// The words for queries.
class JsonQueryWords
{
    Q_DECLARE_TR_FUNCTIONS(JsonQueryWords)
};

/// A JSONPath query (RFC 9535): names, indexes, slices, wildcards, descendants, filters with comparisons,
/// && || ! and the functions length, count, match, search and value. A value, immutable; any thread.
class JsonQuery
{
public:
    static constexpr qsizetype maxCharacters = 16 * 1024;
    /// Brackets inside of each other, of filters and parentheses.
    static constexpr int maxNesting = 32;
    static constexpr size_t maxSegments = 256;

    [[nodiscard]] static tl::expected<JsonQuery, JsonQueryProblem> parse(QStringView text);

    [[nodiscard]] const jsonquery::Path& path() const { return *m_path; }

private:
    explicit JsonQuery(std::shared_ptr<const jsonquery::Path> path)
        : m_path(std::move(path))
    {
    }

    std::shared_ptr<const jsonquery::Path> m_path;
};

/// What came of a run.
struct JsonQueryResult
{
    /// Values that are found at most, and values that are looked at.
    static constexpr size_t maxNodes = 2'000'000;
    static constexpr qint64 maxSteps = 300'000'000;

    std::vector<JsonNode> nodes; ///< in the order of the RFC
    bool isCut = false;          ///< there are more than maxNodes
    bool gaveUp = false;         ///< maxSteps were not enough: there may be more
    bool isCanceled = false;
};

/// Runs a query over a text as it stands. Of members of the same name each one counts. Memory: the nodes that
/// are found, and one place a level of nesting.
[[nodiscard]] JsonQueryResult runJsonQuery(const JsonQuery& query, const JsonNodes& nodes,
                                           std::stop_token stop = {},
                                           qint64 maxSteps = JsonQueryResult::maxSteps);

} // namespace wl
