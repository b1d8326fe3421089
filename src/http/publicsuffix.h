// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QUrl>

namespace wl {

/// Whether a name is a public suffix ("co.uk", "github.io"; any name of one label too), by the list that
/// libpsl was built with. `host`: lower case, IDN in its ASCII form.
[[nodiscard]] bool isPublicSuffix(const QByteArray& host);
/// An IPv4 or IPv6 address, without brackets.
[[nodiscard]] bool isIpHost(const QByteArray& host);
/// A host name in lower case and ASCII, or an IP address.
[[nodiscard]] bool isCookieHost(const QByteArray& host);
/// A name as people or servers write it in the form of Cookie::domain; empty where it is none.
[[nodiscard]] QByteArray cookieHost(const QByteArray& written);
/// The host of a URL in that form.
[[nodiscard]] QByteArray cookieHost(const QUrl& url);
/// Same scheme and same registrable domain (RFC 6265bis §5.2).
[[nodiscard]] bool isSameSite(const QUrl& a, const QUrl& b);

} // namespace wl
