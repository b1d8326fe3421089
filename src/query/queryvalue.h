// SPDX-License-Identifier: MIT
#pragma once

#include "query/queryast.h"
#include "query/querylexer.h"

namespace wl {

/// Reads what is compared with a field. `unit` is the word behind a number, for "10 kB"; its use is told.
class QueryValueReader
{
public:
    QueryValueReader(const QueryField& field, QueryOperator op)
        : m_field(field)
        , m_op(op)
    {
    }

    /// Errors: why the field cannot be compared with it.
    [[nodiscard]] QueryResult<QueryOperand> read(const QueryToken& token) const;
    /// From one value to another, both included.
    [[nodiscard]] QueryResult<QueryOperand> range(const QueryToken& low, const QueryToken& high) const;
    /// Whether the word is a unit of the field's numbers.
    [[nodiscard]] bool isUnit(QStringView word) const;

private:
    [[nodiscard]] QueryResult<QueryInterval> number(const QueryToken& token) const;
    [[nodiscard]] QueryResult<QueryOperand> time(const QueryToken& token) const;
    [[nodiscard]] QueryResult<QueryOperand> address(const QueryToken& token) const;
    [[nodiscard]] QueryResult<QueryOperand> choice(const QueryToken& token) const;
    [[nodiscard]] QueryOperand decoded(const QueryToken& token) const;
    [[nodiscard]] bool isTextOperator() const;

    const QueryField& m_field;
    QueryOperator m_op;
};

} // namespace wl
