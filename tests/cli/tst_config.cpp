// SPDX-License-Identifier: MIT
#include "cli/cliprocess.h"

#include <QTemporaryDir>

using namespace wl::test;

class tst_config : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { VERIFY_PROGRAM(); }
    void init();
    void strongestSourceWins();
    void tellsTheFile();
    void asJson();
    void inOtherForms();
    void setsAndGets();
    void keepsWhatElseIsInTheFile();
    void unreadableFile();
    void unreadableFileStopsNobody();
    void lineThatIsNotUnderstood();
    void fileThatCannotBeWritten();
    void environmentThatIsNoChoice();

private:
    void writeFile(const QByteArray& content)
    {
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(content);
    }
    QStringList config(const QStringList& words = {})
    {
        return QStringList{QStringLiteral("config")} + words +
               QStringList{QStringLiteral("--config"), m_path};
    }

    std::unique_ptr<QTemporaryDir> m_folder;
    QString m_path;
};

void tst_config::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_path = m_folder->filePath(QStringLiteral("w.ini"));
}

void tst_config::strongestSourceWins()
{
    CliProcess byDefault;
    QCOMPARE(byDefault.run(config()), 0);
    QVERIFY2(byDefault.out().contains("look/theme = system  (default)"), byDefault.out().constData());

    writeFile("[look]\ntheme=light\n");
    CliProcess byFile;
    QCOMPARE(byFile.run(config()), 0);
    QVERIFY(byFile.out().contains("look/theme = light  (file " + m_path.toUtf8() + ")"));

    CliProcess byEnvironment;
    byEnvironment.withVariable(QStringLiteral("WIRELOUPE_LOOK_THEME"), QStringLiteral("dark"));
    QCOMPARE(byEnvironment.run(config()), 0);
    QVERIFY(byEnvironment.out().contains("look/theme = dark  (environment WIRELOUPE_LOOK_THEME)"));

    CliProcess byCommandLine;
    byCommandLine.withVariable(QStringLiteral("WIRELOUPE_LOOK_THEME"), QStringLiteral("dark"));
    QCOMPARE(byCommandLine.run(config({QStringLiteral("--set"), QStringLiteral("look/theme=system")})), 0);
    QVERIFY(byCommandLine.out().contains("look/theme = system  (command line)"));
}

void tst_config::tellsTheFile()
{
    writeFile("[look]\ntheme=light\n");
    CliProcess cli;
    cli.withVariable(QStringLiteral("WIRELOUPE_CONFIG"), m_path);
    QCOMPARE(cli.run({QStringLiteral("config")}), 0);
    QVERIFY(cli.out().startsWith("# " + m_path.toUtf8() + '\n'));
    QVERIFY(cli.out().contains("look/theme = light"));
}

void tst_config::asJson()
{
    CliProcess cli;
    QCOMPARE(cli.run(config(split("--print json"))), 0);
    bool hasTheme = false;
    for (const QJsonObject& setting : cli.events()) {
        QVERIFY(!setting.value(QLatin1String("about")).toString().isEmpty());
        hasTheme = hasTheme || setting.value(QLatin1String("name")).toString() == QLatin1String("look/theme");
    }
    QVERIFY(hasTheme);
}

void tst_config::inOtherForms()
{
    CliProcess text;
    QCOMPARE(text.run(config()), 0);
    for (const char* form : {"hex", "none", "text"}) {
        CliProcess cli;
        QCOMPARE(cli.run(config(
                     {QStringLiteral("--quiet"), QStringLiteral("--print"), QString::fromLatin1(form)})),
                 0);
        QCOMPARE(cli.out(), qstrcmp(form, "none") == 0 ? QByteArray() : text.out());
    }
    CliProcess one;
    QCOMPARE(one.run(config(split("get look/theme --print json"))), 0);
    QCOMPARE(one.events().size(), 1);
    QCOMPARE(one.events().constFirst().value(QLatin1String("value")).toString(), QStringLiteral("system"));
    CliProcess nothing;
    QCOMPARE(nothing.run(config(split("get look/theme --print none"))), 0);
    QCOMPARE(nothing.out(), QByteArray());
}

void tst_config::setsAndGets()
{
    CliProcess set;
    QCOMPARE(set.run(config(split("set network/max_clients 77"))), 0);
    QCOMPARE(set.out() + set.words(), QByteArray());
    CliProcess get;
    QCOMPARE(get.run(config(split("get network/max_clients"))), 0);
    QCOMPARE(get.out(), QByteArray("77\n"));
    QCOMPARE(int(QFile::permissions(m_path) & (QFile::ReadGroup | QFile::ReadOther)), 0);
}

void tst_config::keepsWhatElseIsInTheFile()
{
    writeFile("; mine\n[look]\ntheme=light\nunknown=1\n[other]\nx=y\n");
    CliProcess set;
    QCOMPARE(set.run(config(split("set look/theme dark"))), 0);
    QFile file(m_path);
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("; mine\n[look]\ntheme=dark\nunknown=1\n[other]\nx=y\n"));
}

void tst_config::unreadableFile()
{
    QVERIFY(QDir().mkdir(m_path)); // nobody can read a folder as a file
    CliProcess list;
    QCOMPARE(list.run(config()), 4);
    QVERIFY2(list.words().contains("Cannot read the settings file"), list.words().constData());
    QVERIFY(list.out().contains("look/theme = system  (default)"));
    CliProcess set;
    QCOMPARE(set.run(config(split("set look/theme dark"))), 4);
    QVERIFY(QFileInfo(m_path).isDir());
}

void tst_config::unreadableFileStopsNobody()
{
    QVERIFY(QDir().mkdir(m_path));
    CliProcess cli;
    QCOMPARE(cli.run(split("listen tcp://127.0.0.1:0 --for 20ms --config") + QStringList{m_path}), 0);
    QVERIFY2(cli.words().contains("The defaults apply."), cli.words().constData());
    QVERIFY(cli.words().contains("Listening on"));
}

void tst_config::lineThatIsNotUnderstood()
{
    writeFile("[look]\nthis is no setting\ntheme=light\n");
    CliProcess cli;
    QCOMPARE(cli.run(config()), 0);
    QVERIFY2(cli.words().contains("line 2"), cli.words().constData());
    QVERIFY(cli.out().contains("look/theme = light"));
}

void tst_config::fileThatCannotBeWritten()
{
    CliProcess cli;
    QCOMPARE(cli.run({QStringLiteral("config"), QStringLiteral("set"), QStringLiteral("look/theme"),
                      QStringLiteral("dark"), QStringLiteral("--config"), QStringLiteral("/proc/no/w.ini")}),
             4);
    QVERIFY2(cli.words().contains("/proc/no/w.ini"), cli.words().constData());
}

void tst_config::environmentThatIsNoChoice()
{
    CliProcess cli;
    cli.withVariable(QStringLiteral("WIRELOUPE_LOOK_THEME"), QStringLiteral("neon"));
    QCOMPARE(cli.run(config()), 0);
    QVERIFY2(cli.words().contains("neon"), cli.words().constData());
    QVERIFY(cli.out().contains("look/theme = system  (default)"));
}

QTEST_GUILESS_MAIN(tst_config)
#include "tst_config.moc"
