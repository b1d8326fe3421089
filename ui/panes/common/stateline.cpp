// SPDX-License-Identifier: MIT
#include "ui/panes/common/stateline.h"

#include "ui/panes/common/elidinglabel.h"
#include "ui/panes/common/marks.h"

namespace wl {

namespace {

constexpr int markSize = 16;

} // namespace

StateLine::StateLine(QWidget* parent)
    : QWidget(parent)
    , m_word(new QLabel(this))
    , m_detail(new ElidingLabel(this))
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
    setAccessibleName(tr("State"));
}

void StateLine::setState(const PaneState& state, const QString& detail)
{
    m_state = state;
    m_word->setText(state.word);
    m_word->setAccessibleName(tr("State: %1").arg(state.word));
    m_detail->setFullText(detail);
    setAccessibleDescription(text());
    update();
}

QString StateLine::text() const
{
    return m_detail->fullText().isEmpty() ? m_state.word : m_state.word + u' ' + m_detail->fullText();
}

void StateLine::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    Marks::icon(m_state.mark).paint(&painter, 0, (height() - markSize) / 2, markSize, markSize);
}

} // namespace wl
