// SPDX-License-Identifier: MIT
#include "workspace/yamldecoder.h"

#include "workspace/workspacetext.h"
#include "workspace/yamlreader.h"

namespace wl {

void YamlDecoder::refuse(const YamlNode& where, const QString& what)
{
    if (!m_error)
        m_error = Error{ErrorCode::FileMalformed, yamlPlace(where.line(), where.column(), what), 0};
}

QString YamlDecoder::scalar(const YamlNode& node, const QString& key)
{
    if (node.isScalar())
        return node.value();
    if (!node.isNull())
        refuse(node, WorkspaceText::tr("%1 must be a text").arg(key));
    return {};
}

QString YamlDecoder::text(const YamlNode& map, const QString& key, const QString& fallback)
{
    const YamlNode node = map.get(key);
    return node.isNull() ? fallback : scalar(node, key);
}

bool YamlDecoder::flag(const YamlNode& map, const QString& key, bool fallback)
{
    const YamlNode node = map.get(key);
    if (node.isNull())
        return fallback;
    if (node.isScalar() && node.isPlain()) {
        const QString word = node.value().toLower();
        if (word == QLatin1String("true"))
            return true;
        if (word == QLatin1String("false"))
            return false;
    }
    refuse(node, WorkspaceText::tr("%1 must be true or false").arg(key));
    return fallback;
}

qint64 YamlDecoder::number(const YamlNode& map, const QString& key, qint64 fallback, qint64 minimum,
                           qint64 maximum)
{
    const YamlNode node = map.get(key);
    if (node.isNull())
        return fallback;
    bool isNumber = false;
    const qint64 value = node.isScalar() ? node.value().toLongLong(&isNumber) : 0;
    if (isNumber && value >= minimum && value <= maximum)
        return value;
    refuse(node,
           WorkspaceText::tr("%1 must be a whole number from %2 to %3").arg(key).arg(minimum).arg(maximum));
    return fallback;
}

QStringList YamlDecoder::texts(const YamlNode& map, const QString& key)
{
    const YamlNode node = map.get(key);
    if (!node.isNull() && !node.isSequence())
        refuse(node, WorkspaceText::tr("%1 must be a list").arg(key));
    QStringList list;
    for (const YamlNode& item : node.items())
        list.append(scalar(item, key));
    return list;
}

YamlNode YamlDecoder::mapAt(const YamlNode& map, const QString& key)
{
    YamlNode node = map.get(key);
    if (node.isMap() || node.isNull())
        return node;
    refuse(node, WorkspaceText::tr("%1 must have keys").arg(key));
    return {};
}

QList<YamlNode> YamlDecoder::mapsAt(const YamlNode& map, const QString& key)
{
    const YamlNode node = map.get(key);
    if (!node.isNull() && !node.isSequence())
        refuse(node, WorkspaceText::tr("%1 must be a list").arg(key));
    for (const YamlNode& item : node.items()) {
        if (!item.isMap())
            refuse(item, WorkspaceText::tr("an entry of %1 must have keys").arg(key));
    }
    return m_error ? QList<YamlNode>() : node.items();
}

QString YamlDecoder::description(const YamlNode& map, const QString& key)
{
    const YamlNode node = map.get(key);
    return node.isMap() ? text(node, QStringLiteral("content")) : text(map, key);
}

} // namespace wl
