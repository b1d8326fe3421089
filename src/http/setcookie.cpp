// SPDX-License-Identifier: MIT
#include "http/setcookie.h"

#include "decode/http1head.h"
#include "http/cookiedate.h"

#include <algorithm>

namespace wl {

namespace {

bool isNamed(QByteArrayView name, QByteArrayView other)
{
    return name.compare(other, Qt::CaseInsensitive) == 0;
}

/// RFC 6265bis §5.6.2: an optional minus and digits; very large ones are as good as any large one.
std::optional<qint64> maxAgeOf(QByteArrayView text)
{
    const bool isNegative = text.startsWith('-');
    const QByteArrayView digits = isNegative ? text.sliced(1) : text;
    const bool areDigits =
        std::all_of(digits.begin(), digits.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (digits.isEmpty() || !areDigits)
        return std::nullopt;
    if (isNegative)
        return 0;
    bool fits = false;
    const qint64 seconds = digits.toByteArray().toLongLong(&fits);
    return fits ? std::min(seconds, cookielimits::lifeSecs) : cookielimits::lifeSecs;
}

Cookie::SameSite sameSiteOf(QByteArrayView text)
{
    for (const Cookie::SameSite known :
         {Cookie::SameSite::None, Cookie::SameSite::Lax, Cookie::SameSite::Strict}) {
        if (isNamed(text, sameSiteName(known)))
            return known;
    }
    return Cookie::SameSite::Default;
}

class AttributeReader
{
public:
    explicit AttributeReader(SetCookie& cookie)
        : m_cookie(cookie)
    {
    }

    void take(QByteArrayView attribute)
    {
        const qsizetype equals = attribute.indexOf('=');
        const QByteArrayView name = (equals < 0 ? attribute : attribute.first(equals)).trimmed();
        const QByteArrayView value = equals < 0 ? QByteArrayView() : attribute.sliced(equals + 1).trimmed();
        if (value.size() > cookielimits::attributeBytes)
            note(QStringLiteral("%1 is longer than %2 bytes and has no effect")
                     .arg(escapedHttpBytes(name))
                     .arg(cookielimits::attributeBytes));
        else
            take(name, value);
    }

private:
    void note(const QString& text) { m_cookie.notes.append(text); }

    void take(QByteArrayView name, QByteArrayView value)
    {
        if (isNamed(name, "Secure"))
            m_cookie.isSecure = true;
        else if (isNamed(name, "HttpOnly"))
            m_cookie.isHttpOnly = true;
        else if (isNamed(name, "SameSite"))
            m_cookie.sameSite = sameSiteOf(value);
        else if (isNamed(name, "Domain"))
            m_cookie.domain = value.sliced(value.startsWith('.') ? 1 : 0).toByteArray().toLower();
        else if (isNamed(name, "Path"))
            takePath(value);
        else if (isNamed(name, "Expires"))
            takeExpires(value);
        else if (isNamed(name, "Max-Age"))
            takeMaxAge(value);
    }
    void takePath(QByteArrayView value)
    {
        m_cookie.hasPathAttribute = true;
        m_cookie.path = value.startsWith('/') ? value.toByteArray() : QByteArray();
    }
    void takeExpires(QByteArrayView value)
    {
        if (const std::optional<qint64> date = parseCookieDate(value))
            m_cookie.expiresSecs = date;
        else
            note(QStringLiteral("Expires is not a date: %1").arg(escapedHttpBytes(value)));
    }
    void takeMaxAge(QByteArrayView value)
    {
        if (const std::optional<qint64> seconds = maxAgeOf(value))
            m_cookie.maxAgeSecs = seconds;
        else
            note(QStringLiteral("Max-Age is not a number: %1").arg(escapedHttpBytes(value)));
    }

    SetCookie& m_cookie;
};

} // namespace

tl::expected<SetCookie, CookieRefusal> parseSetCookie(QByteArrayView value)
{
    if (hasCookieControl(value))
        return tl::make_unexpected(CookieRefusal::ControlCharacter);
    qsizetype end = value.indexOf(';');
    const QByteArrayView pair = end < 0 ? value : value.first(end);
    const qsizetype equals = pair.indexOf('=');
    SetCookie cookie;
    if (equals >= 0)
        cookie.name = pair.first(equals).trimmed().toByteArray();
    cookie.value = pair.sliced(equals + 1).trimmed().toByteArray();
    if (cookie.name.isEmpty() && cookie.value.isEmpty())
        return tl::make_unexpected(CookieRefusal::Empty);
    if (cookie.name.size() + cookie.value.size() > cookielimits::pairBytes)
        return tl::make_unexpected(CookieRefusal::TooLong);
    AttributeReader reader(cookie);
    while (end >= 0) {
        value = value.sliced(end + 1);
        end = value.indexOf(';');
        reader.take(end < 0 ? value : value.first(end));
    }
    return cookie;
}

} // namespace wl
