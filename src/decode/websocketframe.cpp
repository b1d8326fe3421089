// SPDX-License-Identifier: MIT
#include "decode/websocketframe.h"

namespace wl {

namespace {

quint8 byteAt(QByteArrayView bytes, qsizetype at)
{
    return static_cast<quint8>(bytes[at]);
}

qsizetype lengthBytesOf(quint8 second)
{
    const int length = second & 0x7F;
    return length == 127 ? 8 : length == 126 ? 2 : 0;
}

} // namespace

qsizetype WebSocketFrame::headerBytesOf(QByteArrayView bytes)
{
    if (bytes.size() < 2)
        return 2;
    const quint8 second = byteAt(bytes, 1);
    return 2 + lengthBytesOf(second) + ((second & 0x80) != 0 ? 4 : 0);
}

WebSocketFrame WebSocketFrame::parse(QByteArrayView bytes, qint64 start)
{
    WebSocketFrame frame;
    frame.start = start;
    frame.headerBytes = headerBytesOf(bytes);
    frame.isFinal = (byteAt(bytes, 0) & 0x80) != 0;
    frame.reserved = byteAt(bytes, 0) >> 4 & 7;
    frame.opcode = byteAt(bytes, 0) & 0x0F;
    frame.isMasked = (byteAt(bytes, 1) & 0x80) != 0;
    frame.length = byteAt(bytes, 1) & 0x7F;
    const qsizetype lengthBytes = lengthBytesOf(byteAt(bytes, 1));
    if (lengthBytes > 0)
        frame.length = 0;
    for (qsizetype i = 0; i < lengthBytes; ++i)
        frame.length = frame.length << 8U | byteAt(bytes, 2 + i);
    if (frame.isMasked)
        std::copy_n(bytes.begin() + 2 + lengthBytes, 4, frame.mask.begin());
    return frame;
}

QByteArray WebSocketFrame::opcodeName(quint8 opcode)
{
    switch (opcode) {
    case continuation: return "continuation";
    case text: return "text";
    case binary: return "binary";
    case close: return "close";
    case ping: return "ping";
    case pong: return "pong";
    default: return "opcode " + QByteArray::number(opcode);
    }
}

QByteArray WebSocketFrame::unmasked(QByteArrayView payload, quint64 at) const
{
    QByteArray plain = payload.toByteArray();
    if (!isMasked)
        return plain;
    char* data = plain.data();
    for (qsizetype i = 0; i < plain.size(); ++i)
        data[i] = static_cast<char>(data[i] ^ mask[(at + quint64(i)) & 3U]);
    return plain;
}

} // namespace wl
