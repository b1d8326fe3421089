// SPDX-License-Identifier: MIT
#pragma once

#include "query/comparison.h"

#include <QFutureWatcher>
#include <QWidget>

#include <stop_token>

class QAction;
class QButtonGroup;
class QComboBox;
class QLabel;
class QPushButton;

namespace wl {

class DiffView;

/// A tab that compares two messages or two conversations, as text, as hex or
/// message by message. A pool thread compares; it can
/// be canceled, and goes with the tab. UI thread.
class ComparePage : public QWidget
{
    Q_OBJECT
public:
    struct Side
    {
        ComparedRecords records;
        QString name; ///< "Record 12, sent to 127.0.0.1:80"
    };
    ComparePage(const Side& left, const Side& right, QWidget* parent = nullptr);
    ~ComparePage() override;

    [[nodiscard]] QString title() const;
    /// What the line on top says of the result.
    [[nodiscard]] QString summary() const;
    [[nodiscard]] DiffView& view() const { return *m_view; }

private:
    [[nodiscard]] bool isConversations() const { return m_left.records.conversation.isValid(); }
    void setUpBar();
    QAction* addStep(const QString& name, const QString& text, const QString& icon, const QKeySequence& key,
                     int step);
    void compare();
    void cancel();
    void take();
    void showRows();
    void updateForms();
    void updateActions();
    void say();
    [[nodiscard]] QString resultText() const;
    [[nodiscard]] static QString whatIsMissing(const ComparedBytes& side, const QString& name);

    Side m_left;
    Side m_right;
    QFutureWatcher<std::shared_ptr<const Comparison>> m_comparing;
    std::stop_source m_stop;
    std::shared_ptr<const Comparison> m_result;
    QButtonGroup* m_forms = nullptr;
    QComboBox* m_directions = nullptr;
    QAction* m_next = nullptr;
    QAction* m_previous = nullptr;
    QPushButton* m_cancel = nullptr;
    QLabel* m_summary = nullptr;
    DiffView* m_view = nullptr;
    int m_shownWidth = 0; ///< bytes a row of the hex that is shown; 0 = text
};

} // namespace wl
