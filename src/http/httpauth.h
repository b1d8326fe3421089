// SPDX-License-Identifier: MIT
#pragma once

#include <QList>
#include <QString>

namespace wl {

/// OAuth 2.0 (RFC 6749): how a request gets its access token.
struct OAuth2Spec
{
    enum class Flow : quint8 {
        AuthorizationCode, ///< with PKCE (RFC 7636) over a redirect to a loopback port (RFC 8252 §7.3)
        ClientCredentials,
    };
    enum class ClientPlace : quint8 {
        Header, ///< client id and secret as HTTP Basic (RFC 6749 §2.3.1)
        Body,
    };

    Flow flow = Flow::AuthorizationCode;
    QString authorizationUrl; ///< AuthorizationCode
    QString tokenUrl;
    QString refreshUrl; ///< empty = tokenUrl
    QString clientId;
    QString clientSecret; ///< secret
    QString scope;        ///< words separated by blanks
    QString audience;
    quint16 redirectPort = 0;                           ///< 0 = any free port
    QString redirectPath = QStringLiteral("/callback"); ///< of the loopback redirect
    ClientPlace clientPlace = ClientPlace::Header;
    QString headerPrefix = QStringLiteral("Bearer"); ///< before the token in the Authorization field

    bool operator==(const OAuth2Spec&) const = default;
};

/// AWS Signature Version 4.
struct AwsV4Spec
{
    QString accessKeyId;
    QString secretAccessKey; ///< secret
    QString sessionToken;    ///< secret
    QString region;
    QString service;

    bool operator==(const AwsV4Spec&) const = default;
};

/// How a request proves who sends it. Only the members of its kind have a meaning; the others keep what was
/// typed.
struct HttpAuth
{
    enum class Kind : quint8 {
        None,
        Inherit, ///< of the folder or the collection that the request is in
        Basic,   ///< RFC 7617
        Bearer,  ///< RFC 6750 §2.1
        ApiKey,
        Digest, ///< RFC 7616
        OAuth2,
        AwsV4,
    };

    Kind kind = Kind::None;
    QString user;     ///< Basic, Digest
    QString password; ///< Basic, Digest; secret
    QString token;    ///< Bearer; secret
    QString keyName;  ///< ApiKey: the field's or the query parameter's name
    QString keyValue; ///< ApiKey; secret
    bool keyInQuery = false;
    OAuth2Spec oauth2;
    AwsV4Spec aws;

    bool operator==(const HttpAuth&) const = default;
};

} // namespace wl
