// SPDX-License-Identifier: MIT
#include "commands.h"

#include "captureviews.h"
#include "exitcode.h"
#include "filterargument.h"
#include "interrupt.h"
#include "runoptions.h"

#include <algorithm>
#include <array>

namespace wl::cli {

namespace {

OptionParser makeParser()
{
    OptionParser parser(
        QStringLiteral("capture"),
        QStringLiteral("info|list|filter|follow|stats|export|replay FILE [FILTER | CONN] [options]"),
        QStringLiteral(
            "Reads a pcapng or pcap file, ours or another program's; - is standard input.\n"
            "info: what is in it. list: one line a record, with --print hex also its bytes.\n"
            "filter: only the records that the filter matches, such as 'conn == 3 and length > 100'.\n"
            "follow: the bytes of one connection, as they are; CONN is its number in the list.\n"
            "stats: conversations, endpoints, protocols, lengths, response times, throughput.\n"
            "export: the records as pcapng, HAR, CSV, JSON lines, bytes or C.\n"
            "replay: sends what a connection sent to an address; see 'capture replay --help'."));
    parser.add(QStringLiteral("--dir"), QStringLiteral("in|out|both"),
               QStringLiteral("follow or export only the bytes received or sent (default: both)"));
    parser.add(QStringLiteral("--filter"), QStringLiteral("FILTER"),
               QStringLiteral("list, count or export only the records that it matches"));
    parser.add(
        QStringLiteral("--decode-as"), QStringLiteral("CONN=PROTOCOL"),
        QStringLiteral("what a connection speaks, such as 3=mqtt, for filters, stats and HAR (repeatable)"));
    parser.add(QStringLiteral("--format"), QStringLiteral("pcapng|har|csv|jsonl|raw|c"),
               QStringLiteral("what export writes"));
    parser.add(QStringLiteral("--payload"), QStringLiteral("none|text|hex|base64"),
               QStringLiteral("how csv and jsonl have the bytes (default: none, hex)"));
    parser.add(QStringLiteral("-o, --out"), QStringLiteral("OUT"),
               QStringLiteral("the file to export to (default: standard output)"));
    addPrintOptions(parser);
    addSettingOptions(parser);
    parser.addExample(QStringLiteral("wireloupe-cli capture list echo.pcapng | head"),
                      QStringLiteral("the first records"));
    parser.addExample(
        QStringLiteral("wireloupe-cli capture filter echo.pcapng 'dir == in and text contains \"error\"'"),
        QStringLiteral("what was received and speaks of an error"));
    parser.addExample(QStringLiteral("wireloupe-cli capture follow echo.pcapng 1 --dir in > received.bin"),
                      QStringLiteral("every byte that connection 1 received"));
    parser.addExample(QStringLiteral("wireloupe-cli capture stats web.pcapng --filter 'http.status >= 500'"),
                      QStringLiteral("where and how often a server failed"));
    parser.addExample(QStringLiteral("wireloupe-cli capture export web.pcapng --format har -o web.har"),
                      QStringLiteral("for the browser's developer tools"));
    return parser;
}

Result<FollowChoice> readChoice(const OptionParser& parser)
{
    FollowChoice choice;
    const QString direction = parser.isSet(QStringLiteral("--dir")) ? parser.value(QStringLiteral("--dir"))
                                                                    : QStringLiteral("both");
    choice.sent = direction != QLatin1String("in");
    choice.received = direction != QLatin1String("out");
    if (choice.sent && choice.received && direction != QLatin1String("both"))
        return fail(ErrorCode::BadOption,
                    QStringLiteral("--dir takes in, out or both, not '%1'").arg(direction));
    const QString number = parser.positionals().value(2);
    if (number.isEmpty() || parser.positionals().constFirst() != QLatin1String("follow"))
        return choice;
    bool ok = false;
    const uint value = number.toUInt(&ok);
    if (!ok || value == 0)
        return fail(ErrorCode::BadOption, QStringLiteral("'%1' is not a connection's number").arg(number));
    choice.connection = ConnectionId(value - 1);
    return choice;
}

constexpr const char* views = "info, list, filter, follow, stats, export or replay";

/// What is wrong with the words; empty where nothing is.
QString usageProblem(const OptionParser& parser)
{
    const QStringList& rest = parser.positionals();
    const QString view = rest.value(0);
    const bool isFollow = view == QLatin1String("follow");
    const bool isFilter = view == QLatin1String("filter");
    const bool isExport = view == QLatin1String("export");
    const bool takesFilter = isExport || view == QLatin1String("list") || view == QLatin1String("stats");
    if (!isFollow && !isFilter && !takesFilter && !view.isEmpty() && view != QLatin1String("info"))
        return QStringLiteral("'%1' is not known; capture takes %2").arg(view, QLatin1String(views));
    if (rest.size() < 2 || (!isFilter && rest.size() > (isFollow ? 3 : 2)))
        return QStringLiteral("capture takes %1, and a file").arg(QLatin1String(views));
    if (isFilter && rest.size() < 3)
        return QStringLiteral("capture filter takes a file and a filter");
    if (parser.isSet(QStringLiteral("--filter")) && !takesFilter)
        return QStringLiteral("--filter is for 'capture list', 'capture stats' and 'capture export'");
    if (parser.isSet(QStringLiteral("--dir")) && !isFollow && !isExport)
        return QStringLiteral("--dir is for 'capture follow' and 'capture export'");
    if (parser.isSet(QStringLiteral("--decode-as")) && !takesFilter && !isFilter)
        return QStringLiteral(
            "--decode-as is for 'capture list', 'capture filter', 'capture stats' and 'capture export'");
    for (const char* option : {"--format", "--payload", "--out"}) {
        if (parser.isSet(QString::fromLatin1(option)) && !isExport)
            return QStringLiteral("%1 is for 'capture export'").arg(QLatin1String(option));
    }
    return {};
}

/// The value of `names` that was typed; nothing where it is none of them.
template <typename Value, size_t count>
std::optional<Value> valueNamed(const std::array<std::pair<const char*, Value>, count>& names,
                                const QString& typed)
{
    const auto found = std::find_if(names.begin(), names.end(),
                                    [&](const auto& name) { return typed == QLatin1String(name.first); });
    return found == names.end() ? std::nullopt : std::optional(found->second);
}

constexpr std::array<std::pair<const char*, ExportFormat>, 6> formats{{
    {"pcapng", ExportFormat::Pcapng},
    {"har", ExportFormat::Har},
    {"csv", ExportFormat::Csv},
    {"jsonl", ExportFormat::JsonLines},
    {"raw", ExportFormat::Raw},
    {"c", ExportFormat::CArray},
}};
constexpr std::array<std::pair<const char*, PayloadForm>, 4> payloadForms{{
    {"none", PayloadForm::None},
    {"text", PayloadForm::Text},
    {"hex", PayloadForm::Hex},
    {"base64", PayloadForm::Base64},
}};

int runExport(const OptionParser& parser, const FollowChoice& direction, const DecodeAs& decodeAs)
{
    ExportChoice choice;
    const auto format = valueNamed(formats, parser.value(QStringLiteral("--format")));
    if (!format)
        return wrongUsage(parser,
                          QStringLiteral("capture export takes --format pcapng, har, csv, jsonl, raw or c"));
    choice.options.format = *format;
    choice.options.payload = *format == ExportFormat::Csv ? PayloadForm::None : PayloadForm::Hex;
    if (parser.isSet(QStringLiteral("--payload"))) {
        const auto form = valueNamed(payloadForms, parser.value(QStringLiteral("--payload")));
        if (!form)
            return wrongUsage(parser, QStringLiteral("--payload takes none, text, hex or base64"));
        choice.options.payload = *form;
    }
    choice.options.sent = direction.sent;
    choice.options.received = direction.received;
    choice.options.context.decodeAs = decodeAs;
    choice.filter = parser.value(QStringLiteral("--filter"));
    choice.outPath = parser.value(QStringLiteral("--out"));
    choice.quiet = parser.isSet(QStringLiteral("--quiet"));
    return exportCapture(parser.positionals().at(1), choice);
}

int show(const OptionParser& parser, PrintFormat format, const FollowChoice& choice, const DecodeAs& decodeAs)
{
    const QStringList& rest = parser.positionals();
    const QString view = rest.at(0);
    const QString path = rest.at(1);
    const QString filter = parser.value(QStringLiteral("--filter"));
    if (view == QLatin1String("follow"))
        return followCapture(path, format, choice);
    if (view == QLatin1String("info"))
        return showCaptureInfo(path, format);
    if (view == QLatin1String("filter"))
        return showFilteredList(path, rest.mid(2).join(u' '), decodeAs, format);
    if (view == QLatin1String("export"))
        return runExport(parser, choice, decodeAs);
    if (view == QLatin1String("stats"))
        return showCaptureStatistics(path, filter, decodeAs, format);
    return filter.isEmpty() ? showCaptureList(path, format)
                            : showFilteredList(path, filter, decodeAs, format);
}

} // namespace

int runCapture(const QStringList& words)
{
    if (words.value(0) == QLatin1String("replay"))
        return runCaptureReplay(words.mid(1));
    OptionParser parser = makeParser();
    if (const auto ended = parseOrEnd(parser, words))
        return *ended;
    const auto format = parseFormat(parser);
    if (!format)
        return wrongUsage(parser, format.error().detail);
    const auto choice = readChoice(parser);
    if (!choice)
        return wrongUsage(parser, choice.error().detail);

    const auto decodeAs = readDecodeAs(parser.values(QStringLiteral("--decode-as")));
    if (!decodeAs)
        return wrongUsage(parser, decodeAs.error().detail);
    if (const QString problem = usageProblem(parser); !problem.isEmpty())
        return wrongUsage(parser, problem);
    if (parser.positionals().constFirst() != QLatin1String("export"))
        Interrupt::endAtOnce(); // nothing is written that would have to be completed
    return show(parser, *format, *choice, *decodeAs);
}

} // namespace wl::cli
