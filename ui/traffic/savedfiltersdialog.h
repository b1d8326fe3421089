// SPDX-License-Identifier: MIT
#pragma once

#include "ui/traffic/savedfiltersmodel.h"

#include <QDialog>

class QLabel;
class QPushButton;
class QTableView;

namespace wl {

/// Renames, changes and removes saved filters; each edit counts at once, what is removed can be brought back.
/// UI thread.
class SavedFiltersDialog : public QDialog
{
    Q_OBJECT
public:
    explicit SavedFiltersDialog(const QList<SavedFilter>& filters, QWidget* parent = nullptr);

signals:
    void changed(const QList<wl::SavedFilter>& filters);

private:
    void setUp();
    void updateButtons();

    SavedFiltersModel m_model;
    QTableView* m_table = nullptr;
    QLabel* m_problem = nullptr;
    QPushButton* m_remove = nullptr;
    QPushButton* m_undo = nullptr;
};

} // namespace wl
