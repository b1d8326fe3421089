// SPDX-License-Identifier: MIT
#pragma once

#include <QScrollArea>

namespace wl {

/// The panel of "More options": as high as what it holds where there is room, else it scrolls, whatever the
/// mouse wheel is above: a number changes by the wheel only when it has the focus, a choice never. UI thread.
class OptionsArea : public QScrollArea
{
    Q_OBJECT
public:
    explicit OptionsArea(QWidget* parent = nullptr);

    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void showEvent(QShowEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;
    /// The panel is made of several grids; their fields stand in the same two columns.
    void alignLabels();

private:
    void guardWheel();
};

} // namespace wl
