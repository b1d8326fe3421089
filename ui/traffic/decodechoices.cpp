// SPDX-License-Identifier: MIT
#include "ui/traffic/decodechoices.h"

namespace wl {

std::optional<Protocol> DecodeChoices::of(const RecordSource& source, ConnectionId connection) const
{
    const auto choices = m_choices.constFind(&source);
    if (choices == m_choices.constEnd())
        return std::nullopt;
    const auto chosen = choices->constFind(connection);
    return chosen == choices->constEnd() ? std::nullopt : std::optional(*chosen);
}

void DecodeChoices::choose(const RecordSource& source, ConnectionId connection,
                           std::optional<Protocol> protocol)
{
    if (of(source, connection) == protocol)
        return;
    if (protocol)
        m_choices[&source].insert(connection, *protocol);
    else
        m_choices[&source].remove(connection);
    emit changed(&source, connection);
}

void DecodeChoices::forget(const RecordSource& source)
{
    m_choices.remove(&source);
}

} // namespace wl
