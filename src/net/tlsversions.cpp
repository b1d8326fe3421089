// SPDX-License-Identifier: MIT
#include "net/tlsversions.h"

namespace wl {

QString tlsVersionText(TlsVersion version)
{
    switch (version) {
    case TlsVersion::Default: return {};
    case TlsVersion::Tls10: return QStringLiteral("1.0");
    case TlsVersion::Tls11: return QStringLiteral("1.1");
    case TlsVersion::Tls12: return QStringLiteral("1.2");
    case TlsVersion::Tls13: return QStringLiteral("1.3");
    }
    return {};
}

std::optional<TlsVersion> tlsVersionOf(QStringView text)
{
    for (int version = 0; version <= int(TlsVersion::Tls13); ++version) {
        if (tlsVersionText(TlsVersion(version)) == text)
            return TlsVersion(version);
    }
    return std::nullopt;
}

} // namespace wl
