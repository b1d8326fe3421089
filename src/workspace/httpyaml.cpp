// SPDX-License-Identifier: MIT
#include "workspace/httpyaml.h"

#include "workspace/collectionfiles.h"
#include "workspace/httpauthyaml.h"
#include "workspace/httpbodyyaml.h"
#include "workspace/payloadyaml.h"
#include "workspace/proxyyaml.h"
#include "workspace/workspacetext.h"
#include "workspace/yamlrows.h"

#include <QUrl>

namespace wl {
namespace {

const QString httpKey = QStringLiteral("http");
const QString graphQlKey = QStringLiteral("graphql");
const QStringList itemOrder{QStringLiteral("info"),
                            httpKey,
                            graphQlKey,
                            QStringLiteral("runtime"),
                            QStringLiteral("settings"),
                            QStringLiteral("app"),
                            QStringLiteral("examples"),
                            QStringLiteral("docs")};
const QStringList httpOrder{QStringLiteral("method"), QStringLiteral("url"),  QStringLiteral("headers"),
                            QStringLiteral("params"), QStringLiteral("body"), QStringLiteral("auth")};
const QStringList settingsOrder{QStringLiteral("encodeUrl"), QStringLiteral("timeout"),
                                QStringLiteral("followRedirects"), QStringLiteral("maxRedirects"),
                                QStringLiteral("forwardAuthorizationHeader")};
/// In `extra`: the rows look like the URL's query, but are sent besides it.
const QString ownQueryKey = QStringLiteral("ownQuery");
const QString rawKey = QStringLiteral("raw");
const QString sendRawKey = QStringLiteral("sendRaw");
const QString engineKey = QStringLiteral("engine");
const QString qtWord = QStringLiteral("qt");
const QString exactWord = QStringLiteral("exact");
const QString versionKey = QStringLiteral("httpVersion");
const QString inheritWord = QStringLiteral("inherit");

[[nodiscard]] bool isInherited(const YamlNode& map, const QString& key)
{
    return map.get(key).value() == inheritWord;
}

[[nodiscard]] bool isQueryParam(const YamlNode& row)
{
    return row.get(QStringLiteral("type")).value() != QLatin1String("path");
}

/// Which of the item's keys has the request: the format has items of their own for GraphQL.
[[nodiscard]] QString requestKey(const YamlNode& item)
{
    return isGraphQlItem(item) ? graphQlKey : httpKey;
}

/// Where the kind of body makes the item one of the other type, the request moves with all that is in it; a
/// body of the other type's shape does not.
void settleType(YamlNode& item, bool isGraphQl)
{
    const QString old = requestKey(item);
    const QString now = isGraphQl ? graphQlKey : httpKey;
    if (old == now)
        return;
    YamlNode request = item.get(old);
    request.remove(QStringLiteral("body"));
    item.remove(old);
    item.set(now, request.isMap() ? request : YamlNode::map(), itemOrder);
    YamlNode info = item.get(QStringLiteral("info"));
    if (!info.isMap())
        info = YamlNode::map();
    info.set(QStringLiteral("type"), YamlNode::text(now), collectionfiles::infoOrder());
    item.set(QStringLiteral("info"), info, itemOrder);
}

/// The collection formats of others repeat the query of the URL as rows. Such rows must not be sent twice.
[[nodiscard]] bool repeatsUrlQuery(const QString& url, const QList<HttpField>& rows)
{
    const qsizetype mark = url.indexOf(u'?');
    if (mark < 0)
        return false;
    QStringList pairs;
    for (const HttpField& row : rows) {
        if (row.enabled)
            pairs.append(row.value.isEmpty() ? row.name : row.name + u'=' + row.value);
    }
    QString query = url.mid(mark + 1);
    query.truncate(query.indexOf(u'#') < 0 ? query.size() : query.indexOf(u'#'));
    QStringList own = query.split(u'&');
    for (QString& pair : own) {
        if (pair.endsWith(u'='))
            pair.chop(1);
    }
    const auto decoded = [](const QStringList& list) {
        return QUrl::fromPercentEncoding(list.join(u'&').toUtf8());
    };
    return !pairs.isEmpty() && (own == pairs || decoded(own) == decoded(pairs));
}

/// What `httpVersion` says; HTTP/1.1 where it is missing.
[[nodiscard]] QString versionWord(HttpVersion version)
{
    switch (version) {
    case HttpVersion::Http1: break;
    case HttpVersion::Http2: return QStringLiteral("2");
    case HttpVersion::Http2Prior: return QStringLiteral("2-prior-knowledge");
    }
    return QStringLiteral("1.1");
}

[[nodiscard]] HttpVersion decodeVersion(const YamlNode& extra, YamlDecoder& decoder)
{
    const QString word = decoder.text(extra, versionKey, versionWord(HttpVersion::Http1));
    for (const HttpVersion version : {HttpVersion::Http1, HttpVersion::Http2, HttpVersion::Http2Prior}) {
        if (versionWord(version) == word)
            return version;
    }
    decoder.refuse(extra.get(versionKey), WorkspaceText::tr("an unknown version of HTTP: %1").arg(word));
    return HttpVersion::Http1;
}

struct Params
{
    QList<HttpField> query;
    QList<HttpField> path;
    bool repeated = false; ///< the enabled rows are those of the URL
};

[[nodiscard]] Params decodeParams(const HttpYaml& yaml, YamlDecoder& decoder)
{
    const YamlNode http = decoder.mapAt(yaml.item, requestKey(yaml.item));
    QList<YamlNode> queryRows;
    QList<YamlNode> pathRows;
    for (const YamlNode& row : decoder.mapsAt(http, QStringLiteral("params")))
        (isQueryParam(row) ? queryRows : pathRows).append(row);
    Params params;
    params.query = decodeRows(queryRows, decoder);
    params.path = decodeRows(pathRows, decoder);
    markSecret(params.query, decoder.texts(yaml.extra, QStringLiteral("secretQuery")));
    params.repeated = yaml.extra.get(ownQueryKey).isNull() &&
                      repeatsUrlQuery(decoder.text(http, QStringLiteral("url")), params.query);
    if (params.repeated)
        params.query.removeIf([](const HttpField& row) { return row.enabled; });
    return params;
}

/// `raw`, a payload, and `sendRaw`.
void decodeRaw(const YamlNode& extra, YamlDecoder& decoder, HttpRequest& request)
{
    if (!extra.get(rawKey).isNull())
        request.raw = decodePayload(extra, rawKey, decoder);
    request.isRaw = decoder.flag(extra, sendRawKey, false);
}

void encodeRaw(YamlNode& extra, const HttpRequest& now)
{
    setUnlessDefault(extra, sendRawKey, YamlNode::boolean(now.isRaw), !now.isRaw);
    if (now.raw == verbatimPayload())
        extra.remove(rawKey);
    else
        extra.set(rawKey, encodePayload(now.raw, extra.get(rawKey)));
}

[[nodiscard]] HttpSettings decodeSettings(const HttpYaml& yaml, YamlDecoder& decoder)
{
    const YamlNode map = decoder.mapAt(yaml.item, QStringLiteral("settings"));
    HttpSettings s;
    if (!isInherited(map, QStringLiteral("encodeUrl")))
        s.encodeUrl = decoder.flag(map, QStringLiteral("encodeUrl"), s.encodeUrl);
    if (!isInherited(map, QStringLiteral("followRedirects")))
        s.followRedirects = decoder.flag(map, QStringLiteral("followRedirects"), s.followRedirects);
    if (!isInherited(map, QStringLiteral("maxRedirects")))
        s.maxRedirects = int(decoder.number(map, QStringLiteral("maxRedirects"), s.maxRedirects));
    const QString forwardKey = QStringLiteral("forwardAuthorizationHeader");
    if (!isInherited(map, forwardKey))
        s.keepAuth = decoder.flag(map, forwardKey, s.keepAuth);
    s.keepMethod = decoder.flag(yaml.extra, QStringLiteral("keepMethod"), s.keepMethod);
    s.useCookies = decoder.flag(yaml.extra, QStringLiteral("useCookies"), s.useCookies);
    s.keepConnection = decoder.flag(yaml.extra, QStringLiteral("keepConnection"), s.keepConnection);
    s.version = decodeVersion(yaml.extra, decoder);
    const auto milliseconds = [&decoder](const YamlNode& from, const QString& key,
                                         std::chrono::milliseconds& value) {
        if (!isInherited(from, key))
            value = std::chrono::milliseconds(decoder.number(from, key, value.count()));
    };
    milliseconds(map, QStringLiteral("timeout"), s.totalTimeout);
    milliseconds(yaml.extra, QStringLiteral("connectTimeoutMs"), s.connectTimeout);
    milliseconds(yaml.extra, QStringLiteral("firstByteTimeoutMs"), s.firstByteTimeout);
    milliseconds(yaml.extra, QStringLiteral("idleTimeoutMs"), s.idleTimeout);
    const QString engine = decoder.text(yaml.extra, engineKey, qtWord);
    if (engine == exactWord)
        s.engine = HttpEngine::Exact;
    else if (engine != qtWord)
        decoder.refuse(yaml.extra.get(engineKey), WorkspaceText::tr("an unknown engine: %1").arg(engine));
    s.tls = decodeTls(yaml.extra, decoder);
    s.proxy = decodeProxy(yaml.extra, decoder);
    s.resolve = decodeResolve(yaml.extra, decoder);
    return s;
}

void encodeSettings(HttpYaml& yaml, const HttpSettings* before, const HttpSettings& now)
{
    const HttpSettings defaults;
    YamlNode map = yaml.item.get(QStringLiteral("settings"));
    const auto put = [&](const QString& key, auto member, const YamlNode& value) {
        const bool same = before ? before->*member == now.*member : defaults.*member == now.*member;
        if (!same)
            map.set(key, value, settingsOrder);
    };
    put(QStringLiteral("encodeUrl"), &HttpSettings::encodeUrl, YamlNode::boolean(now.encodeUrl));
    put(QStringLiteral("timeout"), &HttpSettings::totalTimeout, YamlNode::number(now.totalTimeout.count()));
    put(QStringLiteral("followRedirects"), &HttpSettings::followRedirects,
        YamlNode::boolean(now.followRedirects));
    put(QStringLiteral("maxRedirects"), &HttpSettings::maxRedirects, YamlNode::number(now.maxRedirects));
    put(QStringLiteral("forwardAuthorizationHeader"), &HttpSettings::keepAuth,
        YamlNode::boolean(now.keepAuth));
    yaml.item.setOrRemove(QStringLiteral("settings"), map, itemOrder);

    const auto extra = [&](const QString& key, std::chrono::milliseconds value,
                           std::chrono::milliseconds standard) {
        setUnlessDefault(yaml.extra, key, YamlNode::number(value.count()), value == standard);
    };
    extra(QStringLiteral("connectTimeoutMs"), now.connectTimeout, defaults.connectTimeout);
    extra(QStringLiteral("firstByteTimeoutMs"), now.firstByteTimeout, defaults.firstByteTimeout);
    extra(QStringLiteral("idleTimeoutMs"), now.idleTimeout, defaults.idleTimeout);
    setUnlessDefault(yaml.extra, engineKey,
                     YamlNode::text(now.engine == HttpEngine::Exact ? exactWord : qtWord),
                     now.engine == defaults.engine);
    setUnlessDefault(yaml.extra, QStringLiteral("keepMethod"), YamlNode::boolean(now.keepMethod),
                     now.keepMethod == defaults.keepMethod);
    setUnlessDefault(yaml.extra, QStringLiteral("useCookies"), YamlNode::boolean(now.useCookies),
                     now.useCookies == defaults.useCookies);
    setUnlessDefault(yaml.extra, QStringLiteral("keepConnection"), YamlNode::boolean(now.keepConnection),
                     now.keepConnection == defaults.keepConnection);
    setUnlessDefault(yaml.extra, versionKey, YamlNode::text(versionWord(now.version)),
                     now.version == defaults.version);
    encodeTls(yaml.extra, now.tls);
    encodeProxy(yaml.extra, now.proxy);
    encodeResolve(yaml.extra, now.resolve);
}

void encodeParams(HttpYaml& yaml, YamlNode& http, const HttpRequest* before, const HttpRequest& now)
{
    YamlDecoder ignored;
    const bool repeated = before && decodeParams(yaml, ignored).repeated;
    yaml.extra.setOrRemove(ownQueryKey,
                           repeatsUrlQuery(now.url, now.query) ? YamlNode::boolean(true) : YamlNode());
    const bool sameQuery = before && before->query == now.query && (!repeated || before->url == now.url);
    const bool samePath = before && before->pathVariables == now.pathVariables;
    if (sameQuery && samePath)
        return;
    QList<YamlNode> queryRows;
    QList<YamlNode> pathRows;
    for (const YamlNode& row : http.get(QStringLiteral("params")).items())
        (isQueryParam(row) ? queryRows : pathRows).append(row);
    const auto typed = [](const QList<HttpField>& fields, const QList<YamlNode>& old, const QString& type) {
        QList<YamlNode> rows = encodeRows(fields, old);
        for (YamlNode& row : rows)
            row.set(QStringLiteral("type"), YamlNode::text(type), rowOrder());
        return rows;
    };
    if (!sameQuery)
        queryRows = typed(now.query, queryRows, QStringLiteral("query"));
    if (!samePath)
        pathRows = typed(now.pathVariables, pathRows, QStringLiteral("path"));
    YamlNode list = http.get(QStringLiteral("params"));
    if (!list.isSequence())
        list = YamlNode::sequence();
    list.setItems(queryRows + pathRows);
    http.setOrRemove(QStringLiteral("params"), list, httpOrder);
    yaml.extra.setOrRemove(QStringLiteral("secretQuery"), secretNames(now.query));
}

void noteUnused(const YamlNode& item, QStringList& notes)
{
    if (!item.get(QStringLiteral("runtime")).isNull())
        notes.append(WorkspaceText::tr("variables, scripts and assertions (runtime)"));
}

} // namespace

bool isGraphQlItem(const YamlNode& item)
{
    const QString type = item.get(QStringLiteral("info")).get(QStringLiteral("type")).value();
    return type == graphQlKey || (type.isEmpty() && item.contains(graphQlKey) && !item.contains(httpKey));
}

HttpRequest decodeHttp(const HttpYaml& yaml, YamlDecoder& decoder, QStringList& notes)
{
    const bool isGraphQl = isGraphQlItem(yaml.item);
    const YamlNode http = decoder.mapAt(yaml.item, requestKey(yaml.item));
    HttpRequest request;
    if (isGraphQl)
        request.method = QStringLiteral("POST");
    request.method = decoder.text(http, QStringLiteral("method"), request.method);
    request.url = decoder.text(http, QStringLiteral("url"));
    request.headers = decodeRows(decoder.mapsAt(http, QStringLiteral("headers")), decoder);
    markSecret(request.headers, decoder.texts(yaml.extra, QStringLiteral("secretHeaders")));
    const Params params = decodeParams(yaml, decoder);
    request.query = params.query;
    request.pathVariables = params.path;
    request.body =
        isGraphQl ? decodeGraphQl(http, yaml.extra, decoder) : decodeBody(http, yaml.extra, decoder);
    decodeRaw(yaml.extra, decoder, request);
    request.settings = decodeSettings(yaml, decoder);
    QString unusedAuth;
    request.auth = decodeAuth(http.get(QStringLiteral("auth")), yaml.extra, decoder, unusedAuth);
    if (!unusedAuth.isEmpty())
        notes.append(WorkspaceText::tr("authentication (%1)").arg(unusedAuth));
    noteUnused(yaml.item, notes);
    return request;
}

HttpAuth decodeHttpAuth(const HttpYaml& yaml)
{
    YamlDecoder decoder;
    QString unused;
    const YamlNode http = yaml.item.get(requestKey(yaml.item));
    return decodeAuth(http.get(QStringLiteral("auth")), yaml.extra, decoder, unused);
}

void encodeHttp(HttpYaml& yaml, const HttpRequest* before, const HttpRequest& now)
{
    const bool isGraphQl = now.body.kind == HttpBody::Kind::GraphQl;
    settleType(yaml.item, isGraphQl);
    const QString key = requestKey(yaml.item);
    YamlNode http = yaml.item.get(key);
    if (!http.isMap())
        http = YamlNode::map();
    if (!before || before->method != now.method)
        http.set(QStringLiteral("method"), YamlNode::text(now.method), httpOrder);
    encodeParams(yaml, http, before, now);
    if (!before || before->url != now.url)
        http.set(QStringLiteral("url"), YamlNode::text(now.url), httpOrder);
    if (!before || before->headers != now.headers) {
        YamlNode list = YamlNode::sequence();
        list.setItems(encodeRows(now.headers, http.get(QStringLiteral("headers")).items()));
        http.setOrRemove(QStringLiteral("headers"), list, httpOrder);
        yaml.extra.setOrRemove(QStringLiteral("secretHeaders"), secretNames(now.headers));
    }
    if (!before || before->body != now.body)
        (isGraphQl ? encodeGraphQl : encodeBody)(http, yaml.extra, now.body, httpOrder);
    encodeAuth(http, yaml.extra, before ? &before->auth : nullptr, now.auth, httpOrder);
    yaml.item.set(key, http, itemOrder);
    encodeRaw(yaml.extra, now);
    encodeSettings(yaml, before ? &before->settings : nullptr, now.settings);
}

} // namespace wl
