// SPDX-License-Identifier: MIT
#pragma once

#include "http/httpexchange.h"

#include <QCoreApplication>

class QSslCertificate;

namespace wl {

/// What a person needs to judge a server's certificate, as plain text of a few lines.
class CertificateFacts
{
    Q_DECLARE_TR_FUNCTIONS(CertificateFacts)
public:
    /// Problems, protocol, and each certificate of the chain, the server's first.
    [[nodiscard]] static QString text(const TlsFacts& tls);
    /// Subject, names, issuer, validity, key, serial number, SHA-256 fingerprint.
    [[nodiscard]] static QStringList certificate(const QSslCertificate& certificate);
    /// Whether "send anyway" makes sense for this error.
    [[nodiscard]] static bool isCertificateError(const Error& error);
};

} // namespace wl
