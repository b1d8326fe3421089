// SPDX-License-Identifier: MIT
#include "query/querytime.h"

#include <QRegularExpression>

namespace wl {

namespace {

constexpr qint64 nsPerMs = 1'000'000;
constexpr qint64 nsPerSecond = 1'000'000'000;
constexpr qint64 nsPerDay = 86'400 * nsPerSecond;

/// The time of day in nanoseconds, and how much the last digit that was written is worth.
struct TimeOfDay
{
    qint64 ns = 0;
    qint64 step = nsPerDay;
};

std::optional<TimeOfDay> timeOfDay(const QRegularExpressionMatch& match)
{
    const int hour = match.captured(QStringLiteral("hour")).toInt();
    const int minute = match.captured(QStringLiteral("minute")).toInt();
    const QString seconds = match.captured(QStringLiteral("second"));
    const QString fraction = match.captured(QStringLiteral("fraction"));
    if (hour > 23 || minute > 59 || seconds.toInt() > 59)
        return std::nullopt;
    TimeOfDay time{((hour * 60LL + minute) * 60 + seconds.toInt()) * nsPerSecond,
                   seconds.isEmpty() ? 60 * nsPerSecond : nsPerSecond};
    for (const QChar digit : fraction) {
        time.step /= 10;
        time.ns += digit.digitValue() * time.step;
    }
    return time;
}

qint64 sinceEpoch(QDate date, qint64 nsOfDay, const QString& zone)
{
    const QTime time = QTime::fromMSecsSinceStartOfDay(int(nsOfDay / nsPerMs));
    QDateTime moment(date, time);
    if (zone == QLatin1String("Z") || zone == QLatin1String("z")) {
        moment.setTimeSpec(Qt::UTC);
    } else if (!zone.isEmpty()) {
        const int minutes = QStringView(zone).mid(1, 2).toInt() * 60 + QStringView(zone).right(2).toInt();
        moment.setOffsetFromUtc((zone.front() == u'-' ? -60 : 60) * minutes);
    }
    return moment.toMSecsSinceEpoch() * nsPerMs + nsOfDay % nsPerMs;
}

} // namespace

std::optional<QueryTime> readQueryTime(const QString& text)
{
    static const QRegularExpression form(QStringLiteral(
        "^(?<date>\\d{4}-\\d\\d-\\d\\d)?(?:(?<=.)[T ])?"
        "(?:(?<=^|[T ])(?<hour>\\d\\d?):(?<minute>\\d\\d)(?::(?<second>\\d\\d)(?:\\.(?<fraction>\\d{1,9}))?)?"
        "(?<zone>[Zz]|[+-]\\d\\d:?\\d\\d)?)?$"));
    const QRegularExpressionMatch match = form.match(text);
    const QString dateText = match.captured(QStringLiteral("date"));
    const bool hasTime = !match.captured(QStringLiteral("hour")).isEmpty();
    if (!match.hasMatch() || (dateText.isEmpty() && !hasTime))
        return std::nullopt;
    const auto time = hasTime ? timeOfDay(match) : TimeOfDay();
    if (!time)
        return std::nullopt;
    if (dateText.isEmpty()) {
        if (!match.captured(QStringLiteral("zone")).isEmpty())
            return std::nullopt;
        return QueryTime{{time->ns, time->ns + time->step - 1}, true};
    }
    const QDate date = QDate::fromString(dateText, Qt::ISODate);
    if (!date.isValid() || date.year() < 1970 || date.year() > 2200)
        return std::nullopt;
    const QString zone = match.captured(QStringLiteral("zone"));
    const qint64 begin = sinceEpoch(date, time->ns, zone);
    const qint64 end = hasTime ? begin + time->step : sinceEpoch(date.addDays(1), 0, zone);
    return QueryTime{{begin, end - 1}, false};
}

QueryInterval onDayOf(const QueryInterval& timeOfDay, Timestamp first)
{
    const QDate date = QDateTime::fromMSecsSinceEpoch(first.ns / nsPerMs).date();
    const auto resolved = [date](qint64 ns) {
        if (ns < 0 || ns >= nsPerDay) // open to one side
            return ns < 0 ? std::numeric_limits<qint64>::min() : std::numeric_limits<qint64>::max();
        return sinceEpoch(date, ns, {});
    };
    return {resolved(timeOfDay.low), resolved(timeOfDay.high)};
}

} // namespace wl
