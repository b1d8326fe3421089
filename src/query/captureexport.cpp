// SPDX-License-Identifier: MIT
#include "query/captureexport.h"

namespace wl {

CaptureExport::CaptureExport(const RecordSource& source, const RecordNotes* notes, ExportOutput& output)
    : m_source(source)
    , m_saver(source, notes, [&output](QByteArrayView blocks) -> Result<void> {
        output.write(blocks);
        return {}; // the output keeps its error
    })
{
}

void CaptureExport::add(const Item& item)
{
    if (!item.isSelected || !item.payload) {
        pass(item);
        return;
    }
    beginConversation(item.entry.connection);
    (void)m_saver.add(item.id, item.entry, *item.payload);
    countRecord();
}

void CaptureExport::flush()
{
    (void)m_saver.flush();
}

void CaptureExport::end()
{
    (void)m_saver.finish();
}

void CaptureExport::pass(const Item& item)
{
    m_saver.leaveOut(item.entry);
    if (item.entry.kind == RecordKind::Opened)
        m_unwritten.insert(item.entry.connection, {item.id, {}});
    else if (const auto known = m_unwritten.find(item.entry.connection); known != m_unwritten.end())
        known->leftOut[size_t(item.entry.direction)] +=
            item.entry.kind == RecordKind::Data ? item.entry.length : 0;
}

void CaptureExport::beginConversation(quint32 connection)
{
    if (m_unwritten.isEmpty() || !m_unwritten.contains(connection))
        return;
    const Unwritten before = m_unwritten.take(connection);
    if (!m_saver.add(before.opening))
        return; // cannot be read any more: the conversation begins without it
    countRecord();
    const bool isUdp = m_source.record(before.opening).transport == Transport::Udp;
    for (const Direction direction : {Direction::Sent, Direction::Received}) {
        if (!isUdp)
            m_saver.leaveOut(ConnectionId(connection), direction, before.leftOut[size_t(direction)]);
    }
}

} // namespace wl
