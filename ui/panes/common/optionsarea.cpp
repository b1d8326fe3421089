// SPDX-License-Identifier: MIT
#include "ui/panes/common/optionsarea.h"

#include <QAbstractSpinBox>
#include <QComboBox>
#include <QEvent>
#include <QGridLayout>
#include <QLabel>
#include <QScrollBar>

namespace wl {

OptionsArea::OptionsArea(QWidget* parent)
    : QScrollArea(parent)
{
    setWidgetResizable(true);
    setFrameShape(QFrame::NoFrame);
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Maximum);
    setFocusPolicy(Qt::NoFocus);
}

QSize OptionsArea::sizeHint() const
{
    return widget() == nullptr ? QSize() : widget()->minimumSizeHint();
}

QSize OptionsArea::minimumSizeHint() const
{
    const QSize content = sizeHint();
    return {content.width() + verticalScrollBar()->sizeHint().width(), std::min(content.height(), 80)};
}

void OptionsArea::showEvent(QShowEvent* event)
{
    QScrollArea::showEvent(event);
    guardWheel();
    alignLabels();
}

void OptionsArea::guardWheel()
{
    const auto guard = [this](QWidget* control) {
        control->setFocusPolicy(Qt::StrongFocus); // without that of the wheel
        control->installEventFilter(this);
    };
    for (QComboBox* box : findChildren<QComboBox*>())
        guard(box);
    for (QAbstractSpinBox* box : findChildren<QAbstractSpinBox*>())
        guard(box);
}

void OptionsArea::alignLabels()
{
    const QList<QGridLayout*> grids = findChildren<QGridLayout*>();
    for (const int column : {0, 2}) {
        int widest = 0;
        for (const QGridLayout* grid : grids) {
            for (int i = 0; i < grid->count(); ++i) {
                int row = 0, first = 0, rows = 0, columns = 0;
                grid->getItemPosition(i, &row, &first, &rows, &columns);
                const QWidget* widget = grid->itemAt(i)->widget();
                const bool isLabel = first == column && columns == 1; // not a heading
                if (isLabel && qobject_cast<const QLabel*>(widget) != nullptr)
                    widest = std::max(widest, widget->sizeHint().width());
            }
        }
        for (QGridLayout* grid : grids)
            grid->setColumnMinimumWidth(column, widest);
    }
}

bool OptionsArea::eventFilter(QObject* watched, QEvent* event)
{
    // QScrollArea watches its widget itself; what the widget asks for decides our height.
    if (watched == widget() && event->type() == QEvent::LayoutRequest)
        updateGeometry();
    if (event->type() == QEvent::Wheel) {
        const auto* control = qobject_cast<const QWidget*>(watched);
        // The first choice has the focus as soon as the panel is opened.
        const bool isChoice = qobject_cast<const QComboBox*>(control) != nullptr;
        const bool isNumber = qobject_cast<const QAbstractSpinBox*>(control) != nullptr;
        if (isChoice || (isNumber && !control->hasFocus())) {
            event->ignore(); // it goes on to what scrolls
            return true;
        }
    }
    return QScrollArea::eventFilter(watched, event);
}

} // namespace wl
