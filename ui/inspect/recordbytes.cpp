// SPDX-License-Identifier: MIT
#include "ui/inspect/recordbytes.h"

namespace wl {

RecordBytes::RecordBytes(std::shared_ptr<const RecordSource> source, RecordId id)
    : m_source(std::move(source))
    , m_id(id)
    , m_size(m_source->record(id).length)
{
    if (m_source->record(id).kind != RecordKind::Data) // an event: its text
        m_size = m_source->payload(id).value_or(QByteArray()).size();
}

QByteArray RecordBytes::read(qint64 offset, qint64 maxBytes) const
{
    return m_source->payload(m_id, offset, maxBytes).value_or(QByteArray());
}

} // namespace wl
