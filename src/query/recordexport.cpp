// SPDX-License-Identifier: MIT
#include "query/recordexport.h"

#include "query/bytesexport.h"
#include "query/captureexport.h"
#include "query/csvexport.h"
#include "query/harexport.h"
#include "query/jsonlinesexport.h"

namespace wl {

std::unique_ptr<RecordExport> RecordExport::create(const RecordSource& source, const ExportOptions& options,
                                                   ExportOutput& output)
{
    switch (options.format) {
    case ExportFormat::Pcapng:
        return std::make_unique<CaptureExport>(source, options.context.notes.get(), output);
    case ExportFormat::Har: return std::make_unique<HarExport>(source, options, output);
    case ExportFormat::Csv: return std::make_unique<CsvExport>(source, options.payload, output);
    case ExportFormat::JsonLines: break;
    case ExportFormat::Raw: return std::make_unique<RawExport>(options, output);
    case ExportFormat::CArray: return std::make_unique<CArrayExport>(source, options, output);
    }
    return std::make_unique<JsonLinesExport>(source, options.payload, output);
}

} // namespace wl
