// SPDX-License-Identifier: MIT
#include "decode/bytereader.h"

namespace wl {

QByteArrayView ByteReader::bytes(qsizetype count)
{
    if (count < 0 || count > left()) {
        m_position = m_bytes.size();
        m_failed = true;
        return {};
    }
    const QByteArrayView taken = m_bytes.sliced(m_position, count);
    m_position += count;
    return taken;
}

ByteReader ByteReader::sub(qsizetype count)
{
    const qsizetype there = std::clamp<qsizetype>(count, 0, left());
    ByteReader reader = *this;
    reader.m_bytes = m_bytes.sliced(m_position, there);
    reader.m_base = m_base + m_position;
    reader.m_position = 0;
    reader.m_failed = false;
    (void)bytes(count);
    return reader;
}

void ByteReader::seek(qsizetype position)
{
    m_failed = m_failed || position < 0 || position > m_bytes.size();
    m_position = std::clamp<qsizetype>(position, 0, m_bytes.size());
}

qint64 ByteReader::offsetOf(qsizetype position) const
{
    const qsizetype place = m_base + position;
    if (m_pieces.empty())
        return m_offset + place;
    auto piece = std::upper_bound(m_pieces.begin(), m_pieces.end(), place,
                                  [](qsizetype at, const StreamPiece& p) { return at < p.position; });
    --piece;
    return piece->offset + (place - piece->position);
}

ByteRange ByteReader::range(qsizetype start, qsizetype count) const
{
    const qint64 from = offsetOf(start);
    return {from, count > 0 ? offsetOf(start + count - 1) + 1 - from : 0};
}

quint32 ByteReader::number(qsizetype count)
{
    quint32 value = 0;
    for (const char byte : bytes(count))
        value = value << 8 | static_cast<quint8>(byte);
    return value;
}

} // namespace wl
