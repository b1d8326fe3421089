// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QRect>
#include <QString>

namespace wl {

/// What a painted view shows, for those who do not see it: a widget that is one gives its visible lines over
/// AT-SPI as a text that cannot be edited. UI thread.
class VisibleText
{
public:
    struct Line
    {
        QString text;
        QRect rect; ///< in the widget's viewport; the text takes all of it, in cells of one width
    };

    /// From the top, as they are painted now; the view's empty text where it says nothing else.
    [[nodiscard]] virtual QList<Line> linesShown() = 0;

protected:
    /// Makes Qt ask linesShown() for every VisibleText of this process.
    VisibleText();
    ~VisibleText() = default;
    VisibleText(const VisibleText&) = default;
    VisibleText& operator=(const VisibleText&) = default;
};

} // namespace wl
