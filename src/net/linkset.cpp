// SPDX-License-Identifier: MIT
#include "net/linkset.h"

namespace wl {

LinkSet::~LinkSet() = default;

ResponderLink& LinkSet::add(std::unique_ptr<ResponderLink> link)
{
    ResponderLink& added = *link;
    m_links.emplace(added.connection().id().value(), std::move(link));
    return added;
}

void LinkSet::bury(ResponderLink& link)
{
    const auto found = m_links.find(link.connection().id().value());
    if (found == m_links.end() || found->second.get() != &link)
        return;
    if (m_dead.empty())
        QMetaObject::invokeMethod(
            this, [this] { m_dead.clear(); }, Qt::QueuedConnection);
    m_dead.push_back(std::move(found->second));
    m_links.erase(found);
}

qint64 LinkSet::queuedBytes(const QList<ConnectionId>& which) const
{
    qint64 most = 0;
    for (ConnectionId id : idsOf(which)) {
        if (const ResponderLink* link = find(id))
            most = std::max(most, link->queuedBytes());
    }
    return most;
}

ResponderLink* LinkSet::find(ConnectionId id) const
{
    const auto found = m_links.find(id.value());
    return found == m_links.end() ? nullptr : found->second.get();
}

QList<ConnectionId> LinkSet::idsOf(const QList<ConnectionId>& which) const
{
    if (!which.isEmpty())
        return which;
    QList<ConnectionId> all;
    all.reserve(qsizetype(m_links.size()));
    for (const auto& [id, link] : m_links)
        all.append(ConnectionId(id));
    // In the order in which they came, so that a send to all is not shuffled.
    std::sort(all.begin(), all.end());
    return all;
}

} // namespace wl
