// SPDX-License-Identifier: MIT
#pragma once

#include "query/exportoptions.h"

#include <QStringList>

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

namespace wl {

/// Another program that shows a capture while it grows: it is started with pcapng on its standard input. A
/// thread of its own reads the capture and feeds the pipe, so that a program that reads slowly holds up
/// nobody and loses nothing (but what the cap on disk use drops before). Ends when the program goes away.
/// The program stays when this goes.
class CaptureViewer
{
public:
    struct Command
    {
        QString program;
        QStringList arguments;
    };
    struct Status
    {
        bool hasEnded = false;
        Error error;         ///< why it could not be started or fed; None where the program went or had all
        quint64 records = 0; ///< of the capture that were looked at
    };

    /// Wireshark with the arguments that make it show its standard input at once; nothing where it is not
    /// installed.
    [[nodiscard]] static std::optional<Command> wireshark();

    /// Asked on the thread: whether more records can come. Where not, the pipe is closed behind the last one.
    using IsGrowing = std::function<bool()>;

    /// The source, and what `isGrowing` needs, live as long as this does.
    CaptureViewer(std::shared_ptr<const RecordSource> source, const QueryContext& context, Command command,
                  IsGrowing isGrowing);
    /// Closes the pipe and joins the thread.
    ~CaptureViewer();

    /// Any thread.
    [[nodiscard]] Status status() const;

private:
    void run(const std::stop_token& stop, const QueryContext& context);
    void feed(int descriptor, const std::stop_token& stop, const QueryContext& context);
    void end(const Error& error);

    const std::shared_ptr<const RecordSource> m_source;
    const Command m_command;
    const IsGrowing m_isGrowing;
    mutable std::mutex m_mutex;
    std::condition_variable_any m_pause;
    Status m_status;
    std::jthread m_thread; ///< last, so that it ends before what it uses goes
};

} // namespace wl
