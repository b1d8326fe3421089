// SPDX-License-Identifier: MIT
#include "net/tlsterms.h"

#include "base/filecommit.h"
#include "net/clientcertificate.h"
#include "net/tlsversions.h"

#include <QSslCertificate>
#include <QSslCipher>
#include <QSslSocket>
#include <QStringList>

namespace wl {

namespace {

constexpr qint64 authorityFileBytes = 16 * 1024 * 1024;

ErrorCode codeOf(QSslError::SslError error)
{
    switch (error) {
    case QSslError::CertificateExpired: return ErrorCode::CertificateExpired;
    case QSslError::CertificateNotYetValid: return ErrorCode::CertificateNotYetValid;
    case QSslError::HostNameMismatch: return ErrorCode::CertificateWrongHost;
    case QSslError::SelfSignedCertificate:
    case QSslError::SelfSignedCertificateInChain:
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::CertificateUntrusted:
    case QSslError::CertificateRejected:
    case QSslError::InvalidCaCertificate: return ErrorCode::CertificateUntrusted;
    default: return ErrorCode::CertificateInvalid;
    }
}

/// As the TLS library's own options say it.
QByteArray protocolName(TlsVersion version)
{
    return version == TlsVersion::Tls10 ? QByteArray("TLSv1") : "TLSv" + tlsVersionText(version).toLatin1();
}

void setVersions(QSslConfiguration& configuration, const TlsSpec& spec)
{
    const bool isOld = spec.maxVersion == TlsVersion::Tls10 || spec.maxVersion == TlsVersion::Tls11;
    // The library's own lowest would be above such a highest.
    const TlsVersion lowest =
        spec.minVersion == TlsVersion::Default && isOld ? TlsVersion::Tls10 : spec.minVersion;
    if (lowest != TlsVersion::Default)
        configuration.setBackendConfigurationOption("MinProtocol", protocolName(lowest));
    if (spec.maxVersion != TlsVersion::Default)
        configuration.setBackendConfigurationOption("MaxProtocol", protocolName(spec.maxVersion));
    // What the versions before 1.2 sign with is below the library's level; who asks for them takes that.
    if (lowest == TlsVersion::Tls10 || lowest == TlsVersion::Tls11) {
        configuration.setProtocol(QSsl::AnyProtocol); // else they are off, whatever the bounds
        configuration.setBackendConfigurationOption("CipherString", QByteArray("DEFAULT:@SECLEVEL=0"));
    }
}

Result<void> setAuthorities(QSslConfiguration& configuration, const QString& path)
{
    const Result<QByteArray> pem = readFile(path, authorityFileBytes);
    if (!pem)
        return tl::make_unexpected(pem.error());
    const QList<QSslCertificate> authorities = QSslCertificate::fromData(*pem, QSsl::Pem);
    if (authorities.isEmpty())
        return fail(ErrorCode::FileMalformed, path);
    // This call also switches off that the system's authorities are loaded on demand.
    configuration.setCaCertificates(authorities);
    return {};
}

QString certificateText(const QSslCertificate& certificate)
{
    const QString fingerprint = QString::fromLatin1(certificate.digest(QCryptographicHash::Sha256).toHex());
    return QStringLiteral("certificate %1 issued by %2, valid %3 to %4, SHA-256 %5")
        .arg(certificate.subjectInfo(QSslCertificate::CommonName).join(u' '),
             certificate.issuerInfo(QSslCertificate::CommonName).join(u' '),
             certificate.effectiveDate().toUTC().toString(Qt::ISODate),
             certificate.expiryDate().toUTC().toString(Qt::ISODate), fingerprint);
}

} // namespace

Result<QSslConfiguration> tlsConfiguration(const TlsSpec& spec)
{
    QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
    configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    QList<QByteArray> protocols;
    for (const QString& protocol : spec.alpn)
        protocols.append(protocol.toLatin1());
    configuration.setAllowedNextProtocols(protocols);
    setVersions(configuration, spec);
    if (!spec.caFile.isEmpty()) {
        if (const Result<void> set = setAuthorities(configuration, spec.caFile); !set)
            return tl::make_unexpected(set.error());
    }
    if (!spec.certificateFile.isEmpty()) {
        const Result<ClientCertificate> own = readClientCertificate(spec);
        if (!own)
            return tl::make_unexpected(own.error());
        configuration.setLocalCertificateChain(own->chain);
        configuration.setPrivateKey(own->key);
    }
    return configuration;
}

ErrorCode certificateErrorCode(const QList<QSslError>& problems)
{
    static constexpr std::array worstFirst{ErrorCode::CertificateUntrusted, ErrorCode::CertificateExpired,
                                           ErrorCode::CertificateNotYetValid,
                                           ErrorCode::CertificateWrongHost};
    for (ErrorCode code : worstFirst) {
        for (const QSslError& problem : problems) {
            if (codeOf(problem.error()) == code)
                return code;
        }
    }
    return problems.isEmpty() ? ErrorCode::None : ErrorCode::CertificateInvalid;
}

QString certificateProblems(const QList<QSslError>& problems)
{
    QStringList words;
    for (const QSslError& problem : problems) {
        if (!words.contains(problem.errorString()))
            words.append(problem.errorString());
    }
    return words.join(QStringLiteral("; "));
}

QString tlsSessionVersion(const QSslSocket& socket)
{
    // QSsl::TlsV1_0 and TlsV1_1, whose names are deprecated.
    constexpr int tls10 = QSsl::TlsV1_2 - 2;
    constexpr int tls11 = QSsl::TlsV1_2 - 1;
    switch (int(socket.sessionProtocol())) {
    case QSsl::TlsV1_2: return QStringLiteral("TLSv1.2");
    case QSsl::TlsV1_3: return QStringLiteral("TLSv1.3");
    case tls10: return QStringLiteral("TLSv1");
    case tls11: return QStringLiteral("TLSv1.1");
    default: return socket.sessionCipher().protocolString();
    }
}

QString tlsFactsText(const QSslSocket& socket, const QList<QSslError>& problems)
{
    QStringList facts{tlsSessionVersion(socket), socket.sessionCipher().name()};
    const QByteArray protocol = socket.sslConfiguration().nextNegotiatedProtocol();
    if (!protocol.isEmpty())
        facts.append(QStringLiteral("ALPN ") + QString::fromLatin1(protocol));
    if (!socket.peerCertificate().isNull())
        facts.append(certificateText(socket.peerCertificate()));
    facts.append(problems.isEmpty() ? QStringLiteral("verified")
                                    : QStringLiteral("NOT VERIFIED: ") + certificateProblems(problems));
    return facts.join(QStringLiteral(", "));
}

} // namespace wl
