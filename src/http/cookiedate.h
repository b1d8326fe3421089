// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArrayView>

#include <optional>

namespace wl {

/// The date of a cookie by the tolerant algorithm of RFC 6265bis §5.1.1, in seconds since 1970 in UTC;
/// nothing where it is none. Pure.
[[nodiscard]] std::optional<qint64> parseCookieDate(QByteArrayView text);

} // namespace wl
