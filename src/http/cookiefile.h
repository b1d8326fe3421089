// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "http/cookiejar.h"

#include <QStringList>

namespace wl {

/// The cookies of a file, and what of it was not understood.
struct CookieFileContent
{
    QList<Cookie> cookies;
    QStringList notes; ///< "line 3: …"
};

inline constexpr qint64 cookieFileBytes = 64 * 1024 * 1024;

/// The cookies.txt of Netscape as curl reads and writes it: a line per cookie, seven fields with tabs between
/// them, "#HttpOnly_" before the domain. It has no place for SameSite. Session cookies stand there with the
/// time 0. Lines that are no cookie are left out, with a note. Pure.
[[nodiscard]] CookieFileContent readCookiesTxt(const QByteArray& text, qint64 nowMs);
/// `notes` gets what the format cannot hold.
[[nodiscard]] QByteArray writeCookiesTxt(const QList<Cookie>& cookies, QStringList* notes = nullptr);

/// All that a cookie has, as a JSON array of objects: for other programs, and the form in which jars are
/// kept. Bytes that are not UTF-8 are in base64, under a key that says so.
[[nodiscard]] QByteArray writeCookiesJson(const QList<Cookie>& cookies);
/// Errors: FileMalformed (it is not such an array at all).
[[nodiscard]] Result<CookieFileContent> readCookiesJson(const QByteArray& json);

} // namespace wl
