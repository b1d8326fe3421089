// SPDX-License-Identifier: MIT
#include "captureviews.h"

#include "exitcode.h"
#include "filterargument.h"
#include "query/statisticsrun.h"
#include "runoptions.h"
#include "statsreport.h"

#include <unistd.h>

namespace wl::cli {

int showCaptureStatistics(const QString& path, const QString& expression, const DecodeAs& decodeAs,
                          PrintFormat format)
{
    const auto query = readFilter(expression);
    if (!query)
        return WrongUsage;
    CaptureReading reading(path);
    if (!reading.isOpen())
        return reading.forEachPart({});
    StatisticsOptions options;
    options.context = contextOf(borrowed(reading.file()), decodeAs);
    StatisticsRun run(reading.file(), *query, options);
    const int code = reading.forEachPart([&run](quint64 count) {
        while (run.advance(count)) {
        }
        return true;
    });
    const TrafficStatistics& all = run.result();
    if (all.unreadRecords > 0)
        complain(QStringLiteral("The payloads of %1 records cannot be read; their messages are missing.")
                     .arg(all.unreadRecords));
    tellRestarted(all.restartedConversations, QStringLiteral("messages"));
    Outlet out(STDOUT_FILENO);
    if (format == PrintFormat::Json)
        out.write(statisticsJson(all));
    else if (format != PrintFormat::None)
        out.write(statisticsText(all));
    return endOutput(out, all.unreadRecords > 0 ? int(FileFailed) : code);
}

} // namespace wl::cli
