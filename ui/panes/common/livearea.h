// SPDX-License-Identifier: MIT
#pragma once

#include <QScrollArea>

class QVBoxLayout;

namespace wl {

/// How a pane lays out its parts: form and message bar on top, below them the live area (side by side) over
/// the send bar, with splitters. Where the pane is low, the options of an opened form take the live area's
/// place; where even the rest does not fit, the pane scrolls. UI thread.
class LiveArea : public QScrollArea
{
    Q_OBJECT
public:
    /// `left` may be null. Takes all widgets as children.
    struct Parts
    {
        QWidget* form = nullptr;
        QWidget* bar = nullptr;
        QWidget* left = nullptr;
        QWidget* right = nullptr;
        QWidget* bottom = nullptr;
    };
    explicit LiveArea(const Parts& parts, QWidget* parent = nullptr);

    void setOptionsShown(bool shown);
    /// Small and the same for all panes, so that none makes the window grow.
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    void arrange();
    void fit();

    QVBoxLayout* m_column = nullptr;
    QWidget* m_live = nullptr;
    bool m_areOptionsShown = false;
};

} // namespace wl
