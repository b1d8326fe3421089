// SPDX-License-Identifier: MIT
#pragma once

#include "http/httpcompose.h"

#include <QStringList>

namespace wl {

/// How a request reaches its server, as options of curl.
struct CurlRoute
{
    QByteArrayList options; ///< each an option or its value, not quoted
    QStringList notes;      ///< what curl has to be told otherwise: passwords are never part of it
};

/// Proxy, addresses, authorities, client certificate, versions: what differs from the defaults. Pure.
[[nodiscard]] CurlRoute curlRoute(const HttpSettings& settings, const ComposedRequest& composed);

} // namespace wl
