// SPDX-License-Identifier: MIT
#pragma once

#include "eventprinter.h"
#include "eventqueue.h"
#include "expectation.h"

#include <QObject>
#include <QSemaphore>

#include <chrono>
#include <optional>
#include <thread>

namespace wl::cli {

/// The thread that prints, so that a slow reader of standard output holds up neither the network nor the main
/// thread. Lives on the main thread; its signals are emitted from the printer's thread (connect with a
/// context object).
class Reporter final : public QObject
{
    Q_OBJECT
public:
    Reporter(PrintFormat format, bool quiet, std::optional<Expectation> expectation);
    ~Reporter() override;

    [[nodiscard]] EventQueue& queue() { return m_queue; }

    /// Lets the printer begin, with these events before all that waits.
    void release(std::vector<TrafficEvent> first = {});
    /// A line for people; nothing with --quiet or JSON.
    void say(const QString& line);
    /// A line for people that always goes out (errors).
    void complain(const QString& line);
    /// Calls `job` on the printer's thread after everything that was pushed before.
    void post(std::function<void(EventPrinter&)> job);

    /// Prints what is left and ends the thread. Waits as long as the reader of standard output takes, but
    /// only a short time once a signal has come. False where it did not end: then the process must not go on.
    [[nodiscard]] bool finish();

    /// Error of standard output, where it was not just closed by its reader. After finish().
    [[nodiscard]] std::optional<Error> outputError() const;

signals:
    void expectationMet();
    void expectationGaveUp();
    /// Standard output cannot be written any more (the reader is gone, the disk is full).
    void outputBroken();

private:
    void run();
    void feed(const std::vector<TrafficEvent>& events);

    EventQueue m_queue;
    Outlet m_out;
    Outlet m_words;
    EventPrinter m_printer;
    std::optional<Expectation> m_expectation;
    QSemaphore m_ended;
    std::thread m_thread;
};

} // namespace wl::cli
