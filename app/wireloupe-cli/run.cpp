// SPDX-License-Identifier: MIT
#include "run.h"

#include "base/errortext.h"
#include "exitcode.h"
#include "figures.h"
#include "query/jsonline.h"

#include <unistd.h>

namespace wl::cli {

namespace {

/// The shared advice on a certificate names what is in the window.
QString sentenceFor(const QString& tried, const Error& error)
{
    QString sentence = ErrorText::sentence(tried, error);
    const bool isCertificate =
        error.code >= ErrorCode::CertificateExpired && error.code <= ErrorCode::CertificateInvalid;
    if (!isCertificate)
        return sentence;
    sentence.chop(ErrorText::advice(error).size());
    return sentence + QStringLiteral("Name its authority with --ca FILE, or take any certificate of this "
                                     "address with --insecure.");
}

} // namespace

ReportNeeds needsOf(const RunOptions& options, bool hasExpectation)
{
    ReportNeeds needs;
    const bool isFull = options.print == PrintFormat::Json || options.print == PrintFormat::Hex;
    needs.sentData = isFull;
    needs.receivedData = isFull || options.print == PrintFormat::Text || hasExpectation;
    needs.turningPoints = options.print == PrintFormat::Json || !options.quiet;
    return needs;
}

std::unique_ptr<Run> Run::create(const RunOptions& options, ReportNeeds needs,
                                 std::optional<Expectation> expectation)
{
    std::unique_ptr<CaptureStore> capture;
    if (!options.capturePath.isEmpty()) {
        CaptureConfig config;
        config.path = options.capturePath;
        auto created = CaptureStore::create(config);
        if (!created) {
            complain(ErrorText::sentence(QStringLiteral("Cannot write the capture ") + options.capturePath,
                                         created.error()));
            return nullptr;
        }
        capture = std::move(*created);
    }
    std::unique_ptr<Run> run(new Run(options, std::move(expectation)));
    run->m_capture = std::move(capture);
    run->m_sink = std::make_unique<ReportSink>(run->m_capture.get(), run->m_reporter->queue(), needs);
    run->m_sessions = std::make_unique<Sessions>(*run->m_sink);
    return run;
}

Run::Run(const RunOptions& options, std::optional<Expectation> expectation)
    : m_options(options)
    , m_hasExpectation(expectation.has_value())
    , m_reporter(std::make_unique<Reporter>(options.print, options.quiet, std::move(expectation)))
{
    connect(&m_interrupt, &Interrupt::came, this, [this] { end(Interrupted); });
    connect(m_reporter.get(), &Reporter::outputBroken, this, [this] { end(Done); });
    connect(m_reporter.get(), &Reporter::expectationMet, this, [this] {
        m_isMet = true;
        end(Done);
    });
    connect(m_reporter.get(), &Reporter::expectationGaveUp, this, [this] {
        m_reporter->complain(QStringLiteral("The regular expression gave up: it needs too many steps on what "
                                            "was received. Make it simpler."));
        end(NotMet);
    });
}

Run::~Run() = default;

void Run::end(int code)
{
    if (!m_code) {
        m_code = code;
        m_loop.quit();
    }
}

void Run::fail(const QString& tried, const Error& error, std::optional<int> code)
{
    if (m_code)
        return;
    const QString sentence = sentenceFor(tried, error);
    // A connection that failed is an event of its own.
    const bool isTold = m_sink->totals().lastFailure.load() == error.code;
    if (m_options.print == PrintFormat::Json && !isTold) {
        JsonLine line;
        line.add("time", isoTime(now())).add("event", QStringLiteral("failed"));
        line.add("error", errorName(error.code)).add("text", sentence);
        m_reporter->post([bytes = line.line()](EventPrinter& printer) { printer.out().write(bytes); });
    }
    m_reporter->complain(sentence);
    end(code.value_or(exitCodeOf(error)));
}

void Run::settle(int code)
{
    // The printer judges the expectation before it comes to this, so its verdict is in the loop already.
    m_reporter->post([this, code](EventPrinter&) {
        QMetaObject::invokeMethod(
            this, [this, code] { end(code == Done && m_hasExpectation && !m_isMet ? NotMet : code); },
            Qt::QueuedConnection);
    });
}

int Run::exec()
{
    if (!m_code)
        m_loop.exec();
    m_sessions.reset();
    closeCapture();
    tellTotals();
    endReporter();
    return m_code.value_or(Done);
}

void Run::closeCapture()
{
    if (!m_capture)
        return;
    const CaptureStatistics statistics = m_capture->end();
    if (!statistics.writeError && statistics.recordsLost == 0)
        return;
    // The disk may take bytes again by now; what was lost stays lost.
    const Error error = statistics.writeError.value_or(Error{ErrorCode::FileFailed, {}, 0});
    m_reporter->complain(
        ErrorText::sentence(QStringLiteral("The capture %1 is not complete").arg(m_options.capturePath),
                            error) +
        QStringLiteral(" Lost: %1.").arg(counted(statistics.recordsLost, QStringLiteral("record"))));
    raise(FileFailed);
}

void Run::tellTotals()
{
    const TrafficTotals& totals = m_sink->totals();
    if (totals.recordsIn.load() + totals.recordsOut.load() == 0 && !m_capture)
        return;
    QString line = QStringLiteral("%1, %2 B in, %3 B out")
                       .arg(counted(totals.connections.load(), QStringLiteral("connection")),
                            grouped(totals.bytesIn.load()), grouped(totals.bytesOut.load()));
    if (const quint64 dropped = totals.datagramsDropped.load(); dropped > 0)
        line +=
            QStringLiteral(", %1 dropped by the kernel").arg(counted(dropped, QStringLiteral("datagram")));
    if (m_capture) {
        const CaptureStatistics statistics = m_capture->statistics();
        const quint64 inFile = statistics.records - statistics.recordsUnwritten;
        line += QStringLiteral("; %1 in %2")
                    .arg(counted(inFile, QStringLiteral("record")), m_options.capturePath);
    }
    m_reporter->say(line);
    if (const quint64 unprinted = m_reporter->queue().droppedCount(); unprinted > 0)
        m_reporter->complain(QStringLiteral("Standard output is slower than the network: %1 not printed.")
                                 .arg(counted(unprinted, QStringLiteral("record"))));
}

void Run::endReporter()
{
    m_capture.reset();
    if (!m_reporter->finish()) {
        // The reader of standard output takes nothing and a signal asks to end; all else is done.
        ::_exit(Interrupted);
    }
    if (const auto error = m_reporter->outputError()) {
        complain(ErrorText::sentence(QStringLiteral("Cannot write to standard output"), *error));
        raise(FileFailed);
    }
}

void Run::raise(int code)
{
    // A broken file counts for more than a run that ended well or was interrupted, not more than a failure.
    if (!m_code || *m_code == Done || *m_code == Interrupted)
        m_code = code;
}

} // namespace wl::cli
