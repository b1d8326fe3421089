// SPDX-License-Identifier: MIT
#pragma once

#include "base/socketaddress.h"
#include "query/queryfield.h"

#include <QByteArray>

#include <memory>
#include <optional>
#include <variant>
#include <vector>

namespace wl {

/// Whole numbers from `low` to `high`, both included.
struct QueryInterval
{
    qint64 low = 0;
    qint64 high = 0;

    bool operator==(const QueryInterval&) const = default;
};

/// Addresses that agree in the first `prefixBits` bits, and in the port where one is given.
struct QueryNetwork
{
    SocketAddress address;
    int prefixBits = 0;
    std::optional<quint16> port;

    bool operator==(const QueryNetwork&) const = default;
};

/// What is compared with a field, as its type and the operator want it.
struct QueryOperand
{
    /// Of Number, Size, Duration and Time: what equals it (a time counts as far as it was written).
    QueryInterval interval;
    bool isTimeOfDay = false; ///< the interval is of nanoseconds since midnight
    /// Of Address, for == and in.
    QueryNetwork network;
    /// Of Choice, Words, Bytes, Decoded and all text operators.
    QByteArray bytes;
    /// Of Decoded: the typed word as a number; none for "quoted" text.
    std::optional<double> number;
    std::optional<double> upper; ///< with `number`: a range of Decoded
    bool isQuoted = false;

    bool operator==(const QueryOperand&) const = default;
};

/// payload[offset:length]; a negative offset counts from the end.
struct QuerySlice
{
    qint64 offset = 0;
    std::optional<qint64> length; ///< none: to the end

    bool operator==(const QuerySlice&) const = default;
};

/// A filter as it was understood. Immutable.
struct QueryNode
{
    enum class Kind : quint8 { And, Or, Not, Field };

    Kind kind = Kind::Field;
    std::vector<std::shared_ptr<const QueryNode>> children;

    // Of Field:
    const QueryField* field = nullptr;
    std::optional<QByteArray> key;
    std::optional<QuerySlice> slice;
    QueryOperator op = QueryOperator::Exists;
    std::vector<QueryOperand> operands;
    /// A word or "text" alone: looked for in any case; hex bytes alone: exactly.
    bool isSearch = false;
    qsizetype offset = 0; ///< where what is compared with stands in the text
    qsizetype length = 0;
};

using QueryNodePtr = std::shared_ptr<const QueryNode>;

} // namespace wl
