// SPDX-License-Identifier: MIT
#pragma once

#include <QScrollArea>

namespace wl {

/// The panel of "More options": as high as what it holds where there is room, else it scrolls. UI thread.
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

private:
    void alignLabels();
};

} // namespace wl
