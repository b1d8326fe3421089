// SPDX-License-Identifier: MIT
#include "commands.h"

#include "base/errortext.h"
#include "demoservers.h"
#include "exitcode.h"
#include "run.h"

#include <QLocale>
#include <QTemporaryDir>

#include <deque>
#include <unistd.h>

namespace wl::cli {

namespace {

OptionParser makeParser()
{
    OptionParser parser(
        QStringLiteral("demo"), QStringLiteral("[options]"),
        QStringLiteral(
            "Starts the servers of the Playground on free ports of this computer, talks to each, and\n"
            "tells what happened. Ends with code 0 only if every exchange was right."));
    addRunOptions(parser);
    parser.addExample(QStringLiteral("wireloupe-cli demo --capture demo.pcapng"),
                      QStringLiteral("all of it, with the traffic in a file of your choice"));
    return parser;
}

/// Colors, where standard output is a terminal that wants them (https://no-color.org).
class Paint
{
public:
    Paint()
        : m_isOn(::isatty(STDOUT_FILENO) == 1 && qEnvironmentVariableIsEmpty("NO_COLOR") &&
                 qgetenv("TERM") != "dumb")
    {
    }

    [[nodiscard]] QString good(const QString& text) const { return paint(text, 32); }
    [[nodiscard]] QString bad(const QString& text) const { return paint(text, 31); }
    [[nodiscard]] QString accent(const QString& text) const { return paint(text, 36); }
    [[nodiscard]] QString strong(const QString& text) const { return paint(text, 1); }

private:
    [[nodiscard]] QString paint(const QString& text, int code) const
    {
        return m_isOn ? QStringLiteral("\x1b[%1m%2\x1b[0m").arg(code).arg(text) : text;
    }

    bool m_isOn;
};

/// Starts the servers, then runs one exchange after the other.
class Demo
{
public:
    Demo(Run& run, std::vector<DemoServer> servers)
        : m_run(run)
        , m_servers(std::move(servers))
    {
        QObject::connect(&run.sessions(), &Sessions::stateChanged, &run,
                         [this](EndpointId id, const EndpointState& state) { follow(id, state); });
    }

    void start()
    {
        m_run.reporter().release();
        print(m_paint.strong(QStringLiteral("Servers")));
        for (DemoServer& server : m_servers) {
            const auto started = m_run.sessions().start(server.spec);
            if (!started)
                return m_run.fail(QStringLiteral("Cannot start ") + server.name, started.error());
            server.id = *started;
        }
    }

private:
    void print(const QString& line)
    {
        if (m_run.options().print != PrintFormat::Text)
            return;
        m_run.reporter().post(
            [bytes = line.toUtf8() + '\n'](EventPrinter& printer) { printer.out().write(bytes); });
    }

    void follow(EndpointId id, const EndpointState& state)
    {
        const auto server = std::find_if(m_servers.begin(), m_servers.end(),
                                         [id](const DemoServer& candidate) { return candidate.id == id; });
        if (server == m_servers.end() || m_hasBegun)
            return;
        if (state.phase == EndpointState::Phase::Failed)
            return m_run.fail(QStringLiteral("Cannot start ") + server->name, state.error);
        if (state.phase != EndpointState::Phase::Listening || server->address.isValid() ||
            state.local.isEmpty())
            return;
        server->address = state.local.constFirst();
        announce(*server);
        const bool isReady = std::all_of(m_servers.cbegin(), m_servers.cend(),
                                         [](const DemoServer& one) { return one.address.isValid(); });
        if (isReady)
            begin();
    }

    void announce(const DemoServer& server)
    {
        print(QStringLiteral("  %1 %2 %3")
                  .arg(m_paint.good(QStringLiteral("●")), server.name.leftJustified(18),
                       m_paint.accent(demoAddress(server))));
        if (m_run.options().print != PrintFormat::Json)
            return;
        TrafficEvent event;
        event.kind = TrafficEvent::Kind::Listening;
        event.time = now();
        event.bytes = demoAddress(server).toUtf8();
        m_run.reporter().queue().push(std::move(event));
    }

    void begin()
    {
        m_hasBegun = true;
        print(m_paint.strong(QStringLiteral("Exchanges")));
        for (const DemoServer& server : m_servers) {
            for (auto& exchange : demoExchanges(server, m_run.sessions(), *m_run.records()))
                m_waiting.push_back(std::move(exchange));
        }
        next();
    }

    void next()
    {
        if (m_waiting.empty())
            return end();
        m_current = std::move(m_waiting.front());
        m_waiting.pop_front();
        QObject::connect(
            m_current.get(), &DemoExchange::finished, &m_run,
            [this](bool isRight, const QString& what) {
                tell(m_current->name(), isRight, what);
                next();
            },
            Qt::QueuedConnection);
        m_current->start();
    }

    void tell(const QString& name, bool isRight, const QString& what)
    {
        ++m_count;
        m_failed += isRight ? 0 : 1;
        const QString mark = isRight ? m_paint.good(QStringLiteral("✓")) : m_paint.bad(QStringLiteral("✗"));
        print(QStringLiteral("  %1 %2 %3").arg(mark, name.leftJustified(18), what));
        if (!isRight)
            m_run.reporter().complain(QStringLiteral("%1 went wrong: %2").arg(name, what));
    }

    void end()
    {
        print(m_paint.strong(QStringLiteral("Capture")));
        print(QStringLiteral("  %1\n  wireloupe-cli capture list %1").arg(m_run.options().capturePath));
        const QString result =
            m_failed == 0
                ? m_paint.good(QStringLiteral("All %1 exchanges were right.").arg(m_count))
                : m_paint.bad(QStringLiteral("%1 of %2 exchanges went wrong.").arg(m_failed).arg(m_count));
        print(result);
        m_run.settle(m_failed == 0 && m_count > 0 ? Done : NotMet);
    }

    Run& m_run;
    std::vector<DemoServer> m_servers;
    std::deque<std::unique_ptr<DemoExchange>> m_waiting;
    std::unique_ptr<DemoExchange> m_current;
    Paint m_paint;
    bool m_hasBegun = false;
    int m_count = 0;
    int m_failed = 0;
};

/// A folder of our own, so that nobody else can have put a link there.
QString makeCapturePath()
{
    QTemporaryDir folder(QDir::tempPath() + QStringLiteral("/wireloupe-demo-XXXXXX"));
    folder.setAutoRemove(false);
    return folder.filePath(QStringLiteral("demo.pcapng"));
}

} // namespace

int runDemo(const QStringList& words)
{
    OptionParser parser = makeParser();
    if (const auto ended = parseOrEnd(parser, words))
        return *ended;
    auto options = readRunOptions(parser);
    if (!options)
        return wrongUsage(parser, options.error().detail);
    if (!parser.positionals().isEmpty())
        return wrongUsage(parser,
                          QStringLiteral("demo takes no '%1'").arg(parser.positionals().constFirst()));
    auto servers = loadDemoServers();
    if (!servers) {
        complain(ErrorText::sentence(QStringLiteral("Cannot load the Playground"), servers.error()));
        return FileFailed;
    }
    if (options->capturePath.isEmpty())
        options->capturePath = makeCapturePath();

    ReportNeeds needs;
    if (options->print == PrintFormat::Json || options->print == PrintFormat::Hex) {
        needs = needsOf(*options, false);
        options->quiet = true;
    }
    const auto run = Run::create(*options, needs);
    if (!run)
        return FileFailed;
    Demo demo(*run, std::move(*servers));
    demo.start();
    return run->exec();
}

} // namespace wl::cli
