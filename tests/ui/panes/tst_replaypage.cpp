// SPDX-License-Identifier: MIT
#include "capture/capturestore.h"
#include "support/memorysource.h"
#include "support/rawpeer.h"
#include "ui/panes/replay/replaypage.h"
#include "ui/panes/replay/replaywords.h"
#include "ui/widgets/messagebar.h"

#include <QComboBox>
#include <QDoubleSpinBox>
#include <QLineEdit>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

using namespace wl;

class tst_replaypage : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void cleanup();
    void addressIsFilledIn();
    void replaysAndKeepsTheConnection();
    void stepByStep();
    void speedCanChangeMeanwhile();
    void selectionInItsDirection();
    void otherDirection();
    void badAddressIsSaidWhileTyped();
    void refusedIsSaid();
    void emptyDirectionCannotStart();
    void closingTheTabEndsTheConnection();
    void words();

private:
    void open(const ReplayPage::Subject& subject)
    {
        m_page = std::make_unique<ReplayPage>(subject, *m_sessions, *m_store, *m_pulse);
        m_page->resize(900, 500);
        m_page->show();
    }
    template <typename T>
    [[nodiscard]] T* child(const char* name) const
    {
        return m_page->findChild<T*>(QLatin1String(name));
    }
    void choose(const char* combo, int row)
    {
        auto* box = child<QComboBox>(combo);
        box->setCurrentIndex(row);
        emit box->activated(row);
    }
    void startTo(quint16 port)
    {
        child<QLineEdit>("replayAddress")->setText(QStringLiteral("tcp://127.0.0.1:%1").arg(port));
        QTRY_VERIFY(child<QPushButton>("replayStart")->isEnabled());
        child<QPushButton>("replayStart")->click();
    }

    QTemporaryDir m_folder;
    std::shared_ptr<test::MemorySource> m_source;
    ConnectionId m_connection;
    std::unique_ptr<CaptureStore> m_store;
    std::unique_ptr<Sessions> m_sessions;
    std::unique_ptr<Pulse> m_pulse;
    std::unique_ptr<ReplayPage> m_page;
};

void tst_replaypage::init()
{
    m_source = std::make_shared<test::MemorySource>();
    m_connection = m_source->addConnection({}, QStringLiteral("127.0.0.1:8080"),
                                           QStringLiteral("127.0.0.1:5000"), Transport::Tcp, Role::Server);
    m_source->append(m_connection, Direction::Received, "one", RecordKind::Data, 3'600'000'000'000);
    m_source->append(m_connection, Direction::Sent, "answer");
    m_source->append(m_connection, Direction::Received, "two");
    CaptureConfig config;
    config.path = m_folder.filePath(QStringLiteral("live.pcapng"));
    auto store = CaptureStore::create(config);
    QVERIFY(store);
    m_store = std::move(*store);
    m_sessions = std::make_unique<Sessions>(*m_store);
    m_pulse = std::make_unique<Pulse>();
}

void tst_replaypage::cleanup()
{
    m_page.reset();
    m_pulse.reset();
    m_sessions.reset();
    m_store.reset();
}

void tst_replaypage::addressIsFilledIn()
{
    open({m_source, {m_connection}, {}, QStringLiteral("Conversation 1")});
    QCOMPARE(child<QLineEdit>("replayAddress")->text(), QStringLiteral("tcp://127.0.0.1:8080"));
    QCOMPARE(child<QComboBox>("replayDirection")->currentIndex(), 0);
    QCOMPARE(m_page->title(), QStringLiteral("Replay of Conversation 1"));
    QVERIFY(m_page->minimumSizeHint().width() <= 520); // so that the window fits 1024 pixels
}

void tst_replaypage::replaysAndKeepsTheConnection()
{
    open({m_source, {m_connection}, {}, QStringLiteral("x")});
    choose("replaySpeed", 2);
    test::RawListener listener;
    startTo(listener.port());
    test::RawPeer peer = listener.waitForPeer();
    QTRY_COMPARE(peer.pump().received(), QByteArray("onetwo"));
    QTRY_COMPARE(m_page->state().word, QStringLiteral("All sent, connected"));
    QVERIFY(!peer.isFinished());
    QVERIFY(!child<QPushButton>("replayStart")->isEnabled());
    child<QPushButton>("replayStop")->click();
    QTRY_VERIFY(peer.pump().isFinished());
    QTRY_VERIFY(child<QPushButton>("replayStart")->isEnabled());
}

void tst_replaypage::stepByStep()
{
    open({m_source, {m_connection}, {}, QStringLiteral("x")});
    choose("replaySpeed", 3);
    auto* step = child<QPushButton>("replayStep");
    QVERIFY(step->isVisible());
    QVERIFY(!step->isEnabled());
    test::RawListener listener;
    startTo(listener.port());
    test::RawPeer peer = listener.waitForPeer();
    QTRY_VERIFY(step->isEnabled());
    QVERIFY(peer.pump().received().isEmpty());
    step->click();
    QTRY_COMPARE(peer.pump().received(), QByteArray("one"));
    QTRY_VERIFY(step->isEnabled());
    step->click();
    QTRY_COMPARE(peer.pump().received(), QByteArray("onetwo"));
}

void tst_replaypage::speedCanChangeMeanwhile()
{
    open({m_source, {m_connection}, {}, QStringLiteral("x")});
    test::RawListener listener;
    startTo(listener.port());
    test::RawPeer peer = listener.waitForPeer();
    QTRY_COMPARE(peer.pump().received(), QByteArray("one")); // the second comes in an hour
    choose("replaySpeed", 2);
    QTRY_COMPARE(peer.pump().received(), QByteArray("onetwo"));
}

void tst_replaypage::selectionInItsDirection()
{
    open({m_source, {}, {RecordId(1)}, QStringLiteral("1 row")});
    QCOMPARE(child<QComboBox>("replayDirection")->currentIndex(), 1);
    test::RawListener listener;
    startTo(listener.port());
    test::RawPeer peer = listener.waitForPeer();
    QTRY_COMPARE(peer.pump().received(), QByteArray("answer"));
}

void tst_replaypage::otherDirection()
{
    open({m_source, {m_connection}, {}, QStringLiteral("x")});
    choose("replayDirection", 1);
    test::RawListener listener;
    startTo(listener.port());
    test::RawPeer peer = listener.waitForPeer();
    QTRY_COMPARE(peer.pump().received(), QByteArray("answer"));
}

void tst_replaypage::badAddressIsSaidWhileTyped()
{
    open({m_source, {m_connection}, {}, QStringLiteral("x")});
    auto* start = child<QPushButton>("replayStart");
    QTRY_VERIFY(start->isEnabled());
    for (const char* bad : {"", "tcp://127.0.0.1:0", "http://127.0.0.1/", "tcp://*:5", "nonsense://x:1"}) {
        child<QLineEdit>("replayAddress")->setText(QString::fromLatin1(bad));
        QVERIFY2(!start->isEnabled(), bad);
        QVERIFY(!start->toolTip().isEmpty());
    }
    child<QLineEdit>("replayAddress")->setText(QStringLiteral("udp://127.0.0.1:9"));
    QVERIFY(start->isEnabled());
}

void tst_replaypage::refusedIsSaid()
{
    quint16 port = 0;
    {
        test::RawListener gone;
        port = gone.port();
    }
    open({m_source, {m_connection}, {}, QStringLiteral("x")});
    startTo(port);
    QTRY_COMPARE(m_page->state().word, QStringLiteral("Failed"));
    QVERIFY(m_page->findChild<MessageBar*>()->text().contains(QStringLiteral("connection refused")));
    QTRY_VERIFY(child<QPushButton>("replayStart")->isEnabled());
}

void tst_replaypage::emptyDirectionCannotStart()
{
    const ConnectionId silent =
        m_source->addConnection({}, QStringLiteral("127.0.0.1:1"), QStringLiteral("127.0.0.1:2"));
    m_source->append(silent, Direction::Sent, "greeting");
    open({m_source, {silent}, {}, QStringLiteral("x")});
    QTRY_VERIFY(child<QPushButton>("replayStart")->toolTip().contains(QStringLiteral("nothing to send")));
    QVERIFY(!child<QPushButton>("replayStart")->isEnabled());
}

void tst_replaypage::closingTheTabEndsTheConnection()
{
    open({m_source, {m_connection}, {}, QStringLiteral("x")});
    test::RawListener listener;
    startTo(listener.port());
    test::RawPeer peer = listener.waitForPeer();
    QTRY_COMPARE(peer.pump().received(), QByteArray("one"));
    m_page.reset();
    QTRY_VERIFY(peer.pump().isFinished());
    QVERIFY(m_sessions->running().isEmpty());
}

void tst_replaypage::words()
{
    ReplayPlan plan;
    QCOMPARE(ReplayWords::facts(plan), QStringLiteral("nothing"));
    plan.dropped = 3;
    QVERIFY(ReplayWords::facts(plan).contains(QStringLiteral("dropped")));
    ReplayProgress progress;
    QCOMPARE(ReplayWords::state(progress, true).mark, PaneState::Mark::Busy);
    progress.phase = ReplayProgress::Phase::Failed;
    progress.error.code = ErrorCode::Canceled;
    QCOMPARE(ReplayWords::state(progress, true).word, QStringLiteral("Stopped"));
}

QTEST_MAIN(tst_replaypage)
#include "tst_replaypage.moc"
