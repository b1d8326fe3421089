// SPDX-License-Identifier: MIT
#include "http/authfields.h"

#include "base/typedtext.h"
#include "decode/http1head.h"

namespace wl {

namespace {

ComposedField secretField(const QByteArray& name, const QByteArray& value)
{
    return {name, value, true, true};
}

Result<AuthFields> basic(const HttpAuth& auth)
{
    // RFC 7617 §2: the first colon ends the name.
    if (auth.user.contains(u':'))
        return fail(ErrorCode::BadOption,
                    QStringLiteral("the user name of Basic authentication has a colon"));
    AuthFields result;
    if (auth.user.isEmpty() && auth.password.isEmpty())
        result.notes.append(QStringLiteral("Basic: there is no user, so no Authorization field is sent."));
    else
        result.fields.append(
            secretField("Authorization", "Basic " + (auth.user + u':' + auth.password).toUtf8().toBase64()));
    return result;
}

Result<AuthFields> bearer(const QString& prefix, const QString& token, const QString& missing)
{
    const QString typed = token.trimmed();
    if (hasLineBreak(typed) || hasLineBreak(prefix))
        return fail(ErrorCode::BadOption, QStringLiteral("the token has a line break or NUL"));
    AuthFields result;
    const QString value = prefix.isEmpty() ? typed : prefix + u' ' + typed;
    if (typed.isEmpty())
        result.notes.append(missing);
    else
        result.fields.append(secretField("Authorization", value.toUtf8()));
    return result;
}

Result<AuthFields> apiKey(const HttpAuth& auth)
{
    AuthFields result;
    if (auth.keyName.isEmpty()) {
        result.notes.append(QStringLiteral("API key: it has no name, so it is not sent."));
        return result;
    }
    if (auth.keyInQuery) {
        HttpField row;
        row.name = auth.keyName;
        row.value = auth.keyValue;
        row.secret = true;
        result.query.append(row);
        return result;
    }
    if (!isHttpToken(auth.keyName.toUtf8()))
        return fail(ErrorCode::BadOption, QStringLiteral("the API key's name \"%1\"").arg(auth.keyName));
    if (hasLineBreak(auth.keyValue))
        return fail(ErrorCode::BadOption, QStringLiteral("the API key has a line break or NUL"));
    result.fields.append(secretField(auth.keyName.toUtf8(), auth.keyValue.toUtf8()));
    return result;
}

Result<AuthFields> aws(const HttpAuth& auth)
{
    const AwsV4Spec& spec = auth.aws;
    AuthFields result;
    const auto isOdd = [](const QString& text) { return hasLineBreak(text) || text.contains(u'/'); };
    if (isOdd(spec.accessKeyId) || isOdd(spec.region) || isOdd(spec.service) ||
        hasLineBreak(spec.sessionToken))
        return fail(ErrorCode::BadOption,
                    QStringLiteral("AWS: a slash or a line break in the key, region or service"));
    if (spec.accessKeyId.isEmpty() || spec.secretAccessKey.isEmpty() || spec.region.isEmpty() ||
        spec.service.isEmpty()) {
        result.notes.append(
            QStringLiteral("AWS: key, secret, region and service are needed; the request is not signed."));
        return result;
    }
    result.signer = auth;
    return result;
}

} // namespace

Result<AuthFields> authFields(const HttpAuth& auth)
{
    switch (auth.kind) {
    case HttpAuth::Kind::None:
    case HttpAuth::Kind::Inherit: break;
    case HttpAuth::Kind::Basic: return basic(auth);
    case HttpAuth::Kind::Bearer:
        return bearer(QStringLiteral("Bearer"), auth.token,
                      QStringLiteral("Bearer: the token is empty, so no Authorization field is sent."));
    case HttpAuth::Kind::OAuth2:
        return bearer(
            auth.oauth2.headerPrefix, auth.token,
            QStringLiteral("OAuth 2: there is no access token yet, so no Authorization field is sent."));
    case HttpAuth::Kind::ApiKey: return apiKey(auth);
    case HttpAuth::Kind::Digest: {
        if (hasLineBreak(auth.user))
            return fail(ErrorCode::BadOption, QStringLiteral("the user name has a line break or NUL"));
        AuthFields result;
        result.signer = auth;
        return result;
    }
    case HttpAuth::Kind::AwsV4: return aws(auth);
    }
    return AuthFields();
}

} // namespace wl
