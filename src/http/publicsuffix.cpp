// SPDX-License-Identifier: MIT
#include "http/publicsuffix.h"

#include <QHostAddress>

#include <libpsl.h>

#include <algorithm>

namespace wl {

bool isPublicSuffix(const QByteArray& host)
{
    const psl_ctx_t* list = psl_builtin();
    // A build of the library without a list still knows the rule that stands for all that are not in it.
    return list ? psl_is_public_suffix(list, host.constData()) != 0 : !host.contains('.');
}

bool isIpHost(const QByteArray& host)
{
    return QHostAddress().setAddress(QString::fromLatin1(host));
}

bool isCookieHost(const QByteArray& host)
{
    if (isIpHost(host))
        return true;
    const bool hasGoodBytes = std::all_of(host.begin(), host.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
    });
    return !host.isEmpty() && host.size() <= 255 && hasGoodBytes && !host.startsWith('.') &&
           !host.contains("..");
}

QByteArray cookieHost(const QByteArray& written)
{
    const QByteArray lower = written.toLower();
    if (isCookieHost(lower))
        return lower;
    const QByteArray ascii = QUrl::toAce(QString::fromUtf8(written)).toLower();
    return isCookieHost(ascii) ? ascii : QByteArray();
}

QByteArray cookieHost(const QUrl& url)
{
    return url.host(QUrl::FullyEncoded).toLatin1().toLower();
}

bool isSameSite(const QUrl& a, const QUrl& b)
{
    if (a.scheme() != b.scheme())
        return false;
    const QByteArray first = cookieHost(a);
    const QByteArray second = cookieHost(b);
    if (first == second)
        return true;
    const psl_ctx_t* list = psl_builtin();
    if (!list || isIpHost(first) || isIpHost(second))
        return false;
    const char* site = psl_registrable_domain(list, first.constData());
    const char* other = psl_registrable_domain(list, second.constData());
    return site && other && qstrcmp(site, other) == 0;
}

} // namespace wl
