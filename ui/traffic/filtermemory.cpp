// SPDX-License-Identifier: MIT
#include "ui/traffic/filtermemory.h"

#include <QJsonArray>

#include <algorithm>

namespace wl {

void FilterMemory::remember(const QString& text)
{
    if (text.trimmed().isEmpty() || text.size() > maxChars)
        return;
    used.removeAll(text);
    used.prepend(text);
    if (used.size() > maxUsed)
        used.removeLast();
}

bool FilterMemory::save(const SavedFilter& filter)
{
    const QString name = filter.name.trimmed();
    if (name.isEmpty() || name.size() > maxChars || filter.text.trimmed().isEmpty() ||
        filter.text.size() > maxChars)
        return false;
    const auto known = std::find_if(saved.begin(), saved.end(),
                                    [&](const SavedFilter& other) { return other.name == name; });
    if (known != saved.end())
        known->text = filter.text;
    else if (saved.size() < maxSaved)
        saved += {name, filter.text};
    else
        return false;
    return true;
}

QJsonObject FilterMemory::toJson() const
{
    QJsonArray filters;
    for (const SavedFilter& filter : saved)
        filters +=
            QJsonObject{{QStringLiteral("name"), filter.name}, {QStringLiteral("filter"), filter.text}};
    return {{QStringLiteral("used"), QJsonArray::fromStringList(used)}, {QStringLiteral("saved"), filters}};
}

FilterMemory FilterMemory::fromJson(const QJsonObject& object)
{
    FilterMemory memory;
    const QJsonArray used = object.value(QStringLiteral("used")).toArray();
    for (qsizetype i = std::min(used.size(), maxUsed) - 1; i >= 0; --i)
        memory.remember(used.at(i).toString());
    const QJsonArray filters = object.value(QStringLiteral("saved")).toArray();
    for (const QJsonValue& filter : filters)
        memory.save({filter[QStringLiteral("name")].toString(), filter[QStringLiteral("filter")].toString()});
    return memory;
}

std::optional<QString> FilterWalk::older(const QStringList& used, const QString& current)
{
    if (m_at < 0)
        m_draft = current;
    qsizetype next = m_at + 1;
    if (m_at < 0 && !used.isEmpty() && used.constFirst() == current)
        ++next; // it is shown already
    if (next >= used.size())
        return std::nullopt;
    m_at = next;
    return used.at(m_at);
}

std::optional<QString> FilterWalk::newer(const QStringList& used)
{
    if (m_at < 0)
        return std::nullopt;
    --m_at;
    return m_at >= 0 && m_at < used.size() ? used.at(m_at) : m_draft;
}

} // namespace wl
