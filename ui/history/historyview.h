// SPDX-License-Identifier: MIT
#pragma once

#include "history/historyentry.h"

#include <QJsonObject>
#include <QTimer>
#include <QWidget>

#include <functional>

class QAction;
class QLabel;
class QLineEdit;

namespace wl {

class EmptyTable;
class History;
class HistoryModel;

/// The dock of the history: a search line and the list of what it finds, newest first. UI thread.
class HistoryView : public QWidget
{
    Q_OBJECT
public:
    /// `history` outlives this object.
    explicit HistoryView(History& history, QWidget* parent = nullptr);

    /// Puts the focus into the search line.
    void focusSearch();
    /// What can be done with the selected entries, for menus.
    [[nodiscard]] QList<QAction*> actions() const;

    [[nodiscard]] QJsonObject memory() const;
    void setMemory(const QJsonObject& memory);

signals:
    void requestOpened(const wl::StoredExchange& stored);
    void responseOpened(const wl::StoredExchange& stored);
    void undoOffered(const QString& text, const std::function<void()>& undo);
    /// What was tried did not work.
    void failed(const QString& tried, const wl::Error& error);
    void memoryChanged();

protected:
    void showEvent(QShowEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void setUpSearch();
    void setUpTable();
    void setUpActions();
    void setUpLayout();
    void connectHistory();
    void search();
    void showFound(const QList<qint64>& ids);
    void showStandingHint();
    void showHint(const QString& text, bool isProblem);
    void showColumns();
    void updateActions();
    void open(bool asRequest);
    void remove();
    void removed(const Result<qint64>& deletion, const QString& text);
    void clear();
    void pin();
    void copyUrls();
    [[nodiscard]] QList<qint64> selected() const;
    void select(const QList<qint64>& ids);
    [[nodiscard]] bool areAllPinned() const;

    History& m_history;
    HistoryModel* m_model = nullptr;
    QLineEdit* m_search = nullptr;
    QLabel* m_hint = nullptr;
    EmptyTable* m_table = nullptr;
    QAction* m_openRequest = nullptr;
    QAction* m_openResponse = nullptr;
    QAction* m_copyUrl = nullptr;
    QAction* m_pin = nullptr;
    QAction* m_remove = nullptr;
    QAction* m_clear = nullptr;
    QTimer m_searchTimer;
    bool m_hasHintProblem = false;
    QString m_notKept;     ///< what failed last, and why
    qint64 m_trimmed = 0;  ///< entries that the cap has removed since the start
    bool m_isStale = true; ///< something changed while nobody looked
};

} // namespace wl
