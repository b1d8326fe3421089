// SPDX-License-Identifier: MIT
#include "respond/greeted.h"

namespace wl {

Greeted::Greeted(std::optional<PayloadSource> greeting, std::unique_ptr<Responder> then)
    : m_greeting(std::move(greeting))
    , m_then(std::move(then))
{
}

void Greeted::opened(ResponderPeer& peer)
{
    if (m_greeting) {
        if (const Result<QByteArray> bytes = m_greeting->render())
            peer.send(*bytes);
    }
    m_then->opened(peer);
}

} // namespace wl
