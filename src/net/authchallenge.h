// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>

#include <utility>

namespace wl {

struct Http1Head;

/// One challenge of a WWW-Authenticate field (RFC 9110 §11.3). Plain data.
struct AuthChallenge
{
    QByteArray scheme; ///< in lower case
    QByteArray token;  ///< token68 instead of parameters
    /// Names in lower case; values without quotes, their escapes resolved.
    QList<std::pair<QByteArray, QByteArray>> parameters;

    /// The first value of that name (lower case); null where there is none.
    [[nodiscard]] QByteArray value(QByteArrayView name) const;
};

/// The challenges of all WWW-Authenticate fields of a response, in their order (RFC 9110 §11.6.1). From
/// outside and never trusted: what cannot be read ends the reading of its field, the challenges before it
/// count. At most 32 challenges of 64 parameters; pure.
[[nodiscard]] QList<AuthChallenge> parseChallenges(const QList<QByteArray>& fieldValues);

/// Those of a response's fields of this name: WWW-Authenticate, Proxy-Authenticate.
[[nodiscard]] QList<AuthChallenge> challengesIn(const Http1Head& head, QByteArrayView fieldName);

/// The `name=value` list of an Authentication-Info field (RFC 9110 §11.6.3).
[[nodiscard]] AuthChallenge parseAuthInfo(const QByteArray& fieldValue);

} // namespace wl
