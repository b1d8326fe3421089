// SPDX-License-Identifier: MIT
#include "commands.h"

#include "exitcode.h"
#include "runoptions.h"

#include <array>

namespace wl::cli {

namespace {

struct Command
{
    QLatin1String name;
    QLatin1String about;
    int (*run)(const QStringList& words);
};

constexpr std::array<Command, 8> commands{{
    {QLatin1String("listen"), QLatin1String("run a TCP server or a UDP socket"), runListen},
    {QLatin1String("send"), QLatin1String("send to a TCP, TLS or UDP peer and print what comes back"),
     runSend},
    {QLatin1String("http"), QLatin1String("send an HTTP request"), runHttp},
    {QLatin1String("capture"), QLatin1String("read a capture file: info, list, follow, replay"), runCapture},
    {QLatin1String("json"), QLatin1String("query a JSON text by JSONPath, or compare two"), runJson},
    {QLatin1String("history"), QLatin1String("find, show and export earlier HTTP exchanges"), runHistory},
    {QLatin1String("config"), QLatin1String("print the settings and where each comes from; get, set"),
     runConfig},
    {QLatin1String("demo"), QLatin1String("start the Playground's servers and talk to each"), runDemo},
}};

QString helpText()
{
    QString text = QStringLiteral("Usage: wireloupe-cli COMMAND [options]\n\n"
                                  "Talks TCP, UDP and HTTP, and shows every byte.\n\nCommands:\n");
    for (const Command& command : commands)
        text += QStringLiteral("  %1 %2\n").arg(command.name, -10).arg(command.about);
    text += QStringLiteral(
        "\nOptions:\n"
        "  -h, --help     this help; 'wireloupe-cli COMMAND --help' has each command's\n"
        "  --version      the version\n\n"
        "Example:\n"
        "  wireloupe-cli listen tcp://127.0.0.1:8080 --echo --print hex\n"
        "      an echo server that prints what it gets and sends\n\n"
        "Exit codes: 0 done, 1 an expectation was not met, 2 wrong usage, 3 the network failed,\n"
        "4 a file failed, 130 interrupted.\n");
    return text;
}

} // namespace

int runProgram(const QStringList& words)
{
    const QString name = words.value(0);
    if (name == QLatin1String("--help") || name == QLatin1String("-h") || name == QLatin1String("help"))
        return printNow(helpText()) ? Done : FileFailed;
    if (name == QLatin1String("--version"))
        return printNow(QStringLiteral("wireloupe-cli " WIRELOUPE_VERSION "\n")) ? Done : FileFailed;
    for (const Command& command : commands) {
        if (name == command.name)
            return command.run(words.mid(1));
    }
    complain(name.isEmpty() ? QStringLiteral("A command is missing. See 'wireloupe-cli --help'.")
                            : QStringLiteral("'%1' is not a command. See 'wireloupe-cli --help'.").arg(name));
    return WrongUsage;
}

} // namespace wl::cli
