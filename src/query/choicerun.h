// SPDX-License-Identifier: MIT
#pragma once

#include "query/queryrun.h"

#include <limits>

namespace wl {

/// Which records of a source: those of a stretch of numbers that a filter matches. What the list shows is one
/// of these, whatever hides the rest. A value.
struct RecordChoice
{
    static constexpr quint64 noEnd = std::numeric_limits<quint64>::max();

    RecordChoice() = default;
    /// What a filter matches, of all.
    RecordChoice(Query matching)
        : query(std::move(matching))
    {
    }

    [[nodiscard]] bool isAll(quint64 count) const { return query.isEmpty() && first == 0 && end >= count; }

    Query query;
    quint64 first = 0; ///< none before it; the filter's messages are those that begin from here on
    quint64 end = noEnd;
};

/// Goes once through the records of a source, from the first that is kept, as far as it has grown, and tells
/// of each whether it is chosen; goes on where it was. One thread at a time; the source outlives it.
class ChoiceRun
{
public:
    ChoiceRun(const RecordSource& source, const RecordChoice& choice, const QueryContext& context);

    /// Looks at one more batch of records, but at none from `to` on: `take(number, isChosen)` of each, in
    /// order, until it returns false. False where there was nothing, or `stop` was requested: then none was
    /// told.
    template <typename Take>
    bool advance(quint64 to, const std::stop_token& stop, Take take)
    {
        if (!look(to, stop))
            return false;
        auto next = m_found.cbegin();
        for (bool goesOn = true; goesOn && m_position < m_lookedUpTo; ++m_position) {
            const bool isChosen = next != m_found.cend() && *next == m_position;
            if (isChosen)
                ++next;
            goesOn = take(m_position, isChosen);
        }
        return true;
    }

    /// Records before this one were told.
    [[nodiscard]] quint64 position() const { return m_position; }

private:
    [[nodiscard]] bool look(quint64 to, const std::stop_token& stop);

    const RecordSource& m_source;
    const quint64 m_first;
    const quint64 m_end;
    QueryRun m_run;
    std::vector<quint32> m_found;
    quint64 m_position;
    quint64 m_lookedUpTo;
};

} // namespace wl
