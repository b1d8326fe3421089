// SPDX-License-Identifier: MIT
#include "ui/traffic/trafficnotes.h"

#include "ui/traffic/commenteditor.h"
#include "ui/traffic/recordtext.h"
#include "ui/traffic/trafficheader.h"
#include "ui/traffic/traffictable.h"
#include "ui/widgets/format.h"

#include <algorithm>

namespace wl {

namespace {
constexpr qsizetype mostMarked = 100'000; ///< at once
} // namespace

TrafficNotes::TrafficNotes(TrafficModel& model, TrafficTable& table, CommentEditor& editor, QObject* parent)
    : QObject(parent)
    , m_model(model)
    , m_table(table)
    , m_editor(editor)
{
    connect(&editor, &CommentEditor::saved, this, &TrafficNotes::setComment);
    connect(&editor, &CommentEditor::closed, this, [this] { m_table.setFocus(Qt::OtherFocusReason); });
}

RecordNotes* TrafficNotes::notes() const
{
    return m_model.source() ? m_model.source()->recordNotes() : nullptr;
}

void TrafficNotes::toggleMarks()
{
    RecordNotes* kept = notes();
    if (!kept)
        return;
    const QList<RecordId> records = m_table.selectedRecords(mostMarked);
    const bool isMarking =
        !std::all_of(records.begin(), records.end(), [kept](RecordId id) { return kept->isMarked(id); });
    QList<RecordId> changed;
    for (const RecordId id : records) {
        if (kept->isMarked(id) != isMarking)
            changed += id;
    }
    setMarks(*kept, changed, isMarking);
    refresh();
    if (records.size() > 1) // one is taken back by doing it again
        offerMarksBack(changed, isMarking);
}

void TrafficNotes::setMarks(RecordNotes& kept, const QList<RecordId>& records, bool isMarked)
{
    for (const RecordId id : records) {
        RecordNote note = kept.note(id);
        note.isMarked = isMarked;
        kept.set(id, note);
    }
}

void TrafficNotes::offerMarksBack(const QList<RecordId>& changed, bool isMarking)
{
    const QString count = format::records(quint64(changed.size()));
    QString text = isMarking ? tr("Marked %1.").arg(count) : tr("Took the marks of %1 away.").arg(count);
    if (const qsizetype more = m_table.selectedCount() - mostMarked; more > 0)
        text +=
            u' ' +
            tr("The %1 behind them are more than are marked at once.").arg(format::records(quint64(more)));
    emit undoOffered(text, [source = m_model.source(), changed, isMarking] {
        setMarks(*source->recordNotes(), changed, !isMarking);
    });
}

void TrafficNotes::editComment()
{
    const RecordId id = m_table.currentRecord();
    if (!notes() || !id.isValid())
        return;
    m_edited = m_model.source();
    m_editor.edit(id, notes()->note(id).comment);
}

void TrafficNotes::setComment(RecordId id, const QString& comment)
{
    const std::shared_ptr<const RecordSource> source = std::exchange(m_edited, nullptr);
    if (!source || !source->recordNotes())
        return;
    RecordNote note = source->recordNotes()->note(id);
    if (note.comment == comment)
        return;
    note.comment = comment;
    const RecordNote before = source->recordNotes()->set(id, note);
    if (!comment.isEmpty() && m_table.header().isSectionHidden(TrafficModel::Comment))
        m_table.header().showColumn(TrafficModel::Comment);
    refresh();
    const QString number = recordtext::number(id);
    emit undoOffered(comment.isEmpty()          ? tr("The comment on record %1 was taken away.").arg(number)
                     : before.comment.isEmpty() ? tr("Record %1 has a comment.").arg(number)
                                                : tr("The comment on record %1 was changed.").arg(number),
                     [source, id, before] { source->recordNotes()->set(id, before); });
}

bool TrafficNotes::goToMarked(int step)
{
    if (!notes())
        return false;
    std::vector<quint64> marked;
    for (const RecordId id : notes()->marked())
        marked.push_back(id.value());
    const std::vector<int> rows = m_model.rowsOf(std::move(marked));
    if (rows.empty())
        return false;
    const int current = m_table.currentIndex().isValid() ? m_table.currentIndex().row() : -1;
    const auto behind = std::upper_bound(rows.begin(), rows.end(), current);
    const auto at = std::lower_bound(rows.begin(), rows.end(), current);
    const int row = step > 0 ? (behind == rows.end() ? rows.front() : *behind)
                             : (at == rows.begin() ? rows.back() : *std::prev(at));
    m_table.showRecord(m_model.recordAt(row));
    return true;
}

void TrafficNotes::refresh()
{
    const quint64 revision = notes() ? notes()->revision() : 0;
    if (std::exchange(m_revision, revision) != revision)
        m_table.viewport()->update();
}

} // namespace wl
