// SPDX-License-Identifier: MIT
#pragma once

#include "ui/widgets/keyvaluemodel.h"

#include <QTableView>

#include <functional>

class QMenu;

namespace wl {

/// A table of names and values that is filled by typing: the last row is always free, Tab goes from cell to
/// cell, Space switches a row on and off, Delete removes rows, Alt+Shift+Up and Down or the mouse move them,
/// pasted lines ("Name: value", "name=value") become rows, dropped files become parts. UI thread.
class KeyValueTable : public QTableView
{
    Q_OBJECT
public:
    enum Feature : quint8 {
        Plain = 0,
        Secrets = 1, ///< rows can be marked as secret
        Files = 2,   ///< values can be files; shows the content type
    };

    explicit KeyValueTable(int features = Plain, QWidget* parent = nullptr);

    [[nodiscard]] KeyValueModel& rows() { return *m_model; }
    [[nodiscard]] const KeyValueModel& rows() const { return *m_model; }
    /// Names that are offered while one is typed.
    void setNameCompletions(const QStringList& names);
    [[nodiscard]] const QStringList& nameCompletions() const { return m_completions; }
    /// Values that are offered for a name while one is typed.
    void setValueCompletions(const std::function<QStringList(const QString& name)>& values);
    [[nodiscard]] QStringList valueCompletions(const QString& name) const;

    /// What the menu calls the mark of Feature::Secrets.
    void setSecretText(const QString& text) { m_secretText = text; }

    /// Opens a file dialog for the row's value.
    void chooseFiles(int row);
    /// As a new part.
    void addFiles(const QStringList& files);
    void removeSelected();
    /// Takes what an open editor holds, as Enter there would.
    void commitEditor();

protected:
    void keyPressEvent(QKeyEvent* event) override;
    void contextMenuEvent(QContextMenuEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dragMoveEvent(QDragMoveEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    QModelIndex moveCursor(CursorAction action, Qt::KeyboardModifiers modifiers) override;

private:
    void setUpColumns();
    void layoutColumns();
    [[nodiscard]] QList<int> selectedRows() const;
    void toggleSelected();
    void moveCurrent(int by);
    void addMoves(QMenu& menu);
    [[nodiscard]] QStringList filesOf(const QDropEvent& event) const;
    void dropFiles(const QStringList& files, int row);
    void copySelected();
    void paste();

    KeyValueModel* m_model = nullptr;
    QStringList m_completions;
    std::function<QStringList(const QString&)> m_valueCompletions;
    QString m_secretText;
    int m_features = Plain;
};

} // namespace wl
