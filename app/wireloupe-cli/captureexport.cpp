// SPDX-License-Identifier: MIT
#include "captureviews.h"

#include "base/errortext.h"
#include "base/filecommit.h"
#include "exitcode.h"
#include "figures.h"
#include "filterargument.h"
#include "interrupt.h"
#include "query/exportrun.h"
#include "runoptions.h"

#include <unistd.h>

namespace wl::cli {

namespace {

bool isBinary(ExportFormat format)
{
    return format == ExportFormat::Pcapng || format == ExportFormat::Raw;
}

/// Where the export goes: a file that appears when it is whole, or standard output.
class Destination
{
public:
    explicit Destination(const QString& path)
        : m_path(path)
        , m_out(STDOUT_FILENO)
    {
        if (path.isEmpty())
            return;
        auto file = FileCommit::begin(path);
        if (file)
            m_file.emplace(std::move(*file));
        else
            m_error = file.error();
    }

    [[nodiscard]] const std::optional<Error>& error() const { return m_error; }
    [[nodiscard]] bool isTerminal() const { return m_path.isEmpty() && m_out.isTerminal(); }
    [[nodiscard]] bool isReaderGone() const { return m_out.isReaderGone(); }
    [[nodiscard]] QString name() const
    {
        return m_path.isEmpty() ? QStringLiteral("standard output") : m_path;
    }

    [[nodiscard]] Result<void> write(QByteArrayView bytes)
    {
        if (m_file)
            return m_file->write(bytes);
        m_out.write(bytes);
        m_out.flush();
        if (m_out.isBroken())
            return fail(fileErrorCode(m_out.errorNumber()), name(), m_out.errorNumber());
        return {};
    }
    [[nodiscard]] Result<void> commit() { return m_file ? m_file->commit() : Result<void>(); }

private:
    QString m_path;
    Outlet m_out;
    std::optional<FileCommit> m_file;
    std::optional<Error> m_error;
};

int tellError(const Destination& to, const Error& error)
{
    if (to.isReaderGone())
        return Done;
    complain(ErrorText::sentence(QStringLiteral("Cannot write to ") + to.name(), error));
    return FileFailed;
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
int exportRecords(CaptureReading& reading, const ExportChoice& choice, Destination& to)
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
        return tellError(to, written.error());
    const auto result = run.finish();
    if (!result)
        return tellError(to, result.error());
    if (const auto committed = to.commit(); !committed)
        return tellError(to, committed.error());
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
    Destination to(choice.outPath);
    if (to.error())
        return tellError(to, *to.error());
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
