// SPDX-License-Identifier: MIT
#include "ui/shell/capturebar.h"

#include "ui/panes/common/elidinglabel.h"
#include "ui/widgets/icons.h"

#include <QBoxLayout>
#include <QProgressBar>
#include <QPushButton>

namespace wl {

CaptureBar::CaptureBar(QWidget* parent)
    : QWidget(parent)
{
    setObjectName(QStringLiteral("captureBar"));
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(8, 4, 8, 0);
    column->setSpacing(4);
    m_opened = makeRow(QStringLiteral("opened"));
    m_live = new QPushButton(icons::icon(QStringLiteral("live")), tr("Back to Live"), m_opened.widget);
    m_live->setObjectName(QStringLiteral("backToLive"));
    m_live->setAccessibleName(tr("Back to Live"));
    m_live->setToolTip(tr("Show the live capture again and close this one"));
    m_opened.widget->layout()->addWidget(m_live);
    m_savingCapture = makeRow(QStringLiteral("saving"));
    m_savingPayload = makeRow(QStringLiteral("savingPayload"));
    m_exporting = makeRow(QStringLiteral("exporting"));
    connect(m_opened.cancel, &QPushButton::clicked, this, &CaptureBar::openingCanceled);
    connect(m_live, &QPushButton::clicked, this, &CaptureBar::liveRequested);
    for (const Saving what : {Saving::Capture, Saving::Payload, Saving::Export})
        connect(rowOf(what).cancel, &QPushButton::clicked, this, [this, what] { emit savingCanceled(what); });
    hide();
}

CaptureBar::Row CaptureBar::makeRow(const QString& name)
{
    Row row;
    row.widget = new QWidget(this);
    row.text = new ElidingLabel(row.widget);
    row.text->setObjectName(name + QStringLiteral("Text"));
    row.progress = new QProgressBar(row.widget);
    row.progress->setObjectName(name + QStringLiteral("Progress"));
    row.progress->setAccessibleName(tr("Progress"));
    row.progress->setRange(0, 100);
    row.progress->setFixedWidth(160);
    row.cancel = new QPushButton(tr("Cancel"), row.widget);
    row.cancel->setObjectName(name + QStringLiteral("Cancel"));
    row.cancel->setAccessibleName(tr("Cancel"));
    auto* line = new QHBoxLayout(row.widget);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(row.text, 1);
    line->addWidget(row.progress);
    line->addWidget(row.cancel);
    row.widget->hide();
    layout()->addWidget(row.widget);
    return row;
}

void CaptureBar::showRow(const Row& row, const QString& text, int percent)
{
    row.text->setFullText(text);
    row.progress->setVisible(percent >= 0);
    row.cancel->setVisible(percent >= 0);
    row.progress->setValue(std::max(0, percent));
    row.widget->show();
}

void CaptureBar::showOpened(const QString& text, int percent)
{
    showRow(m_opened, text, percent);
    show();
}

void CaptureBar::hideOpened()
{
    m_opened.widget->hide();
    updateVisibility();
}

int CaptureBar::openedHeight() const
{
    return m_opened.widget->isHidden() ? 0 : m_opened.widget->sizeHint().height();
}

const CaptureBar::Row& CaptureBar::rowOf(Saving what) const
{
    switch (what) {
    case Saving::Capture: return m_savingCapture;
    case Saving::Payload: return m_savingPayload;
    case Saving::Export: break;
    }
    return m_exporting;
}

void CaptureBar::showSaving(Saving what, const QString& text, int percent)
{
    showRow(rowOf(what), text, percent);
    show();
}

void CaptureBar::hideSaving(Saving what)
{
    rowOf(what).widget->hide();
    updateVisibility();
}

void CaptureBar::updateVisibility()
{
    setVisible(!m_opened.widget->isHidden() || !m_savingCapture.widget->isHidden() ||
               !m_savingPayload.widget->isHidden() || !m_exporting.widget->isHidden());
}

} // namespace wl
