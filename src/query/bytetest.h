// SPDX-License-Identifier: MIT
#pragma once

#include "query/bytepattern.h"
#include "query/bytesearch.h"
#include "query/queryast.h"

#include <vector>

namespace wl {

/// What a text operator asks of bytes: to be, contain, begin or end with one of some, or to match a pattern.
/// Immutable; any thread.
class ByteTest
{
public:
    /// Of a node with a text operator, ==, != (as ==), in, or none (exists: not empty). Errors: a pattern
    /// that is not valid, its place in the text.
    [[nodiscard]] static QueryResult<ByteTest> of(const QueryNode& node, ByteSearch::Case letters);

    [[nodiscard]] bool matches(QByteArrayView bytes) const;
    /// The only thing to look for, where it is "contains".
    [[nodiscard]] const ByteSearch* search() const
    {
        return m_op == QueryOperator::Contains ? &m_needles.front() : nullptr;
    }

private:
    explicit ByteTest(QueryOperator op)
        : m_op(op)
    {
    }
    [[nodiscard]] bool matches(const ByteSearch& needle, QByteArrayView bytes) const;

    QueryOperator m_op;
    std::vector<ByteSearch> m_needles;
    std::optional<BytePattern> m_pattern;
};

} // namespace wl
