// SPDX-License-Identifier: MIT
#include "ui/widgets/payloadhistory.h"

namespace wl {

void PayloadHistory::set(const QList<PayloadSpec>& entries)
{
    m_entries = entries.first(std::min(entries.size(), maxEntries));
    m_at = -1;
}

void PayloadHistory::remember(const PayloadSpec& spec)
{
    m_at = -1;
    if (spec.text.isEmpty() || spec.text.size() > maxEntryChars)
        return;
    m_entries.removeAll(spec);
    m_entries.prepend(spec);
    if (m_entries.size() > maxEntries)
        m_entries.removeLast();
}

std::optional<PayloadSpec> PayloadHistory::older(const PayloadSpec& current)
{
    // What was just sent is on top and still in the editor: the first step would seem to do nothing.
    if (m_at < 0) {
        m_draft = current;
        if (m_entries.size() > 1 && m_entries.first() == current)
            m_at = 0;
    }
    if (m_at + 1 >= m_entries.size())
        return std::nullopt;
    return m_entries.at(++m_at);
}

std::optional<PayloadSpec> PayloadHistory::newer()
{
    if (m_at < 0)
        return std::nullopt;
    --m_at;
    return m_at < 0 ? m_draft : m_entries.at(m_at);
}

} // namespace wl
