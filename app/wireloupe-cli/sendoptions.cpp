// SPDX-License-Identifier: MIT
#include "sendoptions.h"

#include "base/errortext.h"
#include "duration.h"
#include "payload/payloadsource.h"
#include "session/commandline.h"

namespace wl::cli {

namespace {

Result<EndpointSpec> readSpec(const OptionParser& parser, const QString& text, const Settings& settings)
{
    const auto opened =
        parseOpenCommand(u'\'' + QString(text).replace(u'\'', QLatin1String("'\\''")) + u'\'');
    if (!opened)
        return badOption(QStringLiteral("'%1': %2").arg(text, ErrorText::reason(opened.error())));
    if (const auto* udp = std::get_if<UdpItem>(&*opened))
        return *udp;
    const auto* found = std::get_if<ClientItem>(&*opened);
    if (!found)
        return badOption(
            QStringLiteral("send takes tcp, tls and udp addresses; for '%1' use the http command").arg(text));
    ClientItem item = *found;
    item.client.connectTimeout =
        std::chrono::milliseconds(settings.number(QStringLiteral("network/connect_timeout_ms")));
    item.client.tls.verify = !parser.isSet(QStringLiteral("--insecure"));
    item.client.tls.caFile = parser.value(QStringLiteral("--ca"));
    return item;
}

Result<void> readPayload(const OptionParser& parser, SendOptions& options)
{
    const QStringList& words = parser.positionals();
    const bool isFile = parser.isSet(QStringLiteral("--file"));
    const bool isHex = parser.isSet(QStringLiteral("--hex"));
    options.fromStandardInput = parser.isSet(QStringLiteral("--stdin"));
    if (int(words.size() > 1) + int(isFile) + int(options.fromStandardInput) > 1)
        return badOption(QStringLiteral("P, --file and --stdin exclude each other"));
    if (isHex && words.size() != 2)
        return badOption(QStringLiteral("--hex needs P: hex digits, such as '01 02 ff'"));
    if (!isFile && words.size() < 2)
        return {};
    PayloadSpec spec;
    spec.form = isFile ? PayloadSpec::Form::File : isHex ? PayloadSpec::Form::Hex : PayloadSpec::Form::Text;
    spec.text = isFile ? parser.value(QStringLiteral("--file")) : words.at(1);
    if (const auto compiled = PayloadSource::compile(spec); !compiled) {
        if (compiled.error().code != ErrorCode::BadPayload)
            return tl::make_unexpected(compiled.error());
        return badOption(QStringLiteral("payload: ") + ErrorText::reason(compiled.error()));
    }
    options.payload = spec;
    return {};
}

Result<void> readPace(const OptionParser& parser, SendOptions& options)
{
    if (parser.isSet(QStringLiteral("--times"))) {
        bool ok = false;
        options.times = parser.value(QStringLiteral("--times")).toULongLong(&ok);
        if (!ok)
            return badOption(QStringLiteral("--times takes a number (0 = until interrupted), not '%1'")
                                 .arg(parser.value(QStringLiteral("--times"))));
    }
    if (options.fromStandardInput && options.times != 1)
        return badOption(QStringLiteral("--times needs P or --file, standard input is read once"));
    if (parser.isSet(QStringLiteral("--interval"))) {
        const auto interval = parseDuration(parser.value(QStringLiteral("--interval")));
        if (!interval)
            return badOption(QStringLiteral("--interval: ") + interval.error().detail);
        options.interval = *interval;
    }
    if (parser.isSet(QStringLiteral("--wait"))) {
        const auto wait = parseDuration(parser.value(QStringLiteral("--wait")));
        if (!wait)
            return badOption(QStringLiteral("--wait: ") + wait.error().detail);
        options.wait = std::chrono::ceil<std::chrono::milliseconds>(*wait);
    }
    return {};
}

} // namespace

OptionParser makeSendParser()
{
    OptionParser parser(
        QStringLiteral("send"), QStringLiteral("ADDRESS [P] [options]"),
        QStringLiteral(
            "Connects to tcp://HOST:PORT, tls://HOST:PORT or udp://HOST:PORT, sends, and prints what comes\n"
            "back, until an expectation is met, the peer closes, or nothing came for a while.\n"
            "P is text with \\n \\r \\t \\0 \\\\ \\xNN \\u{N} and {{templates}}."));
    parser.add(QStringLiteral("--hex"), {}, QStringLiteral("P is hex digits"));
    parser.add(QStringLiteral("--file"), QStringLiteral("F"), QStringLiteral("send a file as it is"));
    parser.add(QStringLiteral("--stdin"), {},
               QStringLiteral("send standard input as it is (udp: as one datagram)"));
    parser.add(QStringLiteral("--finish"), {}, QStringLiteral("then send FIN and go on reading (tcp)"));
    parser.add(QStringLiteral("--times"), QStringLiteral("N"),
               QStringLiteral("send N times; 0 = until interrupted"));
    parser.add(
        QStringLiteral("--interval"), QStringLiteral("DURATION"),
        QStringLiteral("between messages, such as 250us or 1s (default: as fast as the peer takes them)"));
    parser.add(QStringLiteral("--expect"), QStringLiteral("P"),
               QStringLiteral("end with 0 once this came, with 1 where it does not"));
    parser.add(QStringLiteral("--expect-regex"), QStringLiteral("R"),
               QStringLiteral("the same with a regular expression"));
    parser.add(QStringLiteral("--wait"), QStringLiteral("DURATION"),
               QStringLiteral("end when nothing came for so long (default: 1s)"));
    parser.add(QStringLiteral("--insecure"), {},
               QStringLiteral("connect whatever the certificate says (tls)"));
    parser.add(QStringLiteral("--ca"), QStringLiteral("FILE"),
               QStringLiteral("trust only the authorities in this PEM file (tls)"));
    addRunOptions(parser);
    parser.addExample(QStringLiteral("wireloupe-cli send tcp://127.0.0.1:8080 'PING\\r\\n' --expect PONG"),
                      QStringLiteral("ends with 0 as soon as PONG came, with 1 after a second without it"));
    parser.addExample(
        QStringLiteral("wireloupe-cli send udp://127.0.0.1:9000 '#{{counter}}' --times 10 --interval 100ms"),
        QStringLiteral("ten numbered datagrams, ten a second"));
    return parser;
}

Result<SendOptions> readSendOptions(const OptionParser& parser)
{
    const QStringList& words = parser.positionals();
    if (words.isEmpty())
        return badOption(QStringLiteral("send needs an address, such as tcp://127.0.0.1:8080"));
    if (words.size() > 2)
        return badOption(QStringLiteral("send takes an address and one payload; put quotes around '%1 %2'")
                             .arg(words.at(1), words.at(2)));
    SendOptions options;
    auto run = readRunOptions(parser);
    if (!run)
        return tl::make_unexpected(run.error());
    options.run = std::move(*run);
    auto spec = readSpec(parser, words.constFirst(), options.run.settings);
    if (!spec)
        return tl::make_unexpected(spec.error());
    options.spec = std::move(*spec);
    options.address = *parseAddress(words.constFirst());
    options.finishes = parser.isSet(QStringLiteral("--finish"));
    if (options.finishes && options.address.scheme != Scheme::Tcp)
        return badOption(QStringLiteral("--finish needs a tcp address"));
    if (const auto payload = readPayload(parser, options); !payload)
        return tl::make_unexpected(payload.error());
    if (const auto pace = readPace(parser, options); !pace)
        return tl::make_unexpected(pace.error());
    return options;
}

Result<std::optional<Expectation>> readExpectation(const OptionParser& parser)
{
    if (parser.isSet(QStringLiteral("--expect")) && parser.isSet(QStringLiteral("--expect-regex")))
        return badOption(QStringLiteral("--expect and --expect-regex exclude each other"));
    if (parser.isSet(QStringLiteral("--expect"))) {
        PayloadSpec spec;
        spec.text = parser.value(QStringLiteral("--expect"));
        auto source = PayloadSource::compile(spec);
        const auto bytes = source ? source->render() : tl::make_unexpected(source.error());
        if (!bytes)
            return badOption(QStringLiteral("--expect: ") + ErrorText::reason(bytes.error()));
        if (bytes->isEmpty())
            return badOption(QStringLiteral("--expect needs at least one byte"));
        return std::optional(Expectation::forBytes(*bytes));
    }
    if (parser.isSet(QStringLiteral("--expect-regex"))) {
        auto expectation = Expectation::forRegex(parser.value(QStringLiteral("--expect-regex")));
        if (!expectation)
            return badOption(QStringLiteral("--expect-regex: ") + expectation.error().detail);
        return std::optional(std::move(*expectation));
    }
    return std::optional<Expectation>();
}

} // namespace wl::cli
