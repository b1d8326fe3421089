// SPDX-License-Identifier: MIT
#pragma once

#include "http/cookie.h"

#include <QHash>
#include <QList>
#include <QUrl>

namespace wl {

/// A request that asks a jar for its cookies.
struct CookieQuery
{
    QUrl url;
    QList<QUrl> cameFrom;      ///< where the redirects before this request were
    bool hasSafeMethod = true; ///< GET, HEAD, OPTIONS, TRACE (RFC 9110 §9.2.1)
};

/// Cookies by the rules of RFC 6265bis §5.7 and §5.8, where every request is one that a person sends: a
/// top-level navigation. A value; times are given, in milliseconds since 1970 in UTC.
class CookieJar
{
public:
    /// Takes one Set-Cookie field of a response from `url`. An expired one removes the cookie that it
    /// replaces.
    CookieRefusal take(const QUrl& url, QByteArrayView field, qint64 nowMs);
    /// Puts a cookie in as it is, in place of the one that it replaces; it is not checked.
    void put(Cookie cookie);
    /// Whether it was there.
    bool remove(const Cookie& cookie);
    void removeExpired(qint64 nowMs);
    void clear() { m_byDomain.clear(); }

    /// In the order in which they are sent: longer paths first, then older ones.
    [[nodiscard]] QList<Cookie> cookiesFor(const CookieQuery& query, qint64 nowMs) const;
    /// The same, remembered as used now.
    [[nodiscard]] QList<Cookie> use(const CookieQuery& query, qint64 nowMs);
    /// The value of a Cookie field; empty for no cookies.
    [[nodiscard]] static QByteArray fieldValue(const QList<Cookie>& cookies);

    /// All, by domain.
    [[nodiscard]] QList<Cookie> all() const;
    [[nodiscard]] qsizetype size() const;

    bool operator==(const CookieJar&) const = default;

private:
    [[nodiscard]] bool coversSecure(const Cookie& cookie) const;
    void store(Cookie cookie, qint64 nowMs);
    void evict(const QByteArray& domain, qint64 nowMs);

    QHash<QByteArray, QList<Cookie>> m_byDomain; ///< in the order of their creation
};

} // namespace wl
