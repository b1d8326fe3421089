// SPDX-License-Identifier: MIT
#include "query/bytetest.h"

#include <algorithm>

namespace wl {

QueryResult<ByteTest> ByteTest::of(const QueryNode& node, ByteSearch::Case letters)
{
    ByteTest test(node.op);
    if (node.op == QueryOperator::Matches) {
        auto pattern = BytePattern::compile(node.operands.front().bytes, letters == ByteSearch::Case::Any);
        if (!pattern) {
            // In "…", behind the quotation mark.
            const QueryProblem& problem = pattern.error();
            return problemAt(node.offset + 1 + problem.offset, problem.length, problem.text);
        }
        test.m_pattern = *pattern;
        return test;
    }
    for (const QueryOperand& operand : node.operands)
        test.m_needles.emplace_back(operand.bytes, letters);
    return test;
}

bool ByteTest::matches(QByteArrayView bytes) const
{
    if (m_op == QueryOperator::Exists)
        return !bytes.isEmpty();
    if (m_pattern)
        return m_pattern->matches(bytes);
    return std::any_of(m_needles.begin(), m_needles.end(),
                       [&](const ByteSearch& needle) { return matches(needle, bytes); });
}

bool ByteTest::matches(const ByteSearch& needle, QByteArrayView bytes) const
{
    const qsizetype size = needle.size();
    switch (m_op) {
    case QueryOperator::Contains: return needle.contains(bytes);
    case QueryOperator::StartsWith: return bytes.size() >= size && needle.isAt(bytes.data());
    case QueryOperator::EndsWith:
        return bytes.size() >= size && needle.isAt(bytes.data() + bytes.size() - size);
    default: return bytes.size() == size && needle.isAt(bytes.data());
    }
}

} // namespace wl
