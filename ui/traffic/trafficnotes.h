// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordnotes.h"
#include "capture/recordsource.h"

#include <QObject>

#include <functional>
#include <memory>

namespace wl {

class CommentEditor;
class TrafficModel;
class TrafficTable;

/// Marks and comments of the list's records: marks what is selected, edits the comment on the current record,
/// goes from mark to mark. UI thread.
class TrafficNotes : public QObject
{
    Q_OBJECT
public:
    /// All outlive it.
    TrafficNotes(TrafficModel& model, TrafficTable& table, CommentEditor& editor, QObject* parent = nullptr);

    /// Marks the selected records; where all of them are marked, takes the marks away.
    void toggleMarks();
    /// Opens the editor for the current record.
    void editComment();
    /// Selects the next (1) or the one before (−1) of the marked records in the list, beyond the end from the
    /// other one. False where none is listed.
    bool goToMarked(int step);
    /// Looks whether notes have changed. Called by the pulse.
    void refresh();

signals:
    /// Something was done that can be taken back.
    void undoOffered(const QString& text, const std::function<void()>& undo);

private:
    [[nodiscard]] RecordNotes* notes() const;
    static void setMarks(RecordNotes& kept, const QList<RecordId>& records, bool isMarked);
    void offerMarksBack(const QList<RecordId>& changed, bool isMarking);
    void setComment(RecordId id, const QString& comment);

    TrafficModel& m_model;
    TrafficTable& m_table;
    CommentEditor& m_editor;
    std::shared_ptr<const RecordSource> m_edited; ///< whose record the editor is about
    quint64 m_revision = 0;
};

} // namespace wl
