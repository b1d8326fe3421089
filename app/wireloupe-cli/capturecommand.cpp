// SPDX-License-Identifier: MIT
#include "commands.h"

#include "captureviews.h"
#include "exitcode.h"
#include "interrupt.h"
#include "runoptions.h"

namespace wl::cli {

namespace {

OptionParser makeParser()
{
    OptionParser parser(
        QStringLiteral("capture"),
        QStringLiteral("info|list|filter|follow|stats FILE [FILTER | CONN] [options]"),
        QStringLiteral(
            "Reads a pcapng or pcap file, ours or another program's; - is standard input.\n"
            "info: what is in it. list: one line a record, with --print hex also its bytes.\n"
            "filter: only the records that the filter matches, such as 'conn == 3 and length > 100'.\n"
            "follow: the bytes of one connection, as they are; CONN is its number in the list.\n"
            "stats: conversations, endpoints, protocols, lengths, response times, throughput."));
    parser.add(QStringLiteral("--dir"), QStringLiteral("in|out|both"),
               QStringLiteral("follow only what was received or sent (default: both)"));
    parser.add(QStringLiteral("--filter"), QStringLiteral("FILTER"),
               QStringLiteral("list or count only the records that it matches"));
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

constexpr const char* views = "info, list, filter, follow or stats";

/// What is wrong with the words; empty where nothing is.
QString usageProblem(const OptionParser& parser)
{
    const QStringList& rest = parser.positionals();
    const QString view = rest.value(0);
    const bool isFollow = view == QLatin1String("follow");
    const bool isFilter = view == QLatin1String("filter");
    const bool isStats = view == QLatin1String("stats");
    const bool isList = view == QLatin1String("list");
    if (!isFollow && !isFilter && !isStats && !isList && !view.isEmpty() && view != QLatin1String("info"))
        return QStringLiteral("'%1' is not known; capture takes %2").arg(view, QLatin1String(views));
    if (rest.size() < 2 || (!isFilter && rest.size() > (isFollow ? 3 : 2)))
        return QStringLiteral("capture takes %1, and a file").arg(QLatin1String(views));
    if (isFilter && rest.size() < 3)
        return QStringLiteral("capture filter takes a file and a filter");
    if (parser.isSet(QStringLiteral("--filter")) && !isList && !isStats)
        return QStringLiteral("--filter is for 'capture list' and 'capture stats'");
    if (parser.isSet(QStringLiteral("--dir")) && !isFollow)
        return QStringLiteral("--dir is for 'capture follow'");
    return {};
}

int show(const OptionParser& parser, PrintFormat format, const FollowChoice& choice)
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
        return showFilteredList(path, rest.mid(2).join(u' '), format);
    if (view == QLatin1String("stats"))
        return showCaptureStatistics(path, filter, format);
    return filter.isEmpty() ? showCaptureList(path, format) : showFilteredList(path, filter, format);
}

} // namespace

int runCapture(const QStringList& words)
{
    OptionParser parser = makeParser();
    if (const auto ended = parseOrEnd(parser, words))
        return *ended;
    const auto format = parseFormat(parser);
    if (!format)
        return wrongUsage(parser, format.error().detail);
    const auto choice = readChoice(parser);
    if (!choice)
        return wrongUsage(parser, choice.error().detail);

    if (const QString problem = usageProblem(parser); !problem.isEmpty())
        return wrongUsage(parser, problem);
    Interrupt::endAtOnce(); // nothing is written that would have to be completed
    return show(parser, *format, *choice);
}

} // namespace wl::cli
