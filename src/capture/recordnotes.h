// SPDX-License-Identifier: MIT
#pragma once

#include "base/ids.h"

#include <QString>

#include <atomic>
#include <map>
#include <shared_mutex>
#include <vector>

namespace wl {

/// What a person said about a record. A plain value.
struct RecordNote
{
    QString comment; ///< lines are separated by "\n"
    bool isMarked = false;

    [[nodiscard]] bool isEmpty() const { return comment.isEmpty() && !isMarked; }
    bool operator==(const RecordNote&) const = default;
};

/// Marks and comments of a capture's records. Any thread; few records have one, so looking where there is
/// none costs one atomic read.
class RecordNotes
{
public:
    /// An empty one where the record has none.
    [[nodiscard]] RecordNote note(RecordId id) const;
    [[nodiscard]] bool isMarked(RecordId id) const;
    /// Replaces what the record has, an empty note takes it away; returns what it had, so that
    /// set(id, set(id, note)) is an undo.
    RecordNote set(RecordId id, RecordNote note);
    /// Takes all away.
    void clear();

    /// Records that have a note.
    [[nodiscard]] quint64 count() const { return m_count.load(std::memory_order_acquire); }
    /// Grows with each change, so that a view knows when to look again.
    [[nodiscard]] quint64 revision() const { return m_revision.load(std::memory_order_acquire); }
    /// The records that have a note, in rising order.
    [[nodiscard]] std::vector<RecordId> records() const;
    /// The marked ones, in rising order.
    [[nodiscard]] std::vector<RecordId> marked() const;

private:
    mutable std::shared_mutex m_mutex; // guards m_notes
    std::map<RecordId, RecordNote> m_notes;
    std::atomic<quint64> m_count{0};
    std::atomic<quint64> m_revision{0};
};

} // namespace wl
