// SPDX-License-Identifier: MIT
#pragma once

#include "http/httpexchange.h"

#include <QCoreApplication>

namespace wl {

/// One Set-Cookie field of a response, as it is shown.
struct CookieRow
{
    QString host; ///< that set it
    QString name;
    QString value;
    QString domain;
    QString path;
    QString expires;
    QString flags; ///< "Secure, HttpOnly, SameSite=Lax"
    QString note;  ///< what of it has no effect, or why it is no cookie

    bool operator==(const CookieRow&) const = default;
};

/// Reads the Set-Cookie fields of all hops by the jar's own rules. Pure.
class CookieRows
{
    Q_DECLARE_TR_FUNCTIONS(CookieRows)
public:
    [[nodiscard]] static QList<CookieRow> of(const QList<HttpHop>& hops);
};

} // namespace wl
