// SPDX-License-Identifier: MIT
#pragma once

#include <QCoreApplication>
#include <QList>
#include <QSslError>

class QSslCertificate;

namespace wl {

/// What a person needs to know of a certificate that was refused, as plain text of one or two lines.
class CertificateText
{
    Q_DECLARE_TR_FUNCTIONS(CertificateText)
public:
    /// What is wrong, whom the certificate is for, its issuer, its dates (UTC), and the name that was
    /// expected. `peer` may be null. What the certificate says is cut where it is long, and has no control
    /// characters.
    [[nodiscard]] static QString refusal(const QList<QSslError>& problems, const QSslCertificate& peer,
                                         const QString& expectedName);

private:
    [[nodiscard]] static QString problem(const QSslError& error);
    [[nodiscard]] static QString facts(const QSslCertificate& certificate);
    [[nodiscard]] static QString names(const QSslCertificate& certificate);
};

} // namespace wl
