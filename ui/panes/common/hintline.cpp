// SPDX-License-Identifier: MIT
#include "ui/panes/common/hintline.h"

namespace wl {

namespace {

constexpr int signSize = 16;

} // namespace

HintLine::HintLine(QWidget* parent)
    : QWidget(parent)
    , m_text(new QLabel(this))
{
    m_text->setObjectName(QStringLiteral("hintText"));
    m_text->setTextFormat(Qt::PlainText);
    m_text->setWordWrap(true);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(signSize + 4, 0, 0, 0);
    layout->addWidget(m_text);
    setVisible(false);
}

void HintLine::setHint(Marks::Sign sign, const QString& text)
{
    if (m_sign == sign && m_text->text() == text)
        return;
    m_sign = sign;
    m_text->setText(text);
    m_text->setAccessibleName(text);
    setVisible(!text.isEmpty());
    update();
}

void HintLine::clear()
{
    setHint(m_sign, {});
}

QString HintLine::text() const
{
    return m_text->text();
}

void HintLine::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    const int line = m_text->fontMetrics().height();
    Marks::icon(m_sign).paint(&painter, 0, std::max(0, (line - signSize) / 2), signSize, signSize);
}

} // namespace wl
