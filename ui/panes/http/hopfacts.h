// SPDX-License-Identifier: MIT
#pragma once

#include "http/httpexchange.h"

#include <QCoreApplication>

namespace wl {

/// What there is to know of one hop, as plain text of a few lines: request and status line, peer, connection,
/// TLS, sizes, and what led to the next hop. Pure.
class HopFacts
{
    Q_DECLARE_TR_FUNCTIONS(HopFacts)
public:
    [[nodiscard]] static QString text(const QList<HttpHop>& hops, int index);
    /// "302 Found points to http://…; POST became GET; Authorization was not sent on"; empty for the last
    /// hop.
    [[nodiscard]] static QString redirect(const HttpHop& from, const HttpHop& to);
};

} // namespace wl
