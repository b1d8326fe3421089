// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "http/httprequest.h"

#include <QUrl>

namespace wl {

/// A request's URL, checked and put together.
struct HttpUrl
{
    QUrl url;          ///< absolute, http or https, without user info and fragment
    QByteArray target; ///< of the request line, as the request's engine sends it
    QString userName;  ///< user info of the URL, decoded
    QString password;
    bool hasUser = false;
    QStringList notes; ///< what of the typed text is sent otherwise, for people
};

/// Puts URL, path variables and query rows together. A URL without a scheme is http. With `encodeUrl` names
/// and values of query rows and values of path variables are percent-encoded whole, without it they are taken
/// as typed. A GraphQL request without a body has its parts behind the rows. Errors: BadAddress,
/// UnsupportedScheme.
[[nodiscard]] Result<HttpUrl> makeHttpUrl(const HttpRequest& request);

/// Where a request goes: makeHttpUrl(), but of a raw request's URL only scheme, host and port have a meaning,
/// and what else is wrong with it does not matter.
[[nodiscard]] Result<HttpUrl> makeHttpPlace(const HttpRequest& request);

/// The request target that the engine sends for a URL (origin form, RFC 9112 §3.2.1): the engine's own
/// formatting, which removes dot segments.
[[nodiscard]] QByteArray httpTarget(const QUrl& url);
/// Host and, where it is not the scheme's own, port, as the Host field has them.
[[nodiscard]] QByteArray httpAuthority(const QUrl& url);
/// The port, also where the URL leaves it to the scheme.
[[nodiscard]] quint16 httpPort(const QUrl& url);
/// Same scheme, host and port (RFC 9110 §4.3.1).
[[nodiscard]] bool sameOrigin(const QUrl& a, const QUrl& b);

} // namespace wl
