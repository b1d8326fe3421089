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
        QStringLiteral("capture"), QStringLiteral("info|list|filter|follow FILE [FILTER | CONN] [options]"),
        QStringLiteral(
            "Reads a pcapng or pcap file, ours or another program's; - is standard input.\n"
            "info: what is in it. list: one line a record, with --print hex also its bytes.\n"
            "filter: only the records that the filter matches, such as 'conn == 3 and length > 100'.\n"
            "follow: the bytes of one connection, as they are; CONN is its number in the list."));
    parser.add(QStringLiteral("--dir"), QStringLiteral("in|out|both"),
               QStringLiteral("follow only what was received or sent (default: both)"));
    parser.add(QStringLiteral("--filter"), QStringLiteral("FILTER"),
               QStringLiteral("list only the records that it matches"));
    addPrintOptions(parser);
    addSettingOptions(parser);
    parser.addExample(QStringLiteral("wireloupe-cli capture list echo.pcapng | head"),
                      QStringLiteral("the first records"));
    parser.addExample(
        QStringLiteral("wireloupe-cli capture filter echo.pcapng 'dir == in and text contains \"error\"'"),
        QStringLiteral("what was received and speaks of an error"));
    parser.addExample(QStringLiteral("wireloupe-cli capture follow echo.pcapng 1 --dir in > received.bin"),
                      QStringLiteral("every byte that connection 1 received"));
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

    const QStringList& rest = parser.positionals();
    const QString view = rest.value(0);
    const bool isFollow = view == QLatin1String("follow");
    const bool isFilter = view == QLatin1String("filter");
    if (rest.size() < 2 || (!isFilter && rest.size() > (isFollow ? 3 : 2)))
        return wrongUsage(parser, QStringLiteral("capture takes info, list, filter or follow, and a file"));
    if (isFilter && rest.size() < 3)
        return wrongUsage(parser, QStringLiteral("capture filter takes a file and a filter"));
    const bool hasFilter = parser.isSet(QStringLiteral("--filter"));
    if (hasFilter && view != QLatin1String("list"))
        return wrongUsage(parser, QStringLiteral("--filter is for 'capture list'"));
    if (!isFollow && parser.isSet(QStringLiteral("--dir")))
        return wrongUsage(parser, QStringLiteral("--dir is for 'capture follow'"));

    Interrupt::endAtOnce(); // nothing is written that would have to be completed
    if (isFollow)
        return followCapture(rest.at(1), *format, *choice);
    if (view == QLatin1String("info"))
        return showCaptureInfo(rest.at(1), *format);
    if (isFilter)
        return showFilteredList(rest.at(1), rest.mid(2).join(u' '), *format);
    if (hasFilter)
        return showFilteredList(rest.at(1), parser.value(QStringLiteral("--filter")), *format);
    if (view == QLatin1String("list"))
        return showCaptureList(rest.at(1), *format);
    return wrongUsage(
        parser, QStringLiteral("'%1' is not known; capture takes info, list, filter or follow").arg(view));
}

} // namespace wl::cli
