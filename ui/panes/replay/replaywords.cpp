// SPDX-License-Identifier: MIT
#include "ui/panes/replay/replaywords.h"

#include "ui/widgets/format.h"

namespace wl {

QString ReplayWords::facts(const ReplayPlan& plan)
{
    if (plan.messages.empty())
        return plan.dropped > 0 ? tr("nothing: the cap on disk use has dropped all of it") : tr("nothing");
    const std::chrono::nanoseconds length(plan.offsetNs(plan.messages.size() - 1));
    const quint64 count = plan.messages.size();
    QString text = tr("%1, %2, over %3")
                       .arg(count == 1 ? tr("1 message") : tr("%1 messages").arg(format::count(count)),
                            format::size(plan.bytes), format::duration(length));
    if (plan.dropped > 0)
        text += tr("; %1 more were dropped by the cap on disk use").arg(format::count(plan.dropped));
    if (plan.isCut)
        text += tr("; more than %1 messages are not replayed").arg(format::count(ReplayPlan::mostMessages));
    return text;
}

PaneState ReplayWords::state(const ReplayProgress& progress, bool isRunning)
{
    using Mark = PaneState::Mark;
    using Phase = ReplayProgress::Phase;
    if (progress.phase == Phase::Failed)
        return {Mark::Failed, progress.error.code == ErrorCode::Canceled ? tr("Stopped") : tr("Failed")};
    if (progress.phase == Phase::Finished)
        return isRunning ? PaneState{Mark::Active, tr("All sent, connected")}
                         : PaneState{Mark::Idle, tr("All sent")};
    if (!isRunning)
        return {Mark::Idle, tr("Not started")};
    switch (progress.phase) {
    case Phase::Connecting: return {Mark::Busy, tr("Connecting")};
    case Phase::AwaitsStep: return {Mark::Active, tr("Waits for Next Message")};
    case Phase::AwaitsAnswer: return {Mark::Active, tr("Waits for the answer")};
    default: return {Mark::Active, tr("Sending")};
    }
}

QString ReplayWords::detail(const ReplayProgress& progress)
{
    if (progress.phase == ReplayProgress::Phase::Connecting)
        return {};
    QString text =
        tr("%1 of %2 sent, %3")
            .arg(format::count(progress.sent), format::count(progress.total), format::size(progress.bytes));
    if (progress.received > 0)
        text += tr("; %1 came back").arg(format::size(progress.received));
    return text;
}

} // namespace wl
