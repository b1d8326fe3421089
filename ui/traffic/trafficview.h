// SPDX-License-Identifier: MIT
#pragma once

#include "capture/recordsource.h"
#include "query/choicerun.h"
#include "query/querycontext.h"
#include "ui/traffic/payloadfile.h"
#include "ui/widgets/copymenu.h"
#include "ui/widgets/pulse.h"

#include <QJsonObject>
#include <QWidget>

#include <functional>
#include <memory>

class QMenu;

namespace wl {

class TrafficNotes;
class TrafficTable;
struct TimeForms;

/// The traffic list with its bar: pause of the view, follow, filter. Pulls by the pulse. UI thread.
class TrafficView : public QWidget
{
    Q_OBJECT
public:
    explicit TrafficView(Pulse& pulse, QWidget* parent = nullptr);
    ~TrafficView() override;

    /// What is listed: the live capture, or an opened one.
    void setSource(std::shared_ptr<const RecordSource> source);
    [[nodiscard]] const std::shared_ptr<const RecordSource>& source() const;

    /// As what connections of the source are decoded, for filters and coloring rules.
    void setDecodeAs(const DecodeAs& decodeAs);
    [[nodiscard]] const DecodeAs& decodeAs() const;

    /// In the language of docs/filters.md.
    void setFilterText(const QString& text);
    [[nodiscard]] QString filterText() const;

    /// What the list shows at this moment, as exports and statistics take it: what the filter, the hidden
    /// connections and clearing leave.
    struct Shown
    {
        RecordChoice choice;
        std::optional<quint64> count; ///< none while the filter still searches
        bool isHeld = false;          ///< the view is paused, so that it will not grow
        QString filter;               ///< the text in force
        QString limits;               ///< the rest in words: "without connection 3, from record 1,001 on"
    };
    /// Takes in what is new first.
    [[nodiscard]] Shown shown();
    /// Opens the line that finds in the list (Ctrl+F).
    Q_INVOKABLE void find();
    /// Puts the focus into the filter box.
    void focusFilter();
    [[nodiscard]] bool isSaving() const;
    void cancelSaving();
    void setPaused(bool isPaused);
    [[nodiscard]] bool isPaused() const;

    [[nodiscard]] RecordId currentRecord() const;
    void showRecord(RecordId id);
    void markConnection(ConnectionId id);

    /// What is to be remembered over restarts: columns, filters that were used and saved.
    [[nodiscard]] QJsonObject memory() const;
    /// What is not understood is left as it is.
    void setMemory(const QJsonObject& memory);

    [[nodiscard]] TrafficTable* table() const;
    [[nodiscard]] TrafficNotes& notes() const;

    /// Hides the connection of the current record, until it is shown again from the filter bar.
    void hideConnection();
    /// The list begins anew; the capture keeps all.
    void clear();
    void editColoringRules();
    /// Entries of the rows' context menu that others carry out; they outlive this widget.
    void setRowActions(const QList<QAction*>& actions);

signals:
    void pausedChanged(bool isPaused);
    /// memory() is another one.
    void memoryChanged();
    /// Something was done that can be taken back.
    void undoOffered(const QString& text, const std::function<void()>& undo);
    void recordSelected(wl::RecordId id);
    void conversationRequested(wl::ConnectionId id);
    /// A payload is being saved; that ended in one of these ways.
    void savingProgress(const QString& path, int percent);
    void saved(const QString& path, const wl::PayloadSum& sum);
    void saveFailed(const QString& path, const wl::Error& error);
    /// A copy that has not all of what was selected.
    void copiedInPart(const QString& whatIsMissing);

private:
    struct Private;
    void setUpBar();
    void connectAll(Pulse& pulse);
    void refresh();
    void applyFilter();
    [[nodiscard]] QString shownLimits() const;
    void updateCount();
    void updateEmptyText();
    void setTimeForms(const TimeForms& forms);
    void showMenu(const QPoint& position);
    void addNoteActions(QMenu& menu);
    void addFilterActions(QMenu& menu, RecordId id, int column);
    void savePayload();
    void copy(CopyFormat format);
    [[nodiscard]] quint64 unselected() const;

    std::unique_ptr<Private> d;
};

} // namespace wl
