// SPDX-License-Identifier: MIT
#pragma once

#include "tests/support/certificates.h"

#include <QNetworkProxy>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QTcpServer>

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
    explicit SecurePeer(const Certificate& certificate)
        : m_certificate(certificate.certificate())
        , m_key(certificate.key())
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

protected:
    void incomingConnection(qintptr descriptor) override
    {
        auto* socket = new QSslSocket(this);
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificate(m_certificate);
        configuration.setPrivateKey(m_key);
        configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
        configuration.setAllowedNextProtocols({"http/1.1"});
        socket->setSslConfiguration(configuration);
        socket->setSocketDescriptor(descriptor);
        connect(socket, &QSslSocket::encrypted, this, [this] { ++handshakes; });
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
};

} // namespace wl::test
