// SPDX-License-Identifier: MIT
#include "ui/widgets/colors.h"

namespace wl {

namespace {

bool darkInForce = false;

Colors makeLight()
{
    Colors c;
    c.window = QColor(0xF6, 0xF7, 0xF9);
    c.base = QColor(0xFF, 0xFF, 0xFF);
    c.alternate = QColor(0xF2, 0xF4, 0xF7);
    c.text = QColor(0x1B, 0x1F, 0x24);
    c.muted = QColor(0x57, 0x60, 0x6A);
    c.border = QColor(0xD5, 0xDA, 0xE1);
    c.accent = QColor(0x0B, 0x6B, 0xCB);
    c.selection = QColor(0xEA, 0xF3, 0xFE);
    c.sent = QColor(0x0B, 0x6B, 0xCB);
    c.received = QColor(0xA6, 0x4B, 0x00);
    c.good = QColor(0x1A, 0x7F, 0x37);
    c.warning = QColor(0x8A, 0x61, 0x00);
    c.error = QColor(0xB3, 0x26, 0x1E);
    return c;
}

Colors makeDark()
{
    Colors c;
    c.window = QColor(0x1B, 0x1E, 0x23);
    c.base = QColor(0x14, 0x17, 0x1B);
    c.alternate = QColor(0x1F, 0x23, 0x29);
    c.text = QColor(0xE6, 0xE9, 0xEE);
    c.muted = QColor(0x9B, 0xA5, 0xB1);
    c.border = QColor(0x32, 0x38, 0x42);
    c.accent = QColor(0x5A, 0xA9, 0xF5);
    c.selection = QColor(0x1A, 0x35, 0x50);
    c.sent = QColor(0x5A, 0xA9, 0xF5);
    c.received = QColor(0xF0, 0xA3, 0x5E);
    c.good = QColor(0x57, 0xC2, 0x7A);
    c.warning = QColor(0xE3, 0xB3, 0x41);
    c.error = QColor(0xF2, 0x86, 0x7E);
    return c;
}

} // namespace

const Colors& Colors::light()
{
    static const Colors colors = makeLight();
    return colors;
}

const Colors& Colors::dark()
{
    static const Colors colors = makeDark();
    return colors;
}

const Colors& Colors::current()
{
    return darkInForce ? dark() : light();
}

void Colors::setDark(bool dark)
{
    darkInForce = dark;
}

bool Colors::isDark()
{
    return darkInForce;
}

} // namespace wl
