// SPDX-License-Identifier: MIT
#include "ui/panes/http/imageview.h"

#include "ui/widgets/colors.h"

#include <QPainter>
#include <QScrollBar>
#include <QWheelEvent>

namespace wl {

namespace {

constexpr int checkSide = 8;
constexpr double minZoom = 1.0 / 32;
constexpr double maxZoom = 32;

} // namespace

ImageView::ImageView(QWidget* parent)
    : QAbstractScrollArea(parent)
{
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setBackgroundRole(QPalette::Base);
    connect(&m_timer, &QTimer::timeout, this, [this] {
        m_frame = (m_frame + 1) % m_picture.frames.size();
        runFrames();
        viewport()->update();
    });
}

void ImageView::setPicture(imagejob::Picture picture)
{
    m_timer.stop();
    m_picture = std::move(picture);
    m_frame = 0;
    m_fits = true;
    updateBars();
    runFrames();
    viewport()->update();
    emit zoomChanged();
}

/// Each picture stays as long as it says; nothing runs where nobody looks.
void ImageView::runFrames()
{
    if (m_picture.frames.size() > 1 && isVisible())
        m_timer.start(m_picture.frames[m_frame].delayMs);
    else
        m_timer.stop();
}

void ImageView::setFitting(bool fits)
{
    m_fits = fits;
    updateBars();
    viewport()->update();
    emit zoomChanged();
}

void ImageView::setZoom(double zoom)
{
    m_zoom = std::clamp(zoom, minZoom, maxZoom);
    setFitting(false);
}

double ImageView::zoom() const
{
    if (!m_fits || m_picture.size.isEmpty())
        return m_zoom;
    return std::min({1.0, double(viewport()->width()) / m_picture.size.width(),
                     double(viewport()->height()) / m_picture.size.height()});
}

QSizeF ImageView::shownSize() const
{
    return QSizeF(m_picture.size) * zoom();
}

void ImageView::updateBars()
{
    const QSizeF size = m_fits ? QSizeF(0, 0) : shownSize();
    const auto set = [](QScrollBar* bar, double all, int room) {
        bar->setRange(0, int(std::max(0.0, all - room)));
        bar->setPageStep(room);
        bar->setSingleStep(20);
    };
    set(horizontalScrollBar(), size.width(), viewport()->width());
    set(verticalScrollBar(), size.height(), viewport()->height());
}

void ImageView::paintEvent(QPaintEvent*)
{
    const Colors& colors = Colors::current();
    QPainter painter(viewport());
    painter.fillRect(viewport()->rect(), colors.window);
    if (m_picture.frames.empty())
        return;
    const QSizeF size = shownSize();
    const double left =
        std::max(0.0, (viewport()->width() - size.width()) / 2) - horizontalScrollBar()->value();
    const double top =
        std::max(0.0, (viewport()->height() - size.height()) / 2) - verticalScrollBar()->value();
    const QRectF place(QPointF(left, top), size);
    const QRect seen = place.toAlignedRect().intersected(viewport()->rect());
    painter.fillRect(seen, colors.base);
    for (int y = seen.top() / checkSide; y <= seen.bottom() / checkSide; ++y) {
        for (int x = seen.left() / checkSide + (y + seen.left() / checkSide) % 2;
             x <= seen.right() / checkSide; x += 2)
            painter.fillRect(QRect(x * checkSide, y * checkSide, checkSide, checkSide).intersected(seen),
                             colors.border);
    }
    painter.setRenderHint(QPainter::SmoothPixmapTransform, zoom() < 1);
    painter.drawImage(place, m_picture.frames[m_frame].image);
}

void ImageView::resizeEvent(QResizeEvent* event)
{
    QAbstractScrollArea::resizeEvent(event);
    updateBars();
    emit zoomChanged();
}

void ImageView::wheelEvent(QWheelEvent* event)
{
    if (event->modifiers().testFlag(Qt::ControlModifier) && event->angleDelta().y() != 0)
        setZoom(zoom() * (event->angleDelta().y() > 0 ? 1.25 : 0.8));
    else
        QAbstractScrollArea::wheelEvent(event);
}

void ImageView::showEvent(QShowEvent* event)
{
    QAbstractScrollArea::showEvent(event);
    runFrames();
}

void ImageView::hideEvent(QHideEvent* event)
{
    QAbstractScrollArea::hideEvent(event);
    runFrames();
}

} // namespace wl
