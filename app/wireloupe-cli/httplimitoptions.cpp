// SPDX-License-Identifier: MIT
#include "httplimitoptions.h"

#include "duration.h"

#include <array>

namespace wl::cli {

namespace {

const QString redirectsOption = QStringLiteral("--max-redirects");

struct TimeOption
{
    const char* name;
    const char* words;
    std::chrono::milliseconds HttpSettings::*member;
};

constexpr std::array timeOptions{
    TimeOption{"--connect-timeout", "for lookup, TCP, the proxy and TLS together; 0 = no limit",
               &HttpSettings::connectTimeout},
    TimeOption{"--first-byte-timeout", "from the last byte of the request to the first of the answer",
               &HttpSettings::firstByteTimeout},
    TimeOption{"--idle-timeout", "the longest pause while the request is sent or the answer comes",
               &HttpSettings::idleTimeout},
    TimeOption{"--max-time", "for the whole exchange with its redirects (no limit)",
               &HttpSettings::totalTimeout},
};

Result<void> readTime(const OptionParser& parser, const TimeOption& option, HttpSettings& settings)
{
    const QString name = QString::fromLatin1(option.name);
    if (!parser.isSet(name))
        return {};
    const auto time = parseDuration(parser.value(name));
    if (!time)
        return badOption(QStringLiteral("%1: %2").arg(name, time.error().detail));
    // Anything but 0 is a limit.
    settings.*option.member = std::chrono::ceil<std::chrono::milliseconds>(*time);
    return {};
}

} // namespace

void addLimitOptions(OptionParser& parser)
{
    parser.add(redirectsOption, QStringLiteral("N"),
               QStringLiteral("follow at most so many redirects (default %1)").arg(limits::redirects));
    for (const TimeOption& option : timeOptions)
        parser.add(QString::fromLatin1(option.name), QStringLiteral("DURATION"),
                   QString::fromLatin1(option.words));
}

Result<void> readLimits(const OptionParser& parser, HttpSettings& settings)
{
    if (parser.isSet(redirectsOption)) {
        bool isNumber = false;
        const QString typed = parser.value(redirectsOption);
        settings.maxRedirects = typed.toInt(&isNumber);
        if (!isNumber || settings.maxRedirects < 0 || settings.maxRedirects > 1000)
            return badOption(
                QStringLiteral("%1 takes a number from 0 to 1000, not '%2'").arg(redirectsOption, typed));
    }
    for (const TimeOption& option : timeOptions) {
        if (const auto read = readTime(parser, option, settings); !read)
            return read;
    }
    return {};
}

} // namespace wl::cli
