// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace wl {

/// A short remark of a form and the same in full; nothing to say where the text is empty.
struct Remark
{
    QString text;
    QString toolTip;
    bool isWarning = false;

    bool operator==(const Remark&) const = default;
};

} // namespace wl
