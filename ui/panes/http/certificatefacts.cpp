// SPDX-License-Identifier: MIT
#include "ui/panes/http/certificatefacts.h"

#include <QCryptographicHash>
#include <QSslCertificate>

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

} // namespace

QString CertificateFacts::text(const TlsFacts& tls)
{
    QStringList lines;
    for (const QString& problem : tls.problems)
        lines << tr("Problem: %1").arg(problem);
    if (!tls.protocol.isEmpty())
        lines << tr("%1, %2").arg(tls.protocol, tls.cipher);
    const auto chain = QSslCertificate::fromData(tls.certificateChainPem, QSsl::Pem);
    if (chain.isEmpty())
        return lines.join(u'\n');
    const QSslCertificate& leaf = chain.first();
    lines << tr("Issued to: %1").arg(nameOf(leaf, false));
    const QStringList names = leaf.subjectAlternativeNames().values();
    if (!names.isEmpty())
        lines << tr("For: %1").arg(names.join(QStringLiteral(", ")));
    lines << tr("Issued by: %1").arg(leaf.isSelfSigned() ? tr("itself (self-signed)") : nameOf(leaf, true));
    lines << tr("Valid: %1 to %2")
                 .arg(leaf.effectiveDate().toString(QStringLiteral("yyyy-MM-dd HH:mm")),
                      leaf.expiryDate().toString(QStringLiteral("yyyy-MM-dd HH:mm")));
    lines << tr("SHA-256: %1").arg(QString::fromLatin1(leaf.digest(QCryptographicHash::Sha256).toHex(':')));
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
