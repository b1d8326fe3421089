// SPDX-License-Identifier: MIT
#include "capture/payloadreader.h"

#include "capture/pcapng.h"

#include <algorithm>

namespace wl {

using namespace pcapng;

quint32 plainBlockBytes(quint32 payloadOffset, quint32 payloadBytes)
{
    return padded(payloadOffset + payloadBytes) + packetTailBytes;
}

quint64 lastBlock(const RecordEntry& entry)
{
    const quint64 full = plainBlockBytes(entry.payloadOffset, static_cast<quint32>(tcpPieceBytes));
    return entry.position + (entry.pieces - 1U) * full;
}

Result<QByteArray> readPayload(const RecordEntry& entry, qint64 offset, qint64 maxBytes,
                               const PositionReader& read)
{
    const qint64 length = entry.length;
    const qint64 begin = std::clamp<qint64>(offset, 0, length);
    const qint64 end = maxBytes < 0 ? length : begin + std::min(maxBytes, length - begin);
    QByteArray bytes(end - begin, Qt::Uninitialized);
    if (bytes.isEmpty()) {
        return bytes;
    }
    const qint64 pieceBytes = entry.pieces == 1 ? length : tcpPieceBytes;
    const qint64 blockBytes = plainBlockBytes(entry.payloadOffset, static_cast<quint32>(pieceBytes));
    for (qint64 at = begin; at < end;) {
        const qint64 piece = at / pieceBytes;
        const qint64 within = at - piece * pieceBytes;
        const qint64 size = std::min(end - at, pieceBytes - within);
        const qint64 place = piece * blockBytes + entry.payloadOffset + within;
        if (auto done = read(entry.position + static_cast<quint64>(place), bytes.data() + (at - begin), size);
            !done) {
            return tl::make_unexpected(done.error());
        }
        at += size;
    }
    return bytes;
}

} // namespace wl
