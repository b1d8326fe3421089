// SPDX-License-Identifier: MIT
#include "ui/traffic/savedfiltersdialog.h"

#include <QBoxLayout>
#include <QDialogButtonBox>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableView>

namespace wl {

SavedFiltersDialog::SavedFiltersDialog(const QList<SavedFilter>& filters, QWidget* parent)
    : QDialog(parent)
    , m_model(filters)
{
    setObjectName(QStringLiteral("savedFiltersDialog"));
    setWindowTitle(tr("Saved Filters"));
    resize(560, 320);
    setUp();
    connect(&m_model, &SavedFiltersModel::refused, m_problem, &QLabel::setText);
    connect(&m_model, &SavedFiltersModel::edited, this, [this] {
        m_problem->clear();
        updateButtons();
        emit changed(m_model.filters());
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &SavedFiltersDialog::updateButtons);
    connect(m_remove, &QPushButton::clicked, this, [this] { m_model.remove(m_table->currentIndex().row()); });
    connect(m_undo, &QPushButton::clicked, &m_model, &SavedFiltersModel::undoRemove);
    updateButtons();
}

void SavedFiltersDialog::setUp()
{
    m_table = new QTableView(this);
    m_table->setObjectName(QStringLiteral("savedFilters"));
    m_table->setAccessibleName(tr("Saved filters"));
    m_table->setModel(&m_model);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setStretchLastSection(true);
    m_table->setColumnWidth(SavedFiltersModel::Name, 180);
    m_problem = new QLabel(this);
    m_problem->setObjectName(QStringLiteral("savedFiltersProblem"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    m_remove = buttons->addButton(tr("Remove"), QDialogButtonBox::ActionRole);
    m_remove->setObjectName(QStringLiteral("removeFilter"));
    m_undo = buttons->addButton(tr("Undo Remove"), QDialogButtonBox::ActionRole);
    m_undo->setObjectName(QStringLiteral("undoRemoveFilter"));
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_table, 1);
    column->addWidget(m_problem);
    column->addWidget(buttons);
}

void SavedFiltersDialog::updateButtons()
{
    m_remove->setEnabled(m_table->currentIndex().isValid());
    m_undo->setEnabled(m_model.canUndoRemove());
}

} // namespace wl
