// SPDX-License-Identifier: MIT
#pragma once

#include "capture/capturestore.h"
#include "interrupt.h"
#include "reporter.h"
#include "reportsink.h"
#include "runoptions.h"
#include "session/sessions.h"

#include <QEventLoop>

#include <memory>
#include <optional>

namespace wl::cli {

/// Everything that a subcommand with traffic stands on: the capture, the printer, the sink between them and
/// the network, the running set, and the way out. Main thread.
///
/// The end is always the same: connections closed, capture complete, figures told, output printed.
class Run final : public QObject
{
    Q_OBJECT
public:
    /// Null where the capture file cannot be made, which was then told; the exit code is FileFailed.
    [[nodiscard]] static std::unique_ptr<Run> create(const RunOptions& options, ReportNeeds needs,
                                                     std::optional<Expectation> expectation = {});
    ~Run() override;

    [[nodiscard]] Sessions& sessions() { return *m_sessions; }
    [[nodiscard]] Reporter& reporter() { return *m_reporter; }
    [[nodiscard]] const TrafficTotals& totals() const { return m_sink->totals(); }
    /// The capture while it is written; null where there is none.
    [[nodiscard]] const RecordSource* records() const { return m_capture.get(); }
    [[nodiscard]] const RunOptions& options() const { return m_options; }

    /// Ends exec() with this code; the first call counts.
    void end(int code);
    /// Tells "what was tried: why. What to do." (in JSON also as a failed event) and ends with the error's
    /// code, or that one.
    void fail(const QString& tried, const Error& error, std::optional<int> code = std::nullopt);
    /// Ends with this code once everything that was received so far has been printed and matched.
    void settle(int code);

    /// Runs the event loop and takes everything down; the exit code.
    [[nodiscard]] int exec();

private:
    Run(const RunOptions& options, std::optional<Expectation> expectation);
    void closeCapture();
    void tellTotals();
    void endReporter();
    void raise(int code);

    RunOptions m_options;
    bool m_hasExpectation;
    std::unique_ptr<CaptureStore> m_capture;
    std::unique_ptr<Reporter> m_reporter;
    std::unique_ptr<ReportSink> m_sink;
    std::unique_ptr<Sessions> m_sessions;
    Interrupt m_interrupt;
    /// The main loop, not QCoreApplication::exec(): its aboutToQuit() reaches name lookups of Qt 6.4 in other
    /// threads, which take it for their result and crash.
    QEventLoop m_loop;
    std::optional<int> m_code;
    bool m_isMet = false;
};

/// What the printer must be told for a format: everything for json and hex, what was received for text.
[[nodiscard]] ReportNeeds needsOf(const RunOptions& options, bool hasExpectation);

} // namespace wl::cli
