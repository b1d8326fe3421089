// SPDX-License-Identifier: MIT
#include "workspace/yamlrows.h"

#include "net/tlsversions.h"
#include "workspace/workspacetext.h"

namespace wl {

const QStringList& rowOrder()
{
    static const QStringList order{QStringLiteral("name"),        QStringLiteral("value"),
                                   QStringLiteral("type"),        QStringLiteral("contentType"),
                                   QStringLiteral("description"), QStringLiteral("disabled")};
    return order;
}

QList<HttpField> decodeRows(const QList<YamlNode>& rows, YamlDecoder& decoder)
{
    QList<HttpField> fields;
    for (const YamlNode& row : rows) {
        HttpField field;
        field.name = decoder.text(row, QStringLiteral("name"));
        field.value = decoder.text(row, QStringLiteral("value"));
        field.enabled = !decoder.flag(row, QStringLiteral("disabled"), false);
        field.description = decoder.description(row);
        fields.append(field);
    }
    return fields;
}

QList<YamlNode> mergeRows(qsizetype count, const QList<YamlNode>& old,
                          const std::function<QString(qsizetype)>& nameOf,
                          const std::function<void(YamlNode&, qsizetype)>& fill, const QString& key)
{
    QList<bool> isUsed(old.size(), false);
    QList<YamlNode> rows(count, YamlNode::map());
    QList<qsizetype> renamed;
    for (qsizetype i = 0; i < count; ++i) {
        qsizetype match = 0;
        while (match < old.size() && (isUsed[match] || old.at(match).get(key).value() != nameOf(i)))
            ++match;
        if (match == old.size()) {
            renamed.append(i);
            continue;
        }
        isUsed[match] = true;
        rows[i] = old.at(match);
    }
    for (const qsizetype i : renamed) {
        if (count == old.size() && !isUsed[i])
            rows[i] = old.at(i);
    }
    for (qsizetype i = 0; i < count; ++i)
        fill(rows[i], i);
    return rows;
}

QList<YamlNode> encodeRows(const QList<HttpField>& fields, const QList<YamlNode>& old)
{
    return mergeRows(
        fields.size(), old, [&](qsizetype i) { return fields.at(i).name; },
        [&](YamlNode& row, qsizetype i) {
            const HttpField& field = fields.at(i);
            setText(row, QStringLiteral("name"), field.name, rowOrder());
            setText(row, QStringLiteral("value"), field.value, rowOrder());
            encodeDescription(row, field.description, rowOrder());
            row.setOrRemove(QStringLiteral("disabled"), field.enabled ? YamlNode() : YamlNode::boolean(true),
                            rowOrder());
        });
}

void setText(YamlNode& map, const QString& key, const QString& text, const QStringList& order)
{
    const YamlNode old = map.get(key);
    if (!old.isScalar() || old.value() != text)
        map.set(key, YamlNode::text(text), order);
}

void setUnlessDefault(YamlNode& map, const QString& key, const YamlNode& value, bool isDefault,
                      const QStringList& order)
{
    const YamlNode old = map.get(key);
    if (old.isScalar() && old.value() == value.value())
        return;
    const bool hasComment = !old.commentsBefore().join(QString()).isEmpty() || !old.commentBehind().isEmpty();
    if (isDefault && !hasComment)
        map.remove(key);
    else
        map.set(key, value, order);
}

YamlNode textList(const QStringList& texts, const YamlNode& old)
{
    YamlNode list = old.isSequence() ? old : YamlNode::sequence();
    if (!old.isSequence())
        list.setFlow(true);
    QList<YamlNode> unused = list.items();
    QList<YamlNode> items;
    for (const QString& text : texts) {
        const auto match = std::find_if(unused.begin(), unused.end(), [&](const YamlNode& item) {
            return item.isScalar() && item.value() == text;
        });
        items.append(match == unused.end() ? YamlNode::text(text) : *match);
        if (match != unused.end())
            unused.erase(match);
    }
    list.setItems(items);
    return list;
}

void encodeDescription(YamlNode& row, const QString& description, const QStringList& order)
{
    YamlDecoder decoder;
    if (decoder.description(row) == description)
        return;
    row.setOrRemove(QStringLiteral("description"),
                    description.isEmpty() ? YamlNode() : YamlNode::text(description), order);
}

YamlNode secretNames(const QList<HttpField>& fields)
{
    YamlNode names = YamlNode::sequence();
    names.setFlow(true);
    QStringList seen;
    for (const HttpField& field : fields) {
        if (field.secret && !seen.contains(field.name, Qt::CaseInsensitive)) {
            seen.append(field.name);
            names.append(YamlNode::text(field.name));
        }
    }
    return names;
}

void markSecret(QList<HttpField>& fields, const QStringList& names)
{
    for (HttpField& field : fields)
        field.secret = names.contains(field.name, Qt::CaseInsensitive);
}

namespace {

TlsVersion decodeVersion(const YamlNode& map, const QString& key, YamlDecoder& decoder)
{
    const QString text = decoder.text(map, key);
    const std::optional<TlsVersion> version = tlsVersionOf(text);
    if (!version)
        decoder.refuse(map.get(key), WorkspaceText::tr("an unknown TLS version: %1").arg(text));
    return version.value_or(TlsVersion::Default);
}

} // namespace

TlsSpec decodeTls(const YamlNode& map, YamlDecoder& decoder)
{
    TlsSpec tls;
    tls.caFile = decoder.text(map, QStringLiteral("caFile"));
    tls.serverName = decoder.text(map, QStringLiteral("serverName"));
    tls.alpn = decoder.texts(map, QStringLiteral("alpn"));
    tls.minVersion = decodeVersion(map, QStringLiteral("tlsMin"), decoder);
    tls.maxVersion = decodeVersion(map, QStringLiteral("tlsMax"), decoder);
    tls.certificateFile = decoder.text(map, QStringLiteral("certificateFile"));
    tls.keyFile = decoder.text(map, QStringLiteral("keyFile"));
    return tls;
}

void encodeTls(YamlNode& map, const TlsSpec& tls)
{
    const auto put = [&map](const QString& key, const QString& text) {
        setUnlessDefault(map, key, YamlNode::text(text), text.isEmpty());
    };
    put(QStringLiteral("caFile"), tls.caFile);
    put(QStringLiteral("serverName"), tls.serverName);
    put(QStringLiteral("tlsMin"), tlsVersionText(tls.minVersion));
    put(QStringLiteral("tlsMax"), tlsVersionText(tls.maxVersion));
    put(QStringLiteral("certificateFile"), tls.certificateFile);
    put(QStringLiteral("keyFile"), tls.keyFile);
    YamlDecoder ignored;
    if (ignored.texts(map, QStringLiteral("alpn")) != tls.alpn)
        map.setOrRemove(QStringLiteral("alpn"), textList(tls.alpn, map.get(QStringLiteral("alpn"))));
}

} // namespace wl
