// SPDX-License-Identifier: MIT
#include "captureviews.h"

#include "capturereading.h"
#include "exitcode.h"
#include "filterargument.h"
#include "query/queryrun.h"
#include "recordline.h"
#include "runoptions.h"

#include <unistd.h>

namespace wl::cli {

namespace {

void tellWhatIsMissing(const QueryRun& run)
{
    if (run.unreadRecords() > 0)
        complain(QStringLiteral("The payloads of %1 records cannot be read; they were left out.")
                     .arg(run.unreadRecords()));
    tellRestarted(run.restartedConversations(), QStringLiteral("messages"));
}

} // namespace

int showFilteredList(const QString& path, const QString& expression, const DecodeAs& decodeAs,
                     PrintFormat format)
{
    const auto query = readFilter(expression);
    if (!query)
        return WrongUsage;
    CaptureReading reading(path);
    if (!reading.isOpen())
        return reading.forEachPart({});
    Outlet out(STDOUT_FILENO);
    bool isFailed = false;
    if (format == PrintFormat::Text || format == PrintFormat::Hex)
        out.write(RecordLine::header());
    QueryRun run(*query, reading.file(), contextOf(borrowed(reading.file()), decodeAs));
    const int code = reading.forEachPart([&](quint64 count) {
        std::vector<quint32> found;
        while (run.advance(count, found) && !out.isBroken()) {
            for (const quint32 id : std::exchange(found, {}))
                isFailed |= !printRecord(reading, RecordId(id), format, out);
        }
        return !out.isBroken();
    });
    tellWhatIsMissing(run);
    return endOutput(out, isFailed ? int(FileFailed) : code);
}

} // namespace wl::cli
