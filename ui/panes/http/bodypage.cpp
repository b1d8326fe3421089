// SPDX-License-Identifier: MIT
#include "ui/panes/http/bodypage.h"

#include <QLabel>

namespace wl {

BodyPage::BodyPage(const QString& emptyName, QWidget* parent)
    : QWidget(parent)
    , m_empty(new QLabel(this))
{
    m_empty->setObjectName(emptyName);
    m_empty->setTextFormat(Qt::PlainText);
    m_empty->setAlignment(Qt::AlignCenter);
    m_empty->setWordWrap(true);
    m_empty->setForegroundRole(QPalette::PlaceholderText);
}

void BodyPage::setSource(const bodyjob::Source& source)
{
    cancel();
    m_source = source;
    makeAnew();
}

void BodyPage::makeAnew()
{
    m_isStale = true;
    if (isVisible())
        refresh();
}

void BodyPage::forgetSource()
{
    cancel();
    m_source = {};
    m_isStale = false;
}

void BodyPage::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    refresh();
}

void BodyPage::refresh()
{
    if (!m_isStale || !m_source.body)
        return;
    m_isStale = false;
    m_empty->setText(tr("Preparing…"));
    start();
}

} // namespace wl
