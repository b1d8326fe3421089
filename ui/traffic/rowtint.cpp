// SPDX-License-Identifier: MIT
#include "ui/traffic/rowtint.h"

#include <QCoreApplication>

#include <algorithm>
#include <array>
#include <cmath>

namespace wl::rowtint {

namespace {

constexpr double strongest = 0.3; ///< part of the pure color
constexpr double step = 0.02;
constexpr double leastContrast = 4.5;

struct Tint
{
    const char* name;
    const char* label;
    QRgb color;
};

constexpr std::array<Tint, 8> tints{{
    {"red", QT_TRANSLATE_NOOP("RowTint", "Red"), 0xFFE5484D},
    {"orange", QT_TRANSLATE_NOOP("RowTint", "Orange"), 0xFFF08C2E},
    {"yellow", QT_TRANSLATE_NOOP("RowTint", "Yellow"), 0xFFE8C400},
    {"green", QT_TRANSLATE_NOOP("RowTint", "Green"), 0xFF30A46C},
    {"teal", QT_TRANSLATE_NOOP("RowTint", "Teal"), 0xFF12A5A5},
    {"blue", QT_TRANSLATE_NOOP("RowTint", "Blue"), 0xFF3E7BFA},
    {"violet", QT_TRANSLATE_NOOP("RowTint", "Violet"), 0xFF8E4EC6},
    {"gray", QT_TRANSLATE_NOOP("RowTint", "Gray"), 0xFF808891},
}};

const Tint* find(const QString& name)
{
    const auto found = std::find_if(tints.begin(), tints.end(),
                                    [&](const Tint& tint) { return name == QLatin1String(tint.name); });
    return found == tints.end() ? nullptr : &*found;
}

double luminance(const QColor& color)
{
    const auto linear = [](float part) {
        const double value = double(part);
        return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(color.redF()) + 0.7152 * linear(color.greenF()) + 0.0722 * linear(color.blueF());
}

QColor mixed(const QColor& base, const QColor& color, double part)
{
    const auto mix = [part](int a, int b) { return int(std::lround(a + (b - a) * part)); };
    return {mix(base.red(), color.red()), mix(base.green(), color.green()), mix(base.blue(), color.blue())};
}

bool isReadable(const QColor& background, const Colors& colors)
{
    const std::array texts{colors.text, colors.muted, colors.sent, colors.received, colors.error};
    return std::all_of(texts.begin(), texts.end(),
                       [&](const QColor& text) { return contrast(text, background) >= leastContrast; });
}

} // namespace

const QStringList& names()
{
    static const QStringList all = [] {
        QStringList list;
        for (const Tint& tint : tints)
            list += QLatin1String(tint.name);
        return list;
    }();
    return all;
}

QString label(const QString& name)
{
    const Tint* tint = find(name);
    return tint ? QCoreApplication::translate("RowTint", tint->label) : QString();
}

QColor background(const QString& name, const Colors& colors)
{
    const Tint* tint = find(name);
    if (!tint)
        return {};
    for (double part = strongest; part > step; part -= step) {
        const QColor mix = mixed(colors.base, QColor(tint->color), part);
        if (isReadable(mix, colors))
            return mix;
    }
    return mixed(colors.base, QColor(tint->color), step);
}

double contrast(const QColor& a, const QColor& b)
{
    const double first = luminance(a);
    const double second = luminance(b);
    return (std::max(first, second) + 0.05) / (std::min(first, second) + 0.05);
}

} // namespace wl::rowtint
