// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

namespace wl {

/// One cookie of a jar (RFC 6265bis §5.7). Names and values are the bytes that came.
struct Cookie
{
    /// What SameSite said; Default where it said nothing that is known.
    enum class SameSite : quint8 { Default, None, Lax, Strict };

    QByteArray name; ///< empty for a cookie that is a value alone
    QByteArray value;
    QByteArray domain;      ///< lower case, IDN in its ASCII form, no dot in front; or an IP address
    QByteArray path = "/";  ///< begins with a slash
    bool isHostOnly = true; ///< for `domain` alone, not for the names below it
    bool isSecure = false;
    bool isHttpOnly = false;
    SameSite sameSite = SameSite::Default;
    std::optional<qint64> expiresSecs; ///< since 1970 in UTC; nothing = a session cookie
    qint64 createdMs = 0;              ///< since 1970 in UTC, as is the next
    qint64 lastUsedMs = 0;

    bool operator==(const Cookie&) const = default;

    /// Same name, domain, host-only flag and path: the one replaces the other.
    [[nodiscard]] bool isSameAs(const Cookie& other) const
    {
        return name == other.name && domain == other.domain && path == other.path &&
               isHostOnly == other.isHostOnly;
    }
    [[nodiscard]] bool isExpired(qint64 nowMs) const { return expiresSecs && *expiresSecs * 1000 <= nowMs; }
};

/// Why a cookie is not taken.
enum class CookieRefusal : quint8 {
    None,
    ControlCharacter,
    Empty,   ///< neither name nor value
    TooLong, ///< name and value together
    PublicSuffix,
    ForeignDomain,
    SecureOverHttp,        ///< Secure, but it did not come over https
    CoversSecure,          ///< it would stand in for a Secure cookie, but did not come over https
    SameSiteWithoutSecure, ///< SameSite=None without Secure
    SecurePrefix,          ///< a name that begins with __Secure- without what that promises
    HostPrefix,            ///< the same for __Host-
    HiddenPrefix,          ///< no name, and a value that looks like one of these
    // of a cookie that a person edits
    BadName,
    BadValue,
    BadDomain,
    BadPath,
};

/// The bounds of RFC 6265bis §5.5 and §5.6, and of a jar.
namespace cookielimits {
inline constexpr qsizetype pairBytes = 4096; ///< name and value together
inline constexpr qsizetype attributeBytes =
    1024; ///< value of one attribute; beyond it the attribute is ignored
inline constexpr qint64 lifeSecs = 400LL * 86'400;
inline constexpr qsizetype perDomain = 180;
inline constexpr qsizetype inAll = 3000;
} // namespace cookielimits

/// The reason for people, without a subject: "the domain co.uk is a public suffix". `domain` is the one that
/// the cookie asked for.
[[nodiscard]] QString cookieRefusalText(CookieRefusal refusal, const QByteArray& domain);
/// "Strict", "Lax", "None"; empty for Default.
[[nodiscard]] QByteArray sameSiteName(Cookie::SameSite sameSite);
/// Checks a cookie that a person typed: what a server may set, and what stays one cookie when it is sent.
[[nodiscard]] CookieRefusal checkCookie(const Cookie& cookie);
/// What the names of cookies promise (RFC 6265bis §5.7 steps 20 to 22).
[[nodiscard]] CookieRefusal checkCookiePrefix(const Cookie& cookie, bool hasPathAttribute);
/// Bytes 0x00 to 0x08, 0x0A to 0x1F and 0x7F (RFC 6265bis §5.6 step 1).
[[nodiscard]] bool hasCookieControl(QByteArrayView text);

} // namespace wl
