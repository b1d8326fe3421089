// SPDX-License-Identifier: MIT
#pragma once

#include <QString>

#include <optional>

namespace wl {

/// What an option of curl means to us.
enum class CurlOption : quint8 {
    Method,
    Header,
    Data,
    DataBinary,
    DataRaw,
    DataUrlEncode,
    Json,
    Get,
    Head,
    UrlQuery,
    Form,
    FormString,
    Upload,
    UserAgent,
    Referer,
    Range,
    Cookie,
    CookieJar,
    User,
    Basic,
    Digest,
    OAuth2Bearer,
    AwsSigV4,
    Proxy,
    ProxyUser,
    Socks5,
    Socks5Hostname,
    NoProxy,
    CaFile,
    Certificate,
    CertificateType,
    Key,
    KeyType,
    KeyPassword,
    Tls10,
    Tls11,
    Tls12,
    Tls13,
    TlsMax,
    Insecure,
    Http10,
    Http1,
    Http2,
    Http2Prior,
    Ipv4,
    Ipv6,
    Resolve,
    ConnectTo,
    Location,
    LocationTrusted,
    Post301,
    Post302,
    Post303,
    MaxRedirects,
    MaxTime,
    ConnectTimeout,
    PathAsIs,
    RequestTarget,
    Globoff,
    ProtoDefault,
    Url,
    Next,
    Ignored,     ///< shapes what curl prints or writes, or how it works by itself
    Unsupported, ///< would change the request or how it is sent
};

/// An option as it stands in a command.
struct CurlOptionShape
{
    CurlOption option = CurlOption::Unsupported;
    bool takesValue = false;
    bool isOn = true; ///< false: --no-…
};

/// The meaning of a long option's name without its dashes: whole, as the only one that begins so, or behind
/// "no-". Nothing where curl has none, or several.
[[nodiscard]] std::optional<CurlOptionShape> curlLongOption(QStringView name);
/// The meaning of a short option's letter ("H").
[[nodiscard]] std::optional<CurlOptionShape> curlShortOption(QChar letter);

} // namespace wl
