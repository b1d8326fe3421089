// SPDX-License-Identifier: MIT
#pragma once

#include <QCoreApplication>

namespace wl {

/// The room's words for people: why a file or a change was refused, what is kept without effect.
class WorkspaceText
{
    Q_DECLARE_TR_FUNCTIONS(WorkspaceText)
};

} // namespace wl
