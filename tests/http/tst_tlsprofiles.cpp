// SPDX-License-Identifier: MIT
#include "tests/http/httpfixture.h"
#include "tests/support/proxypeer.h"
#include "tests/support/securepeer.h"

#include <QTemporaryDir>
#include <QtTest>

#include <algorithm>

using namespace wl;
using namespace wltest;
using wl::test::authorityTerms;
using wl::test::Certificate;
using wl::test::CertificateTerms;
using wl::test::SecurePeer;

namespace {

CertificateTerms named(const QByteArray& name)
{
    CertificateTerms terms;
    terms.commonName = name;
    return terms;
}

} // namespace

/// No connection is used under other terms than those that it was opened with, in whatever order they come.
class TestTlsProfiles : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void everyOrder();
    void sameTermsAreReused();
    void anotherFileUnderTheSameName();
    void clientCertificateIsForOnePlace();

private:
    /// A request under terms of its own, and what must be true of its exchange.
    struct Profile
    {
        QString name;
        HttpRequest request;
        bool succeeds = true;
        QString client; ///< common name of the certificate that the server sees
        QString protocol;
    };

    [[nodiscard]] QString write(const QString& name, const QByteArray& content) const
    {
        QFile file(m_dir.filePath(name));
        if (!file.open(QIODevice::WriteOnly) || file.write(content) != content.size())
            qFatal("cannot write a certificate");
        return file.fileName();
    }
    [[nodiscard]] QList<Profile> profiles(const QString& url) const;
    void run(HttpFixture& http, SecurePeer& peer, const Profile& profile, const QString& order,
             bool* wasReused = nullptr);

    QTemporaryDir m_dir;
    Certificate m_authority{authorityTerms()};
    Certificate m_server{CertificateTerms{}, &m_authority};
    Certificate m_alice{named("alice"), &m_authority};
    Certificate m_bob{named("bob"), &m_authority};
    QString m_right;
    QString m_other;
    QString m_aliceFile;
    QString m_bobFile;
    std::unique_ptr<ProxyPeer> m_http;
    std::unique_ptr<ProxyPeer> m_socks;
};

void TestTlsProfiles::initTestCase()
{
    QVERIFY(m_dir.isValid());
    qputenv("XDG_CACHE_HOME", m_dir.path().toUtf8());
    m_right = write(QStringLiteral("right.pem"), m_authority.pem());
    m_other = write(QStringLiteral("other.pem"), Certificate(authorityTerms("Another authority")).pem());
    m_aliceFile = write(QStringLiteral("alice.pem"), m_alice.pem() + m_alice.keyPem());
    m_bobFile = write(QStringLiteral("bob.p12"), m_bob.pkcs12("word"));
    m_http = std::make_unique<ProxyPeer>(ProxyPeer::Kind::Http);
    m_socks = std::make_unique<ProxyPeer>(ProxyPeer::Kind::Socks5);
}

QList<TestTlsProfiles::Profile> TestTlsProfiles::profiles(const QString& url) const
{
    const auto make = [&](const char* name, const auto& change) {
        Profile profile;
        profile.name = QString::fromUtf8(name);
        profile.request = request(url);
        profile.request.settings.tls.caFile = m_right;
        change(profile);
        return profile;
    };
    return {
        make("verified", [](Profile&) {}),
        make("unverified", [](Profile& p) { p.request.settings.tls.verify = false; }),
        make("another authority",
             [&](Profile& p) {
                 p.request.settings.tls.caFile = m_other;
                 p.succeeds = false;
             }),
        make("alice's certificate",
             [&](Profile& p) {
                 p.request.settings.tls.certificateFile = m_aliceFile;
                 p.client = QStringLiteral("alice");
             }),
        make("bob's certificate",
             [&](Profile& p) {
                 p.request.settings.tls.certificateFile = m_bobFile;
                 p.request.settings.tls.keyPassword = QStringLiteral("word");
                 p.client = QStringLiteral("bob");
             }),
        make("TLS 1.2 at most",
             [](Profile& p) {
                 p.request.settings.tls.maxVersion = TlsVersion::Tls12;
                 p.protocol = QStringLiteral("TLSv1.2");
             }),
        make("an HTTP proxy",
             [&](Profile& p) {
                 p.request.settings.proxy = {
                     ProxySpec::Kind::Http, QStringLiteral("127.0.0.1"), m_http->serverPort(), {}, {}};
             }),
        make("a SOCKS proxy",
             [&](Profile& p) {
                 p.request.settings.proxy = {
                     ProxySpec::Kind::Socks5, QStringLiteral("127.0.0.1"), m_socks->serverPort(), {}, {}};
             }),
    };
}

void TestTlsProfiles::run(HttpFixture& http, SecurePeer& peer, const Profile& profile, const QString& order,
                          bool* wasReused)
{
    const int before = peer.handshakes;
    const HttpExchange exchange = http.run(profile.request);
    const QByteArray where =
        (order + QStringLiteral(", at ") + profile.name + u' ' + exchange.error.detail).toUtf8();
    const HttpHop& hop = exchange.hops.first();
    if (!profile.succeeds) {
        QVERIFY2(exchange.error.code == ErrorCode::CertificateUntrusted, where.constData());
        return;
    }
    QVERIFY2(exchange.error.code == ErrorCode::None, where.constData());
    QVERIFY2(hop.tls && hop.tls->verified == profile.request.settings.tls.verify, where.constData());
    if (!profile.protocol.isEmpty())
        QVERIFY2(hop.tls->protocol == profile.protocol, where.constData());
    if (wasReused) {
        *wasReused = hop.timings.reused;
        return;
    }
    QVERIFY2(!hop.timings.reused, where.constData());
    QVERIFY2(peer.handshakes == before + 1, where.constData());
    QVERIFY2(peer.clients.last() == profile.client, where.constData());
}

/// What one leaves behind must be of no use to the next.
void TestTlsProfiles::everyOrder()
{
    SecurePeer peer(m_server, [&](QSslConfiguration& configuration) {
        configuration.setPeerVerifyMode(QSslSocket::QueryPeer);
        configuration.setCaCertificates({m_authority.certificate()});
    });
    const QList<Profile> all = profiles(peer.url());
    QList<QList<int>> orders;
    for (int first = 0; first < all.size(); ++first) {
        for (int second = 0; second < all.size(); ++second) {
            if (first != second)
                orders.append({first, second});
        }
    }
    // All orders of: verified, unverified, a client's certificate, a proxy.
    QList<int> four{0, 1, 3, 6};
    do {
        orders.append(four);
    } while (std::next_permutation(four.begin(), four.end()));
    QCOMPARE(orders.size(), 56 + 24);
    for (const QList<int>& order : orders) {
        HttpFixture http(false);
        QStringList names;
        for (const int place : order) {
            names.append(all[place].name);
            run(http, peer, all[place], names.join(QStringLiteral(", ")));
            if (QTest::currentTestFailed())
                return;
        }
    }
}

void TestTlsProfiles::sameTermsAreReused()
{
    SecurePeer peer(m_server, [&](QSslConfiguration& configuration) {
        configuration.setPeerVerifyMode(QSslSocket::QueryPeer);
        configuration.setCaCertificates({m_authority.certificate()});
    });
    HttpFixture http(false);
    const QList<Profile> all = profiles(peer.url());
    for (const Profile& profile : all)
        run(http, peer, profile, QStringLiteral("once"));
    for (const Profile& profile : all) {
        bool wasReused = false;
        run(http, peer, profile, QStringLiteral("again"), &wasReused);
        // What was sent without verification is never used again.
        QCOMPARE(wasReused, profile.succeeds && profile.request.settings.tls.verify);
    }
}

void TestTlsProfiles::anotherFileUnderTheSameName()
{
    SecurePeer peer(m_server, [&](QSslConfiguration& configuration) {
        configuration.setPeerVerifyMode(QSslSocket::QueryPeer);
        configuration.setCaCertificates({m_authority.certificate()});
    });
    HttpFixture http(false);
    HttpRequest typed = request(peer.url());
    typed.settings.tls.caFile = m_right;
    typed.settings.tls.certificateFile = write(QStringLiteral("me.pem"), m_alice.pem() + m_alice.keyPem());
    QCOMPARE(http.run(typed).error, Error());
    QCOMPARE(write(QStringLiteral("me.pem"), m_bob.pem() + m_bob.keyPem()),
             typed.settings.tls.certificateFile);
    QVERIFY(!http.run(typed).hops.first().timings.reused);
    QCOMPARE(peer.clients, (QStringList{QStringLiteral("alice"), QStringLiteral("bob")}));
}

void TestTlsProfiles::clientCertificateIsForOnePlace()
{
    const auto asks = [&](QSslConfiguration& configuration) {
        configuration.setPeerVerifyMode(QSslSocket::QueryPeer);
        configuration.setCaCertificates({m_authority.certificate()});
    };
    SecurePeer home(m_server, asks);
    SecurePeer other(m_server, asks);
    const QByteArray redirect =
        "HTTP/1.1 307 X\r\nLocation: " + other.url().toUtf8() + "\r\nContent-Length: 0\r\n\r\n";
    HttpFixture http(false);
    HttpRequest typed = request(home.url());
    typed.settings.tls.caFile = m_right;
    typed.settings.tls.certificateFile = m_aliceFile;
    home.answers = {redirect};
    QCOMPARE(http.run(typed).error, Error());
    QCOMPARE(home.clients, QStringList{QStringLiteral("alice")});
    QCOMPARE(other.clients, QStringList{QString()});
}

QTEST_GUILESS_MAIN(TestTlsProfiles)
#include "tst_tlsprofiles.moc"
