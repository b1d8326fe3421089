// SPDX-License-Identifier: MIT
#pragma once

#include <QByteArray>
#include <QList>

#include <utility>

/// HTTP/2 frames made and read by hand, without any library (RFC 9113 §4.1, RFC 7541 §6.2.2).
namespace wltest::h2 {

enum Type : quint8 {
    Data,
    Headers,
    Priority,
    RstStream,
    Settings,
    PushPromise,
    Ping,
    GoAway,
    WindowUpdate,
    Continuation
};
enum Flag : quint8 { EndStream = 1, Ack = 1, EndHeaders = 4 };

inline const QByteArray preface("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");

inline QByteArray number(quint32 value, int bytes = 4)
{
    QByteArray text;
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
        text += char(value >> shift);
    return text;
}

inline QByteArray frame(quint8 type, quint8 flags, quint32 stream, const QByteArray& payload = {})
{
    return number(quint32(payload.size()), 3) + char(type) + char(flags) + number(stream) + payload;
}

inline QByteArray settings(const QList<std::pair<quint16, quint32>>& entries = {})
{
    QByteArray payload;
    for (const auto& [id, value] : entries)
        payload += number(id, 2) + number(value);
    return frame(Settings, 0, 0, payload);
}

/// An HPACK string without Huffman coding.
inline QByteArray hpackString(const QByteArray& text)
{
    QByteArray size;
    quint32 left = quint32(text.size());
    if (left < 127) {
        size = QByteArray(1, char(left));
    } else {
        size = QByteArray(1, char(127));
        for (left -= 127; left >= 128; left /= 128)
            size += char(left % 128 + 128);
        size += char(left);
    }
    return size + text;
}

inline QByteArray hpack(const QList<std::pair<QByteArray, QByteArray>>& fields)
{
    QByteArray block;
    for (const auto& [name, value] : fields)
        block += char(0) + hpackString(name) + hpackString(value);
    return block;
}

inline QByteArray headers(quint32 stream, const QList<std::pair<QByteArray, QByteArray>>& fields,
                          quint8 flags = 0)
{
    return frame(Headers, EndHeaders | flags, stream, hpack(fields));
}

inline QByteArray data(quint32 stream, const QByteArray& bytes, quint8 flags = 0)
{
    return frame(Data, flags, stream, bytes);
}

inline QByteArray goAway(quint32 lastStream, quint32 code, const QByteArray& words = {})
{
    return frame(GoAway, 0, 0, number(lastStream) + number(code) + words);
}

struct Frame
{
    quint8 type = 0;
    quint8 flags = 0;
    quint32 stream = 0;
    QByteArray payload;

    [[nodiscard]] quint32 numberAt(qsizetype offset) const
    {
        quint32 value = 0;
        for (qsizetype i = offset; i < offset + 4 && i < payload.size(); ++i)
            value = value * 256 + quint8(payload[i]);
        return value;
    }
};

/// Takes the whole frames from the front of `buffer`, and the preface before the first.
inline QList<Frame> takeFrames(QByteArray& buffer)
{
    QList<Frame> frames;
    if (buffer.startsWith(preface))
        buffer.remove(0, preface.size());
    const auto at = [&](qsizetype i) { return quint32(quint8(buffer[i])); };
    while (buffer.size() >= 9 && !buffer.startsWith("PRI")) {
        const auto size = qsizetype(at(0) << 16 | at(1) << 8 | at(2));
        if (buffer.size() < 9 + size)
            break;
        frames.append({quint8(at(3)), quint8(at(4)),
                       (at(5) << 24 | at(6) << 16 | at(7) << 8 | at(8)) & 0x7fffffff,
                       buffer.sliced(9, size)});
        buffer.remove(0, 9 + size);
    }
    return frames;
}

} // namespace wltest::h2
