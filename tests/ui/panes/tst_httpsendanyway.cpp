// SPDX-License-Identifier: MIT
#include "tests/support/certificates.h"
#include "tests/ui/panes/panelook.h"
#include "tests/ui/panes/panestage.h"
#include "ui/panes/http/certificatefacts.h"
#include "ui/panes/http/httppane.h"
#include "ui/widgets/messagebar.h"

#include <QCheckBox>
#include <QClipboard>
#include <QDir>
#include <QLabel>
#include <QMenu>
#include <QPlainTextEdit>
#include <QSslSocket>
#include <QTcpServer>
#include <QToolButton>

using namespace wl;
using wl::test::Certificate;
using wl::test::CertificateTerms;

namespace {

/// An HTTPS server with a certificate that nobody has signed but itself.
class SecurePeer : public QTcpServer
{
public:
    explicit SecurePeer(const Certificate& certificate)
        : m_certificate(certificate.certificate())
        , m_key(certificate.key())
    {
        listen(QHostAddress::LocalHost);
    }
    [[nodiscard]] int requests() const { return m_requests; }

protected:
    void incomingConnection(qintptr descriptor) override
    {
        auto* socket = new QSslSocket(this);
        socket->setLocalCertificate(m_certificate);
        socket->setPrivateKey(m_key);
        socket->setPeerVerifyMode(QSslSocket::VerifyNone);
        socket->setSocketDescriptor(descriptor);
        connect(socket, &QIODevice::readyRead, socket, [this, socket] {
            if (!socket->readAll().contains("\r\n\r\n"))
                return;
            ++m_requests;
            socket->write("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecure");
        });
        socket->startServerEncryption();
    }

private:
    QSslCertificate m_certificate;
    QSslKey m_key;
    int m_requests = 0;
};

} // namespace

/// A certificate that cannot be trusted: the pane shows what it is and sends anyway, once, when it is told
/// to.
class TestHttpSendAnyway : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void factsThenOnce();
    void facts();
    void factsFit_data();
    void factsFit();
    void switchForThisRequest();
};

void TestHttpSendAnyway::initTestCase()
{
    setUpProcess(true);
    if (!QSslSocket::supportsSsl())
        QSKIP("this Qt has no TLS");
}

void TestHttpSendAnyway::facts()
{
    CertificateTerms terms;
    terms.commonName = "old.example";
    terms.startDays = -20;
    terms.endDays = -10;
    const Certificate certificate(terms);
    TlsFacts tls;
    tls.certificateChainPem = certificate.pem();
    const QString text = CertificateFacts::text(tls);
    QVERIFY2(text.contains(QStringLiteral("Issued to: old.example")), qPrintable(text));
    QVERIFY(text.contains(QStringLiteral("self-signed")));
    QVERIFY(text.contains(QStringLiteral("localhost")));
    const auto digest = certificate.certificate().digest(QCryptographicHash::Sha256).toHex(':');
    QVERIFY(text.contains(QString::fromLatin1(digest)));
}

void TestHttpSendAnyway::factsThenOnce()
{
    SecurePeer peer{Certificate(CertificateTerms())};
    PaneStage stage;
    HttpPane pane(stage.context());
    pane.show();
    HttpRequest request;
    request.url = QStringLiteral("https://127.0.0.1:%1/").arg(peer.serverPort());
    pane.setContent(request);
    auto* bar = child<MessageBar>(pane, "messageBar");
    auto* action = child<QToolButton>(pane, "messageAction");

    pane.trigger(false);
    QTRY_VERIFY(!pane.isRunning());
    QCOMPARE(peer.requests(), 0);
    auto* facts = child<QPlainTextEdit>(pane, "httpCertificate");
    QVERIFY(facts->isVisible());
    QVERIFY2(facts->toPlainText().contains(QStringLiteral("Issued to: localhost")),
             qPrintable(facts->toPlainText()));
    QVERIFY2(bar->text().contains(QStringLiteral("certificate")), qPrintable(bar->text()));
    QVERIFY(action->isVisible());

    QTest::mouseClick(action, Qt::LeftButton);
    QTRY_VERIFY(!pane.isRunning());
    QCOMPARE(peer.requests(), 1);
    QVERIFY(child<QLabel>(pane, "httpStatus")->text().startsWith(QStringLiteral("200")));
    QVERIFY(bar->text().contains(QStringLiteral("without verifying")));
    QCOMPARE(std::get<HttpRequest>(pane.content()), request);

    pane.trigger(false);
    QTRY_VERIFY(!pane.isRunning());
    QCOMPARE(peer.requests(), 1);
    QVERIFY(action->isVisible());
}

void TestHttpSendAnyway::factsFit_data()
{
    QTest::addColumn<QSize>("size");
    QTest::newRow("smallest") << QSize(520, 330);
    QTest::newRow("usual") << QSize(1100, 700);
}

void TestHttpSendAnyway::factsFit()
{
    QFETCH(QSize, size);
    applyLook(false);
    SecurePeer peer{Certificate(CertificateTerms())};
    PaneStage stage;
    HttpPane pane(stage.context());
    pane.resize(size);
    pane.show();
    HttpRequest request;
    request.url = QStringLiteral("https://127.0.0.1:%1/").arg(peer.serverPort());
    pane.setContent(request);
    pane.trigger(false);
    QTRY_VERIFY(!pane.isRunning());
    QTRY_VERIFY2(cutControls(pane).isEmpty(), qPrintable(cutControls(pane).join(u'\n')));
    QCOMPARE(pane.size(), size);
    const QString folder = qEnvironmentVariable("WIRELOUPE_PANE_SHOTS");
    if (!folder.isEmpty())
        pane.grab().save(QDir(folder).filePath(
            QStringLiteral("http-certificate-%1.png").arg(QLatin1String(QTest::currentDataTag()))));
}

void TestHttpSendAnyway::switchForThisRequest()
{
    SecurePeer peer{Certificate(CertificateTerms())};
    PaneStage stage;
    HttpPane pane(stage.context());
    HttpRequest request;
    request.url = QStringLiteral("https://127.0.0.1:%1/").arg(peer.serverPort());
    pane.setContent(request);
    auto* mark = child<QWidget>(pane, "httpUnverifiedMark");
    auto* unverified = child<QCheckBox>(pane, "httpUnverified");
    QVERIFY(mark->isHidden());
    pane.setUnverified(true);
    QVERIFY(unverified->isChecked() && !mark->isHidden());
    QCOMPARE(std::get<HttpRequest>(pane.content()), request); // nothing to be stored
    for (int sent = 1; sent <= 2; ++sent) {
        pane.trigger(false);
        QTRY_VERIFY(!pane.isRunning());
        QCOMPARE(peer.requests(), sent);
    }
    auto* copy = child<QToolButton>(pane, "httpCopyAs")->menu()->actions().constFirst();
    copy->trigger();
    QTRY_VERIFY(QGuiApplication::clipboard()->text().contains(QStringLiteral(" -k")));

    HttpPane other(stage.context());
    other.setContent(request);
    other.trigger(false);
    QTRY_VERIFY(!other.isRunning());
    QCOMPARE(peer.requests(), 2);

    unverified->setChecked(false);
    QVERIFY(mark->isHidden());
    pane.trigger(false);
    QTRY_VERIFY(!pane.isRunning());
    QCOMPARE(peer.requests(), 2);
}

QTEST_MAIN(TestHttpSendAnyway)
#include "tst_httpsendanyway.moc"
