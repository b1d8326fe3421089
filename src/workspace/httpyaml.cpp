// SPDX-License-Identifier: MIT
#include "workspace/httpyaml.h"

#include "workspace/httpauthyaml.h"
#include "workspace/httpbodyyaml.h"
#include "workspace/proxyyaml.h"
#include "workspace/workspacetext.h"
#include "workspace/yamlrows.h"

#include <QUrl>

namespace wl {
namespace {

const QStringList itemOrder{QStringLiteral("info"),     QStringLiteral("http"), QStringLiteral("runtime"),
                            QStringLiteral("settings"), QStringLiteral("app"),  QStringLiteral("examples"),
                            QStringLiteral("docs")};
const QStringList httpOrder{QStringLiteral("method"), QStringLiteral("url"),  QStringLiteral("headers"),
                            QStringLiteral("params"), QStringLiteral("body"), QStringLiteral("auth")};
const QStringList settingsOrder{QStringLiteral("encodeUrl"), QStringLiteral("timeout"),
                                QStringLiteral("followRedirects"), QStringLiteral("maxRedirects"),
                                QStringLiteral("forwardAuthorizationHeader")};
/// In `extra`: the rows look like the URL's query, but are sent besides it.
const QString ownQueryKey = QStringLiteral("ownQuery");
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
    bool repeated = false; ///< the enabled rows are those of the URL
};

[[nodiscard]] Params decodeParams(const HttpYaml& yaml, YamlDecoder& decoder)
{
    const YamlNode http = decoder.mapAt(yaml.item, QStringLiteral("http"));
    QList<YamlNode> rows = decoder.mapsAt(http, QStringLiteral("params"));
    rows.removeIf([](const YamlNode& row) { return !isQueryParam(row); });
    Params params;
    params.query = decodeRows(rows, decoder);
    markSecret(params.query, decoder.texts(yaml.extra, QStringLiteral("secretQuery")));
    params.repeated = yaml.extra.get(ownQueryKey).isNull() &&
                      repeatsUrlQuery(decoder.text(http, QStringLiteral("url")), params.query);
    if (params.repeated)
        params.query.removeIf([](const HttpField& row) { return row.enabled; });
    return params;
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
    const bool same = before && before->query == now.query && (!repeated || before->url == now.url);
    if (same)
        return;
    QList<YamlNode> kept;
    QList<YamlNode> old;
    for (const YamlNode& row : http.get(QStringLiteral("params")).items())
        (isQueryParam(row) ? old : kept).append(row);
    QList<YamlNode> rows = encodeRows(now.query, old);
    for (YamlNode& row : rows)
        row.set(QStringLiteral("type"), YamlNode::text(QStringLiteral("query")), rowOrder());
    YamlNode list = http.get(QStringLiteral("params"));
    if (!list.isSequence())
        list = YamlNode::sequence();
    list.setItems(rows + kept);
    http.setOrRemove(QStringLiteral("params"), list, httpOrder);
    yaml.extra.setOrRemove(QStringLiteral("secretQuery"), secretNames(now.query));
}

void noteUnused(const YamlNode& item, const YamlNode& http, QStringList& notes)
{
    if (!item.get(QStringLiteral("runtime")).isNull())
        notes.append(WorkspaceText::tr("variables, scripts and assertions (runtime)"));
    const QList<YamlNode> rows = http.get(QStringLiteral("params")).items();
    if (std::any_of(rows.begin(), rows.end(), [](const YamlNode& row) { return !isQueryParam(row); }))
        notes.append(WorkspaceText::tr("path parameters"));
}

} // namespace

HttpRequest decodeHttp(const HttpYaml& yaml, YamlDecoder& decoder, QStringList& notes)
{
    const YamlNode http = decoder.mapAt(yaml.item, QStringLiteral("http"));
    HttpRequest request;
    request.method = decoder.text(http, QStringLiteral("method"), request.method);
    request.url = decoder.text(http, QStringLiteral("url"));
    request.headers = decodeRows(decoder.mapsAt(http, QStringLiteral("headers")), decoder);
    markSecret(request.headers, decoder.texts(yaml.extra, QStringLiteral("secretHeaders")));
    request.query = decodeParams(yaml, decoder).query;
    request.body = decodeBody(http, yaml.extra, decoder);
    request.settings = decodeSettings(yaml, decoder);
    QString unusedAuth;
    request.auth = decodeAuth(http.get(QStringLiteral("auth")), yaml.extra, decoder, unusedAuth);
    if (!unusedAuth.isEmpty())
        notes.append(WorkspaceText::tr("authentication (%1)").arg(unusedAuth));
    noteUnused(yaml.item, http, notes);
    return request;
}

void encodeHttp(HttpYaml& yaml, const HttpRequest* before, const HttpRequest& now)
{
    YamlNode http = yaml.item.get(QStringLiteral("http"));
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
        encodeBody(http, yaml.extra, now.body, httpOrder);
    encodeAuth(http, yaml.extra, before ? &before->auth : nullptr, now.auth, httpOrder);
    yaml.item.set(QStringLiteral("http"), http, itemOrder);
    encodeSettings(yaml, before ? &before->settings : nullptr, now.settings);
}

} // namespace wl
