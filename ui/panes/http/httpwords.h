// SPDX-License-Identifier: MIT
#pragma once

#include "http/httpexchange.h"
#include "http/httprequest.h"
#include "ui/panes/pane.h"

#include <QCoreApplication>

namespace wl {

/// What the HTTP pane says about an exchange. Pure functions.
class HttpWords
{
    Q_DECLARE_TR_FUNCTIONS(HttpWords)
public:
    /// "Waiting for the first byte…"
    [[nodiscard]] static QString phase(const HttpExchange& exchange);
    /// "200 OK", "404 Not Found"; empty before a status line.
    [[nodiscard]] static QString status(const HttpHop& hop);
    /// "27.5 kB (3.1 kB on the wire)"
    [[nodiscard]] static QString sizes(const HttpExchange& exchange);
    /// The exact numbers behind sizes().
    [[nodiscard]] static QString exactSizes(const HttpExchange& exchange);
    /// The mark and word of the tab; `exchange` may be null.
    [[nodiscard]] static PaneState state(const HttpExchange* exchange);
    /// What was tried: "Cannot GET http://…".
    [[nodiscard]] static QString tried(const HttpRequest& request);
    /// The same of one that failed on its way, perhaps behind a redirect.
    [[nodiscard]] static QString tried(const HttpRequest& request, const HttpExchange& exchange);
    /// "GET /posts"; "New request" where there is no URL yet.
    [[nodiscard]] static QString title(const HttpRequest& request);
    /// A file name for the body: from Content-Disposition, else from the URL; safe in any folder.
    [[nodiscard]] static QString bodyFileName(const HttpHop& hop);
    /// "GET /posts · 200 OK · 12:01:07", for a list of responses.
    [[nodiscard]] static QString responseName(const HttpExchange& exchange);
    /// The value of a header field by its name in any case, the first one; empty where there is none.
    [[nodiscard]] static QByteArray fieldValue(const HttpHop& hop, const QByteArray& name);
};

} // namespace wl
