// SPDX-License-Identifier: MIT
#include "ui/traffic/coloringrulesdialog.h"

#include "ui/traffic/rowtint.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QHeaderView>
#include <QLabel>
#include <QLineEdit>
#include <QStyledItemDelegate>
#include <QTableView>
#include <QToolButton>

namespace wl {

namespace {

/// Chooses one of the colors by its name.
class ColorDelegate final : public QStyledItemDelegate
{
public:
    using QStyledItemDelegate::QStyledItemDelegate;

    QWidget* createEditor(QWidget* parent, const QStyleOptionViewItem&, const QModelIndex&) const override
    {
        auto* box = new QComboBox(parent);
        box->setAccessibleName(QCoreApplication::translate("ColoringRulesDialog", "Color"));
        for (const QString& name : rowtint::names())
            box->addItem(rowtint::label(name), name);
        return box;
    }
    void setEditorData(QWidget* editor, const QModelIndex& index) const override
    {
        auto* box = static_cast<QComboBox*>(editor);
        box->setCurrentIndex(box->findData(index.data(Qt::EditRole)));
    }
    void setModelData(QWidget* editor, QAbstractItemModel* model, const QModelIndex& index) const override
    {
        model->setData(index, static_cast<QComboBox*>(editor)->currentData(), Qt::EditRole);
    }
};

} // namespace

ColoringRulesDialog::ColoringRulesDialog(const QList<ColoringRule>& rules, const QString& filter,
                                         QWidget* parent)
    : QDialog(parent)
    , m_model(rules)
{
    setObjectName(QStringLiteral("coloringRulesDialog"));
    setWindowTitle(tr("Coloring Rules"));
    resize(620, 360);
    setUp(filter);
    connectAll();
    updateButtons();
}

QToolButton* ColoringRulesDialog::addButton(QHBoxLayout& row, const QString& text, const QString& name)
{
    auto* button = new QToolButton(this);
    button->setText(text);
    button->setAccessibleName(text);
    button->setObjectName(name);
    row.addWidget(button);
    return button;
}

void ColoringRulesDialog::setUp(const QString& filter)
{
    m_table = new QTableView(this);
    m_table->setObjectName(QStringLiteral("coloringRules"));
    m_table->setAccessibleName(tr("Coloring rules, the first that matches counts"));
    m_table->setModel(&m_model);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->verticalHeader()->hide();
    m_table->horizontalHeader()->setSectionResizeMode(ColoringRulesModel::Filter, QHeaderView::Stretch);
    m_table->setItemDelegateForColumn(ColoringRulesModel::Color, new ColorDelegate(m_table));
    m_filter = new QLineEdit(filter, this);
    m_filter->setObjectName(QStringLiteral("newRuleFilter"));
    m_filter->setAccessibleName(tr("Filter of a new rule"));
    m_filter->setPlaceholderText(tr("Filter of a new rule: http.status >= 400"));
    m_problem = new QLabel(this);
    m_problem->setObjectName(QStringLiteral("coloringProblem"));
    m_problem->setTextFormat(Qt::PlainText);
    m_problem->setWordWrap(true);

    auto* add = new QHBoxLayout;
    add->addWidget(m_filter, 1);
    m_add = addButton(*add, tr("Add"), QStringLiteral("addRule"));
    auto* buttons = new QHBoxLayout;
    m_up = addButton(*buttons, tr("Up"), QStringLiteral("ruleUp"));
    m_down = addButton(*buttons, tr("Down"), QStringLiteral("ruleDown"));
    m_remove = addButton(*buttons, tr("Remove"), QStringLiteral("removeRule"));
    m_undo = addButton(*buttons, tr("Undo Remove"), QStringLiteral("undoRemoveRule"));
    buttons->addStretch();
    QToolButton* close = addButton(*buttons, tr("Close"), QStringLiteral("closeRules"));
    connect(close, &QToolButton::clicked, this, &QDialog::accept);
    auto* column = new QVBoxLayout(this);
    column->addWidget(m_table, 1);
    column->addLayout(add);
    column->addWidget(m_problem);
    column->addLayout(buttons);
}

void ColoringRulesDialog::connectAll()
{
    connect(&m_model, &ColoringRulesModel::refused, m_problem, &QLabel::setText);
    connect(&m_model, &ColoringRulesModel::edited, this, [this] {
        m_problem->clear();
        updateButtons();
        emit changed(m_model.rules());
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this,
            &ColoringRulesDialog::updateButtons);
    connect(m_filter, &QLineEdit::textChanged, this, &ColoringRulesDialog::updateButtons);
    connect(m_filter, &QLineEdit::returnPressed, this, &ColoringRulesDialog::addRule);
    connect(m_add, &QToolButton::clicked, this, &ColoringRulesDialog::addRule);
    connect(m_up, &QToolButton::clicked, this, [this] { move(-1); });
    connect(m_down, &QToolButton::clicked, this, [this] { move(1); });
    connect(m_remove, &QToolButton::clicked, this, [this] { m_model.remove(m_table->currentIndex().row()); });
    connect(m_undo, &QToolButton::clicked, &m_model, &ColoringRulesModel::undoRemove);
}

void ColoringRulesDialog::addRule()
{
    // Each new rule begins with another color.
    const QStringList& names = rowtint::names();
    const QString color = names.at(m_model.rowCount() % names.size());
    if (m_model.add({m_filter->text().trimmed(), color, true}))
        m_filter->clear();
}

void ColoringRulesDialog::move(int step)
{
    const int row = m_model.move(m_table->currentIndex().row(), step);
    if (row >= 0)
        m_table->selectRow(row);
}

void ColoringRulesDialog::updateButtons()
{
    const int row = m_table->currentIndex().row();
    m_add->setEnabled(!m_filter->text().trimmed().isEmpty());
    m_remove->setEnabled(row >= 0);
    m_up->setEnabled(row > 0);
    m_down->setEnabled(row >= 0 && row + 1 < m_model.rowCount());
    m_undo->setEnabled(m_model.canUndoRemove());
}

} // namespace wl
