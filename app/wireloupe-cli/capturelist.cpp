// SPDX-License-Identifier: MIT
#include "captureviews.h"

#include "capturereading.h"
#include "exitcode.h"
#include "hexdump.h"
#include "recordline.h"
#include "runoptions.h"

#include <unistd.h>

namespace wl::cli {

bool printRecord(const CaptureReading& reading, RecordId id, PrintFormat format, Outlet& out)
{
    if (format == PrintFormat::None)
        return true;
    const RecordLine line = recordLine(reading.file(), id);
    out.write(format == PrintFormat::Json ? line.json() : line.text());
    bool isRead = true;
    if (format == PrintFormat::Hex && reading.file().record(id).kind == RecordKind::Data)
        isRead = reading.readPayload(
            id, [&out](QByteArrayView piece, quint64 offset) { out.write(hexDump(piece, offset)); });
    if (reading.isLatest(id))
        out.flush();
    return isRead;
}

int showCaptureList(const QString& path, PrintFormat format)
{
    CaptureReading reading(path);
    Outlet out(STDOUT_FILENO);
    bool isFailed = false;
    if (reading.isOpen() && (format == PrintFormat::Text || format == PrintFormat::Hex))
        out.write(RecordLine::header());
    const int code = reading.forEach([&](RecordId id) {
        isFailed |= !printRecord(reading, id, format, out);
        return !out.isBroken();
    });
    return endOutput(out, isFailed ? int(FileFailed) : code);
}

} // namespace wl::cli
