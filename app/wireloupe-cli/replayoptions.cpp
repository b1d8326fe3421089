// SPDX-License-Identifier: MIT
#include "replayoptions.h"

#include "base/errortext.h"
#include "duration.h"
#include "filterargument.h"

namespace wl::cli {

namespace {

Result<void> readTarget(const OptionParser& parser, ReplayOptions& options)
{
    const QString text = parser.positionals().at(1);
    const auto address = parseAddress(text);
    auto target = address ? replayTarget(*address) : tl::make_unexpected(address.error());
    if (!target)
        return badOption(QStringLiteral("'%1': %2").arg(text, ErrorText::reason(target.error())));
    options.address = *address;
    if (auto* client = std::get_if<ClientItem>(&*target)) {
        client->client.connectTimeout = std::chrono::milliseconds(
            options.run.settings.number(QStringLiteral("network/connect_timeout_ms")));
        client->client.tls.verify = !parser.isSet(QStringLiteral("--insecure"));
        client->client.tls.caFile = parser.value(QStringLiteral("--ca"));
    }
    options.target = std::move(*target);
    return {};
}

Result<void> readWhat(const OptionParser& parser, ReplayOptions& options)
{
    if (const QString number = parser.value(QStringLiteral("--conn")); !number.isEmpty()) {
        bool ok = false;
        const uint value = number.toUInt(&ok);
        if (!ok || value == 0)
            return badOption(QStringLiteral("'%1' is not a connection's number").arg(number));
        options.connection = ConnectionId(value - 1);
    }
    const QString direction = parser.value(QStringLiteral("--dir"));
    if (direction == QLatin1String("in"))
        options.direction = Direction::Received;
    else if (direction == QLatin1String("out"))
        options.direction = Direction::Sent;
    else if (!direction.isEmpty())
        return badOption(QStringLiteral("--dir takes in or out, not '%1'").arg(direction));
    if (!parser.isSet(QStringLiteral("--filter")))
        return {};
    const auto filter = readFilter(parser.value(QStringLiteral("--filter")));
    if (!filter)
        return badOption({});
    options.filter = *filter;
    return {};
}

Result<void> readPace(const OptionParser& parser, ReplayPace& pace)
{
    const QString speed = parser.value(QStringLiteral("--speed"));
    const bool isStep = parser.isSet(QStringLiteral("--step"));
    if (isStep && !speed.isEmpty())
        return badOption(QStringLiteral("--step and --speed exclude each other"));
    if (isStep)
        pace.kind = ReplayPace::Kind::Step;
    if (speed == QLatin1String("max"))
        pace.kind = ReplayPace::Kind::Fast;
    if (speed.isEmpty() || speed == QLatin1String("max"))
        return {};
    bool ok = false;
    pace.factor = speed.toDouble(&ok);
    if (!ok || !(pace.factor >= ReplayPace::slowest && pace.factor <= ReplayPace::fastest))
        return badOption(
            QStringLiteral("--speed takes a factor from 0.001 to 1000, or max, not '%1'").arg(speed));
    return {};
}

Result<void> readDuration(const OptionParser& parser, const QString& name, std::chrono::milliseconds& to)
{
    if (!parser.isSet(name))
        return {};
    const auto duration = parseDuration(parser.value(name));
    if (!duration)
        return badOption(name + QStringLiteral(": ") + duration.error().detail);
    to = std::chrono::ceil<std::chrono::milliseconds>(*duration);
    return {};
}

Result<void> readWaiting(const OptionParser& parser, ReplayOptions& options)
{
    const QString answer = parser.value(QStringLiteral("--answer"));
    if (answer == QLatin1String("recorded")) {
        options.job.wait = ReplayWait::Recorded;
    } else if (!answer.isEmpty()) {
        bool ok = false;
        options.job.wait = ReplayWait::Bytes;
        options.job.waitBytes = answer.toLongLong(&ok);
        if (!ok || options.job.waitBytes < 1)
            return badOption(
                QStringLiteral("--answer takes a number of bytes, or recorded, not '%1'").arg(answer));
    }
    if (auto read = readDuration(parser, QStringLiteral("--answer-timeout"), options.job.answerTimeout);
        !read)
        return read;
    return readDuration(parser, QStringLiteral("--wait"), options.wait);
}

} // namespace

OptionParser makeReplayParser()
{
    OptionParser parser(
        QStringLiteral("capture replay"), QStringLiteral("FILE ADDRESS [options]"),
        QStringLiteral(
            "Sends what one side of a recorded connection sent to tcp://HOST:PORT, tls://HOST:PORT or\n"
            "udp://HOST:PORT, byte for byte and with the recorded pauses, and prints what comes back."));
    parser.add(QStringLiteral("--conn"), QStringLiteral("N"),
               QStringLiteral("the connection's number in 'capture list' (needed where there are several)"));
    parser.add(QStringLiteral("--dir"), QStringLiteral("in|out"),
               QStringLiteral("what was received or sent (default: what the side that connected sent)"));
    parser.add(QStringLiteral("--filter"), QStringLiteral("FILTER"),
               QStringLiteral("only the records that it matches"));
    parser.add(QStringLiteral("--speed"), QStringLiteral("X|max"),
               QStringLiteral("X times as fast as recorded; max = as fast as the peer takes it"));
    parser.add(QStringLiteral("--step"), {},
               QStringLiteral("send one message for each line of standard input"));
    parser.add(
        QStringLiteral("--answer"), QStringLiteral("N|recorded"),
        QStringLiteral("before the next message wait for N bytes, or for as many as were recorded there"));
    parser.add(QStringLiteral("--answer-timeout"), QStringLiteral("DURATION"),
               QStringLiteral("end with 3 when such an answer does not come (default: 10s)"));
    parser.add(QStringLiteral("--wait"), QStringLiteral("DURATION"),
               QStringLiteral("at the end, wait until nothing came for so long (default: 1s)"));
    parser.add(QStringLiteral("--insecure"), {},
               QStringLiteral("connect whatever the certificate says (tls)"));
    parser.add(QStringLiteral("--ca"), QStringLiteral("FILE"),
               QStringLiteral("trust only the authorities in this PEM file (tls)"));
    addRunOptions(parser);
    parser.addExample(QStringLiteral("wireloupe-cli capture replay old.pcapng tcp://127.0.0.1:8080 --conn 3"),
                      QStringLiteral("what the client of connection 3 sent, with its pauses"));
    parser.addExample(
        QStringLiteral(
            "wireloupe-cli capture replay old.pcapng tcp://127.0.0.1:8080 --speed max --answer recorded"),
        QStringLiteral("as fast as the answers come"));
    return parser;
}

Result<ReplayOptions> readReplayOptions(const OptionParser& parser)
{
    if (parser.positionals().size() != 2)
        return badOption(
            QStringLiteral("capture replay takes a file and an address, such as tcp://127.0.0.1:8080"));
    ReplayOptions options;
    options.path = parser.positionals().constFirst();
    auto run = readRunOptions(parser);
    if (!run)
        return tl::make_unexpected(run.error());
    options.run = std::move(*run);
    return readTarget(parser, options)
        .and_then([&] { return readWhat(parser, options); })
        .and_then([&] { return readPace(parser, options.job.pace); })
        .and_then([&] { return readWaiting(parser, options); })
        .map([&] { return std::move(options); });
}

} // namespace wl::cli
