// SPDX-License-Identifier: MIT
#pragma once

#include "http/cookie.h"

#include <tl/expected.hpp>

#include <QStringList>

namespace wl {

/// A Set-Cookie field as it was understood, before a jar judges it. What it did not say is not there.
struct SetCookie
{
    QByteArray name;
    QByteArray value;
    QByteArray domain; ///< lower case, no dot in front, not checked; empty = host-only
    QByteArray path;   ///< empty = the default path of the request
    bool hasPathAttribute = false;
    std::optional<qint64> expiresSecs; ///< since 1970 in UTC
    std::optional<qint64> maxAgeSecs;  ///< stronger than `expiresSecs`; 0 or less = the past
    bool isSecure = false;
    bool isHttpOnly = false;
    Cookie::SameSite sameSite = Cookie::SameSite::Default;
    QStringList notes; ///< attributes that have no effect, for people
};

/// Parses the value of one Set-Cookie field (RFC 6265bis §5.6). Errors: ControlCharacter, Empty, TooLong.
/// Pure.
[[nodiscard]] tl::expected<SetCookie, CookieRefusal> parseSetCookie(QByteArrayView value);

} // namespace wl
