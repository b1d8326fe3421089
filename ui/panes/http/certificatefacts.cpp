// SPDX-License-Identifier: MIT
#include "ui/panes/http/certificatefacts.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QSslCertificate>
#include <QSslKey>

namespace wl {

namespace {

QString nameOf(const QSslCertificate& certificate, bool issuer)
{
    const auto part = [&](QSslCertificate::SubjectInfo info) {
        return (issuer ? certificate.issuerInfo(info) : certificate.subjectInfo(info))
            .join(QStringLiteral(", "));
    };
    const QString common = part(QSslCertificate::CommonName);
    const QString organization = part(QSslCertificate::Organization);
    if (common.isEmpty() || organization.isEmpty())
        return common + organization;
    return QStringLiteral("%1 (%2)").arg(common, organization);
}

/// "RSA, 2048 bits"
QString keyOf(const QSslCertificate& certificate)
{
    const QSslKey key = certificate.publicKey();
    const char* name = key.algorithm() == QSsl::Rsa   ? "RSA"
                       : key.algorithm() == QSsl::Ec  ? "EC"
                       : key.algorithm() == QSsl::Dsa ? "DSA"
                                                      : nullptr;
    if (name == nullptr || key.length() <= 0)
        return {};
    return CertificateFacts::tr("%1, %2 bits").arg(QLatin1String(name)).arg(key.length());
}

/// What is wrong with a certificate's time now; empty where nothing is.
QString timeProblem(const QSslCertificate& certificate)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    if (certificate.expiryDate() < now)
        return CertificateFacts::tr("expired");
    if (certificate.effectiveDate() > now)
        return CertificateFacts::tr("not valid yet");
    return {};
}

QString timeText(const QDateTime& time)
{
    return time.toString(QStringLiteral("yyyy-MM-dd HH:mm"));
}

} // namespace

QStringList CertificateFacts::certificate(const QSslCertificate& certificate)
{
    QStringList lines;
    lines << tr("Issued to: %1").arg(nameOf(certificate, false));
    const QStringList names = certificate.subjectAlternativeNames().values();
    if (!names.isEmpty())
        lines << tr("For: %1").arg(names.join(QStringLiteral(", ")));
    lines << tr("Issued by: %1")
                 .arg(certificate.isSelfSigned() ? tr("itself (self-signed)") : nameOf(certificate, true));
    const QString problem = timeProblem(certificate);
    const QString valid =
        tr("Valid: %1 to %2").arg(timeText(certificate.effectiveDate()), timeText(certificate.expiryDate()));
    lines << (problem.isEmpty() ? valid : tr("%1 (%2)").arg(valid, problem));
    if (const QString key = keyOf(certificate); !key.isEmpty())
        lines << tr("Key: %1").arg(key);
    lines << tr("Serial number: %1").arg(QString::fromLatin1(certificate.serialNumber()));
    lines << tr("SHA-256: %1")
                 .arg(QString::fromLatin1(certificate.digest(QCryptographicHash::Sha256).toHex(':')));
    return lines;
}

QString CertificateFacts::text(const TlsFacts& tls)
{
    QStringList lines;
    for (const QString& problem : tls.problems)
        lines << tr("Problem: %1").arg(problem);
    if (!tls.protocol.isEmpty())
        lines << (tls.alpn.isEmpty() ? tr("%1, %2").arg(tls.protocol, tls.cipher)
                                     : tr("%1, %2, ALPN %3").arg(tls.protocol, tls.cipher, tls.alpn));
    if (!tls.protocol.isEmpty() && tls.problems.isEmpty())
        lines << (tls.verified ? tr("The certificate was verified.")
                               : tr("The certificate was not verified."));
    const auto chain = QSslCertificate::fromData(tls.certificateChainPem, QSsl::Pem);
    for (qsizetype i = 0; i < chain.size(); ++i) {
        if (chain.size() > 1)
            lines << QString()
                  << (i == 0 ? tr("Certificate 1 of %1, the server's").arg(chain.size())
                             : tr("Certificate %1 of %2").arg(i + 1).arg(chain.size()));
        lines << certificate(chain.at(i));
    }
    return lines.join(u'\n');
}

bool CertificateFacts::isCertificateError(const Error& error)
{
    switch (error.code) {
    case ErrorCode::CertificateExpired:
    case ErrorCode::CertificateNotYetValid:
    case ErrorCode::CertificateWrongHost:
    case ErrorCode::CertificateUntrusted:
    case ErrorCode::CertificateInvalid: return true;
    default: return false;
    }
}

} // namespace wl
