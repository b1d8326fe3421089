// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/http/bodypage.h"
#include "ui/panes/http/tableorder.h"
#include "ui/widgets/pooljob.h"

#include <QTimer>
#include <QWidget>

class QComboBox;
class QLineEdit;
class QTableView;

namespace wl {

class HintLine;
class JsonTableModel;
class TableFind;

/// An array of a response's JSON as a table, sorted and filtered; made on the pool when the page is looked
/// at. UI thread.
class TablePage : public BodyPage
{
    Q_OBJECT
public:
    explicit TablePage(QWidget* parent = nullptr);

    void clear();
    /// Shows the array at this path (JSONPath); where it is empty the first one of objects.
    void showArray(const QString& path);
    Q_INVOKABLE void find(); ///< opens the line below it

protected:
    void start() override;
    void cancel() override;

private:
    /// A table with the path that it has, or what is wrong with the one that was asked for.
    struct Made
    {
        bodyjob::Table table;
        QString problem;
        QStringList paths; ///< of arrays of objects in the body
    };

    void setUpTable();
    void setUpBar();
    [[nodiscard]] static Made make(const bodyjob::Source& source, const QString& path, std::stop_token stop);
    void take(Made made);
    void showNote();
    void layoutColumns();
    void order();
    void copy(bool asCsv);

    QWidget* m_bar = nullptr;
    QComboBox* m_path = nullptr;
    QLineEdit* m_filter = nullptr;
    QTableView* m_table = nullptr;
    TableFind* m_find = nullptr;
    HintLine* m_note = nullptr;
    JsonTableModel* m_model = nullptr;
    PoolJob<Made> m_job;
    PoolJob<std::optional<std::vector<quint32>>> m_ordering;
    PoolJob<QString> m_copying;
    RowChoice m_view;
    QTimer m_typing;
};

} // namespace wl
