// SPDX-License-Identifier: MIT
#include "ui/panes/common/stateline.h"

#include "ui/panes/common/wrappinglabel.h"

#include <QEvent>

namespace wl {

namespace {

constexpr int markSize = 16;

} // namespace

StateLine::StateLine(QWidget* parent)
    : QWidget(parent)
    , m_word(new QLabel(this))
    , m_detail(new WrappingLabel(this))
    , m_remarkSign(new QLabel(this))
    , m_remark(new QLabel(this))
{
    m_word->setObjectName(QStringLiteral("stateWord"));
    m_word->setTextFormat(Qt::PlainText);
    QFont bold = m_word->font();
    bold.setWeight(QFont::DemiBold);
    m_word->setFont(bold);
    m_detail->setObjectName(QStringLiteral("stateDetail"));
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(markSize + 4, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(m_word);
    layout->addWidget(m_detail, 1);
    layout->addWidget(m_remarkSign);
    layout->addWidget(m_remark);
    m_remark->setObjectName(QStringLiteral("stateRemark"));
    m_remark->setTextFormat(Qt::PlainText);
    setRemark(m_sign, {}, {});
    setAccessibleName(tr("State"));
}

void StateLine::setState(const PaneState& state, const QString& detail)
{
    m_state = state;
    m_word->setText(state.word);
    m_word->setAccessibleName(tr("State: %1").arg(state.word));
    m_detail->setText(detail);
    m_detail->setAccessibleName(detail);
    setAccessibleDescription(text());
    update();
}

void StateLine::setRemark(Marks::Sign sign, const QString& text, const QString& toolTip)
{
    m_sign = sign;
    m_remark->setText(text);
    m_remark->setAccessibleName(text);
    m_remark->setToolTip(toolTip);
    m_remark->setAccessibleDescription(toolTip);
    m_remarkSign->setToolTip(toolTip);
    m_remark->setVisible(!text.isEmpty());
    m_remarkSign->setVisible(!text.isEmpty());
    showSign();
}

void StateLine::showSign()
{
    m_remarkSign->setPixmap(Marks::icon(m_sign).pixmap(QSize(markSize, markSize), devicePixelRatioF()));
}

void StateLine::changeEvent(QEvent* event)
{
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        showSign();
}

QString StateLine::text() const
{
    return m_detail->text().isEmpty() ? m_state.word : m_state.word + u' ' + m_detail->text();
}

void StateLine::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const int y = std::max(0, m_word->geometry().center().y() - markSize / 2);
    Marks::icon(m_state.mark).paint(&painter, 0, y, markSize, markSize);
}

} // namespace wl
