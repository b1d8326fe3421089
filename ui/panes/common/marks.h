// SPDX-License-Identifier: MIT
#pragma once

#include "ui/panes/pane.h"

#include <QIcon>

namespace wl {

/// The signs of the panes as icons that follow the look and are told apart by their shape.
class Marks
{
public:
    enum class Sign : quint8 { Information, Exposed, Warning, Error };

    [[nodiscard]] static QIcon icon(PaneState::Mark mark);
    [[nodiscard]] static QIcon icon(Sign sign);
};

} // namespace wl
