// SPDX-License-Identifier: MIT
#pragma once

#include "base/clock.h"

#include <QString>

#include <tl/expected.hpp>

namespace wl {

/// What a token endpoint gave (RFC 6749 §5.1). It lives in memory only. Plain data.
struct OAuth2Token
{
    QString access;
    QString refresh;   ///< empty = none came
    QString scope;     ///< empty = the one that was asked for
    Timestamp expires; ///< invalid = the server did not tell

    [[nodiscard]] bool isExpired(Timestamp time) const { return expires.isValid() && time >= expires; }
};

/// What came of asking for something, or why not, in words for people.
template <typename T>
using OAuth2Result = tl::expected<T, QString>;

} // namespace wl
