// SPDX-License-Identifier: MIT
#include "runoptions.h"

#include "base/errortext.h"
#include "exitcode.h"

#include <unistd.h>

namespace wl::cli {

void addSettingOptions(OptionParser& parser)
{
    parser.add(QStringLiteral("--config"), QStringLiteral("FILE"),
               QStringLiteral("settings file instead of the usual one"));
    parser.add(QStringLiteral("--set"), QStringLiteral("NAME=VALUE"),
               QStringLiteral("a setting for this run (names: wireloupe-cli config)"));
    parser.add(QStringLiteral("-h, --help"), {}, QStringLiteral("this help"));
}

void addPrintOptions(OptionParser& parser)
{
    parser.add(QStringLiteral("--print"), QStringLiteral("text|hex|json|none"),
               QStringLiteral("what goes to standard output (default: text)"));
    parser.add(QStringLiteral("-q, --quiet"), {}, QStringLiteral("no words on standard error but errors"));
}

void addRunOptions(OptionParser& parser)
{
    parser.add(QStringLiteral("--capture"), QStringLiteral("F.pcapng"),
               QStringLiteral("write every byte into a capture file"));
    addPrintOptions(parser);
    addSettingOptions(parser);
}

Result<PrintFormat> parseFormat(const OptionParser& parser)
{
    static const QHash<QString, PrintFormat> formats{
        {QStringLiteral("text"), PrintFormat::Text},
        {QStringLiteral("hex"), PrintFormat::Hex},
        {QStringLiteral("json"), PrintFormat::Json},
        {QStringLiteral("none"), PrintFormat::None},
    };
    if (!parser.isSet(QStringLiteral("--print")))
        return PrintFormat::Text;
    const QString name = parser.value(QStringLiteral("--print"));
    const auto found = formats.constFind(name);
    if (found == formats.constEnd())
        return fail(ErrorCode::BadOption,
                    QStringLiteral("--print takes text, hex, json or none, not '%1'").arg(name));
    return *found;
}

Result<RunOptions> readRunOptions(const OptionParser& parser)
{
    RunOptions options;
    const auto format = parseFormat(parser);
    if (!format)
        return tl::make_unexpected(format.error());
    options.print = *format;
    options.quiet = parser.isSet(QStringLiteral("--quiet"));
    options.capturePath = parser.value(QStringLiteral("--capture"));
    if (parser.isSet(QStringLiteral("--capture")) && options.capturePath.isEmpty())
        return fail(ErrorCode::BadOption, QStringLiteral("--capture needs a file name"));
    auto settings = readSettings(parser);
    if (!settings)
        return tl::make_unexpected(settings.error());
    options.settings = std::move(*settings);
    return options;
}

Result<Settings> readSettings(const OptionParser& parser)
{
    Settings settings = Settings::load(parser.value(QStringLiteral("--config")));
    if (settings.loadError()) {
        complain(ErrorText::sentence(QStringLiteral("Cannot read the settings file ") + settings.filePath(),
                                     *settings.loadError()) +
                 QStringLiteral(" The defaults apply."));
    }
    for (const QString& warning : settings.warnings())
        complain(QStringLiteral("Settings: ") + warning);
    for (const QString& assignment : parser.values(QStringLiteral("--set"))) {
        if (!assignment.contains(u'='))
            return fail(ErrorCode::BadOption,
                        QStringLiteral("--set takes NAME=VALUE, not '%1'").arg(assignment));
        const auto set = settings.override(assignment.section(u'=', 0, 0), assignment.section(u'=', 1));
        if (!set)
            return fail(ErrorCode::BadOption, QStringLiteral("--set %1").arg(set.error().detail));
    }
    return settings;
}

std::optional<int> parseOrEnd(OptionParser& parser, const QStringList& words)
{
    const auto parsed = parser.parse(words);
    if (parser.isSet(QStringLiteral("--help")))
        return printNow(parser.helpText()) ? Done : FileFailed;
    if (!parsed)
        return wrongUsage(parser, parsed.error().detail);
    return std::nullopt;
}

int wrongUsage(const OptionParser& parser, const QString& words)
{
    const QString stop = words.endsWith(u'?') ? QString() : QStringLiteral(".");
    complain(QStringLiteral("%1%2 See 'wireloupe-cli %3 --help'.").arg(words, stop, parser.command()));
    return WrongUsage;
}

void complain(const QString& line)
{
    Outlet words(STDERR_FILENO);
    words.write(harmlessLine(line).toUtf8() + '\n');
    words.flush();
}

int endOutput(Outlet& out, int code)
{
    out.flush();
    if (!out.isBroken() || out.isReaderGone())
        return code;
    complain(ErrorText::sentence(
        QStringLiteral("Cannot write to standard output"),
        Error{fileErrorCode(out.errorNumber()), QStringLiteral("standard output"), out.errorNumber()}));
    return FileFailed;
}

bool printNow(const QString& text)
{
    Outlet out(STDOUT_FILENO);
    out.write(text.toUtf8());
    return endOutput(out, Done) == Done;
}

} // namespace wl::cli
