// SPDX-License-Identifier: MIT
#include "workspace/httpauthyaml.h"

#include "workspace/itemsecrets.h"
#include "workspace/workspacetext.h"
#include "workspace/yamlrows.h"

#include <QUrl>

namespace wl {

namespace {

using Kind = HttpAuth::Kind;
using Flow = OAuth2Spec::Flow;

const QString authKey = QStringLiteral("auth");
const QString typeKey = QStringLiteral("type");
const QString flowKey = QStringLiteral("flow");
const QString credentialsKey = QStringLiteral("credentials");
const QString placementKey = QStringLiteral("placement");
const QString usernameKey = QStringLiteral("username");
const QString passwordKey = QStringLiteral("password");
const QString inheritWord = QStringLiteral("inherit");
const QString noneWord = QStringLiteral("none");
const QString codeFlow = QStringLiteral("authorization_code");
const QString clientFlow = QStringLiteral("client_credentials");
const QString loopback = QStringLiteral("127.0.0.1");

const QStringList authOrder{typeKey,
                            flowKey,
                            usernameKey,
                            passwordKey,
                            QStringLiteral("token"),
                            QStringLiteral("key"),
                            QStringLiteral("value"),
                            placementKey,
                            QStringLiteral("authorizationUrl"),
                            QStringLiteral("accessTokenUrl"),
                            QStringLiteral("refreshTokenUrl"),
                            QStringLiteral("callbackUrl"),
                            credentialsKey,
                            QStringLiteral("scope"),
                            QStringLiteral("accessKeyId"),
                            QStringLiteral("secretAccessKey"),
                            QStringLiteral("sessionToken"),
                            QStringLiteral("service"),
                            QStringLiteral("region")};

struct TypeWord
{
    Kind kind;
    QString word;
};

const QList<TypeWord>& types()
{
    static const QList<TypeWord> list{
        {Kind::Basic, QStringLiteral("basic")},   {Kind::Bearer, QStringLiteral("bearer")},
        {Kind::ApiKey, QStringLiteral("apikey")}, {Kind::Digest, QStringLiteral("digest")},
        {Kind::OAuth2, QStringLiteral("oauth2")}, {Kind::AwsV4, QStringLiteral("awsv4")}};
    return list;
}

QString wordOf(Kind kind)
{
    for (const TypeWord& type : types()) {
        if (type.kind == kind)
            return type.word;
    }
    return kind == Kind::Inherit ? inheritWord : noneWord;
}

// --- reading

bool decodeFlow(const YamlNode& map, YamlDecoder& decoder, OAuth2Spec& spec)
{
    const QString flow = decoder.text(map, flowKey, codeFlow);
    if (flow == clientFlow)
        spec.flow = Flow::ClientCredentials;
    else if (flow != codeFlow)
        return false;
    return true;
}

/// Only a loopback address of ours can be called back.
void decodeCallback(const QString& text, OAuth2Spec& spec)
{
    const QUrl url(text);
    const QString host = url.host();
    if (!url.isValid() || (host != loopback && host != QLatin1String("localhost")))
        return;
    spec.redirectPort = quint16(url.port(0));
    if (!url.path().isEmpty())
        spec.redirectPath = url.path();
}

void decodeOAuth2(const YamlNode& map, const YamlNode& extra, YamlDecoder& decoder, OAuth2Spec& spec)
{
    spec.authorizationUrl = decoder.text(map, QStringLiteral("authorizationUrl"));
    spec.tokenUrl = decoder.text(map, QStringLiteral("accessTokenUrl"));
    spec.refreshUrl = decoder.text(map, QStringLiteral("refreshTokenUrl"));
    decodeCallback(decoder.text(map, QStringLiteral("callbackUrl")), spec);
    spec.scope = decoder.text(map, QStringLiteral("scope"));
    const YamlNode client = decoder.mapAt(map, credentialsKey);
    spec.clientId = decoder.text(client, QStringLiteral("clientId"));
    spec.clientSecret = decoder.text(client, QStringLiteral("clientSecret"));
    if (decoder.text(client, placementKey) == QLatin1String("body"))
        spec.clientPlace = OAuth2Spec::ClientPlace::Body;
    const YamlNode own = decoder.mapAt(extra, QStringLiteral("oauth2"));
    spec.audience = decoder.text(own, QStringLiteral("audience"));
    spec.headerPrefix = decoder.text(own, QStringLiteral("headerPrefix"), spec.headerPrefix);
}

void decodeMap(const YamlNode& map, const YamlNode& extra, YamlDecoder& decoder, HttpAuth& auth)
{
    switch (auth.kind) {
    case Kind::None:
    case Kind::Inherit: break;
    case Kind::Basic:
    case Kind::Digest:
        auth.user = decoder.text(map, usernameKey);
        auth.password = decoder.text(map, passwordKey);
        break;
    case Kind::Bearer: auth.token = decoder.text(map, QStringLiteral("token")); break;
    case Kind::ApiKey:
        auth.keyName = decoder.text(map, QStringLiteral("key"));
        auth.keyValue = decoder.text(map, QStringLiteral("value"));
        auth.keyInQuery = decoder.text(map, placementKey) == QLatin1String("query");
        break;
    case Kind::OAuth2: decodeOAuth2(map, extra, decoder, auth.oauth2); break;
    case Kind::AwsV4:
        auth.aws.accessKeyId = decoder.text(map, QStringLiteral("accessKeyId"));
        auth.aws.secretAccessKey = decoder.text(map, QStringLiteral("secretAccessKey"));
        auth.aws.sessionToken = decoder.text(map, QStringLiteral("sessionToken"));
        auth.aws.region = decoder.text(map, QStringLiteral("region"));
        auth.aws.service = decoder.text(map, QStringLiteral("service"));
        break;
    }
}

// --- writing

/// Writes into the map of one kind.
class Encoder
{
public:
    Encoder(YamlNode& map, const HttpAuth* before)
        : m_map(map)
        , m_before(before)
    {
    }

    void put(const QString& key, const QString& value) { put(m_map, key, value); }

    /// `before` is the value in the same place of what was read.
    void putSecret(const QString& key, const QString& before, const QString& now)
    {
        putSecret(m_map, key, before, now);
    }

    void fill(const HttpAuth& now)
    {
        const HttpAuth old = m_before ? *m_before : HttpAuth();
        switch (now.kind) {
        case Kind::None:
        case Kind::Inherit: break;
        case Kind::Basic:
        case Kind::Digest:
            put(usernameKey, now.user);
            putSecret(passwordKey, old.password, now.password);
            break;
        case Kind::Bearer: putSecret(QStringLiteral("token"), old.token, now.token); break;
        case Kind::ApiKey:
            put(QStringLiteral("key"), now.keyName);
            putSecret(QStringLiteral("value"), old.keyValue, now.keyValue);
            put(placementKey, now.keyInQuery ? QStringLiteral("query") : QStringLiteral("header"));
            break;
        case Kind::OAuth2: fillOAuth2(old.oauth2, now.oauth2); break;
        case Kind::AwsV4: fillAws(old.aws, now.aws); break;
        }
    }

private:
    static void put(YamlNode& map, const QString& key, const QString& value)
    {
        if (!value.isEmpty() || map.contains(key))
            setText(map, key, value, authOrder);
    }

    static void putSecret(YamlNode& map, const QString& key, const QString& before, const QString& now)
    {
        if (isSecretReference(now))
            setText(map, key, now, authOrder);
        else if (before != now || !map.contains(key))
            map.remove(key);
    }

    void fillAws(const AwsV4Spec& old, const AwsV4Spec& now)
    {
        put(QStringLiteral("accessKeyId"), now.accessKeyId);
        putSecret(QStringLiteral("secretAccessKey"), old.secretAccessKey, now.secretAccessKey);
        putSecret(QStringLiteral("sessionToken"), old.sessionToken, now.sessionToken);
        put(QStringLiteral("service"), now.service);
        put(QStringLiteral("region"), now.region);
    }

    void fillOAuth2(const OAuth2Spec& old, const OAuth2Spec& now)
    {
        const bool usesCode = now.flow == Flow::AuthorizationCode;
        put(flowKey, usesCode ? codeFlow : clientFlow);
        if (usesCode) {
            put(QStringLiteral("authorizationUrl"), now.authorizationUrl);
            fillCallback(old, now);
        }
        put(QStringLiteral("accessTokenUrl"), now.tokenUrl);
        put(QStringLiteral("refreshTokenUrl"), now.refreshUrl);
        put(QStringLiteral("scope"), now.scope);
        YamlNode client = m_map.get(credentialsKey);
        if (!client.isMap())
            client = YamlNode::map();
        put(client, QStringLiteral("clientId"), now.clientId);
        putSecret(client, QStringLiteral("clientSecret"), old.clientSecret, now.clientSecret);
        const bool isBody = now.clientPlace == OAuth2Spec::ClientPlace::Body;
        if (isBody || client.contains(placementKey))
            setText(client, placementKey,
                    isBody ? QStringLiteral("body") : QStringLiteral("basic_auth_header"));
        m_map.setOrRemove(credentialsKey, client, authOrder);
    }

    void fillCallback(const OAuth2Spec& old, const OAuth2Spec& now)
    {
        const OAuth2Spec defaults;
        const OAuth2Spec& from = m_map.contains(QStringLiteral("callbackUrl")) ? old : defaults;
        if (now.redirectPort == from.redirectPort && now.redirectPath == from.redirectPath)
            return;
        QString url = QStringLiteral("http://") + loopback;
        if (now.redirectPort != 0)
            url += u':' + QString::number(now.redirectPort);
        put(QStringLiteral("callbackUrl"), url + now.redirectPath);
    }

    YamlNode& m_map;
    const HttpAuth* m_before;
};

void encodeExtra(YamlNode& extra, const HttpAuth& now)
{
    const bool isOAuth2 = now.kind == Kind::OAuth2;
    const OAuth2Spec defaults;
    YamlNode own = extra.get(QStringLiteral("oauth2"));
    if (!own.isMap())
        own = YamlNode::map();
    const QString audience = isOAuth2 ? now.oauth2.audience : QString();
    const QString prefix = isOAuth2 ? now.oauth2.headerPrefix : defaults.headerPrefix;
    setUnlessDefault(own, QStringLiteral("audience"), YamlNode::text(audience), audience.isEmpty());
    setUnlessDefault(own, QStringLiteral("headerPrefix"), YamlNode::text(prefix),
                     prefix == defaults.headerPrefix);
    extra.setOrRemove(QStringLiteral("oauth2"), own);
}

} // namespace

HttpAuth decodeAuth(const YamlNode& auth, const YamlNode& extra, YamlDecoder& decoder, QString& note)
{
    HttpAuth result;
    const QString type = auth.isMap() ? decoder.text(auth, typeKey, noneWord) : auth.value();
    if (auth.isNull() || type == noneWord)
        return result;
    if (auth.isSequence()) {
        decoder.refuse(auth, WorkspaceText::tr("%1 must have keys").arg(authKey));
        return result;
    }
    if (type == inheritWord) {
        result.kind = Kind::Inherit;
        return result;
    }
    for (const TypeWord& known : types()) {
        if (auth.isMap() && known.word == type)
            result.kind = known.kind;
    }
    if (result.kind == Kind::OAuth2 && !decodeFlow(auth, decoder, result.oauth2))
        result.kind = Kind::None;
    if (result.kind == Kind::None)
        note = type;
    decodeMap(auth, extra, decoder, result);
    return result;
}

void encodeAuth(YamlNode& owner, YamlNode& extra, const HttpAuth* before, const HttpAuth& now,
                const QStringList& ownerOrder)
{
    const bool isSame = before ? *before == now : now.kind == Kind::None;
    if (isSame)
        return;
    encodeExtra(extra, now);
    if (now.kind == Kind::None) {
        owner.remove(authKey);
        return;
    }
    if (now.kind == Kind::Inherit) {
        owner.set(authKey, YamlNode::text(inheritWord), ownerOrder);
        return;
    }
    YamlNode map = owner.get(authKey);
    const bool keeps = before && before->kind == now.kind && map.isMap();
    if (!keeps) {
        map = YamlNode::map();
        setText(map, typeKey, wordOf(now.kind), authOrder);
    }
    Encoder(map, keeps ? before : nullptr).fill(now);
    owner.set(authKey, map, ownerOrder);
}

} // namespace wl
