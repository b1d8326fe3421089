// SPDX-License-Identifier: MIT
#pragma once

#include "tests/support/certificates.h"

#include <QNetworkProxy>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpServer>

#include <functional>

namespace wl::test {

inline CertificateTerms authorityTerms(const QByteArray& name = "Test authority")
{
    CertificateTerms terms;
    terms.commonName = name;
    terms.altNames = {};
    terms.isAuthority = true;
    return terms;
}

/// An HTTPS server with a certificate of the test's, which counts what gets through its handshake.
class SecurePeer : public QTcpServer
{
public:
    /// `configure` may ask for more: a chain, a client's certificate, versions.
    using Configure = std::function<void(QSslConfiguration&)>;
    explicit SecurePeer(const Certificate& certificate, Configure configure = nullptr)
        : m_certificate(certificate.certificate())
        , m_key(certificate.key())
        , m_configure(std::move(configure))
    {
        setProxy(QNetworkProxy::NoProxy);
        listen(QHostAddress::LocalHost);
    }
    [[nodiscard]] QString url(const QString& host = QStringLiteral("localhost")) const
    {
        return QStringLiteral("https://%1:%2/").arg(host).arg(serverPort());
    }
    int handshakes = 0;
    int requests = 0;
    QByteArray received;
    QByteArrayList answers;
    QStringList clients; ///< of each handshake, the common name of the client's certificate

protected:
    void incomingConnection(qintptr descriptor) override
    {
        auto* socket = new QSslSocket(this);
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificate(m_certificate);
        configuration.setPrivateKey(m_key);
        configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
        configuration.setAllowedNextProtocols({"http/1.1"});
        if (m_configure)
            m_configure(configuration);
        socket->setSslConfiguration(configuration);
        socket->setSocketDescriptor(descriptor);
        connect(socket, &QSslSocket::encrypted, this, [this, socket] {
            ++handshakes;
            const QSslCertificate client = socket->peerCertificate();
            clients.append(client.isNull() ? QString()
                                           : client.subjectInfo(QSslCertificate::CommonName).join(u' '));
        });
        connect(socket, &QIODevice::readyRead, socket, [this, socket] {
            const QByteArray bytes = socket->readAll();
            received += bytes;
            if (bytes.contains("\r\n\r\n")) {
                ++requests;
                socket->write(answers.isEmpty()
                                  ? QByteArray("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecure")
                                  : answers.takeFirst());
            }
        });
        socket->startServerEncryption();
    }

private:
    QSslCertificate m_certificate;
    QSslKey m_key;
    Configure m_configure;
};

} // namespace wl::test
