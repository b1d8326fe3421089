// SPDX-License-Identifier: MIT
#include "ui/widgets/problemedge.h"

#include "ui/widgets/colors.h"

#include <QEvent>
#include <QPainter>

namespace wl {

namespace {
constexpr double radius = 4;
}

ProblemEdge::ProblemEdge(QWidget& field)
    : QWidget(&field)
{
    setObjectName(QStringLiteral("problemEdge"));
    setAttribute(Qt::WA_TransparentForMouseEvents);
    setFocusPolicy(Qt::NoFocus);
    field.installEventFilter(this);
    setGeometry(field.rect());
    hide();
}

bool ProblemEdge::eventFilter(QObject* watched, QEvent* event)
{
    if (watched == parentWidget() && event->type() == QEvent::Resize)
        setGeometry(parentWidget()->rect());
    return QWidget::eventFilter(watched, event);
}

void ProblemEdge::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(Colors::current().error, 2));
    painter.drawRoundedRect(QRectF(rect()).adjusted(1, 1, -1, -1), radius, radius);
}

} // namespace wl
