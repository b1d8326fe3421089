// SPDX-License-Identifier: MIT
// Against GNOME's key ring on a message bus of its own; its window system is never needed.
#include "ui/workspace/keyring.h"

#include "support/patience.h"
#include "support/program.h"

#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

using namespace wl;
using Outcome = SecretStore::Outcome;

namespace {

const QString secretsName = QStringLiteral("org.freedesktop.secrets");

/// A message bus that starts nothing by itself.
const QByteArray busConfig =
    "<!DOCTYPE busconfig PUBLIC '-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN' "
    "'http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd'>"
    "<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen>"
    "<policy context='default'><allow send_destination='*' eavesdrop='true'/><allow eavesdrop='true'/>"
    "<allow own='*'/></policy></busconfig>";

bool isOnTheBus(const QString& name)
{
    QProcess asking;
    asking.start(QStringLiteral("dbus-send"),
                 {QStringLiteral("--session"), QStringLiteral("--print-reply"),
                  QStringLiteral("--dest=org.freedesktop.DBus"), QStringLiteral("/"),
                  QStringLiteral("org.freedesktop.DBus.NameHasOwner"), QStringLiteral("string:") + name});
    return asking.waitForFinished() && asking.readAllStandardOutput().contains("true");
}

} // namespace

class TestKeyRing : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        for (const char* needed : {"dbus-daemon", "dbus-send", "gnome-keyring-daemon"}) {
            if (!test::Program::isThere(QString::fromLatin1(needed)))
                QSKIP("dbus or gnome-keyring is not installed");
        }
        m_home = std::make_unique<QTemporaryDir>();
        const QByteArray home = m_home->path().toLocal8Bit();
        for (const char* name : {"HOME", "XDG_RUNTIME_DIR", "XDG_DATA_HOME", "XDG_CONFIG_HOME"})
            qputenv(name, home);
        qunsetenv("XDG_CURRENT_DESKTOP");
        qunsetenv("DESKTOP_SESSION");
        const QString configPath = m_home->filePath(QStringLiteral("bus.conf"));
        QFile config(configPath);
        QVERIFY(config.open(QIODevice::WriteOnly));
        config.write(busConfig);
        config.close();
        m_bus = std::make_unique<test::Program>(
            QStringLiteral("dbus-daemon"),
            QStringList{QStringLiteral("--config-file=") + configPath, QStringLiteral("--print-address"),
                        QStringLiteral("--nofork"), QStringLiteral("--nopidfile")});
        const QByteArray address = m_bus->line();
        QVERIFY2(!address.isEmpty(), m_bus->errors().constData());
        qputenv("DBUS_SESSION_BUS_ADDRESS", address);
    }

    /// Before there is a key ring: the reason is told, and nothing is lost by asking.
    void withoutAKeyRing()
    {
        QVERIFY(!isOnTheBus(secretsName));
        KeyRing ring;
        QSignalSpy told(&ring, &SecretStore::problemChanged);
        QCOMPARE(write(ring, QStringLiteral("a"), "1"), Outcome::Failed);
        QCOMPARE(told.count(), 1);
        QVERIFY(!ring.problem().isEmpty());
        QCOMPARE(read(ring, QStringLiteral("a")).first, Outcome::Failed);
    }

    void keepsAndForgets()
    {
        startKeyRing();
        KeyRing ring;
        const QString key = QStringLiteral("/home/me/a b.yml#0011");
        QCOMPARE(read(ring, key).first, Outcome::NotFound);
        const QByteArray secret = QByteArray("{\"password\":\"\xc3\xa4\\u0000\n\"}");
        QCOMPARE(write(ring, key, secret), Outcome::Done);
        QCOMPARE(read(ring, key), qMakePair(Outcome::Done, secret));
        QCOMPARE(read(ring, key + u'2').first, Outcome::NotFound);
        QCOMPARE(write(ring, key, "second"), Outcome::Done);
        QCOMPARE(read(ring, key).second, QByteArray("second"));
        ring.remove(key);
        QCOMPARE(read(ring, key).first, Outcome::NotFound);
        ring.remove(key); // not there any more
        QCOMPARE(read(ring, key).first, Outcome::NotFound);
        QCOMPARE(ring.problem(), QString());
    }

    void writesBeforeTheEnd()
    {
        startKeyRing();
        const QString key = QStringLiteral("late");
        {
            KeyRing ring;
            {
                QObject asker; // gone before the answer
                ring.write(key, "1", &asker, [](Outcome) { QFAIL("nobody is there"); });
                ring.write(key, "2", &asker, [](Outcome) { QFAIL("nobody is there"); });
            }
            ring.finish(test::kPatienceMs);
        }
        KeyRing ring;
        QCOMPARE(read(ring, key).second, QByteArray("2"));
    }

    void keyRingThatDies()
    {
        startKeyRing();
        KeyRing ring;
        QCOMPARE(write(ring, QStringLiteral("b"), "1"), Outcome::Done);
        m_daemon.reset();
        QTRY_VERIFY(!isOnTheBus(secretsName));
        QCOMPARE(write(ring, QStringLiteral("b"), "2"), Outcome::Failed);
        QVERIFY(!ring.problem().isEmpty());
    }

private:
    void startKeyRing()
    {
        if (m_daemon)
            return;
        m_daemon = std::make_unique<test::Program>(QStringLiteral("gnome-keyring-daemon"),
                                                   QStringList{QStringLiteral("--foreground"),
                                                               QStringLiteral("--components=secrets"),
                                                               QStringLiteral("--unlock")});
        m_daemon->write("of the test");
        m_daemon->finish();
        QTRY_VERIFY(isOnTheBus(secretsName));
    }

    static Outcome write(KeyRing& ring, const QString& key, const QByteArray& secret)
    {
        std::optional<Outcome> told;
        ring.write(key, secret, &ring, [&told](Outcome outcome) { told = outcome; });
        return test::waitFor([&] { return told.has_value(); }) ? *told : Outcome::Failed;
    }

    static QPair<Outcome, QByteArray> read(KeyRing& ring, const QString& key)
    {
        std::optional<QPair<Outcome, QByteArray>> told;
        ring.read(key, &ring,
                  [&told](Outcome outcome, const QByteArray& secret) { told = qMakePair(outcome, secret); });
        const bool isAnswered = test::waitFor([&] { return told.has_value(); });
        return isAnswered ? *told : qMakePair(Outcome::Failed, QByteArray("no answer"));
    }

    std::unique_ptr<QTemporaryDir> m_home;
    std::unique_ptr<test::Program> m_bus;
    std::unique_ptr<test::Program> m_daemon;
};

int main(int argc, char** argv)
{
    // libsecret's answers come through GLib's loop, as in the program.
    qunsetenv("QT_NO_GLIB");
    QCoreApplication application(argc, argv);
    TestKeyRing test;
    return QTest::qExec(&test, argc, argv);
}
#include "tst_keyring.moc"
