// SPDX-License-Identifier: MIT
#include "workspace/proxyyaml.h"

#include "http/httpresolve.h"
#include "workspace/workspacetext.h"
#include "workspace/yamlrows.h"

namespace wl {

namespace {

const QString proxyKey = QStringLiteral("proxy");
const QString resolveKey = QStringLiteral("resolve");
const QString typeKey = QStringLiteral("type");
const QStringList proxyOrder{QStringLiteral("type"), QStringLiteral("host"), QStringLiteral("port"),
                             QStringLiteral("user")};

QString kindWord(ProxySpec::Kind kind)
{
    switch (kind) {
    case ProxySpec::Kind::None: break;
    case ProxySpec::Kind::System: return QStringLiteral("system");
    case ProxySpec::Kind::Http: return QStringLiteral("http");
    case ProxySpec::Kind::Socks5: return QStringLiteral("socks5");
    }
    return QStringLiteral("none");
}

} // namespace

ProxySpec decodeProxy(const YamlNode& map, YamlDecoder& decoder)
{
    ProxySpec proxy;
    const YamlNode entry = decoder.mapAt(map, proxyKey);
    const QString word = decoder.text(entry, typeKey, kindWord(proxy.kind));
    bool isKnown = false;
    for (const ProxySpec::Kind kind :
         {ProxySpec::Kind::None, ProxySpec::Kind::System, ProxySpec::Kind::Http, ProxySpec::Kind::Socks5}) {
        if (kindWord(kind) == word) {
            proxy.kind = kind;
            isKnown = true;
        }
    }
    if (!isKnown)
        decoder.refuse(entry.get(typeKey), WorkspaceText::tr("an unknown kind of proxy: %1").arg(word));
    proxy.host = decoder.text(entry, QStringLiteral("host"));
    proxy.port = quint16(decoder.number(entry, QStringLiteral("port"), 0, 0, 65'535));
    proxy.user = decoder.text(entry, QStringLiteral("user"));
    return proxy;
}

void encodeProxy(YamlNode& map, const ProxySpec& proxy)
{
    ProxySpec stored = proxy;
    stored.password.clear();
    YamlNode entry = map.get(proxyKey);
    if (!entry.isMap()) {
        if (stored == ProxySpec())
            return;
        entry = YamlNode::map();
    }
    setUnlessDefault(entry, typeKey, YamlNode::text(kindWord(proxy.kind)),
                     proxy.kind == ProxySpec::Kind::None, proxyOrder);
    setUnlessDefault(entry, QStringLiteral("host"), YamlNode::text(proxy.host), proxy.host.isEmpty(),
                     proxyOrder);
    setUnlessDefault(entry, QStringLiteral("port"), YamlNode::number(proxy.port), proxy.port == 0,
                     proxyOrder);
    setUnlessDefault(entry, QStringLiteral("user"), YamlNode::text(proxy.user), proxy.user.isEmpty(),
                     proxyOrder);
    map.setOrRemove(proxyKey, entry);
}

QList<HttpResolve> decodeResolve(const YamlNode& map, YamlDecoder& decoder)
{
    QList<HttpResolve> rows;
    for (const QString& text : decoder.texts(map, resolveKey)) {
        const Result<HttpResolve> row = parseResolve(text);
        if (row)
            rows.append(*row);
        else
            decoder.refuse(map.get(resolveKey), row.error().detail);
    }
    return rows;
}

void encodeResolve(YamlNode& map, const QList<HttpResolve>& rows)
{
    YamlDecoder ignored;
    if (decodeResolve(map, ignored) == rows && !ignored.error())
        return;
    QStringList texts;
    for (const HttpResolve& row : rows) {
        // What could not be read again would make the whole file unreadable.
        if (const QString text = resolveText(row); parseResolve(text))
            texts.append(text);
    }
    map.setOrRemove(resolveKey, textList(texts, map.get(resolveKey)));
}

} // namespace wl
