// SPDX-License-Identifier: MIT
#include "commands.h"

#include "base/errortext.h"
#include "exitcode.h"
#include "quietwait.h"
#include "run.h"
#include "sendoptions.h"
#include "standardinput.h"

namespace wl::cli {

namespace {

using Phase = EndpointState::Phase;

/// One `send` from the connection to the end: connect, send, then wait for what comes.
class Sending
{
public:
    Sending(Run& run, const SendOptions& options)
        : m_run(run)
        , m_options(options)
        , m_quiet(run, options.wait)
    {
        QObject::connect(&run.sessions(), &Sessions::stateChanged, &run,
                         [this](EndpointId, const EndpointState& state) { follow(state); });
        QObject::connect(&run.sessions(), &Sessions::sendProgress, &run,
                         [this](const SendProgress& progress) { followSend(progress); });
        QObject::connect(&m_input, &StandardInput::came, &run,
                         [this](const QByteArray& piece) { take(piece); });
        QObject::connect(&m_input, &StandardInput::ended, &run, [this] { inputEnded(); });
        QObject::connect(&m_input, &StandardInput::failed, &run, [this](const Error& error) {
            m_run.fail(QStringLiteral("Cannot read standard input"), error);
        });
    }

    void start()
    {
        m_run.reporter().release();
        const auto started = m_run.sessions().start(m_options.spec);
        if (!started)
            return m_run.fail(tried(), started.error());
        m_id = *started;
    }

private:
    [[nodiscard]] bool isUdp() const { return std::holds_alternative<UdpItem>(m_options.spec); }
    [[nodiscard]] QString tried() const
    {
        return (isUdp() ? QStringLiteral("Cannot send to ") : QStringLiteral("Cannot connect to ")) +
               formatAddress(m_options.address);
    }

    void follow(const EndpointState& state)
    {
        switch (state.phase) {
        case Phase::Open:
        case Phase::Listening: return opened();
        case Phase::PeerFinished:
            m_hasPeerFinished = true;
            if (m_hasSent)
                m_run.settle(Done);
            return;
        case Phase::Failed: return ended(state.error);
        case Phase::Stopped: return ended({});
        default: return;
        }
    }

    void opened()
    {
        if (std::exchange(m_isOpen, true))
            return;
        if (m_options.fromStandardInput)
            m_input.request();
        else if (m_options.payload && !isNothing(*m_options.payload))
            send(*m_options.payload, m_options.times, m_options.interval);
        else
            sentAll();
    }

    /// An empty text is a datagram without bytes, but nothing at all for a stream.
    [[nodiscard]] bool isNothing(const PayloadSpec& payload) const
    {
        return !isUdp() && payload.form != PayloadSpec::Form::File && payload.text.isEmpty();
    }

    void send(const PayloadSpec& payload, quint64 times, std::chrono::microseconds interval)
    {
        SendJob job;
        job.payload = payload;
        job.times = times;
        job.interval = interval;
        const auto started = m_run.sessions().send(m_id, job);
        if (!started)
            return m_run.fail(sendTried(), started.error());
        m_job = *started;
    }

    [[nodiscard]] QString sendTried() const
    {
        return QStringLiteral("Cannot send to ") + formatAddress(m_options.address);
    }

    void followSend(const SendProgress& progress)
    {
        if (progress.job != m_job || !progress.finished)
            return;
        if (progress.error.code != ErrorCode::None) {
            // A peer that has gone is told by the state that follows, with its own reason.
            if (progress.error.code != ErrorCode::NotConnected)
                m_run.fail(sendTried(), progress.error);
            return;
        }
        if (m_options.fromStandardInput && !isUdp())
            m_input.request();
        else
            sentAll();
    }

    void take(const QByteArray& piece)
    {
        if (!isUdp())
            return sendBytes(piece);
        m_datagram.append(piece);
        if (m_datagram.size() > limits::datagramBytes)
            return m_run.fail(sendTried(), Error{ErrorCode::DatagramTooLarge, {}, 0});
        m_input.request();
    }

    void inputEnded()
    {
        if (isUdp())
            sendBytes(m_datagram);
        else
            sentAll();
    }

    void sendBytes(const QByteArray& bytes)
    {
        PayloadSpec payload;
        payload.form = PayloadSpec::Form::Hex;
        payload.text = QString::fromLatin1(bytes.toHex());
        send(payload, 1, {});
    }

    void sentAll()
    {
        m_hasSent = true;
        if (m_options.finishes)
            m_run.sessions().finish(m_id, {});
        if (m_hasPeerFinished)
            return m_run.settle(Done);
        m_quiet.begin();
    }

    void ended(const Error& error)
    {
        if (error.code == ErrorCode::None)
            return m_run.settle(Done);
        m_run.fail(m_isOpen
                       ? QStringLiteral("The connection to %1 broke").arg(formatAddress(m_options.address))
                       : tried(),
                   error);
    }

    Run& m_run;
    const SendOptions& m_options;
    StandardInput m_input;
    QuietWait m_quiet;
    EndpointId m_id;
    quint32 m_job = 0;
    QByteArray m_datagram;
    bool m_isOpen = false;
    bool m_hasSent = false;
    bool m_hasPeerFinished = false;
};

} // namespace

int runSend(const QStringList& words)
{
    OptionParser parser = makeSendParser();
    if (const auto ended = parseOrEnd(parser, words))
        return *ended;
    auto expectation = readExpectation(parser);
    if (!expectation)
        return wrongUsage(parser, expectation.error().detail);
    const auto options = readSendOptions(parser);
    if (!options && options.error().code == ErrorCode::BadOption)
        return wrongUsage(parser, options.error().detail);
    if (!options) {
        complain(ErrorText::sentence(QStringLiteral("Cannot send ") + parser.value(QStringLiteral("--file")),
                                     options.error()));
        return exitCodeOf(options.error());
    }

    const bool hasExpectation = expectation->has_value();
    const auto run =
        Run::create(options->run, needsOf(options->run, hasExpectation), std::move(*expectation));
    if (!run)
        return FileFailed;
    Sending sending(*run, *options);
    sending.start();
    return run->exec();
}

} // namespace wl::cli
