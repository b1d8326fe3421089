// SPDX-License-Identifier: MIT
#pragma once

#include "decode/jsonquery.h"

#include <QCoreApplication>

namespace wl {

/// What is said of a query's results.
class QueryNote
{
    Q_DECLARE_TR_FUNCTIONS(QueryNote)
public:
    /// "12 results", and what is missing.
    [[nodiscard]] static QString of(const JsonQueryResult& result);
};

} // namespace wl
