// SPDX-License-Identifier: MIT
#include "options.h"
#include "signalwatch.h"

#include "base/errortext.h"
#include "base/processsetup.h"
#include "capture/capturestore.h"
#include "session/sessions.h"
#include "ui/shell/mainwindow.h"
#include "ui/shell/theme.h"
#include "ui/shell/uistatistics.h"
#include "ui/workspace/keyring.h"

#include <QApplication>
#include <QDateTime>
#include <QDir>
#include <QMessageBox>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTimer>

#include <cstdio>
#include <unistd.h>

namespace {

using namespace wl;

// As the terminal program's: wrong usage, no display, a file that failed.
constexpr int exitUsage = 2;
constexpr int exitNoDisplay = 3;
constexpr int exitFile = 4;

void say(const QString& text)
{
    std::fputs(qUtf8Printable(text + u'\n'), stderr);
}

/// Qt aborts where it finds no display; this says what to do instead.
void handleMissingDisplay(QtMsgType type, const QMessageLogContext&, const QString& text)
{
    if (type == QtFatalMsg) {
        std::fputs(
            "Wireloupe cannot open a window: no display was found.\n"
            "Start it in a desktop session, or over ssh -X; without one, wireloupe-cli does the same work in "
            "a terminal.\n",
            stderr);
        ::_exit(exitNoDisplay);
    }
    if (type != QtDebugMsg && type != QtInfoMsg &&
        !text.contains(QLatin1String("could not connect to display")) &&
        !text.contains(QLatin1String("Could not load the Qt platform plugin")))
        std::fprintf(stderr, "%s\n", qUtf8Printable(text));
}

/// A segmented capture in a folder of this run's own.
Result<std::unique_ptr<CaptureStore>> makeCapture(const Settings& settings, const QString& parent)
{
    CaptureConfig config;
    config.segmented = true;
    config.segmentBytes = settings.number(QStringLiteral("capture/segment_mb")) * 1'000'000;
    config.diskBytes = settings.number(QStringLiteral("capture/disk_mb")) * 1'000'000;
    const QString name = QDateTime::currentDateTime().toString(QStringLiteral("yyyyMMdd-HHmmss-")) +
                         QString::number(::getpid());
    config.path = parent + u'/' + name;
    return CaptureStore::create(config);
}

struct Folders
{
    QString data;
    QString captures;
};

Folders foldersOf(const Settings& settings)
{
    Folders folders;
    folders.data = QStandardPaths::writableLocation(QStandardPaths::AppDataLocation);
    folders.captures = settings.value(QStringLiteral("capture/folder"));
    if (folders.captures.isEmpty())
        folders.captures = folders.data + QStringLiteral("/captures");
    return folders;
}

/// Says what of the capture is not on disk. Returns whether there is something to say.
bool tellLosses(const CaptureStatistics& last, const QString& folder)
{
    if (!last.writeError && last.recordsLost == 0)
        return false;
    say(ErrorText::sentence(
            QCoreApplication::translate("Main", "The capture in %1 is not complete").arg(folder),
            last.writeError.value_or(Error{ErrorCode::FileFailed, {}, 0})) +
        u' ' + QCoreApplication::translate("Main", "Records lost: %1.").arg(last.recordsLost));
    return true;
}

/// The capture of this run, and what to say about it.
struct Capture
{
    Result<std::unique_ptr<CaptureStore>> store;
    QString folder;
    QString warning = {};
};

/// In the folder that is meant for it, else in a temporary one: bytes on the wire are shown in any case.
Capture makeCaptureSomewhere(const Settings& settings, const QString& parent)
{
    Capture made{makeCapture(settings, parent), parent};
    if (made.store)
        return made;
    const QString tried =
        ErrorText::sentence(QCoreApplication::translate("Main", "Cannot make a capture in %1").arg(parent),
                            made.store.error()) +
        u' ' +
        QCoreApplication::translate("Main", "Choose another folder with the environment variable "
                                            "WIRELOUPE_CAPTURE_FOLDER or the setting capture/folder.");
    say(tried);
    QTemporaryDir other(QDir::tempPath() + QStringLiteral("/wireloupe-XXXXXX"));
    other.setAutoRemove(false); // it is for the person to keep or to remove
    if (!other.isValid())
        return {std::move(made.store), parent, tried};
    Capture fallback{makeCapture(settings, other.path()), other.path()};
    fallback.warning =
        fallback.store
            ? QCoreApplication::translate("Main", "This run is captured in %1.").arg(other.path()) + u' ' +
                  tried
            : tried;
    return fallback;
}

int runWindow(const Options& options, Settings& settings)
{
    const Folders folders = foldersOf(settings);
    const Capture made = makeCaptureSomewhere(settings, folders.captures);
    const Result<std::unique_ptr<CaptureStore>>& capture = made.store;
    if (!capture) {
        QMessageBox box(QMessageBox::Critical, QStringLiteral("Wireloupe"), made.warning, QMessageBox::Close);
        box.setTextFormat(Qt::PlainText);
        box.exec();
        return exitFile;
    }
    auto sessions = std::make_unique<Sessions>(**capture);
    KeyRing keyRing;
    ShellServices services{settings, **capture, *sessions, folders.data, folders.captures};
    services.secrets = settings.flag(QStringLiteral("secrets/keyring")) ? &keyRing : nullptr;
    auto window = std::make_unique<MainWindow>(services);
    UiStatistics statistics(*window, UiStatistics::processStartNs(), !options.statisticsPath.isEmpty());
    SignalWatch signalWatch;
    QObject::connect(&signalWatch, &SignalWatch::ended, window.get(), &QWidget::close);
    QObject::connect(&statistics, &UiStatistics::firstFrame, window.get(), [&] {
        window->startLate();
        window->openArguments(options.arguments);
    });
    window->reportSettings();
    if (!made.warning.isEmpty())
        window->showMessage(MessageBar::Kind::Warning, made.warning);
    window->show();
    const int code = QApplication::exec();
    const UiStatistics::Figures figures = statistics.figures();
    window.reset();
    keyRing.finish();
    sessions.reset(); // closes all connections; the capture gets their ends
    const CaptureStatistics last = (*capture)->end();
    const int ended = tellLosses(last, made.folder) ? exitFile : code;
    if (options.statisticsPath.isEmpty())
        return ended;
    const Result<void> written = UiStatistics::write(options.statisticsPath, figures, last.records,
                                                     last.recordsLost + last.datagramsDropped);
    if (!written)
        say(ErrorText::sentence(QCoreApplication::translate("Main", "Cannot write the statistics"),
                                written.error()));
    return written ? ended : exitFile;
}

} // namespace

int main(int argc, char** argv)
{
    setUpProcess(false);
    QStringList words;
    for (int i = 1; i < argc; ++i)
        words += QString::fromLocal8Bit(argv[i]);
    const Result<Options> options = Options::parse(words);
    if (!options) {
        say(options.error().detail + QStringLiteral("\n\n") + Options::help());
        return exitUsage;
    }
    if (options->isHelp || options->isVersion) {
        std::fputs(qUtf8Printable(options->isHelp ? Options::help()
                                                  : QStringLiteral("wireloupe " WIRELOUPE_VERSION "\n")),
                   stdout);
        return 0;
    }
    int noArguments = 1; // ours are not Qt's
    qInstallMessageHandler(handleMissingDisplay);
    QApplication application(noArguments, argv);
    qInstallMessageHandler(nullptr);
    QApplication::setApplicationName(QStringLiteral("wireloupe"));
    QApplication::setApplicationDisplayName(QStringLiteral("Wireloupe"));
    QApplication::setApplicationVersion(QStringLiteral(WIRELOUPE_VERSION));
    QApplication::setDesktopFileName(QStringLiteral("io.github.wireloupe"));
    Settings settings = Settings::load(options->configPath);
    theme::install(int(settings.number(QStringLiteral("look/font_size"))));
    return runWindow(*options, settings);
}
