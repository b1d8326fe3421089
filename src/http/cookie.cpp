// SPDX-License-Identifier: MIT
#include "http/cookie.h"

#include "http/publicsuffix.h"

#include <algorithm>

namespace wl {

namespace {

bool beginsWith(const QByteArray& text, QByteArrayView prefix)
{
    return text.size() >= prefix.size() &&
           QByteArrayView(text).first(prefix.size()).compare(prefix, Qt::CaseInsensitive) == 0;
}

/// What would be read back as another name or value.
bool isPart(QByteArrayView text, bool isName)
{
    const bool hasBlankEdge = !text.isEmpty() && (text.front() == ' ' || text.front() == '\t' ||
                                                  text.back() == ' ' || text.back() == '\t');
    return !hasBlankEdge && !hasCookieControl(text) && !text.contains(';') && !(isName && text.contains('='));
}

} // namespace

bool hasCookieControl(QByteArrayView text)
{
    return std::any_of(text.begin(), text.end(), [](char c) {
        const auto byte = uchar(c);
        return (byte < 0x20 && byte != '\t') || byte == 0x7f;
    });
}

QString cookieRefusalText(CookieRefusal refusal, const QByteArray& domain)
{
    switch (refusal) {
    case CookieRefusal::None: break;
    case CookieRefusal::ControlCharacter: return QStringLiteral("it has a control character");
    case CookieRefusal::Empty: return QStringLiteral("it has neither a name nor a value");
    case CookieRefusal::TooLong:
        return QStringLiteral("name and value are longer than %1 bytes").arg(cookielimits::pairBytes);
    case CookieRefusal::PublicSuffix:
        return QStringLiteral("the domain %1 is a public suffix").arg(QString::fromUtf8(domain));
    case CookieRefusal::ForeignDomain:
        return QStringLiteral("the domain %1 is not the server's").arg(QString::fromUtf8(domain));
    case CookieRefusal::SecureOverHttp: return QStringLiteral("Secure cookies are only taken over https");
    case CookieRefusal::CoversSecure:
        return QStringLiteral("a Secure cookie of that name is there, which only https may replace");
    case CookieRefusal::SameSiteWithoutSecure: return QStringLiteral("SameSite=None needs Secure");
    case CookieRefusal::SecurePrefix: return QStringLiteral("a name with __Secure- needs Secure");
    case CookieRefusal::HostPrefix:
        return QStringLiteral("a name with __Host- needs Secure, Path=/ and no Domain");
    case CookieRefusal::HiddenPrefix:
        return QStringLiteral("a value without a name may not begin with __Host- or __Secure-");
    case CookieRefusal::BadName:
        return QStringLiteral("a name has no control characters, no ';' or '=', and no blanks at its ends");
    case CookieRefusal::BadValue:
        return QStringLiteral("a value has no control characters, no ';', and no blanks at its ends");
    case CookieRefusal::BadDomain: return QStringLiteral("the domain is not a host name or an IP address");
    case CookieRefusal::BadPath: return QStringLiteral("a path begins with / and has no ';'");
    }
    return {};
}

QByteArray sameSiteName(Cookie::SameSite sameSite)
{
    switch (sameSite) {
    case Cookie::SameSite::Default: break;
    case Cookie::SameSite::None: return "None";
    case Cookie::SameSite::Lax: return "Lax";
    case Cookie::SameSite::Strict: return "Strict";
    }
    return {};
}

CookieRefusal checkCookiePrefix(const Cookie& cookie, bool hasPathAttribute)
{
    if (beginsWith(cookie.name, "__Secure-") && !cookie.isSecure)
        return CookieRefusal::SecurePrefix;
    const bool isWholeHost = cookie.isSecure && cookie.isHostOnly && hasPathAttribute && cookie.path == "/";
    if (beginsWith(cookie.name, "__Host-") && !isWholeHost)
        return CookieRefusal::HostPrefix;
    if (cookie.name.isEmpty() &&
        (beginsWith(cookie.value, "__Secure-") || beginsWith(cookie.value, "__Host-")))
        return CookieRefusal::HiddenPrefix;
    return CookieRefusal::None;
}

CookieRefusal checkCookie(const Cookie& cookie)
{
    if (!isPart(cookie.name, true))
        return CookieRefusal::BadName;
    // A '=' would make a part of a nameless value the name.
    if (!isPart(cookie.value, false) || (cookie.name.isEmpty() && cookie.value.contains('=')))
        return CookieRefusal::BadValue;
    if (cookie.name.isEmpty() && cookie.value.isEmpty())
        return CookieRefusal::Empty;
    if (cookie.name.size() + cookie.value.size() > cookielimits::pairBytes)
        return CookieRefusal::TooLong;
    if (!isCookieHost(cookie.domain))
        return CookieRefusal::BadDomain;
    if (!cookie.isHostOnly && !isIpHost(cookie.domain) && isPublicSuffix(cookie.domain))
        return CookieRefusal::PublicSuffix;
    if (!cookie.path.startsWith('/') || cookie.path.contains(';') || hasCookieControl(cookie.path) ||
        cookie.path.size() > cookielimits::attributeBytes)
        return CookieRefusal::BadPath;
    if (cookie.sameSite == Cookie::SameSite::None && !cookie.isSecure)
        return CookieRefusal::SameSiteWithoutSecure;
    return checkCookiePrefix(cookie, true);
}

} // namespace wl
