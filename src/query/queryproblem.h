// SPDX-License-Identifier: MIT
#pragma once

#include <QCoreApplication>
#include <QString>

#include <tl/expected.hpp>

namespace wl {

/// What is wrong with a filter, and where.
struct QueryProblem
{
    QString text;         ///< for people: "there is no field lenght; length is one"
    qsizetype offset = 0; ///< UTF-16 units from the beginning of what was typed
    qsizetype length = 0; ///< of the place; 0 at the end of the text

    bool operator==(const QueryProblem&) const = default;
};

template <typename T>
using QueryResult = tl::expected<T, QueryProblem>;

/// Shorthand for a function that fails at a place of a filter.
[[nodiscard]] inline tl::unexpected<QueryProblem> problemAt(qsizetype offset, qsizetype length, QString text)
{
    return tl::make_unexpected(QueryProblem{std::move(text), offset, length});
}

/// The words of this room.
class QueryText
{
    Q_DECLARE_TR_FUNCTIONS(QueryText)
};

} // namespace wl
