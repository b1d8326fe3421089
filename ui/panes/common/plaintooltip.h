// SPDX-License-Identifier: MIT
#pragma once

#include <QTextDocument>

namespace wl {

/// Text as a tooltip that is never taken for markup: what comes from outside must not become rich text.
[[nodiscard]] inline QString plainToolTip(const QString& text)
{
    return text.isEmpty() ? QString() : Qt::convertFromPlainText(text, Qt::WhiteSpaceNormal);
}

} // namespace wl
