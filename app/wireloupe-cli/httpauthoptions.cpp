// SPDX-License-Identifier: MIT
#include "httpauthoptions.h"

#include <QFile>

namespace wl::cli {

namespace {

constexpr qint64 secretBytes = 64 * 1024;

const QString userName = QStringLiteral("--user");
const QString digestName = QStringLiteral("--digest");
const QString bearerName = QStringLiteral("--bearer");
const QString keyName = QStringLiteral("--api-key");
const QString awsName = QStringLiteral("--aws-sigv4");
const QString awsTokenName = QStringLiteral("--aws-session-token");
const QString oauthName = QStringLiteral("--oauth2");
const QString authorizeName = QStringLiteral("--oauth2-authorize");
const QString scopeName = QStringLiteral("--oauth2-scope");
const QString audienceName = QStringLiteral("--oauth2-audience");
const QString redirectName = QStringLiteral("--oauth2-redirect");
const QString inBodyName = QStringLiteral("--oauth2-in-body");

/// "@FILE" is the file's first line, "env:NAME" a variable's value, anything else itself.
Result<QString> secretOf(const QString& option, const QString& word)
{
    if (word.startsWith(u'@')) {
        QFile file(word.mid(1));
        if (!file.open(QIODevice::ReadOnly))
            return badOption(QStringLiteral("%1: cannot read '%2'").arg(option, file.fileName()));
        const QByteArray start = file.read(secretBytes);
        const qsizetype end = start.indexOf('\n');
        return QString::fromUtf8(end < 0 ? start : start.first(end)).trimmed();
    }
    if (word.startsWith(QLatin1String("env:"))) {
        const QByteArray name = word.mid(4).toUtf8();
        if (!qEnvironmentVariableIsSet(name.constData()))
            return badOption(QStringLiteral("%1: there is no variable %2 in the environment")
                                 .arg(option, QString::fromUtf8(name)));
        return qEnvironmentVariable(name.constData());
    }
    return word;
}

struct UserWords
{
    QString name;
    QString secret;
};

Result<UserWords> readUser(const OptionParser& parser, bool needsSecret)
{
    const QString word = parser.value(userName);
    const qsizetype colon = word.indexOf(u':');
    UserWords user{colon < 0 ? word : word.first(colon), {}};
    if (user.name.isEmpty() && colon < 0)
        return badOption(QStringLiteral("--user takes NAME:PASSWORD"));
    if (colon < 0 && needsSecret)
        return badOption(QStringLiteral("--user has no password: write '%1:PASSWORD', '%1:@FILE' or "
                                        "'%1:env:VARIABLE'")
                             .arg(user.name));
    if (colon < 0)
        return user;
    const Result<QString> secret = secretOf(userName, word.mid(colon + 1));
    if (!secret)
        return tl::make_unexpected(secret.error());
    user.secret = *secret;
    return user;
}

Result<HttpAuth> readKey(const OptionParser& parser)
{
    HttpAuth auth;
    auth.kind = HttpAuth::Kind::ApiKey;
    QString word = parser.value(keyName);
    const QLatin1String inQuery("@query");
    auth.keyInQuery = word.endsWith(inQuery);
    if (auth.keyInQuery)
        word.chop(inQuery.size());
    const qsizetype equals = word.indexOf(u'=');
    if (equals <= 0)
        return badOption(QStringLiteral("--api-key takes NAME=VALUE or NAME=VALUE@query"));
    auth.keyName = word.first(equals);
    const Result<QString> secret = secretOf(keyName, word.mid(equals + 1));
    if (!secret)
        return tl::make_unexpected(secret.error());
    auth.keyValue = *secret;
    return auth;
}

Result<HttpAuth> readAws(const OptionParser& parser)
{
    HttpAuth auth;
    auth.kind = HttpAuth::Kind::AwsV4;
    const QStringList parts = parser.value(awsName).split(u'/');
    if (parts.size() != 2 || parts.contains(QString()))
        return badOption(QStringLiteral("--aws-sigv4 takes REGION/SERVICE, such as us-east-1/s3"));
    auth.aws.region = parts.first();
    auth.aws.service = parts.last();
    if (!parser.isSet(userName))
        return badOption(QStringLiteral("--aws-sigv4 needs the key: --user KEY_ID:SECRET"));
    const Result<UserWords> user = readUser(parser, true);
    if (!user)
        return tl::make_unexpected(user.error());
    auth.aws.accessKeyId = user->name;
    auth.aws.secretAccessKey = user->secret;
    const Result<QString> token = secretOf(awsTokenName, parser.value(awsTokenName));
    if (!token)
        return tl::make_unexpected(token.error());
    auth.aws.sessionToken = *token;
    return auth;
}

/// "8123/callback": the port, the path, or both.
Result<void> readRedirect(const QString& word, OAuth2Spec& spec)
{
    const qsizetype slash = word.indexOf(u'/');
    const QString port = slash < 0 ? word : word.first(slash);
    bool isNumber = true;
    spec.redirectPort = port.isEmpty() ? quint16(0) : port.toUShort(&isNumber);
    if (!isNumber)
        return badOption(QStringLiteral("--oauth2-redirect takes PORT/PATH, such as 8123/callback"));
    if (slash >= 0)
        spec.redirectPath = word.mid(slash);
    return {};
}

Result<HttpAuth> readOAuth2(const OptionParser& parser)
{
    HttpAuth auth;
    auth.kind = HttpAuth::Kind::OAuth2;
    OAuth2Spec& spec = auth.oauth2;
    spec.tokenUrl = parser.value(oauthName);
    spec.authorizationUrl = parser.value(authorizeName);
    spec.flow = parser.isSet(authorizeName) ? OAuth2Spec::Flow::AuthorizationCode
                                            : OAuth2Spec::Flow::ClientCredentials;
    spec.scope = parser.value(scopeName);
    spec.audience = parser.value(audienceName);
    if (parser.isSet(inBodyName))
        spec.clientPlace = OAuth2Spec::ClientPlace::Body;
    if (!parser.isSet(userName))
        return badOption(QStringLiteral("--oauth2 needs the client: --user CLIENT_ID:SECRET, or --user "
                                        "CLIENT_ID where it has no secret"));
    const Result<UserWords> user = readUser(parser, false);
    if (!user)
        return tl::make_unexpected(user.error());
    spec.clientId = user->name;
    spec.clientSecret = user->secret;
    if (const auto redirect = readRedirect(parser.value(redirectName), spec); !redirect)
        return tl::make_unexpected(redirect.error());
    return auth;
}

Result<HttpAuth> readUserAuth(const OptionParser& parser)
{
    const Result<UserWords> user = readUser(parser, true);
    if (!user)
        return tl::make_unexpected(user.error());
    HttpAuth auth;
    auth.kind = parser.isSet(digestName) ? HttpAuth::Kind::Digest : HttpAuth::Kind::Basic;
    auth.user = user->name;
    auth.password = user->secret;
    return auth;
}

Result<HttpAuth> readBearer(const OptionParser& parser)
{
    const Result<QString> token = secretOf(bearerName, parser.value(bearerName));
    if (!token)
        return tl::make_unexpected(token.error());
    HttpAuth auth;
    auth.kind = HttpAuth::Kind::Bearer;
    auth.token = *token;
    return auth;
}

/// An option that only means something beside another.
Result<void> checkCompanions(const OptionParser& parser)
{
    const QList<std::pair<QString, QString>> needs{{digestName, userName},     {awsTokenName, awsName},
                                                   {authorizeName, oauthName}, {scopeName, oauthName},
                                                   {audienceName, oauthName},  {redirectName, oauthName},
                                                   {inBodyName, oauthName}};
    for (const auto& [option, other] : needs) {
        if (parser.isSet(option) && !parser.isSet(other))
            return badOption(QStringLiteral("%1 needs %2").arg(option, other));
    }
    int kinds = 0;
    for (const QString& kind : {bearerName, keyName, awsName, oauthName, digestName})
        kinds += parser.isSet(kind) ? 1 : 0;
    const bool isUsersOwn = parser.isSet(userName) && !parser.isSet(awsName) && !parser.isSet(oauthName) &&
                            !parser.isSet(digestName);
    if (kinds + (isUsersOwn ? 1 : 0) > 1)
        return badOption(QStringLiteral(
            "only one of --user, --digest, --bearer, --api-key, --aws-sigv4 and --oauth2 can be given"));
    return {};
}

} // namespace

void addAuthOptions(OptionParser& parser)
{
    parser.add(QStringLiteral("-u, --user"), QStringLiteral("NAME:PASSWORD"),
               QStringLiteral("Basic authentication; a secret can be written @FILE or env:VARIABLE, here "
                              "and below"));
    parser.add(digestName, {}, QStringLiteral("answer the server's Digest challenge with --user"));
    parser.add(bearerName, QStringLiteral("TOKEN"), QStringLiteral("send Authorization: Bearer TOKEN"));
    parser.add(keyName, QStringLiteral("NAME=VALUE[@query]"),
               QStringLiteral("an API key as a header field, or in the query"));
    parser.add(awsName, QStringLiteral("REGION/SERVICE"),
               QStringLiteral("sign with AWS Signature 4; --user is KEY_ID:SECRET"));
    parser.add(awsTokenName, QStringLiteral("TOKEN"), QStringLiteral("of temporary AWS credentials"));
    parser.add(oauthName, QStringLiteral("TOKEN_URL"),
               QStringLiteral("get an OAuth 2 access token first; --user is CLIENT_ID:SECRET"));
    parser.add(authorizeName, QStringLiteral("URL"),
               QStringLiteral("by this page, to be opened in a browser, instead of client credentials"));
    parser.add(scopeName, QStringLiteral("WORDS"), QStringLiteral("what the token shall be good for"));
    parser.add(audienceName, QStringLiteral("TEXT"), QStringLiteral("whom the token is for"));
    parser.add(redirectName, QStringLiteral("PORT/PATH"),
               QStringLiteral("where the browser comes back on 127.0.0.1 (any port, /callback)"));
    parser.add(inBodyName, {}, QStringLiteral("client id and secret in the body of the token request"));
}

Result<HttpAuth> readAuth(const OptionParser& parser)
{
    if (const auto checked = checkCompanions(parser); !checked)
        return tl::make_unexpected(checked.error());
    if (parser.isSet(bearerName))
        return readBearer(parser);
    if (parser.isSet(keyName))
        return readKey(parser);
    if (parser.isSet(awsName))
        return readAws(parser);
    if (parser.isSet(oauthName))
        return readOAuth2(parser);
    if (parser.isSet(userName))
        return readUserAuth(parser);
    return HttpAuth();
}

} // namespace wl::cli
