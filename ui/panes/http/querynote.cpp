// SPDX-License-Identifier: MIT
#include "ui/panes/http/querynote.h"

#include "ui/widgets/format.h"

namespace wl {

QString QueryNote::of(const JsonQueryResult& result)
{
    const size_t count = result.nodes.size();
    const QString results = count == 0   ? tr("No result")
                            : count == 1 ? tr("1 result")
                                         : tr("%1 results").arg(format::count(quint64(count)));
    if (result.isCut)
        return tr("The first %1; there are more.").arg(results);
    if (result.gaveUp)
        return tr("%1 so far; gave up, because this query takes too long on this body.").arg(results);
    return results;
}

} // namespace wl
