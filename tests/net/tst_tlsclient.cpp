// SPDX-License-Identifier: MIT
#include "net/certificatetext.h"
#include "net/tcpclient.h"
#include "net/tlsterms.h"
#include "support/certificates.h"
#include "support/rawpeer.h"
#include "support/recordingsink.h"
#include "support/turns.h"

#include <QFile>
#include <QNetworkProxy>
#include <QPointer>
#include <QSslServer>
#include <QSslSocket>
#include <QTemporaryDir>
#include <QTest>

using namespace wl;
using namespace wl::test;
using Phase = EndpointState::Phase;
using namespace std::chrono_literals;

namespace {

/// A TLS server that keeps what it gets.
class TlsServer
{
public:
    /// With an authority, clients must show a certificate of it.
    explicit TlsServer(const Certificate& certificate, const QByteArrayList& alpn = {},
                       const Certificate* demanded = nullptr)
    {
        QSslConfiguration configuration = QSslConfiguration::defaultConfiguration();
        configuration.setLocalCertificate(certificate.certificate());
        configuration.setPrivateKey(certificate.key());
        configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
        configuration.setAllowedNextProtocols(alpn);
        if (demanded) {
            configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
            configuration.setCaCertificates({demanded->certificate()});
        }
        m_server.setSslConfiguration(configuration);
        m_server.setProxy(QNetworkProxy::NoProxy);
        QObject::connect(&m_server, &QTcpServer::pendingConnectionAvailable, &m_server, [this] {
            socket = qobject_cast<QSslSocket*>(m_server.nextPendingConnection());
            socket->setReadBufferSize(64 * 1024);
            QObject::connect(socket, &QIODevice::readyRead, socket, [this] { read(); });
        });
        if (!m_server.listen(QHostAddress(QHostAddress::LocalHost), 0))
            qWarning("cannot listen");
    }
    [[nodiscard]] quint16 port() const { return m_server.serverPort(); }

    void read()
    {
        if (!isPaused)
            received.append(socket->readAll());
    }

    QPointer<QSslSocket> socket;
    QByteArray received;
    bool isPaused = false;

private:
    QSslServer m_server;
};

/// A client that trusts one authority, and what it told.
struct Rig
{
    Rig(quint16 port, const QString& caFile, const std::function<void(TcpClientSpec&)>& change = {})
    {
        TcpClientSpec spec;
        spec.address.scheme = Scheme::Tls;
        spec.address.host = QStringLiteral("localhost");
        spec.address.port = port;
        spec.tls.caFile = caFile;
        if (change)
            change(spec);
        client = std::make_unique<TcpClient>(spec, ResponderFactory(), EndpointId(1), sink);
        QObject::connect(client.get(), &Endpoint::stateChanged, client.get(),
                         [this](const EndpointState& s) { state = s; });
        QObject::connect(client.get(), &Endpoint::sendFailed, client.get(),
                         [this](ConnectionId, const Error& error) { failure = error; });
        client->start();
    }
    [[nodiscard]] SinkRow row() const { return sink.row(sink.count() - 1); }

    RecordingSink sink;
    std::unique_ptr<TcpClient> client;
    EndpointState state;
    Error failure;
};

} // namespace

class tst_TlsClient : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase();
    void talks();
    void verifiesByAddress();
    void negotiatesAlpn();
    void showsItsCertificate();
    void keepsToItsVersions();
    void refusesBadCertificates_data();
    void refusesBadCertificates();
    void goesOnWhereToldTo();
    void takesAnotherServerName();
    void peerThatSpeaksNoTls();
    void peerThatClosesOrResets_data();
    void peerThatClosesOrResets();
    void silentPeerTimesOut();
    void zeroIsNoTimeLimit();
    void destructionCountsWhatIsQueued();
    void badAuthorityFiles_data();
    void badAuthorityFiles();
    void sendsMuchAndCloses();
    void closeDoesNotCostThePeerOurLastBytes();
    void boundsItsQueue();
    void streamsAFile();
    void pausesForACongestedSink();
    void peerClosesOpenConnection();
    void peerResetsOpenConnection();
    void resets();
    void dropsItsQueueAndStaysOpen();
    void finishIsClose();
    void worstProblemFirst();
    void hostileNamesStayOnOneLine();

private:
    QString write(const QString& name, const QByteArray& content);
    QTemporaryDir m_dir;
    QString m_ca;
    std::unique_ptr<Certificate> m_authority;
    std::unique_ptr<Certificate> m_good;
};

QString tst_TlsClient::write(const QString& name, const QByteArray& content)
{
    QFile file(m_dir.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
        qFatal("cannot write");
    return file.fileName();
}

void tst_TlsClient::initTestCase()
{
    if (!QSslSocket::supportsSsl())
        QSKIP("no TLS library");
    CertificateTerms terms;
    terms.commonName = "Test authority";
    terms.altNames.clear();
    terms.isAuthority = true;
    m_authority = std::make_unique<Certificate>(terms);
    m_good = std::make_unique<Certificate>(CertificateTerms{}, m_authority.get());
    m_ca = write(QStringLiteral("ca.pem"), m_authority->pem());
}

void tst_TlsClient::talks()
{
    TlsServer server(*m_good);
    Rig rig(server.port(), m_ca);
    QTRY_COMPARE(rig.state.phase, Phase::Open);
    QCOMPARE(rig.client->send({}, "secret"), 1);
    QTRY_COMPARE(server.received, "secret");
    server.socket->write("answer");
    QTRY_COMPARE(rig.row().received, "answer");
    const SinkRow row = rig.row();
    QCOMPARE(row.info.transport, Transport::Tls);
    QCOMPARE(row.sent, "secret"); // the plaintext
    QCOMPARE(row.story(), QStringLiteral("Opened> Note<"));
    const QString facts = row.events[1].text;
    QVERIFY2(facts.startsWith(u"TLSv1.3, TLS_"), qPrintable(facts));
    QVERIFY(facts.contains(u"certificate localhost issued by Test authority"));
    QVERIFY(facts.contains(
        QString::fromLatin1(m_good->certificate().digest(QCryptographicHash::Sha256).toHex())));
    QVERIFY(facts.endsWith(u", verified"));
}

void tst_TlsClient::verifiesByAddress()
{
    TlsServer server(*m_good);
    Rig rig(server.port(), m_ca,
            [](TcpClientSpec& spec) { spec.address.host = QStringLiteral("127.0.0.1"); });
    QTRY_COMPARE(rig.state.phase, Phase::Open);
}

void tst_TlsClient::negotiatesAlpn()
{
    TlsServer server(*m_good, {"two", "one"});
    Rig rig(server.port(), m_ca,
            [](TcpClientSpec& spec) { spec.tls.alpn = QStringList{QStringLiteral("one")}; });
    QTRY_COMPARE(rig.state.phase, Phase::Open);
    QVERIFY(rig.row().events.last().text.contains(u"ALPN one"));
}

void tst_TlsClient::showsItsCertificate()
{
    const TlsServer server(*m_good, {}, m_authority.get());
    CertificateTerms terms;
    terms.commonName = "client";
    const Certificate own(terms, m_authority.get());
    const QString file = write(QStringLiteral("own.p12"), own.pkcs12("word"));
    Rig rig(server.port(), m_ca, [&](TcpClientSpec& spec) {
        spec.tls.certificateFile = file;
        spec.tls.keyPassword = QStringLiteral("word");
    });
    QTRY_COMPARE(rig.state.phase, Phase::Open);
    QTRY_VERIFY(server.socket);
    QCOMPARE(server.socket->peerCertificate(), own.certificate());

    Rig wrong(server.port(), m_ca, [&](TcpClientSpec& spec) {
        spec.tls.certificateFile = file;
        spec.tls.keyPassword = QStringLiteral("another");
    });
    QTRY_COMPARE(wrong.state.phase, Phase::Failed);
    QCOMPARE(wrong.state.error.code, ErrorCode::BadOption);
    QVERIFY(wrong.state.error.detail.contains(QStringLiteral("does not open")));
}

void tst_TlsClient::keepsToItsVersions()
{
    const TlsServer server(*m_good);
    Rig rig(server.port(), m_ca, [](TcpClientSpec& spec) { spec.tls.maxVersion = TlsVersion::Tls12; });
    QTRY_COMPARE(rig.state.phase, Phase::Open);
    QTRY_VERIFY(server.socket);
    QCOMPARE(server.socket->sessionProtocol(), QSsl::TlsV1_2);
}

void tst_TlsClient::refusesBadCertificates_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("expired") << QStringLiteral("expired") << ErrorCode::CertificateExpired;
    QTest::newRow("not yet valid") << QStringLiteral("future") << ErrorCode::CertificateNotYetValid;
    QTest::newRow("for another host") << QStringLiteral("host") << ErrorCode::CertificateWrongHost;
    QTest::newRow("no host at all") << QStringLiteral("nobody") << ErrorCode::CertificateWrongHost;
    QTest::newRow("self-signed") << QStringLiteral("self") << ErrorCode::CertificateUntrusted;
    QTest::newRow("unknown authority") << QStringLiteral("authority") << ErrorCode::CertificateUntrusted;
    QTest::newRow("signed by no authority") << QStringLiteral("leaf") << ErrorCode::CertificateUntrusted;
}

void tst_TlsClient::refusesBadCertificates()
{
    QFETCH(QString, kind);
    QFETCH(ErrorCode, code);
    CertificateTerms terms;
    const Certificate* issuer = m_authority.get();
    CertificateTerms otherTerms;
    otherTerms.commonName = "Other authority";
    otherTerms.isAuthority = true;
    const Certificate other(otherTerms);
    if (kind == u"expired") {
        terms.startDays = -10;
        terms.endDays = -1;
    } else if (kind == u"future") {
        terms.startDays = 1;
    } else if (kind == u"host") {
        terms.commonName = "elsewhere.example";
        terms.altNames = "DNS:elsewhere.example,DNS:*.localhost";
    } else if (kind == u"nobody") {
        terms.commonName = "nobody";
        terms.altNames.clear();
    } else {
        issuer = kind == u"self" ? nullptr : kind == u"authority" ? &other : m_good.get();
    }
    const Certificate bad(terms, issuer);
    TlsServer server(bad);
    Rig rig(server.port(), m_ca);
    QTRY_COMPARE(rig.state.phase, Phase::Failed);
    QCOMPARE(rig.state.error.code, code);
    const QString detail = rig.state.error.detail;
    const QSslCertificate shown = bad.certificate();
    for (const QString& fact :
         {QString::fromUtf8(terms.commonName), shown.issuerInfo(QSslCertificate::CommonName).constFirst(),
          shown.effectiveDate().toUTC().toString(QStringLiteral("yyyy-MM-dd")),
          shown.expiryDate().toUTC().toString(QStringLiteral("yyyy-MM-dd"))})
        QVERIFY2(detail.contains(fact), qPrintable(detail));
    QVERIFY2(detail.endsWith(QStringLiteral("; expected: localhost")), qPrintable(detail));
    QVERIFY(detail.size() < 320);
    QCOMPARE(rig.row().story(), QStringLiteral("Failed<"));
    QCOMPARE(rig.row().events[0].text, errorName(code));
    QCOMPARE(rig.client->send({}, "must not go out"), 0);
    QVERIFY(server.received.isEmpty());
}

void tst_TlsClient::goesOnWhereToldTo()
{
    CertificateTerms terms;
    terms.endDays = 0;
    terms.startDays = -2;
    const Certificate bad(terms);
    TlsServer server(bad);
    Rig rig(server.port(), m_ca, [](TcpClientSpec& spec) { spec.tls.verify = false; });
    QTRY_COMPARE(rig.state.phase, Phase::Open);
    QCOMPARE(rig.client->send({}, "anyway"), 1);
    QTRY_COMPARE(server.received, "anyway");
    QVERIFY2(rig.row().events.last().text.contains(u"NOT VERIFIED: "),
             qPrintable(rig.row().events.last().text));
}

void tst_TlsClient::takesAnotherServerName()
{
    CertificateTerms terms;
    terms.commonName = "backend.example";
    terms.altNames = "DNS:backend.example";
    const Certificate named(terms, m_authority.get());
    TlsServer server(named);
    Rig rig(server.port(), m_ca,
            [](TcpClientSpec& spec) { spec.tls.serverName = QStringLiteral("backend.example"); });
    QTRY_COMPARE(rig.state.phase, Phase::Open);
}

void tst_TlsClient::peerThatSpeaksNoTls()
{
    RawListener listener;
    Rig rig(listener.port(), m_ca);
    RawPeer peer = listener.waitForPeer();
    QVERIFY(peer.isConnected());
    peer.send("HTTP/1.1 400 Bad Request\r\n\r\n");
    QTRY_COMPARE(rig.state.phase, Phase::Failed);
    QCOMPARE(rig.state.error.code, ErrorCode::TlsFailed);
    QVERIFY(!rig.state.error.detail.isEmpty());
}

void tst_TlsClient::peerThatClosesOrResets_data()
{
    QTest::addColumn<bool>("isReset");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("closes") << false << ErrorCode::TlsFailed;
    QTest::newRow("resets") << true << ErrorCode::ConnectionReset;
}

void tst_TlsClient::peerThatClosesOrResets()
{
    QFETCH(bool, isReset);
    QFETCH(ErrorCode, code);
    RawListener listener;
    Rig rig(listener.port(), m_ca);
    RawPeer peer = listener.waitForPeer();
    QVERIFY(peer.isConnected());
    QTRY_VERIFY(!peer.pump().received().isEmpty()); // the greeting of TLS
    if (isReset)
        peer.reset();
    else
        peer.close();
    QTRY_COMPARE(rig.state.phase, Phase::Failed);
    QCOMPARE(rig.state.error.code, code);
    QCOMPARE(rig.row().story(), QStringLiteral("Failed<"));
}

void tst_TlsClient::silentPeerTimesOut()
{
    RawListener listener;
    Rig rig(listener.port(), m_ca, [](TcpClientSpec& spec) { spec.connectTimeout = 200ms; });
    QTRY_COMPARE(rig.state.phase, Phase::Failed);
    QCOMPARE(rig.state.error.code, ErrorCode::HandshakeTimeout);
}

void tst_TlsClient::zeroIsNoTimeLimit()
{
    TlsServer server(*m_good);
    Rig rig(server.port(), m_ca, [](TcpClientSpec& spec) { spec.connectTimeout = 0ms; });
    QTRY_COMPARE(rig.state.phase, Phase::Open);
}

void tst_TlsClient::destructionCountsWhatIsQueued()
{
    TlsServer server(*m_good);
    Rig rig(server.port(), m_ca);
    QTRY_COMPARE(rig.state.phase, Phase::Open);
    rig.sink.setCongested(true);
    QCOMPARE(rig.client->send({}, "waits"), 1);
    rig.client.reset();
    QCOMPARE(rig.row().events.last().kind, RecordKind::Closed);
    QCOMPARE(rig.row().events.last().text, QStringLiteral("5 queued bytes were not sent"));
}

void tst_TlsClient::badAuthorityFiles_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<ErrorCode>("code");
    QTest::newRow("missing") << QByteArray() << ErrorCode::FileNotFound;
    QTest::newRow("no PEM") << QByteArray("not a certificate") << ErrorCode::FileMalformed;
    QTest::newRow("broken PEM") << QByteArray(
                                       "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")
                                << ErrorCode::FileMalformed;
    QTest::newRow("too large") << QByteArray(20'000'000, 'x') << ErrorCode::TooLarge;
}

void tst_TlsClient::badAuthorityFiles()
{
    QFETCH(QByteArray, content);
    QFETCH(ErrorCode, code);
    const QString path = content.isEmpty() ? m_dir.filePath(QStringLiteral("missing"))
                                           : write(QStringLiteral("bad.pem"), content);
    RawListener listener;
    Rig rig(listener.port(), path);
    QCOMPARE(rig.state.phase, Phase::Failed);
    QCOMPARE(rig.state.error.code, code);
    QVERIFY(rig.state.error.detail.contains(path));
    turnEventLoop();
    QVERIFY(!listener.accept()); // nothing was sent
}

void tst_TlsClient::sendsMuchAndCloses()
{
    TlsServer server(*m_good);
    Rig rig(server.port(), m_ca);
    QTRY_COMPARE(rig.state.phase, Phase::Open);
    const QByteArray much(20'000'000, 'm');
    QCOMPARE(rig.client->send({}, much), 1);
    rig.client->stop(false);
    QTRY_COMPARE(server.received.size(), much.size());
    QTRY_COMPARE(rig.state.phase, Phase::Stopped);
    QCOMPARE(rig.row().sent.size(), much.size());
    QCOMPARE(rig.row().story(), QStringLiteral("Opened> Note< Closed>"));
}

void tst_TlsClient::closeDoesNotCostThePeerOurLastBytes()
{
    TlsServer server(*m_good);
    Rig rig(server.port(), m_ca);
    QTRY_COMPARE(rig.state.phase, Phase::Open);
    QTRY_VERIFY(server.socket);
    server.isPaused = true;
    const QByteArray ours(1'500'000, 'o');
    QCOMPARE(rig.client->send({}, ours), 1); // into the kernel's buffers, where the peer leaves it
    QTRY_COMPARE(rig.client->queuedBytes({}), 0);
    // Bytes that we have not read when we close would make the kernel reset and throw ours away.
    server.socket->write(QByteArray(100'000, 'p'));
    server.socket->flush();
    rig.client->close({});
    turnEventLoop();
    server.isPaused = false;
    const auto readAll = [&server] {
        server.read();
        return server.received.size();
    };
    QTRY_COMPARE(readAll(), ours.size());
    QTRY_COMPARE(rig.state.phase, Phase::Stopped);
}

void tst_TlsClient::boundsItsQueue()
{
    TlsServer server(*m_good);
    Rig rig(server.port(), m_ca);
    QTRY_COMPARE(rig.state.phase, Phase::Open);
    const QByteArray piece(8'000'000, 'p');
    int taken = 0;
    while (rig.client->send({}, piece) == 1 && taken < 20)
        ++taken;
    QCOMPARE(rig.failure.code, ErrorCode::QueueFull);
    QTRY_COMPARE(server.received.size(), taken * piece.size());
    QTRY_COMPARE(rig.client->queuedBytes({}), 0);
}

void tst_TlsClient::streamsAFile()
{
    const QByteArray content(5'000'000, 'f');
    const QString path = write(QStringLiteral("file"), content);
    TlsServer server(*m_good);
    Rig rig(server.port(), m_ca);
    QTRY_COMPARE(rig.state.phase, Phase::Open);
    QCOMPARE(rig.client->sendFile({}, path), 1);
    QTRY_VERIFY(server.received == content);
}

void tst_TlsClient::pausesForACongestedSink()
{
    TlsServer server(*m_good);
    Rig rig(server.port(), m_ca);
    QTRY_COMPARE(rig.state.phase, Phase::Open);
    QTRY_VERIFY(server.socket);
    rig.sink.setCongested(true);
    server.socket->write("later");
    server.socket->flush();
    turnEventLoop();
    QVERIFY(rig.row().received.isEmpty());
    rig.sink.setCongested(false);
    QTRY_COMPARE(rig.row().received, "later");
}

void tst_TlsClient::peerClosesOpenConnection()
{
    TlsServer server(*m_good);
    Rig rig(server.port(), m_ca);
    QTRY_COMPARE(rig.state.phase, Phase::Open);
    QTRY_VERIFY(server.socket);
    server.socket->write("bye");
    server.socket->disconnectFromHost();
    QTRY_COMPARE(rig.state.phase, Phase::Stopped);
    QCOMPARE(rig.state.error.code, ErrorCode::ClosedByPeer);
    QCOMPARE(rig.row().received, "bye");
    QCOMPARE(rig.row().story(), QStringLiteral("Opened> Note< Closed<"));
}

void tst_TlsClient::peerResetsOpenConnection()
{
    TlsServer server(*m_good);
    Rig rig(server.port(), m_ca);
    QTRY_COMPARE(rig.state.phase, Phase::Open);
    QTRY_VERIFY(server.socket);
    const linger abort{1, 0};
    ::setsockopt(int(server.socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &abort, sizeof abort);
    server.socket->abort();
    QTRY_COMPARE(rig.state.phase, Phase::Failed);
    QCOMPARE(rig.state.error.code, ErrorCode::ConnectionReset);
    QCOMPARE(rig.row().story(), QStringLiteral("Opened> Note< Reset<"));
}

void tst_TlsClient::dropsItsQueueAndStaysOpen()
{
    TlsServer server(*m_good);
    Rig rig(server.port(), m_ca);
    QTRY_COMPARE(rig.state.phase, Phase::Open);
    QTRY_VERIFY(server.socket);
    rig.client->send({}, QByteArray(30'000'000, 'q'));
    const qint64 dropped = rig.client->dropQueued({});
    QVERIFY(dropped > 0 && dropped < 30'000'000);
    QCOMPARE(rig.failure.code, ErrorCode::None); // who asked for it knows
    rig.client->send({}, "end");
    rig.client->close({});
    QTRY_VERIFY(server.received.endsWith("qend"));
    QCOMPARE(server.received.size(), 30'000'000 - dropped + 3);
}

void tst_TlsClient::resets()
{
    TlsServer server(*m_good);
    Rig rig(server.port(), m_ca);
    QTRY_COMPARE(rig.state.phase, Phase::Open);
    QTRY_VERIFY(server.socket);
    QList<QAbstractSocket::SocketError> errors;
    connect(server.socket, &QAbstractSocket::errorOccurred, this,
            [&errors](QAbstractSocket::SocketError error) { errors.append(error); });
    rig.client->reset({});
    QCOMPARE(rig.state.phase, Phase::Stopped);
    QTRY_VERIFY(!errors.isEmpty());
    QCOMPARE(rig.row().story(), QStringLiteral("Opened> Note< Reset>"));
}

void tst_TlsClient::finishIsClose()
{
    TlsServer server(*m_good);
    Rig rig(server.port(), m_ca);
    QTRY_COMPARE(rig.state.phase, Phase::Open);
    rig.client->send({}, "last");
    rig.client->finish({});
    QTRY_COMPARE(server.received, "last");
    QTRY_COMPARE(rig.state.phase, Phase::Stopped);
    QCOMPARE(rig.state.error.code, ErrorCode::None);
}

void tst_TlsClient::worstProblemFirst()
{
    const QSslError expired(QSslError::CertificateExpired);
    const QSslError host(QSslError::HostNameMismatch);
    const QSslError own(QSslError::SelfSignedCertificate);
    const QSslError weak(QSslError::CertificateSignatureFailed);
    QCOMPARE(certificateErrorCode({}), ErrorCode::None);
    QCOMPARE(certificateErrorCode({weak}), ErrorCode::CertificateInvalid);
    QCOMPARE(certificateErrorCode({weak, host}), ErrorCode::CertificateWrongHost);
    QCOMPARE(certificateErrorCode({host, expired}), ErrorCode::CertificateExpired);
    QCOMPARE(certificateErrorCode({host, expired, own}), ErrorCode::CertificateUntrusted);
    QCOMPARE(certificateProblems({host, host}).count(u';'), 0);
    QCOMPARE(certificateProblems({host, own}).count(u';'), 1);
}

void tst_TlsClient::hostileNamesStayOnOneLine()
{
    CertificateTerms terms;
    terms.commonName = "a\nb\x1b[31m\xe2\x80\xae" + QByteArray(50, 'n');
    terms.altNames = "DNS:1.example,DNS:2.example,DNS:3.example,DNS:4.example,DNS:" + QByteArray(300, 'x');
    const QString text = CertificateText::refusal({QSslError(QSslError::HostNameMismatch)},
                                                  Certificate(terms).certificate(), QStringLiteral("me"));
    for (const QChar c : text)
        QVERIFY2(c.isPrint() || c == u' ', qPrintable(text));
    QVERIFY2(text.contains(QStringLiteral("and 2 more names")), qPrintable(text));
    QVERIFY(text.size() < 500);
    // A peer that gave none.
    QVERIFY(CertificateText::refusal({}, QSslCertificate(), QStringLiteral("me"))
                .endsWith(QStringLiteral("expected: me")));
}

QTEST_GUILESS_MAIN(tst_TlsClient)
#include "tst_tlsclient.moc"
