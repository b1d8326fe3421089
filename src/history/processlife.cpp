// SPDX-License-Identifier: MIT
#include "history/processlife.h"

#include <QDateTime>
#include <QFile>

#include <signal.h>
#include <time.h>
#include <unistd.h>

#include <cerrno>
#include <optional>

namespace wl {

namespace {

/// Clocks may be set meanwhile.
constexpr qint64 slackMs = 60'000;

/// When it was started, since 1970; nothing where the system does not tell.
std::optional<qint64> startOf(qint64 process)
{
    QFile file(QStringLiteral("/proc/%1/stat").arg(process));
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    // proc(5): the name is in parentheses and may hold anything; starttime is the 20th field behind it.
    const QByteArray stat = file.readAll();
    const QList<QByteArray> fields = stat.mid(stat.lastIndexOf(')') + 2).split(' ');
    const qint64 perSecond = ::sysconf(_SC_CLK_TCK);
    timespec sinceBoot{};
    if (fields.size() < 20 || perSecond <= 0 || ::clock_gettime(CLOCK_BOOTTIME, &sinceBoot) != 0)
        return std::nullopt;
    const qint64 startedMs = fields.at(19).toLongLong() * 1000 / perSecond;
    const qint64 nowMs = qint64(sinceBoot.tv_sec) * 1000 + sinceBoot.tv_nsec / 1'000'000;
    return QDateTime::currentMSecsSinceEpoch() - (nowMs - startedMs);
}

} // namespace

bool isProcessThere(qint64 process, qint64 sinceMs)
{
    if (process <= 0 || (::kill(pid_t(process), 0) != 0 && errno == ESRCH))
        return false;
    const std::optional<qint64> started = process == ::getpid() ? std::nullopt : startOf(process);
    return !started || *started <= sinceMs + slackMs;
}

} // namespace wl
