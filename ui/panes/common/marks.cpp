// SPDX-License-Identifier: MIT
#include "ui/panes/common/marks.h"

#include "ui/widgets/icons.h"

namespace wl {

using icons::Tint;

QIcon Marks::icon(PaneState::Mark mark)
{
    switch (mark) {
    case PaneState::Mark::Idle: return icons::icon(QStringLiteral("mark-idle"), Tint::Muted);
    case PaneState::Mark::Busy: return icons::icon(QStringLiteral("mark-busy"), Tint::Warning);
    case PaneState::Mark::Active: return icons::icon(QStringLiteral("mark-active"), Tint::Good);
    case PaneState::Mark::HalfOpen: return icons::icon(QStringLiteral("mark-half"), Tint::Accent);
    case PaneState::Mark::Failed: return icons::icon(QStringLiteral("mark-failed"), Tint::Error);
    }
    return {};
}

QIcon Marks::icon(Sign sign)
{
    switch (sign) {
    case Sign::Information: return icons::icon(QStringLiteral("info"), Tint::Accent);
    case Sign::Exposed: return icons::icon(QStringLiteral("exposed"), Tint::Warning);
    case Sign::Warning: return icons::icon(QStringLiteral("alert"), Tint::Warning);
    case Sign::Error: return icons::icon(QStringLiteral("alert"), Tint::Error);
    }
    return {};
}

} // namespace wl
