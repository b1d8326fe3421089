// SPDX-License-Identifier: MIT
#include "query/exportrun.h"

#include "base/filecommit.h"

namespace wl {

ExportRun::ExportRun(const RecordSource& source, const ExportOptions& options, ExportWrite write)
    : m_source(source)
    , m_records(options.records)
    , m_output(std::move(write))
    , m_export(RecordExport::create(source, options, m_output))
    , m_run(source, options.choice, options.context)
    , m_cursor(source)
{
    m_export->begin();
}

Result<bool> ExportRun::advance(quint64 to, const std::stop_token& stop)
{
    const bool hasAdvanced = m_run.advance(to, stop, [&](quint64 number, bool isChosen) {
        const bool isSelected = isListed(number) && isChosen;
        if (isSelected || m_export->needsAll())
            add(number, isSelected);
        return !m_output.error() && !stop.stop_requested();
    });
    if (!hasAdvanced)
        return false;
    if (const auto written = outcome(); !written)
        return tl::make_unexpected(written.error());
    return !stop.stop_requested();
}

bool ExportRun::isListed(quint64 number)
{
    if (!m_records)
        return true;
    while (m_nextListed < m_records->size() && (*m_records)[m_nextListed].value() < number)
        ++m_nextListed;
    return m_nextListed < m_records->size() && (*m_records)[m_nextListed].value() == number;
}

void ExportRun::add(quint64 number, bool isSelected)
{
    const RecordId id(number);
    const RecordEntry entry = m_source.record(id);
    std::optional<QByteArrayView> payload;
    if (isSelected || m_export->needsPayload(entry)) {
        if (const auto read = m_cursor.payload(id, entry))
            payload = *read;
        else if (read.error().code == ErrorCode::FileNotFound)
            m_result.recordsDropped += isSelected ? 1 : 0;
        else
            m_result.unreadRecords += isSelected ? 1 : 0;
    }
    m_export->add({id, entry, payload, isSelected});
}

Result<void> ExportRun::flush()
{
    m_export->flush();
    m_output.flush();
    return outcome();
}

Result<ExportResult> ExportRun::finish()
{
    m_export->end();
    m_output.flush();
    if (const auto written = outcome(); !written)
        return tl::make_unexpected(written.error());
    m_export->tell(m_result);
    m_result.bytes = m_output.bytes();
    return m_result;
}

Result<void> ExportRun::outcome() const
{
    if (m_output.error())
        return tl::make_unexpected(*m_output.error());
    return {};
}

Result<ExportResult> exportRecords(const RecordSource& source, const ExportOptions& options,
                                   const ExportWrite& write, const std::stop_token& stop,
                                   const ExportProgress& progress)
{
    ExportRun run(source, options, write);
    const quint64 total = source.recordCount();
    for (;;) {
        if (progress)
            progress(std::min(run.position(), total), total);
        const Result<bool> advanced = run.advance(total, stop);
        if (!advanced)
            return tl::make_unexpected(advanced.error());
        if (stop.stop_requested())
            return fail(ErrorCode::Canceled);
        if (!*advanced)
            return run.finish();
    }
}

ExportWrite writeTo(QIODevice& device)
{
    return [&device](QByteArrayView bytes) -> Result<void> {
        while (!bytes.isEmpty()) {
            const qint64 written = device.write(bytes.data(), bytes.size());
            if (written <= 0)
                return fail(ErrorCode::FileFailed, device.errorString());
            bytes = bytes.sliced(written);
        }
        return {};
    };
}

Result<ExportResult> exportFile(const RecordSource& source, const ExportOptions& options, const QString& path,
                                const std::stop_token& stop, const ExportProgress& progress)
{
    auto file = FileCommit::begin(path);
    if (!file)
        return tl::make_unexpected(file.error());
    const auto result = exportRecords(
        source, options, [&file](QByteArrayView bytes) { return file->write(bytes); }, stop, progress);
    if (!result)
        return result;
    if (const auto committed = file->commit(); !committed)
        return tl::make_unexpected(committed.error());
    return result;
}

} // namespace wl
