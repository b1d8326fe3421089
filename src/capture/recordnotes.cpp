// SPDX-License-Identifier: MIT
#include "capture/recordnotes.h"

#include <mutex>
#include <utility>

namespace wl {

RecordNote RecordNotes::note(RecordId id) const
{
    if (count() == 0) {
        return {};
    }
    const std::shared_lock lock(m_mutex);
    const auto known = m_notes.find(id);
    return known != m_notes.end() ? known->second : RecordNote();
}

bool RecordNotes::isMarked(RecordId id) const
{
    if (count() == 0) {
        return false;
    }
    const std::shared_lock lock(m_mutex);
    const auto known = m_notes.find(id);
    return known != m_notes.end() && known->second.isMarked;
}

RecordNote RecordNotes::set(RecordId id, RecordNote note)
{
    const std::unique_lock lock(m_mutex);
    const auto known = m_notes.find(id);
    RecordNote before = known != m_notes.end() ? known->second : RecordNote();
    if (before == note) {
        return before;
    }
    if (note.isEmpty()) {
        m_notes.erase(known);
    } else {
        m_notes.insert_or_assign(id, std::move(note));
    }
    m_count.store(m_notes.size(), std::memory_order_release);
    m_revision.fetch_add(1, std::memory_order_acq_rel);
    return before;
}

void RecordNotes::clear()
{
    const std::unique_lock lock(m_mutex);
    if (m_notes.empty()) {
        return;
    }
    m_notes.clear();
    m_count.store(0, std::memory_order_release);
    m_revision.fetch_add(1, std::memory_order_acq_rel);
}

std::vector<RecordId> RecordNotes::records() const
{
    const std::shared_lock lock(m_mutex);
    std::vector<RecordId> ids;
    ids.reserve(m_notes.size());
    for (const auto& [id, note] : m_notes) {
        ids.push_back(id);
    }
    return ids;
}

std::vector<RecordId> RecordNotes::marked() const
{
    const std::shared_lock lock(m_mutex);
    std::vector<RecordId> ids;
    for (const auto& [id, note] : m_notes) {
        if (note.isMarked) {
            ids.push_back(id);
        }
    }
    return ids;
}

} // namespace wl
