// SPDX-License-Identifier: MIT
#include "captureviews.h"

#include "exitcode.h"
#include "exportdestination.h"
#include "figures.h"
#include "filterargument.h"
#include "interrupt.h"
#include "query/exportrun.h"
#include "runoptions.h"

namespace wl::cli {

namespace {

bool isBinary(ExportFormat format)
{
    return format == ExportFormat::Pcapng || format == ExportFormat::Raw;
}

void tellWhatIsMissing(const ExportResult& result)
{
    if (result.recordsDropped > 0)
        complain(QStringLiteral("The bytes of %1 are missing in the capture.")
                     .arg(counted(result.recordsDropped, QStringLiteral("record"))));
    if (result.unreadRecords > 0)
        complain(QStringLiteral("The payloads of %1 cannot be read.")
                     .arg(counted(result.unreadRecords, QStringLiteral("record"))));
    if (result.incomplete > 0)
        complain(QStringLiteral("%1 without a response: their status is 0.")
                     .arg(counted(result.incomplete, QStringLiteral("request"))));
    if (result.withoutRequest > 0)
        complain(QStringLiteral("%1 without a request: left out.")
                     .arg(counted(result.withoutRequest, QStringLiteral("response"))));
    tellRestarted(result.restarted, QStringLiteral("exchanges"));
}

QString summary(const ExportChoice& choice, const ExportResult& result)
{
    const bool isHar = choice.options.format == ExportFormat::Har;
    return QStringLiteral("%1, %2 B in %3")
        .arg(counted(result.records, isHar ? QStringLiteral("exchange") : QStringLiteral("record")),
             grouped(quint64(result.bytes)), choice.outPath);
}

/// Reads and exports; the exit code. Where a signal ends it, what came through a pipe is completed, and of a
/// file, which can be read again, no file appears.
int exportRecords(CaptureReading& reading, const ExportChoice& choice, ExportDestination& to)
{
    const Interrupt interrupt;
    ExportRun run(reading.file(), choice.options, [&to](QByteArrayView bytes) { return to.write(bytes); });
    Result<void> written;
    const int code = reading.forEachPart([&](quint64 count) {
        Result<bool> advanced = true;
        while (advanced && *advanced && !Interrupt::hasCome())
            advanced = run.advance(count);
        written = advanced ? run.flush() : Result<void>(tl::make_unexpected(advanced.error()));
        return written.has_value() && !Interrupt::hasCome();
    });
    if (Interrupt::hasCome() && !choice.isLive)
        return Interrupted;
    if (!written)
        return tellWriteError(to, written.error());
    const auto result = run.finish();
    if (!result)
        return tellWriteError(to, result.error());
    if (const auto committed = to.commit(); !committed)
        return tellWriteError(to, committed.error());
    tellWhatIsMissing(*result);
    if (!choice.outPath.isEmpty() && !choice.quiet)
        complain(summary(choice, *result));
    if (Interrupt::hasCome())
        return Interrupted;
    return result->unreadRecords > 0 ? int(FileFailed) : code;
}

} // namespace

int exportCapture(const QString& path, const ExportChoice& choice)
{
    const auto query = readFilter(choice.filter);
    if (!query)
        return WrongUsage;
    CaptureReading reading(path);
    if (!reading.isOpen())
        return reading.forEachPart({});
    ExportDestination to(choice.outPath);
    if (to.error())
        return tellWriteError(to, *to.error());
    if (to.isTerminal() && isBinary(choice.options.format)) {
        complain(QStringLiteral("This format is binary; say where it goes with -o FILE, or use a pipe."));
        return WrongUsage;
    }
    ExportChoice all = choice;
    all.isLive = path == QLatin1String("-");
    all.options.choice = *query;
    all.options.context = contextOf(borrowed(reading.file()), choice.options.context.decodeAs);
    return exportRecords(reading, all, to);
}

} // namespace wl::cli
