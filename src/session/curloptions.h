// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

namespace wl {

/// What an option of curl means to us. Ignored ones shape only what curl prints or how it connects by itself.
enum class CurlOption : quint8 {
    Method,
    Header,
    Data,
    DataUrlEncode,
    Json,
    Get,
    Head,
    UserAgent,
    Referer,
    Cookie,
    User,
    Form,
    MaxTime,
    ConnectTimeout,
    MaxRedirects,
    Insecure,
    Location,
    Url,
    Ignored,
    Unsupported,
};

struct CurlOptionShape
{
    CurlOption option = CurlOption::Unsupported;
    bool takesValue = false;
};

/// The meaning of a long option's name without its dashes ("header").
[[nodiscard]] CurlOptionShape curlLongOption(const QString& name);
/// The meaning of a short option's letter ("H").
[[nodiscard]] CurlOptionShape curlShortOption(QChar letter);

} // namespace wl
