// SPDX-License-Identifier: MIT
#include "options.h"

#include <QCoreApplication>

namespace wl {

Result<Options> Options::parse(const QStringList& words)
{
    Options options;
    bool areOptionsOver = false;
    for (qsizetype i = 0; i < words.size(); ++i) {
        const QString& word = words.at(i);
        if (areOptionsOver || !word.startsWith(QLatin1String("-"))) {
            options.arguments += word;
            continue;
        }
        const qsizetype equals = word.indexOf(u'=');
        const QString name = word.left(equals);
        QString* value = name == QLatin1String("--config")  ? &options.configPath
                         : name == QLatin1String("--stats") ? &options.statisticsPath
                                                            : nullptr;
        if (value) {
            if (equals < 0 && i + 1 >= words.size())
                return fail(ErrorCode::BadOption,
                            QCoreApplication::translate("Options", "%1 wants a file.").arg(name));
            *value = equals < 0 ? words.at(++i) : word.mid(equals + 1);
        } else if (word == QLatin1String("--help") || word == QLatin1String("-h")) {
            options.isHelp = true;
        } else if (word == QLatin1String("--version")) {
            options.isVersion = true;
        } else if (word == QLatin1String("--")) {
            areOptionsOver = true;
        } else {
            return fail(
                ErrorCode::BadOption,
                QCoreApplication::translate("Options", "%1 is not an option of wireloupe.").arg(word));
        }
    }
    return options;
}

QString Options::help()
{
    return QCoreApplication::translate(
        "Options",
        "Usage: wireloupe [options] [address or file]...\n"
        "\n"
        "Opens the window, and in it what the arguments name: addresses with their options, which are\n"
        "started, captures (pcapng) and workspaces (YAML).\n"
        "\n"
        "Example: wireloupe 'listen tcp://127.0.0.1:8080 --echo' http://127.0.0.1:8080/ old.pcapng\n"
        "\n"
        "Options:\n"
        "  --config FILE  read and write the settings there\n"
        "  --stats FILE   write figures of this run there at the end, as JSON\n"
        "  --help         show this text\n"
        "  --version      show the version\n");
}

} // namespace wl
