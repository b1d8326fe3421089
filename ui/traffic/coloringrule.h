// SPDX-License-Identifier: MIT
#pragma once

#include <QJsonArray>
#include <QList>
#include <QString>

namespace wl {

/// Rows that a filter matches get a color. A value.
struct ColoringRule
{
    static constexpr qsizetype maxRules = 50;

    QString filter;
    QString color; ///< one of rowtint::names()
    bool isOn = true;

    bool operator==(const ColoringRule&) const = default;
};

[[nodiscard]] QJsonArray toJson(const QList<ColoringRule>& rules);
/// Rules that are not understood are left out.
[[nodiscard]] QList<ColoringRule> coloringRulesFromJson(const QJsonArray& array);

} // namespace wl
