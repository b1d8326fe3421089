// SPDX-License-Identifier: MIT
#include "http/cookiedate.h"

#include <QDateTime>
#include <QList>

namespace wl {

namespace {

/// RFC 6265bis §5.1.1: everything between tokens.
bool isDelimiter(char c)
{
    const auto byte = uchar(c);
    return byte == 0x09 || (byte >= 0x20 && byte <= 0x2f) || (byte >= 0x3b && byte <= 0x40) ||
           (byte >= 0x5b && byte <= 0x60) || (byte >= 0x7b && byte <= 0x7e);
}

bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

/// Digits at the front, `least` to `most` of them, then anything but a digit; −1 where that is not so.
int leadingNumber(QByteArrayView token, int least, int most, qsizetype* end = nullptr)
{
    qsizetype digits = 0;
    int number = 0;
    while (digits < token.size() && isDigit(token[digits])) {
        if (digits == most)
            return -1;
        number = number * 10 + (token[digits] - '0');
        ++digits;
    }
    if (end)
        *end = digits;
    return digits < least ? -1 : number;
}

struct Clock
{
    int hour = -1;
    int minute = 0;
    int second = 0;
};

std::optional<Clock> clockOf(QByteArrayView token)
{
    Clock clock;
    for (int* part : {&clock.hour, &clock.minute, &clock.second}) {
        qsizetype end = 0;
        *part = leadingNumber(token, 1, 2, &end);
        const bool isLast = part == &clock.second;
        if (*part < 0 || (!isLast && (end == token.size() || token[end] != ':')))
            return std::nullopt;
        token = token.sliced(isLast ? end : end + 1);
    }
    return clock;
}

int monthOf(QByteArrayView token)
{
    static const QList<QByteArray> names{"jan", "feb", "mar", "apr", "may", "jun",
                                         "jul", "aug", "sep", "oct", "nov", "dec"};
    return token.size() < 3 ? 0 : int(names.indexOf(token.first(3).toByteArray().toLower())) + 1;
}

/// What of a date is found, each part by the first token that fits.
struct Date
{
    Clock clock;
    int day = -1;
    int month = 0;
    int year = -1;

    void take(QByteArrayView token)
    {
        if (clock.hour < 0) {
            if (const std::optional<Clock> found = clockOf(token)) {
                clock = *found;
                return;
            }
        }
        if (day < 0 && (day = leadingNumber(token, 1, 2)) >= 0)
            return;
        if (month == 0 && (month = monthOf(token)) > 0)
            return;
        if (year < 0)
            year = leadingNumber(token, 2, 4);
    }
};

} // namespace

std::optional<qint64> parseCookieDate(QByteArrayView text)
{
    Date date;
    qsizetype from = 0;
    for (qsizetype i = 0; i <= text.size(); ++i) {
        if (i < text.size() && !isDelimiter(text[i]))
            continue;
        if (i > from)
            date.take(text.sliced(from, i - from));
        from = i + 1;
    }
    if (date.year >= 70 && date.year <= 99)
        date.year += 1900;
    else if (date.year >= 0 && date.year <= 69)
        date.year += 2000;
    const bool isWhole = date.clock.hour >= 0 && date.day >= 1 && date.month >= 1 && date.year >= 1601;
    if (!isWhole || date.clock.hour > 23 || date.clock.minute > 59 || date.clock.second > 59 ||
        !QDate::isValid(date.year, date.month, date.day))
        return std::nullopt;
    return QDateTime(QDate(date.year, date.month, date.day),
                     QTime(date.clock.hour, date.clock.minute, date.clock.second), Qt::UTC)
        .toSecsSinceEpoch();
}

} // namespace wl
