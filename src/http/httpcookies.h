// SPDX-License-Identifier: MIT
#pragma once

#include "http/cookiestore.h"
#include "http/httpcompose.h"
#include "http/httpexchange.h"

namespace wl {

/// Gives a request the automatic Cookie field of its URL in place of the one that it had; `cameFrom` are the
/// hops before it. A field that was typed stays as it is. `isSent` false: to be looked at only; then the
/// request's notes say where the typed one stands in for the jar's.
void addCookieField(ComposedRequest& request, CookieStore& cookies, const QList<HttpHop>& cameFrom,
                    bool isSent);

/// Puts the Set-Cookie fields of a hop's response into the jar. Gives what was refused and why, for people;
/// of very many only the first ones and how many more.
[[nodiscard]] QStringList takeCookieFields(const QUrl& url, const QList<WireField>& fields,
                                           CookieStore& cookies);

} // namespace wl
