// SPDX-License-Identifier: MIT
#pragma once

#include "ui/traffic/coloringrulesmodel.h"

#include <QDialog>

class QHBoxLayout;
class QLabel;
class QLineEdit;
class QTableView;
class QToolButton;

namespace wl {

/// Edits the coloring rules of the traffic list; each edit counts at once, what is removed can be brought
/// back. UI thread.
class ColoringRulesDialog : public QDialog
{
    Q_OBJECT
public:
    /// `filter`: what the field for a new rule begins with.
    ColoringRulesDialog(const QList<ColoringRule>& rules, const QString& filter, QWidget* parent = nullptr);

signals:
    void changed(const QList<wl::ColoringRule>& rules);

private:
    void setUp(const QString& filter);
    QToolButton* addButton(QHBoxLayout& row, const QString& text, const QString& name);
    void connectAll();
    void addRule();
    void move(int step);
    void updateButtons();

    ColoringRulesModel m_model;
    QTableView* m_table = nullptr;
    QLineEdit* m_filter = nullptr;
    QLabel* m_problem = nullptr;
    QToolButton* m_add = nullptr;
    QToolButton* m_up = nullptr;
    QToolButton* m_down = nullptr;
    QToolButton* m_remove = nullptr;
    QToolButton* m_undo = nullptr;
};

} // namespace wl
