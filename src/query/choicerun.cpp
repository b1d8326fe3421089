// SPDX-License-Identifier: MIT
#include "query/choicerun.h"

#include <algorithm>

namespace wl {

namespace {

constexpr quint64 passedAtOnce = 4096; ///< records outside the stretch, between two looks at a stop

} // namespace

ChoiceRun::ChoiceRun(const RecordSource& source, const RecordChoice& choice, const QueryContext& context)
    : m_source(source)
    , m_first(choice.first)
    , m_end(choice.end)
    , m_run(choice.query, source, context, std::max(source.firstKept(), choice.first))
    , m_position(std::min(source.firstKept(), m_run.position()))
    , m_lookedUpTo(m_position)
{
}

bool ChoiceRun::look(quint64 to, const std::stop_token& stop)
{
    m_found.clear();
    const quint64 last = std::min(to, m_source.recordCount());
    if (m_position >= last || stop.stop_requested())
        return false;
    if (m_position >= m_first && m_position < m_end) {
        if (!m_run.advance(std::min(last, m_end), m_found, stop))
            return false;
        m_lookedUpTo = m_run.position();
        return true;
    }
    m_lookedUpTo = std::min(last, m_position + passedAtOnce);
    if (m_position < m_first)
        m_lookedUpTo = std::min(m_lookedUpTo, m_first);
    return true;
}

} // namespace wl
