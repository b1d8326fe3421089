// SPDX-License-Identifier: MIT
#include "http/reuseprofile.h"

#include "http/httpurl.h"

#include <QCryptographicHash>
#include <QDataStream>
#include <QSslCertificate>
#include <QSslKey>

namespace wl {

namespace {

/// Certificates count by what they say, not by their file's name: the file may be another one by now.
QByteArray digestOf(const QList<QSslCertificate>& certificates)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    for (const QSslCertificate& certificate : certificates)
        hash.addData(certificate.toDer());
    return hash.result();
}

void addTls(QDataStream& stream, const TlsSpec& spec, const TlsClientTerms& terms)
{
    stream << terms.verify << terms.serverName << spec.alpn << quint8(spec.minVersion)
           << quint8(spec.maxVersion);
    // The system's authorities are the same for all.
    stream << (spec.caFile.isEmpty() ? QByteArray() : digestOf(terms.configuration.caCertificates()));
    stream << digestOf(terms.configuration.localCertificateChain());
}

void addProxy(QDataStream& stream, const ProxySpec& proxy)
{
    stream << quint8(proxy.kind) << proxy.host << proxy.port << proxy.user
           << QCryptographicHash::hash(proxy.password.toUtf8(), QCryptographicHash::Sha256);
}

} // namespace

QByteArray reuseProfile(const ReuseTerms& terms)
{
    QByteArray profile;
    QDataStream stream(&profile, QIODevice::WriteOnly);
    stream << terms.endpoint.value() << terms.url.scheme() << terms.url.host(QUrl::FullyEncoded)
           << httpPort(terms.url) << quint8(terms.version) << terms.host << quint8(terms.proxy.kind);
    if (terms.proxy.kind != ProxySpec::Kind::None)
        addProxy(stream, terms.proxy);
    if (terms.clientTerms)
        addTls(stream, terms.tls, *terms.clientTerms);
    return profile;
}

} // namespace wl
