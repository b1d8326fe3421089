// SPDX-License-Identifier: MIT
#include "net/certificatetext.h"

#include <QDateTime>
#include <QSslCertificate>
#include <QStringList>

namespace wl {

namespace {

constexpr qsizetype maxNameChars = 64;
constexpr qsizetype maxNames = 4;

/// What comes from outside, made fit for one line.
QString clean(const QString& text)
{
    QString result = text.left(maxNameChars);
    for (QChar& c : result) {
        if (!c.isPrint() && !c.isSurrogate())
            c = QChar::ReplacementCharacter;
    }
    return text.size() > maxNameChars ? result + QChar(0x2026) : result;
}

QString date(const QDateTime& time)
{
    return time.toUTC().toString(QStringLiteral("yyyy-MM-dd"));
}

/// The common name, or the organization of one that has none.
QString nameOf(const QStringList& commonName, const QStringList& organization)
{
    return clean((commonName.isEmpty() ? organization : commonName).join(u' '));
}

/// The one whose dates are wrong may be an issuer; otherwise the peer's own matters.
QSslCertificate concerned(const QList<QSslError>& problems, const QSslCertificate& peer)
{
    for (const QSslError& problem : problems) {
        const bool isOfDates = problem.error() == QSslError::CertificateExpired ||
                               problem.error() == QSslError::CertificateNotYetValid;
        if (isOfDates && !problem.certificate().isNull())
            return problem.certificate();
    }
    return peer;
}

} // namespace

QString CertificateText::refusal(const QList<QSslError>& problems, const QSslCertificate& peer,
                                 const QString& expectedName)
{
    QStringList parts;
    for (const QSslError& error : problems) {
        if (const QString words = problem(error); !parts.contains(words))
            parts.append(words);
    }
    parts = QStringList{parts.join(QStringLiteral(", "))};
    const QSslCertificate certificate = concerned(problems, peer);
    if (!certificate.isNull())
        parts.append(facts(certificate));
    parts.append(tr("expected: %1", "name in a certificate").arg(clean(expectedName)));
    return parts.join(QStringLiteral("; "));
}

/// The usual ones shorter than the TLS library says them.
QString CertificateText::problem(const QSslError& error)
{
    switch (error.error()) {
    case QSslError::CertificateExpired: return tr("expired");
    case QSslError::CertificateNotYetValid: return tr("not valid yet");
    case QSslError::HostNameMismatch: return tr("for another host");
    case QSslError::SelfSignedCertificate: return tr("self-signed");
    case QSslError::SelfSignedCertificateInChain: return tr("root not trusted");
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate: return tr("issuer unknown");
    default: return clean(error.errorString());
    }
}

QString CertificateText::facts(const QSslCertificate& certificate)
{
    const QString issuer = nameOf(certificate.issuerInfo(QSslCertificate::CommonName),
                                  certificate.issuerInfo(QSslCertificate::Organization));
    return tr("certificate for %1, issued by %2, valid %3 to %4")
        .arg(names(certificate), issuer.isEmpty() ? tr("nobody named") : issuer,
             date(certificate.effectiveDate()), date(certificate.expiryDate()));
}

QString CertificateText::names(const QSslCertificate& certificate)
{
    QStringList found;
    const QString subject = nameOf(certificate.subjectInfo(QSslCertificate::CommonName),
                                   certificate.subjectInfo(QSslCertificate::Organization));
    if (!subject.isEmpty())
        found.append(subject);
    for (const QString& name : certificate.subjectAlternativeNames()) {
        if (const QString shown = clean(name); !found.contains(shown))
            found.append(shown);
    }
    if (found.isEmpty())
        return tr("nobody named");
    const qsizetype more = found.size() - maxNames;
    if (more <= 0)
        return found.join(QStringLiteral(", "));
    return tr("%1 and %2 more names").arg(found.first(maxNames).join(QStringLiteral(", "))).arg(more);
}

} // namespace wl
