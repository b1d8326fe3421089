// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/http/bodyjob.h"
#include "ui/panes/http/pooljob.h"

#include <QWidget>

class QLabel;
class QTableView;

namespace wl {

class HintLine;
class JsonTableModel;
class TableFind;

/// A response's JSON array of objects as a table; made on the pool when the page is looked at. UI thread.
class TablePage : public QWidget
{
    Q_OBJECT
public:
    explicit TablePage(QWidget* parent = nullptr);

    void clear();
    void setSource(const bodyjob::Source& source);
    Q_INVOKABLE void find(); ///< opens the line below it

signals:
    void shown();

protected:
    void showEvent(QShowEvent* event) override;

private:
    void refresh();
    void take(bodyjob::Table made);
    void layoutColumns();
    void copy();

    QTableView* m_table = nullptr;
    TableFind* m_find = nullptr;
    QLabel* m_empty = nullptr;
    HintLine* m_note = nullptr;
    JsonTableModel* m_model = nullptr;
    bodyjob::Source m_source;
    PoolJob<bodyjob::Table> m_job;
    bool m_isStale = false;
};

} // namespace wl
