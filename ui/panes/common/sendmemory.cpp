// SPDX-License-Identifier: MIT
#include "ui/panes/common/sendmemory.h"

#include <QJsonArray>

#include <array>
#include <optional>

namespace wl {

namespace {

const std::array formNames{QLatin1String("text"), QLatin1String("hex"), QLatin1String("file")};

QJsonObject toObject(const PayloadSpec& spec)
{
    return {{QStringLiteral("form"), formNames.at(size_t(spec.form))},
            {QStringLiteral("text"), spec.text},
            {QStringLiteral("encoding"), spec.encoding},
            {QStringLiteral("escapes"), spec.escapes},
            {QStringLiteral("templates"), spec.templates}};
}

std::optional<PayloadSpec> toSpec(const QJsonObject& object)
{
    const QString form = object.value(QStringLiteral("form")).toString();
    const auto* name = std::find(formNames.begin(), formNames.end(), form);
    PayloadSpec spec;
    spec.text = object.value(QStringLiteral("text")).toString();
    if (name == formNames.end() || spec.text.isEmpty())
        return std::nullopt;
    spec.form = PayloadSpec::Form(name - formNames.begin());
    spec.encoding = object.value(QStringLiteral("encoding")).toString(spec.encoding);
    spec.escapes = object.value(QStringLiteral("escapes")).toBool(spec.escapes);
    spec.templates = object.value(QStringLiteral("templates")).toBool(spec.templates);
    return spec;
}

int inRange(const QJsonValue& value, int most, int otherwise)
{
    const int number = value.toInt(-1);
    return number >= 0 && number <= most ? number : otherwise;
}

} // namespace

QJsonObject SendMemory::toJson() const
{
    QJsonArray entries;
    qsizetype chars = 0;
    for (const PayloadSpec& spec : history) {
        chars += spec.text.size();
        if (chars > maxChars || entries.size() == maxEntries)
            break;
        entries.append(toObject(spec));
    }
    return {{QStringLiteral("repeats"), repeats},
            {QStringLiteral("intervalMs"), intervalMs},
            {QStringLiteral("times"), times},
            {QStringLiteral("history"), entries}};
}

SendMemory SendMemory::fromJson(const QJsonObject& object)
{
    SendMemory memory;
    memory.repeats = object.value(QStringLiteral("repeats")).toBool();
    memory.intervalMs = inRange(object.value(QStringLiteral("intervalMs")), maxIntervalMs, memory.intervalMs);
    memory.times = inRange(object.value(QStringLiteral("times")), maxTimes, memory.times);
    const QJsonArray entries = object.value(QStringLiteral("history")).toArray();
    for (const QJsonValue& entry : entries) {
        const std::optional<PayloadSpec> spec = toSpec(entry.toObject());
        if (spec && memory.history.size() < maxEntries)
            memory.history += *spec;
    }
    return memory;
}

} // namespace wl
