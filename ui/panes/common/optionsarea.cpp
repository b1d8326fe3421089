// SPDX-License-Identifier: MIT
#include "ui/panes/common/optionsarea.h"

#include <QEvent>

namespace wl {

OptionsArea::OptionsArea(QWidget* parent)
    : QScrollArea(parent)
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    setFocusPolicy(Qt::NoFocus);
}

QSize OptionsArea::sizeHint() const
{
    return widget() == nullptr ? QSize() : widget()->minimumSizeHint();
}

QSize OptionsArea::minimumSizeHint() const
{
    return {0, std::min(sizeHint().height(), 80)};
}

bool OptionsArea::eventFilter(QObject* watched, QEvent* event)
{
    // QScrollArea watches its widget itself; what the widget asks for decides our height.
    if (watched == widget() && event->type() == QEvent::LayoutRequest)
        updateGeometry();
    return QScrollArea::eventFilter(watched, event);
}

} // namespace wl
