// SPDX-License-Identifier: MIT
#include "http/oauth2messages.h"

#include "decode/jsonparser.h"
#include "decode/jsonstring.h"
#include "net/randomsecret.h"

#include <QCryptographicHash>
#include <QHash>
#include <QUrlQuery>

namespace wl {

namespace {

constexpr auto base64Url = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;
/// Of texts from the server in our sentences.
constexpr qsizetype shownLength = 300;

QByteArray randomText()
{
    return randomSecret(32).toBase64(base64Url);
}

QByteArray formEncoded(const QString& text)
{
    QByteArray encoded = QUrl::toPercentEncoding(text, "*", "~");
    return encoded.replace("%20", "+");
}

QString shown(const QString& text)
{
    QString line = text.simplified();
    if (line.size() > shownLength)
        line = line.first(shownLength) + QChar(0x2026);
    return line;
}

/// Names and values of a redirect's query, form-decoded; a name that is there twice makes it invalid
/// (RFC 6749 §3.1).
OAuth2Result<QHash<QString, QString>> queryOf(const QByteArray& target)
{
    QHash<QString, QString> values;
    const qsizetype mark = target.indexOf('?');
    QByteArray query = mark < 0 ? QByteArray() : target.sliced(mark + 1);
    query.replace('+', "%20");
    for (const QByteArray& pair : query.split('&')) {
        const qsizetype equals = pair.indexOf('=');
        const QByteArray name = equals < 0 ? pair : pair.first(equals);
        const QByteArray value = equals < 0 ? QByteArray() : pair.sliced(equals + 1);
        const QString key = QString::fromUtf8(QByteArray::fromPercentEncoding(name));
        if (key.isEmpty())
            continue;
        if (values.contains(key))
            return tl::make_unexpected(OAuth2Words::tr("the answer has \"%1\" twice").arg(shown(key)));
        values.insert(key, QString::fromUtf8(QByteArray::fromPercentEncoding(value)));
    }
    return values;
}

/// The outermost object's members that are no objects or arrays; nothing where the text is no JSON object.
std::optional<QHash<QString, QString>> membersOf(QByteArrayView text)
{
    QHash<QString, QString> members;
    JsonParser parser(text);
    JsonParser::Event event = parser.next();
    if (event.token.kind != JsonToken::Kind::BeginObject)
        return std::nullopt;
    QString key;
    for (event = parser.next(); !event.token.isLast(); event = parser.next()) {
        using Kind = JsonToken::Kind;
        const Kind kind = event.token.kind;
        if (event.depth != 1)
            continue;
        if (event.isKey)
            key = jsonStringText(parser.bytes(event.token));
        else if (kind == Kind::String || kind == Kind::Number || kind == Kind::True || kind == Kind::False)
            members.insert(key, jsonValueText(parser.bytes(event.token)));
    }
    return event.token.kind == JsonToken::Kind::End ? std::optional(members) : std::nullopt;
}

HttpField field(const QString& name, const QString& value, bool isSecret = false)
{
    return {name, value, true, isSecret, {}};
}

/// A request to the token endpoint with the client's own credentials (RFC 6749 §2.3.1).
HttpRequest tokenRequest(const OAuth2Spec& spec, const QString& url, const HttpSettings& settings,
                         const QList<HttpField>& fields)
{
    HttpRequest request;
    request.method = QStringLiteral("POST");
    request.url = url;
    request.settings = settings;
    request.settings.followRedirects = false;
    request.settings.useCookies = false;
    request.settings.encodeUrl = true;
    request.settings.tls.verify = true;
    request.settings.tls.serverName.clear();
    request.headers.append(field(QStringLiteral("Accept"), QStringLiteral("application/json")));
    request.body.kind = HttpBody::Kind::Form;
    request.body.fields = fields;
    const bool inHeader = spec.clientPlace == OAuth2Spec::ClientPlace::Header && !spec.clientSecret.isEmpty();
    if (inHeader) {
        const QByteArray credentials = formEncoded(spec.clientId) + ':' + formEncoded(spec.clientSecret);
        request.headers.append(field(QStringLiteral("Authorization"),
                                     QStringLiteral("Basic ") + QString::fromLatin1(credentials.toBase64()),
                                     true));
    } else {
        request.body.fields.append(field(QStringLiteral("client_id"), spec.clientId));
        if (!spec.clientSecret.isEmpty())
            request.body.fields.append(field(QStringLiteral("client_secret"), spec.clientSecret));
    }
    return request;
}

void addWishes(const OAuth2Spec& spec, QList<HttpField>& fields)
{
    if (!spec.scope.isEmpty())
        fields.append(field(QStringLiteral("scope"), spec.scope));
    if (!spec.audience.isEmpty())
        fields.append(field(QStringLiteral("audience"), spec.audience));
}

Timestamp expiryOf(const QString& seconds, Timestamp time)
{
    constexpr qint64 mostSeconds = 10LL * 365 * 24 * 3600;
    bool isNumber = false;
    const double value = seconds.toDouble(&isNumber); // some servers send it as a text, or as 3600.0
    if (!isNumber || !(value > 0))
        return {};
    const qint64 whole = value > double(mostSeconds) ? mostSeconds : qint64(value);
    return {time.ns + whole * 1'000'000'000};
}

} // namespace

OAuth2Proof OAuth2Proof::make()
{
    return {randomText(), randomText()};
}

QByteArray OAuth2Proof::challenge() const
{
    return QCryptographicHash::hash(verifier, QCryptographicHash::Sha256).toBase64(base64Url);
}

OAuth2Result<QUrl> authorizationUrl(const OAuth2Spec& spec, const QString& redirectUri,
                                    const OAuth2Proof& proof)
{
    QUrl url(spec.authorizationUrl.trimmed(), QUrl::StrictMode);
    const bool isWeb = url.scheme() == QStringLiteral("http") || url.scheme() == QStringLiteral("https");
    if (!url.isValid() || !isWeb || url.host().isEmpty())
        return tl::make_unexpected(OAuth2Words::tr("the authorization URL is not an http or https URL"));
    if (spec.clientId.isEmpty())
        return tl::make_unexpected(OAuth2Words::notThere(OAuth2Words::tr("the client id")));
    QByteArray query = url.query(QUrl::FullyEncoded).toLatin1();
    const auto add = [&query](const char* name, const QString& value) {
        if (!value.isEmpty())
            query += (query.isEmpty() ? "" : "&") + QByteArray(name) + '=' + formEncoded(value);
    };
    add("response_type", QStringLiteral("code"));
    add("client_id", spec.clientId);
    add("redirect_uri", redirectUri);
    add("scope", spec.scope);
    add("audience", spec.audience);
    add("state", QString::fromLatin1(proof.state));
    add("code_challenge", QString::fromLatin1(proof.challenge()));
    add("code_challenge_method", QStringLiteral("S256"));
    url.setQuery(QString::fromLatin1(query), QUrl::StrictMode);
    url.setFragment({});
    return url;
}

OAuth2Result<QString> authorizationCode(const QByteArray& target, const OAuth2Proof& proof)
{
    const auto values = queryOf(target);
    if (!values)
        return tl::make_unexpected(values.error());
    if (values->value(QStringLiteral("state")).toUtf8() != proof.state)
        return tl::make_unexpected(
            OAuth2Words::tr("the answer's state is not the one that was sent: it belongs to something else"));
    if (values->contains(QStringLiteral("error")))
        return tl::make_unexpected(OAuth2Words::refusal(values->value(QStringLiteral("error")),
                                                        values->value(QStringLiteral("error_description"))));
    const QString code = values->value(QStringLiteral("code"));
    if (code.isEmpty())
        return tl::make_unexpected(OAuth2Words::tr("the answer has neither a code nor an error"));
    return code;
}

HttpRequest codeRequest(const OAuth2Spec& spec, const HttpSettings& settings, const QString& code,
                        const QString& redirectUri, const OAuth2Proof& proof)
{
    return tokenRequest(spec, spec.tokenUrl, settings,
                        {field(QStringLiteral("grant_type"), QStringLiteral("authorization_code")),
                         field(QStringLiteral("code"), code),
                         field(QStringLiteral("redirect_uri"), redirectUri),
                         field(QStringLiteral("code_verifier"), QString::fromLatin1(proof.verifier))});
}

HttpRequest clientCredentialsRequest(const OAuth2Spec& spec, const HttpSettings& settings)
{
    QList<HttpField> fields{field(QStringLiteral("grant_type"), QStringLiteral("client_credentials"))};
    addWishes(spec, fields);
    return tokenRequest(spec, spec.tokenUrl, settings, fields);
}

HttpRequest refreshRequest(const OAuth2Spec& spec, const HttpSettings& settings, const QString& refreshToken)
{
    return tokenRequest(spec, spec.refreshUrl.isEmpty() ? spec.tokenUrl : spec.refreshUrl, settings,
                        {field(QStringLiteral("grant_type"), QStringLiteral("refresh_token")),
                         field(QStringLiteral("refresh_token"), refreshToken)});
}

OAuth2Result<OAuth2Token> tokenOf(int status, QByteArrayView body, Timestamp time)
{
    const auto members = membersOf(body);
    if (!members)
        return tl::make_unexpected(
            OAuth2Words::tr("the token endpoint answered %1, and not with a JSON object").arg(status));
    const QString error = members->value(QStringLiteral("error"));
    if (!error.isEmpty())
        return tl::make_unexpected(
            OAuth2Words::refusal(error, members->value(QStringLiteral("error_description"))));
    if (status / 100 != 2)
        return tl::make_unexpected(OAuth2Words::tr("the token endpoint answered %1").arg(status));
    OAuth2Token token;
    token.access = members->value(QStringLiteral("access_token"));
    token.refresh = members->value(QStringLiteral("refresh_token"));
    token.scope = shown(members->value(QStringLiteral("scope")));
    token.expires = expiryOf(members->value(QStringLiteral("expires_in")), time);
    if (token.access.isEmpty())
        return tl::make_unexpected(OAuth2Words::tr("the token endpoint's answer has no access_token"));
    const QString type = members->value(QStringLiteral("token_type"));
    if (type.compare(QLatin1String("mac"), Qt::CaseInsensitive) == 0 ||
        type.compare(QLatin1String("DPoP"), Qt::CaseInsensitive) == 0)
        return tl::make_unexpected(
            OAuth2Words::tr("tokens of type %1 are not supported, only bearer tokens").arg(type));
    return token;
}

QString OAuth2Words::refusal(const QString& error, const QString& description)
{
    static const QHash<QString, QString> known{
        {QStringLiteral("access_denied"), tr("access was denied")},
        {QStringLiteral("invalid_request"), tr("the request is not valid")},
        {QStringLiteral("invalid_client"), tr("the client id or secret is not right")},
        {QStringLiteral("invalid_grant"), tr("the code or the refresh token is not valid any more")},
        {QStringLiteral("unauthorized_client"), tr("this client may not do that")},
        {QStringLiteral("unsupported_grant_type"), tr("the server does not support this flow")},
        {QStringLiteral("unsupported_response_type"), tr("the server does not support this flow")},
        {QStringLiteral("invalid_scope"), tr("the scope is not valid")},
        {QStringLiteral("server_error"), tr("the server failed")},
        {QStringLiteral("temporarily_unavailable"), tr("the server is not available now")},
    };
    QString words = known.contains(error) ? QStringLiteral("%1 (%2)").arg(known.value(error), error)
                                          : tr("the server refused: %1").arg(shown(error));
    if (!description.isEmpty())
        words += QStringLiteral(": ") + shown(description);
    return words;
}

QString OAuth2Words::page(bool isGood)
{
    return isGood ? tr("Access was granted. You can close this page.")
                  : tr("Access was not granted. Wireloupe says why; you can close this page.");
}

QString OAuth2Words::notThere(const QString& what)
{
    return tr("%1 is missing").arg(what);
}

} // namespace wl
