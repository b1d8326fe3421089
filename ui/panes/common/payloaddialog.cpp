// SPDX-License-Identifier: MIT
#include "ui/panes/common/payloaddialog.h"

#include "ui/widgets/payloadeditor.h"

#include <QDialogButtonBox>

namespace wl {

PayloadDialog::PayloadDialog(const QString& name, const PayloadSpec& spec, QWidget* parent)
    : QDialog(parent)
    , m_editor(new PayloadEditor(this))
{
    setWindowTitle(name);
    m_editor->setObjectName(QStringLiteral("payloadEditor"));
    m_editor->setSpec(spec);
    auto* buttons = new QDialogButtonBox(QDialogButtonBox::Close, this);
    auto* layout = new QVBoxLayout(this);
    layout->addWidget(m_editor, 1);
    layout->addWidget(buttons);
    connect(m_editor, &PayloadEditor::edited, this, [this] { emit edited(m_editor->spec()); });
    connect(m_editor, &PayloadEditor::sendRequested, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::accept);
    resize(560, 320);
}

} // namespace wl
