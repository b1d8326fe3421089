// SPDX-License-Identifier: MIT
#include "quietwait.h"

#include "exitcode.h"
#include "run.h"

namespace wl::cli {

QuietWait::QuietWait(Run& run, std::chrono::milliseconds wait)
    : m_run(run)
    , m_wait(wait)
{
    m_timer.setSingleShot(true);
    QObject::connect(&m_timer, &QTimer::timeout, &run, [this] { check(); });
}

void QuietWait::begin()
{
    m_since = now();
    m_timer.start(m_wait);
}

void QuietWait::check()
{
    const Timestamp last{std::max(m_since.ns, m_run.totals().lastReceivedNs.load())};
    const auto left = m_wait - std::chrono::floor<std::chrono::milliseconds>(now() - last);
    if (left.count() > 0)
        m_timer.start(left);
    else
        m_run.settle(Done);
}

} // namespace wl::cli
