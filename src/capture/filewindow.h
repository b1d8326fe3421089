// SPDX-License-Identifier: MIT
#pragma once

#include "base/error.h"

#include <QByteArray>
#include <QByteArrayView>

#include <functional>

namespace wl {

/// Looks at a file through a buffer that moves forward, so that small pieces cost no call each. A value, one
/// thread.
class FileWindow
{
public:
    /// Reads some bytes at `offset`, at most `bytes` (more than 0); 0 only at the end of the file.
    using ReadAt = std::function<Result<qsizetype>(qint64 offset, char* to, qsizetype bytes)>;

    /// Looks at the first `size` bytes at most.
    FileWindow(ReadAt readAt, qint64 size)
        : m_readAt(std::move(readAt))
        , m_size(size)
    {
    }

    /// `bytes` at `offset`, which never goes back; fewer only at the end. Valid until the next call. Callers
    /// have checked `bytes` against a limit. Errors: those of ReadAt.
    [[nodiscard]] Result<QByteArrayView> view(qint64 offset, qint64 bytes)
    {
        const qint64 within = offset - m_begin;
        if (m_filled - within >= bytes) [[likely]] {
            return QByteArrayView(m_buffer.constData() + within, bytes);
        }
        return refilled(offset, bytes);
    }
    [[nodiscard]] qint64 size() const { return m_size; }

private:
    [[nodiscard]] Result<QByteArrayView> refilled(qint64 offset, qint64 bytes);

    ReadAt m_readAt;
    qint64 m_size;
    QByteArray m_buffer; ///< of the file, from m_begin
    qint64 m_begin = 0;
    qsizetype m_filled = 0;
};

} // namespace wl
