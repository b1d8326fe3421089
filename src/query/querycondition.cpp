// SPDX-License-Identifier: MIT
#include "query/querycondition.h"

#include <algorithm>

namespace wl {

namespace {

using Conditions = std::vector<QueryConditionPtr>;

void sortByCost(Conditions& conditions)
{
    std::stable_sort(conditions.begin(), conditions.end(),
                     [](const auto& a, const auto& b) { return a->cost() < b->cost(); });
}

class All final : public QueryCondition
{
public:
    explicit All(Conditions conditions)
        : m_conditions(std::move(conditions))
    {
        sortByCost(m_conditions);
    }
    void narrow(const QueryBatch& batch, RowBits& rows) const override
    {
        for (const auto& condition : m_conditions) {
            condition->narrow(batch, rows);
            if (rows.isEmpty())
                return;
        }
    }
    [[nodiscard]] QueryTruth ofConnection(const QueryState& state, quint32 connection) const override
    {
        QueryTruth least = QueryTruth::Yes;
        for (const auto& condition : m_conditions)
            least = std::min(least, condition->ofConnection(state, connection));
        return least;
    }
    [[nodiscard]] Cost cost() const override { return m_conditions.back()->cost(); }

private:
    Conditions m_conditions;
};

class Any final : public QueryCondition
{
public:
    explicit Any(Conditions conditions)
        : m_conditions(std::move(conditions))
    {
        sortByCost(m_conditions);
    }
    void narrow(const QueryBatch& batch, RowBits& rows) const override
    {
        RowBits found;
        for (const auto& condition : m_conditions) {
            RowBits some = rows;
            condition->narrow(batch, some);
            found |= some;
            rows.remove(some);
            if (rows.isEmpty())
                break;
        }
        rows = found;
    }
    [[nodiscard]] QueryTruth ofConnection(const QueryState& state, quint32 connection) const override
    {
        QueryTruth most = QueryTruth::No;
        for (const auto& condition : m_conditions)
            most = std::max(most, condition->ofConnection(state, connection));
        return most;
    }
    [[nodiscard]] Cost cost() const override { return m_conditions.back()->cost(); }

private:
    Conditions m_conditions;
};

class None final : public QueryCondition
{
public:
    explicit None(QueryConditionPtr condition)
        : m_condition(std::move(condition))
    {
    }
    void narrow(const QueryBatch& batch, RowBits& rows) const override
    {
        RowBits some = rows;
        m_condition->narrow(batch, some);
        rows.remove(some);
    }
    [[nodiscard]] QueryTruth ofConnection(const QueryState& state, quint32 connection) const override
    {
        switch (m_condition->ofConnection(state, connection)) {
        case QueryTruth::No: return QueryTruth::Yes;
        case QueryTruth::Yes: return QueryTruth::No;
        case QueryTruth::Maybe: break;
        }
        return QueryTruth::Maybe;
    }
    [[nodiscard]] Cost cost() const override { return m_condition->cost(); }

private:
    QueryConditionPtr m_condition;
};

} // namespace

QueryConditionPtr allOf(Conditions conditions)
{
    return conditions.size() == 1 ? conditions.front() : std::make_shared<All>(std::move(conditions));
}

QueryConditionPtr anyOf(Conditions conditions)
{
    return conditions.size() == 1 ? conditions.front() : std::make_shared<Any>(std::move(conditions));
}

QueryConditionPtr noneOf(QueryConditionPtr condition)
{
    return std::make_shared<None>(std::move(condition));
}

} // namespace wl
