// SPDX-License-Identifier: MIT
#pragma once

#include <QToolButton>

namespace wl {

/// "More options": shows and hides the panel with what most people do not need. UI thread.
class MoreButton : public QToolButton
{
    Q_OBJECT
public:
    explicit MoreButton(QWidget* parent = nullptr);

    /// The panel starts hidden and follows the button.
    void setPanel(QWidget* panel);
    /// A shorter text where there is little room; the name stays.
    void setShort(bool isShort);
};

} // namespace wl
