// SPDX-License-Identifier: MIT
#pragma once

#include "capture/filewindow.h"

#include <optional>

namespace wl {

/// One packet of a classic pcap file. The bytes are valid until the next one is read.
struct PcapPacket
{
    qint64 offset = 0; ///< of its header in the file
    qint64 timeNs = 0;
    quint32 originalBytes = 0; ///< on the wire
    QByteArrayView bytes;      ///< that were captured; they begin PcapReader::packetHead behind `offset`
};

/// Reads the packets of one classic pcap file in order (draft-ietf-opsawg-pcap): micro- and nanoseconds, both
/// byte orders. Each length is checked before memory is reserved.
class PcapReader
{
public:
    static constexpr quint32 packetHead = 16;

    /// `size` is how much of the file is read.
    PcapReader(FileWindow::ReadAt readAt, qint64 size)
        : m_window(std::move(readAt), size)
    {
    }

    /// Whether a file that begins so is a pcap file, also of a kind that is refused. Takes 4 bytes.
    [[nodiscard]] static bool isPcap(QByteArrayView start);

    /// Reads the file's header; first thing. Errors: FileMalformed with "offset 0: reason".
    [[nodiscard]] Result<void> begin();
    /// Of all packets; after begin().
    [[nodiscard]] quint16 linkType() const { return m_linkType; }
    /// The next packet; nothing at the end. Errors: FileMalformed with "offset N: reason", those of ReadAt.
    [[nodiscard]] Result<std::optional<PcapPacket>> next();
    /// Where the next packet begins.
    [[nodiscard]] qint64 offset() const { return m_offset; }

private:
    [[nodiscard]] quint32 number(QByteArrayView bytes, qsizetype at) const;
    [[nodiscard]] tl::unexpected<Error> malformed(const QString& reason) const;

    FileWindow m_window;
    qint64 m_offset = 0;
    bool m_isBig = false;
    bool m_isNanoseconds = false;
    quint16 m_linkType = 0;
};

} // namespace wl
