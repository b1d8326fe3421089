// SPDX-License-Identifier: MIT
#include "ui/inspect/recordbytes.h"

#include "base/errortext.h"

namespace wl {

RecordBytes::RecordBytes(std::shared_ptr<const RecordSource> source, RecordId id)
    : m_source(std::move(source))
    , m_id(id)
    , m_size(m_source->record(id).length)
{
    if (m_source->record(id).kind == RecordKind::Data)
        return;
    const QByteArray text = m_source->payload(id).value_or(QByteArray());
    m_words = ErrorText::ofEvent(QString::fromUtf8(text)).toUtf8();
    m_size = m_words.size();
}

QByteArray RecordBytes::read(qint64 offset, qint64 maxBytes) const
{
    if (!m_words.isEmpty())
        return m_words.mid(offset, maxBytes);
    return m_source->payload(m_id, offset, maxBytes).value_or(QByteArray());
}

} // namespace wl
