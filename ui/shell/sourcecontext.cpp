// SPDX-License-Identifier: MIT
#include "ui/shell/sourcecontext.h"

namespace wl {

QueryContext contextOf(const std::shared_ptr<const RecordSource>& source)
{
    QueryContext context;
    context.notes = {source, source->recordNotes()};
    return context;
}

} // namespace wl
