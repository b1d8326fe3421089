// SPDX-License-Identifier: MIT
#pragma once

#include "http/httpexchange.h"

#include <QCoreApplication>

namespace wl {

/// What a person needs to judge a server's certificate, as plain text of a few lines.
class CertificateFacts
{
    Q_DECLARE_TR_FUNCTIONS(CertificateFacts)
public:
    /// Problems, protocol, and of the leaf: subject, names, issuer, validity, SHA-256 fingerprint.
    [[nodiscard]] static QString text(const TlsFacts& tls);
    /// Whether "send anyway" makes sense for this error.
    [[nodiscard]] static bool isCertificateError(const Error& error);
};

} // namespace wl
