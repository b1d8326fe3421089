// SPDX-License-Identifier: MIT
#include "ui/panes/tcpclient/tcpclientpane.h"

#include "tests/ui/panes/paneuser.h"

#include <QCheckBox>
#include <QProcess>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTcpServer>
#include <QToolButton>

#include <sys/socket.h>

using namespace wl;

namespace {

/// A server that is nothing but Qt's own: keeps what comes, does what the test says.
class PeerServer : public QTcpServer
{
public:
    PeerServer()
    {
        setProxy(QNetworkProxy::NoProxy);
        if (!listen(QHostAddress(QHostAddress::LocalHost), 0))
            qFatal("cannot listen");
        QObject::connect(this, &QTcpServer::newConnection, [this] {
            QTcpSocket* socket = nextPendingConnection();
            clients.append(socket);
            QObject::connect(socket, &QTcpSocket::readyRead,
                             [this, socket] { received += socket->readAll(); });
        });
    }
    [[nodiscard]] QString address() const { return QStringLiteral("tcp://127.0.0.1:%1").arg(serverPort()); }

    QList<QTcpSocket*> clients;
    QByteArray received;
};

/// A TLS server with a certificate of its own that nobody trusts, by python3; its port comes on stdout.
constexpr const char* tlsServer = R"(
import socket, ssl, subprocess, sys, tempfile, os
folder = tempfile.mkdtemp()
key, cert = os.path.join(folder, 'k'), os.path.join(folder, 'c')
subprocess.run(['openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', key, '-out', cert,
                '-days', '1', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'],
               check=True, stderr=subprocess.DEVNULL)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(cert, key)
listener = socket.create_server(('127.0.0.1', 0))
print(listener.getsockname()[1], cert, flush=True)
while True:
    raw, _ = listener.accept()
    try:
        with context.wrap_socket(raw, server_side=True) as client:
            while data := client.recv(1000):
                client.sendall(data.upper())
    except OSError:
        pass
)";

} // namespace

class TestTcpClientPane : public QObject
{
    Q_OBJECT

public:
    static void initMain() { setUpProcess(true); }

private slots:
    void init();
    void cleanup();

    void connectsAndTalks();
    void countersGoOnFromSendToSend();
    void ctrlEnterSendsFromAnywhere();
    void badAddressTurnsTheButtonOff();
    void refusedIsSaid();
    void nameNotFoundIsSaid();
    void sendingNeedsAConnection();
    void finishGoesOnReading();
    void resets();
    void peerFinIsShown();
    void peerResetIsSaid();
    void reconnects();
    void asksForTheServer();
    void waitsForTheServer();
    void connectsNowhereWhenTheServerFails();
    void enterConnects();
    void certificateErrorOffersConnectAnyway();
    void trustsItsOwnAuthority();
    void missingCaFileTurnsTheButtonOff();
    void badLocalAddressTurnsTheButtonOff();

private:
    void connectTo(const QString& address);

    std::unique_ptr<PaneStage> m_stage;
    std::unique_ptr<TcpClientPane> m_pane;
    std::unique_ptr<PaneUser> m_user;
};

void TestTcpClientPane::init()
{
    m_stage = std::make_unique<PaneStage>();
    m_pane = std::make_unique<TcpClientPane>(m_stage->context());
    m_user = std::make_unique<PaneUser>(*m_pane);
}

void TestTcpClientPane::cleanup()
{
    m_user.reset();
    m_pane.reset();
    m_stage.reset();
}

void TestTcpClientPane::connectTo(const QString& address)
{
    m_user->type("address", qPrintable(address));
    m_user->click("toggle");
}

void TestTcpClientPane::connectsAndTalks()
{
    PeerServer server;
    connectTo(server.address());
    QTRY_COMPARE(m_user->word(), QStringLiteral("Connected"));
    QCOMPARE(m_user->textOf("toggle"), QStringLiteral("Disconnect"));
    QVERIFY(m_user->says("stateDetail").contains(QStringLiteral("127.0.0.1:%1").arg(server.serverPort())));
    m_user->compose("hello\\n");
    QTRY_VERIFY(m_user->isOn("sendButton"));
    m_user->click("sendButton");
    QTRY_COMPARE(server.received, QByteArray("hello\n"));
    server.clients.constFirst()->write("welcome");
    QTRY_COMPARE(m_stage->bytes(Direction::Received), QByteArray("welcome"));
    m_user->click("toggle");
    QTRY_COMPARE(m_user->word(), QStringLiteral("Not connected"));
    QTRY_COMPARE(server.clients.constFirst()->state(), QAbstractSocket::UnconnectedState);
    QVERIFY(m_user->message().isEmpty());
    QVERIFY(!m_pane->isRunning());
}

void TestTcpClientPane::countersGoOnFromSendToSend()
{
    PeerServer server;
    connectTo(server.address());
    QTRY_COMPARE(m_user->word(), QStringLiteral("Connected"));
    m_user->compose("{{counter}};");
    m_user->click("sendButton");
    m_user->click("sendButton"); // before the first was reported
    QTRY_COMPARE(server.received, QByteArray("1;2;"));
    const auto next = [this] {
        return child<QWidget>(*m_pane, "payloadPreview")->accessibleName().section(u' ', -1);
    };
    QTRY_COMPARE(next(), QStringLiteral("3;"));
    child<QCheckBox>(*m_pane, "repeat")->setChecked(true);
    child<QSpinBox>(*m_pane, "repeatInterval")->setValue(0);
    child<QSpinBox>(*m_pane, "repeatTimes")->setValue(3);
    m_user->click("sendButton");
    QTRY_COMPARE(server.received, QByteArray("1;2;3;4;5;"));
    child<QCheckBox>(*m_pane, "repeat")->setChecked(false);
    QTRY_COMPARE(next(), QStringLiteral("6;"));
    m_user->click("sendButton");
    QTRY_COMPARE(server.received, QByteArray("1;2;3;4;5;6;"));
    m_user->compose("{{counter}}!");
    QCOMPARE(next(), QStringLiteral("1!"));
    m_user->click("sendButton");
    QTRY_COMPARE(server.received, QByteArray("1;2;3;4;5;6;1!"));
}

void TestTcpClientPane::ctrlEnterSendsFromAnywhere()
{
    PeerServer server;
    m_pane->activateWindow();
    QVERIFY(QTest::qWaitForWindowActive(m_pane.get()));
    auto* address = child<QLineEdit>(*m_pane, "address");
    m_user->type("address", qPrintable(server.address()));
    m_user->compose("x");
    address->setFocus();
    QTest::keyClick(m_pane->window(), Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(!m_pane->isRunning()); // it sends, it does not connect
    QVERIFY2(m_user->says("sendStatus").contains(QStringLiteral("Connect")),
             qPrintable(m_user->says("sendStatus")));
    m_user->click("toggle");
    QTRY_COMPARE(m_user->word(), QStringLiteral("Connected"));
    QByteArray expected;
    for (const char* name : {"address", "toggle", "payloadText", "repeat", "more", "sendButton"}) {
        auto* widget = child<QWidget>(*m_pane, name);
        widget->setFocus();
        QVERIFY2(widget->hasFocus(), name);
        QTest::keyClick(widget, Qt::Key_Return, Qt::ControlModifier);
        expected += 'x';
        QTRY_COMPARE(server.received, expected);
    }
    QTest::keyClick(child<QWidget>(*m_pane, "address"), Qt::Key_Enter,
                    Qt::ControlModifier | Qt::KeypadModifier);
    QTRY_COMPARE(server.received, expected + 'x');
}

void TestTcpClientPane::badAddressTurnsTheButtonOff()
{
    QVERIFY(child<QLineEdit>(*m_pane, "address")->text().isEmpty()); // of a new pane
    QVERIFY(!m_user->isOn("toggle"));
    QVERIFY(!m_user->toolTipOf("toggle").isEmpty());
    QVERIFY(m_user->says("hintText").isEmpty());
    m_user->type("address", "http://127.0.0.1:80");
    QVERIFY(!m_user->isOn("toggle"));
    QVERIFY(!m_user->says("hintText").isEmpty());
    m_pane->trigger(true);
    QVERIFY(!m_pane->isRunning());
    m_user->type("address", "127.0.0.1:80");
    QVERIFY(m_user->isOn("toggle"));
}

void TestTcpClientPane::refusedIsSaid()
{
    QString address;
    {
        PeerServer gone;
        address = gone.address();
    }
    connectTo(address);
    QTRY_COMPARE(m_user->word(), QStringLiteral("Failed"));
    QVERIFY2(m_user->message().contains(QStringLiteral("refused")), qPrintable(m_user->message()));
    QVERIFY2(m_user->message().contains(address), qPrintable(m_user->message()));
    QVERIFY(!child<QToolButton>(*m_pane, "messageAction")->isVisible());
    QVERIFY(!m_pane->isRunning());
}

void TestTcpClientPane::nameNotFoundIsSaid()
{
    connectTo(QStringLiteral("tcp://no-such-host.invalid:80"));
    QTRY_COMPARE_WITH_TIMEOUT(m_user->word(), QStringLiteral("Failed"), 20'000);
    QVERIFY2(m_user->message().contains(QStringLiteral("no-such-host.invalid")),
             qPrintable(m_user->message()));
}

void TestTcpClientPane::sendingNeedsAConnection()
{
    m_user->compose("x");
    QVERIFY(!m_user->isOn("sendButton"));
    QVERIFY(m_user->says("sendStatus").contains(QStringLiteral("Connect")));
    QVERIFY(m_user->toolTipOf("sendButton").contains(QStringLiteral("Connect")));
    QVERIFY(!m_user->isOn("finish"));
    QVERIFY(!m_user->isOn("reset"));
    QVERIFY(!m_user->toolTipOf("finish").isEmpty());
    QTest::keyClick(child<QPlainTextEdit>(*m_pane, "payloadText"), Qt::Key_Return, Qt::ControlModifier);
    QVERIFY(!m_pane->isRunning());
}

void TestTcpClientPane::finishGoesOnReading()
{
    PeerServer server;
    connectTo(server.address());
    QTRY_COMPARE(m_user->word(), QStringLiteral("Connected"));
    QTRY_COMPARE(server.clients.size(), 1);
    // Qt's socket drops out of the game at a FIN, so the peer's answer waits for it in its queue.
    QSignalSpy ended(server.clients.constFirst(), &QTcpSocket::readChannelFinished);
    m_user->click("finish");
    QTRY_COMPARE(ended.count(), 1);
    QTRY_VERIFY(!m_user->isOn("sendButton"));
    QTRY_COMPARE(m_stage->store().record(RecordId(1)).kind, RecordKind::HalfClosed);
}

void TestTcpClientPane::resets()
{
    PeerServer server;
    connectTo(server.address());
    QTRY_COMPARE(m_user->word(), QStringLiteral("Connected"));
    QTRY_COMPARE(server.clients.size(), 1);
    QSignalSpy errors(server.clients.constFirst(), &QTcpSocket::errorOccurred);
    m_user->click("reset");
    QTRY_VERIFY(!m_pane->isRunning());
    QTRY_COMPARE(server.clients.constFirst()->state(), QAbstractSocket::UnconnectedState);
    QVERIFY(!errors.isEmpty());
}

void TestTcpClientPane::peerFinIsShown()
{
    QProcess peer; // half-closes and goes on reading, which Qt's socket cannot
    peer.start(QStringLiteral("python3"),
               {QStringLiteral("-c"), QStringLiteral("import socket\n"
                                                     "l=socket.create_server(('127.0.0.1',0))\n"
                                                     "print(l.getsockname()[1],flush=True)\n"
                                                     "c,_=l.accept()\n"
                                                     "c.shutdown(socket.SHUT_WR)\n"
                                                     "print(c.recv(100).decode(),flush=True)\n")});
    QTRY_VERIFY(peer.canReadLine());
    connectTo(QStringLiteral("tcp://127.0.0.1:%1").arg(QString::fromLatin1(peer.readLine().trimmed())));
    QTRY_COMPARE(m_user->word(), QStringLiteral("Peer finished"));
    QCOMPARE(m_pane->state().mark, PaneState::Mark::HalfOpen); // neither open as before nor an error
    QVERIFY(m_user->says("stateDetail").contains(QStringLiteral("you can still send")));
    m_user->compose("late");
    QTRY_VERIFY(m_user->isOn("sendButton"));
    m_user->click("sendButton");
    QTRY_VERIFY(peer.canReadLine());
    QCOMPARE(peer.readLine(), QByteArray("late\n"));
    QTRY_COMPARE(peer.state(), QProcess::NotRunning);
}

void TestTcpClientPane::peerResetIsSaid()
{
    PeerServer server;
    connectTo(server.address());
    QTRY_COMPARE(server.clients.size(), 1);
    QTRY_COMPARE(m_user->word(), QStringLiteral("Connected"));
    const linger atOnce{1, 0}; // close() then sends RST
    QCOMPARE(setsockopt(int(server.clients.constFirst()->socketDescriptor()), SOL_SOCKET, SO_LINGER, &atOnce,
                        sizeof atOnce),
             0);
    server.clients.constFirst()->abort();
    QTRY_VERIFY(!m_pane->isRunning());
    QTRY_VERIFY2(m_user->message().contains(QStringLiteral("reset")), qPrintable(m_user->message()));
    QVERIFY2(m_user->message().contains(QStringLiteral("broke")), qPrintable(m_user->message()));
}

void TestTcpClientPane::reconnects()
{
    PeerServer server;
    child<QCheckBox>(*m_pane, "reconnect")->setChecked(true);
    connectTo(server.address());
    QTRY_COMPARE(server.clients.size(), 1);
    server.clients.constFirst()->disconnectFromHost();
    QTRY_COMPARE_WITH_TIMEOUT(server.clients.size(), 2, 10'000);
    QTRY_COMPARE(m_user->word(), QStringLiteral("Connected"));
    m_user->click("toggle");
    QTRY_VERIFY(!m_pane->isRunning());
}

void TestTcpClientPane::asksForTheServer()
{
    PeerServer server;
    m_stage->setStartedServer(QStringLiteral("Echo <b>server</b>"));
    connectTo(server.address());
    QCOMPARE(m_stage->asked(), QStringList{QStringLiteral("tcp 127.0.0.1:%1").arg(server.serverPort())});
    QTRY_COMPARE(m_user->word(), QStringLiteral("Connected"));
    QVERIFY(m_user->message().contains(QStringLiteral("Echo <b>server</b>")));
}

void TestTcpClientPane::waitsForTheServer()
{
    PeerServer server;
    m_stage->setStartedServer(QStringLiteral("Echo"));
    m_stage->holdAnswer();
    connectTo(server.address());
    m_user->click("toggle"); // a second click while it starts asks nothing more
    QCOMPARE(m_stage->asked().size(), 1);
    QVERIFY(!m_pane->isRunning() && m_stage->sessions().running().isEmpty());
    m_stage->answer();
    QTRY_COMPARE(m_user->word(), QStringLiteral("Connected"));
    QCOMPARE(m_user->message(), QStringLiteral("Started \"Echo\", which listens there."));
}

void TestTcpClientPane::connectsNowhereWhenTheServerFails()
{
    PeerServer server;
    m_stage->setServerStart({QStringLiteral("Echo"),
                             false,
                             {ErrorCode::AddressInUse, QStringLiteral("127.0.0.1:9"), 0},
                             QStringLiteral("Other server")});
    connectTo(server.address());
    QVERIFY(m_user->message().contains(QStringLiteral("\"Other server\" of this window has it")));
    QVERIFY(!m_pane->isRunning() && m_stage->sessions().running().isEmpty());
    QTest::mouseClick(child<QToolButton>(*m_pane, "messageAction"), Qt::LeftButton); // Connect anyway
    QTRY_COMPARE(m_user->word(), QStringLiteral("Connected"));
    m_stage->setServerStart({QStringLiteral("Echo"), false, {}, {}});
    m_user->click("toggle");
    QTRY_VERIFY(!m_pane->isRunning());
    m_user->click("toggle");
    QVERIFY(m_user->message().contains(QStringLiteral("its tab says why")));
}

void TestTcpClientPane::enterConnects()
{
    PeerServer server;
    m_user->type("address", qPrintable(server.address()));
    QTest::keyClick(child<QLineEdit>(*m_pane, "address"), Qt::Key_Return);
    QTRY_COMPARE(m_user->word(), QStringLiteral("Connected"));
}

void TestTcpClientPane::certificateErrorOffersConnectAnyway()
{
    QProcess peer;
    peer.start(QStringLiteral("python3"), {QStringLiteral("-c"), QString::fromLatin1(tlsServer)});
    QTRY_VERIFY_WITH_TIMEOUT(peer.canReadLine(), 20'000);
    const QString port = QString::fromUtf8(peer.readLine()).section(u' ', 0, 0);
    connectTo(QStringLiteral("tls://localhost:%1").arg(port));
    QTRY_COMPARE_WITH_TIMEOUT(m_user->word(), QStringLiteral("Failed"), 10'000);
    auto* anyway = child<QToolButton>(*m_pane, "messageAction");
    QVERIFY2(anyway->isVisible(), qPrintable(m_user->message()));
    QCOMPARE(anyway->text(), QStringLiteral("Connect anyway"));
    QVERIFY2(m_user->message().contains(QStringLiteral("certificate")), qPrintable(m_user->message()));
    QTest::mouseClick(anyway, Qt::LeftButton);
    QTRY_COMPARE_WITH_TIMEOUT(m_user->word(), QStringLiteral("Connected"), 10'000);
    QVERIFY(!child<QLabel>(*m_pane, "stateRemark")->isHidden()); // not verified
    QVERIFY(std::get<ClientItem>(m_pane->content()).client.tls.verify);
    m_user->compose("secret");
    QTRY_VERIFY(m_user->isOn("sendButton"));
    m_user->click("sendButton");
    QTRY_COMPARE(m_stage->bytes(Direction::Received), QByteArray("SECRET"));
    // For this time only.
    m_user->click("toggle");
    QTRY_VERIFY(!m_pane->isRunning());
    m_user->click("toggle");
    QTRY_COMPARE_WITH_TIMEOUT(m_user->word(), QStringLiteral("Failed"), 10'000);
    peer.kill();
    QTRY_COMPARE(peer.state(), QProcess::NotRunning);
}

void TestTcpClientPane::trustsItsOwnAuthority()
{
    QProcess peer;
    peer.start(QStringLiteral("python3"), {QStringLiteral("-c"), QString::fromLatin1(tlsServer)});
    QTRY_VERIFY_WITH_TIMEOUT(peer.canReadLine(), 20'000);
    const QStringList words = QString::fromUtf8(peer.readLine()).trimmed().split(u' ');
    child<QLineEdit>(*m_pane, "caFile")->setText(words.at(1));
    connectTo(QStringLiteral("tls://localhost:%1").arg(words.at(0)));
    QTRY_COMPARE_WITH_TIMEOUT(m_user->word(), QStringLiteral("Connected"), 10'000);
    peer.kill();
    QTRY_COMPARE(peer.state(), QProcess::NotRunning);
}

void TestTcpClientPane::missingCaFileTurnsTheButtonOff()
{
    ClientItem item;
    item.client.address = {Scheme::Tls, QStringLiteral("localhost"), 443, {}};
    item.client.tls.caFile = m_stage->path(QStringLiteral("missing.pem"));
    m_pane->setContent(item);
    QVERIFY(!m_user->isOn("toggle"));
    QVERIFY(m_user->says("hintText").contains(QStringLiteral("missing.pem")));
    item.client.address.scheme = Scheme::Tcp; // then it does not count
    m_pane->setContent(item);
    QVERIFY(m_user->isOn("toggle"));
}

void TestTcpClientPane::badLocalAddressTurnsTheButtonOff()
{
    m_user->type("address", "127.0.0.1:80");
    child<QToolButton>(*m_pane, "more")->setChecked(true);
    m_user->type("localHost", "not-an-address");
    QVERIFY(!m_user->isOn("toggle"));
    QVERIFY(m_user->says("hintText").contains(QStringLiteral("not-an-address")));
    m_user->type("localHost", "127.0.0.1");
    QVERIFY(m_user->isOn("toggle"));
}

QTEST_MAIN(TestTcpClientPane)
#include "tst_tcpclientpane.moc"
