// SPDX-License-Identifier: MIT
#include "ui/widgets/format.h"

#include <QCoreApplication>
#include <QLocale>

#include <array>
#include <cmath>

namespace wl::format {

namespace {

/// The user's locale with its thousands separators, also where it is "C".
QLocale locale()
{
    QLocale result;
    result.setNumberOptions(result.numberOptions() & ~QLocale::OmitGroupSeparator);
    return result;
}

/// At most one decimal, none from 100 on and none where it would be zero: "1.2", "27.5", "128", "64".
QString shortNumber(double value)
{
    const double rounded = value < 99.95 ? std::round(value * 10) / 10 : std::round(value);
    const bool isWhole = rounded == std::floor(rounded);
    return locale().toString(rounded, 'f', isWhole ? 0 : 1);
}

QString tr(const char* text)
{
    return QCoreApplication::translate("Format", text);
}

} // namespace

QString count(quint64 number)
{
    return locale().toString(qulonglong(number));
}

QString records(quint64 number)
{
    if (number == 1)
        return tr(QT_TRANSLATE_NOOP("Format", "1 record"));
    return tr(QT_TRANSLATE_NOOP("Format", "%1 records")).arg(count(number));
}

QString size(qint64 bytes)
{
    static constexpr std::array units{QT_TRANSLATE_NOOP("Format", "kB"), QT_TRANSLATE_NOOP("Format", "MB"),
                                      QT_TRANSLATE_NOOP("Format", "GB"), QT_TRANSLATE_NOOP("Format", "TB")};
    if (bytes < 1000 && bytes > -1000)
        return tr(QT_TRANSLATE_NOOP("Format", "%1 B")).arg(bytes);
    double value = double(bytes) / 1000;
    size_t unit = 0;
    while (std::abs(value) >= 999.5 && unit + 1 < units.size()) {
        value /= 1000;
        ++unit;
    }
    return shortNumber(value) + u' ' + tr(units.at(unit));
}

QString exactSize(qint64 bytes)
{
    if (bytes == 1)
        return tr(QT_TRANSLATE_NOOP("Format", "1 byte"));
    return tr(QT_TRANSLATE_NOOP("Format", "%1 bytes")).arg(locale().toString(bytes));
}

QString rate(double bytesPerSecond)
{
    return tr(QT_TRANSLATE_NOOP("Format", "%1/s")).arg(size(qint64(std::llround(bytesPerSecond))));
}

QString duration(std::chrono::nanoseconds time)
{
    const double ns = double(time.count());
    if (ns < 999.5)
        return tr(QT_TRANSLATE_NOOP("Format", "%1 ns")).arg(shortNumber(ns));
    if (ns < 999.5e3)
        return tr(QT_TRANSLATE_NOOP("Format", "%1 µs")).arg(shortNumber(ns / 1e3));
    if (ns < 999.5e6)
        return tr(QT_TRANSLATE_NOOP("Format", "%1 ms")).arg(shortNumber(ns / 1e6));
    if (ns < 59.95e9)
        return tr(QT_TRANSLATE_NOOP("Format", "%1 s")).arg(shortNumber(ns / 1e9));
    const qint64 seconds = std::llround(ns / 1e9);
    if (seconds < 3600)
        return tr(QT_TRANSLATE_NOOP("Format", "%1 min %2 s"))
            .arg(seconds / 60)
            .arg(seconds % 60, 2, 10, QLatin1Char('0'));
    return tr(QT_TRANSLATE_NOOP("Format", "%1 h %2 min"))
        .arg(seconds / 3600)
        .arg(seconds / 60 % 60, 2, 10, QLatin1Char('0'));
}

QString delta(std::chrono::nanoseconds time)
{
    return locale().toString(double(time.count()) / 1e9, 'f', 6);
}

} // namespace wl::format
