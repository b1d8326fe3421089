// SPDX-License-Identifier: MIT
#include "base/processsetup.h"
#include "commands.h"
#include "net/namelookup.h"

#include <QCoreApplication>

#include <clocale>
#include <cstdio>
#include <cstring>
#include <langinfo.h>
#include <unistd.h>

namespace {

/// Standard error is for our own words: what Qt has to tell about itself goes there only when asked for.
void tellQtMessage(QtMsgType type, const QMessageLogContext& context, const QString& message)
{
    static const bool isWanted = qEnvironmentVariableIsSet("WIRELOUPE_QT_MESSAGES");
    if (isWanted || type == QtFatalMsg)
        std::fprintf(stderr, "%s\n", qPrintable(qFormatLogMessage(type, context, message)));
}

} // namespace

int main(int argc, char** argv)
{
    wl::setUpProcess(true);
    qInstallMessageHandler(tellQtMessage);
    // Qt prints a warning where the locale is not UTF-8, and then does the same.
    std::setlocale(LC_CTYPE, "");
    if (std::strcmp(::nl_langinfo(CODESET), "UTF-8") != 0)
        qputenv("LC_ALL", "C.UTF-8");
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("wireloupe-cli"));
    QCoreApplication::setApplicationVersion(QStringLiteral(WIRELOUPE_VERSION));
    const int code = wl::cli::runProgram(QCoreApplication::arguments().mid(1));
    // All is closed and written by now; nobody waits for an answer of the resolver that is not wanted any
    // more.
    if (wl::NameLookup::hasLeftOne())
        ::_exit(code);
    return code;
}
