// SPDX-License-Identifier: MIT
#include "capture/filewindow.h"

#include <algorithm>
#include <cstring>

namespace wl {

namespace {

constexpr qsizetype windowBytes = qsizetype{256} * 1024; // what stays in a core's own cache

} // namespace

Result<QByteArrayView> FileWindow::refilled(qint64 offset, qint64 bytes)
{
    const qint64 left = std::max<qint64>(0, m_size - offset);
    const qsizetype wanted = std::min(std::max<qint64>(windowBytes, bytes), left);
    const qsizetype needed = std::min(bytes, left);
    const qsizetype kept = std::clamp<qsizetype>(m_begin + m_filled - offset, 0, m_filled);
    if (m_buffer.size() < wanted) {
        m_buffer.resize(std::max(wanted, kept));
    }
    std::memmove(m_buffer.data(), m_buffer.constData() + m_filled - kept, static_cast<size_t>(kept));
    m_begin = offset;
    m_filled = kept;
    while (m_filled < needed) {
        const auto read = m_readAt(offset + m_filled, m_buffer.data() + m_filled, wanted - m_filled);
        if (!read) {
            return tl::make_unexpected(read.error());
        }
        if (*read == 0) {
            break;
        }
        m_filled += *read;
    }
    return QByteArrayView(m_buffer.constData(), std::min(m_filled, needed));
}

} // namespace wl
