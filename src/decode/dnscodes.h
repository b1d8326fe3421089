// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

namespace wl {

enum class DnsType : quint16 {
    A = 1,
    Ns = 2,
    Cname = 5,
    Soa = 6,
    Ptr = 12,
    Mx = 15,
    Txt = 16,
    Aaaa = 28,
    Srv = 33,
    Dname = 39,
    Opt = 41,
    Ds = 43,
    Caa = 257,
};

/// Names of DNS numbers (IANA dns-parameters).
struct DnsCodes
{
    [[nodiscard]] static QByteArray type(quint16 code);    ///< "AAAA"; unknown: "TYPE4711" (RFC 3597 §5)
    [[nodiscard]] static QByteArray classOf(quint16 code); ///< "IN"; unknown: "CLASS4711"
    [[nodiscard]] static QByteArray rcode(quint16 code);   ///< "NXDOMAIN"; unknown: "RCODE4711"
    [[nodiscard]] static QByteArray opcode(quint16 code);  ///< "Standard query"
    [[nodiscard]] static QByteArray option(quint16 code);  ///< of EDNS: "COOKIE"
};

} // namespace wl
