// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "net/specs.h"

#include <QList>
#include <QSslCertificate>
#include <QSslKey>

namespace wl {

/// A client's certificate with its chain, and its private key.
struct ClientCertificate
{
    QList<QSslCertificate> chain; ///< the client's own first
    QSslKey key;
};

/// Reads `certificateFile` and `keyFile`: PEM in one file or two, the key encrypted or not, or PKCS#12.
/// Blocks. Errors: file errors; FileMalformed where a file holds no certificate or no key; BadOption with
/// words where the password is missing or wrong and where the key is not the certificate's;
/// CertificateExpired and CertificateNotYetValid where `verify` is on.
[[nodiscard]] Result<ClientCertificate> readClientCertificate(const TlsSpec& spec);

} // namespace wl
