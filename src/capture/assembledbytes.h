// SPDX-License-Identifier: MIT
#pragma once

#include "capture/namelessfile.h"

namespace wl {

/// Payloads that a capture has in no one place (of IP packets that came in fragments), one behind the other
/// in a temporary file, which is made for the first one. One thread appends; what was appended and published
/// can be read by any. Positions are beyond those of any capture file.
class AssembledBytes
{
public:
    static constexpr quint64 firstPosition = quint64{1} << 62;

    [[nodiscard]] static bool holds(quint64 position) { return position >= firstPosition; }

    /// The position of the bytes. Errors: file errors.
    [[nodiscard]] Result<quint64> append(QByteArrayView bytes);
    /// At most `maxBytes`; fewer where the last ones end. Errors: file errors.
    [[nodiscard]] Result<qsizetype> read(quint64 position, char* to, qsizetype maxBytes) const;

private:
    FileDescriptor m_file;
    qint64 m_size = 0; ///< of the appending thread
};

} // namespace wl
