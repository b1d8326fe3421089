// SPDX-License-Identifier: MIT
#include "captureviews.h"

#include "capturereading.h"
#include "recordline.h"

#include <unistd.h>

namespace wl::cli {

int showCaptureList(const QString& path, PrintFormat format)
{
    CaptureReading reading(path);
    Outlet out(STDOUT_FILENO);
    if (reading.isOpen() && format == PrintFormat::Text)
        out.write(RecordLine::header());
    const int code = reading.forEach([&](RecordId id) {
        if (format == PrintFormat::None)
            return true;
        const RecordLine line = recordLine(reading.file(), id);
        out.write(format == PrintFormat::Json ? line.json() : line.text());
        return !out.isBroken();
    });
    return endOutput(out, code);
}

} // namespace wl::cli
