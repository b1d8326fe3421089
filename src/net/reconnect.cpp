// SPDX-License-Identifier: MIT
#include "net/reconnect.h"

#include <algorithm>

namespace wl {

std::chrono::milliseconds ReconnectBackoff::next(std::chrono::milliseconds lived)
{
    if (lived >= settled)
        m_next = first;
    const std::chrono::milliseconds wait = m_next;
    m_next = std::min(m_next * 2, longest);
    return wait;
}

} // namespace wl
