// SPDX-License-Identifier: MIT
#include "ui/shell/shellstate.h"

#include "base/filecommit.h"
#include "base/filewriter.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

namespace wl {

namespace {

constexpr qint64 maxFileBytes = 4 * 1024 * 1024;
constexpr qsizetype maxPanes = 200;
constexpr qsizetype maxJarNameChars = 200;

QString encoded(const QByteArray& bytes)
{
    return QString::fromLatin1(bytes.toBase64());
}

QByteArray decoded(const QJsonValue& value)
{
    return QByteArray::fromBase64(value.toString().toLatin1());
}

QJsonObject toObject(const PanePlace& place)
{
    QJsonArray indexes;
    for (const int index : place.indexes)
        indexes.append(index);
    return {{QStringLiteral("scratch"), place.isScratch},
            {QStringLiteral("place"), indexes},
            {QStringLiteral("name"), place.name}};
}

PanePlace toPlace(const QJsonObject& object)
{
    PanePlace place;
    place.isScratch = object.value(QStringLiteral("scratch")).toBool();
    place.memory = object.value(QStringLiteral("memory")).toObject();
    place.name = object.value(QStringLiteral("name")).toString();
    const QJsonArray indexes = object.value(QStringLiteral("place")).toArray();
    for (const QJsonValue& index : indexes)
        place.indexes += index.toInt(-1);
    return place;
}

} // namespace

ShellState ShellState::load(const QString& path)
{
    const Result<QByteArray> file = readFile(path, maxFileBytes);
    return file ? fromJson(*file) : ShellState();
}

void ShellState::save(const QString& path, FileWriter& writer) const
{
    writer.write(path, toJson());
}

QByteArray ShellState::toJson() const
{
    QJsonArray places;
    qsizetype memoryBytes = 0;
    for (const PanePlace& place : panes) {
        QJsonObject object = toObject(place);
        memoryBytes += QJsonDocument(place.memory).toJson().size();
        if (!place.memory.isEmpty() && memoryBytes <= maxMemoryBytes)
            object.insert(QStringLiteral("memory"), place.memory);
        places.append(object);
    }
    const QJsonObject object{
        {QStringLiteral("geometry"), encoded(geometry)},
        {QStringLiteral("layout"), encoded(layout)},
        {QStringLiteral("traffic"), traffic},
        {QStringLiteral("history"), history},
        {QStringLiteral("cookieJar"), cookieJar},
        {QStringLiteral("recentAddresses"), QJsonArray::fromStringList(recentAddresses)},
        {QStringLiteral("panes"), places},
        {QStringLiteral("currentPane"), currentPane},
        {QStringLiteral("wasSystemDark"), wasSystemDark},
    };
    return QJsonDocument(object).toJson();
}

ShellState ShellState::fromJson(const QByteArray& json)
{
    const QJsonObject object = QJsonDocument::fromJson(json).object();
    ShellState state;
    state.geometry = decoded(object.value(QStringLiteral("geometry")));
    state.layout = decoded(object.value(QStringLiteral("layout")));
    state.traffic = object.value(QStringLiteral("traffic")).toObject();
    state.history = object.value(QStringLiteral("history")).toObject();
    state.cookieJar = object.value(QStringLiteral("cookieJar")).toString().left(maxJarNameChars);
    const QJsonArray addresses = object.value(QStringLiteral("recentAddresses")).toArray();
    for (const QJsonValue& address : addresses) {
        if (address.isString() && state.recentAddresses.size() < maxRecentAddresses)
            state.recentAddresses += address.toString();
    }
    const QJsonArray places = object.value(QStringLiteral("panes")).toArray();
    for (const QJsonValue& place : places) {
        if (state.panes.size() < maxPanes)
            state.panes += toPlace(place.toObject());
    }
    state.currentPane = object.value(QStringLiteral("currentPane")).toInt(-1);
    state.wasSystemDark = object.value(QStringLiteral("wasSystemDark")).toBool();
    return state;
}

void ShellState::addRecent(const QString& address)
{
    recentAddresses.removeAll(address);
    recentAddresses.prepend(address);
    while (recentAddresses.size() > maxRecentAddresses)
        recentAddresses.removeLast();
}

} // namespace wl
