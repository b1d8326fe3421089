// SPDX-License-Identifier: MIT
#include "ui/widgets/secretedit.h"

#include <QHBoxLayout>
#include <QLineEdit>
#include <QToolButton>

namespace wl {

SecretEdit::SecretEdit(const QString& name, const QString& what, QWidget* parent)
    : QWidget(parent)
    , m_line(new QLineEdit(this))
    , m_show(new QToolButton(this))
{
    m_line->setObjectName(name);
    m_line->setAccessibleName(what);
    m_line->setEchoMode(QLineEdit::Password);
    m_line->setInputMethodHints(Qt::ImhHiddenText | Qt::ImhNoPredictiveText | Qt::ImhSensitiveData);
    m_show->setObjectName(name + QStringLiteral("Show"));
    m_show->setText(tr("Show"));
    m_show->setAccessibleName(tr("Show: %1").arg(what));
    m_show->setToolTip(tr("Shows what is typed; it is hidden again when this is switched off"));
    m_show->setCheckable(true);
    m_show->setFocusPolicy(Qt::TabFocus);
    connect(m_show, &QToolButton::toggled, this,
            [this](bool isShown) { m_line->setEchoMode(isShown ? QLineEdit::Normal : QLineEdit::Password); });
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    row->addWidget(m_line, 1);
    row->addWidget(m_show);
    setFocusProxy(m_line);
}

} // namespace wl
