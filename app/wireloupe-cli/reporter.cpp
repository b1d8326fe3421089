// SPDX-License-Identifier: MIT
#include "reporter.h"

#include "interrupt.h"

#include <unistd.h>

namespace wl::cli {

namespace {

using namespace std::chrono_literals;

/// How long a reader that takes nothing may hold up the end after a signal.
constexpr auto patience = 2s;
constexpr int signalCheckMs = 50;

} // namespace

Reporter::Reporter(PrintFormat format, bool quiet, std::optional<Expectation> expectation)
    : m_out(STDOUT_FILENO)
    , m_words(STDERR_FILENO)
    , m_printer(format, quiet, m_out, m_words)
    , m_expectation(std::move(expectation))
    , m_thread([this] { run(); })
{
}

Reporter::~Reporter()
{
    m_queue.close();
    if (m_thread.joinable())
        m_thread.join();
}

void Reporter::release(std::vector<TrafficEvent> first)
{
    m_queue.release(std::move(first));
}

void Reporter::say(const QString& line)
{
    TrafficEvent event;
    event.bytes = line.toUtf8();
    m_queue.push(std::move(event));
}

void Reporter::complain(const QString& line)
{
    post([line](EventPrinter& printer) { printer.complain(line); });
}

void Reporter::post(std::function<void(EventPrinter&)> job)
{
    TrafficEvent event;
    event.kind = TrafficEvent::Kind::Job;
    event.job = std::move(job);
    m_queue.push(std::move(event));
}

bool Reporter::finish()
{
    m_queue.close();
    std::optional<std::chrono::steady_clock::time_point> deadline;
    while (!m_ended.tryAcquire(1, signalCheckMs)) {
        const auto now = std::chrono::steady_clock::now();
        if (!deadline && Interrupt::hasCome())
            deadline = now + patience;
        if (deadline && now >= *deadline)
            return false;
    }
    m_thread.join();
    return true;
}

std::optional<Error> Reporter::outputError() const
{
    if (!m_out.isBroken() || m_out.isReaderGone())
        return std::nullopt;
    return Error{fileErrorCode(m_out.errorNumber()), QStringLiteral("standard output"), m_out.errorNumber()};
}

void Reporter::run()
{
    bool hasToldBroken = false;
    for (auto events = m_queue.take(); !events.empty(); events = m_queue.take()) {
        feed(events);
        for (const TrafficEvent& event : events)
            m_printer.print(event);
        m_out.flush();
        if (m_out.isBroken() && !std::exchange(hasToldBroken, true))
            emit outputBroken();
    }
    m_printer.finish();
    m_ended.release();
}

void Reporter::feed(const std::vector<TrafficEvent>& events)
{
    if (!m_expectation)
        return;
    for (const TrafficEvent& event : events) {
        if (event.kind == TrafficEvent::Kind::Data && event.direction == Direction::Received)
            m_expectation->feed(event.bytes);
    }
    switch (m_expectation->verdict()) {
    case Expectation::Verdict::Open: return;
    case Expectation::Verdict::Met: emit expectationMet(); break;
    case Expectation::Verdict::GaveUp: emit expectationGaveUp(); break;
    }
    m_expectation.reset();
}

} // namespace wl::cli
