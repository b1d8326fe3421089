// SPDX-License-Identifier: MIT
#include "ui/shell/sourcecontext.h"

#include "capture/capturefile.h"

namespace wl {

QueryContext contextOf(const std::shared_ptr<const RecordSource>& source)
{
    QueryContext context;
    if (const auto file = std::dynamic_pointer_cast<const CaptureFile>(source))
        context.notes = {file, &file->notes()};
    return context;
}

} // namespace wl
