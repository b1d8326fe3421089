// SPDX-License-Identifier: MIT
#include "captureviews.h"

#include "base/errortext.h"
#include "capturereading.h"
#include "exitcode.h"
#include "figures.h"
#include "query/queryscan.h"
#include "quietwait.h"
#include "replayoptions.h"
#include "run.h"
#include "standardinput.h"

namespace wl::cli {

namespace {

using Phase = ReplayProgress::Phase;

/// One replay from the connection to the last answer.
class Replaying
{
public:
    Replaying(Run& run, const ReplayOptions& options)
        : m_run(run)
        , m_options(options)
        , m_quiet(run, options.wait)
    {
        QObject::connect(&run.sessions(), &Sessions::stateChanged, &run,
                         [this](EndpointId, const EndpointState& state) { follow(state); });
        QObject::connect(&run.sessions(), &Sessions::replayProgress, &run,
                         [this](EndpointId, const ReplayProgress& progress) { take(progress); });
        QObject::connect(&m_input, &StandardInput::came, &run,
                         [this](const QByteArray& piece) { step(piece.count('\n')); });
        QObject::connect(&m_input, &StandardInput::ended, &run, [this] { inputEnded(); });
        QObject::connect(&m_input, &StandardInput::failed, &run, [this](const Error& error) {
            m_run.fail(QStringLiteral("Cannot read standard input"), error);
        });
    }

    void start(ReplayPlan plan)
    {
        m_run.reporter().release();
        ReplayJob job = m_options.job;
        job.plan = std::make_shared<const ReplayPlan>(std::move(plan));
        const auto started = m_run.sessions().startReplay(m_options.target, job);
        if (!started)
            return m_run.fail(tried(), started.error());
        m_id = *started;
        if (job.pace.kind == ReplayPace::Kind::Step)
            m_input.request();
    }

private:
    [[nodiscard]] QString tried() const
    {
        return QStringLiteral("Cannot replay to ") + formatAddress(m_options.address);
    }

    void take(const ReplayProgress& progress)
    {
        m_progress = progress;
        if (progress.phase == Phase::Failed)
            return m_run.fail(progress.sent == 0
                                  ? tried()
                                  : QStringLiteral("The replay to %1 ended after %2 of %3 messages")
                                        .arg(formatAddress(m_options.address))
                                        .arg(progress.sent)
                                        .arg(progress.total),
                              progress.error);
        if (progress.phase == Phase::Finished && !std::exchange(m_hasSent, true)) {
            m_quiet.begin();
        }
    }

    /// After the last message the peer may end it in its own way.
    void follow(const EndpointState& state)
    {
        using State = EndpointState::Phase;
        const bool isOver = state.phase == State::PeerFinished || state.phase == State::Stopped ||
                            state.phase == State::Failed;
        if (m_hasSent && isOver)
            m_run.settle(Done);
    }

    void step(qsizetype messages)
    {
        for (; messages > 0; --messages)
            m_run.sessions().stepReplay(m_id);
        m_input.request();
    }

    void inputEnded()
    {
        if (m_hasSent)
            return;
        // What was asked for is still on its way to the network thread; the end comes behind it.
        m_run.reporter().complain(
            QStringLiteral("Standard input has ended; the messages that were not asked for are not sent."));
        m_quiet.begin();
    }

    Run& m_run;
    const ReplayOptions& m_options;
    StandardInput m_input;
    QuietWait m_quiet;
    EndpointId m_id;
    ReplayProgress m_progress;
    bool m_hasSent = false;
};

/// The connection that is meant; nothing, after telling, where that cannot be said.
std::optional<ConnectionId> connectionOf(const ReplayOptions& options, const CaptureFile& file)
{
    const quint32 count = file.connectionCount();
    if (options.connection && options.connection->value() < count)
        return options.connection;
    if (options.connection)
        complain(QStringLiteral("The capture has no connection %1; it has %2.")
                     .arg(options.connection->value() + 1)
                     .arg(count));
    else if (count == 1)
        return ConnectionId(0);
    else if (count == 0)
        complain(QStringLiteral("The capture has no connection."));
    else
        complain(QStringLiteral("The capture has %1 connections; say which one with --conn, as in --conn 2. "
                                "'capture list FILE' shows them.")
                     .arg(count));
    return std::nullopt;
}

ReplayPlan planOf(const ReplayOptions& options, const CaptureFile& file, ConnectionId connection)
{
    ReplayChoice choice;
    choice.connections = {connection};
    choice.filter = options.filter;
    choice.context = contextOf(borrowed(file));
    choice.direction = options.direction.value_or(clientDirection(file.connection(connection).info));
    ReplayPlan plan = makeReplayPlan(borrowed(file), choice);
    if (plan.isCut)
        complain(
            QStringLiteral("Only the first %1 messages are replayed.").arg(grouped(plan.messages.size())));
    return plan;
}

} // namespace

int runCaptureReplay(const QStringList& words)
{
    OptionParser parser = makeReplayParser();
    if (const auto ended = parseOrEnd(parser, words))
        return *ended;
    const auto options = readReplayOptions(parser);
    if (!options)
        return options.error().detail.isEmpty() ? int(WrongUsage)
                                                : wrongUsage(parser, options.error().detail);
    if (options->path == QLatin1String("-") && options->job.pace.kind == ReplayPace::Kind::Step)
        return wrongUsage(parser, QStringLiteral("--step reads standard input, so the capture cannot be -"));

    CaptureReading reading(options->path);
    if (const int code = reading.forEachPart([](quint64) { return true; }); code != Done)
        return code; // half of a conversation is no replay of it
    const auto connection = connectionOf(*options, reading.file());
    if (!connection)
        return WrongUsage;
    ReplayPlan plan = planOf(*options, reading.file(), *connection);
    if (plan.messages.empty()) {
        complain(QStringLiteral("There is nothing to replay: no message of connection %1 fits.")
                     .arg(connection->value() + 1));
        return WrongUsage;
    }
    const auto run = Run::create(options->run, needsOf(options->run, false));
    if (!run)
        return FileFailed;
    Replaying replaying(*run, *options);
    replaying.start(std::move(plan));
    return run->exec();
}

} // namespace wl::cli
