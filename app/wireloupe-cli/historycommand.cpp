// SPDX-License-Identifier: MIT
#include "commands.h"

#include "exitcode.h"
#include "history/history.h"
#include "historyviews.h"
#include "httpoptions.h"
#include "runoptions.h"

#include <QDateTime>
#include <QFileInfo>

namespace wl::cli {

namespace {

OptionParser makeParser()
{
    OptionParser parser(
        QStringLiteral("history"), QStringLiteral("list|show|export|delete|pin|unpin [QUERY | ID] [options]"),
        QStringLiteral(
            "Reads the history of HTTP exchanges that the window and 'http --history' keep.\n"
            "list: one line an exchange, oldest first. show: heads and body of one; ID is its number in the\n"
            "list; with --code its request for another program. export: as HAR or JSON lines. delete (for\n"
            "good), pin, unpin: one by its number, or all that are found; what is pinned stays when the "
            "history\n"
            "is full, and when it is not asked for by is:pinned or its number. QUERY holds words of URL, "
            "heads and bodies, and host:, "
            "url:,\n"
            "method:, status: (404, 4xx, >=500), since: and before: (1h, 2d, 2026-11-27), is:pinned, "
            "is:failed."));
    parser.add(QStringLiteral("--limit"), QStringLiteral("N"),
               QStringLiteral("only the newest N that are found (list, export)"));
    parser.add(QStringLiteral("--body"), {}, QStringLiteral("show: only the body, as it is"));
    parser.add(QStringLiteral("--code"), QStringLiteral("FORM"),
               QStringLiteral(
                   "show: the request as curl, curl-cmd, curl-powershell, python, javascript, qt or raw"));
    parser.add(QStringLiteral("--format"), QStringLiteral("har|jsonl"),
               QStringLiteral("what export writes (default: har)"));
    parser.add(QStringLiteral("-o, --out"), QStringLiteral("OUT"),
               QStringLiteral("the file to export to (default: standard output)"));
    addPrintOptions(parser);
    addSettingOptions(parser);
    parser.addExample(QStringLiteral("wireloupe-cli history list 'status:>=400 since:1d'"),
                      QStringLiteral("what went wrong since yesterday"));
    parser.addExample(QStringLiteral("wireloupe-cli history show 42 --body > answer.json"),
                      QStringLiteral("the body of one response"));
    parser.addExample(QStringLiteral("wireloupe-cli history show 42 --code curl"),
                      QStringLiteral("send it again"));
    parser.addExample(QStringLiteral("wireloupe-cli history export 'host:example' -o example.har"),
                      QStringLiteral("for the browser's developer tools"));
    return parser;
}

const QStringList& changes()
{
    static const QStringList words{QStringLiteral("delete"), QStringLiteral("pin"), QStringLiteral("unpin")};
    return words;
}

QString usageProblem(const OptionParser& parser)
{
    const QString view = parser.positionals().value(0);
    const bool isExport = view == QLatin1String("export");
    const bool isShow = view == QLatin1String("show");
    const bool isChange = changes().contains(view);
    if (!isExport && !isShow && !isChange && view != QLatin1String("list"))
        return QStringLiteral("history takes list, show, export, delete, pin or unpin");
    if (isChange && parser.positionals().size() < 2)
        return QStringLiteral("history %1 takes the number of an exchange or a query").arg(view);
    if (isShow && parser.positionals().size() != 2)
        return QStringLiteral("history show takes the number of an exchange");
    if (parser.isSet(QStringLiteral("--body")) && !isShow)
        return QStringLiteral("--body is for 'history show'");
    if (parser.isSet(QStringLiteral("--code")) && (!isShow || parser.isSet(QStringLiteral("--body"))))
        return QStringLiteral("--code is for 'history show', without --body");
    if (parser.isSet(QStringLiteral("--limit")) && (isShow || isChange))
        return QStringLiteral("--limit is for 'history list' and 'history export'");
    for (const char* option : {"--format", "--out"}) {
        if (parser.isSet(QLatin1String(option)) && !isExport)
            return QStringLiteral("%1 is for 'history export'").arg(QLatin1String(option));
    }
    return {};
}

Result<HistoryChoice> readChoice(const OptionParser& parser)
{
    HistoryChoice choice;
    const QString rest = parser.positionals().mid(1).join(u' ');
    bool isNumber = true;
    const QString view = parser.positionals().constFirst();
    const qint64 number = rest.toLongLong(&isNumber);
    if (view == QLatin1String("show") || (changes().contains(view) && isNumber)) {
        choice.id = number;
        if (!isNumber || choice.id <= 0)
            return badOption(QStringLiteral("'%1' is not the number of an exchange").arg(rest));
    } else {
        Result<HistoryQuery> query = HistoryQuery::parse(rest, QDateTime::currentMSecsSinceEpoch());
        if (!query)
            return badOption(query.error().detail);
        choice.query = std::move(*query);
    }
    if (parser.isSet(QStringLiteral("--limit"))) {
        choice.limit = parser.value(QStringLiteral("--limit")).toLongLong(&isNumber);
        if (!isNumber || choice.limit <= 0)
            return badOption(QStringLiteral("--limit takes a number above 0"));
    }
    const QString format = parser.value(QStringLiteral("--format"));
    if (parser.isSet(QStringLiteral("--format")) && format != QLatin1String("har") &&
        format != QLatin1String("jsonl"))
        return badOption(QStringLiteral("--format takes har or jsonl, not '%1'").arg(format));
    choice.isHar = format != QLatin1String("jsonl");
    const Result<std::optional<CodeForm>> code = readCode(parser);
    if (!code)
        return tl::make_unexpected(code.error());
    choice.code = *code;
    choice.isBodyOnly = parser.isSet(QStringLiteral("--body"));
    choice.outPath = parser.value(QStringLiteral("--out"));
    choice.isQuiet = parser.isSet(QStringLiteral("--quiet"));
    const Result<PrintFormat> print = parseFormat(parser);
    if (!print)
        return tl::make_unexpected(print.error());
    choice.print = *print;
    return choice;
}

} // namespace

int runHistory(const QStringList& words)
{
    OptionParser parser = makeParser();
    if (const auto ended = parseOrEnd(parser, words))
        return *ended;
    if (const QString problem = usageProblem(parser); !problem.isEmpty())
        return wrongUsage(parser, problem);
    const Result<HistoryChoice> choice = readChoice(parser);
    if (!choice)
        return wrongUsage(parser, choice.error().detail);
    const Result<Settings> settings = readSettings(parser);
    if (!settings)
        return wrongUsage(parser, settings.error().detail);
    const QString folder = History::defaultFolder();
    if (!QFileInfo::exists(folder + QStringLiteral("/history.db"))) {
        complain(QStringLiteral("There is no history in %1 yet.").arg(folder));
        return choice->id > 0 ? int(FileFailed) : int(Done);
    }
    HistoryStore store = windowHistory(*settings);
    const QString view = parser.positionals().constFirst();
    const int code = view == QLatin1String("list")     ? listHistory(store, *choice)
                     : view == QLatin1String("show")   ? showHistory(store, *choice)
                     : view == QLatin1String("delete") ? deleteHistory(store, *choice)
                     : view == QLatin1String("pin")    ? pinHistory(store, *choice, true)
                     : view == QLatin1String("unpin")  ? pinHistory(store, *choice, false)
                                                       : exportHistory(store, *choice);
    tellPutAside(store);
    return code;
}

} // namespace wl::cli
