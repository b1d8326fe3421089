// SPDX-License-Identifier: MIT
#include "commands.h"

#include "base/errortext.h"
#include "exitcode.h"
#include "query/jsonline.h"
#include "runoptions.h"

namespace wl::cli {

namespace {

OptionParser makeParser()
{
    OptionParser parser(
        QStringLiteral("config"), QStringLiteral("[get NAME | set NAME VALUE] [options]"),
        QStringLiteral(
            "Prints every setting with its value and where it came from: the command line, the environment\n"
            "(WIRELOUPE_<GROUP>_<KEY>), the settings file, or the default. 'get' prints one value, 'set'\n"
            "writes one into the settings file."));
    addPrintOptions(parser);
    addSettingOptions(parser);
    parser.addExample(QStringLiteral("wireloupe-cli config"), QStringLiteral("all settings"));
    parser.addExample(QStringLiteral("wireloupe-cli config set look/theme dark"),
                      QStringLiteral("the window is dark from now on"));
    return parser;
}

QString sourceText(const Settings& settings, const QString& name)
{
    switch (settings.source(name)) {
    case SettingSource::CommandLine: return QStringLiteral("command line");
    case SettingSource::Environment:
        return QStringLiteral("environment WIRELOUPE_%1").arg(QString(name).replace(u'/', u'_').toUpper());
    case SettingSource::File: return QStringLiteral("file %1").arg(settings.filePath());
    case SettingSource::Default: return QStringLiteral("default");
    }
    return {};
}

QString textList(const Settings& settings)
{
    QString text = QStringLiteral("# %1\n").arg(settings.filePath());
    for (const SettingDefinition& setting : Settings::definitions()) {
        text += QStringLiteral("%1 = %2  (%3)\n")
                    .arg(setting.name, harmlessLine(settings.value(setting.name)),
                         harmlessLine(sourceText(settings, setting.name)));
    }
    return text;
}

QString jsonOf(const Settings& settings, const SettingDefinition& setting)
{
    JsonLine line;
    line.add("name", setting.name).add("value", settings.value(setting.name));
    line.add("source", sourceText(settings, setting.name)).add("default", setting.defaultValue);
    line.add("about", setting.description);
    return QString::fromUtf8(line.line());
}

QString jsonList(const Settings& settings)
{
    QString text;
    for (const SettingDefinition& setting : Settings::definitions())
        text += jsonOf(settings, setting);
    return text;
}

int print(const Settings& settings, PrintFormat format, const QString& text, const QString& json)
{
    if (format != PrintFormat::None && !printNow(format == PrintFormat::Json ? json : text))
        return FileFailed;
    return settings.loadError() ? FileFailed : Done;
}

int printOne(const OptionParser& parser, const Settings& settings, PrintFormat format)
{
    const QString name = parser.positionals().at(1);
    const auto& all = Settings::definitions();
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const SettingDefinition& d) { return d.name == name; });
    if (found == all.end())
        return wrongUsage(parser, QStringLiteral("%1: no such setting").arg(name));
    return print(settings, format, settings.value(name) + u'\n', jsonOf(settings, *found));
}

int setOne(const OptionParser& parser, Settings& settings)
{
    const QStringList& words = parser.positionals();
    const auto stored = settings.store(words.at(1), words.at(2));
    if (stored)
        return Done;
    if (stored.error().code == ErrorCode::BadOption)
        return wrongUsage(parser, stored.error().detail);
    complain(ErrorText::sentence(QStringLiteral("Cannot write ") + settings.filePath(), stored.error()));
    return FileFailed;
}

} // namespace

int runConfig(const QStringList& words)
{
    OptionParser parser = makeParser();
    if (const auto ended = parseOrEnd(parser, words))
        return *ended;
    const auto format = parseFormat(parser);
    if (!format)
        return wrongUsage(parser, format.error().detail);
    auto settings = readSettings(parser);
    if (!settings)
        return wrongUsage(parser, settings.error().detail);

    const QStringList& rest = parser.positionals();
    if (rest.isEmpty())
        return print(*settings, *format, textList(*settings), jsonList(*settings));
    if (rest.constFirst() == QLatin1String("get") && rest.size() == 2)
        return printOne(parser, *settings, *format);
    if (rest.constFirst() == QLatin1String("set") && rest.size() == 3)
        return setOne(parser, *settings);
    return wrongUsage(parser, QStringLiteral("config takes nothing, 'get NAME' or 'set NAME VALUE'"));
}

} // namespace wl::cli
