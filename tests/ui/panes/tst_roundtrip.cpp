// SPDX-License-Identifier: MIT
#include "tests/ui/panes/panestage.h"
#include "ui/panes/tcpclient/tcpclientpane.h"
#include "ui/panes/tcpserver/tcpserverpane.h"
#include "ui/panes/udp/udppane.h"

#include <QComboBox>
#include <QLineEdit>
#include <QSignalSpy>
#include <QSpinBox>

using namespace wl;
using std::chrono::milliseconds;

namespace {

PayloadSpec payload(const QString& text, PayloadSpec::Form form = PayloadSpec::Form::Text)
{
    PayloadSpec spec;
    spec.form = form;
    spec.text = text;
    return spec;
}

/// Values that no form would give by itself: beyond the ranges of its boxes, line breaks in one-line fields.
ServerItem oddServer()
{
    ServerItem item;
    item.server.label = QStringLiteral("Écho <b>");
    item.server.address = {Scheme::Tcp, QStringLiteral("fe80::1%eth7"), 0, {}};
    item.server.backlog = 1'000'000;
    item.server.reuseAddress = false;
    item.server.maxClients = 2'000'000;
    item.server.halfOpenTimeout = milliseconds(1'000'000'000'000);
    item.server.stream = {false, true, 12'345, 2'000'000'000};
    item.responder.kind = ResponderSpec::Kind::FixedReply;
    item.responder.reply = payload(QStringLiteral("a\r\nb\n\tc"));
    item.responder.reply.encoding = QStringLiteral("UTF-16LE");
    item.responder.reply.escapes = false;
    item.responder.closeAfterReply = true;
    item.responder.delay = milliseconds(7'200'000);
    item.greeting = payload(QStringLiteral("zz not hex"), PayloadSpec::Form::Hex);
    item.message = payload(QStringLiteral("/no/such/file"), PayloadSpec::Form::File);
    return item;
}

ClientItem oddClient()
{
    ClientItem item;
    item.client.label = QStringLiteral("클라이언트");
    item.client.address = {Scheme::Tls, QStringLiteral("::1"), 443, {}};
    item.client.connectTimeout = milliseconds(90'000'000);
    item.client.halfOpenTimeout = milliseconds(1'000'000'000'000);
    item.client.localHost = QStringLiteral(" not an address ");
    item.client.localPort = 65'535;
    item.client.reconnect = true;
    item.client.stream = {false, true, 1, 2};
    item.client.tls.verify = false;
    item.client.tls.caFile = QStringLiteral("/no/such.pem");
    item.client.tls.serverName = QStringLiteral("example.com");
    item.client.tls.alpn = {QStringLiteral("h2"), QStringLiteral("odd,name"), QString()};
    item.message = payload(QStringLiteral("00 ff 1"), PayloadSpec::Form::Hex);
    return item;
}

UdpItem oddUdp()
{
    UdpItem item;
    item.udp.label = QStringLiteral("mDNS");
    item.udp.address = {Scheme::Udp, QStringLiteral("*"), 5353, {}};
    item.udp.target = {Scheme::Udp, QStringLiteral("224.0.0.251"), 5353, {}};
    item.udp.groups = {{QStringLiteral("224.0.0.251"), QStringLiteral("nosuch0")},
                       {QStringLiteral("not a group"), QString()}};
    item.udp.ttl = 1000;
    item.udp.multicastLoopback = false;
    item.udp.multicastInterface = QStringLiteral("nosuch1");
    item.udp.reuseAddress = true;
    item.udp.receiveBufferBytes = 0;
    item.responder.kind = ResponderSpec::Kind::JsonApi; // makes no sense here, and is kept
    item.responder.closeAfterReply = true;
    item.message = payload(QStringLiteral("{{counter}}\\x00"));
    item.message.templates = false;
    return item;
}

} // namespace

class TestRoundTrip : public QObject
{
    Q_OBJECT

public:
    static void initMain() { setUpProcess(true); }

private slots:
    void server();
    void client();
    void udp();
    void otherKindsAreIgnored();
    void typingChangesOnlyItsField();
    void badTextKeepsTheLastAddress();
    void settingTellsNobody();
    void titles();
};

void TestRoundTrip::server()
{
    PaneStage stage;
    TcpServerPane pane(stage.context());
    QVERIFY(std::get<ServerItem>(pane.content()) == ServerItem());
    pane.setContent(oddServer());
    QVERIFY(std::get<ServerItem>(pane.content()) == oddServer());
    pane.setContent(ServerItem());
    QVERIFY(std::get<ServerItem>(pane.content()) == ServerItem());
}

void TestRoundTrip::client()
{
    PaneStage stage;
    TcpClientPane pane(stage.context());
    QVERIFY(std::get<ClientItem>(pane.content()) == ClientItem());
    pane.setContent(oddClient());
    QVERIFY(std::get<ClientItem>(pane.content()) == oddClient());
    pane.setContent(ClientItem());
    QVERIFY(std::get<ClientItem>(pane.content()) == ClientItem());
}

void TestRoundTrip::udp()
{
    PaneStage stage;
    UdpPane pane(stage.context());
    QVERIFY(std::get<UdpItem>(pane.content()) == UdpItem());
    pane.setContent(oddUdp());
    QVERIFY(std::get<UdpItem>(pane.content()) == oddUdp());
    pane.setContent(UdpItem());
    QVERIFY(std::get<UdpItem>(pane.content()) == UdpItem());
}

void TestRoundTrip::otherKindsAreIgnored()
{
    PaneStage stage;
    TcpServerPane pane(stage.context());
    pane.setContent(oddServer());
    pane.setContent(oddUdp());
    QVERIFY(std::get<ServerItem>(pane.content()) == oddServer());
}

void TestRoundTrip::typingChangesOnlyItsField()
{
    PaneStage stage;
    TcpServerPane pane(stage.context());
    pane.setContent(oddServer());
    QSignalSpy edited(&pane, &Pane::contentEdited);
    retype(child<QLineEdit>(pane, "address"), QStringLiteral("127.0.0.1:8123"));
    ServerItem expected = oddServer();
    expected.server.address = {Scheme::Tcp, QStringLiteral("127.0.0.1"), 8123, {}};
    QVERIFY(std::get<ServerItem>(pane.content()) == expected);
    QVERIFY(!edited.isEmpty());
    child<QSpinBox>(pane, "maxClients")->setValue(7);
    expected.server.maxClients = 7;
    auto* kind = child<QComboBox>(pane, "kind");
    kind->setCurrentIndex(kind->findData(int(ResponderSpec::Kind::Echo)));
    expected.responder.kind = ResponderSpec::Kind::Echo;
    QVERIFY(std::get<ServerItem>(pane.content()) == expected);
}

void TestRoundTrip::badTextKeepsTheLastAddress()
{
    PaneStage stage;
    TcpClientPane pane(stage.context());
    ClientItem item;
    item.client.address = {Scheme::Tcp, QStringLiteral("host"), 1, {}};
    pane.setContent(item);
    auto* address = child<QLineEdit>(pane, "address");
    address->selectAll();
    address->insert(QStringLiteral("???"));
    QVERIFY(std::get<ClientItem>(pane.content()) == item);
}

void TestRoundTrip::settingTellsNobody()
{
    PaneStage stage;
    TcpServerPane server(stage.context());
    TcpClientPane client(stage.context());
    UdpPane udp(stage.context());
    QSignalSpy edits[] = {QSignalSpy(&server, &Pane::contentEdited),
                          QSignalSpy(&client, &Pane::contentEdited), QSignalSpy(&udp, &Pane::contentEdited)};
    server.setContent(oddServer());
    client.setContent(oddClient());
    udp.setContent(oddUdp());
    for (const QSignalSpy& spy : edits)
        QCOMPARE(spy.count(), 0);
}

void TestRoundTrip::titles()
{
    PaneStage stage;
    TcpServerPane server(stage.context());
    TcpClientPane client(stage.context());
    UdpPane udp(stage.context());
    QVERIFY(!server.title().isEmpty() && !client.title().isEmpty() && !udp.title().isEmpty());
    ServerItem item;
    item.server.label = QStringLiteral("Echo server");
    item.server.address.port = 8080;
    QSignalSpy changed(&server, &Pane::titleChanged);
    server.setContent(item);
    QCOMPARE(server.title(), QStringLiteral("Echo server :8080"));
    QCOMPARE(changed.count(), 1);
    client.setContent(oddClient());
    QCOMPARE(client.title(), QStringLiteral("클라이언트"));
    udp.setContent(oddUdp());
    QCOMPARE(udp.title(), QStringLiteral("mDNS :5353"));
}

QTEST_MAIN(TestRoundTrip)
#include "tst_roundtrip.moc"
