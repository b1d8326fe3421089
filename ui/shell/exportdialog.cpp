// SPDX-License-Identifier: MIT
#include "ui/shell/exportdialog.h"

#include "ui/widgets/format.h"

#include <QComboBox>
#include <QDialogButtonBox>
#include <QFormLayout>
#include <QLabel>
#include <QPushButton>
#include <QStandardItemModel>

namespace wl {

namespace {

enum DirectionRow : int { BothDirections, OnlySent, OnlyReceived };

} // namespace

ExportDialog::ExportDialog(const Scopes& scopes, QWidget* parent)
    : QDialog(parent)
    , m_scopes(scopes)
    , m_hint(new QLabel(this))
{
    setObjectName(QStringLiteral("exportDialog"));
    setWindowTitle(tr("Export"));
    auto* form = new QFormLayout(this);
    form->setContentsMargins(12, 12, 12, 12);
    m_format =
        addBox(QStringLiteral("exportFormat"), tr("&Format"),
               {tr("pcapng, as Wireshark reads it"), tr("HAR 1.2, HTTP exchanges"), tr("CSV, a row a record"),
                tr("JSON lines, an object a record"), tr("Raw bytes"), tr("C array")});
    m_scope = addBox(QStringLiteral("exportScope"), tr("&Records"), {});
    setUpScopes();
    m_payload = addBox(QStringLiteral("exportPayload"), tr("&Bytes"),
                       {tr("Leave out"), tr("As text"), tr("As hex"), tr("As Base64")});
    m_payload->setCurrentIndex(int(PayloadForm::Hex));
    m_direction = addBox(QStringLiteral("exportDirection"), tr("&Directions"),
                         {tr("Both, in order"), tr("Sent"), tr("Received")});
    m_hint->setObjectName(QStringLiteral("exportHint"));
    m_hint->setTextFormat(Qt::PlainText);
    m_hint->setWordWrap(true);
    m_hint->setMinimumWidth(360);
    form->addRow(m_hint);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Cancel, this);
    QPushButton* go = buttons->addButton(tr("Export…"), QDialogButtonBox::AcceptRole);
    go->setObjectName(QStringLiteral("exportButton"));
    go->setAccessibleName(tr("Export"));
    go->setDefault(true);
    form->addRow(buttons);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(m_format, &QComboBox::currentIndexChanged, this, &ExportDialog::updateControls);
    updateControls();
}

QComboBox* ExportDialog::addBox(const QString& name, const QString& label, const QStringList& items)
{
    auto* box = new QComboBox(this);
    box->setObjectName(name);
    box->setAccessibleName(QString(label).remove(u'&'));
    box->addItems(items);
    static_cast<QFormLayout*>(layout())->addRow(label, box);
    return box;
}

/// Those that there is nothing for are off and say why.
void ExportDialog::setUpScopes()
{
    const bool areAllShown = m_scopes.shown.isAll(m_scopes.all);
    const auto add = [this](const QString& text, Scope scope, bool isPossible) {
        m_scope->addItem(text, int(scope));
        auto* model = qobject_cast<QStandardItemModel*>(m_scope->model());
        model->item(m_scope->count() - 1)->setEnabled(isPossible);
    };
    add(tr("All, %1").arg(format::records(m_scopes.all)), Scope::All, true);
    add(areAllShown           ? tr("Shown (all are)")
        : m_scopes.shownCount ? tr("Shown, %1").arg(format::records(*m_scopes.shownCount))
                              : tr("Shown, those that the filter matches"),
        Scope::Shown, !areAllShown);
    add(m_scopes.selected > 0 ? tr("Selected, %1").arg(format::records(quint64(m_scopes.selected)))
                              : tr("Selected (no row is)"),
        Scope::Selected, m_scopes.selected > 0);
    add(m_scopes.conversation.isValid() ? tr("Conversation %1").arg(m_scopes.conversation.value() + 1)
                                        : tr("One conversation (no row is selected)"),
        Scope::Conversation, m_scopes.conversation.isValid());
    if (m_scopes.selected > 1)
        m_scope->setCurrentIndex(int(Scope::Selected));
    else if (!areAllShown)
        m_scope->setCurrentIndex(int(Scope::Shown));
}

ExportFormat ExportDialog::format() const
{
    return ExportFormat(m_format->currentIndex());
}

ExportDialog::Scope ExportDialog::scope() const
{
    return Scope(m_scope->currentData().toInt());
}

void ExportDialog::updateControls()
{
    const ExportFormat chosen = format();
    m_payload->setEnabled(chosen == ExportFormat::Csv || chosen == ExportFormat::JsonLines);
    m_direction->setEnabled(chosen == ExportFormat::Raw || chosen == ExportFormat::CArray);
    switch (chosen) {
    case ExportFormat::Pcapng: m_hint->setText(tr("Marks and comments are in it.")); break;
    case ExportFormat::Har:
        m_hint->setText(tr("Bodies, cookies and passwords that were sent are in it, too."));
        break;
    case ExportFormat::Csv:
        m_hint->setText(
            tr("A cell that a spreadsheet would take for a formula gets an apostrophe before it."));
        break;
    default: m_hint->clear();
    }
}

ExportOptions ExportDialog::options() const
{
    ExportOptions options;
    options.format = format();
    options.payload = PayloadForm(m_payload->currentIndex());
    const bool hasDirection = m_direction->isEnabled();
    options.sent = !hasDirection || m_direction->currentIndex() != OnlyReceived;
    options.received = !hasDirection || m_direction->currentIndex() != OnlySent;
    if (scope() == Scope::Shown)
        options.choice = m_scopes.shown;
    return options;
}

QString ExportDialog::suffix() const
{
    switch (format()) {
    case ExportFormat::Pcapng: return QStringLiteral("pcapng");
    case ExportFormat::Har: return QStringLiteral("har");
    case ExportFormat::Csv: return QStringLiteral("csv");
    case ExportFormat::JsonLines: return QStringLiteral("jsonl");
    case ExportFormat::CArray: return QStringLiteral("c");
    default: return QStringLiteral("bin");
    }
}

QString ExportDialog::suggestedName() const
{
    const QString base = scope() == Scope::Conversation
                             ? QStringLiteral("conversation-%1").arg(m_scopes.conversation.value() + 1)
                             : QStringLiteral("capture");
    return base + u'.' + suffix();
}

} // namespace wl
