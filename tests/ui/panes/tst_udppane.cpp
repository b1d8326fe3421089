// SPDX-License-Identifier: MIT
#include "ui/panes/udp/udppane.h"

#include "tests/ui/panes/paneuser.h"
#include "ui/panes/common/connectionmodel.h"

#include <QComboBox>
#include <QSignalSpy>
#include <QToolButton>
#include <QUdpSocket>

using namespace wl;

namespace {

/// A peer that is nothing but a socket of Qt's.
class DatagramPeer
{
public:
    DatagramPeer()
    {
        m_socket.setProxy(QNetworkProxy::NoProxy);
        if (!m_socket.bind(QHostAddress(QHostAddress::LocalHost), 0))
            qFatal("cannot bind");
        QObject::connect(&m_socket, &QUdpSocket::readyRead, [this] {
            while (m_socket.hasPendingDatagrams()) {
                QByteArray bytes(qMax<qint64>(0, m_socket.pendingDatagramSize()), 0);
                m_socket.readDatagram(bytes.data(), bytes.size());
                received.append(bytes);
            }
        });
    }
    [[nodiscard]] quint16 port() const { return m_socket.localPort(); }
    void send(const QByteArray& bytes, quint16 to)
    {
        m_socket.writeDatagram(bytes, QHostAddress(QHostAddress::LocalHost), to);
    }

    QList<QByteArray> received;

private:
    QUdpSocket m_socket;
};

UdpItem loopback()
{
    UdpItem item;
    item.udp.address = {Scheme::Udp, QStringLiteral("127.0.0.1"), 0, {}};
    return item;
}

} // namespace

class TestUdpPane : public QObject
{
    Q_OBJECT

public:
    static void initMain() { setUpProcess(true); }

private slots:
    void init();
    void cleanup();

    void bindsAndShowsTheRealPort();
    void aNewPaneCanBeBound();
    void sendBindsFirst();
    void aNewTargetIsUsedAtOnce();
    void newTargetOutOfReachIsSaid();
    void groupsFollowTheForm();
    void repliesToAChosenPeer();
    void echoes();
    void emptyDatagramsBothWays();
    void tooLargeIsSaidWhileTyped();
    void sendingNeedsATarget();
    void badAddressesTurnTheButtonOff();
    void portInUseIsSaid();
    void groupsAreJoined();
    void badGroupIsNotTaken();
    void broadcastAndMulticastAreMarked();
    void asksForTheServer();
    void sendsNothingWhenTheServerFails();
    void peersOfAClosedSocketCannotBeSentTo();
    void kernelDropsAreShown();

private:
    [[nodiscard]] quint16 bind();

    std::unique_ptr<PaneStage> m_stage;
    std::unique_ptr<UdpPane> m_pane;
    std::unique_ptr<PaneUser> m_user;
};

void TestUdpPane::init()
{
    m_stage = std::make_unique<PaneStage>();
    m_pane = std::make_unique<UdpPane>(m_stage->context());
    m_pane->setContent(loopback());
    m_user = std::make_unique<PaneUser>(*m_pane);
}

void TestUdpPane::cleanup()
{
    m_user.reset();
    m_pane.reset();
    m_stage.reset();
}

quint16 TestUdpPane::bind()
{
    m_user->click("toggle");
    if (!wl::test::waitFor([&] { return m_user->word() == QLatin1String("Bound"); }))
        return 0;
    return m_stage->sessions().state(m_pane->endpoint()).local.constFirst().port;
}

void TestUdpPane::bindsAndShowsTheRealPort()
{
    QCOMPARE(m_user->word(), QStringLiteral("Not bound"));
    const quint16 port = bind();
    QVERIFY(port != 0);
    QVERIFY(m_user->says("stateDetail").contains(QString::number(port)));
    QVERIFY(m_pane->title().contains(QString::number(port)));
    QCOMPARE(m_user->textOf("toggle"), QStringLiteral("Close"));
    m_user->click("toggle");
    QTRY_COMPARE(m_user->word(), QStringLiteral("Not bound"));
    QVERIFY(!m_pane->isRunning());
}

void TestUdpPane::aNewPaneCanBeBound()
{
    m_pane->setContent(UdpItem());
    QVERIFY(bind() != 0);
    QVERIFY(child<QLabel>(*m_pane, "stateRemark")->isHidden());
}

void TestUdpPane::sendBindsFirst()
{
    DatagramPeer peer;
    m_user->type("target", qPrintable(QStringLiteral("127.0.0.1:%1").arg(peer.port())));
    m_user->compose("ping");
    QVERIFY(m_user->isOn("sendButton"));
    m_user->click("sendButton");
    QTRY_COMPARE(peer.received, QList<QByteArray>{"ping"});
    QVERIFY(m_pane->isRunning());
    QTRY_COMPARE(m_user->table("peers")->model()->rowCount(), 1);
    m_user->click("sendButton");
    QTRY_COMPARE(peer.received.size(), 2);
}

void TestUdpPane::aNewTargetIsUsedAtOnce()
{
    DatagramPeer peers[2];
    const auto target = [&](int peer) { return QStringLiteral("127.0.0.1:%1").arg(peers[peer].port()); };
    m_user->type("target", qPrintable(target(0)));
    m_user->compose("x");
    m_user->click("sendButton");
    QTRY_COMPARE(peers[0].received.size(), 1);
    const quint16 port = m_stage->sessions().state(m_pane->endpoint()).local.constFirst().port;
    const EndpointId endpoint = m_pane->endpoint();
    m_user->type("target", qPrintable(target(1)));
    m_user->click("sendButton");
    QTRY_COMPARE(peers[1].received.size(), 1);
    QCOMPARE(m_pane->endpoint(), endpoint); // the same socket, so that nothing that comes is missed
    peers[0].send("hello", port);
    QTRY_COMPARE(m_stage->bytes(Direction::Received), QByteArray("hello"));
    QTRY_COMPARE(m_user->table("peers")->model()->rowCount(), 2);
    m_user->type("target", qPrintable(target(0)));
    m_user->click("sendButton");
    QTRY_COMPARE(peers[0].received.size(), 2);
    QCOMPARE(m_pane->endpoint(), endpoint);
    QCOMPARE(peers[1].received.size(), 1);
    QVERIFY(child<QLabel>(*m_pane, "stateRemark")->isHidden());
    m_user->type("target", "somewhere");
    QVERIFY(!m_user->isOn("sendButton")); // never to the old one
}

void TestUdpPane::newTargetOutOfReachIsSaid()
{
    QVERIFY(bind() != 0);
    m_user->type("target", "192.0.2.1:9");
    m_user->compose("x");
    m_user->click("sendButton");
    QTRY_VERIFY2(m_user->says("sendStatus").contains(QStringLiteral("192.0.2.1 cannot be reached")),
                 qPrintable(m_user->says("sendStatus")));
    QVERIFY(m_pane->isRunning());
}

void TestUdpPane::groupsFollowTheForm()
{
    UdpItem item = loopback();
    item.udp.address.host = QStringLiteral("0.0.0.0");
    item.udp.multicastInterface = QStringLiteral("lo");
    m_pane->setContent(item);
    child<QToolButton>(*m_pane, "more")->setChecked(true);
    const quint16 port = bind();
    const EndpointId endpoint = m_pane->endpoint();
    auto* on = child<QComboBox>(*m_pane, "interfaceBox");
    on->setCurrentIndex(on->findData(QStringLiteral("lo")));
    m_user->type("group", "239.7.7.8");
    m_user->click("join");
    m_user->type("target", qPrintable(QStringLiteral("239.7.7.8:%1").arg(port)));
    m_user->compose("live");
    m_user->click("sendButton");
    QTRY_COMPARE(m_stage->bytes(Direction::Received), QByteArray("live"));
    QCOMPARE(m_pane->endpoint(), endpoint);
    QVERIFY(child<QLabel>(*m_pane, "stateRemark")->text() != QLatin1String("changed"));
    m_user->type("group", "ff12::7"); // the socket has no IPv6
    m_user->click("join");
    QTRY_VERIFY2(m_user->message().contains(QStringLiteral("Cannot join ff12::7")),
                 qPrintable(m_user->message()));
    QCOMPARE(child<QLabel>(*m_pane, "stateRemark")->text(), QStringLiteral("not joined"));
    child<QTableView>(*m_pane, "table")->selectRow(1);
    m_user->click("leave");
    QVERIFY(child<QLabel>(*m_pane, "stateRemark")->text() != QLatin1String("not joined"));
}

void TestUdpPane::repliesToAChosenPeer()
{
    const quint16 port = bind();
    DatagramPeer peers[2];
    for (DatagramPeer& peer : peers)
        peer.send("hello", port);
    QTRY_COMPARE(m_user->table("peers")->model()->rowCount(), 2);
    QVERIFY(!m_user->isOn("sendButton"));
    const QString second = QStringLiteral("127.0.0.1:%1").arg(peers[1].port());
    const int row = m_user->cell("peers", 0, ConnectionModel::Peer) == second ? 0 : 1;
    m_user->table("peers")->selectRow(row);
    QCOMPARE(m_user->textOf("sendButton"), QStringLiteral("Reply to peer"));
    m_user->compose("you");
    m_user->click("sendButton");
    QTRY_COMPARE(peers[1].received, QList<QByteArray>{"you"});
    QVERIFY(peers[0].received.isEmpty());
    m_user->table("peers")->selectAll();
    QCOMPARE(m_user->textOf("sendButton"), QStringLiteral("Send to 2 peers"));
    m_user->click("sendButton");
    QTRY_COMPARE(peers[0].received, QList<QByteArray>{"you"});
}

void TestUdpPane::echoes()
{
    auto* kind = child<QComboBox>(*m_pane, "kind");
    QVERIFY(kind->findData(int(ResponderSpec::Kind::JsonApi)) < 0);
    kind->setCurrentIndex(kind->findData(int(ResponderSpec::Kind::Echo)));
    const quint16 port = bind();
    DatagramPeer peer;
    peer.send("one", port);
    peer.send("two", port);
    QTRY_COMPARE(peer.received, (QList<QByteArray>{"one", "two"}));
}

void TestUdpPane::emptyDatagramsBothWays()
{
    const quint16 port = bind();
    DatagramPeer peer;
    peer.send({}, port);
    QTRY_COMPARE(m_user->table("peers")->model()->rowCount(), 1);
    m_user->table("peers")->selectRow(0);
    m_user->compose("");
    QTRY_VERIFY(m_user->isOn("sendButton"));
    m_user->click("sendButton");
    QTRY_COMPARE(peer.received, QList<QByteArray>{QByteArray()});
}

void TestUdpPane::tooLargeIsSaidWhileTyped()
{
    m_user->type("target", "127.0.0.1:9");
    m_user->compose(QByteArray(65'507, 'x').constData());
    QTRY_VERIFY(m_user->isOn("sendButton"));
    m_user->compose(QByteArray(65'508, 'x').constData());
    QTRY_VERIFY(!m_user->isOn("sendButton"));
    QTRY_VERIFY2(m_user->says("sendStatus").remove(u',').contains(QStringLiteral("65507")),
                 qPrintable(m_user->says("sendStatus")));
    m_user->compose("x");
    QTRY_VERIFY(m_user->isOn("sendButton"));
}

void TestUdpPane::sendingNeedsATarget()
{
    m_user->compose("x");
    QVERIFY(!m_user->isOn("sendButton"));
    QVERIFY(!m_user->says("sendStatus").isEmpty());
    m_user->type("target", "127.0.0.1:9");
    QVERIFY(m_user->isOn("sendButton"));
    m_user->type("target", "");
    QVERIFY(!m_user->isOn("sendButton"));
}

void TestUdpPane::badAddressesTurnTheButtonOff()
{
    m_user->type("address", "tcp://127.0.0.1:80");
    QVERIFY(!m_user->isOn("toggle"));
    QVERIFY(!child<QWidget>(*m_pane, "hint")->findChild<QLabel*>()->text().isEmpty());
    m_user->type("address", "127.0.0.1:0");
    QVERIFY(m_user->isOn("toggle"));
    m_user->type("target", "somewhere");
    QVERIFY(!m_user->isOn("toggle"));
    QVERIFY(!m_user->isOn("sendButton"));
    m_user->type("target", "");
    QVERIFY(m_user->isOn("toggle"));
}

void TestUdpPane::portInUseIsSaid()
{
    DatagramPeer other;
    m_user->type("address", qPrintable(QStringLiteral("127.0.0.1:%1").arg(other.port())));
    m_user->click("toggle");
    QTRY_COMPARE(m_user->word(), QStringLiteral("Failed"));
    QVERIFY2(m_user->message().contains(QStringLiteral("in use")), qPrintable(m_user->message()));
    QVERIFY(m_user->message().contains(QString::number(other.port())));
}

void TestUdpPane::groupsAreJoined()
{
    UdpItem item = loopback();
    item.udp.address.host = QStringLiteral("0.0.0.0");
    item.udp.multicastInterface = QStringLiteral("lo");
    m_pane->setContent(item);
    child<QToolButton>(*m_pane, "more")->setChecked(true);
    auto* on = child<QComboBox>(*m_pane, "interfaceBox");
    QVERIFY(on->findData(QStringLiteral("lo")) >= 0);
    on->setCurrentIndex(on->findData(QStringLiteral("lo")));
    m_user->type("group", "239.7.7.7");
    m_user->click("join");
    QCOMPARE(std::get<UdpItem>(m_pane->content()).udp.groups,
             (QList<MulticastGroup>{{QStringLiteral("239.7.7.7"), QStringLiteral("lo")}}));
    const quint16 port = bind();
    QVERIFY2(port != 0, qPrintable(m_user->message()));
    m_user->click("toggle");
    QTRY_VERIFY(!m_pane->isRunning());
    m_user->type("target", qPrintable(QStringLiteral("239.7.7.7:%1").arg(port)));
    m_user->type("address", qPrintable(QStringLiteral("0.0.0.0:%1").arg(port)));
    m_user->compose("to the group");
    m_user->click("sendButton");
    QTRY_COMPARE(m_stage->bytes(Direction::Received), QByteArray("to the group")); // our own, looped back
    child<QTableView>(*m_pane, "table")->selectRow(0);
    m_user->click("leave");
    QVERIFY(std::get<UdpItem>(m_pane->content()).udp.groups.isEmpty());
}

void TestUdpPane::badGroupIsNotTaken()
{
    child<QToolButton>(*m_pane, "more")->setChecked(true);
    QVERIFY(!m_user->isOn("join"));
    m_user->type("group", "127.0.0.1");
    QVERIFY(!m_user->isOn("join"));
    QVERIFY(m_user->toolTipOf("join").contains(QStringLiteral("127.0.0.1")));
    auto* group = child<QLineEdit>(*m_pane, "group");
    QVERIFY(child<QWidget>(*group, "problemEdge")->isVisible());
    QVERIFY(child<QWidget>(*m_pane, "groupHint")
                ->findChild<QLabel*>()
                ->text()
                .contains(QStringLiteral("127.0.0.1")));
    QVERIFY(!child<QTableView>(*m_pane, "table")->accessibleDescription().isEmpty()); // it is empty
    QTest::keyClick(child<QLineEdit>(*m_pane, "group"), Qt::Key_Return);
    QVERIFY(std::get<UdpItem>(m_pane->content()).udp.groups.isEmpty());
    UdpItem item = loopback();
    item.udp.groups = {{QStringLiteral("127.0.0.1"), QString()}}; // from a file
    m_pane->setContent(item);
    m_user->click("toggle");
    QTRY_COMPARE(m_user->word(), QStringLiteral("Failed"));
    QVERIFY(!m_user->message().isEmpty());
}

void TestUdpPane::broadcastAndMulticastAreMarked()
{
    auto* remark = child<QLabel>(*m_pane, "stateRemark");
    QVERIFY(remark->isHidden());
    m_user->type("target", "255.255.255.255:9");
    QCOMPARE(remark->text(), QStringLiteral("broadcast"));
    m_user->type("target", "[ff02::1]:9");
    QCOMPARE(remark->text(), QStringLiteral("multicast"));
    m_user->type("target", "127.0.0.1:9");
    QVERIFY(remark->isHidden());
}

void TestUdpPane::asksForTheServer()
{
    DatagramPeer peer;
    m_user->type("target", qPrintable(QStringLiteral("127.0.0.1:%1").arg(peer.port())));
    m_user->compose("x");
    m_user->click("sendButton");
    QTRY_COMPARE(peer.received.size(), 1);
    QCOMPARE(m_stage->asked(), QStringList{QStringLiteral("udp 127.0.0.1:%1").arg(peer.port())});
}

void TestUdpPane::sendsNothingWhenTheServerFails()
{
    DatagramPeer peer;
    m_stage->setServerStart(
        {QStringLiteral("UDP echo"), false, {ErrorCode::AddressInUse, QStringLiteral("127.0.0.1:9"), 0}, {}});
    m_user->type("target", qPrintable(QStringLiteral("127.0.0.1:%1").arg(peer.port())));
    m_user->compose("x");
    m_user->click("sendButton");
    QTRY_VERIFY(m_user->message().startsWith(QStringLiteral("Cannot start \"UDP echo\"")));
    QVERIFY(m_user->message().contains(QStringLiteral("Another program listens there")));
    QVERIFY(m_user->message().endsWith(QStringLiteral("Nothing was sent.")));
    QCOMPARE(m_stage->bytes(Direction::Sent), QByteArray());
    QTest::mouseClick(child<QToolButton>(*m_pane, "messageAction"), Qt::LeftButton); // Send anyway
    QTRY_COMPARE(peer.received.size(), 1);
    QCOMPARE(m_user->message(), QString());
}

void TestUdpPane::peersOfAClosedSocketCannotBeSentTo()
{
    const quint16 port = bind();
    DatagramPeer peer;
    peer.send("x", port);
    QTRY_COMPARE(m_user->table("peers")->model()->rowCount(), 1);
    m_user->table("peers")->selectRow(0);
    QVERIFY(m_user->isOn("sendButton"));
    m_user->click("toggle");
    QTRY_VERIFY(!m_user->isOn("sendButton"));
    QVERIFY(m_user->says("sendStatus").contains(QStringLiteral("closed")));
}

void TestUdpPane::kernelDropsAreShown()
{
    UdpItem item = loopback();
    item.udp.receiveBufferBytes = 4096;
    m_pane->setContent(item);
    const quint16 port = bind();
    QVERIFY(port != 0);
    QVERIFY(!m_user->says("stateDetail").contains(QStringLiteral("dropped")));
    // The buffer holds one of these.
    DatagramPeer peer;
    const auto flood = [&] {
        for (int i = 0; i < 100; ++i)
            peer.send(QByteArray(60'000, 'd'), port);
    };
    QTRY_VERIFY2((flood(), m_user->says("stateDetail").contains(QStringLiteral("dropped"))),
                 qPrintable(m_user->says("stateDetail")));
}

QTEST_MAIN(TestUdpPane)
#include "tst_udppane.moc"
