// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/http/imagejob.h"

#include <QAbstractScrollArea>
#include <QTimer>

namespace wl {

/// Paints a picture on a checkerboard, fitted into the view or pixel for pixel; animations run. UI thread.
class ImageView : public QAbstractScrollArea
{
    Q_OBJECT
public:
    explicit ImageView(QWidget* parent = nullptr);

    void setPicture(imagejob::Picture picture);
    /// Pictures smaller than the view are not made larger by fitting.
    void setFitting(bool fits);
    /// 1 is a pixel of the picture for a pixel of the view. Ends fitting.
    void setZoom(double zoom);
    [[nodiscard]] double zoom() const;
    [[nodiscard]] bool isFitting() const { return m_fits; }

signals:
    void zoomChanged();

protected:
    void paintEvent(QPaintEvent* event) override;
    void resizeEvent(QResizeEvent* event) override;
    void wheelEvent(QWheelEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void updateBars();
    void runFrames();
    [[nodiscard]] QSizeF shownSize() const;

    imagejob::Picture m_picture;
    QTimer m_timer;
    size_t m_frame = 0;
    double m_zoom = 1;
    bool m_fits = true;
};

} // namespace wl
