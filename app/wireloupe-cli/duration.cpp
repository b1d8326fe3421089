// SPDX-License-Identifier: MIT
#include "duration.h"

#include <array>
#include <cmath>

namespace wl::cli {

namespace {

struct Unit
{
    QLatin1String suffix;
    double microseconds;
};

// The longer suffix first: "ms" ends with "s" too.
constexpr std::array<Unit, 5> units{{
    {QLatin1String("us"), 1.0},
    {QLatin1String("ms"), 1e3},
    {QLatin1String("s"), 1e6},
    {QLatin1String("m"), 60e6},
    {QLatin1String("h"), 3600e6},
}};
constexpr double longest = 500 * 3600e6; // a QTimer counts milliseconds in an int

bool isPlainNumber(QStringView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(),
                                          [](QChar c) { return (c >= u'0' && c <= u'9') || c == u'.'; });
}

} // namespace

Result<std::chrono::microseconds> parseDuration(const QString& text)
{
    if (text == QLatin1String("0"))
        return std::chrono::microseconds(0);
    for (const Unit& unit : units) {
        if (!text.endsWith(unit.suffix))
            continue;
        const QStringView number = QStringView(text).chopped(unit.suffix.size());
        bool ok = false;
        const double value = number.toDouble(&ok) * unit.microseconds;
        if (!ok || !isPlainNumber(number))
            break;
        if (value > longest)
            return fail(ErrorCode::BadOption, QStringLiteral("'%1' is longer than 500h").arg(text));
        return std::chrono::microseconds(std::llround(value));
    }
    return fail(ErrorCode::BadOption,
                QStringLiteral("'%1' is not a duration; write it like 500ms, 2s or 1m").arg(text));
}

QString durationText(std::chrono::nanoseconds duration)
{
    const double us = double(duration.count()) / 1e3;
    const auto number = [](double value) {
        return QString::number(value, 'f', value < 10 ? 2 : value < 100 ? 1 : 0);
    };
    if (us < 1e3)
        return QString::number(us, 'f', 0) + QStringLiteral(" µs");
    if (us < 1e6)
        return number(us / 1e3) + QStringLiteral(" ms");
    return number(us / 1e6) + QStringLiteral(" s");
}

} // namespace wl::cli
