// SPDX-License-Identifier: MIT
#include "ui/panes/http/indexedbody.h"

#include "ui/panes/http/bodyjob.h"

namespace wl {

std::shared_ptr<const IndexedBody> BodyIndex::get(const bodyjob::Source& source, std::stop_token stop)
{
    const std::lock_guard lock(m_mutex);
    if (!m_made && !stop.stop_requested())
        m_made = bodyjob::indexed(source, std::move(stop));
    return m_made;
}

} // namespace wl
