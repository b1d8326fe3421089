// SPDX-License-Identifier: MIT
#include "http/cookiejar.h"

#include "http/publicsuffix.h"
#include "http/setcookie.h"

#include <algorithm>

namespace wl {

namespace {

/// RFC 6265bis §5.1.3.
bool domainMatches(const QByteArray& host, const QByteArray& domain)
{
    if (host == domain)
        return true;
    return host.size() > domain.size() && host.endsWith(domain) &&
           host[host.size() - domain.size() - 1] == '.' && !isIpHost(host);
}

/// RFC 6265bis §5.1.4.
bool pathMatches(const QByteArray& path, const QByteArray& cookiePath)
{
    if (!path.startsWith(cookiePath))
        return false;
    return path.size() == cookiePath.size() || cookiePath.endsWith('/') || path[cookiePath.size()] == '/';
}

QByteArray pathOf(const QUrl& url)
{
    const QByteArray path = url.path(QUrl::FullyEncoded).toLatin1();
    return path.isEmpty() ? QByteArray("/") : path;
}

QByteArray defaultPath(const QUrl& url)
{
    const QByteArray path = pathOf(url);
    const qsizetype slash = path.lastIndexOf('/');
    return !path.startsWith('/') || slash <= 0 ? QByteArray("/") : path.first(slash);
}

bool isSecure(const QUrl& url)
{
    return url.scheme() == QLatin1String("https");
}

/// RFC 6265bis §5.7 steps 7 to 10: the domain, or why not.
CookieRefusal decideDomain(const SetCookie& set, const QByteArray& host, Cookie& cookie)
{
    cookie.domain = host;
    cookie.isHostOnly = true;
    if (set.domain.isEmpty())
        return CookieRefusal::None;
    const QByteArray domain = cookieHost(set.domain);
    if (domain.isEmpty())
        return CookieRefusal::ForeignDomain;
    if (isIpHost(host) || isPublicSuffix(domain)) {
        if (domain == host)
            return CookieRefusal::None;
        return isIpHost(host) ? CookieRefusal::ForeignDomain : CookieRefusal::PublicSuffix;
    }
    if (!domainMatches(host, domain))
        return CookieRefusal::ForeignDomain;
    cookie.domain = domain;
    cookie.isHostOnly = false;
    return CookieRefusal::None;
}

std::optional<qint64> expiryOf(const SetCookie& set, qint64 nowMs)
{
    const qint64 now = nowMs / 1000;
    if (set.maxAgeSecs)
        return *set.maxAgeSecs <= 0 ? 0 : now + *set.maxAgeSecs;
    if (set.expiresSecs)
        return std::min(*set.expiresSecs, now + cookielimits::lifeSecs);
    return std::nullopt;
}

void dropOldest(QList<Cookie>& cookies, bool keepSecure)
{
    auto oldest = cookies.end();
    for (auto it = cookies.begin(); it != cookies.end(); ++it) {
        if (keepSecure && it->isSecure)
            continue;
        if (oldest == cookies.end() || it->lastUsedMs < oldest->lastUsedMs)
            oldest = it;
    }
    if (oldest != cookies.end())
        cookies.erase(oldest);
    else if (keepSecure)
        dropOldest(cookies, false);
}

/// SameSite of a request that redirects of other sites led to (RFC 6265bis §5.2, §5.8.3).
bool goesAcrossSites(const Cookie& cookie, const CookieQuery& query)
{
    return cookie.sameSite == Cookie::SameSite::None ||
           (cookie.sameSite != Cookie::SameSite::Strict && query.hasSafeMethod);
}

} // namespace

CookieRefusal CookieJar::take(const QUrl& url, QByteArrayView field, qint64 nowMs)
{
    const auto set = parseSetCookie(field);
    if (!set)
        return set.error();
    Cookie cookie;
    cookie.name = set->name;
    cookie.value = set->value;
    cookie.createdMs = cookie.lastUsedMs = nowMs;
    cookie.expiresSecs = expiryOf(*set, nowMs);
    if (const CookieRefusal refusal = decideDomain(*set, cookieHost(url), cookie);
        refusal != CookieRefusal::None)
        return refusal;
    cookie.path = set->path.isEmpty() ? defaultPath(url) : set->path;
    cookie.isSecure = set->isSecure;
    cookie.isHttpOnly = set->isHttpOnly;
    cookie.sameSite = set->sameSite;
    if (cookie.isSecure && !isSecure(url))
        return CookieRefusal::SecureOverHttp;
    if (!cookie.isSecure && !isSecure(url) && coversSecure(cookie))
        return CookieRefusal::CoversSecure;
    if (cookie.sameSite == Cookie::SameSite::None && !cookie.isSecure)
        return CookieRefusal::SameSiteWithoutSecure;
    if (const CookieRefusal refusal = checkCookiePrefix(cookie, set->hasPathAttribute);
        refusal != CookieRefusal::None)
        return refusal;
    store(std::move(cookie), nowMs);
    return CookieRefusal::None;
}

/// RFC 6265bis §5.7 step 15.
bool CookieJar::coversSecure(const Cookie& cookie) const
{
    for (auto it = m_byDomain.begin(); it != m_byDomain.end(); ++it) {
        if (!domainMatches(it.key(), cookie.domain) && !domainMatches(cookie.domain, it.key()))
            continue;
        const bool covers = std::any_of(it->begin(), it->end(), [&](const Cookie& other) {
            return other.isSecure && other.name == cookie.name && pathMatches(cookie.path, other.path);
        });
        if (covers)
            return true;
    }
    return false;
}

void CookieJar::store(Cookie cookie, qint64 nowMs)
{
    const QByteArray domain = cookie.domain;
    if (cookie.isExpired(nowMs)) {
        remove(cookie);
        return;
    }
    for (const Cookie& old : m_byDomain.value(domain)) {
        if (old.isSameAs(cookie))
            cookie.createdMs = old.createdMs;
    }
    put(std::move(cookie));
    evict(domain, nowMs);
}

void CookieJar::put(Cookie cookie)
{
    QList<Cookie>& cookies = m_byDomain[cookie.domain];
    const auto old = std::find_if(cookies.begin(), cookies.end(),
                                  [&](const Cookie& other) { return other.isSameAs(cookie); });
    if (old != cookies.end())
        *old = std::move(cookie);
    else
        cookies.append(std::move(cookie));
}

bool CookieJar::remove(const Cookie& cookie)
{
    const auto found = m_byDomain.find(cookie.domain);
    if (found == m_byDomain.end())
        return false;
    const qsizetype removed = found->removeIf([&](const Cookie& other) { return other.isSameAs(cookie); });
    if (found->isEmpty())
        m_byDomain.erase(found);
    return removed > 0;
}

void CookieJar::removeExpired(qint64 nowMs)
{
    for (auto it = m_byDomain.begin(); it != m_byDomain.end();) {
        it->removeIf([&](const Cookie& cookie) { return cookie.isExpired(nowMs); });
        it = it->isEmpty() ? m_byDomain.erase(it) : std::next(it);
    }
}

/// In the order of RFC 6265bis §5.7: expired ones, then of a domain with too many first those that are not
/// Secure, then any; of each the one that was not used for the longest time.
void CookieJar::evict(const QByteArray& domain, qint64 nowMs)
{
    if (m_byDomain.value(domain).size() > cookielimits::perDomain) {
        m_byDomain[domain].removeIf([&](const Cookie& cookie) { return cookie.isExpired(nowMs); });
        while (m_byDomain[domain].size() > cookielimits::perDomain)
            dropOldest(m_byDomain[domain], true);
    }
    if (size() <= cookielimits::inAll)
        return;
    removeExpired(nowMs);
    while (size() > cookielimits::inAll) {
        const auto oldest = [](const QList<Cookie>& cookies) {
            return std::min_element(
                       cookies.begin(), cookies.end(),
                       [](const Cookie& a, const Cookie& b) { return a.lastUsedMs < b.lastUsedMs; })
                ->lastUsedMs;
        };
        auto from = m_byDomain.begin();
        for (auto it = m_byDomain.begin(); it != m_byDomain.end(); ++it) {
            if (oldest(*it) < oldest(*from))
                from = it;
        }
        dropOldest(*from, false);
        if (from->isEmpty())
            m_byDomain.erase(from);
    }
}

QList<Cookie> CookieJar::cookiesFor(const CookieQuery& query, qint64 nowMs) const
{
    const QByteArray host = cookieHost(query.url);
    const QByteArray path = pathOf(query.url);
    const bool isAcross = std::any_of(query.cameFrom.begin(), query.cameFrom.end(),
                                      [&](const QUrl& url) { return !isSameSite(url, query.url); });
    QList<Cookie> found;
    for (QByteArray domain = host; !domain.isEmpty();) {
        for (const Cookie& cookie : m_byDomain.value(domain)) {
            const bool isForHost = cookie.isHostOnly ? domain == host : domainMatches(host, domain);
            if (isForHost && !cookie.isExpired(nowMs) && pathMatches(path, cookie.path) &&
                (!cookie.isSecure || isSecure(query.url)) && (!isAcross || goesAcrossSites(cookie, query)))
                found.append(cookie);
        }
        const qsizetype dot = domain.indexOf('.');
        domain = dot < 0 ? QByteArray() : domain.sliced(dot + 1);
    }
    std::stable_sort(found.begin(), found.end(), [](const Cookie& a, const Cookie& b) {
        return a.path.size() != b.path.size() ? a.path.size() > b.path.size() : a.createdMs < b.createdMs;
    });
    return found;
}

QList<Cookie> CookieJar::use(const CookieQuery& query, qint64 nowMs)
{
    QList<Cookie> found = cookiesFor(query, nowMs);
    for (Cookie& cookie : found) {
        cookie.lastUsedMs = nowMs;
        put(cookie);
    }
    return found;
}

QByteArray CookieJar::fieldValue(const QList<Cookie>& cookies)
{
    QByteArray text;
    for (const Cookie& cookie : cookies) {
        if (!text.isEmpty())
            text += "; ";
        if (!cookie.name.isEmpty())
            text += cookie.name + '=';
        text += cookie.value;
    }
    return text;
}

QList<Cookie> CookieJar::all() const
{
    QList<QByteArray> domains = m_byDomain.keys();
    std::sort(domains.begin(), domains.end());
    QList<Cookie> cookies;
    for (const QByteArray& domain : std::as_const(domains))
        cookies += m_byDomain.value(domain);
    return cookies;
}

qsizetype CookieJar::size() const
{
    qsizetype count = 0;
    for (const QList<Cookie>& cookies : m_byDomain)
        count += cookies.size();
    return count;
}

} // namespace wl
