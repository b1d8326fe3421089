// SPDX-License-Identifier: MIT
#include "base/clock.h"

#include <ctime>

namespace wl {

namespace {

qint64 readClock(clockid_t clock)
{
    timespec t{};
    clock_gettime(clock, &t);
    return qint64(t.tv_sec) * 1'000'000'000 + t.tv_nsec;
}

/// Captures of others may tell times before 1970.
qint64 flooredSeconds(Timestamp t)
{
    constexpr qint64 billion = 1'000'000'000;
    return t.ns / billion - (t.ns % billion < 0 ? 1 : 0);
}

QString withMicroseconds(Timestamp t, const QString& format)
{
    const QDateTime time = QDateTime::fromSecsSinceEpoch(flooredSeconds(t));
    const qint64 rest = t.ns % 1'000'000'000;
    const qint64 micros = (rest < 0 ? rest + 1'000'000'000 : rest) / 1000;
    return time.toString(format) + QLatin1Char('.') +
           QStringLiteral("%1").arg(micros, 6, 10, QLatin1Char('0'));
}

} // namespace

Timestamp now()
{
    static const qint64 offset = readClock(CLOCK_REALTIME) - readClock(CLOCK_MONOTONIC);
    return Timestamp{offset + readClock(CLOCK_MONOTONIC)};
}

QString isoTime(Timestamp t)
{
    const QDateTime time = QDateTime::fromSecsSinceEpoch(flooredSeconds(t));
    const int minutes = time.offsetFromUtc() / 60;
    const QString zone = minutes == 0 ? QStringLiteral("Z")
                                      : QStringLiteral("%1%2:%3")
                                            .arg(minutes < 0 ? u'-' : u'+')
                                            .arg(qAbs(minutes) / 60, 2, 10, QLatin1Char('0'))
                                            .arg(qAbs(minutes) % 60, 2, 10, QLatin1Char('0'));
    return withMicroseconds(t, QStringLiteral("yyyy-MM-ddTHH:mm:ss")) + zone;
}

QString clockTime(Timestamp t)
{
    return withMicroseconds(t, QStringLiteral("HH:mm:ss"));
}

} // namespace wl
