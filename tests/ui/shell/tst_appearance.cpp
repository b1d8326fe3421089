// SPDX-License-Identifier: MIT
#include "ui/shell/appearance.h"
#include "ui/shell/theme.h"

#include <QDBusConnection>
#include <QDBusContext>
#include <QDBusMessage>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace wl;

/// What the desktop's portal answers; its color scheme is set by the test.
class FakePortal : public QObject, protected QDBusContext
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.portal.Settings")
public:
    uint scheme = 0;
    int reads = 0;
    bool isBroken = false;

public slots:
    QDBusVariant Read(const QString& group, const QString& key)
    {
        ++reads;
        if (isBroken || group != QLatin1String("org.freedesktop.appearance") ||
            key != QLatin1String("color-scheme")) {
            sendErrorReply(QStringLiteral("org.freedesktop.portal.Error.NotFound"),
                           QStringLiteral("not found"));
            return {};
        }
        return QDBusVariant(QVariant::fromValue(QDBusVariant(scheme)));
    }

signals:
    void SettingChanged(const QString& group, const QString& key, const QDBusVariant& value);
};

/// The look follows the desktop, over a session bus of the test's own.
class TestAppearance : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void cleanupTestCase();
    void init();
    void asksAtTheStart();
    void followsChanges();
    void otherSettingsDoNotMatter();
    void forcedLookStays();
    void brokenPortalChangesNothing();

private:
    QProcess m_bus;
    QTemporaryDir m_folder;
    std::unique_ptr<FakePortal> m_portal;
    std::unique_ptr<Settings> m_settings;
};

void TestAppearance::initTestCase()
{
    const QString daemon = QStandardPaths::findExecutable(QStringLiteral("dbus-daemon"));
    if (daemon.isEmpty())
        QSKIP("dbus-daemon is not installed");
    m_bus.start(daemon,
                {QStringLiteral("--session"), QStringLiteral("--nofork"), QStringLiteral("--print-address")});
    QTRY_VERIFY_WITH_TIMEOUT(m_bus.canReadLine(), 20'000);
    qputenv("DBUS_SESSION_BUS_ADDRESS", m_bus.readLine().trimmed());
    theme::install();
    QDBusConnection desktop =
        QDBusConnection::connectToBus(QDBusConnection::SessionBus, QStringLiteral("desktop"));
    QVERIFY(desktop.isConnected());
    QVERIFY(desktop.registerService(QStringLiteral("org.freedesktop.portal.Desktop")));
}

void TestAppearance::cleanupTestCase()
{
    QDBusConnection::disconnectFromBus(QStringLiteral("desktop"));
    m_bus.terminate();
    QTRY_COMPARE(m_bus.state(), QProcess::NotRunning);
}

void TestAppearance::init()
{
    QDBusConnection desktop(QStringLiteral("desktop"));
    desktop.unregisterObject(QStringLiteral("/org/freedesktop/portal/desktop"));
    m_portal = std::make_unique<FakePortal>();
    QVERIFY(desktop.registerObject(QStringLiteral("/org/freedesktop/portal/desktop"), m_portal.get(),
                                   QDBusConnection::ExportAllSlots | QDBusConnection::ExportAllSignals));
    m_settings = std::make_unique<Settings>(Settings::load(m_folder.filePath(QStringLiteral("none.ini"))));
}

void TestAppearance::asksAtTheStart()
{
    m_portal->scheme = 1;
    Appearance appearance(*m_settings, false);
    QVERIFY(!Colors::isDark());
    appearance.askDesktop();
    QTRY_VERIFY(Colors::isDark());
    QVERIFY(appearance.isSystemDark());
}

void TestAppearance::followsChanges()
{
    Appearance appearance(*m_settings, true);
    QVERIFY(Colors::isDark());
    QSignalSpy changed(&appearance, &Appearance::changed);
    appearance.askDesktop();
    QTRY_VERIFY(!Colors::isDark()); // 0: no preference
    emit m_portal->SettingChanged(QStringLiteral("org.freedesktop.appearance"),
                                  QStringLiteral("color-scheme"), QDBusVariant(1U));
    QTRY_VERIFY(Colors::isDark());
    emit m_portal->SettingChanged(QStringLiteral("org.freedesktop.appearance"),
                                  QStringLiteral("color-scheme"), QDBusVariant(2U));
    QTRY_VERIFY(!Colors::isDark());
    QCOMPARE(changed.count(), 3);
}

void TestAppearance::otherSettingsDoNotMatter()
{
    m_portal->scheme = 1;
    Appearance appearance(*m_settings, false);
    appearance.askDesktop();
    QTRY_VERIFY(Colors::isDark());
    emit m_portal->SettingChanged(QStringLiteral("org.gnome.desktop.interface"),
                                  QStringLiteral("color-scheme"), QDBusVariant(2U));
    emit m_portal->SettingChanged(QStringLiteral("org.freedesktop.appearance"),
                                  QStringLiteral("accent-color"), QDBusVariant(QStringLiteral("red")));
    emit m_portal->SettingChanged(QStringLiteral("org.freedesktop.appearance"),
                                  QStringLiteral("color-scheme"), QDBusVariant(2U));
    QTRY_VERIFY(!Colors::isDark());
    QCOMPARE(m_portal->reads, 1);
}

void TestAppearance::forcedLookStays()
{
    QVERIFY(m_settings->override(QStringLiteral("look/theme"), QStringLiteral("light")));
    m_portal->scheme = 1;
    Appearance appearance(*m_settings, false);
    appearance.askDesktop();
    QTRY_VERIFY(appearance.isSystemDark());
    QVERIFY(!Colors::isDark());
}

void TestAppearance::brokenPortalChangesNothing()
{
    m_portal->isBroken = true;
    Appearance appearance(*m_settings, true);
    appearance.askDesktop();
    QTRY_COMPARE(m_portal->reads, 1);
    emit m_portal->SettingChanged(QStringLiteral("org.freedesktop.appearance"),
                                  QStringLiteral("color-scheme"), QDBusVariant(QStringLiteral("garbage")));
    // A true answer after it shows that the wrong one was seen and left aside.
    QVERIFY(Colors::isDark());
    QSignalSpy changed(&appearance, &Appearance::changed);
    emit m_portal->SettingChanged(QStringLiteral("org.freedesktop.appearance"),
                                  QStringLiteral("color-scheme"), QDBusVariant(2U));
    QTRY_VERIFY(!Colors::isDark());
    QCOMPARE(changed.count(), 1);
}

QTEST_MAIN(TestAppearance)
#include "tst_appearance.moc"
