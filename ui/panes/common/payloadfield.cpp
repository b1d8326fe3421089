// SPDX-License-Identifier: MIT
#include "ui/panes/common/payloadfield.h"

#include "base/errortext.h"
#include "payload/payloadsource.h"
#include "ui/panes/common/payloaddialog.h"
#include "ui/panes/common/plaintooltip.h"
#include "ui/widgets/fixedfont.h"

namespace wl {

namespace {

using Form = PayloadSpec::Form;

} // namespace

PayloadField::PayloadField(QWidget* parent)
    : QWidget(parent)
    , m_line(new QLineEdit(this))
    , m_form(new QToolButton(this))
{
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    layout->addWidget(m_line, 1);
    layout->addWidget(m_form);
    m_line->setObjectName(QStringLiteral("payloadText"));
    m_line->setFont(fixedFont());
    m_line->setMinimumWidth(48);
    m_form->setObjectName(QStringLiteral("payloadForm"));
    m_form->setPopupMode(QToolButton::InstantPopup);
    m_form->setToolButtonStyle(Qt::ToolButtonTextOnly);
    m_form->setFocusPolicy(Qt::StrongFocus);
    setFocusProxy(m_line);
    setUpMenu();
    connect(m_line, &QLineEdit::textEdited, this, [this](const QString& text) {
        m_spec.text = text;
        check();
        emit edited();
    });
    showSpec();
}

void PayloadField::setUpMenu()
{
    auto* menu = new QMenu(m_form);
    menu->addAction(tr("Text"), this, [this] { setForm(Form::Text); });
    menu->addAction(tr("Hex digits"), this, [this] { setForm(Form::Hex); });
    menu->addAction(tr("File"), this, [this] { setForm(Form::File); });
    menu->addSeparator();
    menu->addAction(tr("Edit in full…"), this, &PayloadField::openEditor);
    m_form->setMenu(menu);
}

void PayloadField::setPayloadName(const QString& name)
{
    m_name = name;
    m_line->setAccessibleName(name);
    m_form->setAccessibleName(tr("How %1 is written").arg(name));
    m_form->setToolTip(tr("Text, hex digits or a file; or open the whole editor"));
}

void PayloadField::setPlaceholderText(const QString& text)
{
    m_line->setPlaceholderText(text);
}

void PayloadField::setSpec(const PayloadSpec& spec)
{
    m_spec = spec;
    showSpec();
}

void PayloadField::showSpec()
{
    if (m_line->text() != m_spec.text)
        m_line->setText(m_spec.text);
    m_line->setCursorPosition(0);
    m_form->setText(m_spec.form == Form::Text  ? QStringLiteral("…")
                    : m_spec.form == Form::Hex ? tr("Hex", "form of a payload")
                                               : tr("File", "form of a payload"));
    check();
}

void PayloadField::setForm(Form form)
{
    PayloadSpec spec = m_spec;
    spec.form = form;
    accept(spec);
}

void PayloadField::accept(const PayloadSpec& spec)
{
    if (spec == m_spec)
        return;
    setSpec(spec);
    emit edited();
}

void PayloadField::openEditor()
{
    auto* dialog = new PayloadDialog(m_name, m_spec, this);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(dialog, &PayloadDialog::edited, this, &PayloadField::accept);
    dialog->open();
}

void PayloadField::check()
{
    m_problem.clear();
    if (!m_spec.text.isEmpty()) {
        if (const Result<PayloadSource> source = PayloadSource::compile(m_spec); !source)
            m_problem = ErrorText::reason(source.error());
    }
    m_line->setToolTip(plainToolTip(m_problem));
    m_line->setAccessibleDescription(m_problem);
}

} // namespace wl
