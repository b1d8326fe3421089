// SPDX-License-Identifier: MIT
#include "ui/panes/tcpserver/tcpserverpane.h"

#include "tests/ui/panes/paneuser.h"
#include "ui/panes/common/connectionmodel.h"
#include "ui/panes/tcpserver/clientspanel.h"

#include <QCheckBox>
#include <QProcess>
#include <QSignalSpy>
#include <QSpinBox>
#include <QTcpServer>

#include <fcntl.h>
#include <sys/resource.h>

using namespace wl;

namespace {

ServerItem freePort()
{
    ServerItem item;
    item.server.address = {Scheme::Tcp, QStringLiteral("127.0.0.1"), 0, {}};
    return item;
}

/// The limit on open files under which this process can open only `count` more.
rlim_t limitThatLeaves(int count)
{
    int next = 0;
    for (; count > 0; ++next)
        count -= fcntl(next, F_GETFD) < 0 ? 1 : 0;
    return rlim_t(next);
}

} // namespace

class TestTcpServerPane : public QObject
{
    Q_OBJECT

public:
    static void initMain() { setUpProcess(true); }

private slots:
    void init();
    void cleanup();

    void listensAndShowsTheRealPort();
    void triggerTogglesOnlyWhenAsked();
    void badAddressTurnsTheButtonOff();
    void portInUseIsSaid();
    void exposedAddressIsMarked();
    void showsClientsAndEchoes();
    void sendsToAllAndToSelected();
    void sendButtonSaysWhyItIsOff();
    void endsClients();
    void stopKeepsClients();
    void refusedClientsAreShown();
    void outOfDescriptorsIsSaid();
    void changesAfterTheStartAreSaid();
    void repeats();
    void stopsRepeating();
    void mutesAndFollows();
    void badReplyTurnsTheButtonOff();
    void closingThePaneClosesItsClients();

private:
    [[nodiscard]] quint16 listen();

    std::unique_ptr<PaneStage> m_stage;
    std::unique_ptr<TcpServerPane> m_pane;
    std::unique_ptr<PaneUser> m_user;
};

void TestTcpServerPane::init()
{
    m_stage = std::make_unique<PaneStage>();
    m_pane = std::make_unique<TcpServerPane>(m_stage->context());
    m_pane->setContent(freePort());
    m_user = std::make_unique<PaneUser>(*m_pane);
}

void TestTcpServerPane::cleanup()
{
    m_user.reset();
    m_pane.reset();
    m_stage.reset();
}

quint16 TestTcpServerPane::listen()
{
    m_user->click("toggle");
    if (!wl::test::waitFor([&] { return m_user->word() == QLatin1String("Listening"); }))
        return 0;
    return m_stage->sessions().state(m_pane->endpoint()).local.constFirst().port;
}

void TestTcpServerPane::listensAndShowsTheRealPort()
{
    QCOMPARE(m_user->word(), QStringLiteral("Not listening"));
    QVERIFY(!m_pane->endpoint().isValid());
    QSignalSpy states(m_pane.get(), &Pane::stateChanged);
    QSignalSpy titles(m_pane.get(), &Pane::titleChanged);
    const quint16 port = listen();
    QVERIFY(port != 0);
    QVERIFY(m_pane->isRunning());
    QVERIFY(m_pane->endpoint().isValid());
    QCOMPARE(m_pane->state(), (PaneState{PaneState::Mark::Active, QStringLiteral("Listening")}));
    QVERIFY(m_user->says("stateDetail").contains(QStringLiteral("127.0.0.1:%1").arg(port)));
    QVERIFY(m_pane->title().endsWith(QStringLiteral(":%1").arg(port)));
    QCOMPARE(m_user->textOf("toggle"), QStringLiteral("Stop"));
    QVERIFY(!states.isEmpty());
    QVERIFY(!titles.isEmpty());
    QVERIFY(std::get<ServerItem>(m_pane->content()) == freePort()); // the real port is not stored
    m_user->click("toggle");
    QTRY_COMPARE(m_user->word(), QStringLiteral("Not listening"));
    QCOMPARE(m_user->textOf("toggle"), QStringLiteral("Listen"));
}

void TestTcpServerPane::triggerTogglesOnlyWhenAsked()
{
    m_pane->trigger(false);
    QTRY_COMPARE(m_user->word(), QStringLiteral("Listening"));
    const EndpointId first = m_pane->endpoint();
    m_pane->trigger(false);
    QVERIFY(m_pane->isRunning());
    QCOMPARE(m_pane->endpoint(), first);
    m_pane->trigger(true);
    QTRY_VERIFY(!m_pane->isRunning());
}

void TestTcpServerPane::badAddressTurnsTheButtonOff()
{
    m_user->type("address", "127.0.0.1:99999");
    QVERIFY(!m_user->isOn("toggle"));
    QVERIFY(m_user->says("hintText").contains(QStringLiteral("99999")));
    QVERIFY(m_user->toolTipOf("toggle").contains(QStringLiteral("99999")));
    m_pane->trigger(true); // from a shortcut or the palette
    QVERIFY(!m_pane->isRunning());
    m_user->type("address", "127.0.0.1:0");
    QVERIFY(m_user->isOn("toggle"));
    QVERIFY(m_user->says("hintText").isEmpty());
}

void TestTcpServerPane::portInUseIsSaid()
{
    QTcpServer other;
    other.setProxy(QNetworkProxy::NoProxy);
    QVERIFY(other.listen(QHostAddress(QHostAddress::LocalHost), 0));
    const QString address = QStringLiteral("127.0.0.1:%1").arg(other.serverPort());
    m_user->type("address", qPrintable(address));
    m_user->click("toggle");
    QTRY_COMPARE(m_user->word(), QStringLiteral("Failed"));
    QVERIFY2(m_user->message().contains(address), qPrintable(m_user->message()));
    QVERIFY2(m_user->message().contains(QStringLiteral("in use")), qPrintable(m_user->message()));
    QVERIFY(!m_pane->isRunning());
    QCOMPARE(m_pane->state().mark, PaneState::Mark::Failed);
    other.close();
    m_user->click("toggle");
    QTRY_COMPARE(m_user->word(), QStringLiteral("Listening"));
    QVERIFY(m_user->message().isEmpty());
}

void TestTcpServerPane::exposedAddressIsMarked()
{
    auto* remark = child<QLabel>(*m_pane, "stateRemark");
    QVERIFY(remark->isHidden());
    m_user->type("address", "*:0");
    QVERIFY(!remark->isHidden());
    QVERIFY(!remark->text().isEmpty());
    m_user->type("address", "localhost:0");
    QVERIFY(remark->isHidden());
}

void TestTcpServerPane::showsClientsAndEchoes()
{
    ServerItem item = freePort();
    item.responder.kind = ResponderSpec::Kind::Echo;
    item.greeting.text = QStringLiteral("hi\\r\\n");
    m_pane->setContent(item);
    const quint16 port = listen();
    SocketPeer first(port);
    SocketPeer second(port);
    QTRY_COMPARE(m_user->table("clients")->model()->rowCount(), 2);
    first.send("ping");
    QTRY_COMPARE(first.received(), QByteArray("hi\r\nping"));
    QTRY_COMPARE(second.received(), QByteArray("hi\r\n"));
    QTRY_VERIFY(m_user->says("stateDetail").contains(QStringLiteral("2 clients")));
    const int row = m_user->cell("clients", 0, ConnectionModel::MessagesIn) == QLatin1String("1") ? 0 : 1;
    QCOMPARE(m_user->cell("clients", row, ConnectionModel::BytesIn), QStringLiteral("4 B"));
    QCOMPARE(m_user->cell("clients", row, ConnectionModel::BytesOut), QStringLiteral("8 B"));
    QCOMPARE(m_user->cell("clients", row, ConnectionModel::State), QStringLiteral("Open"));
    first.disconnect();
    second.disconnect();
    QTRY_COMPARE(m_user->cell("clients", 0, ConnectionModel::State), QStringLiteral("Closed"));
    QTRY_COMPARE(m_user->cell("clients", 1, ConnectionModel::State), QStringLiteral("Closed"));
    QCOMPARE(m_stage->bytes(Direction::Received), QByteArray("ping"));
    m_user->act("dropEndedClients");
    QCOMPARE(m_user->table("clients")->model()->rowCount(), 0);
}

void TestTcpServerPane::sendsToAllAndToSelected()
{
    const quint16 port = listen();
    SocketPeer peers[] = {SocketPeer(port), SocketPeer(port), SocketPeer(port)};
    QTRY_COMPARE(m_user->table("clients")->model()->rowCount(), 3);
    m_user->compose("all\\n");
    QCOMPARE(m_user->textOf("sendButton"), QStringLiteral("Send to all"));
    QTRY_VERIFY(m_user->isOn("sendButton"));
    m_user->click("sendButton");
    for (const SocketPeer& peer : peers)
        QTRY_COMPARE(peer.received(), QByteArray("all\n"));
    QTRY_VERIFY(m_user->says("sendStatus").startsWith(QStringLiteral("1 sent")));

    m_user->table("clients")->selectRow(1);
    QCOMPARE(m_user->textOf("sendButton"), QStringLiteral("Send to 1 client"));
    m_user->compose("one");
    m_user->click("sendButton");
    QTRY_VERIFY(std::any_of(std::begin(peers), std::end(peers),
                            [](const SocketPeer& peer) { return peer.received() == "all\none"; }));
    QCOMPARE(std::count_if(std::begin(peers), std::end(peers),
                           [](const SocketPeer& peer) { return peer.received() == "all\n"; }),
             2);
    m_user->table("clients")->selectAll();
    QCOMPARE(m_user->textOf("sendButton"), QStringLiteral("Send to 3 clients"));
}

void TestTcpServerPane::sendButtonSaysWhyItIsOff()
{
    m_user->compose("x");
    QVERIFY(!m_user->isOn("sendButton"));
    const QString whenStopped = m_user->says("sendStatus");
    QVERIFY(!whenStopped.isEmpty());
    const quint16 port = listen();
    QVERIFY(!m_user->isOn("sendButton"));
    const QString whenAlone = m_user->says("sendStatus");
    QVERIFY(!whenAlone.isEmpty());
    QVERIFY(whenAlone != whenStopped);
    SocketPeer peer(port);
    QTRY_VERIFY(m_user->isOn("sendButton"));
    m_user->compose("\\x");
    QTRY_VERIFY(!m_user->isOn("sendButton"));
    QVERIFY(!m_user->says("sendStatus").isEmpty());
    m_user->compose("x");
    QTRY_VERIFY(m_user->isOn("sendButton"));
    m_user->table("clients")->selectAll();
    m_user->act("closeAllClients");
    QTRY_VERIFY(!m_user->isOn("sendButton"));
}

void TestTcpServerPane::endsClients()
{
    const quint16 port = listen();
    SocketPeer peers[] = {SocketPeer(port), SocketPeer(port), SocketPeer(port), SocketPeer(port)};
    QTableView* table = m_user->table("clients");
    QTRY_COMPARE(table->model()->rowCount(), 4);
    table->selectRow(0);
    m_user->act("closeClients");
    QTRY_COMPARE(m_user->cell("clients", 0, ConnectionModel::State), QStringLiteral("Closed"));
    table->selectRow(1);
    m_user->act("resetClients");
    QTRY_COMPARE(m_user->cell("clients", 1, ConnectionModel::State), QStringLiteral("Reset"));
    table->selectRow(2);
    m_user->act("finishClients");
    QTRY_VERIFY(m_user->cell("clients", 2, ConnectionModel::State) != QLatin1String("Open"));
    QCOMPARE(m_user->cell("clients", 3, ConnectionModel::State), QStringLiteral("Open"));
    m_user->act("closeAllClients");
    QTRY_COMPARE(m_user->cell("clients", 3, ConnectionModel::State), QStringLiteral("Closed"));
    for (const SocketPeer& peer : peers)
        QTRY_VERIFY(peer.hasEnded());
    QVERIFY(m_pane->isRunning());
}

void TestTcpServerPane::stopKeepsClients()
{
    SocketPeer early(listen());
    QTRY_COMPARE(m_user->table("clients")->model()->rowCount(), 1);
    m_user->click("toggle");
    QTRY_COMPARE(m_user->word(), QStringLiteral("Not listening"));
    QTRY_VERIFY(m_user->says("stateDetail").contains(QStringLiteral("1 client")));
    QVERIFY(early.isConnected());
    m_user->compose("still");
    QVERIFY(m_user->isOn("sendButton"));
    m_user->click("sendButton");
    QTRY_COMPARE(early.received(), QByteArray("still"));

    // A second run: its clients and the earlier one are all.
    const EndpointId before = m_pane->endpoint();
    SocketPeer late(listen());
    QVERIFY(m_pane->endpoint() != before);
    QTRY_COMPARE(m_user->table("clients")->model()->rowCount(), 2);
    m_user->click("sendButton");
    QTRY_COMPARE(late.received(), QByteArray("still"));
    QTRY_COMPARE(early.received(), QByteArray("stillstill"));
    m_user->act("closeAllClients");
    QTRY_VERIFY(early.hasEnded() && late.hasEnded());
}

void TestTcpServerPane::refusedClientsAreShown()
{
    ServerItem item = freePort();
    item.server.maxClients = 1;
    m_pane->setContent(item);
    const quint16 port = listen();
    SocketPeer first(port);
    QTRY_COMPARE(m_user->table("clients")->model()->rowCount(), 1);
    SocketPeer second(port);
    QTRY_VERIFY2(m_user->says("stateDetail").contains(QStringLiteral("1 refused")),
                 qPrintable(m_user->says("stateDetail")));
    QVERIFY(first.isConnected());
}

void TestTcpServerPane::outOfDescriptorsIsSaid()
{
    const quint16 port = listen();
    QProcess peer; // its sockets do not use up our descriptors
    peer.setProcessChannelMode(QProcess::MergedChannels);
    rlimit before{};
    QCOMPARE(getrlimit(RLIMIT_NOFILE, &before), 0);
    peer.start(QStringLiteral("python3"),
               {QStringLiteral("-c"),
                QStringLiteral("import socket,sys\n"
                               "sys.stdin.readline()\n"
                               "s=[socket.create_connection(('127.0.0.1',%1)) for _ in range(40)]\n"
                               "print('connected',flush=True)\n"
                               "sys.stdin.readline()\n")
                    .arg(port)});
    QTRY_COMPARE(peer.state(), QProcess::Running);
    const rlimit tight{limitThatLeaves(8), before.rlim_max};
    QCOMPARE(setrlimit(RLIMIT_NOFILE, &tight), 0);
    peer.write("\n");
    const bool isSaid =
        QTest::qWaitFor([&] { return m_user->word() == QLatin1String("Accepting paused"); }, 10'000);
    const QString message = m_user->message();
    QCOMPARE(setrlimit(RLIMIT_NOFILE, &before), 0);
    QVERIFY(isSaid);
    QVERIFY2(message.contains(QStringLiteral("open files")), qPrintable(message));
    QTRY_COMPARE_WITH_TIMEOUT(m_user->word(), QStringLiteral("Listening"), 10'000);
    QTRY_COMPARE_WITH_TIMEOUT(m_user->table("clients")->model()->rowCount(), 40, 10'000);
    QTRY_VERIFY2(m_user->message().isEmpty(), qPrintable(m_user->message()));
    peer.closeWriteChannel();
    QTRY_COMPARE_WITH_TIMEOUT(peer.state(), QProcess::NotRunning, 10'000);
}

void TestTcpServerPane::changesAfterTheStartAreSaid()
{
    QVERIFY(listen() != 0);
    auto* remark = child<QLabel>(*m_pane, "stateRemark");
    QVERIFY(remark->isHidden());
    child<QSpinBox>(*m_pane, "maxClients")->setValue(3);
    QVERIFY(!remark->isHidden());
    child<QSpinBox>(*m_pane, "maxClients")->setValue(freePort().server.maxClients);
    QVERIFY(remark->isHidden());
    m_user->compose("the message may change"); // it is sent as it is then
    QVERIFY(remark->isHidden());
}

void TestTcpServerPane::repeats()
{
    SocketPeer peer(listen());
    QTRY_VERIFY(m_user->table("clients")->model()->rowCount() == 1);
    m_user->compose("{{counter}},");
    child<QCheckBox>(*m_pane, "repeat")->setChecked(true);
    child<QSpinBox>(*m_pane, "repeatInterval")->setValue(1);
    child<QSpinBox>(*m_pane, "repeatTimes")->setValue(5);
    QTRY_VERIFY(m_user->isOn("sendButton"));
    m_user->click("sendButton");
    QTRY_COMPARE(peer.received().count(','), 5);
    QTRY_VERIFY(m_user->says("sendStatus").startsWith(QStringLiteral("5 sent")));
    QTRY_VERIFY(child<QPushButton>(*m_pane, "sendButton")->isVisible());
}

void TestTcpServerPane::stopsRepeating()
{
    SocketPeer peer(listen());
    QTRY_VERIFY(m_user->table("clients")->model()->rowCount() == 1);
    m_user->compose("x");
    child<QCheckBox>(*m_pane, "repeat")->setChecked(true);
    child<QSpinBox>(*m_pane, "repeatInterval")->setValue(2);
    child<QSpinBox>(*m_pane, "repeatTimes")->setValue(0);
    QTRY_VERIFY(m_user->isOn("sendButton"));
    m_user->click("sendButton");
    QTRY_VERIFY(peer.received().size() > 3);
    auto* stop = child<QPushButton>(*m_pane, "stopSendingButton");
    QTRY_VERIFY(stop->isVisible());
    QVERIFY(m_user->says("sendStatus").contains(QStringLiteral("/s")));
    m_user->click("stopSendingButton");
    QTRY_VERIFY(!stop->isVisible());
    QVERIFY(child<QPushButton>(*m_pane, "sendButton")->isVisible());
}

void TestTcpServerPane::mutesAndFollows()
{
    const quint16 port = listen();
    SocketPeer peers[] = {SocketPeer(port), SocketPeer(port), SocketPeer(port)};
    QTableView* table = m_user->table("clients");
    QTRY_COMPARE(table->model()->rowCount(), 3);
    const auto* panel = m_pane->findChild<ClientsPanel*>();
    QVERIFY(panel != nullptr);
    const auto* reset = m_pane->findChild<QAction*>(QStringLiteral("resetClients"));
    QVERIFY(!reset->isEnabled() && reset->toolTip().contains(QStringLiteral("Select a client")));
    QVERIFY(panel->shown().endpoints.contains(m_pane->endpoint())); // all there are and will be
    QVERIFY(panel->shown().except.isEmpty());
    table->selectRow(0);
    QCOMPARE(panel->shown().connections.size(), 1);
    QVERIFY(panel->shown().endpoints.isEmpty());
    m_user->act("muteClients");
    QVERIFY(m_user->cell("clients", 0, ConnectionModel::State).contains(QStringLiteral("muted")));
    QCOMPARE(panel->shown().except.size(), 1);
    table->selectRow(1);
    QSignalSpy activated(m_pane.get(), &Pane::connectionActivated);
    m_user->act("followClients");
    QCOMPARE(activated.count(), 1);
    const ConversationSelection followed = panel->shown();
    QCOMPARE(followed.connections.size(), 1);
    table->selectRow(2);
    QVERIFY(panel->shown() == followed);
    m_user->act("followClients");
    QVERIFY(panel->shown() != followed);
    table->clearSelection();
    QCOMPARE(panel->shown().except.size(), 1);
}

void TestTcpServerPane::badReplyTurnsTheButtonOff()
{
    ServerItem item = freePort();
    item.responder.kind = ResponderSpec::Kind::FixedReply;
    item.responder.reply.text = QStringLiteral("\\xZZ");
    m_pane->setContent(item);
    QVERIFY(!m_user->isOn("toggle"));
    QVERIFY(!m_user->says("hintText").isEmpty());
    item.responder.kind = ResponderSpec::Kind::Echo; // then the reply does not count
    m_pane->setContent(item);
    QVERIFY(m_user->isOn("toggle"));
    item.greeting.form = PayloadSpec::Form::File;
    item.greeting.text = m_stage->path(QStringLiteral("missing"));
    m_pane->setContent(item);
    QVERIFY(!m_user->isOn("toggle"));
}

void TestTcpServerPane::closingThePaneClosesItsClients()
{
    SocketPeer peer(listen());
    QTRY_COMPARE(m_user->table("clients")->model()->rowCount(), 1);
    m_user.reset();
    m_pane.reset();
    QTRY_VERIFY(peer.hasEnded());
    QVERIFY(m_stage->sessions().running().isEmpty());
}

QTEST_MAIN(TestTcpServerPane)
#include "tst_tcpserverpane.moc"
