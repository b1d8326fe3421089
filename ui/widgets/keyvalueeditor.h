// SPDX-License-Identifier: MIT
#pragma once

#include "ui/widgets/bulkrows.h"

#include <QWidget>

class QLabel;
class QStackedWidget;
class QToolButton;

namespace wl {

class KeyValueTable;
class PayloadTextEdit;

/// A table of names and values with a switch that shows its rows as text, a line each, for fast typing and
/// pasting. Both show the same: what is typed in one is in the other. UI thread.
class KeyValueEditor : public QWidget
{
    Q_OBJECT
public:
    /// `features` of KeyValueTable. The object name is given to the table; the text and the switch add "Text"
    /// and "Bulk" to it.
    KeyValueEditor(int features, bulkrows::Style style, const QString& objectName, const QString& title,
                   QWidget* parent = nullptr);

    [[nodiscard]] KeyValueTable& table() { return *m_table; }
    [[nodiscard]] const KeyValueTable& table() const { return *m_table; }
    void setRows(const QList<KeyValueRow>& rows); ///< no edited()
    [[nodiscard]] const QList<KeyValueRow>& rows() const;
    void showText(bool on);
    /// A line at the left of the switch, for what concerns the whole table; empty for none.
    void setNote(const QString& note);
    /// What its rows take, in pixels.
    [[nodiscard]] int neededHeight() const;

signals:
    void edited();
    void neededHeightChanged();

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fillText();
    void textTyped();

    KeyValueTable* m_table = nullptr;
    PayloadTextEdit* m_text = nullptr;
    QStackedWidget* m_stack = nullptr;
    QWidget* m_line = nullptr; ///< the switch and the note
    QToolButton* m_switch = nullptr;
    QLabel* m_note = nullptr;
    bulkrows::Style m_style;
    bool m_isTyping = false; ///< the rows change because the text did
};

} // namespace wl
