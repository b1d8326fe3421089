// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>

namespace wl {

/// Bytes that a view shows a window of: a record's payload, a body on disk, an editor's buffer. UI thread;
/// read() must be quick for a screenful (a few kB from memory, the page cache).
class ByteSource
{
public:
    virtual ~ByteSource() = default;

    [[nodiscard]] virtual qint64 size() const = 0;
    /// At most `maxBytes` from `offset`; fewer at the end or where reading failed.
    [[nodiscard]] virtual QByteArray read(qint64 offset, qint64 maxBytes) const = 0;
};

} // namespace wl
