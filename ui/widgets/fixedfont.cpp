// SPDX-License-Identifier: MIT
#include "ui/widgets/fixedfont.h"

#include <QFontDatabase>

namespace wl {

namespace {
int chosenPoints = 0;
}

QFont fixedFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    if (chosenPoints > 0)
        font.setPointSize(chosenPoints);
    return font;
}

void setFixedFontPoints(int points)
{
    chosenPoints = points;
}

} // namespace wl
