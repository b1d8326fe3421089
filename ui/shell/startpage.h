// SPDX-License-Identifier: MIT
#pragma once

#include <QWidget>

class QAction;

namespace wl {

/// What the middle shows while no pane is open: what to do first.
class StartPage : public QWidget
{
    Q_OBJECT
public:
    /// A button for each action.
    explicit StartPage(const QList<QAction*>& actions, QWidget* parent = nullptr);
};

} // namespace wl
