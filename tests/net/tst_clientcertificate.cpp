// SPDX-License-Identifier: MIT
#include "net/clientcertificate.h"

#include "tests/support/certificates.h"

#include <QTemporaryDir>
#include <QtTest>

using namespace wl;
using wl::test::Certificate;
using wl::test::CertificateTerms;

class TestClientCertificate : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void reads_data();
    void reads();
    void refuses_data();
    void refuses();
    void chainComesAlong();
    void datesAreNotAskedForSendAnyway();

private:
    void write(const char* name, const QByteArray& content);
    [[nodiscard]] QString path(const QString& name) const
    {
        return name.isEmpty() ? name : m_dir.filePath(name);
    }

    QTemporaryDir m_dir;
    Certificate m_own{CertificateTerms{}};
    Certificate m_other{CertificateTerms{}};
};

void TestClientCertificate::write(const char* name, const QByteArray& content)
{
    QFile file(path(QString::fromUtf8(name)));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(content), content.size());
}

void TestClientCertificate::initTestCase()
{
    QVERIFY(m_dir.isValid());
    CertificateTerms rsa;
    rsa.rsaBits = 2048;
    const Certificate other(rsa);
    CertificateTerms past;
    past.startDays = -20;
    past.endDays = -2;
    const Certificate expired(past);
    CertificateTerms future;
    future.startDays = 2;
    const Certificate early(future);
    write("both.pem", m_own.pem() + m_own.keyPem());
    write("keyfirst.pem", m_own.keyPem() + m_own.pem());
    write("cert.pem", m_own.pem());
    write("key.pem", m_own.keyPem());
    write("locked.pem", m_own.keyPem("word"));
    write("rsa.pem", other.pem() + other.keyPem("word"));
    write("file.p12", m_own.pkcs12("word"));
    write("open.p12", m_own.pkcs12(""));
    write("rsa.p12", other.pkcs12("w\u00f6rd"));
    write("otherkey.pem", m_other.keyPem());
    write("expired.pem", expired.pem() + expired.keyPem());
    write("early.pem", early.pem() + early.keyPem());
    write("text.pem", "hello\n");
    write("broken.pem", m_own.pem() + "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    write("cut.p12", m_own.pkcs12("word").first(200));
    write("empty.pem", {});
}

void TestClientCertificate::reads_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("password");
    const auto row = [](const char* certificate, const char* key = "", const char* password = "") {
        QTest::addRow("%s %s", certificate, key)
            << QString::fromUtf8(certificate) << QString::fromUtf8(key) << QString::fromUtf8(password);
    };
    row("both.pem");
    row("keyfirst.pem");
    row("cert.pem", "key.pem");
    row("cert.pem", "locked.pem", "word");
    row("both.pem", "", "not needed");
    row("rsa.pem", "", "word");
    row("file.p12", "", "word");
    row("open.p12");
    row("rsa.p12", "", "w\u00f6rd");
}

void TestClientCertificate::reads()
{
    QFETCH(QString, certificate);
    QFETCH(QString, key);
    QFETCH(QString, password);
    TlsSpec spec;
    spec.certificateFile = path(certificate);
    spec.keyFile = path(key);
    spec.keyPassword = password;
    const Result<ClientCertificate> read = readClientCertificate(spec);
    QVERIFY2(read, qPrintable(read ? QString() : read.error().detail));
    QCOMPARE(read->chain.size(), 1);
    QVERIFY(!read->key.isNull());
    if (!certificate.startsWith(QStringLiteral("rsa")))
        QCOMPARE(read->chain.first(), m_own.certificate());
}

void TestClientCertificate::refuses_data()
{
    QTest::addColumn<QString>("certificate");
    QTest::addColumn<QString>("key");
    QTest::addColumn<QString>("password");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<QString>("words");
    const auto row = [](const char* name, const char* certificate, const char* key, const char* password,
                        ErrorCode code, const char* words) {
        QTest::newRow(name) << QString::fromUtf8(certificate) << QString::fromUtf8(key)
                            << QString::fromUtf8(password) << code << QString::fromUtf8(words);
    };
    row("missing", "no.pem", "", "", ErrorCode::FileNotFound, "no.pem");
    row("key missing", "cert.pem", "no.key", "", ErrorCode::FileNotFound, "no.key");
    row("no key in it", "cert.pem", "", "", ErrorCode::FileMalformed, "no private key");
    row("certificate for a key", "cert.pem", "cert.pem", "", ErrorCode::FileMalformed, "no private key");
    row("key for a certificate", "key.pem", "", "", ErrorCode::FileMalformed, "no certificate");
    row("text", "text.pem", "", "", ErrorCode::FileMalformed, "neither");
    row("empty", "empty.pem", "", "", ErrorCode::FileMalformed, "neither");
    row("damaged key", "broken.pem", "", "", ErrorCode::FileMalformed, "damaged");
    row("damaged PKCS#12", "cut.p12", "", "word", ErrorCode::FileMalformed, "neither");
    row("password missing", "cert.pem", "locked.pem", "", ErrorCode::BadOption, "needs its password");
    row("password wrong", "cert.pem", "locked.pem", "wr0ng", ErrorCode::BadOption, "does not open");
    row("PKCS#12 password missing", "file.p12", "", "", ErrorCode::BadOption, "needs its password");
    row("PKCS#12 password wrong", "file.p12", "", "wr0ng", ErrorCode::BadOption, "does not open");
    row("other key", "cert.pem", "otherkey.pem", "", ErrorCode::BadOption, "not the certificate's");
    row("other kind of key", "cert.pem", "rsa.pem", "word", ErrorCode::BadOption, "not the certificate's");
    row("expired", "expired.pem", "", "", ErrorCode::CertificateExpired, "the client certificate");
    row("early", "early.pem", "", "", ErrorCode::CertificateNotYetValid, "the client certificate");
}

void TestClientCertificate::refuses()
{
    QFETCH(QString, certificate);
    QFETCH(QString, key);
    QFETCH(QString, password);
    QFETCH(ErrorCode, code);
    QFETCH(QString, words);
    TlsSpec spec;
    spec.certificateFile = path(certificate);
    spec.keyFile = path(key);
    spec.keyPassword = password;
    const Result<ClientCertificate> read = readClientCertificate(spec);
    QVERIFY(!read);
    QCOMPARE(errorName(read.error().code), errorName(code));
    QVERIFY2(read.error().detail.contains(words), qPrintable(read.error().detail));
    QVERIFY(!read.error().detail.contains(QStringLiteral("wr0ng")));
}

void TestClientCertificate::chainComesAlong()
{
    CertificateTerms authority;
    authority.isAuthority = true;
    authority.commonName = "Middle";
    const Certificate middle(authority);
    const Certificate own({}, &middle);
    write("chain.pem", own.pem() + middle.pem() + own.keyPem());
    TlsSpec spec;
    spec.certificateFile = path(QStringLiteral("chain.pem"));
    const Result<ClientCertificate> read = readClientCertificate(spec);
    QVERIFY(read);
    QCOMPARE(read->chain, (QList<QSslCertificate>{own.certificate(), middle.certificate()}));
}

void TestClientCertificate::datesAreNotAskedForSendAnyway()
{
    TlsSpec spec;
    spec.certificateFile = path(QStringLiteral("expired.pem"));
    spec.verify = false;
    QVERIFY(readClientCertificate(spec));
}

QTEST_GUILESS_MAIN(TestClientCertificate)
#include "tst_clientcertificate.moc"
