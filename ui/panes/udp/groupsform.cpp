// SPDX-License-Identifier: MIT
#include "ui/panes/udp/groupsform.h"

#include "ui/panes/common/plaintooltip.h"
#include "ui/panes/udp/groupsmodel.h"
#include "ui/widgets/problemedge.h"
#include "ui/widgets/rowheight.h"

#include "ui_groupsform.h"

#include <QNetworkInterface>

namespace wl {

namespace {
constexpr int tableRowHeight = 22;
}

GroupsForm::GroupsForm(QWidget* parent)
    : QWidget(parent)
    , m_ui(std::make_unique<Ui::GroupsForm>())
    , m_model(new GroupsModel(this))
{
    m_ui->setupUi(this);
    m_edge = new ProblemEdge(*m_ui->group);
    m_ui->table->setModel(m_model);
    m_ui->table->setEmptyText(tr("No group joined yet. Type one above and press Join."));
    fitRowHeight(*m_ui->table, tableRowHeight);
    m_ui->table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_ui->table->horizontalHeader()->resizeSection(GroupsModel::Group, 200);
    fillInterfaces(*m_ui->interfaceBox);
    connect(m_ui->group, &QLineEdit::textChanged, this, &GroupsForm::updateControls);
    connect(m_ui->group, &QLineEdit::returnPressed, this, [this] {
        m_ui->join->click();
        showProblem(true);
    });
    connect(m_ui->join, &QPushButton::clicked, this, &GroupsForm::join);
    connect(m_ui->leave, &QPushButton::clicked, this, &GroupsForm::leave);
    connect(m_ui->table->selectionModel(), &QItemSelectionModel::selectionChanged, this,
            &GroupsForm::updateControls);
    connect(m_model, &QAbstractItemModel::modelReset, this, &GroupsForm::updateControls);
    updateControls();
}

GroupsForm::~GroupsForm() = default;

void GroupsForm::fillInterfaces(QComboBox& box)
{
    box.addItem(tr("default", "network interface"), QString());
    for (const QNetworkInterface& one : QNetworkInterface::allInterfaces()) {
        if (one.flags().testFlag(QNetworkInterface::IsUp))
            box.addItem(one.name(), one.name());
    }
}

QString GroupsForm::interfaceOf(const QComboBox& box)
{
    return box.currentData().toString();
}

void GroupsForm::showInterface(QComboBox& box, const QString& name)
{
    if (box.findData(name) < 0)
        box.addItem(name, name);
    box.setCurrentIndex(box.findData(name));
}

void GroupsForm::setGroups(const QList<MulticastGroup>& groups)
{
    m_model->setGroups(groups);
}

QList<MulticastGroup> GroupsForm::groups() const
{
    return m_model->groups();
}

void GroupsForm::join()
{
    const QString group = m_ui->group->text().trimmed();
    if (!GroupsModel::problem(group).isEmpty())
        return;
    if (m_model->add({group, interfaceOf(*m_ui->interfaceBox)}))
        emit edited();
    m_ui->group->clear();
}

void GroupsForm::leave()
{
    const QModelIndexList rows = m_ui->table->selectionModel()->selectedRows();
    if (rows.isEmpty())
        return;
    m_model->removeAt(rows.constFirst().row());
    emit edited();
}

/// `isAsked`: by Enter; else an empty field needs no scolding.
void GroupsForm::showProblem(bool isAsked)
{
    const QString group = m_ui->group->text().trimmed();
    const QString wrong = !group.isEmpty()                         ? GroupsModel::problem(group)
                          : isAsked && m_model->groups().isEmpty() ? tr("Enter a multicast group first.")
                                                                   : QString();
    m_ui->groupHint->setHint(Marks::Sign::Error, wrong);
    m_edge->setVisible(!wrong.isEmpty());
}

void GroupsForm::updateControls()
{
    const QString group = m_ui->group->text().trimmed();
    const QString wrong =
        group.isEmpty() ? tr("Enter a multicast group first.") : GroupsModel::problem(group);
    m_ui->join->setEnabled(wrong.isEmpty());
    m_ui->join->setToolTip(wrong.isEmpty() ? tr("Add the group to those that the socket joins")
                                           : plainToolTip(wrong));
    m_ui->group->setAccessibleDescription(group.isEmpty() ? QString() : wrong);
    showProblem(false);
    const bool hasSelection = m_ui->table->selectionModel()->hasSelection();
    m_ui->leave->setEnabled(hasSelection);
    m_ui->leave->setToolTip(hasSelection ? tr("Take the group out") : tr("Select a group first."));
}

} // namespace wl
