// SPDX-License-Identifier: MIT
#include "capture/capturestore.h"
#include "payload/payloadsource.h"
#include "support/rawpeer.h"
#include "ui/shell/openpanes.h"
#include "ui/shell/panefactory.h"
#include "ui/shell/resend.h"
#include "ui/shell/theme.h"

#include <QPushButton>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace wl;

namespace {

const QByteArray odd("a\0{{counter}}\\n\xFF\r\n", 17);

} // namespace

class tst_resend : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { theme::install(); }
    void init();
    void cleanup();
    void ways_data();
    void ways();
    void onTheSameConnection();
    void connectsAgainWhereItHasEnded();
    void newPaneWhereThePaneHasGone();
    void refusedSaysSo();
    void serversClientThatIsGone();
    void serversClientThatIsThere();
    void datagram();
    void editTakesExactBytes();
    void editPlainTextAsText();
    void eventsAndReceivedAreRefused();
    void fromAnOpenedCapture();

private:
    Pane* openClient(quint16 port)
    {
        ClientItem item;
        item.client.address = {Scheme::Tcp, QStringLiteral("127.0.0.1"), port, {}};
        Pane* pane = m_panes->openNew(item);
        pane->trigger(false);
        return pane;
    }
    [[nodiscard]] EndpointState stateOf(const Pane* pane) const
    {
        return m_sessions->state(pane->endpoint());
    }
    /// The first record of data that was sent, or received.
    [[nodiscard]] RecordId dataRecord(Direction direction) const
    {
        for (quint64 i = 0; i < m_store->recordCount(); ++i) {
            const RecordEntry entry = m_store->record(RecordId(i));
            if (entry.kind == RecordKind::Data && entry.direction == direction)
                return RecordId(i);
        }
        return {};
    }
    void sendFirst(const Pane* pane, const QByteArray& bytes)
    {
        QTRY_COMPARE(stateOf(pane).phase, EndpointState::Phase::Open);
        SendJob job;
        job.bytes = bytes;
        QVERIFY(m_sessions->send(pane->endpoint(), job));
        QTRY_VERIFY(dataRecord(Direction::Sent).isValid());
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<Settings> m_settings;
    std::unique_ptr<CaptureStore> m_store;
    std::shared_ptr<const RecordSource> m_live;
    std::unique_ptr<Sessions> m_sessions;
    std::unique_ptr<Pulse> m_pulse;
    std::unique_ptr<PaneTabs> m_tabs;
    std::unique_ptr<OpenPanes> m_panes;
    std::unique_ptr<Resend> m_resend;
    std::unique_ptr<QSignalSpy> m_failures;
};

void tst_resend::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_settings =
        std::make_unique<Settings>(Settings::load(m_folder->filePath(QStringLiteral("settings.ini"))));
    CaptureConfig config;
    config.path = m_folder->filePath(QStringLiteral("live.pcapng"));
    auto store = CaptureStore::create(config);
    QVERIFY(store);
    m_store = std::move(*store);
    m_live = {std::shared_ptr<const void>(), m_store.get()};
    m_sessions = std::make_unique<Sessions>(*m_store);
    m_pulse = std::make_unique<Pulse>();
    m_tabs = std::make_unique<PaneTabs>();
    m_tabs->show();
    const PaneContext context{*m_sessions, *m_store, *m_settings, *m_pulse, {}};
    m_panes = std::make_unique<OpenPanes>(*m_tabs, context, nullptr, &panefactory::make);
    m_resend = std::make_unique<Resend>(*m_sessions, *m_panes, m_live);
    m_failures = std::make_unique<QSignalSpy>(m_resend.get(), &Resend::failed);
}

void tst_resend::cleanup()
{
    m_resend.reset();
    m_panes.reset();
    m_tabs.reset();
    m_pulse.reset();
    m_sessions.reset();
    m_store.reset();
}

void tst_resend::ways_data()
{
    QTest::addColumn<Transport>("transport");
    QTest::addColumn<Role>("role");
    QTest::addColumn<bool>("isOpen");
    QTest::addColumn<bool>("hasPane");
    QTest::addColumn<ResendWay>("way");
    QTest::newRow("open") << Transport::Tcp << Role::Client << true << true << ResendWay::Connection;
    QTest::newRow("open, of a server")
        << Transport::Tcp << Role::Server << true << true << ResendWay::Connection;
    QTest::newRow("ended") << Transport::Tls << Role::Client << false << true << ResendWay::Pane;
    QTest::newRow("ended, no pane") << Transport::Tcp << Role::Client << false << false << ResendWay::NewPane;
    QTest::newRow("client gone") << Transport::Tcp << Role::Server << false << true << ResendWay::Nobody;
    QTest::newRow("UDP, bound") << Transport::Udp << Role::Server << true << true << ResendWay::Connection;
    QTest::newRow("UDP, closed") << Transport::Udp << Role::Server << false << true << ResendWay::Pane;
    QTest::newRow("UDP, no pane") << Transport::Udp << Role::Server << false << false << ResendWay::NewPane;
}

void tst_resend::ways()
{
    QFETCH(Transport, transport);
    QFETCH(Role, role);
    QFETCH(bool, isOpen);
    QFETCH(bool, hasPane);
    QTEST(resendway::decide({transport, role, isOpen, hasPane}), "way");
}

void tst_resend::onTheSameConnection()
{
    test::RawListener listener;
    Pane* pane = openClient(listener.port());
    test::RawPeer peer = listener.waitForPeer();
    sendFirst(pane, odd);
    QTRY_COMPARE(peer.pump().received(), odd);
    m_resend->sendAgain(m_live, dataRecord(Direction::Sent));
    QTRY_COMPARE(peer.pump().received(), odd + odd);
    QVERIFY(!listener.accept());
    QVERIFY(m_failures->isEmpty());
}

void tst_resend::connectsAgainWhereItHasEnded()
{
    test::RawListener listener;
    Pane* pane = openClient(listener.port());
    {
        test::RawPeer peer = listener.waitForPeer();
        sendFirst(pane, odd);
        QTRY_COMPARE(peer.pump().received(), odd);
    }
    pane->trigger(true);
    QTRY_COMPARE(stateOf(pane).phase, EndpointState::Phase::Stopped);
    m_resend->sendAgain(m_live, dataRecord(Direction::Sent));
    test::RawPeer again = listener.waitForPeer();
    QTRY_COMPARE(again.pump().received(), odd);
    QCOMPARE(m_tabs->count(), 1);
    QVERIFY(m_failures->isEmpty());
}

void tst_resend::newPaneWhereThePaneHasGone()
{
    test::RawListener listener;
    Pane* pane = openClient(listener.port());
    test::RawPeer peer = listener.waitForPeer();
    sendFirst(pane, odd);
    m_panes->close(pane);
    QCOMPARE(m_tabs->count(), 0);
    QTRY_VERIFY(peer.pump().isFinished());
    m_resend->sendAgain(m_live, dataRecord(Direction::Sent));
    test::RawPeer again = listener.waitForPeer();
    QTRY_COMPARE(again.pump().received(), odd);
    QCOMPARE(m_tabs->count(), 1);
}

void tst_resend::refusedSaysSo()
{
    test::RawListener listener;
    Pane* pane = openClient(listener.port());
    {
        test::RawPeer peer = listener.waitForPeer();
        sendFirst(pane, odd);
        QTRY_COMPARE(peer.pump().received(), odd);
    }
    QTRY_VERIFY(stateOf(pane).phase != EndpointState::Phase::Open);
    pane->trigger(true);
    QTRY_COMPARE(stateOf(pane).phase, EndpointState::Phase::Stopped);
    listener.close();
    m_resend->sendAgain(m_live, dataRecord(Direction::Sent));
    QTRY_COMPARE(m_failures->size(), 1);
    QVERIFY(m_failures->at(0).at(0).toString().contains(QStringLiteral("Nothing was sent")));
}

void tst_resend::serversClientThatIsGone()
{
    ServerItem item;
    item.server.address.host = QStringLiteral("127.0.0.1");
    Pane* pane = m_panes->openNew(item);
    pane->trigger(false);
    QTRY_COMPARE(stateOf(pane).phase, EndpointState::Phase::Listening);
    test::RawPeer client = test::RawPeer::connectTo(stateOf(pane).local.constFirst().port);
    QTRY_COMPARE(m_store->connectionCount(), 1U);
    QTRY_COMPARE(m_store->connection(ConnectionId(0)).state.load(), ConnectionState::Open);
    SendJob job;
    job.bytes = odd;
    QVERIFY(m_sessions->send(pane->endpoint(), job));
    QTRY_COMPARE(client.pump().received(), odd);
    client.reset();
    QTRY_COMPARE(m_store->connection(ConnectionId(0)).state.load(), ConnectionState::Reset);
    m_resend->sendAgain(m_live, dataRecord(Direction::Sent));
    QTRY_COMPARE(m_failures->size(), 1);
    QVERIFY(m_failures->at(0).at(0).toString().contains(QStringLiteral("this client has gone")));
}

void tst_resend::serversClientThatIsThere()
{
    ServerItem item;
    item.server.address.host = QStringLiteral("127.0.0.1");
    Pane* pane = m_panes->openNew(item);
    pane->trigger(false);
    QTRY_COMPARE(stateOf(pane).phase, EndpointState::Phase::Listening);
    const quint16 port = stateOf(pane).local.constFirst().port;
    test::RawPeer one = test::RawPeer::connectTo(port);
    QTRY_COMPARE(m_store->connectionCount(), 1U);
    test::RawPeer other = test::RawPeer::connectTo(port);
    QTRY_COMPARE(m_store->connectionCount(), 2U);
    SendJob job;
    job.bytes = odd;
    job.to = {ConnectionId(0)};
    QVERIFY(m_sessions->send(pane->endpoint(), job));
    QTRY_COMPARE(one.pump().received(), odd);
    m_resend->sendAgain(m_live, dataRecord(Direction::Sent));
    QTRY_COMPARE(one.pump().received(), odd + odd);
    QVERIFY(other.pump().received().isEmpty());
    // The editor gets the bytes, and this client alone as receiver.
    const auto* button = pane->findChild<QPushButton*>(QStringLiteral("sendButton"));
    QTRY_COMPARE(pane->openConnections(), 2);
    m_resend->editAndSend(m_live, dataRecord(Direction::Sent));
    QTRY_COMPARE(std::get<ServerItem>(pane->content()).message.form, PayloadSpec::Form::Hex);
    QCOMPARE(button->text(), QStringLiteral("Send to 1 client"));
}

void tst_resend::datagram()
{
    UdpItem receiver;
    receiver.udp.address = {Scheme::Udp, QStringLiteral("127.0.0.1"), 0, {}};
    const auto far = m_sessions->start(receiver);
    QVERIFY(far);
    QTRY_COMPARE(m_sessions->state(*far).phase, EndpointState::Phase::Listening);
    UdpItem item = receiver;
    item.udp.target = {
        Scheme::Udp, QStringLiteral("127.0.0.1"), m_sessions->state(*far).local.constFirst().port, {}};
    Pane* pane = m_panes->openNew(item);
    pane->trigger(false);
    QTRY_COMPARE(stateOf(pane).phase, EndpointState::Phase::Listening);
    SendJob job;
    job.bytes = odd;
    QVERIFY(m_sessions->send(pane->endpoint(), job));
    const auto received = [&] {
        int count = 0;
        for (quint64 i = 0; i < m_store->recordCount(); ++i) {
            const RecordEntry entry = m_store->record(RecordId(i));
            count += entry.kind == RecordKind::Data && entry.direction == Direction::Received &&
                     m_store->payload(RecordId(i)).value_or(QByteArray()) == odd;
        }
        return count;
    };
    QTRY_COMPARE(received(), 1);
    m_resend->sendAgain(m_live, dataRecord(Direction::Sent));
    QTRY_COMPARE(received(), 2);
    // From a socket that is closed it goes after binding again.
    pane->trigger(true);
    QTRY_COMPARE(stateOf(pane).phase, EndpointState::Phase::Stopped);
    m_resend->sendAgain(m_live, dataRecord(Direction::Sent));
    QTRY_COMPARE(received(), 3);
    QVERIFY(m_failures->isEmpty());
}

void tst_resend::editTakesExactBytes()
{
    test::RawListener listener;
    Pane* pane = openClient(listener.port());
    test::RawPeer peer = listener.waitForPeer();
    sendFirst(pane, odd);
    m_resend->editAndSend(m_live, dataRecord(Direction::Sent));
    QTRY_COMPARE(std::get<ClientItem>(pane->content()).message.form, PayloadSpec::Form::Hex);
    auto source = PayloadSource::compile(std::get<ClientItem>(pane->content()).message);
    QVERIFY(source);
    QCOMPARE(source->render().value_or(QByteArray()), odd);
    QCOMPARE(peer.pump().received(), odd); // nothing was sent by that
}

void tst_resend::editPlainTextAsText()
{
    test::RawListener listener;
    Pane* pane = openClient(listener.port());
    test::RawPeer peer = listener.waitForPeer();
    sendFirst(pane, "hi {{counter}} \\n");
    m_resend->editAndSend(m_live, dataRecord(Direction::Sent));
    const auto message = [&] { return std::get<ClientItem>(pane->content()).message; };
    QTRY_COMPARE(message().text, QStringLiteral("hi {{counter}} \\n"));
    QVERIFY(!message().escapes);
    QVERIFY(!message().templates);
}

void tst_resend::eventsAndReceivedAreRefused()
{
    test::RawListener listener;
    Pane* pane = openClient(listener.port());
    test::RawPeer peer = listener.waitForPeer();
    peer.send("hello");
    QTRY_VERIFY(dataRecord(Direction::Received).isValid());
    QVERIFY(!Resend::whyNotAgain(m_store->record(RecordId(0))).isEmpty());
    m_resend->sendAgain(m_live, dataRecord(Direction::Received));
    QCOMPARE(m_failures->size(), 1);
    m_resend->editAndSend(m_live, RecordId(0));
    QCOMPARE(m_failures->size(), 2);
    m_resend->editAndSend(m_live, dataRecord(Direction::Received));
    QTRY_COMPARE(std::get<ClientItem>(pane->content()).message.text, QStringLiteral("hello"));
    RecordEntry large = m_store->record(dataRecord(Direction::Received));
    large.length = quint32(Resend::mostEdited) + 1;
    QVERIFY(!Resend::whyNotEdit(large).isEmpty());
}

void tst_resend::fromAnOpenedCapture()
{
    test::RawListener listener;
    Pane* pane = openClient(listener.port());
    test::RawPeer peer = listener.waitForPeer();
    sendFirst(pane, odd);
    QTRY_COMPARE(peer.pump().received(), odd);
    // The same records as somebody else's: its numbers say nothing of this run's connections.
    const std::shared_ptr<const RecordSource> other(m_store.get(), [](const RecordSource*) {});
    Resend opened(*m_sessions, *m_panes, nullptr);
    opened.sendAgain(other, dataRecord(Direction::Sent));
    test::RawPeer again = listener.waitForPeer();
    QTRY_COMPARE(again.pump().received(), odd);
    QCOMPARE(m_tabs->count(), 2);
    QCOMPARE(peer.pump().received(), odd);
}

QTEST_MAIN(tst_resend)
#include "tst_resend.moc"
