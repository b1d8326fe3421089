// SPDX-License-Identifier: MIT
#include "workspace/httpbodyyaml.h"

#include "workspace/workspacetext.h"
#include "workspace/yamlrows.h"

#include <algorithm>

namespace wl {
namespace {

const QString bodyKey = QStringLiteral("body");
const QString typeKey = QStringLiteral("type");
const QString dataKey = QStringLiteral("data");
const QString selectedKey = QStringLiteral("selected");
const QString noBodyKey = QStringLiteral("noBody");           ///< in `extra`: none of the variants is chosen
const QString contentTypeKey = QStringLiteral("contentType"); ///< in `extra`
const QString fileNamesKey = QStringLiteral("fileNames");     ///< in `extra`: what files of parts are called
const QString queryKey = QStringLiteral("query");
const QString variablesKey = QStringLiteral("variables");
const QStringList graphQlOrder{queryKey, variablesKey};
const QString sparqlType = QStringLiteral("application/sparql-query");
const QStringList bodyOrder{typeKey, dataKey};
const QStringList fileOrder{QStringLiteral("filePath"), QStringLiteral("contentType"), selectedKey};

/// Index of the selected entry of a list of variants or files: the first that says so, else the first.
[[nodiscard]] qsizetype selectedIndex(const QList<YamlNode>& list)
{
    for (qsizetype i = 0; i < list.size(); ++i) {
        if (list.at(i).get(selectedKey).value() == QLatin1String("true"))
            return i;
    }
    return list.isEmpty() ? -1 : 0;
}

[[nodiscard]] bool isNoneChosen(const YamlNode& extra)
{
    return extra.get(noBodyKey).value() == QLatin1String("true");
}

[[nodiscard]] YamlNode chosenBody(const YamlNode& http, const YamlNode& extra)
{
    YamlNode node = http.get(bodyKey);
    if (!node.isSequence())
        return node;
    if (isNoneChosen(extra))
        return {};
    const qsizetype index = selectedIndex(node.items());
    return index < 0 ? YamlNode() : node.items().at(index).get(bodyKey);
}

[[nodiscard]] HttpPart decodePart(const YamlNode& row, YamlDecoder& decoder)
{
    HttpPart part;
    part.name = decoder.text(row, QStringLiteral("name"));
    part.contentType = decoder.text(row, QStringLiteral("contentType"));
    part.enabled = !decoder.flag(row, QStringLiteral("disabled"), false);
    part.description = decoder.description(row);
    const bool isFile = decoder.text(row, typeKey) == QLatin1String("file");
    const YamlNode value = row.get(QStringLiteral("value"));
    const QStringList values = value.isSequence() ? decoder.texts(row, QStringLiteral("value"))
                                                  : QStringList{decoder.text(row, QStringLiteral("value"))};
    if (isFile)
        part.files = values;
    else
        part.text = values.join(u'\n');
    part.files.removeAll(QString());
    return part;
}

[[nodiscard]] YamlNode fileList(const QStringList& files)
{
    if (files.size() == 1)
        return YamlNode::text(files.first());
    YamlNode list = YamlNode::sequence();
    for (const QString& file : files)
        list.append(YamlNode::text(file));
    return list;
}

[[nodiscard]] QList<YamlNode> encodeParts(const QList<HttpPart>& parts, const QList<YamlNode>& old)
{
    return mergeRows(
        parts.size(), old, [&](qsizetype i) { return parts.at(i).name; },
        [&](YamlNode& row, qsizetype i) {
            const HttpPart& part = parts.at(i);
            const bool isFile = !part.files.isEmpty();
            setText(row, QStringLiteral("name"), part.name, rowOrder());
            setText(row, typeKey, isFile ? QStringLiteral("file") : QStringLiteral("text"), rowOrder());
            row.set(QStringLiteral("value"), isFile ? fileList(part.files) : YamlNode::text(part.text),
                    rowOrder());
            row.setOrRemove(QStringLiteral("contentType"),
                            part.contentType.isEmpty() ? YamlNode() : YamlNode::text(part.contentType),
                            rowOrder());
            encodeDescription(row, part.description, rowOrder());
            row.setOrRemove(QStringLiteral("disabled"), part.enabled ? YamlNode() : YamlNode::boolean(true),
                            rowOrder());
        });
}

/// Which of the parts of its name a part is, counted from 1.
[[nodiscard]] qint64 nthOfName(const QList<HttpPart>& parts, qsizetype index)
{
    return std::count_if(parts.begin(), parts.begin() + index + 1,
                         [&](const HttpPart& other) { return other.name == parts.at(index).name; });
}

/// `part`, `nth` where it is not the first of its name, and `fileName`: the schema has no place for it.
void decodeFileNames(QList<HttpPart>& parts, const YamlNode& extra, YamlDecoder& decoder)
{
    for (const YamlNode& row : decoder.mapsAt(extra, fileNamesKey)) {
        const QString name = decoder.text(row, QStringLiteral("part"));
        const qint64 nth = decoder.number(row, QStringLiteral("nth"), 1, 1);
        for (qsizetype i = 0; i < parts.size(); ++i) {
            if (parts.at(i).name == name && nthOfName(parts, i) == nth)
                parts[i].fileName = decoder.text(row, QStringLiteral("fileName"));
        }
    }
}

[[nodiscard]] YamlNode encodeFileNames(const QList<HttpPart>& parts)
{
    YamlNode list = YamlNode::sequence();
    for (qsizetype i = 0; i < parts.size(); ++i) {
        if (parts.at(i).fileName.isEmpty())
            continue;
        YamlNode row = YamlNode::map();
        row.set(QStringLiteral("part"), YamlNode::text(parts.at(i).name));
        if (const qint64 nth = nthOfName(parts, i); nth > 1)
            row.set(QStringLiteral("nth"), YamlNode::number(nth));
        row.set(QStringLiteral("fileName"), YamlNode::text(parts.at(i).fileName));
        list.append(row);
    }
    return list.items().isEmpty() ? YamlNode() : list;
}

[[nodiscard]] YamlNode encodeFile(const HttpBody& body, const YamlNode& old)
{
    QList<YamlNode> files = old.items();
    qsizetype index = selectedIndex(files);
    if (index < 0) {
        files.append(YamlNode::map());
        index = 0;
    }
    YamlNode& file = files[index];
    setText(file, fileOrder.at(0), body.filePath, fileOrder);
    setText(file, fileOrder.at(1), body.contentType, fileOrder);
    file.set(fileOrder.at(2), YamlNode::boolean(true), fileOrder);
    YamlNode list = YamlNode::sequence();
    list.setItems(files);
    return list;
}

[[nodiscard]] QString typeName(const HttpBody& body, const QString& oldType)
{
    switch (body.kind) {
    case HttpBody::Kind::None: return {};
    case HttpBody::Kind::Text:
        return oldType == QLatin1String("sparql") && body.contentType == sparqlType ? oldType
                                                                                    : QStringLiteral("text");
    case HttpBody::Kind::Json: return QStringLiteral("json");
    case HttpBody::Kind::Xml: return QStringLiteral("xml");
    case HttpBody::Kind::Form: return QStringLiteral("form-urlencoded");
    case HttpBody::Kind::Multipart: return QStringLiteral("multipart-form");
    case HttpBody::Kind::File: return QStringLiteral("file");
    case HttpBody::Kind::GraphQl: break; // an item of another type
    }
    return {};
}

[[nodiscard]] YamlNode encodeData(const HttpBody& body, const YamlNode& old)
{
    YamlNode list = YamlNode::sequence();
    switch (body.kind) {
    case HttpBody::Kind::Form: list.setItems(encodeRows(body.fields, old.items())); return list;
    case HttpBody::Kind::Multipart: list.setItems(encodeParts(body.parts, old.items())); return list;
    case HttpBody::Kind::File: return encodeFile(body, old);
    default: return old.isScalar() && old.value() == body.text ? old : YamlNode::text(body.text);
    }
}

/// Without a body, variants that are not chosen stay: `extra` then says that none of them is sent, and the
/// next body is a variant of its own.
void putChosenBody(YamlNode& http, YamlNode& extra, const YamlNode& body, const QStringList& order)
{
    YamlNode node = http.get(bodyKey);
    const bool wasNone = isNoneChosen(extra);
    extra.remove(noBodyKey);
    if (!node.isSequence() || node.items().isEmpty()) {
        http.setOrRemove(bodyKey, body, order);
        return;
    }
    QList<YamlNode> variants = node.items();
    const qsizetype index = selectedIndex(variants);
    if (body.isNull()) {
        if (!wasNone)
            variants.removeAt(index);
        if (!variants.isEmpty())
            extra.set(noBodyKey, YamlNode::boolean(true));
    } else if (wasNone) {
        YamlNode variant = YamlNode::map();
        variant.set(QStringLiteral("title"), YamlNode::text(body.get(typeKey).value()));
        variant.set(selectedKey, YamlNode::boolean(true));
        variant.set(bodyKey, body);
        variants.append(variant);
    } else {
        variants[index].set(bodyKey, body);
    }
    node.setItems(variants);
    http.setOrRemove(bodyKey, node, order);
}

} // namespace

HttpBody decodeBody(const YamlNode& http, const YamlNode& extra, YamlDecoder& decoder)
{
    const YamlNode node = chosenBody(http, extra);
    HttpBody body;
    if (node.isNull())
        return body;
    if (!node.isMap()) {
        decoder.refuse(node, WorkspaceText::tr("body must have keys"));
        return body;
    }
    body.contentType = decoder.text(extra, QStringLiteral("contentType"));
    const QString type = decoder.text(node, typeKey);
    if (type == QLatin1String("form-urlencoded")) {
        body.kind = HttpBody::Kind::Form;
        body.fields = decodeRows(decoder.mapsAt(node, dataKey), decoder);
        markSecret(body.fields, decoder.texts(extra, QStringLiteral("secretForm")));
    } else if (type == QLatin1String("multipart-form")) {
        body.kind = HttpBody::Kind::Multipart;
        for (const YamlNode& row : decoder.mapsAt(node, dataKey))
            body.parts.append(decodePart(row, decoder));
        decodeFileNames(body.parts, extra, decoder);
    } else if (type == QLatin1String("file")) {
        body.kind = HttpBody::Kind::File;
        const QList<YamlNode> files = decoder.mapsAt(node, dataKey);
        const qsizetype index = selectedIndex(files);
        if (index >= 0) {
            body.filePath = decoder.text(files.at(index), fileOrder.at(0));
            body.contentType = decoder.text(files.at(index), fileOrder.at(1));
        }
    } else if (type == QLatin1String("json") || type == QLatin1String("xml") ||
               type == QLatin1String("text") || type == QLatin1String("sparql")) {
        body.kind = type == QLatin1String("json")  ? HttpBody::Kind::Json
                    : type == QLatin1String("xml") ? HttpBody::Kind::Xml
                                                   : HttpBody::Kind::Text;
        body.text = decoder.text(node, dataKey);
        if (type == QLatin1String("sparql") && body.contentType.isEmpty())
            body.contentType = sparqlType;
    } else {
        decoder.refuse(node, WorkspaceText::tr("an unknown type of body: %1").arg(type));
    }
    return body;
}

void encodeBody(YamlNode& http, YamlNode& extra, const HttpBody& body, const QStringList& order)
{
    YamlNode node = chosenBody(http, extra);
    const QString oldType = node.get(typeKey).value();
    const QString type = typeName(body, oldType);
    if (type.isEmpty()) {
        putChosenBody(http, extra, {}, order);
    } else {
        const YamlNode oldData = type == oldType ? node.get(dataKey) : YamlNode();
        if (!node.isMap())
            node = YamlNode::map();
        setText(node, typeKey, type, bodyOrder);
        node.set(dataKey, encodeData(body, oldData), bodyOrder);
        putChosenBody(http, extra, node, order);
    }
    const bool isImplied = body.kind == HttpBody::Kind::None || body.kind == HttpBody::Kind::File ||
                           type == QLatin1String("sparql") || body.contentType.isEmpty();
    extra.setOrRemove(QStringLiteral("contentType"),
                      isImplied ? YamlNode() : YamlNode::text(body.contentType));
    extra.setOrRemove(QStringLiteral("secretForm"),
                      body.kind == HttpBody::Kind::Form ? secretNames(body.fields) : YamlNode());
    extra.setOrRemove(fileNamesKey,
                      body.kind == HttpBody::Kind::Multipart ? encodeFileNames(body.parts) : YamlNode());
}

HttpBody decodeGraphQl(const YamlNode& graphQl, const YamlNode& extra, YamlDecoder& decoder)
{
    const YamlNode node = chosenBody(graphQl, extra);
    HttpBody body;
    body.kind = HttpBody::Kind::GraphQl;
    if (!node.isNull() && !node.isMap()) {
        decoder.refuse(node, WorkspaceText::tr("body must have keys"));
        return body;
    }
    body.text = decoder.text(node, queryKey);
    body.variables = decoder.text(node, variablesKey);
    body.contentType = decoder.text(extra, contentTypeKey);
    return body;
}

void encodeGraphQl(YamlNode& graphQl, YamlNode& extra, const HttpBody& body, const QStringList& order)
{
    YamlNode node = chosenBody(graphQl, extra);
    if (!node.isMap())
        node = YamlNode::map();
    setText(node, queryKey, body.text, graphQlOrder);
    if (!body.variables.isEmpty() || node.contains(variablesKey))
        setText(node, variablesKey, body.variables, graphQlOrder);
    putChosenBody(graphQl, extra, node, order);
    extra.setOrRemove(contentTypeKey,
                      body.contentType.isEmpty() ? YamlNode() : YamlNode::text(body.contentType));
    extra.remove(QStringLiteral("secretForm"));
    extra.remove(fileNamesKey);
}

} // namespace wl
