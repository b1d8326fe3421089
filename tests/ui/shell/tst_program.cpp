// SPDX-License-Identifier: MIT
#include "capture/recovery.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <sys/resource.h>

using namespace wl;

/// The desktop program itself, started as a process.
class TestProgram : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void init();
    void cleanup();
    void helpAndVersion();
    void wrongUsage_data();
    void wrongUsage();
    void noDisplay();
    void unwritableDataFolder();
    void readsTheSettingsItIsGiven();
    void signalsEndItCleanly_data();
    void signalsEndItCleanly();
    void fullDiskIsSaid();
    void freshStartOpensNoPort();
    void killedCaptureIsFoundAgain();

private:
    void start(const QStringList& arguments, const QString& platform = QStringLiteral("offscreen"));
    [[nodiscard]] bool hasEnded(int timeoutMs = 30'000)
    {
        return QTest::qWaitFor([this] { return m_process->state() == QProcess::NotRunning; }, timeoutMs);
    }
    [[nodiscard]] static quint16 freePort()
    {
        QTcpServer server;
        return server.listen(QHostAddress::LocalHost) ? server.serverPort() : 0;
    }
    /// Sends to an echo server until it answers.
    [[nodiscard]] static bool exchange(quint16 port);
    [[nodiscard]] QString data(const QString& path = {}) const
    {
        return m_folder->filePath(QStringLiteral("data/wireloupe/") + path);
    }

    QString m_program;
    QString m_temporary; ///< of the program; empty = the system's
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<QProcess> m_process;
};

void TestProgram::initTestCase()
{
    m_program = qEnvironmentVariable("WIRELOUPE_APP");
    if (!QFileInfo(m_program).isExecutable())
        QSKIP("WIRELOUPE_APP does not name the desktop program");
}

void TestProgram::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_temporary.clear();
    m_process = std::make_unique<QProcess>();
}

void TestProgram::cleanup()
{
    if (m_process->state() != QProcess::NotRunning)
        m_process->kill();
    QVERIFY(hasEnded());
}

void TestProgram::start(const QStringList& arguments, const QString& platform)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("XDG_DATA_HOME"), m_folder->filePath(QStringLiteral("data")));
    environment.insert(QStringLiteral("XDG_CONFIG_HOME"), m_folder->filePath(QStringLiteral("config")));
    if (!m_temporary.isEmpty())
        environment.insert(QStringLiteral("TMPDIR"), m_temporary);
    environment.remove(QStringLiteral("DISPLAY"));
    environment.remove(QStringLiteral("WAYLAND_DISPLAY"));
    environment.remove(QStringLiteral("QT_QPA_PLATFORM"));
    if (!platform.isEmpty())
        environment.insert(QStringLiteral("QT_QPA_PLATFORM"), platform);
    m_process->setProcessEnvironment(environment);
    m_process->start(m_program, arguments);
}

bool TestProgram::exchange(quint16 port)
{
    for (int attempt = 0; attempt < 200; ++attempt) {
        QTcpSocket socket;
        socket.connectToHost(QHostAddress::LocalHost, port);
        const auto isDecided = [&] {
            return socket.state() == QAbstractSocket::ConnectedState ||
                   socket.state() == QAbstractSocket::UnconnectedState;
        };
        static_cast<void>(QTest::qWaitFor(isDecided, 5'000));
        if (socket.state() != QAbstractSocket::ConnectedState) {
            QTest::qWait(50); // it is still starting
            continue;
        }
        socket.write("hello");
        return QTest::qWaitFor([&] { return socket.bytesAvailable() >= 5; }, 10'000);
    }
    return false;
}

void TestProgram::helpAndVersion()
{
    start({QStringLiteral("--help")}, QString());
    QVERIFY(hasEnded());
    QCOMPARE(m_process->exitCode(), 0);
    const QByteArray help = m_process->readAllStandardOutput();
    QVERIFY(help.contains("--stats") && help.contains("Example:"));
    start({QStringLiteral("--version")}, QString());
    QVERIFY(hasEnded());
    QVERIFY(m_process->readAllStandardOutput().startsWith("wireloupe "));
}

void TestProgram::wrongUsage_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::newRow("unknown") << QStringList{QStringLiteral("--fly")};
    QTest::newRow("no value") << QStringList{QStringLiteral("--stats")};
    QTest::newRow("short") << QStringList{QStringLiteral("-x")};
}

void TestProgram::wrongUsage()
{
    QFETCH(QStringList, arguments);
    start(arguments);
    QVERIFY(hasEnded());
    QCOMPARE(m_process->exitCode(), 2);
    QVERIFY(m_process->readAllStandardError().contains(arguments.constFirst().toUtf8()));
}

void TestProgram::noDisplay()
{
    start({}, QString());
    QVERIFY(hasEnded());
    QCOMPARE(m_process->exitStatus(), QProcess::NormalExit);
    QCOMPARE(m_process->exitCode(), 3);
    QVERIFY(m_process->readAllStandardError().contains("wireloupe-cli"));
}

void TestProgram::unwritableDataFolder()
{
    QFile file(m_folder->filePath(QStringLiteral("data"))); // a file where the folder should be
    QVERIFY(file.open(QIODevice::WriteOnly));
    QVERIFY(QDir(m_folder->path()).mkdir(QStringLiteral("tmp")));
    const quint16 port = freePort();
    m_temporary = m_folder->filePath(QStringLiteral("tmp"));
    start({QStringLiteral("listen tcp://127.0.0.1:%1 --echo").arg(port)});
    QVERIFY(exchange(port)); // the window is there and works
    m_process->terminate();
    QVERIFY(hasEnded());
    QCOMPARE(m_process->exitCode(), 0);
    QVERIFY(m_process->readAllStandardError().contains("WIRELOUPE_CAPTURE_FOLDER"));
    const QStringList fallback = QDir(m_temporary).entryList({QStringLiteral("wireloupe-*")}, QDir::Dirs);
    QCOMPARE(fallback.size(), 1);
    QCOMPARE(findCaptures(m_temporary + u'/' + fallback.constFirst()).size(), 1);
}

void TestProgram::readsTheSettingsItIsGiven()
{
    const QString config = m_folder->filePath(QStringLiteral("my.ini"));
    const QString captures = m_folder->filePath(QStringLiteral("elsewhere"));
    QFile file(config);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("[capture]\nfolder=" + captures.toUtf8() + "\n");
    file.close();
    const quint16 port = freePort();
    start({QStringLiteral("--config"), config, QStringLiteral("listen tcp://127.0.0.1:%1 --echo").arg(port)});
    QVERIFY(exchange(port));
    m_process->terminate();
    QVERIFY(hasEnded());
    QCOMPARE(findCaptures(captures).size(), 1);
}

void TestProgram::signalsEndItCleanly_data()
{
    QTest::addColumn<int>("number");
    QTest::newRow("SIGINT") << SIGINT;
    QTest::newRow("SIGTERM") << SIGTERM;
    QTest::newRow("SIGHUP") << SIGHUP;
}

void TestProgram::signalsEndItCleanly()
{
    QFETCH(int, number);
    const quint16 port = freePort();
    const QString stats = m_folder->filePath(QStringLiteral("stats.json"));
    start({QStringLiteral("--stats"), stats, QStringLiteral("listen tcp://127.0.0.1:%1 --echo").arg(port)});
    QVERIFY(exchange(port));
    ::kill(pid_t(m_process->processId()), number);
    QVERIFY(hasEnded());
    QCOMPARE(m_process->exitStatus(), QProcess::NormalExit);
    QCOMPARE(m_process->exitCode(), 0);
    QFile file(stats);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject figures = QJsonDocument::fromJson(file.readAll()).object();
    for (const char* name :
         {"startup_ms", "late_max_ms", "late_p999_ms", "click_max_ms", "records", "dropped", "anon_mb"})
        QVERIFY2(figures.contains(QLatin1String(name)), name);
    QVERIFY(figures.value(QStringLiteral("startup_ms")).toDouble() > 0);
    QVERIFY(figures.value(QStringLiteral("records")).toInt() >= 3);
    QCOMPARE(figures.value(QStringLiteral("dropped")).toInt(), 0);
    const QList<CaptureFolder> captures = findCaptures(data(QStringLiteral("captures")));
    QCOMPARE(captures.size(), 1);
    QCOMPARE(captures.at(0).state, CaptureFolderState::Ended);
}

// What the disk has not taken at the end is lost: said, counted, and the capture is marked.
void TestProgram::fullDiskIsSaid()
{
    const quint16 port = freePort();
    const QString stats = m_folder->filePath(QStringLiteral("stats.json"));
    m_process->setChildProcessModifier([] {
        const rlimit limit{100'000, 100'000};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        ::signal(SIGXFSZ, SIG_IGN);
    });
    start({QStringLiteral("--stats"), stats, QStringLiteral("listen tcp://127.0.0.1:%1 --echo").arg(port)});
    QVERIFY(exchange(port));
    QTcpSocket socket;
    socket.connectToHost(QHostAddress::LocalHost, port);
    socket.write(QByteArray(500'000, 'x'));
    qint64 echoed = 0;
    QVERIFY(QTest::qWaitFor([&] { return (echoed += socket.readAll().size()) == 500'000; }, 30'000));
    m_process->terminate();
    QVERIFY(hasEnded());
    QCOMPARE(m_process->exitStatus(), QProcess::NormalExit);
    QCOMPARE(m_process->exitCode(), 4);
    const QByteArray words = m_process->readAllStandardError();
    QVERIFY2(words.contains("is not complete") && words.contains("Records lost: "), words.constData());
    QFile file(stats);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QJsonObject figures = QJsonDocument::fromJson(file.readAll()).object();
    QVERIFY(figures.value(QStringLiteral("dropped")).toInt() > 0);
    const QList<CaptureFolder> captures = findCaptures(data(QStringLiteral("captures")));
    QCOMPARE(captures.size(), 1);
    QCOMPARE(captures.at(0).state, CaptureFolderState::CutShort);
}

void TestProgram::freshStartOpensNoPort()
{
    const QString stats = m_folder->filePath(QStringLiteral("stats.json"));
    start({QStringLiteral("--stats"), stats});
    QVERIFY(
        QTest::qWaitFor([this] { return QFile::exists(data(QStringLiteral("playground.yml"))); }, 20'000));
    // Every socket of the process, by the inodes of its descriptors against the kernel's table of listeners.
    QSet<QByteArray> listeners;
    for (const char* table : {"/proc/net/tcp", "/proc/net/tcp6", "/proc/net/udp", "/proc/net/udp6"}) {
        QFile file{QLatin1String(table)};
        if (!file.open(QIODevice::ReadOnly))
            continue;
        const QList<QByteArray> lines = file.readAll().split('\n');
        for (const QByteArray& line : lines)
            listeners.insert(line.simplified().split(' ').value(9));
    }
    const QString descriptors = QStringLiteral("/proc/%1/fd").arg(m_process->processId());
    const QStringList names = QDir(descriptors).entryList(QDir::Files | QDir::System | QDir::NoDotAndDotDot);
    for (const QString& name : names) {
        const QString target = QFile::symLinkTarget(descriptors + u'/' + name);
        const qsizetype at = target.indexOf(QLatin1String("socket:["));
        if (at >= 0)
            QVERIFY2(!listeners.contains(target.mid(at + 8).chopped(1).toLatin1()), qPrintable(target));
    }
    m_process->terminate();
    QVERIFY(hasEnded());
}

void TestProgram::killedCaptureIsFoundAgain()
{
    const quint16 port = freePort();
    start({QStringLiteral("listen tcp://127.0.0.1:%1 --echo").arg(port)});
    QVERIFY(exchange(port));
    const auto hasRecords = [this] {
        const QList<CaptureFolder> captures = findCaptures(data(QStringLiteral("captures")));
        return captures.size() == 1 && captures.at(0).bytes > 500; // written within 20 ms or so
    };
    QVERIFY(QTest::qWaitFor(hasRecords, 10'000));
    m_process->kill();
    QVERIFY(hasEnded());
    const QList<CaptureFolder> captures = findCaptures(data(QStringLiteral("captures")));
    QCOMPARE(captures.at(0).state, CaptureFolderState::CutShort);
    const auto file = openCapture(captures.at(0));
    QVERIFY(file);
    static_cast<void>((*file)->finish());
    QVERIFY((*file)->recordCount() >= 2);
    // The next run finds it, shows it once, and leaves it on disk.
    start({});
    const auto isSettled = [this] {
        const QList<CaptureFolder> found = findCaptures(data(QStringLiteral("captures")));
        return std::none_of(found.begin(), found.end(), [](const CaptureFolder& folder) {
            return folder.state == CaptureFolderState::CutShort;
        });
    };
    QVERIFY(QTest::qWaitFor(isSettled, 20'000));
    QVERIFY(QFile::exists(captures.at(0).segments.constFirst()));
    m_process->terminate();
    QVERIFY(hasEnded());
}

QTEST_GUILESS_MAIN(TestProgram)
#include "tst_program.moc"
