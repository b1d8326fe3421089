// SPDX-License-Identifier: MIT
#include "ui/traffic/coloringrule.h"

#include "query/query.h"
#include "ui/traffic/filtermemory.h"
#include "ui/traffic/rowtint.h"

namespace wl {

QJsonArray toJson(const QList<ColoringRule>& rules)
{
    QJsonArray array;
    for (const ColoringRule& rule : rules)
        array.append(QJsonObject{{QStringLiteral("filter"), rule.filter},
                                 {QStringLiteral("color"), rule.color},
                                 {QStringLiteral("on"), rule.isOn}});
    return array;
}

QList<ColoringRule> coloringRulesFromJson(const QJsonArray& array)
{
    QList<ColoringRule> rules;
    for (const QJsonValue& value : array) {
        const ColoringRule rule{value[QStringLiteral("filter")].toString(),
                                value[QStringLiteral("color")].toString(),
                                value[QStringLiteral("on")].toBool(true)};
        const bool isUsable = !rule.filter.isEmpty() && rule.filter.size() <= FilterMemory::maxChars &&
                              Query::parse(rule.filter) && rowtint::names().contains(rule.color);
        if (isUsable && rules.size() < ColoringRule::maxRules)
            rules += rule;
    }
    return rules;
}

} // namespace wl
