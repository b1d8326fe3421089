// SPDX-License-Identifier: MIT
#include "base/errortext.h"
#include "tests/http/httpfixture.h"
#include "tests/support/securepeer.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace wl;
using namespace wltest;
using wl::test::authorityTerms;
using wl::test::Certificate;
using wl::test::CertificateTerms;
using wl::test::SecurePeer;

namespace {

/// A server's certificate, what comes with it, and how it is refused.
struct BadCertificate
{
    std::shared_ptr<Certificate> own;
    QList<QSslCertificate> chain;
    ErrorCode code = ErrorCode::None;
    QString words;
};

CertificateTerms changed(const std::function<void(CertificateTerms&)>& change)
{
    CertificateTerms terms;
    change(terms);
    return terms;
}

} // namespace

Q_DECLARE_METATYPE(BadCertificate)

class TestBadCertificates : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void refused_data();
    void refused();
    void aGoodChainIsTaken();

private:
    void addOwn();
    void addChains();
    void add(const char* name, Certificate own, const QList<const Certificate*>& above, ErrorCode code,
             const char* words);

    QTemporaryDir m_dir;
    Certificate m_root{authorityTerms("Root")};
    Certificate m_middle{authorityTerms("Middle"), &m_root};
    QString m_rootFile;
};

void TestBadCertificates::initTestCase()
{
    QVERIFY(m_dir.isValid());
    qputenv("XDG_CACHE_HOME", m_dir.path().toUtf8());
    m_rootFile = m_dir.filePath(QStringLiteral("root.pem"));
    QFile file(m_rootFile);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(m_root.pem());
}

void TestBadCertificates::add(const char* name, Certificate own, const QList<const Certificate*>& above,
                              ErrorCode code, const char* words)
{
    BadCertificate bad;
    bad.own = std::make_shared<Certificate>(std::move(own));
    bad.chain.append(bad.own->certificate());
    for (const Certificate* certificate : above)
        bad.chain.append(certificate->certificate());
    bad.code = code;
    bad.words = QString::fromUtf8(words);
    QTest::newRow(name) << bad;
}

/// What is wrong with the server's own.
void TestBadCertificates::addOwn()
{
    const auto signedByRoot = [&](const std::function<void(CertificateTerms&)>& change) {
        return Certificate(changed(change), &m_root);
    };
    add("expired", signedByRoot([](CertificateTerms& t) {
            t.startDays = -20;
            t.endDays = -1;
        }),
        {}, ErrorCode::CertificateExpired, "expired");
    add("not valid yet", signedByRoot([](CertificateTerms& t) { t.startDays = 2; }), {},
        ErrorCode::CertificateNotYetValid, "not valid yet");
    add("for another host", signedByRoot([](CertificateTerms& t) {
            t.commonName = "other.example";
            t.altNames = "DNS:other.example";
        }),
        {}, ErrorCode::CertificateWrongHost, "for another host");
    add("for another address", signedByRoot([](CertificateTerms& t) {
            t.commonName = "127.0.0.9";
            t.altNames = "IP:127.0.0.9";
        }),
        {}, ErrorCode::CertificateWrongHost, "for another host");
    add("wildcard for all", signedByRoot([](CertificateTerms& t) {
            t.commonName = "*";
            t.altNames = "DNS:*";
        }),
        {}, ErrorCode::CertificateWrongHost, "for another host");
    add("host as the beginning of another", signedByRoot([](CertificateTerms& t) {
            t.commonName = "localhost.evil.example";
            t.altNames = "DNS:localhost.evil.example";
        }),
        {}, ErrorCode::CertificateWrongHost, "for another host");
    add("self-signed", Certificate(CertificateTerms()), {}, ErrorCode::CertificateUntrusted, "self-signed");
    add("for clients only", signedByRoot([](CertificateTerms& t) {
            t.extensions = {{NID_ext_key_usage, "clientAuth"}};
        }),
        {}, ErrorCode::CertificateInvalid, "purpose");
}

/// What is wrong above it.
void TestBadCertificates::addChains()
{
    const Certificate unknown(authorityTerms("Unknown"));
    add("unknown authority", Certificate({}, &unknown), {}, ErrorCode::CertificateUntrusted,
        "issuer unknown");
    add("unknown root in the chain", Certificate({}, &unknown), {&unknown}, ErrorCode::CertificateUntrusted,
        "root not trusted");
    add("intermediate missing", Certificate({}, &m_middle), {}, ErrorCode::CertificateUntrusted,
        "issuer unknown");
    CertificateTerms old = authorityTerms("Old middle");
    old.startDays = -20;
    old.endDays = -1;
    const Certificate expired(old, &m_root);
    add("intermediate expired", Certificate({}, &expired), {&expired}, ErrorCode::CertificateExpired,
        "Old middle");
    const Certificate noAuthority({}, &m_root);
    add("issuer is no authority", Certificate({}, &noAuthority), {&noAuthority},
        ErrorCode::CertificateUntrusted, "CA");
    CertificateTerms shortTerms = authorityTerms("Short");
    shortTerms.extensions = {{NID_basic_constraints, "critical,CA:TRUE,pathlen:0"}};
    const Certificate shortPath(shortTerms, &m_root);
    const Certificate below(authorityTerms("Below"), &shortPath);
    add("chain too long", Certificate({}, &below), {&below, &shortPath}, ErrorCode::CertificateInvalid, "");
    CertificateTerms limited = authorityTerms("Limited");
    limited.extensions = {{NID_name_constraints, "critical,permitted;DNS:inside.example"}};
    const Certificate narrow(limited, &m_root);
    add("name not permitted", Certificate({}, &narrow), {&narrow}, ErrorCode::CertificateInvalid, "");
    const Certificate twin(authorityTerms("Root")); // the name of the trusted one, another key
    add("forged authority", Certificate({}, &twin), {&twin}, ErrorCode::CertificateInvalid, "");
}

void TestBadCertificates::refused_data()
{
    QTest::addColumn<BadCertificate>("bad");
    addOwn();
    addChains();
}

void TestBadCertificates::refused()
{
    QFETCH(BadCertificate, bad);
    SecurePeer peer(*bad.own, [&](QSslConfiguration& configuration) {
        configuration.setLocalCertificateChain(bad.chain);
    });
    HttpFixture http;
    HttpRequest typed = request(peer.url());
    typed.settings.tls.caFile = m_rootFile;
    HttpExchange exchange = http.run(typed);
    QCOMPARE(errorName(exchange.error.code), errorName(bad.code));
    const QString sentence = ErrorText::sentence(QStringLiteral("Cannot GET"), exchange.error);
    QVERIFY2(sentence.contains(bad.words), qPrintable(sentence));
    QCOMPARE(exchange.hops.first().status, 0);
    QVERIFY(exchange.hops.first().tls && !exchange.hops.first().tls->verified);
    QVERIFY(!exchange.hops.first().tls->problems.isEmpty());
    QCOMPARE(peer.requests, 0);
    QCOMPARE(peer.received, QByteArray());
    // Asked for, this once, it goes through.
    typed.settings.tls.verify = false;
    exchange = http.run(typed);
    QCOMPARE(exchange.error, Error());
    QVERIFY(!exchange.hops.first().tls->verified);
}

void TestBadCertificates::aGoodChainIsTaken()
{
    const Certificate own({}, &m_middle);
    SecurePeer peer(own, [&](QSslConfiguration& configuration) {
        configuration.setLocalCertificateChain({own.certificate(), m_middle.certificate()});
    });
    HttpFixture http;
    HttpRequest typed = request(peer.url());
    typed.settings.tls.caFile = m_rootFile;
    QCOMPARE(http.run(typed).error, Error());
}

QTEST_GUILESS_MAIN(TestBadCertificates)
#include "tst_badcertificates.moc"
