// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"
#include "net/specs.h"

#include <QList>
#include <QSslConfiguration>
#include <QSslError>

class QSslSocket;

namespace wl {

/// The TLS configuration of one client connection: its own authorities where it names a file, else the
/// system's; its versions; its client certificate. Reads the files. Errors: file errors, FileMalformed where
/// a file does not hold what it should, those of readClientCertificate().
[[nodiscard]] Result<QSslConfiguration> tlsConfiguration(const TlsSpec& spec);

/// The code for what verification found wrong; the worst where there are several (a certificate of nobody we
/// trust, out of date, for another name). None for an empty list.
[[nodiscard]] ErrorCode certificateErrorCode(const QList<QSslError>& problems);
/// The problems in the TLS library's words, separated by "; ".
[[nodiscard]] QString certificateProblems(const QList<QSslError>& problems);

/// The version that a connection speaks, "TLSv1.3": its own, which may be above the cipher's.
[[nodiscard]] QString tlsSessionVersion(const QSslSocket& socket);
/// One line with the facts of an encrypted connection: version, cipher, ALPN, the peer's certificate with its
/// fingerprint, and whether it was verified.
[[nodiscard]] QString tlsFactsText(const QSslSocket& socket, const QList<QSslError>& problems);

} // namespace wl
