// SPDX-License-Identifier: MIT
#include "base/filecommit.h"
#include "base/settings.h"

#include <QTemporaryDir>
#include <QTest>

using namespace wl;

class TestSettings : public QObject
{
    Q_OBJECT
private:
    QTemporaryDir m_folder;
    QString file() const { return m_folder.filePath(QStringLiteral("w.ini")); }
    const QString m_theme = QStringLiteral("look/theme");
    const QString m_disk = QStringLiteral("capture/disk_mb");

private slots:
    void cleanup()
    {
        QFile::remove(file());
        qunsetenv("WIRELOUPE_LOOK_THEME");
        qunsetenv("WIRELOUPE_CONFIG");
        qunsetenv("WIRELOUPE_CAPTURE_DISK_MB");
    }

    void defaultsWithoutAFile()
    {
        const Settings settings = Settings::load(file());
        QCOMPARE(settings.value(m_theme), QStringLiteral("system"));
        QCOMPARE(settings.number(m_disk), 2048);
        QCOMPARE(settings.source(m_theme), SettingSource::Default);
        QVERIFY(!settings.loadError());
        QVERIFY(!QFile::exists(file()));
    }

    void strongerSourcesWin()
    {
        QVERIFY(commitFile(file(), "[look]\ntheme=light\n"));
        Settings settings = Settings::load(file());
        QCOMPARE(settings.value(m_theme), QStringLiteral("light"));
        QCOMPARE(settings.source(m_theme), SettingSource::File);
        qputenv("WIRELOUPE_LOOK_THEME", "dark");
        settings = Settings::load(file());
        QCOMPARE(settings.value(m_theme), QStringLiteral("dark"));
        QCOMPARE(settings.source(m_theme), SettingSource::Environment);
        QVERIFY(settings.override(m_theme, QStringLiteral("system")));
        QCOMPARE(settings.value(m_theme), QStringLiteral("system"));
        QCOMPARE(settings.source(m_theme), SettingSource::CommandLine);
    }

    void theEnvironmentNamesTheFile()
    {
        qputenv("WIRELOUPE_CONFIG", file().toLocal8Bit());
        QCOMPARE(Settings::load().filePath(), file());
    }

    void storingKeepsWhatElseIsThere()
    {
        QVERIFY(commitFile(file(), "; mine\n[look]\nother=1\n\n[future]\nx=y\n"));
        Settings settings = Settings::load(file());
        QVERIFY(settings.store(m_theme, QStringLiteral("dark")));
        QVERIFY(settings.store(m_disk, QStringLiteral("100")));
        QVERIFY(settings.store(m_theme, QStringLiteral("light")));
        QCOMPARE(
            *readFile(file(), 1000),
            QByteArray("; mine\n[look]\nother=1\ntheme=light\n\n[future]\nx=y\n[capture]\ndisk_mb=100\n"));
        QCOMPARE(Settings::load(file()).number(m_disk), 100);
    }

    void refusesBadValues()
    {
        Settings settings = Settings::load(file());
        QCOMPARE(settings.store(m_theme, QStringLiteral("pink")).error().code, ErrorCode::BadOption);
        QCOMPARE(settings.store(m_disk, QStringLiteral("many")).error().code, ErrorCode::BadOption);
        QCOMPARE(settings.store(m_disk, QStringLiteral("-1")).error().code, ErrorCode::BadOption);
        QCOMPARE(settings.store(QStringLiteral("no/such"), {}).error().code, ErrorCode::BadOption);
        QCOMPARE(settings.store(QStringLiteral("workspace/path"), QStringLiteral("a\nb")).error().code,
                 ErrorCode::BadOption);
        QVERIFY(!QFile::exists(file()));
    }

    void numbersHaveARange_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("value");
        QTest::addColumn<bool>("isTaken");
        const auto row = [](const char* name, const char* value, bool isTaken) {
            QTest::addRow("%s=%s", name, value)
                << QString::fromLatin1(name) << QString::fromLatin1(value) << isTaken;
        };
        row("network/max_clients", "3000000000", false);
        row("network/max_clients", "0", false);
        row("network/max_clients", "1", true);
        row("network/max_clients", "1000000", true);
        row("network/connect_timeout_ms", "0", true);
        row("network/connect_timeout_ms", "3000000000", false);
        row("network/connect_timeout_ms", "99999999999999999999", false);
        row("http/first_byte_timeout_ms", "86400001", false);
        row("look/font_size", "101", false);
        row("capture/disk_mb", "0", false);
    }
    void numbersHaveARange()
    {
        QFETCH(QString, name);
        QFETCH(QString, value);
        QFETCH(bool, isTaken);
        const QByteArray content = "[" + name.section(u'/', 0, 0).toUtf8() + "]\n" +
                                   name.section(u'/', 1).toUtf8() + "=" + value.toUtf8() + "\n";
        QVERIFY(commitFile(file(), content));
        Settings settings = Settings::load(file());
        QCOMPARE(settings.warnings().isEmpty(), isTaken);
        QCOMPARE(settings.source(name), isTaken ? SettingSource::File : SettingSource::Default);
        const Result<void> stored = settings.store(name, value);
        QCOMPARE(stored.has_value(), isTaken);
        if (!isTaken)
            QVERIFY2(stored.error().detail.contains(name), qPrintable(stored.error().detail));
        QCOMPARE(*readFile(file(), 1000), content);
        QCOMPARE(settings.override(name, value).has_value(), isTaken);
    }

    void storingKeepsWhatOthersWroteMeanwhile()
    {
        Settings ours = Settings::load(file());
        Settings theirs = Settings::load(file());
        QVERIFY(theirs.store(m_disk, QStringLiteral("100")));
        QVERIFY(ours.store(m_theme, QStringLiteral("dark")));
        const Settings both = Settings::load(file());
        QCOMPARE(both.number(m_disk), 100);
        QCOMPARE(both.value(m_theme), QStringLiteral("dark"));
    }

    void storingKeepsBytesThatAreNotText()
    {
        const QByteArray foreign("; f\xfcr uns\r\n[look]\nname=\xff\xfe\n");
        QVERIFY(commitFile(file(), foreign));
        Settings settings = Settings::load(file());
        QVERIFY(settings.store(m_theme, QStringLiteral("dark")));
        QCOMPARE(*readFile(file(), 1000), foreign + "theme=dark\n");
    }

    void aFileThatWentBadIsNotOverwritten()
    {
        Settings settings = Settings::load(file());
        const QByteArray binary("\x7f\0ELF", 5);
        QVERIFY(commitFile(file(), binary));
        QVERIFY(!settings.store(m_theme, QStringLiteral("dark")));
        QCOMPARE(*readFile(file(), 1000), binary);
    }

    void badLinesAreSaidAndKept()
    {
        const QByteArray content("[look]\nrubbish\ntheme=pink\n[capture]\ndisk_mb=lots\n");
        QVERIFY(commitFile(file(), content));
        Settings settings = Settings::load(file());
        QCOMPARE(settings.value(m_theme), QStringLiteral("system"));
        QCOMPARE(settings.number(m_disk), 2048);
        QCOMPARE(settings.warnings().size(), 3);
        QVERIFY(settings.warnings().first().startsWith(QStringLiteral("line 2")));
        QVERIFY(settings.store(QStringLiteral("look/font_size"), QStringLiteral("12")));
        QVERIFY(readFile(file(), 1000)->contains("rubbish"));
    }

    void badEnvironmentIsSaid()
    {
        qputenv("WIRELOUPE_CAPTURE_DISK_MB", "x");
        const Settings settings = Settings::load(file());
        QCOMPARE(settings.number(m_disk), 2048);
        QCOMPARE(settings.warnings().size(), 1);
    }

    void anUnreadableFileIsNeverOverwritten_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("binary") << QByteArray("\x7f\0ELF", 5);
        QTest::newRow("huge") << QByteArray(2 * 1024 * 1024, '#');
    }
    void anUnreadableFileIsNeverOverwritten()
    {
        QFETCH(QByteArray, content);
        QVERIFY(commitFile(file(), content));
        Settings settings = Settings::load(file());
        QVERIFY(settings.loadError());
        QCOMPARE(settings.value(m_theme), QStringLiteral("system"));
        QVERIFY(!settings.store(m_theme, QStringLiteral("dark")));
        QCOMPARE(*readFile(file(), 10'000'000), content);
    }

    void aFolderInItsPlaceIsSaid()
    {
        const Settings settings = Settings::load(m_folder.path());
        QVERIFY(settings.loadError());
        QCOMPARE(settings.number(m_disk), 2048);
    }

    void everyDefinitionHasWords()
    {
        for (const SettingDefinition& definition : Settings::definitions()) {
            QCOMPARE(definition.name.count(u'/'), 1);
            QVERIFY(!definition.description.isEmpty());
            QVERIFY(definition.choices.isEmpty() || definition.choices.contains(definition.defaultValue));
        }
    }
};

QTEST_GUILESS_MAIN(TestSettings)
#include "tst_settings.moc"
