// SPDX-License-Identifier: MIT
#include "capture/blockbuffer.h"

#include <algorithm>

namespace wl {

qsizetype MemoryBlockBuffer::size() const
{
    return m_bytes.isEmpty() ? 0 : cursor() - m_bytes.constData();
}

QByteArray MemoryBlockBuffer::take()
{
    m_bytes.truncate(size());
    setArea(nullptr, nullptr);
    return std::exchange(m_bytes, {});
}

void MemoryBlockBuffer::refill(qsizetype bytes)
{
    const qsizetype used = size();
    m_bytes.resize(std::max<qsizetype>(used * 2, used + bytes + 4096));
    setArea(m_bytes.data() + used, m_bytes.data() + m_bytes.size());
}

} // namespace wl
