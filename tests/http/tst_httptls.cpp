// SPDX-License-Identifier: MIT
#include "tests/http/httpfixture.h"
#include "tests/support/scriptedpeer.h"
#include "tests/support/securepeer.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace wl;
using namespace wltest;
using wl::test::authorityTerms;
using wl::test::Certificate;
using wl::test::CertificateTerms;
using wl::test::SecurePeer;
using Phase = HttpExchange::Phase;

class TestHttpTls : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void verified();
    void refused_data();
    void refused();
    void sendAnywayWorksOnce();
    void verifiedConnectionIsReused();
    void plainPortInsteadOfTls();
    void silentPeer();
    void authorityFileProblems_data();
    void authorityFileProblems();
    void serverNameOverrides();
    void redirectToHttpsAndBack();
    void sendAnywayHoldsForOnePlace();
    void serverNameHoldsForOnePlace();
    void recordsArePlaintext();

private:
    [[nodiscard]] HttpRequest trusting(const QString& url) const
    {
        HttpRequest typed = request(url);
        typed.settings.tls.caFile = m_authorityFile;
        return typed;
    }

    QTemporaryDir m_dir;
    Certificate m_authority{authorityTerms()};
    QString m_authorityFile;
};

void TestHttpTls::initTestCase()
{
    if (!QSslSocket::supportsSsl())
        QSKIP("this Qt has no TLS");
    QVERIFY(m_dir.isValid());
    qputenv("XDG_CACHE_HOME", m_dir.path().toUtf8());
    m_authorityFile = m_dir.filePath(QStringLiteral("authority.pem"));
    QFile file(m_authorityFile);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(m_authority.pem());
}

void TestHttpTls::verified()
{
    SecurePeer peer(Certificate({}, &m_authority));
    HttpFixture http;
    HttpRequest typed = trusting(peer.url());
    typed.settings.tls.alpn = {QStringLiteral("http/1.1")};
    const HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.error, Error());
    QCOMPARE(contentOf(exchange.body), QByteArray("secure"));
    const HttpHop& hop = exchange.hops.first();
    QVERIFY(hop.tls);
    QVERIFY(hop.tls->verified);
    QCOMPARE(hop.tls->problems, QStringList());
    QVERIFY2(hop.tls->protocol.startsWith(QStringLiteral("TLSv1.")), qPrintable(hop.tls->protocol));
    QVERIFY(!hop.tls->cipher.isEmpty());
    QCOMPARE(hop.tls->alpn, QStringLiteral("http/1.1"));
    QVERIFY(hop.tls->certificateChainPem.startsWith("-----BEGIN CERTIFICATE-----"));
    QVERIFY(hop.timings.encrypted > hop.timings.connected);
    QVERIFY(hop.timings.sent >= hop.timings.encrypted);
    QVERIFY(peer.received.startsWith("GET / HTTP/1.1\r\nHost: localhost:"));
}

void TestHttpTls::refused_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<int>("code");
    QTest::newRow("expired") << QStringLiteral("expired") << int(ErrorCode::CertificateExpired);
    QTest::newRow("not yet valid") << QStringLiteral("early") << int(ErrorCode::CertificateNotYetValid);
    QTest::newRow("wrong host") << QStringLiteral("host") << int(ErrorCode::CertificateWrongHost);
    QTest::newRow("address not in it") << QStringLiteral("address") << int(ErrorCode::CertificateWrongHost);
    QTest::newRow("self-signed") << QStringLiteral("self") << int(ErrorCode::CertificateUntrusted);
    QTest::newRow("other authority") << QStringLiteral("other") << int(ErrorCode::CertificateUntrusted);
}

void TestHttpTls::refused()
{
    QFETCH(QString, kind);
    QFETCH(int, code);
    CertificateTerms terms;
    const Certificate other(authorityTerms("Another authority"));
    if (kind == QStringLiteral("expired"))
        terms.endDays = -1, terms.startDays = -10;
    if (kind == QStringLiteral("early"))
        terms.startDays = 5;
    if (kind == QStringLiteral("host"))
        terms.commonName = "elsewhere.example", terms.altNames = "DNS:elsewhere.example";
    if (kind == QStringLiteral("address"))
        terms.altNames = "DNS:localhost";
    const Certificate* issuer = kind == QStringLiteral("self")    ? nullptr
                                : kind == QStringLiteral("other") ? &other
                                                                  : &m_authority;
    const Certificate certificate(terms, issuer);
    SecurePeer peer(certificate);
    HttpFixture http;
    const HttpRequest typed = trusting(peer.url(
        kind == QStringLiteral("address") ? QStringLiteral("127.0.0.1") : QStringLiteral("localhost")));
    HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.phase, Phase::Failed);
    QCOMPARE(int(exchange.error.code), code);
    QVERIFY(!exchange.error.detail.isEmpty());
    // The facts are there to be looked at, and not a byte of the request left.
    QVERIFY(exchange.hops.first().tls);
    QVERIFY(!exchange.hops.first().tls->verified);
    QVERIFY(!exchange.hops.first().tls->problems.isEmpty());
    QCOMPARE(exchange.hops.first().tls->certificateChainPem, certificate.certificate().toPem());
    QCOMPARE(peer.requests, 0);
    QVERIFY(peer.received.isEmpty());

    HttpRequest anyway = typed;
    anyway.settings.tls.verify = false;
    exchange = http.run(anyway);
    QCOMPARE(exchange.error, Error());
    QCOMPARE(contentOf(exchange.body), QByteArray("secure"));
    QVERIFY(!exchange.hops.first().tls->verified);
    QVERIFY(!exchange.hops.first().tls->problems.isEmpty());
}

void TestHttpTls::sendAnywayWorksOnce()
{
    SecurePeer peer(Certificate({}));
    HttpFixture http;
    HttpRequest typed = request(peer.url());
    typed.settings.tls.verify = false;
    QCOMPARE(http.run(typed).error, Error());
    QCOMPARE(peer.requests, 1);
    // The connection that was opened without verification is not there for a request that demands it.
    typed.settings.tls.verify = true;
    const HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.error.code, ErrorCode::CertificateUntrusted);
    QCOMPARE(peer.requests, 1);
    // Nor for another one that does not.
    typed.settings.tls.verify = false;
    QVERIFY(!http.run(typed).hops.first().timings.reused);
    QCOMPARE(peer.requests, 2);
}

void TestHttpTls::verifiedConnectionIsReused()
{
    SecurePeer peer(Certificate({}, &m_authority));
    HttpFixture http;
    const HttpRequest typed = trusting(peer.url());
    QVERIFY(!http.run(typed).hops.first().timings.reused);
    const HttpExchange second = http.run(typed);
    QVERIFY(second.hops.first().timings.reused);
    QVERIFY(second.hops.first().tls && second.hops.first().tls->verified);
    QVERIFY(!second.hops.first().timings.encrypted.isValid());
    QCOMPARE(peer.handshakes, 1);

    // Other terms, another connection: another authority does not vouch for this one.
    const Certificate other(authorityTerms("Another authority"));
    QFile file(m_dir.filePath(QStringLiteral("other.pem")));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(other.pem());
    file.close();
    HttpRequest strict = typed;
    strict.settings.tls.caFile = file.fileName();
    QCOMPARE(http.run(strict).error.code, ErrorCode::CertificateUntrusted);
    // The system's authorities do not either.
    strict.settings.tls.caFile.clear();
    QCOMPARE(http.run(strict).error.code, ErrorCode::CertificateUntrusted);
    QCOMPARE(peer.requests, 2);
}

void TestHttpTls::plainPortInsteadOfTls()
{
    ScriptedPeer peer(ScriptedPeer::fixed(ScriptedPeer::ok("x"), true));
    QTcpServer talker; // answers the TLS hello in plain words
    talker.setProxy(QNetworkProxy::NoProxy);
    QVERIFY(talker.listen(QHostAddress::LocalHost));
    connect(&talker, &QTcpServer::newConnection, this,
            [&] { talker.nextPendingConnection()->write("HTTP/1.1 400 Bad Request\r\n\r\n"); });
    HttpFixture http;
    const HttpExchange exchange =
        http.run(request(QStringLiteral("https://127.0.0.1:%1/").arg(talker.serverPort())));
    QCOMPARE(exchange.error.code, ErrorCode::TlsFailed);
    QVERIFY(!exchange.error.detail.isEmpty());
    QCOMPARE(exchange.hops.first().status, 0);
}

void TestHttpTls::silentPeer()
{
    QTcpServer silent;
    silent.setProxy(QNetworkProxy::NoProxy);
    QVERIFY(silent.listen(QHostAddress::LocalHost));
    HttpFixture http;
    HttpRequest typed = request(QStringLiteral("https://127.0.0.1:%1/").arg(silent.serverPort()));
    typed.settings.connectTimeout = std::chrono::milliseconds(150);
    const HttpExchange exchange = http.run(typed);
    QCOMPARE(exchange.error.code, ErrorCode::HandshakeTimeout);
    QVERIFY(exchange.hops.first().timings.connected.isValid());
    QVERIFY(!exchange.hops.first().timings.encrypted.isValid());
}

void TestHttpTls::authorityFileProblems_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::addColumn<int>("code");
    QTest::newRow("missing") << QByteArray() << int(ErrorCode::FileNotFound);
    QTest::newRow("no certificate") << QByteArray("hello") << int(ErrorCode::FileMalformed);
}

void TestHttpTls::authorityFileProblems()
{
    QFETCH(QByteArray, content);
    QFETCH(int, code);
    SecurePeer peer(Certificate({}, &m_authority));
    HttpRequest typed = request(peer.url());
    typed.settings.tls.caFile = m_dir.filePath(QStringLiteral("no.pem"));
    QFile::remove(typed.settings.tls.caFile);
    if (!content.isEmpty()) {
        QFile file(typed.settings.tls.caFile);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(content);
    }
    HttpFixture http;
    const HttpExchange exchange = http.run(typed);
    QCOMPARE(int(exchange.error.code), code);
    QCOMPARE(peer.handshakes, 0);
    QCOMPARE(http.sink.count(), 0);
}

void TestHttpTls::serverNameOverrides()
{
    CertificateTerms terms;
    terms.commonName = "service.example";
    terms.altNames = "DNS:service.example";
    SecurePeer peer(Certificate(terms, &m_authority));
    HttpFixture http;
    HttpRequest typed = trusting(peer.url(QStringLiteral("127.0.0.1")));
    QCOMPARE(http.run(typed).error.code, ErrorCode::CertificateWrongHost);
    typed.settings.tls.serverName = QStringLiteral("service.example");
    QCOMPARE(http.run(typed).error, Error());
}

void TestHttpTls::redirectToHttpsAndBack()
{
    ScriptedPeer plain(ScriptedPeer::fixed(ScriptedPeer::ok("plain"), false));
    SecurePeer secure(Certificate({}, &m_authority));
    ScriptedPeer start(ScriptedPeer::fixed(
        "HTTP/1.1 301 X\r\nLocation: " + secure.url().toUtf8() + "\r\nContent-Length: 0\r\n\r\n", false));
    HttpFixture http;
    const HttpExchange exchange = http.run(trusting(start.url()));
    QCOMPARE(exchange.error, Error());
    QCOMPARE(contentOf(exchange.body), QByteArray("secure"));
    QVERIFY(!exchange.hops[0].tls && exchange.hops[1].tls && exchange.hops[1].tls->verified);
}

void TestHttpTls::sendAnywayHoldsForOnePlace()
{
    const Certificate unknown({});
    SecurePeer other(unknown);
    SecurePeer home(unknown);
    const auto redirect = [](const QString& location) {
        return "HTTP/1.1 307 X\r\nLocation: " + location.toUtf8() + "\r\nContent-Length: 0\r\n\r\n";
    };
    HttpRequest typed = request(home.url());
    typed.settings.tls.verify = false;
    HttpFixture http;
    for (const QString& host : {QStringLiteral("localhost"), QStringLiteral("127.0.0.1")}) {
        // Another port, and another name of the same one.
        home.answers = {redirect(host == QStringLiteral("localhost") ? other.url() : home.url(host))};
        const HttpExchange exchange = http.run(typed);
        QCOMPARE(exchange.error.code, ErrorCode::CertificateUntrusted);
        QCOMPARE(exchange.hops.size(), 2);
        QCOMPARE(exchange.hops[1].status, 0);
    }
    QCOMPARE(other.received, QByteArray());
    QCOMPARE(home.requests, 2);
    // The same place is still accepted.
    home.answers = {redirect(QStringLiteral("/again"))};
    QCOMPARE(http.run(typed).error, Error());
    QCOMPARE(home.requests, 4);
}

void TestHttpTls::serverNameHoldsForOnePlace()
{
    CertificateTerms terms;
    terms.commonName = "service.example";
    terms.altNames = "DNS:service.example";
    const Certificate certificate(terms, &m_authority);
    SecurePeer other(certificate);
    SecurePeer home(certificate);
    home.answers = {"HTTP/1.1 302 X\r\nLocation: " + other.url().toUtf8() + "\r\nContent-Length: 0\r\n\r\n"};
    HttpRequest typed = trusting(home.url());
    typed.settings.tls.serverName = QStringLiteral("service.example");
    HttpFixture http;
    QCOMPARE(http.run(typed).error.code, ErrorCode::CertificateWrongHost);
    QCOMPARE(home.requests, 1);
    QCOMPARE(other.received, QByteArray());
}

void TestHttpTls::recordsArePlaintext()
{
    SecurePeer peer(Certificate({}, &m_authority));
    HttpFixture http;
    const HttpExchange exchange = http.run(trusting(peer.url()));
    const wl::test::SinkRow row = http.sink.row(exchange.hops.first().connection);
    QCOMPARE(row.info.transport, Transport::Tls);
    QCOMPARE(row.info.peer.port, peer.serverPort());
    QCOMPARE(row.sent, exchange.hops.first().requestHead);
    QCOMPARE(row.received, ScriptedPeer::ok("secure"));
    QVERIFY(row.has(RecordKind::Note));
}

QTEST_GUILESS_MAIN(TestHttpTls)
#include "tst_httptls.moc"
