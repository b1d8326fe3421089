// SPDX-License-Identifier: MIT
#include "ui/shell/panetabs.h"
#include "ui/shell/statuspanel.h"

#include <QLabel>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>

using namespace wl;

/// The words of states: in the status bar and on the tabs.
class TestStatusPanel : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void countsWhatRuns();
    void marksServersThatOthersCanReach();
    void countsNoUdpClients();
    void countsRecordsWithTheList();
    void countsWhatWasDropped();
    void tabsSayTheState();
    void longTitlesLeaveRoomForTheWord();

private:
    [[nodiscard]] QLabel* label(const char* name) const
    {
        return m_panel->findChild<QLabel*>(QLatin1String(name));
    }
    [[nodiscard]] QString refreshed(const char* name) const
    {
        m_panel->refresh();
        return label(name)->text();
    }
    void listen(const QString& host)
    {
        ServerItem item;
        item.server.address = {Scheme::Tcp, host, 0, {}};
        const Result<EndpointId> id = m_sessions->start(item);
        QVERIFY(id);
        QTRY_COMPARE(m_sessions->state(*id).phase, EndpointState::Phase::Listening);
    }

    QTemporaryDir m_folder;
    std::unique_ptr<CaptureStore> m_capture;
    std::unique_ptr<Sessions> m_sessions;
    std::unique_ptr<Pulse> m_pulse;
    std::unique_ptr<StatusPanel> m_panel;
};

void TestStatusPanel::init()
{
    auto capture = CaptureStore::create({m_folder.filePath(QStringLiteral("c.pcapng")), false});
    QVERIFY(capture);
    m_capture = std::move(*capture);
    m_sessions = std::make_unique<Sessions>(*m_capture);
    m_pulse = std::make_unique<Pulse>();
    m_panel = std::make_unique<StatusPanel>(*m_capture, *m_sessions, *m_pulse);
    m_panel->show();
}

void TestStatusPanel::cleanup()
{
    m_panel.reset();
    m_sessions.reset();
    m_capture.reset();
}

void TestStatusPanel::countsWhatRuns()
{
    QCOMPARE(label("statusActivity")->text(), QStringLiteral("0 listening · 0 connections"));
    QVERIFY(!label("statusActivity")->toolTip().isEmpty());
    QVERIFY(label("statusRecords")->text().startsWith(QStringLiteral("0 records")));
    QVERIFY(label("statusRecords")->text().endsWith(QStringLiteral("0 lost")));
    QVERIFY(!label("statusWarning")->isVisible());
    listen(QStringLiteral("127.0.0.1"));
    QCOMPARE(refreshed("statusActivity"), QStringLiteral("1 listening · 0 connections"));
    QVERIFY(!label("statusExposed")->isVisible());
}

void TestStatusPanel::marksServersThatOthersCanReach()
{
    listen(QStringLiteral("*"));
    m_panel->refresh();
    QVERIFY(label("statusExposed")->isVisible());
    QVERIFY(label("statusExposedIcon")->isVisible());
}

void TestStatusPanel::countsNoUdpClients()
{
    UdpItem item;
    item.udp.address = {Scheme::Udp, QStringLiteral("127.0.0.1"), 0, {}};
    item.udp.target = {Scheme::Udp, QStringLiteral("127.0.0.1"), 9, {}};
    const Result<EndpointId> client = m_sessions->start(item);
    QVERIFY(client);
    QTRY_COMPARE(m_sessions->state(*client).phase, EndpointState::Phase::Listening);
    QCOMPARE(refreshed("statusActivity"), QStringLiteral("0 listening · 0 connections"));
    item.responder.kind = ResponderSpec::Kind::Echo;
    const Result<EndpointId> echo = m_sessions->start(item);
    QVERIFY(echo);
    item = {};
    item.udp.address = {Scheme::Udp, QStringLiteral("127.0.0.1"), 0, {}};
    const Result<EndpointId> receiver = m_sessions->start(item);
    QVERIFY(receiver);
    QTRY_COMPARE(m_sessions->state(*echo).phase, EndpointState::Phase::Listening);
    QTRY_COMPARE(m_sessions->state(*receiver).phase, EndpointState::Phase::Listening);
    QCOMPARE(refreshed("statusActivity"), QStringLiteral("2 listening · 0 connections"));
    m_sessions->remove(*echo);
    QVERIFY(!m_sessions->isServer(*echo) && !m_sessions->isServer(EndpointId(999)));
}

void TestStatusPanel::countsRecordsWithTheList()
{
    const ConnectionId id = m_capture->addConnection({});
    m_capture->event(id, RecordKind::Opened, Direction::Sent, now(), {});
    emit m_pulse->tick(); // the next one, not twelve later
    QVERIFY(label("statusRecords")->text().startsWith(QStringLiteral("1 record ")));
}

void TestStatusPanel::countsWhatWasDropped()
{
    m_capture->kernelDropped(EndpointId(0), 1'234);
    QVERIFY(refreshed("statusRecords").contains(QStringLiteral("1,234 datagrams dropped by the kernel")));
    const ConnectionId id = m_capture->addConnection({});
    m_capture->event(id, RecordKind::Opened, Direction::Sent, now(), {});
    QVERIFY(refreshed("statusRecords").startsWith(QStringLiteral("1 record ")));
}

void TestStatusPanel::tabsSayTheState()
{
    PaneTabs tabs;
    auto* page = new QWidget;
    tabs.addPage(page, QStringLiteral("A & B"));
    QCOMPARE(tabs.tabText(0), QStringLiteral("A && B"));
    tabs.setPageState(page, {PaneState::Mark::Active, QStringLiteral("Listening")}, false);
    QCOMPARE(tabs.tabText(0), QStringLiteral("A && B · Listening"));
    const QImage active = tabs.tabIcon(0).pixmap(16).toImage();
    tabs.setPageState(page, {PaneState::Mark::Failed, QStringLiteral("Failed")}, false);
    QVERIFY(tabs.tabIcon(0).pixmap(16).toImage() != active); // another shape, not only another word
    tabs.setPageState(page, {PaneState::Mark::Active, QStringLiteral("Listening")}, true);
    QVERIFY(tabs.tabToolTip(0).contains(QStringLiteral("Other machines")));
    QWidget stranger;
    tabs.setPageState(&stranger, {}, false);
    tabs.setPageTitle(&stranger, QStringLiteral("x"));
    tabs.selectNext();
    tabs.selectPrevious();
    QCOMPARE(tabs.currentIndex(), 0);
    delete page;
    QCOMPARE(tabs.count(), 0);
    tabs.selectNext();
}

void TestStatusPanel::longTitlesLeaveRoomForTheWord()
{
    PaneTabs tabs;
    auto* page = new QWidget;
    tabs.addPage(page, QString(200, u'x'));
    tabs.setPageState(page, {PaneState::Mark::Busy, QStringLiteral("Connecting")}, false);
    QVERIFY(tabs.tabText(0).endsWith(QStringLiteral("· Connecting")));
    QVERIFY(tabs.tabText(0).size() < 60);
    QVERIFY(
        Qt::mightBeRichText(tabs.tabToolTip(0))); // made by us, so that the title is never taken for markup
    QVERIFY(tabs.tabToolTip(0).contains(QString(200, u'x')));
}

QTEST_MAIN(TestStatusPanel)
#include "tst_statuspanel.moc"
