// SPDX-License-Identifier: MIT
#include "commands.h"

#include "base/errortext.h"
#include "duration.h"
#include "exitcode.h"
#include "run.h"
#include "session/commandline.h"

#include <QSet>
#include <QTimer>

namespace wl::cli {

namespace {

using Phase = EndpointState::Phase;

OptionParser makeParser()
{
    OptionParser parser(
        QStringLiteral("listen"), QStringLiteral("ADDRESS [options]"),
        QStringLiteral(
            "Runs a server on tcp://HOST:PORT or udp://HOST:PORT until it is interrupted. No host is\n"
            "127.0.0.1 and ::1, '*' every address, port 0 any free port. What clients send goes to\n"
            "standard output. P is text with \\n \\r \\t \\0 \\\\ \\xNN \\u{N} and {{templates}}."));
    parser.add(QStringLiteral("--echo"), {}, QStringLiteral("send back what comes"));
    parser.add(QStringLiteral("--reply"), QStringLiteral("P"), QStringLiteral("answer each message with P"));
    parser.add(QStringLiteral("--greet"), QStringLiteral("P"),
               QStringLiteral("send P to each new client (tcp)"));
    parser.add(QStringLiteral("--close-after-reply"), {},
               QStringLiteral("close after the answer, or after the greeting alone (tcp)"));
    parser.add(QStringLiteral("--max-clients"), QStringLiteral("N"),
               QStringLiteral("refuse more clients than N at a time (tcp)"));
    parser.add(QStringLiteral("--for"), QStringLiteral("DURATION"),
               QStringLiteral("end by itself, with code 0, after 500ms, 2s, 1m …"));
    addRunOptions(parser);
    parser.addExample(
        QStringLiteral("wireloupe-cli listen tcp://127.0.0.1:8080 --echo --capture echo.pcapng"),
        QStringLiteral("an echo server; echo.pcapng opens in Wireshark, also while it runs"));
    parser.addExample(QStringLiteral("wireloupe-cli listen udp://127.0.0.1:0 --reply 'pong\\n' --print json"),
                      QStringLiteral("answers datagrams on a free port, one JSON event per line"));
    return parser;
}

struct ListenOptions
{
    Address address;
    EndpointSpec spec;
    std::chrono::milliseconds duration{0}; ///< 0 = until interrupted
    RunOptions run;
};

Result<EndpointSpec> readSpec(const OptionParser& parser, const Address& address, const Settings& settings)
{
    QStringList shape;
    for (const auto& name : {QStringLiteral("--echo"), QStringLiteral("--close-after-reply")}) {
        if (parser.isSet(name))
            shape.append(name);
    }
    for (const auto& name :
         {QStringLiteral("--reply"), QStringLiteral("--greet"), QStringLiteral("--max-clients")}) {
        if (parser.isSet(name))
            shape << name << parser.value(name);
    }
    auto opened = parseListenOptions(address, shape, nullptr);
    if (!opened)
        return tl::make_unexpected(opened.error());
    if (auto* udp = std::get_if<UdpItem>(&*opened))
        return *udp;
    auto& server = std::get<ServerItem>(*opened);
    // Nobody types an answer here: without a responder a client that has finished is done.
    server.server.halfOpenTimeout = std::chrono::milliseconds(0);
    if (!parser.isSet(QStringLiteral("--max-clients")))
        server.server.maxClients = int(settings.number(QStringLiteral("network/max_clients")));
    return server;
}

Result<ListenOptions> readOptions(const OptionParser& parser)
{
    if (parser.positionals().size() != 1)
        return fail(ErrorCode::BadOption,
                    QStringLiteral("listen takes one address, such as tcp://127.0.0.1:8080"));
    ListenOptions options;
    const auto address = parseAddress(parser.positionals().constFirst());
    if (!address)
        return fail(ErrorCode::BadOption,
                    QStringLiteral("'%1': %2")
                        .arg(parser.positionals().constFirst(), ErrorText::reason(address.error())));
    options.address = *address;
    if (parser.isSet(QStringLiteral("--for"))) {
        const auto duration = parseDuration(parser.value(QStringLiteral("--for")));
        if (!duration)
            return fail(ErrorCode::BadOption, QStringLiteral("--for: ") + duration.error().detail);
        options.duration = std::chrono::ceil<std::chrono::milliseconds>(*duration);
        if (options.duration.count() == 0)
            return fail(ErrorCode::BadOption, QStringLiteral("--for takes a duration of more than 0"));
    }
    auto run = readRunOptions(parser);
    if (!run)
        return tl::make_unexpected(run.error());
    options.run = std::move(*run);
    auto spec = readSpec(parser, options.address, options.run.settings);
    if (!spec)
        return tl::make_unexpected(spec.error());
    options.spec = std::move(*spec);
    return options;
}

/// Follows the endpoint's states from start to end.
class Listening
{
public:
    Listening(Run& run, const ListenOptions& options)
        : m_run(run)
        , m_options(options)
    {
        m_end.setSingleShot(true);
        QObject::connect(&m_end, &QTimer::timeout, &run, [&run] { run.end(Done); });
        QObject::connect(&run.sessions(), &Sessions::stateChanged, &run,
                         [this](EndpointId, const EndpointState& state) { follow(state); });
        QObject::connect(&run.sessions(), &Sessions::sendFailed, &run,
                         [this](EndpointId, ConnectionId, const Error& error) { tellSendFailed(error); });
    }

    void start()
    {
        if (const auto started = m_run.sessions().start(m_options.spec); !started)
            m_run.fail(tried(), started.error());
    }

private:
    [[nodiscard]] QString tried() const
    {
        return QStringLiteral("Cannot listen on ") + formatAddress(m_options.address);
    }

    void follow(const EndpointState& state)
    {
        if (state.phase == Phase::Failed)
            return m_run.fail(tried(), state.error);
        if (state.phase != Phase::Listening)
            return;
        if (!m_isListening)
            announce(state);
        if (state.error != m_lastError && state.error.code != ErrorCode::None)
            m_run.reporter().complain(ErrorText::sentence(QStringLiteral("Cannot accept"), state.error));
        m_lastError = state.error;
        if (state.refusedClients > 0 && m_refused == 0)
            m_run.reporter().say(QStringLiteral("Refusing clients: the limit (--max-clients) is reached"));
        m_refused = state.refusedClients;
    }

    /// Each failure once, and not without end: a stream of datagrams can make as many as it has peers.
    void tellSendFailed(const Error& error)
    {
        constexpr qsizetype mostTold = 100;
        const QString sentence = ErrorText::sentence(QStringLiteral("Cannot send"), error);
        if (m_toldFailures.size() >= mostTold || m_toldFailures.contains(sentence))
            return;
        m_toldFailures.insert(sentence);
        m_run.reporter().complain(sentence);
    }

    void announce(const EndpointState& state)
    {
        m_isListening = true;
        std::vector<TrafficEvent> events;
        for (const SocketAddress& local : state.local) {
            TrafficEvent event;
            event.kind = TrafficEvent::Kind::Listening;
            event.time = now();
            event.bytes =
                (schemeName(m_options.address.scheme) + QStringLiteral("://") + local.toString()).toUtf8();
            events.push_back(std::move(event));
        }
        m_run.reporter().release(std::move(events));
        if (m_options.duration.count() > 0)
            m_end.start(m_options.duration);
    }

    Run& m_run;
    const ListenOptions& m_options;
    QTimer m_end;
    bool m_isListening = false;
    Error m_lastError;
    quint32 m_refused = 0;
    QSet<QString> m_toldFailures;
};

} // namespace

int runListen(const QStringList& words)
{
    OptionParser parser = makeParser();
    if (const auto ended = parseOrEnd(parser, words))
        return *ended;
    const auto options = readOptions(parser);
    if (!options)
        return wrongUsage(parser, options.error().detail);

    const auto run = Run::create(options->run, needsOf(options->run, false));
    if (!run)
        return FileFailed;
    Listening listening(*run, *options);
    listening.start();
    return run->exec();
}

} // namespace wl::cli
