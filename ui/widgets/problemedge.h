// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

namespace wl {

/// An outline in the error color around a field whose input cannot be used. A child of the field that takes
/// no clicks and no focus. UI thread.
class ProblemEdge final : public QWidget
{
    Q_OBJECT
public:
    explicit ProblemEdge(QWidget& field);

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;
    void paintEvent(QPaintEvent* event) override;
};

} // namespace wl
